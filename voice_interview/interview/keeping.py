"""Notes the answers of an interview in the history, also when that cannot be written for a while.

What cannot be noted when an answer begins goes onto a slip, a small file beside the recording; ``recovery`` finds it
at the next start. A slip holds the question, never the answer.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path

from voice_interview.audio.events import RecordingEnded, RecordingStarted
from voice_interview.banks.model import Question
from voice_interview.errors import StorageError
from voice_interview.interview.plan import Plan
from voice_interview.storage.history import History, NotInHistory

SLIP = ".slip.json"

log = logging.getLogger(__name__)


class Keeper:
    """Keeps the takes of one session. Main thread only."""

    def __init__(self, history: History, session_id: str, plan: Plan) -> None:
        self._history = history
        self._session_id = session_id
        self._plan = plan
        self._questions: dict[str, Question] = {}
        self._unkept: dict[str, RecordingEnded] = {}

    def started(self, take: RecordingStarted, question: Question) -> None:
        """Note that an answer is being recorded; what keeps that from being noted is told when it has ended."""
        self._questions[take.take_id] = question
        try:
            self._history.start_take(take.take_id, self._session_id, question, take.file)
        except StorageError as error:
            log.warning("take %s could not be noted: %s", take.take_id, error.detail or error)
            self._write_slip(take, question)

    def ended(self, take: RecordingEnded) -> None:
        """Note that a recording is complete.

        Raises:
            StorageError: the history cannot be written; ``settle`` tries again.
        """
        self._unkept[take.take_id] = take
        self.settle(take.take_id)

    def settle(self, take_id: str) -> None:
        """Note what could not be noted of this answer before, if anything.

        Raises:
            StorageError: the history still cannot be written.
        """
        take = self._unkept.get(take_id)
        if take is None:
            return
        error = str(take.error) if take.error else None
        try:
            self._history.keep_take(take_id, take.file, take.duration_s, take.lost_s, error)
        except NotInHistory:
            self._history.start_take(take_id, self._session_id, self._questions[take_id], take.file)
            self._history.keep_take(take_id, take.file, take.duration_s, take.lost_s, error)
        del self._unkept[take_id]
        remove_slip(take.file)

    def _write_slip(self, take: RecordingStarted, question: Question) -> None:
        slip = {
            "session_id": self._session_id,
            "bank_id": self._plan.bank_id,
            "bank_title": self._plan.bank_title,
            "question": question.model_dump(mode="json"),
        }
        try:
            slip_of(take.file).write_text(json.dumps(slip), encoding="utf-8")
        except OSError as error:
            log.warning("no slip for take %s: %r", take.take_id, error)


def slip_of(recording: Path) -> Path:
    """Where the slip of a recording lies, whichever form the recording has by now."""
    return recording.with_suffix(SLIP)


def remove_slip(recording: Path) -> None:
    """The answer is in the history; a slip that stays does no harm."""
    try:
        slip_of(recording).unlink(missing_ok=True)
    except OSError as error:
        log.warning("a slip stays: %r", error)


def adopt(history: History, slip: Path) -> None:
    """Note the answer a slip tells of as one being recorded, so that it is found as after a crash.

    Raises:
        StorageError: the history cannot be written.
    """
    take_id = slip.name.removesuffix(SLIP)
    wav = slip.with_name(f"{take_id}.wav")
    try:
        told = json.loads(slip.read_bytes())
        question = Question.model_validate(told["question"])
        session_id, bank_id, bank_title = (str(told[name]) for name in ("session_id", "bank_id", "bank_title"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.warning("the slip %s cannot be read: %s", slip.name, type(error).__qualname__)
        return
    if wav.exists() or wav.with_suffix(".flac").exists():
        try:
            history.take(take_id)
        except NotInHistory:
            history.start_session(bank_id, bank_title, session_id)
            history.start_take(take_id, session_id, question, wav)
    remove_slip(wav)
