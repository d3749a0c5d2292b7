"""Starts the window."""

from __future__ import annotations

import multiprocessing
import signal
import sys

from voice_interview.paths import Paths
from voice_interview.ui import preflight


def main() -> int:
    """Run the app until its window is closed; the exit status."""
    multiprocessing.freeze_support()
    return run(Paths.default())


def run(paths: Paths) -> int:
    """The same with folders of one's own. Without a display: say so, and 1."""
    problem = preflight.problem()
    if problem is not None:
        sys.stderr.write(problem + "\n")
        return 1
    from PySide6.QtWidgets import QApplication

    from voice_interview.ui.application import Application

    app = QApplication(sys.argv)
    app.setApplicationName("voice-interview")
    app.setApplicationDisplayName("Voice Interview")
    app.setDesktopFileName("voice-interview")
    # Qt's loop would not hear Ctrl+C; an answer being recorded is found again at the next start.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    application = Application(app, paths)
    if not application.begin():
        sys.stdout.write("Voice Interview is already running; its window was brought to the front.\n")
        return 0
    return app.exec()
