"""Home: what to do first, what was done last, and how things stand with the speech model."""

from __future__ import annotations

from datetime import datetime

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.helpers.window import Stage
from voice_interview import resources
from voice_interview.storage.records import AnswerStatus
from voice_interview.ui import words
from voice_interview.ui.pages.home import HomePage
from voice_interview.ui.pages.model_choice import Condition
from voice_interview.ui.widgets.base import Banner, Button, Label
from voice_interview.ui.widgets.session_row import SessionRow


@pytest.fixture
def page(stage: Stage, qtbot: QtBot) -> HomePage:
    one = HomePage(stage.services, stage.visits)
    qtbot.addWidget(one)
    one.resize(1000, 760)
    one.show()
    one.entered()
    return one


def button(page: HomePage, text: str) -> Button:
    return next(one for one in page.findChildren(Button) if one.text() == text)


def test_the_one_thing_to_do_leads_to_set_up(page: HomePage, stage: Stage) -> None:
    page.start.click()
    assert stage.visits.pages == ["practise"]


def test_the_last_three_sessions_with_answers_can_be_opened(page: HomePage, stage: Stage) -> None:
    ids = [stage.add_session(f"Bank {number}", takes=1) for number in range(5)]
    stage.add_session("Nothing said", takes=0)
    page.entered()
    rows = [row for row in page.findChildren(SessionRow) if row.isVisible()]
    assert [row.session.id for row in rows] == ids[:1:-1]
    rows[0].open_button.click()
    assert stage.visits.reviews == [(ids[-1], None)]


def test_without_a_model_it_says_what_works_all_the_same(page: HomePage, stage: Stage) -> None:
    assert page.model.condition is Condition.NONE
    assert page.model.isVisible()
    assert "recording, timing, replay" in page.model.words.text()


def test_the_demo_model_is_called_what_it_is(page: HomePage, stage: Stage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.model.changed):
        stage.store.change(model_dir=resources.demo_model())
    assert page.model.condition is Condition.DEMO
    assert "cannot follow a person" in page.model.words.text()


def test_a_folder_without_a_model_is_refused_and_nothing_changes(page: HomePage, stage: Stage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.model.changed):
        page.model.try_folder(stage.paths.data)
    assert page.model.condition is Condition.BROKEN
    assert "has not changed" in page.model.words.text()
    assert stage.store.current.model_dir is None


def test_a_whole_model_is_taken(page: HomePage, stage: Stage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(stage.store.changed):
        page.model.try_folder(resources.demo_model())
    assert stage.store.current.model_dir == resources.demo_model()
    assert stage.background.wait(10)
    QApplication.processEvents()
    button(page, "Use no model").click()
    assert stage.store.current.model_dir is None


def test_an_answer_that_was_cut_off_is_offered(page: HomePage, stage: Stage) -> None:
    session = stage.add_session(takes=1)
    (take,) = stage.history.session(session).takes
    page.show_recovered((take,))
    (banner,) = page.findChildren(Banner)
    assert banner.message.text() == "We found an answer that was cut off when the app closed."
    assert "The first 1 min 1 s are safe." in [label.text() for label in banner.findChildren(Label)]
    button(page, "Open it").click()
    assert stage.visits.reviews == [(session, take.id)]


def test_answers_without_any_sound_are_not_offered(page: HomePage, stage: Stage) -> None:
    session = stage.add_session(takes=1)
    take_id = stage.history.session(session).takes[0].id
    stage.history.set_status(take_id, AnswerStatus.FAILED, "no sound")
    page.show_recovered((stage.history.take(take_id),))
    assert not page.findChildren(Banner)


@pytest.mark.parametrize(
    ("hour", "expected"), [(4, "Good evening"), (5, "Good morning"), (12, "Good afternoon"), (18, "Good evening")]
)
def test_the_greeting_fits_the_hour(hour: int, expected: str) -> None:
    assert words.greeting(datetime(2025, 3, 3, hour).astimezone()) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0, "0 s"), (59.4, "59 s"), (59.6, "1 min"), (61, "1 min 1 s"), (3600, "1 h"), (3790, "1 h 3 min")],
)
def test_lengths_in_words(seconds: float, expected: str) -> None:
    assert words.length(seconds) == expected
