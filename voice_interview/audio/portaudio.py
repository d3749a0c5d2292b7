"""The one door to PortAudio: loads it, keeps its lists from being changed by two threads, knows who uses it."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Protocol

from voice_interview.errors import DeviceError

_LOCK_LIMIT_S = 2.0
_EXIT_LIMIT_S = 1.0


class User(Protocol):
    """Whoever has a stream open, or is opening or closing one."""

    def close(self) -> None:
        """Ask for the end; does not wait."""

    def join(self, timeout_s: float) -> bool:
        """Wait for the end; whether it came."""


class _State:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.guards_exit = False


_state = _State()
users: set[User] = set()
"""While anyone is in here, PortAudio must not be started anew: it would pull the stream from under them."""


def library() -> ModuleType:
    """The sounddevice module, loaded when first needed (half a second).

    Raises:
        DeviceError: PortAudio, which it stands on, is not installed.
    """
    try:
        import sounddevice
    except OSError as error:
        raise DeviceError(
            "The sound library PortAudio is missing, so nothing can be recorded or played.",
            "On Debian or Ubuntu run: sudo apt install libportaudio2",
            repr(error),
        ) from error
    if not _state.guards_exit:
        _state.guards_exit = True
        atexit.register(_leave, sounddevice)  # after sounddevice's own exit handler, so it runs before it
    return sounddevice  # type: ignore[no-any-return]


@contextmanager
def locked() -> Iterator[bool]:
    """PortAudio is not made for several threads; gives whether the lock was had within 2 s.

    Whoever holds it longer hangs in a driver, far from the lists the lock is for: others need not hang with it.
    """
    held = _state.lock.acquire(timeout=_LOCK_LIMIT_S)
    try:
        yield held
    finally:
        if held:
            _state.lock.release()


def start_anew(sounddevice: ModuleType, but: User | None = None) -> bool:
    """Let PortAudio look for devices again, unless someone other than ``but`` uses it; gives whether it did."""
    with locked() as held:
        if not held or users - {but}:
            return False
        sounddevice._terminate()
        sounddevice._initialize()
        return True


def _leave(sounddevice: ModuleType) -> None:
    """End what is still open; what hangs in a frozen sound system must not keep the process from ending."""
    open_still = list(users)
    for user in open_still:
        user.close()
    if not all(user.join(_EXIT_LIMIT_S) for user in open_still):
        vars(sounddevice)["_initialized"] = 0  # so that its exit handler does not wait for the hanging stream
