"""One sound on its way to the speaker."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from voice_interview.audio.devices import Device, Kind
from voice_interview.audio.events import PlaybackEnded, PlaybackFailed, PlayerEvent
from voice_interview.audio.reading import read_as_it_is
from voice_interview.audio.streams import LATENCY_S, Health, StreamThread
from voice_interview.errors import AppError, DeviceError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.float32]

_TICK_S = 0.02
_CLOSE_LIMIT_S = 1.0
_LONGEST_DELAY_S = 2.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sound:
    """A file, or mono float32 samples with their rate (which a file brings itself).

    Raises:
        ValueError: samples came without their rate.
    """

    source: Path | Samples
    rate_hz: int | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.source, Path) and not self.rate_hz:
            raise ValueError("samples need their rate")

    def load(self) -> tuple[Samples, int]:
        """Mono samples and their rate.

        Raises:
            AudioFileError: the file cannot be read.
        """
        if isinstance(self.source, Path):
            return read_as_it_is(self.source)
        return self.source, self.rate_hz or 0


@dataclass(slots=True)
class Controls:
    """What may be changed while a sound plays; plain values, read by the callback."""

    volume: float
    paused: bool = False
    seeks: deque[float] = field(default_factory=lambda: deque(maxlen=1))
    """Where to go on, in seconds; the callback takes it out."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """What the last callback handed over, and when it is heard. One object, so that readers see all or nothing."""

    from_s: float
    until_s: float
    not_before_s: float
    """Where playing last began: the place never runs back behind it."""
    at_s: float
    """Monotonic time at which ``from_s`` reaches the ear."""


class Feed:
    """Hands the samples over, block by block, and silence after them; ``fill`` is PortAudio's callback.

    The callback never ends the stream by itself: not every sound system plays what it was given last then, and the
    last word of a question would be lost.
    """

    def __init__(self, controls: Controls, samples: Samples, rate_hz: int, health: Health) -> None:
        self._controls = controls
        self._samples = samples
        self._rate_hz = rate_hz
        self._health = health
        self._next = 0
        self._began_s = 0.0
        self._silent = True
        self._heard = _Heard(0.0, 0.0, 0.0, 0.0)

    @property
    def position_s(self) -> float:
        """The place in the sound that is heard at this moment."""
        heard = self._heard
        if heard.until_s == heard.from_s:
            return heard.until_s
        return min(heard.until_s, max(heard.not_before_s, heard.from_s + time.monotonic() - heard.at_s))

    @property
    def ended(self) -> bool:
        """Whether the last sample has been heard and nobody wants to go elsewhere."""
        if self._next < self._samples.size or self._controls.paused or self._controls.seeks:
            return False
        return self.position_s >= self._heard.until_s

    def fill(self, out: Samples, frames: int, times: Any, _status: Any) -> None:
        """``out`` is (frames, channels)."""
        now_s, controls, rate_hz = self._health.called(), self._controls, self._rate_hz
        moved = bool(controls.seeks)
        if moved:
            self._next = min(self._samples.size, max(0, round(controls.seeks.popleft() * rate_hz)))
        first = self._next
        count = 0 if controls.paused else min(frames, self._samples.size - first)
        out[:count] = self._samples[first : first + count, None] * controls.volume
        out[count:] = 0.0
        if self._silent or moved:
            self._began_s = first / rate_hz
        self._silent = count == 0
        self._next = first + count
        if count or moved or controls.paused:
            delay_s = times.outputBufferDacTime - times.currentTime
            if not 0.0 < delay_s < _LONGEST_DELAY_S:
                delay_s = LATENCY_S  # not every sound system tells
            self._heard = _Heard(first / rate_hz, self._next / rate_hz, self._began_s, now_s + delay_s)


class Playback:
    """Plays once and reports once; ``over`` is set when the sound is out."""

    def __init__(
        self,
        token: str,
        sound: Sound,
        device_name: str | None,
        controls: Controls,
        post: Callable[[PlayerEvent], None],
    ) -> None:
        self.token = token
        self.controls = controls
        self.over = False
        self.duration_s = 0.0
        self._sound = sound
        self._device_name = device_name
        self._post = post
        self._stopping = threading.Event()
        self._feed: Feed | None = None
        self._stream: StreamThread | None = None
        self._thread = threading.Thread(target=self._run, name="audio-player", daemon=True)

    def begin(self) -> None:
        """Load and play."""
        self._thread.start()

    def stop(self) -> None:
        """Fall silent for good."""
        self._stopping.set()

    def join(self, timeout_s: float) -> bool:
        """Wait for the end, at most so long; whether it came."""
        end_s = time.monotonic() + timeout_s
        self._thread.join(timeout_s)
        if self._thread.is_alive():
            return False
        return self._stream is None or self._stream.join(max(0.0, end_s - time.monotonic()))

    @property
    def position_s(self) -> float:
        """The place in the sound that is heard at this moment; the aim of a seek as soon as it is wished."""
        try:
            return min(max(0.0, self.controls.seeks[0]), self.duration_s)
        except IndexError:
            return self._feed.position_s if self._feed is not None else 0.0

    def _run(self) -> None:
        error: AppError | None = DeviceError("Playing met an error it did not expect.", "Try again.")
        try:
            error = self._play()
        except AppError as failure:
            error = failure
        finally:
            if self._stream is not None:
                self._stream.close()
                self._stream.join(_CLOSE_LIMIT_S)
            self.over = True
            self._report(error)

    def _report(self, error: AppError | None) -> None:
        if error is None or self._stopping.is_set():
            self._post(PlaybackEnded(self.token))
        else:
            log.warning("Playing failed: %s %s", type(error).__name__, error.detail)
            self._post(PlaybackFailed(self.token, error))

    def _play(self) -> AppError | None:
        """Until the sound has ended or was stopped; gives what went wrong."""
        samples, own_rate_hz = self._sound.load()
        self.duration_s = samples.size / own_rate_hz

        def make(sd: ModuleType, device: Device, rate_hz: int, channels: int, done: Callable[[], None]) -> Any:
            feed = self._feed = Feed(self.controls, _at_rate(samples, own_rate_hz, rate_hz), rate_hz, health)
            return sd.OutputStream(
                device=device.index,
                samplerate=rate_hz,
                channels=channels,
                dtype="float32",
                latency=LATENCY_S,
                callback=feed.fill,
                finished_callback=done,
            )

        stream = self._stream = StreamThread(Kind.SPEAKER, self._device_name, own_rate_hz, make)
        health = Health(stream)
        stream.start()
        while not self._stopping.wait(_TICK_S):
            if self._feed is not None and self._feed.ended:
                return None
            error = health.check()
            if error is not None:
                return error
        return None


def _at_rate(samples: Samples, rate_hz: int, wanted_hz: int) -> Samples:
    import soxr

    if rate_hz == wanted_hz:
        return samples
    resampled: Samples = soxr.resample(samples, rate_hz, wanted_hz)
    return resampled
