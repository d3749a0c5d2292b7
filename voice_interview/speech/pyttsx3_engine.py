"""The computer's own voice through pyttsx3: espeak-ng on Linux, SAPI on Windows, the system voice on macOS.

pyttsx3 loses sound and properties unless it is driven in one particular way, one utterance a process; what looks
odd below is that way, found by trial (200 of 200 utterances). It may hang for ever when a file cannot be written,
so everything that can be checked is checked before, and the rest is for the lane's clock.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from voice_interview.errors import EngineError, StorageError
from voice_interview.speech import wav
from voice_interview.speech.types import RenderJob, VoiceInfo

_SETTLE_S = 0.08
"""pyttsx3 drops properties that are followed too soon by a command; 20 ms was enough."""
_TRIES = 3
_FILE_WAIT_S = 2.0
_LONGEST_DATA_PATH = 160
"""espeak-ng ends the process when the path of its data is longer than about 170 characters."""
_BYTES_A_CHARACTER = 8000
"""Room asked for on the disk: the slowest reading takes about 4000 bytes a character."""


class Pyttsx3Engine:
    """A VoiceEngine for one utterance in a process of its own.

    Raises:
        EngineError: this computer has no voice engine.
    """

    def __init__(self) -> None:
        try:
            _preload_espeak()
            import pyttsx3

            self._engine: Any = pyttsx3.init()
            self._errors: list[str] = []
            self._engine.connect("error", lambda name, exception: self._errors.append(repr(exception)))  # noqa: ARG005
            time.sleep(_SETTLE_S)
            self._engine.runAndWait()  # the first call returns at once and does nothing else
            time.sleep(_SETTLE_S)
        except Exception as error:  # drivers raise whatever their system raises
            raise EngineError(
                "This computer has no voice that can read the questions aloud.",
                _how_to_get_a_voice(),
                repr(error),
            ) from error

    def voices(self) -> tuple[VoiceInfo, ...]:
        """All voices, in the engine's order."""
        return tuple(
            VoiceInfo(str(voice.id), str(voice.name), str((voice.languages or [""])[0]))
            for voice in self._engine.getProperty("voices")
        )

    def render(self, job: RenderJob) -> None:
        """Write ``job.out``, whole or not at all."""
        text = " ".join(job.text.replace("\0", " ").split())
        if not text:
            raise EngineError("There is nothing to read aloud.", "The question has no text.")
        part = job.out.with_name(f"{job.out.stem}.{os.getpid()}.part.wav")
        _make_room(part.parent, len(text) * _BYTES_A_CHARACTER)
        try:
            self._set(job)
            self._speak(text, part)
            part.replace(job.out)
        except OSError as error:
            raise _cannot_save(part.parent, error) from error
        finally:
            part.unlink(missing_ok=True)

    def _set(self, job: RenderJob) -> None:
        voice = job.voice if job.voice is not None else self._english()
        self._errors.clear()
        if voice is not None:
            self._engine.setProperty("voice", voice)
        self._engine.setProperty("rate", job.rate_wpm)
        self._engine.setProperty("volume", 1.0)
        time.sleep(_SETTLE_S)
        variant = (voice or "").partition("+")[2]
        # An unknown voice is only told through the error event, an unknown espeak variant not at all.
        if self._errors or (variant and not str(self._engine.getProperty("voice")).endswith("+" + variant)):
            raise EngineError(
                f"The voice {voice!r} is not available.",
                "Choose another voice in the settings.",
                "; ".join(self._errors),
            )

    def _english(self) -> str | None:
        """A voice that can read English questions; None leaves the system's choice, where it says nothing."""
        if self._engine.driver_name == "espeak":
            return "en-us"
        voices = self.voices()
        current = self._engine.getProperty("voice")
        english = [voice.id for voice in voices if voice.language.lower().startswith("en")]
        return None if current in english or not english else english[0]

    def _speak(self, text: str, part: Path) -> None:
        for _ in range(_TRIES):
            self._engine.save_to_file(text, str(part))
            self._engine.runAndWait()
            end = time.monotonic() + _FILE_WAIT_S
            while time.monotonic() < end:
                if wav.is_complete(part) or (sys.platform == "darwin" and wav.as_wav(part)):
                    return
                time.sleep(0.02)
        raise EngineError(
            "The voice made no sound for this question.",
            "Read it on screen, or choose another voice in the settings.",
            "; ".join(self._errors) or f"no complete file after {_TRIES} tries",
        )


def _preload_espeak() -> None:
    """On Linux, have pyttsx3 find the espeak-ng that comes with the app rather than need the system's."""
    if sys.platform != "linux":
        return
    try:
        import espeakng_loader
    except ImportError:  # a distribution's package may leave it out and depend on the system's espeak-ng
        return
    data = Path(espeakng_loader.get_data_path())
    if len(str(data)) > _LONGEST_DATA_PATH:
        os.chdir(data)  # this process does nothing else, so its folder can be the short name of the data
        data = Path()
    os.environ["ESPEAK_DATA_PATH"] = str(data)
    ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)


def _make_room(folder: Path, needed: int) -> None:
    """Check the folder beforehand: the engine hangs for ever when it cannot write."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise StorageError(
            "The spoken question could not be saved.", f"Is {folder} writable?", repr(error)
        ) from error
    if not os.access(folder, os.W_OK):
        raise _cannot_save(folder)
    if free < needed:
        raise StorageError(
            "There is no room on the disk for the spoken question.",
            f"Free at least {max(1, needed // 1_000_000)} MB where {folder} is.",
        )


def _cannot_save(folder: Path, cause: OSError | None = None) -> StorageError:
    detail = repr(cause) if cause is not None else ""
    return StorageError("The spoken question could not be saved.", f"Is {folder} writable?", detail)


def _how_to_get_a_voice() -> str:
    if sys.platform == "linux":
        return "Install espeak-ng (for example: sudo apt install espeak-ng), or read the questions on screen."
    return "Add a voice in the system's speech settings, or read the questions on screen."
