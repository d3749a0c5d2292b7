"""Looking at the disk and at this computer, for the list of speech models. Slow: never on the main thread."""

from __future__ import annotations

from pathlib import Path

from voice_interview.errors import AppError, StorageError
from voice_interview.transcription.models import inspect_model
from voice_interview.transcription.store import machine
from voice_interview.transcription.store.store import Store
from voice_interview.ui.model_views import Found


def look(store: Store, in_use: Path | None, speed: float | None, *, guess: bool) -> Found:
    """What is there. The computer is left out while its speed is neither known nor to be guessed.

    Raises:
        StorageError: the folder of the models cannot be read.
    """
    try:
        here = machine.look(store.models, speed) if guess or speed is not None else None
        return Found(store.installed(), store.begun(), store.hub_cache(), here, _listens(in_use))
    except OSError as error:
        raise StorageError(
            f"The folder for speech models, {store.models}, cannot be read.", "Check its permissions.", repr(error)
        ) from error


def known_speed(file: Path) -> float | None:
    """As measured earlier on this computer."""
    from voice_interview.transcription.store import speed

    return speed.known_speed(file)


def measure_speed() -> float:
    """Try out this computer: about 3 seconds.

    Raises:
        EngineError: the speech recogniser does not work here.
    """
    from voice_interview.transcription.store import speed

    return speed.measure_speed()


def keep_speed(file: Path, measured: float) -> None:
    """Remember it, for this app and the command line."""
    from voice_interview.transcription.store import speed

    speed.keep_speed(file, measured)


def _listens(folder: Path | None) -> bool:
    if folder is None:
        return False
    try:
        return not inspect_model(folder, checksums=False).is_demo
    except AppError:
        return False
