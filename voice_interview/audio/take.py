"""One answer on its way to disk, and how much of it the clock says is missing."""

from __future__ import annotations

from collections import deque
from pathlib import Path

from voice_interview.audio.files import WavWriter

LOST_LIMIT_S = 0.3
"""Blocks come up to 0.1 s early or late without anything being lost, so less than this is not called a loss."""

_STEADY_BLOCKS = 5


class ArrivalClock:
    """Compares the sound that arrived with the time that passed.

    Neither PortAudio nor ALSA flags all lost sound, but whatever is lost makes later blocks arrive later than their
    count says, for good; a block that is merely late is followed by others in time.
    """

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._frames = 0
        self._behind: deque[float] = deque(maxlen=_STEADY_BLOCKS)

    def add(self, frames: int, at_s: float) -> None:
        """``frames`` arrived at ``at_s`` (monotonic)."""
        self._frames += frames
        self._behind.append(at_s - self._frames / self._rate_hz)

    @property
    def behind_s(self) -> float:
        """How far the sound is behind the clock, up to a constant; growth means loss."""
        return min(self._behind)


class Take:
    """An answer being written. Pauses are no loss: the clock counts from ``begin`` to ``end`` only.

    Raises:
        StorageError: the file cannot be made.
    """

    def __init__(self, take_id: str, file: Path, rate_hz: int) -> None:
        self.id = take_id
        self.wav = WavWriter(file, rate_hz)
        self.keeping = False
        self.announced = False
        self._lost_s = 0.0
        self._behind_at_start_s = 0.0

    @property
    def lost_s(self) -> float:
        """Seconds missing; 0 when all arrived."""
        return self._lost_s if self._lost_s > LOST_LIMIT_S else 0.0

    def begin(self, clock: ArrivalClock) -> None:
        """Keep what comes from now on."""
        self.keeping = True
        self._behind_at_start_s = clock.behind_s

    def end(self, clock: ArrivalClock, missing_s: float = 0.0) -> None:
        """Keep nothing for now. ``missing_s``: sound that should have come by now and did not."""
        if self.keeping:
            self.keeping = False
            self._lost_s += max(0.0, clock.behind_s - self._behind_at_start_s) + missing_s
