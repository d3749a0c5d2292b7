"""The interview page: in each phase the right button, words and keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui import samples
from voice_interview.interview import messages as m
from voice_interview.interview.state import State
from voice_interview.ui import theme
from voice_interview.ui.pages.interview import InterviewPage
from voice_interview.ui.widgets.base import Banner, Button, Label

STATES = samples.states()


class Microphone:
    """The two numbers the page polls."""

    level_dbfs = -20.0
    position_s = 0.0

    def __call__(self) -> tuple[float, float]:
        return self.level_dbfs, self.position_s


@pytest.fixture
def microphone() -> Microphone:
    return Microphone()


@pytest.fixture
def page(qtbot: QtBot, microphone: Microphone) -> Iterator[InterviewPage]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    page = InterviewPage(microphone)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show_state(STATES["ready"])
    page.show()
    qtbot.waitExposed(page)
    yield page
    page.hide()


def _wishes(page: InterviewPage) -> list[object]:
    heard: list[object] = []
    page.wish.connect(heard.append)
    return heard


def _words(page: InterviewPage) -> str:
    labels = [label.text() for label in page.findChildren(Label) if label.isVisible()]
    return "\n".join(labels)


@pytest.mark.parametrize(
    ("name", "words", "event"),
    [
        ("ready", "Ask the question", m.Ask()),
        ("preparing", "Answer now", m.SkipVoice()),
        ("speaking", "Answer now", m.SkipVoice()),
        ("thinking", "Start answer", m.StartAnswer()),
        ("voice_failed", "Start answer", m.StartAnswer()),
        ("recording", "Stop", m.StopAnswer()),
        ("muted", "Stop", m.StopAnswer()),
        ("paused", "Resume", m.ResumeAnswer()),
        ("answered", "Next question", m.Next()),
        ("last", "Finish", m.Next()),
        ("faulted", "Try again", m.Retry()),
    ],
)
def test_space_is_the_one_button_of_each_phase(
    qtbot: QtBot, page: InterviewPage, name: str, words: str, event: object
) -> None:
    heard = _wishes(page)
    page.show_state(STATES[name])
    assert page.primary.text() == words
    assert page.primary.accessibleName() == words
    qtbot.keyClick(page, Qt.Key.Key_Space)
    qtbot.mouseClick(page.primary, Qt.MouseButton.LeftButton)
    assert heard == [event, event]


@pytest.mark.parametrize("name", ["starting", "stopping"])
def test_there_is_nothing_to_press_while_one_must_wait(qtbot: QtBot, page: InterviewPage, name: str) -> None:
    heard = _wishes(page)
    page.show_state(STATES[name])
    assert not page.primary.isEnabled()
    qtbot.keyClick(page, Qt.Key.Key_Space)
    assert heard == []


@pytest.mark.parametrize(
    ("name", "key", "event"),
    [
        ("ready", Qt.Key.Key_N, m.Next()),
        ("speaking", Qt.Key.Key_N, m.Next()),
        ("thinking", Qt.Key.Key_H, m.HearAgain()),
        ("thinking", Qt.Key.Key_N, m.Next()),
        ("recording", Qt.Key.Key_P, m.PauseAnswer()),
        ("recording", Qt.Key.Key_R, m.Ask()),
        ("recording", Qt.Key.Key_N, m.Next()),
        ("paused", Qt.Key.Key_P, m.ResumeAnswer()),
        ("paused", Qt.Key.Key_S, m.StopAnswer()),
        ("answered", Qt.Key.Key_R, m.Ask()),
        ("answered", Qt.Key.Key_N, m.Next()),
        ("ready", Qt.Key.Key_Escape, m.Finish()),
    ],
)
def test_keys(qtbot: QtBot, page: InterviewPage, name: str, key: Qt.Key, event: object) -> None:
    heard = _wishes(page)
    page.show_state(STATES[name])
    qtbot.keyClick(page, key)
    assert heard == [event]


@pytest.mark.parametrize("key", [Qt.Key.Key_P, Qt.Key.Key_R, Qt.Key.Key_H])
def test_keys_that_mean_nothing_now_do_nothing(qtbot: QtBot, page: InterviewPage, key: Qt.Key) -> None:
    heard = _wishes(page)
    page.show_state(STATES["speaking"])
    qtbot.keyClick(page, key)
    assert heard == []


def test_a_held_space_bar_counts_once(qtbot: QtBot, page: InterviewPage) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    heard = _wishes(page)
    page.show_state(STATES["recording"])
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(page, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, none, " ", autorep=True))
    assert heard == []


def test_recording_cannot_be_overlooked(qtbot: QtBot, page: InterviewPage, microphone: Microphone) -> None:
    page.show_state(STATES["thinking"])
    assert not page.stage.dot.isVisible()
    microphone.position_s = 75.2
    page.show_state(STATES["recording"])
    assert page.stage.dot.isVisible()
    assert page.stage.title.text() == "Recording"
    qtbot.waitUntil(lambda: page.stage.time.text() == "1:15")
    assert page.stage.target.text() == "of about 1:30"
    page.show_state(STATES["paused"])
    assert not page.stage.dot.isVisible()
    assert page.stage.title.text() == "Paused"


def test_the_target_never_cuts(qtbot: QtBot, page: InterviewPage, microphone: Microphone) -> None:
    heard = _wishes(page)
    page.show_state(STATES["recording"])
    microphone.position_s = 200.0
    qtbot.waitUntil(lambda: page.stage.target.text().startswith("past 1:30"))
    assert heard == []


def test_level_in_words_and_muted_at_once(qtbot: QtBot, page: InterviewPage, microphone: Microphone) -> None:
    page.show_state(STATES["recording"])
    qtbot.waitUntil(lambda: page.stage.loudness.text() == "You can be heard well")
    microphone.level_dbfs = -0.5
    qtbot.waitUntil(lambda: page.stage.loudness.text().startswith("Too loud"))
    page.show_state(STATES["muted"])
    assert page.stage.loudness.text() == "No sound is coming in. Is the microphone muted?"


def test_a_fault_says_what_to_do(qtbot: QtBot, page: InterviewPage) -> None:
    page.show_state(STATES["faulted"])
    qtbot.waitUntil(lambda: "The microphone stopped." in _words(page))
    assert "Plug it in again" in _words(page)
    page.show_state(STATES["ready"])
    assert not any(banner.isVisible() for banner in page.findChildren(Banner))


def test_a_question_that_could_not_be_read_stays_readable(qtbot: QtBot, page: InterviewPage) -> None:
    page.show_state(STATES["voice_failed"])
    qtbot.waitUntil(lambda: "The question could not be read aloud." in _words(page))
    assert page.question.isVisible()
    assert page.question.text() == samples.HOSTILE.text


def test_answers_and_the_work_on_them_are_listed(qtbot: QtBot, page: InterviewPage) -> None:
    page.show_state(STATES["answered"])
    qtbot.waitUntil(lambda: "Take 1, 0:31  ·  Ready" in _words(page))
    assert "Answer saved, 1:12" in _words(page)
    assert "Take 2, 1:12  ·  Working on it… 40%" in _words(page)
    page.show_state(replace(STATES["answered"], index=1))
    qtbot.waitUntil(lambda: "Earlier answers: 1 ready, 1 being worked on" in _words(page))


def test_a_failed_answer_can_be_tried_again(qtbot: QtBot, page: InterviewPage) -> None:
    heard = _wishes(page)
    page.show_state(STATES["take_failed"])
    qtbot.waitUntil(lambda: "The speech model stopped." in _words(page))
    again = next(one for one in page.takes.findChildren(Button) if one.text() == "Try again")
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    assert heard == [m.RetryTake("take-2")]


@pytest.mark.parametrize(("press", "expected"), [("Keep going", []), ("End now", [m.Finish()])])
def test_ending_while_answering_is_asked_first(
    qtbot: QtBot, page: InterviewPage, press: str, expected: list[object]
) -> None:
    heard = _wishes(page)
    page.show_state(STATES["recording"])
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert heard == []
    qtbot.waitUntil(lambda: "End the interview?" in _words(page))
    button = next(one for one in page.findChildren(Button) if one.text() == press and one.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert heard == expected
    assert "End the interview?" not in _words(page)


def test_ending_while_answering_needs_no_mouse(qtbot: QtBot, page: InterviewPage) -> None:
    heard = _wishes(page)
    page.show_state(STATES["recording"])
    qtbot.keyClick(page, Qt.Key.Key_Return)
    assert heard == [], "Enter alone ends nothing"
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Escape):
        qtbot.keyClick(page, key)
    assert "End the interview?" not in _words(page)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    qtbot.keyClick(page, Qt.Key.Key_Return)
    assert heard == [m.Finish()]


@pytest.mark.parametrize("size", [(1280, 800), (900, 600)])
def test_question_and_button_stay_where_they_are(qtbot: QtBot, page: InterviewPage, size: tuple[int, int]) -> None:
    page.resize(*size)
    places = set()
    for name in (
        "ready",
        "preparing",
        "speaking",
        "thinking",
        "starting",
        "recording",
        "paused",
        "answered",
        "faulted",
    ):
        page.show_state(STATES[name])
        QApplication.processEvents()
        QApplication.processEvents()
        places.add((page.question.mapTo(page, QPoint()).toTuple(), page.primary.mapTo(page, QPoint()).toTuple()))
    assert len(places) == 1


def test_tab_goes_from_top_to_bottom(qtbot: QtBot, page: InterviewPage) -> None:
    page.show_state(STATES["recording"])
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: "End the interview?" in _words(page))
    reached = []
    for _ in range(6):
        qtbot.keyClick(page.focusWidget() or page, Qt.Key.Key_Tab)
        reached.append(page.focusWidget())
    names = [one.text() for one in reached if isinstance(one, Button)]
    assert names == ["End interview", "Stop", "Pause", "Retake", "Keep going", "End now"]


def test_hints_are_shown_on_request_and_not_while_answering(qtbot: QtBot, page: InterviewPage) -> None:
    assert not page.hints.isVisible()
    qtbot.mouseClick(page.hints_toggle, Qt.MouseButton.LeftButton)
    assert samples.HOSTILE.how_to_answer[0] in _words(page)
    page.show_state(STATES["recording"])
    assert not page.hints.isVisible()


def test_a_focused_button_that_goes_away_hands_the_keys_to_the_page(qtbot: QtBot, page: InterviewPage) -> None:
    heard = _wishes(page)
    page.show_state(STATES["thinking"])
    page.secondary[0].setFocus()
    page.show_state(STATES["recording"])
    qtbot.waitUntil(page.hasFocus)
    qtbot.keyClick(page, Qt.Key.Key_Space)
    assert heard == [m.StopAnswer()]


def test_the_end_leads_to_the_review(qtbot: QtBot, page: InterviewPage) -> None:
    page.show_state(STATES["finished"])
    assert page.primary.text() == "See your answers"
    with qtbot.waitSignal(page.review):
        qtbot.keyClick(page, Qt.Key.Key_Space)


def test_an_interview_without_an_answer_goes_back_to_where_it_began(qtbot: QtBot, page: InterviewPage) -> None:
    page.show_state(replace(STATES["finished"], takes=()))
    assert page.primary.text() == "Back to practise"
    assert "No answer was recorded" in _words(page)
    assert samples.WHY_HERE.text not in _words(page), "nothing is asked any more"
    with qtbot.waitSignal(page.setup):
        qtbot.keyClick(page, Qt.Key.Key_Space)


def test_every_state_can_be_painted_in_both_themes(page: InterviewPage) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    for choice in ("dark", "light"):
        theme.apply(app, choice)
        for state in STATES.values():
            page.show_state(state)
            assert not page.grab().isNull()
        corner = page.stage.grab().toImage().pixelColor(40, 8).name().upper()
        assert corner == (theme.DARK if choice == "dark" else theme.LIGHT).surface


def test_buttons_have_names_and_can_be_reached_by_keyboard(page: InterviewPage) -> None:
    state: State
    for state in STATES.values():
        page.show_state(state)
        for button in page.findChildren(Button):
            if button.isVisible():
                assert button.accessibleName()
                assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
