"""A whole app in a process of its own that starts an interview and says when it records; for being killed.

Run as ``python -m tests.helpers.recording_app``. Prints the monotonic time of the first recorded block.
"""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from voice_interview.interview.state import Phase
from voice_interview.paths import Paths
from voice_interview.ui.application import Application
from voice_interview.ui.pages.home import HomePage
from voice_interview.ui.pages.interview import InterviewPage
from voice_interview.ui.pages.setup import SetupPage


def main() -> None:
    app = QApplication(sys.argv)
    application = Application(app, Paths.default())
    window = application.window

    def go_on() -> None:
        page = window.page
        if isinstance(page, HomePage):
            window.go("practise")
        elif isinstance(page, SetupPage) and page.start.isEnabled():
            page.start.click()
        elif isinstance(page, InterviewPage) and page.state is not None and page.state.phase is Phase.RECORDING:
            timer.stop()
            sys.stdout.write(f"{time.monotonic()}\n")
            sys.stdout.flush()

    timer = QTimer()
    timer.timeout.connect(go_on)
    timer.start(20)
    application.begin()
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
