"""Imports what the next pages need, so that opening them does not wait for it."""

from __future__ import annotations

import contextlib
import importlib
from typing import Final

_SOON: Final = (
    "voice_interview.ui.pages.setup",
    "voice_interview.interview.studio",
    "voice_interview.ui.pages.interview",
    "voice_interview.ui.reviews",
    "voice_interview.ui.pages.history",
    "voice_interview.ui.pages.settings",
    "numpy",
    "soundfile",
)
"""In the order in which they are likely to be needed."""


def warm() -> None:
    """Import them; for another thread. What is missing is left to be reported where it is used."""
    for module in _SOON:
        with contextlib.suppress(ImportError, OSError):
            importlib.import_module(module)
