"""One opening of the microphone, from asking for it to letting it go.

Three threads, none of which waits for another: PortAudio's callback copies a block into a bounded queue; the
stream's own thread may hang in the driver; and the writer here takes the blocks, puts them on disk, and looks at
the time of the last one. The writer never calls PortAudio, so it is the watchdog as well.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from voice_interview.audio.devices import Device, Kind
from voice_interview.audio.events import MicrophoneFailed, MicrophoneMuted, MicrophoneReady, RecorderEvent
from voice_interview.audio.levels import SILENT, measure
from voice_interview.audio.streams import LATENCY_S, Health, StreamThread
from voice_interview.audio.tape import Tape, Wish
from voice_interview.errors import DeviceError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.int16]

RATE_HZ = 16000
BLOCK_S = 0.1
MUTED_AFTER_S = 3.0

_QUEUE_BLOCKS = 100
_TICK_S = 0.05
_LONGEST_AGE_S = 2.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Block:
    came_at_s: float
    age_s: float
    """How long before it came its first sample was heard."""
    samples: Samples
    """(frames, channels)"""


class Capture:
    """The microphone as long as it is open. ``level``, ``position_s`` and ``over`` are plain values to be polled."""

    def __init__(self, folder: Path, device_name: str | None, post: Callable[[RecorderEvent], None]) -> None:
        self.level = SILENT
        self.over = False
        self._folder = folder
        self._post = post
        self._blocks: queue.Queue[_Block] = queue.Queue(_QUEUE_BLOCKS)
        self._wishes: deque[Wish] = deque()
        self._closing = threading.Event()
        self._overflows = 0
        self._stream = StreamThread(Kind.MICROPHONE, device_name, RATE_HZ, self._make_stream)
        self._health = Health(self._stream)
        self._thread = threading.Thread(target=self._run, name="audio-writer", daemon=True)
        self._tape: Tape | None = None
        self._zeros_s = 0.0
        self._muted = False
        self._ready: MicrophoneReady | None = None

    # --- called from outside -------------------------------------------------------------------------------

    def begin(self) -> None:
        """Open the stream and listen."""
        self._stream.start()
        self._thread.start()

    def report_again(self) -> None:
        """Tell a newcomer what was reported before it listened; nothing as long as no sound has come."""
        if self._ready is not None:
            self._post(self._ready)
            if self._muted:
                self._post(MicrophoneMuted(True))

    def wish(self, wish: Wish) -> None:
        """Do this as soon as its moment comes up in the sound."""
        self._wishes.append(wish)

    def close(self, timeout_s: float) -> bool:
        """Finish; wait at most ``timeout_s``, and tell whether all ended."""
        end_s = time.monotonic() + timeout_s
        self._closing.set()
        self._thread.join(timeout_s)
        return not self._thread.is_alive() and self._stream.join(max(0.0, end_s - time.monotonic()))

    @property
    def position_s(self) -> float:
        """Length of the running answer so far."""
        return self._tape.position_s if self._tape is not None else 0.0

    # --- PortAudio's thread --------------------------------------------------------------------------------

    def _make_stream(
        self, sd: ModuleType, device: Device, rate_hz: int, channels: int, done: Callable[[], None]
    ) -> Any:
        return sd.InputStream(
            device=device.index,
            samplerate=rate_hz,
            channels=channels,
            dtype="int16",
            blocksize=round(rate_hz * BLOCK_S),
            latency=LATENCY_S,
            callback=self._on_block,
            finished_callback=done,
        )

    def _on_block(self, data: Samples, _frames: int, times: Any, status: Any) -> None:
        now_s = self._health.called()
        if status.input_overflow:
            self._overflows += 1
        try:
            self._blocks.put_nowait(_Block(now_s, times.currentTime - times.inputBufferAdcTime, data.copy()))
        except queue.Full:
            self._overflows += 1

    # --- the writer's thread -------------------------------------------------------------------------------

    def _run(self) -> None:
        error: DeviceError | None = DeviceError("Recording met an error it did not expect.", "Try again.")
        try:
            error = self._listen()
        finally:
            try:
                self._end(error)
            finally:
                self._stream.close()
                self.level = SILENT
                self.over = True
            if self._overflows:
                log.warning("%d blocks of sound were dropped or came too late", self._overflows)

    def _listen(self) -> DeviceError | None:
        """Until it is closed, or something is wrong with the stream, which comes back."""
        error = None
        while error is None and not self._closing.is_set():
            self._next_block(_TICK_S)
            error = self._health.check() if self._blocks.empty() else None
        while not self._blocks.empty():
            self._next_block(_TICK_S)
        return error

    def _next_block(self, timeout_s: float) -> None:
        try:
            block = self._blocks.get(timeout=timeout_s)
        except queue.Empty:
            if self._tape is not None:
                self._tape.do_overdue(self._wishes)
            return
        if self._tape is None:
            self._tape = self._new_tape()
        samples = _mono(block.samples)
        length_s = samples.size / self._stream.rate_hz
        # Not every sound system says when a block was heard; then it ended when it came.
        age_s = block.age_s if length_s / 2 < block.age_s < _LONGEST_AGE_S else length_s
        self.level = measure(samples)
        self._watch_mute(bool(samples.any()), length_s)
        self._tape.feed(samples, block.came_at_s - age_s, block.came_at_s, self._wishes)

    def _new_tape(self) -> Tape:
        stream = self._stream
        log.info("The microphone is open at %d Hz", stream.rate_hz)
        self._ready = MicrophoneReady(stream.device_name, stream.rate_hz, stream.instead_of)
        self._post(self._ready)
        return Tape(self._folder, stream.rate_hz, self._post)

    def _watch_mute(self, sound: bool, length_s: float) -> None:
        """A live microphone always has some noise; exact zeros come from a switch."""
        self._zeros_s = 0.0 if sound else self._zeros_s + length_s
        muted = self._zeros_s >= MUTED_AFTER_S - length_s / 2
        if muted != self._muted:
            self._muted = muted
            self._post(MicrophoneMuted(muted))

    def _end(self, error: DeviceError | None) -> None:
        if error is not None:
            log.warning("The microphone failed: %s", error.detail)  # the message may name a device, and so its owner
        if self._tape is not None and self._tape.recording:
            self._tape.end(error, missing_s=self._health.silent_s() if error else 0.0)
        elif error is not None:
            self._post(MicrophoneFailed(error))


def _mono(samples: Samples) -> Samples:
    """(frames, channels) to the average of the channels, (frames,)."""
    import numpy as np

    if samples.shape[1] == 1:
        return samples[:, 0]
    average: Samples = np.rint(samples.mean(axis=1)).astype(np.int16)
    return average
