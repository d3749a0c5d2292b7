"""Expected errors: what happened, what to do about it, and the detail for a report.

Anything that is not an ``AppError`` (or ``Cancelled``) is a bug and is treated as one.
"""

from __future__ import annotations

from typing import Any


class AppError(Exception):
    """An expected failure, in words a candidate understands.

    ``message`` says what happened, ``hint`` what to do, ``detail`` (technical, may be empty) goes into the log.
    """

    def __init__(self, message: str, hint: str = "", detail: str = "") -> None:
        super().__init__(message, hint, detail)
        self.message = message
        self.hint = hint
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class BankError(AppError):
    """A question bank cannot be used; ``file`` and ``line`` (1-based, 0 if unknown) say where."""

    def __init__(self, message: str, hint: str = "", detail: str = "", file: str = "", line: int = 0) -> None:
        super().__init__(message, hint, detail)
        self.file = file
        self.line = line

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message, self.hint, self.detail, self.file, self.line)

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: " if self.line else (f"{self.file}: " if self.file else "")
        return place + super().__str__()


class DeviceError(AppError):
    """A microphone or speaker is missing, refused to open, or stopped."""


class EngineError(AppError):
    """The voice engine or the recogniser failed, hung or crashed."""


class ModelMissing(EngineError):
    """No speech model is chosen, or the chosen folder is incomplete or damaged."""


class AudioFileError(AppError):
    """A sound file cannot be read."""


class StorageError(AppError):
    """Recordings or history cannot be written or read (disk full, folder not writable, damaged file)."""


class SettingsError(AppError):
    """The settings file or a setting is not valid."""


class Cancelled(Exception):
    """Work was stopped on request; never shown."""
