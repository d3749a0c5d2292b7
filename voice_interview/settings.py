"""What the candidate chose, kept in one small JSON file."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from voice_interview.errors import SettingsError, StorageError

Theme = Literal["system", "light", "dark"]


class Settings(BaseModel):
    """All settings; immutable, changed with ``model_copy(update=...)`` and ``save``.

    Devices are kept by name, since their numbers change. ``None`` means the system's default.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    theme: Theme = "system"
    microphone: str | None = None
    speaker: str | None = None
    read_aloud: bool = True
    voice: str | None = None
    voice_rate_wpm: int = Field(default=165, ge=80, le=300)
    volume: float = Field(default=0.9, ge=0.0, le=1.0)
    record_after_question: bool = True
    """Start recording by itself when the voice has ended; otherwise the candidate presses the button."""
    model_dir: Path | None = None
    """Folder of a Whisper model in faster-whisper's format."""
    model_endpoint: str = Field(default="https://huggingface.co", pattern=r"^https?://[^\s/?#]+[^\s?#]*$")
    """Address of the hub that speech models are fetched from, or of a mirror of it."""
    language: str = Field(default="en", min_length=2, max_length=8)


def load(file: Path) -> Settings:
    """Read the settings; a missing file gives the defaults.

    Raises:
        SettingsError: the file is unreadable or holds an invalid value.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"The settings file {file} cannot be read.",
            "Check its permissions, or delete it to start from the defaults.",
            repr(error),
        ) from error
    try:
        return Settings.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "file"
        raise SettingsError(
            f"The settings file {file} is not valid: {where}: {first['msg']}.",
            "Correct it, or delete the file to start from the defaults.",
        ) from error


def save(settings: Settings, file: Path) -> None:
    """Write the settings so that a crash leaves the old or the new file, never half of one.

    Raises:
        StorageError: the file cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".settings-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                out.write(settings.model_dump_json(indent=2) + "\n")
            Path(name).replace(file)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise StorageError("Your settings could not be saved.", f"Is {file.parent} writable?", repr(error)) from error
