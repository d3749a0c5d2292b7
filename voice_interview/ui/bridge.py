"""The one place where other threads reach the main thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal


class Mailbox(QObject):
    """Calls left from any thread are made, in order, on the thread that made the mailbox.

    What is left after ``close`` is dropped.
    """

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open = True
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def post(self, call: Callable[[], None]) -> None:
        """Have ``call`` made soon; returns at once."""
        if self._open:
            self._arrived.emit(call)

    def flush(self) -> None:
        """Make the calls that are waiting now; for the end, when no event loop will."""
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)

    def close(self) -> None:
        """Deliver nothing more."""
        self._open = False

    def _deliver(self, call: Callable[[], None]) -> None:
        if self._open:
            call()
