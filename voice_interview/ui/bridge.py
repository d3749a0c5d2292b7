"""The one place where other threads reach the main thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance


class Mailbox(QObject):
    """``post`` may be called from any thread; handlers run on the thread that made the mailbox, in order.

    An event posted after ``close`` is dropped.
    """

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._handlers: list[Callable[[object], None]] = []
        self._open = True
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._signal: SignalInstance = self._arrived

    def post(self, event: object) -> None:
        """Leave an event; returns at once."""
        if self._open:
            self._signal.emit(event)

    def subscribe(self, handler: Callable[[object], None]) -> Callable[[], None]:
        """Call ``handler`` for every event from now on; the returned function ends that."""
        self._handlers.append(handler)

        def end() -> None:
            if handler in self._handlers:
                self._handlers.remove(handler)

        return end

    def close(self) -> None:
        """Deliver nothing more."""
        self._open = False
        self._handlers.clear()

    def _deliver(self, event: object) -> None:
        for handler in tuple(self._handlers):
            handler(event)
