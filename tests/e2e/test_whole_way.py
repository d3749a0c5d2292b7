"""The whole way in the real window: asked aloud, answered aloud, transcribed, measured, kept and replayed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.plans import question
from tests.helpers.pulse import PulseRig
from tests.helpers.speaker import Speaker
from voice_interview import resources, settings
from voice_interview.banks.model import Bank
from voice_interview.interview.state import Phase, State
from voice_interview.paths import Paths
from voice_interview.settings import Settings
from voice_interview.storage.history import History
from voice_interview.storage.records import AnswerStatus
from voice_interview.ui.application import Application
from voice_interview.ui.pages.home import HomePage
from voice_interview.ui.pages.interview import InterviewPage
from voice_interview.ui.pages.review import ReviewPage
from voice_interview.ui.pages.setup import SetupPage

ANSWER = "First I made a plan, then, um, I talked to my team. I learned a lot from the project."
WAIT_MS = 30_000
PageT = TypeVar("PageT")


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A home with one small bank that sorts first, and the demo model chosen."""
    made = Paths.under(tmp_path)
    made.create()
    made.banks.mkdir()
    bank = Bank(id="a-test-bank", title="A test bank", domain="Tests", questions=(question(1),))
    (made.banks / "bank.yaml").write_text(
        json.dumps(bank.model_dump(mode="json", exclude_none=True)), encoding="utf-8"
    )
    settings.save(Settings(model_dir=resources.demo_model()), made.settings)
    return made


@pytest.fixture
def application(qapp: QApplication, paths: Paths, qtbot: QtBot) -> Iterator[Application]:
    running = Application(qapp, paths)
    qtbot.addWidget(running.window)
    assert running.begin()
    with qtbot.waitActive(running.window):
        running.window.activateWindow()
    yield running
    running.close()


class Flashes(QObject):
    """Notes every window that is shown besides the main one, however short."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


def page_of(qtbot: QtBot, application: Application, kind: type[PageT]) -> PageT:
    qtbot.waitUntil(lambda: isinstance(application.window.page, kind), timeout=WAIT_MS)
    page = application.window.page
    assert isinstance(page, kind)
    return page


def state_of(page: InterviewPage) -> State:
    assert page._state is not None
    return page._state


def test_a_candidate_practises_by_keyboard_and_replays_from_a_word(
    qapp: QApplication, application: Application, paths: Paths, qtbot: QtBot, pulse: PulseRig, speaker: Speaker
) -> None:
    window, flashes = application.window, Flashes()
    qapp.installEventFilter(flashes)
    page_of(qtbot, application, HomePage)
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    setup = page_of(qtbot, application, SetupPage)
    qtbot.waitUntil(lambda: setup.start.isEnabled() and setup.picker.ids == ("q-1",), timeout=WAIT_MS)
    qtbot.keyClick(setup, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    page = page_of(qtbot, application, InterviewPage)
    assert page.question.text() == question(1).text
    qtbot.waitUntil(lambda: state_of(page).phase is Phase.RECORDING, timeout=WAIT_MS)
    pulse.play_into_microphone(speaker.say(ANSWER)).wait(timeout=60)
    qtbot.keyClick(page, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: state_of(page).phase is Phase.READY, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: state_of(page).takes[0].status is AnswerStatus.ANALYSED, timeout=WAIT_MS)
    qtbot.keyClick(page, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: state_of(page).phase is Phase.FINISHED, timeout=WAIT_MS)
    qtbot.keyClick(page, Qt.Key.Key_Space)

    review = page_of(qtbot, application, ReviewPage)
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
