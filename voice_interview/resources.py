"""Finds what ships with the app: in a checkout, an installed wheel and a frozen app alike."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_DATA = _PACKAGE / "_data"


def _root() -> Path:
    return _DATA if _DATA.is_dir() else _PACKAGE.parent


def assets() -> Path:
    """Icons, fonts, style sheets, templates, the demo model."""
    return _root() / "assets"


def question_banks() -> Path:
    """The banks that ship with the app."""
    return _root() / "question_banks"


def demo_model() -> Path:
    """The speech model that understands the built-in demo voice and nothing else."""
    return assets() / "models" / "demo"
