"""This computer: processors, memory, room on the disk, and how fast it recognises speech."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Machine:
    """What decides which model suits. ``speed`` is relative to the reference computer; 1 when it is not measured."""

    cores: int
    memory_bytes: int
    free_bytes: int
    """On the disk where models are kept."""
    speed: float = 1.0


def look(folder: Path, speed: float | None = None) -> Machine:
    """This computer. Without a measured speed it is guessed from the number of cores, two of them being 1."""
    cores = _cores()
    return Machine(
        cores, _memory(), free_bytes(folder), speed if speed is not None else min(4.0, max(0.5, cores / 2))
    )


def free_bytes(folder: Path) -> int:
    """Room on the disk of a folder that need not exist yet."""
    there = next(one for one in (folder, *folder.parents) if one.exists())
    return shutil.disk_usage(there).free


def _cores() -> int:
    """Those this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _memory() -> int:
    """Bytes built in; psutil would be a compiled dependency for this one number."""
    if sys.platform == "win32":
        return _windows_memory()
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _windows_memory() -> int:
    import ctypes

    installed_kb = ctypes.c_ulonglong(0)
    kernel: object = getattr(ctypes, "windll").kernel32  # noqa: B009 - not there for a checker on another system
    getattr(kernel, "GetPhysicallyInstalledSystemMemory")(ctypes.byref(installed_kb))  # noqa: B009
    return int(installed_kb.value) * 1024
