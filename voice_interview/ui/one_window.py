"""A second start shows the window that is open already."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_TIMEOUT_MS = 1000


def _name(data: Path) -> str:
    return "voice-interview-" + hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:16]


def show_the_other(data: Path) -> bool:
    """Ask the window that uses this data folder to come to the front; False when there is no window that answers."""
    socket = QLocalSocket()
    socket.connectToServer(_name(data))
    if not socket.waitForConnected(_TIMEOUT_MS):
        return False
    socket.disconnectFromServer()
    return True


class Doorbell(QObject):
    """Hears when the app is started again. Only for the one that holds the instance lock."""

    def __init__(self, data: Path, ring: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ring = ring
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        QLocalServer.removeServer(_name(data))
        self._server.listen(_name(data))

    def _answer(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.disconnectFromServer()
            self._ring()

    def close(self) -> None:
        """Listen no more."""
        self._server.close()
