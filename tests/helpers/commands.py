"""The real ``voice-interview`` command in processes of its own, with a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_LIMIT_S = 120.0
_SILENT = {"PULSE_SERVER": "unix:/nonexistent/pulse"}


class Commands:
    """Runs commands over one home. Without a sound system, unless ``sound`` says how to reach one."""

    def __init__(self, home: Path, sound: Mapping[str, str] | None = None) -> None:
        self.home = home
        self._environment = os.environ | (sound or _SILENT) | {"VOICE_INTERVIEW_HOME": str(home), "COLUMNS": "80"}

    def run(self, *arguments: str | Path, given: str = "", folder: Path | None = None) -> Outcome:
        """Run to the end; ``given`` is typed into it."""
        done = subprocess.run(
            [_program(), *map(str, arguments)],
            env=self._environment,
            cwd=folder,
            input=given,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=_LIMIT_S,
            check=False,
        )
        assert "Traceback" not in done.stderr + done.stdout, done.stderr
        return Outcome(done.returncode, done.stdout, done.stderr)

    def start(self, *arguments: str | Path, on: int = subprocess.PIPE) -> subprocess.Popen[str]:
        """Start and go on, on pipes or on the terminal with this descriptor; it leads a group of its own."""
        return subprocess.Popen(
            [_program(), *map(str, arguments)],
            env=self._environment,
            stdin=on,
            stdout=on,
            stderr=on,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )


class Outcome:
    """How a command ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        """The one JSON document that is all of stdout."""
        return json.loads(self.out)

    def ok(self) -> Outcome:
        """This, once it has ended well."""
        assert self.code == 0, f"exit code {self.code}: {self.err}"
        return self


def _program() -> str:
    return str(Path(sys.executable).parent / "voice-interview")
