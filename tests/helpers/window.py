"""Real services for pages, but for the hardware: a sound system whose devices and reports a test decides."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtWidgets import QLabel, QWidget

from tests.helpers.records import question
from voice_interview.audio.events import MicrophoneReady, RecorderEvent, RecordingEnded, RecordingStarted
from voice_interview.audio.levels import SILENCE_DBFS
from voice_interview.banks.model import Bank, Kind, Question
from voice_interview.errors import AppError
from voice_interview.interview.plan import Plan
from voice_interview.paths import Paths
from voice_interview.settings import Settings
from voice_interview.speech.types import VoiceInfo
from voice_interview.storage.history import History
from voice_interview.transcription.store.hub import Patience
from voice_interview.ui.background import Background
from voice_interview.ui.bridge import Mailbox
from voice_interview.ui.models import Models
from voice_interview.ui.services import DeviceNames, Frame, Services, SettingsStore

IMPATIENT = Patience(connect_s=2.0, read_s=10.0, tries=3, silent_tries=2, first_wait_s=0.01)
"""Gives up at once what will not come by waiting, but waits for what a test holds back."""


class StageSound:
    """Devices that are what a test says they are. It is its own microphone."""

    def __init__(self, folder: Path) -> None:
        self.names = DeviceNames(("Built-in microphone", "USB headset"), ("Built-in speakers", "USB headset"))
        self.devices_error: AppError | None = None
        self.say_error: AppError | None = None
        self.peak_dbfs = SILENCE_DBFS
        self.position_s = 0.0
        self.opened: list[str | None] = []
        self.is_open = False
        self.said: list[str] = []
        self.handlers: list[Callable[[RecorderEvent], None]] = []
        self.folder = folder
        self.take: Path | None = None
        self.test_duration_s = 4.0
        self.test_error: AppError | None = None
        self.played: list[Path] = []
        self.known_voices = (
            VoiceInfo("gmw/de", "German", "de"),
            VoiceInfo("gmw/en-us", "English (America)", "en-us"),
            VoiceInfo("gmw/en", "English (Great Britain)", "en-gb"),
        )
        self._done: Callable[[AppError | None], None] | None = None

    @property
    def microphone(self) -> StageSound:
        return self

    def listen(self, handler: Callable[[RecorderEvent], None]) -> Callable[[], None]:
        self.handlers.append(handler)
        return lambda: self.handlers.remove(handler)

    def report(self, event: RecorderEvent) -> None:
        for handler in tuple(self.handlers):
            handler(event)

    def devices(self, refresh: bool) -> DeviceNames:
        if self.devices_error is not None:
            raise self.devices_error
        return self.names

    def say(self, text: str, done: Callable[[AppError | None], None]) -> None:
        self.said.append(text)
        if self.say_error is not None:
            done(self.say_error)
        else:
            self._done = done

    def play(self, file: Path, done: Callable[[AppError | None], None]) -> None:
        assert file.read_bytes()
        self.played.append(file)
        self._done = done

    def voices(self, done: Callable[[tuple[VoiceInfo, ...]], None]) -> None:
        done(self.known_voices)

    def hush(self) -> None:
        if self._done is not None:
            done, self._done = self._done, None
            done(None)

    def open(self, device_name: str | None) -> None:
        self.opened.append(device_name)
        self.is_open = True
        self.report(MicrophoneReady(device_name or self.names.microphones[0], 16_000))

    def close(self, timeout_s: float) -> bool:
        self.is_open = False
        return True

    def arm(self) -> None:
        raise AssertionError("set-up keeps no sound")

    def start(self, take_id: str) -> None:
        """A test recording; reported as begun at once."""
        self.take = self.folder / f"{take_id}.flac"
        self.take.write_bytes(b"sound")
        self.report(RecordingStarted(take_id, self.take))

    def pause(self) -> None:
        raise AssertionError("set-up keeps no sound")

    def resume(self) -> None:
        raise AssertionError("set-up keeps no sound")

    def stop(self) -> None:
        assert self.take is not None
        self.report(RecordingEnded(self.take.stem, self.take, self.test_duration_s, 0.0, self.test_error))


class Visits:
    """A frame that notes where a page wanted to go."""

    def __init__(self) -> None:
        self.pages: list[str] = []
        self.plans: list[Plan] = []
        self.reviews: list[tuple[str, str | None]] = []
        self.errors: list[AppError] = []
        self.done: list[str] = []

    def go(self, page: str) -> None:
        self.pages.append(page)

    def start_interview(self, plan: Plan) -> None:
        self.plans.append(plan)

    def open_review(self, session_id: str, take_id: str | None = None) -> None:
        self.reviews.append((session_id, take_id))

    def show_error(self, error: AppError) -> None:
        self.errors.append(error)

    def show_done(self, message: str, hint: str, *actions: tuple[str, Callable[[], object]]) -> None:
        self.done.append(f"{message} {hint}")


class Stage:
    """Services over a folder of their own."""

    def __init__(self, folder: Path, settings: Settings | None = None) -> None:
        self.paths = Paths.under(folder)
        self.paths.create()
        self.banks = self.paths.data / "question_banks"
        self.banks.mkdir()
        self.sound = StageSound(self.paths.recordings)
        self.mailbox = Mailbox()
        self.background = Background(self.mailbox)
        self.history = History(self.paths.database)
        self.store = SettingsStore(self.paths.settings, settings or Settings())
        self.visits = Visits()
        self.models = Models(self.paths, self.store, self.mailbox, IMPATIENT, lambda: 1.0)
        self.services = Services(
            paths=self.paths,
            settings=self.store,
            history=self.history,
            background=self.background,
            sound=self.sound,
            models=self.models,
            bank_folders=(self.banks,),
            interview_page=self._interview_page,
            review_page=self._review_page,
        )

    def close(self) -> None:
        self.models.close()
        assert self.background.close(5.0)
        self.mailbox.close()
        self.history.close()

    @staticmethod
    def _interview_page(plan: Plan, frame: Frame) -> QWidget:
        return QLabel(f"interview: {len(plan.questions)}")

    @staticmethod
    def _review_page(session_id: str, take_id: str | None, frame: Frame) -> QWidget:
        return QLabel(f"review: {session_id} {take_id}")

    def add_bank(self, bank: Bank) -> None:
        """A bank file; JSON is YAML too."""
        text = json.dumps(bank.model_dump(mode="json", exclude_none=True), indent=1)
        (self.banks / f"{bank.id}.yaml").write_text(text, encoding="utf-8")

    def add_session(
        self,
        title: str = "Collections officer",
        *,
        takes: int = 2,
        days_ago: float = 0.0,
        now: datetime | None = None,
    ) -> str:
        """A finished session with answers of a minute each."""
        session_id = self.history.start_session("collections", title)
        for number in range(takes):
            file = self.paths.recordings / f"{session_id}-{number}.wav"
            file.write_bytes(b"")
            take_id = f"{session_id}-{number}"
            self.history.start_take(take_id, session_id, question(f"question-{number // 2}"), file)
            self.history.keep_take(take_id, file, 61.0, 0.0, None)
        self.history.finish_session(session_id)
        started = (now or datetime.now(UTC)) - timedelta(days=days_ago)
        with sqlite3.connect(self.paths.database) as database:
            database.execute("UPDATE sessions SET started_at = ? WHERE id = ?", (started.isoformat(), session_id))
        database.close()
        return session_id


def bank(bank_id: str = "collections-officer", count: int = 10, title: str = "Collections officer") -> Bank:
    """A bank of questions of several kinds, about as long as real ones."""
    texts = (
        "Tell me about a time you persuaded somebody who had refused to pay to keep to a plan.",
        "A customer shouts at you on the phone and says they will never pay. What do you do?",
        "Which rules must you follow when you call a customer about a debt?",
        "Why do you want to work in collections?",
        "How do you plan a day with sixty accounts?",
    )
    kinds = (Kind.BEHAVIOURAL, Kind.SITUATIONAL, Kind.TECHNICAL, Kind.MOTIVATIONAL, Kind.GENERAL)
    questions: list[Question] = []
    for number in range(count):
        values = {
            "id": f"{bank_id}-{number}",
            "text": texts[number % 5] if number < 5 else f"{texts[number % 5]} Give a second example.",
            "kind": kinds[number % 5],
            "level": ("Junior", "Experienced", None)[number % 3],
            "target_s": 60 + 30 * (number % 3),
        }
        questions.append(question().model_copy(update=values))
    return Bank(
        id=bank_id,
        title=title,
        domain="Finance",
        description="Calls, rules and people: what a collections team asks.",
        questions=tuple(questions),
    )
