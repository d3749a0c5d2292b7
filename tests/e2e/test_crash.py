"""The app is killed while it records: at the next start the answer is there, and can be transcribed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.helpers.app import WAIT_MS, AppDriver
from tests.helpers.pulse import PulseRig
from tests.helpers.speaker import Speaker
from voice_interview.paths import HOME_VARIABLE, Paths
from voice_interview.storage.records import AnswerStatus
from voice_interview.ui.pages.home import HomePage

ANSWER = "First I made a plan, then I talked to my team. I learned a lot from the project."
MOST_LOST_S = 0.5


def test_an_answer_survives_kill_9(
    start_app: Callable[[], AppDriver], paths: Paths, pulse: PulseRig, speaker: Speaker, qtbot: QtBot
) -> None:
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.helpers.recording_app"],
        env=os.environ | {HOME_VARIABLE: str(paths.data.parent), "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    try:
        began = float(child.stdout.readline())
        pulse.play_into_microphone(speaker.say(ANSWER)).wait(timeout=60)
        killed = time.monotonic()
        child.send_signal(signal.SIGKILL)
    finally:
        child.kill()
        child.wait()
        child.stdout.close()

    app = start_app()
    app.page(HomePage)
    qtbot.waitUntil(lambda: "answer" in app.banners(), timeout=WAIT_MS)
    review = app.open_recovered()
    take = review.take
    assert take is not None
    assert take.duration_s is not None
    assert take.duration_s >= killed - began - MOST_LOST_S
    assert take.status is AnswerStatus.RECORDED
    assert review.words.again.isVisible()
    qtbot.mouseClick(review.words.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: review.take is not None and review.take.status is AnswerStatus.ANALYSED, timeout=WAIT_MS)
    shown = review.words.transcript.toPlainText().lower()
    assert "first i made a plan" in shown
    assert "learned a lot" in shown
