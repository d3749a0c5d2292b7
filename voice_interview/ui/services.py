"""What pages are given: the parts of the app, and the way to other pages."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from PySide6.QtCore import QObject, Signal

from voice_interview import settings
from voice_interview.settings import Settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from voice_interview.audio.events import RecorderEvent
    from voice_interview.errors import AppError
    from voice_interview.interview.plan import Plan
    from voice_interview.interview.runner import Microphone
    from voice_interview.paths import Paths
    from voice_interview.speech.types import VoiceInfo
    from voice_interview.storage.history import History
    from voice_interview.ui.background import Background
    from voice_interview.ui.models import Models

PageName = Literal["home", "practise", "history", "settings", "models"]


class SettingsStore(QObject):
    """The settings in effect. ``changed(Settings)`` is emitted after each change."""

    changed = Signal(object)

    def __init__(self, file: Path, current: Settings, *, damaged: bool = False) -> None:
        """``damaged``: the file could not be used; it is copied aside before it is first written over."""
        super().__init__()
        self._file = file
        self._damaged = damaged
        self.current = current

    @property
    def aside(self) -> Path:
        """Where a settings file that could not be used is kept."""
        return self._file.with_name("settings-unusable.json")

    def change(self, **values: object) -> None:
        """Set these fields, for this run in any case, and save.

        Raises:
            ValidationError: a value is not allowed (a bug of the caller).
            StorageError: the file cannot be written.
        """
        wanted = Settings.model_validate(self.current.model_dump() | values)
        if wanted == self.current:
            return
        self.current = wanted
        self.changed.emit(wanted)
        if self._damaged:
            shutil.copyfile(self._file, self.aside)
            self._damaged = False
        settings.save(wanted, self._file)


@dataclass(frozen=True, slots=True)
class DeviceNames:
    """Microphones and speakers, by the names settings keep them under."""

    microphones: tuple[str, ...]
    speakers: tuple[str, ...]


class Sound(Protocol):
    """Everything that is heard or hears. One microphone serves set-up and interview, so they never compete for it."""

    @property
    def microphone(self) -> Microphone:
        """What records; ``listen`` to hear how it is."""

    def listen(self, handler: Callable[[RecorderEvent], None]) -> Callable[[], None]:
        """Have ``handler`` called on the main thread with the microphone's reports; the result ends that."""

    def devices(self, refresh: bool) -> DeviceNames:
        """What is plugged in; ``refresh`` looks again. May take a second: never on the main thread.

        Raises:
            DeviceError: the sound system cannot be asked.
        """

    def say(self, text: str, done: Callable[[AppError | None], None]) -> None:
        """Read aloud with the voice, rate and speaker of the settings; returns at once.

        ``done`` is called on the main thread when it was read or stopped (None), or could not be read.
        """

    def play(self, file: Path, done: Callable[[AppError | None], None]) -> None:
        """Play a sound file with the speaker and volume of the settings; ``done`` as with ``say``."""

    def voices(self, done: Callable[[tuple[VoiceInfo, ...]], None]) -> None:
        """List the voices that can read; ``done`` is called on the main thread, with none when they are not known."""

    def hush(self) -> None:
        """Stop reading and playing."""


class Frame(Protocol):
    """What a page may ask of the window."""

    def go(self, page: PageName) -> None:
        """Show a page of the rail, or one that such a page leads to."""

    def start_interview(self, plan: Plan) -> None:
        """Show the interview page and begin."""

    def open_review(self, session_id: str, take_id: str | None = None) -> None:
        """Show what was found in a session, at this take or its first."""

    def show_error(self, error: AppError) -> None:
        """Say what happened and what to do, above the page."""

    def show_done(self, message: str, hint: str, *actions: tuple[str, Callable[[], object]]) -> None:
        """Say that it is done, above the page."""


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of the app. History, microphone and voice belong to the main thread; they return at once."""

    paths: Paths
    settings: SettingsStore
    history: History
    background: Background
    interview_page: Callable[[Plan, Frame], QWidget]
    """Makes the page that runs an interview."""
    review_page: Callable[[str, str | None, Frame], QWidget]
    """Makes the page that shows a session, at a take."""
    sound: Sound
    models: Models
    bank_folders: tuple[Path, ...]
    """Where question banks lie: those that ship, then the candidate's own."""
