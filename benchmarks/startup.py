"""Time from process start until the window can be used, against a bare Qt window, alternating in one run.

Usable means: the home page has been painted and the event loop is idle again. Without a display it draws offscreen.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 7
TARGET_S = 0.8
BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
window.resize(1280, 800)
window.show()
QTimer.singleShot(0, lambda: QTimer.singleShot(0, app.quit))
app.exec()
print(time.time() - float(sys.argv[1]))
"""
WINDOW = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from voice_interview.paths import Paths
from voice_interview.ui.application import Application
from voice_interview.ui.pages.home import HomePage
app = QApplication([])
application = Application(app, Paths.default())
application.begin()
frames = []
def look():
    window = application.window
    if not frames and window.isVisible():
        frames.append(time.time())
    if isinstance(window.page, HomePage) and window.page.isVisible():
        QTimer.singleShot(0, done)
    else:
        QTimer.singleShot(0, look)
def done():
    print(frames[0] - float(sys.argv[1]), time.time() - float(sys.argv[1]))
    application.close()
    app.quit()
QTimer.singleShot(0, look)
app.exec()
"""


def seconds(program: str) -> list[float]:
    """Figures one child process prints."""
    done = subprocess.run(
        [sys.executable, "-c", program, str(time.time())], capture_output=True, text=True, check=True, timeout=60
    )
    return [float(one) for one in done.stdout.split()]


def main() -> None:
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as home:
        os.environ["VOICE_INTERVIEW_HOME"] = home
        seconds(WINDOW)
        seconds(BARE)
        bare, first, usable = [], [], []
        for _ in range(RUNS):
            bare += seconds(BARE)
            frame, ready = seconds(WINDOW)
            first.append(frame)
            usable.append(ready)
    for name, times in (("bare Qt window", bare), ("first frame", first), ("window usable", usable)):
        print(f"{name:15} median {statistics.median(times):.2f} s  ({min(times):.2f}-{max(times):.2f})")
    print(f"ratio usable / bare: {statistics.median(usable) / statistics.median(bare):.1f}; target {TARGET_S} s")


if __name__ == "__main__":
    main()
