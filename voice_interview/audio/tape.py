"""What of the microphone's sound becomes an answer: cut to the sample where the candidate wished it."""

from __future__ import annotations

import contextlib
import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from voice_interview.audio import files
from voice_interview.audio.events import RecorderEvent, RecordingEnded, RecordingStarted
from voice_interview.audio.take import ArrivalClock, Take
from voice_interview.errors import AppError, StorageError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.int16]

PRE_ROLL_S = 0.3

_ARM_GUARD_S = 0.1
"""A room goes on sounding for a moment after the voice has ended, and a speaker is a little behind its clock."""

_WISH_LIMIT_S = 0.5
"""A wish whose moment has not come up in the sound after this long is done without it."""

Action = Literal["arm", "start", "pause", "resume", "stop"]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wish:
    """Do this at the moment ``at_s`` (monotonic) of the sound."""

    action: Action
    at_s: float
    take_id: str = ""

    @property
    def effective_s(self) -> float:
        """Where to cut."""
        return self.at_s + _ARM_GUARD_S if self.action == "arm" else self.at_s


class Tape:
    """Takes the sound block by block and the wishes in their order; writes takes and reports them.

    Only ``wish`` is called from other threads; ``position_s`` is a plain number to be polled.
    """

    def __init__(self, folder: Path, rate_hz: int, post: Callable[[RecorderEvent], None]) -> None:
        self.position_s = 0.0
        self._folder = folder
        self._rate_hz = rate_hz
        self._post = post
        self._clock = ArrivalClock(rate_hz)
        self._pre_roll: Samples | None = None
        self._take: Take | None = None
        self._heard_until_s = 0.0

    @property
    def recording(self) -> bool:
        """Whether an answer is running, paused or not."""
        return self._take is not None

    def feed(self, samples: Samples, from_s: float, came_at_s: float, wishes: deque[Wish]) -> None:
        """Sound that was heard from ``from_s`` on and came at ``came_at_s``; does the wishes that fall into it."""
        self._clock.add(samples.size, came_at_s)
        self._heard_until_s = from_s + samples.size / self._rate_hz
        while wishes and wishes[0].effective_s < self._heard_until_s:
            wish = wishes.popleft()
            count = min(samples.size, max(0, round((wish.effective_s - from_s) * self._rate_hz)))
            self._keep(samples[:count])
            samples, from_s = samples[count:], from_s + count / self._rate_hz
            self._do(wish)
        self._keep(samples)

    def do_overdue(self, wishes: deque[Wish]) -> None:
        """Do what was wished long ago although its sound has not come."""
        while wishes and wishes[0].at_s < time.monotonic() - _WISH_LIMIT_S:
            self._do(wishes.popleft())

    def end(self, error: AppError | None = None, missing_s: float = 0.0) -> None:
        """Finish the answer, if one is running; ``error`` says why when it was not the candidate's wish."""
        take, self._take = self._take, None
        self._pre_roll = None
        self.position_s = 0.0
        if take is None:
            return
        take.end(self._clock, missing_s)
        take.wav.close()
        if take.lost_s:
            log.warning("%.2f s of sound were lost", take.lost_s)
        self._post(_ended(take, error))

    def _do(self, wish: Wish) -> None:
        take = self._take
        if wish.action == "arm":
            self._pre_roll = _nothing()
        elif wish.action == "start":
            self._start(wish.take_id)
        elif take is None:
            log.info("Nothing to %s", wish.action)
        elif wish.action == "stop":
            self.end(missing_s=self._missing_s(take, wish.at_s))
        elif wish.action == "pause":
            take.end(self._clock, self._missing_s(take, wish.at_s))
        elif not take.keeping:
            take.begin(self._clock)

    def _missing_s(self, take: Take, until_s: float) -> float:
        return max(0.0, until_s - self._heard_until_s) if take.keeping else 0.0

    def _start(self, take_id: str) -> None:
        pre_roll = self._pre_roll
        self.end()
        file = self._folder / f"{take_id}.wav"
        try:
            self._take = Take(take_id, file, self._rate_hz)
        except StorageError as error:
            self._post(RecordingEnded(take_id, file, 0.0, 0.0, error))
            return
        self._take.begin(self._clock)
        if pre_roll is not None:
            self._keep(pre_roll)

    def _keep(self, samples: Samples) -> None:
        """Into the answer if one is running, else into the pre-roll."""
        take = self._take
        if take is None:
            if self._pre_roll is not None:
                self._pre_roll = _join(self._pre_roll, samples)[-round(PRE_ROLL_S * self._rate_hz) :]
            return
        if not take.keeping or not samples.size:
            return
        try:
            take.wav.write(samples)
        except StorageError as error:
            self.end(error)
            return
        self.position_s = take.wav.duration_s
        if not take.announced:
            take.announced = True
            self._post(RecordingStarted(take.id, take.wav.file))


def _ended(take: Take, error: AppError | None) -> RecordingEnded:
    """Archive what was recorded; on a full disk only see to it that it can be read. Without sound no file stays."""
    file, duration_s = take.wav.file, take.wav.duration_s
    try:
        if not take.wav.frames:
            _remove(file)
        elif isinstance(error, StorageError):
            file, duration_s = files.finish(file)
        else:
            file = files.archive(file)
    except AppError as failure:
        error = error or failure
    return RecordingEnded(take.id, file, duration_s, take.lost_s, error)


def _remove(file: Path) -> None:
    with contextlib.suppress(OSError):
        file.unlink()


def _nothing() -> Samples:
    import numpy as np

    return np.zeros(0, dtype=np.int16)


def _join(one: Samples, other: Samples) -> Samples:
    import numpy as np

    return np.concatenate((one, other))
