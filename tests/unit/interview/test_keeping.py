"""Answers are kept although the history cannot be written for a while: told, tried again, found at the next start."""

from __future__ import annotations

import contextlib
import queue
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.helpers.disks import fill, small_disk
from tests.helpers.plans import plan
from tests.helpers.pulse import PulseRig
from voice_interview.audio.events import RecorderEvent
from voice_interview.audio.recorder import Recorder
from voice_interview.errors import StorageError
from voice_interview.interview.demo_microphone import DemoMicrophone
from voice_interview.interview.keeping import SLIP
from voice_interview.interview.messages import Ask, Finish, Retry, RetryTake, StartAnswer, StopAnswer
from voice_interview.interview.recovery import recover
from voice_interview.interview.runner import Microphone, Runner
from voice_interview.interview.state import Phase, State
from voice_interview.interview.studio import Studio
from voice_interview.paths import Paths
from voice_interview.settings import Settings
from voice_interview.storage import database
from voice_interview.storage.history import History
from voice_interview.storage.records import AnswerStatus

SETTINGS = Settings(read_aloud=False)
SECONDS = 2.0
MakeMicrophone = Callable[[Callable[[RecorderEvent], None]], Microphone]


class Interview:
    """One interview whose microphone hears two seconds of noise an answer. What is posted waits until ``serve``."""

    def __init__(self, paths: Paths, history: History, microphone: MakeMicrophone | None = None) -> None:
        self._calls: queue.Queue[Callable[[], None]] = queue.Queue()
        noise = np.random.default_rng(1).normal(0, 0.01, round(SECONDS * 16000)).astype(np.float32)
        self.studio = Studio(
            paths,
            lambda: SETTINGS,
            history,
            self._calls.put,
            microphone=microphone or (lambda post: DemoMicrophone(paths.recordings, iter([noise, noise]), post)),
        )
        self.runner: Runner = self.studio.begin(plan(), lambda _state: None)

    @property
    def state(self) -> State:
        return self.runner.state

    def serve(self, until: Callable[[State], bool], limit_s: float = 60.0) -> None:
        end = time.monotonic() + limit_s
        while not until(self.state):
            self._calls.get(timeout=max(0.0, end - time.monotonic()))()

    def answer(self) -> None:
        """Ask and answer; ends when the recording has ended and was worked on."""
        count = len(self.state.takes)
        self.runner.send(Ask())
        self.serve(lambda state: state.microphone_ready)
        self.runner.send(StartAnswer())
        over = (AnswerStatus.ANALYSED, AnswerStatus.FAILED)
        self.serve(lambda state: len(state.takes) > count and state.takes[-1].status in over)


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    monkeypatch.setattr(database, "_BUSY_TIMEOUT_S", 0.05)
    paths = Paths.under(tmp_path)
    paths.create()
    return paths


@pytest.fixture
def interview(paths: Paths) -> Iterator[Interview]:
    with History(paths.database) as history:
        one = Interview(paths, history)
        yield one
        one.studio.close()


@contextlib.contextmanager
def locked(paths: Paths) -> Iterator[None]:
    """Another program holds the history."""
    with contextlib.closing(sqlite3.connect(paths.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def test_an_answer_not_noted_is_told_and_kept_at_the_second_try(paths: Paths, interview: Interview) -> None:
    with locked(paths):
        interview.answer()
        (take,) = interview.state.takes
        assert take.status is AnswerStatus.FAILED
        assert isinstance(take.error, StorageError)
        assert "in use by another program" in take.error.message
        assert interview.state.notice is not None
    interview.runner.send(RetryTake(take.id))
    interview.serve(lambda state: state.takes[0].status is AnswerStatus.ANALYSED)
    kept = interview.studio.history.take(take.id)
    assert (kept.question, kept.status, kept.duration_s) == (plan().questions[0], AnswerStatus.ANALYSED, SECONDS)
    assert [file.name for file in paths.recordings.iterdir()] == [f"{take.id}.flac"]


@pytest.mark.parametrize("aside", [False, True], ids=["same history", "new history"])
def test_an_answer_never_noted_is_found_at_the_next_start(paths: Paths, interview: Interview, aside: bool) -> None:
    interview.answer()
    with locked(paths):
        interview.answer()
        interview.runner.send(Finish())
    first, second = (take.id for take in interview.state.takes)
    if aside:
        interview.studio.history.close()
        History.set_aside(paths.database)
    with History(paths.database) as history:
        (found,) = recover(history, paths.recordings)
        assert (found.id, found.session_id) == (second, interview.state.session_id)
        assert (found.status, found.error, found.duration_s) == (AnswerStatus.RECORDED, None, SECONDS)
        assert found.question == plan().questions[0]
        assert soundfile.info(found.file).duration == SECONDS
        session = history.session(found.session_id)
        assert session.bank_title == plan().bank_title
        assert [take.id for take in session.takes] == ([second] if aside else [first, second])
        assert list(paths.recordings.glob(f"*{SLIP}")) == []
        assert recover(history, paths.recordings) == ()


@pytest.mark.parametrize("content", [b"", b"[]", b'{"session_id": "s"}', b"\xff"])
def test_a_slip_that_cannot_be_read_keeps_nobody_from_starting(paths: Paths, content: bytes) -> None:
    slip = paths.recordings / f"s-01{SLIP}"
    slip.write_bytes(content)
    with History(paths.database) as history:
        assert recover(history, paths.recordings) == ()
    assert slip.exists()


def test_a_failure_that_cannot_be_noted_is_told_all_the_same(paths: Paths, interview: Interview) -> None:
    """The work is done and can be kept nowhere: the take fails in the window, and nothing is raised."""
    interview.runner.send(Ask())
    interview.serve(lambda state: state.microphone_ready)
    interview.runner.send(StartAnswer())
    interview.serve(lambda state: bool(state.takes) and state.takes[0].status is AnswerStatus.TRANSCRIBING)
    with locked(paths):
        interview.serve(lambda state: state.takes[0].status is AnswerStatus.FAILED)
    assert isinstance(interview.state.takes[0].error, StorageError)


def test_a_disk_full_at_each_step_is_told_and_what_was_said_is_kept(pulse: PulseRig, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 640) as disk:
        paths = Paths.under(disk)
        paths.create()
        with History(paths.database) as history:
            interview = Interview(paths, history, lambda post: Recorder(paths.recordings, post))
            filler = fill(disk)
            interview.runner.send(Ask())
            interview.serve(lambda state: state.microphone_ready)
            interview.runner.send(StartAnswer())
            interview.serve(lambda state: state.phase is Phase.FAULTED)
            assert interview.state.fault is not None
            assert "disk is full" in interview.state.fault.message

            filler.unlink()  # room for the beginning of an answer
            interview.runner.send(Retry())
            interview.serve(lambda state: state.microphone_ready)
            interview.runner.send(StartAnswer())
            interview.serve(lambda state: state.phase is Phase.RECORDING)
            fill(disk)
            interview.serve(lambda state: state.phase is Phase.READY)
            assert interview.state.notice is not None
            assert "disk is full" in interview.state.notice.message
            (disk / "filler").unlink()
            (take,) = interview.state.takes
            interview.serve(lambda state: state.takes[0].status in (AnswerStatus.ANALYSED, AnswerStatus.FAILED))
            if interview.state.takes[0].status is AnswerStatus.FAILED:
                interview.runner.send(RetryTake(take.id))
                interview.serve(lambda state: state.takes[0].status is AnswerStatus.ANALYSED)
            kept = history.take(take.id)
            assert soundfile.info(kept.file).duration == pytest.approx(take.duration_s)
            assert kept.error is not None

            interview.runner.send(Ask())
            interview.serve(lambda state: state.microphone_ready)
            interview.runner.send(StartAnswer())
            interview.serve(lambda state: state.phase is Phase.RECORDING)
            interview.runner.send(StopAnswer())
            interview.serve(lambda state: state.takes[-1].status is AnswerStatus.ANALYSED)
            interview.studio.close()
