"""The sound is cut to the sample where it was wished; told without a device, on a made-up clock."""

from __future__ import annotations

import time
from collections import deque
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.helpers.inbox import Inbox
from voice_interview.audio.events import RecordingEnded, RecordingStarted
from voice_interview.audio.tape import Action, Tape, Wish
from voice_interview.errors import DeviceError, StorageError

RATE_HZ = 1000
BLOCK = 100


class Studio:
    """A tape fed with counted samples: sample ``n`` has the value ``n`` and was heard ``n`` ms after ``now_s``."""

    def __init__(self, folder: Path) -> None:
        self.inbox = Inbox()
        self.now_s = time.monotonic()
        self.tape = Tape(folder, RATE_HZ, self.inbox.post)
        self.wishes: deque[Wish] = deque()
        self.lost_s = 0.0
        self._next = 0

    def wish(self, action: Action, at_ms: int) -> None:
        self.wishes.append(Wish(action, self.now_s + at_ms / 1000, "take"))

    def hear_until(self, ms: int) -> None:
        while self._next < ms:
            block = np.arange(self._next, self._next + BLOCK, dtype=np.int16)
            from_s = self.now_s + self._next / 1000 + self.lost_s
            self.tape.feed(block, from_s, from_s + 0.1, self.wishes)
            self._next += BLOCK

    def answer(self) -> tuple[RecordingEnded, list[int]]:
        ended = self.inbox.wait_for(RecordingEnded, 1)
        return ended, soundfile.read(ended.file, dtype="int16")[0].tolist()


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return Studio(tmp_path)


def test_from_start_to_stop(studio: Studio) -> None:
    studio.wish("start", 250)
    studio.wish("stop", 1230)
    studio.hear_until(1500)
    ended, samples = studio.answer()
    assert samples == list(range(250, 1230))
    assert ended.duration_s == pytest.approx(0.98)
    assert isinstance(studio.inbox.seen[0], RecordingStarted)


def test_start_and_stop_within_one_block(studio: Studio) -> None:
    studio.wish("start", 110)
    studio.wish("stop", 130)
    studio.hear_until(200)
    assert studio.answer()[1] == list(range(110, 130))


def test_the_pre_roll_reaches_back_to_the_arming_and_no_further(studio: Studio) -> None:
    studio.wish("arm", 100)  # and its guard of 0.1 s
    studio.wish("start", 350)
    studio.wish("stop", 500)
    studio.hear_until(600)
    assert studio.answer()[1] == list(range(200, 500))


def test_the_pre_roll_is_0_3_s_at_most(studio: Studio) -> None:
    studio.wish("arm", 100)
    studio.wish("start", 1000)
    studio.wish("stop", 1100)
    studio.hear_until(1200)
    assert studio.answer()[1] == list(range(700, 1100))


def test_arming_again_forgets_what_came_before(studio: Studio) -> None:
    studio.wish("arm", 100)
    studio.wish("arm", 600)
    studio.wish("start", 750)
    studio.wish("stop", 800)
    studio.hear_until(900)
    assert studio.answer()[1] == list(range(700, 800))


def test_a_start_right_after_arming_keeps_the_guard(studio: Studio) -> None:
    studio.wish("arm", 100)
    studio.wish("start", 100)
    studio.wish("stop", 400)
    studio.hear_until(500)
    assert studio.answer()[1] == list(range(200, 400))


def test_the_next_answer_has_no_pre_roll_of_its_own(studio: Studio) -> None:
    studio.wish("arm", 0)
    studio.wish("start", 400)
    studio.wish("stop", 500)
    studio.hear_until(600)
    studio.answer()[0].file.unlink()
    studio.wish("start", 900)
    studio.wish("stop", 950)
    studio.hear_until(1000)
    assert studio.answer()[1] == list(range(900, 950))


def test_a_pause_is_cut_out_and_is_no_loss(studio: Studio) -> None:
    studio.wish("start", 0)
    studio.wish("pause", 150)
    studio.wish("resume", 1050)
    studio.wish("stop", 1200)
    studio.hear_until(1300)
    ended, samples = studio.answer()
    assert samples == [*range(150), *range(1050, 1200)]
    assert ended.lost_s == 0.0


def test_a_gap_while_recording_is_counted_and_one_in_a_pause_is_not(studio: Studio) -> None:
    studio.wish("start", 0)
    studio.hear_until(1000)
    studio.lost_s += 0.7
    studio.hear_until(2000)
    studio.wish("pause", 2700)
    studio.hear_until(3000)
    studio.lost_s += 5.0
    studio.hear_until(4000)
    studio.wish("resume", 10000)
    studio.wish("stop", 10500)
    studio.hear_until(5000)
    assert studio.answer()[0].lost_s == pytest.approx(0.7)


def test_less_than_0_3_s_is_not_called_a_loss(studio: Studio) -> None:
    studio.wish("start", 0)
    studio.hear_until(1000)
    studio.lost_s += 0.25
    studio.hear_until(2000)
    studio.tape.end()
    assert studio.answer()[0].lost_s == 0.0


def test_an_end_by_a_fault_keeps_what_came_and_says_what_did_not(studio: Studio) -> None:
    studio.wish("start", 0)
    studio.hear_until(1000)
    error = DeviceError("gone")
    studio.tape.end(error, missing_s=1.5)
    ended, samples = studio.answer()
    assert (ended.error, ended.lost_s, len(samples)) == (error, 1.5, 1000)
    studio.tape.end(error)
    assert studio.inbox.drain() == []


def test_a_stop_whose_sound_never_comes_is_done_all_the_same(studio: Studio) -> None:
    studio.now_s -= 10
    studio.wish("start", 0)
    studio.hear_until(1000)
    studio.wish("stop", 2000)
    studio.tape.do_overdue(studio.wishes)
    ended, samples = studio.answer()
    assert len(samples) == 1000
    assert ended.lost_s == pytest.approx(1.0)


def test_wishes_that_make_no_sense_change_nothing(studio: Studio) -> None:
    for action in ("pause", "resume", "stop"):
        studio.wish(action, 50)
    studio.hear_until(200)
    assert studio.inbox.drain() == []
    assert not studio.tape.recording


def test_a_recording_without_sound_leaves_no_file(studio: Studio, tmp_path: Path) -> None:
    studio.wish("start", 110)
    studio.wish("stop", 110)
    studio.hear_until(200)
    ended = studio.inbox.wait_for(RecordingEnded, 1)
    assert (ended.duration_s, ended.error) == (0.0, None)
    assert list(tmp_path.iterdir()) == []


def test_a_recording_that_cannot_begin_says_so_and_touches_no_other(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "take.wav").write_bytes(b"another answer")
    studio.wish("start", 110)
    studio.hear_until(200)
    ended = studio.inbox.wait_for(RecordingEnded, 1)
    assert (ended.duration_s, type(ended.error)) == (0.0, StorageError)
    assert (tmp_path / "take.wav").read_bytes() == b"another answer"
