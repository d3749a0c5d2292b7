"""One open stream and the thread that may hang with it.

With a frozen sound system PortAudio's open, stop and close do not come back. So every stream has a thread of its own
for them; who uses the stream looks at plain attributes, keeps the time, and leaves a hanging thread behind.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

from voice_interview.audio import portaudio
from voice_interview.audio.devices import Choice, Device, Kind, choose_device, query
from voice_interview.errors import DeviceError

LATENCY_S = 0.2
"""The systems' own defaults gave underruns and lost more than a second of seven."""

OPEN_LIMIT_S = 5.0
"""From asking for a stream to its first callback; a sleeping sound card was seen to take 1.9 s."""

SILENCE_LIMIT_S = 1.5
"""An open stream calls back every 0.1 s; after this long without a call it is frozen."""

_STALL_S = 0.5

_RUNNING_AFTER_S = 0.3
"""A speaker that sleeps takes its first blocks at once and wakes up later: it is running only after this long."""

_INVALID_RATE, _INVALID_CHANNELS = -9997, -9998
_UNAVAILABLE = (-9985, -9986)

log = logging.getLogger(__name__)

MakeStream = Callable[[ModuleType, Device, int, int, Callable[[], None]], Any]
"""(sounddevice, device, rate in Hz, channels, finished callback) to a stream that is not started yet."""


class StreamThread:
    """Opens a stream, starts it, and closes it when asked; all in its own thread.

    ``device_name``, ``instead_of`` (see Choice), and ``rate_hz`` are set before the first callback;
    ``opened`` once the stream runs; ``error`` when opening failed; ``finished`` when PortAudio ended the stream
    (a device unplugged, a server gone, or a callback that was done).
    """

    def __init__(self, kind: Kind, name: str | None, rate_hz: int, make: MakeStream) -> None:
        self.kind = kind
        self._name = name
        self._wanted_rate_hz = rate_hz
        self._make = make
        self._close = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"audio-{kind}", daemon=True)
        self.device_name = ""
        self.instead_of: str | None = None
        self.rate_hz = rate_hz
        self.opened = False
        self.finished = False
        self.error: Exception | None = None
        """A DeviceError, or whatever else ``make`` raised."""

    def start(self) -> None:
        """Begin to open."""
        self._thread.start()

    def close(self) -> None:
        """Ask for the end; does not wait."""
        self._close.set()

    def join(self, timeout_s: float) -> bool:
        """Wait for the end, at most so long; whether it came."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        portaudio.users.add(self)  # from here on nobody else renews the list of devices
        try:
            stream = self._open()
            self.opened = True
            self._close.wait()
            stream.abort(ignore_errors=True)
            _close(stream)
        except Exception as error:  # noqa: BLE001 - whoever uses the stream reports it
            self.error = error
        finally:
            portaudio.users.discard(self)

    def _open(self) -> Any:
        """A list of devices that is out of date (plugged in again, server started anew) is renewed once."""
        sd = portaudio.library()
        try:
            choice = choose_device(query(refresh=False), self._name, self.kind)
            if not choice.instead_of:
                return self._open_on(sd, choice)
        except (DeviceError, sd.PortAudioError) as error:
            log.info("Looking for devices again: %r", error)
        choice = choose_device(query(refresh=True, but=self), self._name, self.kind)
        try:
            return self._open_on(sd, choice)
        except sd.PortAudioError as error:
            raise explain(error, self.kind, choice.device.name) from error

    def _open_on(self, sd: ModuleType, choice: Choice) -> Any:
        stream, self.rate_hz = self._make_first(sd, choice.device)
        self.device_name, self.instead_of = choice.device.name, choice.instead_of
        try:
            stream.start()
        except sd.PortAudioError:
            _close(stream)
            raise
        return stream

    def _make_first(self, sd: ModuleType, device: Device) -> tuple[Any, int]:
        """The first stream the device agrees to, and its rate."""
        wishes = formats(device, self._wanted_rate_hz)
        for rate_hz, channels in wishes:
            try:
                with portaudio.locked():
                    return self._make(sd, device, rate_hz, channels, self._on_finished), rate_hz
            except sd.PortAudioError as error:
                if _code(error) not in (_INVALID_RATE, _INVALID_CHANNELS) or (rate_hz, channels) == wishes[-1]:
                    raise
        raise AssertionError("formats() is never empty")

    def _on_finished(self) -> None:
        self.finished = True


def _close(stream: Any) -> None:
    with portaudio.locked():
        stream.close(ignore_errors=True)


def formats(device: Device, wanted_rate_hz: int) -> Sequence[tuple[int, int]]:
    """(rate in Hz, channels) to try in this order: the wish in mono, the device's own rate, then more channels."""
    rates = dict.fromkeys((wanted_rate_hz, device.rate_hz))
    channels = dict.fromkeys((1, min(2, device.channels), device.channels))
    return [(rate, count) for count in channels for rate in rates]


def explain(error: Exception, kind: Kind, name: str) -> DeviceError:
    """What a refusal of PortAudio means to a candidate."""
    if _code(error) in _UNAVAILABLE:
        return DeviceError(
            f"The {kind} “{name}” is in use by another program, or was switched off.",
            "Close other programs that use sound (a call, a recorder), then try again.",
            repr(error),
        )
    if _code(error) in (_INVALID_RATE, _INVALID_CHANNELS):
        return DeviceError(
            f"The {kind} “{name}” offers no sound format this app can use.", f"Choose another {kind}.", repr(error)
        )
    return DeviceError(
        f"The {kind} “{name}” could not be opened.",
        f"Check that it is plugged in and that this app may use it, or choose another {kind}.",
        repr(error),
    )


def _code(error: Exception) -> int:
    return error.args[1] if len(error.args) > 1 and isinstance(error.args[1], int) else 0


class Health:
    """Whether a stream is alive, told without calling PortAudio. Only ``called`` is for the callback."""

    def __init__(self, stream: StreamThread) -> None:
        self._stream = stream
        self._kind = stream.kind
        self._first_call_s: float | None = None
        self._running = False
        self._alive_at_s = self._checked_at_s = time.monotonic()

    def called(self) -> float:
        """The stream called back; gives the moment (monotonic)."""
        self._alive_at_s = now_s = time.monotonic()
        if self._first_call_s is None:
            self._first_call_s = now_s
        self._running = now_s - self._first_call_s > _RUNNING_AFTER_S
        return now_s

    def silent_s(self) -> float:
        """Since the last callback."""
        return time.monotonic() - self._alive_at_s

    def check(self) -> DeviceError | None:
        """What is wrong with the stream, if anything. To be called every 0.1 s or so.

        Raises:
            Exception: opening met something that nobody expected.
        """
        now_s = time.monotonic()
        if now_s - self._checked_at_s > _STALL_S:
            self._alive_at_s = now_s  # this process itself stood still: give the stream its time again
        self._checked_at_s = now_s
        error = self._stream.error
        if isinstance(error, DeviceError):
            return error
        if error is not None:
            raise error
        if self._stream.finished:
            return DeviceError(
                f"The {self._kind} stopped.",
                "Check that it is plugged in and switched on, then try again.",
                "finished",
            )
        if self.silent_s() < (SILENCE_LIMIT_S if self._running else OPEN_LIMIT_S):
            return None
        state = "frozen" if self._running else ("no callback" if self._stream.opened else "open hangs")
        return DeviceError(
            f"The {self._kind} does not answer any more." if self._running else f"The {self._kind} does not answer.",
            "Unplug it and plug it in again, or choose another one; if that does not help, restart the computer.",
            state,
        )
