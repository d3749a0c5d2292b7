"""Draws pages without a display, in a worker process of its own."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from voice_interview.errors import EngineError, StorageError
from voice_interview.paths import Paths

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

log = logging.getLogger(__name__)

WIDTH, HEIGHT = 1280, 900


@dataclass(frozen=True, slots=True)
class SnapshotJob:
    """Which session to draw into which PNG file."""

    paths: Paths
    session_id: str
    file: Path


def draw(job: SnapshotJob, report: Callable[[float], None]) -> Path:
    """Draw the review page of a session.

    Raises:
        EngineError: Qt cannot draw here.
        StorageError: the session cannot be read or the file not written.
    """
    app = _application()
    report(0.3)
    from PySide6.QtCore import QEventLoop, QTimer

    from voice_interview.storage.history import History
    from voice_interview.ui import theme
    from voice_interview.ui.pages.review import ReviewPage
    from voice_interview.ui.replay import load_sound

    theme.apply(app, "light")
    with History(job.paths.database) as history:
        session = history.session(job.session_id)
    page = ReviewPage(_Silence(), lambda file, done: done(load_sound(file)))
    page.resize(WIDTH, HEIGHT)
    page.show_session(session)
    page.show()
    loop = QEventLoop()
    QTimer.singleShot(300, loop.quit)  # lets layout settle: heights follow the text one pass later
    loop.exec()
    report(0.9)
    if not page.grab().save(str(job.file), "PNG"):
        raise StorageError(f"The picture {job.file} cannot be written.", "Is its folder writable?")
    page.close()
    return job.file


def probe(job: None, report: Callable[[float], None]) -> str:  # noqa: ARG001 - a lane's signature
    """Draw a widget; gives Qt's version.

    Raises:
        EngineError: Qt cannot draw here.
    """
    _application()
    from PySide6.QtCore import qVersion
    from PySide6.QtWidgets import QLabel

    label = QLabel("Voice Interview")
    if label.grab().isNull():
        raise EngineError("Qt cannot draw a window here.", "Install its system libraries: ./start does.")
    return f"Qt {qVersion()}"


def _application() -> QApplication:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from voice_interview.ui import preflight

    problem = preflight.problem()
    if problem is not None:
        raise EngineError(problem.replace("\n", " "))
    from PySide6.QtCore import qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    # The offscreen platform remarks on every window that it cannot pass on size hints; that is no news to anyone.
    qInstallMessageHandler(lambda _kind, _context, text: log.info("Qt: %s", text))
    existing = QApplication.instance()
    return existing if isinstance(existing, QApplication) else QApplication(["voice-interview"])


def _pass_on(_kind: object, _context: object, message: str) -> None:
    """Qt's messages, without the offscreen platform's remark on every window, which is no fault."""
    if "propagateSizeHints" not in message:
        sys.stderr.write(f"{message}\n")


class _Silence:
    """A player for pictures: nothing is ever played."""

    position_s = 0.0

    def play(self, token: str, sound: object, rate_hz: int | None = None, from_s: float = 0.0) -> None:
        """Play nothing."""

    def pause(self) -> None:
        """Nothing plays."""

    def resume(self) -> None:
        """Nothing plays."""

    def stop(self) -> None:
        """Nothing plays."""

    def seek(self, to_s: float) -> None:
        """Nothing plays."""
