"""Logging: a rotating file and, on request, the console. Never an answer, a transcript or a name."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def set_up(folder: Path, *, verbose: bool = False) -> None:
    """Log to ``folder``/voice-interview.log (three files of 1 MB); warnings also to the console if ``verbose``."""
    root = logging.getLogger("voice_interview")
    root.setLevel(logging.INFO)
    for old in list(root.handlers):
        root.removeHandler(old)
        old.close()
    file = RotatingFileHandler(
        folder / "voice-interview.log", maxBytes=1_000_000, backupCount=2, encoding="utf-8", delay=True
    )
    file.setFormatter(logging.Formatter(_FORMAT))
    root.addHandler(file)
    if verbose:
        console = logging.StreamHandler()
        console.setFormatter(logging.Formatter(_FORMAT))
        root.addHandler(console)
