"""The whole way in the real window: asked aloud, answered aloud, transcribed, measured, kept and replayed."""

from __future__ import annotations

import threading
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.app import WAIT_MS, AppDriver
from tests.helpers.plans import question
from tests.helpers.pulse import PulseRig
from tests.helpers.speaker import Speaker
from voice_interview.interview.state import Phase
from voice_interview.paths import Paths
from voice_interview.storage.history import History
from voice_interview.storage.records import AnswerStatus
from voice_interview.ui.pages.history import HistoryPage
from voice_interview.ui.pages.review import ReviewPage

ANSWER = "First I made a plan, then, um, I talked to my team. I learned a lot from the project."


class Flashes(QObject):
    """Notes every window that is shown besides the main one, however short."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


def test_a_candidate_practises_by_keyboard_and_replays_from_a_word(
    qapp: QApplication,
    start_app: Callable[[], AppDriver],
    paths: Paths,
    qtbot: QtBot,
    pulse: PulseRig,
    speaker: Speaker,
) -> None:
    app, flashes = start_app(), Flashes()
    qapp.installEventFilter(flashes)
    page = app.start_interview()
    assert page.question.text() == question(1).text
    app.wait_for_phase(Phase.RECORDING)
    pulse.play_into_microphone(speaker.say(ANSWER)).wait(timeout=60)
    app.press()
    app.wait_for_status(AnswerStatus.ANALYSED)
    review = app.review()

    shown = review.words.transcript.toPlainText().lower()
    for said in ("first", "made a plan", "um", "my team", "learned a lot"):
        assert said in shown
    take = review.take
    assert take is not None
    analysis = take.analysis
    assert analysis is not None
    assert analysis.fillers.events is not None
    assert [event.term for event in analysis.fillers.events] == ["um"]
    assert analysis.timing.pace_wpm is not None
    assert analysis.rubric is not None
    assert {point.id: point.status for point in analysis.rubric.points} == {"plan": "covered", "team": "covered"}
    assert take.file.suffix == ".flac"

    replay_from_a_word(review, qtbot)
    leave_while_it_plays(app, review, qtbot)
    assert flashes.seen == []
    with History(paths.database) as history:
        kept = history.session(take.session_id)
    assert [one.id for one in kept.takes] == [take.id]
    assert kept.finished_at is not None


def replay_from_a_word(review: ReviewPage, qtbot: QtBot) -> None:
    """Click on "team" and see the playhead there and moving on."""
    assert review.take is not None
    assert review.take.analysis is not None
    words = review.take.analysis.words
    assert words
    index = next(at for at, word in enumerate(words) if "team" in word.text.lower())
    start_s = words[index].start_s
    assert start_s is not None
    qtbot.waitUntil(lambda: review.replay.sound is not None, timeout=WAIT_MS)
    transcript = review.words.transcript
    place = transcript.word_rect(index).center().toPoint()
    qtbot.mouseClick(transcript.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place.x(), place.y()))
    assert review.replay.playing
    assert abs(review.replay.position_s - start_s) < 0.05
    qtbot.waitUntil(lambda: review.replay.position_s > start_s + 0.2, timeout=WAIT_MS)
    assert transcript.current is not None
    assert transcript.current >= index


def leave_while_it_plays(app: AppDriver, review: ReviewPage, qtbot: QtBot) -> None:
    """The player reports its end when the page has gone; nobody minds."""
    qtbot.keyClick(app.window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    app.page(HistoryPage)
    qtbot.waitUntil(lambda: not shiboken6.isValid(review), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not any(one.name == "audio-player" for one in threading.enumerate()), timeout=WAIT_MS)
    QApplication.processEvents()
