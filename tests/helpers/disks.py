"""Real small disks, mounted for one test."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest


def _as_root(*command: str) -> None:
    prefix = () if os.geteuid() == 0 else ("sudo", "-n")
    try:
        subprocess.run((*prefix, *command), check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"mounting a test disk needs root on Linux: {error}")


@contextlib.contextmanager
def small_disk(folder: Path, size_kb: int) -> Iterator[Path]:
    """A disk of its own that holds ``size_kb`` and no more."""
    folder.mkdir(parents=True, exist_ok=True)
    _as_root("mount", "-t", "tmpfs", "-o", f"size={size_kb}k,mode=777", "test-disk", str(folder))
    try:
        yield folder
    finally:
        _as_root("umount", "--lazy", str(folder))


def make_read_only(disk: Path) -> None:
    """From now on nothing can be written to this disk, not even by root."""
    _as_root("mount", "-o", "remount,ro", str(disk))


def fill(disk: Path) -> Path:
    """Write until the disk is full; delete the returned file to make room again."""
    file = disk / "filler"
    with contextlib.suppress(OSError), file.open("wb", buffering=0) as out:
        while True:
            out.write(b"\0" * 4096)
    return file
