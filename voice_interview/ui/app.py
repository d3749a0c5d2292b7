"""Starts the window."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence

from voice_interview.ui import preflight


def main(argv: Sequence[str] | None = None) -> int:
    """Run the app until its window is closed; the exit status. Without a display: say so, and 1."""
    problem = preflight.problem()
    if problem is not None:
        sys.stderr.write(problem + "\n")
        return 1
    from PySide6.QtWidgets import QApplication

    from voice_interview.paths import Paths
    from voice_interview.ui.application import Application

    app = QApplication([sys.argv[0], *(sys.argv[1:] if argv is None else argv)])
    app.setApplicationName("voice-interview")
    app.setApplicationDisplayName("Voice Interview")
    app.setDesktopFileName("voice-interview")
    # Qt's loop would not hear Ctrl+C; an answer being recorded is found again at the next start.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    application = Application(app, Paths.default())
    if not application.begin():
        sys.stdout.write("Voice Interview is already running; its window was brought to the front.\n")
        return 0
    return app.exec()
