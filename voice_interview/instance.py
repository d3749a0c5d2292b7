"""One running instance may record; a second one is told so."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from filelock import FileLock, Timeout

from voice_interview.errors import AppError, StorageError


class AlreadyRunning(AppError):
    """Another instance holds the data folder."""


class InstanceLock:
    """Held while the app runs; released by the system if the app dies."""

    def __init__(self, file: Path) -> None:
        self._lock = FileLock(file, timeout=0)

    def acquire(self) -> None:
        """Take the lock.

        Raises:
            AlreadyRunning: another instance has it.
            StorageError: the lock file cannot be written.
        """
        try:
            self._lock.acquire()
        except Timeout as error:
            raise AlreadyRunning(
                "Voice Interview is already running.", "Use the window that is open, or close it first."
            ) from error
        except OSError as error:
            raise StorageError("The data folder cannot be locked.", "Is it writable?", repr(error)) from error

    def release(self) -> None:
        """Give the lock back."""
        self._lock.release()

    def __enter__(self) -> InstanceLock:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
