"""Runs one interview: feeds the machine and does what it asks for."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from voice_interview.errors import AppError
from voice_interview.interview.desk import AnswerDesk
from voice_interview.interview.interviewer import Interviewer
from voice_interview.interview.keeping import Keeper
from voice_interview.interview.machine import step
from voice_interview.interview.messages import (
    ArmMicrophone,
    CloseMicrophone,
    CloseSession,
    Discard,
    Effect,
    Event,
    Hush,
    KeepEnded,
    KeepStarted,
    OpenMicrophone,
    PauseRecording,
    Record,
    ResumeRecording,
    Speak,
    StopRecording,
    TakeFailed,
    Trouble,
    Work,
)
from voice_interview.interview.plan import Plan
from voice_interview.interview.state import State
from voice_interview.settings import Settings
from voice_interview.storage.history import History

log = logging.getLogger(__name__)


class Microphone(Protocol):
    """What records. Calls return at once; what happens is reported as recorder events."""

    def open(self, device_name: str | None) -> None:
        """Open the stream; nothing is kept yet."""

    def arm(self) -> None:
        """From now on sound may be kept as the beginning of an answer: the app's own voice has ended."""

    def start(self, take_id: str) -> None:
        """Begin the file of an answer."""

    def pause(self) -> None:
        """Keep nothing until resumed."""

    def resume(self) -> None:
        """Keep sound again."""

    def stop(self) -> None:
        """Complete the file."""

    def close(self, timeout_s: float) -> bool:
        """Complete a running answer and let go of the device; whether it was within the time."""

    @property
    def peak_dbfs(self) -> float:
        """Peak of the last moment."""

    @property
    def position_s(self) -> float:
        """Length of the answer so far."""


class Runner:
    """One interview from its first question to its end. Main thread only."""

    def __init__(
        self,
        plan: Plan,
        *,
        history: History,
        microphone: Microphone,
        interviewer: Interviewer,
        desk: AnswerDesk,
        settings: Settings,
        changed: Callable[[State], None],
    ) -> None:
        """Start a session in the history.

        Raises:
            StorageError: the history cannot be written.
        """
        self._history = history
        self._interviewer = interviewer
        self._desk = desk
        self._device = settings.microphone
        self._changed: Callable[[State], None] = changed
        self._waiting: deque[Event] = deque()
        self._busy = False
        self.microphone = microphone
        self.state = State(
            session_id=history.start_session(plan.bank_id, plan.bank_title),
            plan=plan,
            record_after_question=settings.record_after_question,
            read_aloud=settings.read_aloud,
        )
        self._keeper = Keeper(history, self.state.session_id, plan)

    def leave(self) -> None:
        """Tell of no further changes: whoever showed them has gone. Work on answers goes on."""
        self._changed = lambda _state: None

    def send(self, event: Event) -> None:
        """Let the machine take an event, and do what follows from it."""
        self._waiting.append(event)
        if self._busy:
            return
        self._busy = True
        try:
            while self._waiting:
                self._step(self._waiting.popleft())
        finally:
            self._busy = False

    def _step(self, event: Event) -> None:
        before = self.state
        self.state, effects = step(before, event)
        for effect in effects:
            try:
                self._do(effect)
            except AppError as error:
                log.warning("%s: %s %s", type(effect).__name__, error.message, error.detail)
                self._waiting.append(
                    TakeFailed(effect.take_id, error) if isinstance(effect, Work) else Trouble(error)
                )
        if self.state != before:
            self._changed(self.state)

    def _do(self, effect: Effect) -> None:
        match effect:
            case OpenMicrophone():
                self.microphone.open(self._device)
            case ArmMicrophone():
                self.microphone.arm()
            case CloseMicrophone():
                self.microphone.close(0.0)
            case Speak(token, text):
                self._interviewer.speak(token, text)
            case Hush():
                self._interviewer.hush()
            case Record(take_id):
                self.microphone.start(take_id)
            case PauseRecording():
                self.microphone.pause()
            case ResumeRecording():
                self.microphone.resume()
            case StopRecording():
                self.microphone.stop()
            case KeepStarted(started, question):
                self._keeper.started(started, question)
            case KeepEnded(ended):
                self._keeper.ended(ended)
            case Discard(file):
                with suppress(OSError):  # nobody misses it, and nobody could do anything about it
                    file.unlink()
            case Work(take_id):
                self._keeper.settle(take_id)
                self._desk.work(take_id)
            case CloseSession():
                self._history.finish_session(self.state.session_id)
