"""A process of its own that dies without a warning."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path


def run_and_kill(code: str, *args: str, after_lines: int) -> list[str]:
    """Run Python code, ``kill -9`` it once it has printed so many lines, and return all whole lines it printed."""
    command = [sys.executable, "-c", code, *args]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as process:
        assert process.stdout is not None
        lines = list(itertools.islice(process.stdout, after_lines))
        process.kill()
        lines += [line for line in process.stdout if line.endswith("\n")]
    assert len(lines) >= after_lines, "it ended by itself before it could be killed"
    return lines
