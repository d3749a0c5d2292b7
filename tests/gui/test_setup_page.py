"""Set-up: what is ticked is what is asked, and what is missing is said."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.helpers.window import Stage, bank
from voice_interview.audio.events import MicrophoneFailed, MicrophoneMuted
from voice_interview.errors import DeviceError, EngineError
from voice_interview.ui.pages import setup_sound
from voice_interview.ui.pages.setup import SetupPage, minutes
from voice_interview.ui.pages.setup_questions import pick
from voice_interview.ui.rehearsal import Step
from voice_interview.ui.services import DeviceNames
from voice_interview.ui.widgets.base import Banner, EmptyState, Label


@pytest.fixture
def page(stage: Stage, qtbot: QtBot) -> SetupPage:
    """The page in view, with no bank and nothing looked for yet."""
    one = SetupPage(stage.services, stage.visits)
    qtbot.addWidget(one)
    one.resize(1100, 760)
    one.show()
    return one


def enter(page: SetupPage, qtbot: QtBot, stage: Stage) -> None:
    page.entered()
    assert stage.background.wait(10)
    QApplication.processEvents()


def test_a_plan_holds_what_is_ticked_in_the_order_of_the_bank(page: SetupPage, qtbot: QtBot, stage: Stage) -> None:
    stage.add_bank(bank())
    enter(page, qtbot, stage)
    page.picker.tick(("collections-officer-7", "collections-officer-2"))
    qtbot.mouseClick(page.start, Qt.MouseButton.LeftButton)
    (plan,) = stage.visits.plans
    assert plan.bank_title == "Collections officer"
    assert [question.id for question in plan.questions] == ["collections-officer-2", "collections-officer-7"]


def test_three_questions_of_three_kinds_are_picked_at_first(page: SetupPage, qtbot: QtBot, stage: Stage) -> None:
    stage.add_bank(bank())
    enter(page, qtbot, stage)
    assert len({question.kind for question in page.picker.questions}) == 3
    assert page.choice.text() == f"3 questions, about {minutes(page.picker.questions, 165)} minutes"


def test_a_quick_pick_by_keyboard(page: SetupPage, qtbot: QtBot, stage: Stage) -> None:
    stage.add_bank(bank())
    enter(page, qtbot, stage)
    every = page.picker.quick.findChildren(type(page.start).__mro__[1])[-1]
    every.setFocus()
    qtbot.keyClick(every, Qt.Key.Key_Space)
    assert len(page.picker.ids) == 10


def test_a_question_is_ticked_by_space_and_by_mouse(page: SetupPage, qtbot: QtBot, stage: Stage) -> None:
    stage.add_bank(bank())
    enter(page, qtbot, stage)
    page.picker.tick(())
    assert not page.start.isEnabled()
    assert page.choice.text() == "Tick at least one question."
    view = page.picker.list
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert page.picker.ids == ("collections-officer-1",)
    place = view.visualRect(view.model().index(0, 0))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place.center() - QPoint(0, 4))
    assert page.picker.ids == ("collections-officer-0", "collections-officer-1")
    qtbot.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(stage.visits.plans) == 1


def test_search_narrows_the_list_and_keeps_the_ticks(page: SetupPage, qtbot: QtBot, stage: Stage) -> None:
    stage.add_bank(bank())
    enter(page, qtbot, stage)
    before = page.picker.ids
    qtbot.keyClicks(page.picker.search, "sixty accounts")
    assert page.picker.list.model().rowCount() == 2
    qtbot.keyClicks(page.picker.search, " zebra")
    assert not page.picker.list.isVisible()
    assert page.picker.ids == before


def test_without_a_bank_it_says_where_to_put_one(page: SetupPage, qtbot: QtBot, stage: Stage) -> None:
    enter(page, qtbot, stage)
    (empty,) = page.findChildren(EmptyState)
    assert empty.isVisible()
    assert any(str(stage.banks) in label.text() for label in empty.findChildren(Label))
    assert not page.start.isVisible()
    stage.add_bank(bank())
    enter(page, qtbot, stage)
    assert page.start.isVisible()
    assert not empty.isVisible()


def test_a_broken_bank_is_named_with_its_line_and_hides_nothing(page: SetupPage, qtbot: QtBot, stage: Stage) -> None:
    stage.add_bank(bank())
    (stage.banks / "broken.yaml").write_text("id: broken\ntitle: Broken\n  domain: x\n")
    enter(page, qtbot, stage)
    (banner,) = page.findChildren(Banner)
    assert banner.message.text() == "1 question bank cannot be used."
    assert any("broken.yaml, line 3" in label.text() for label in banner.findChildren(Label))
    assert page.start.isEnabled()


def test_without_a_microphone_it_keeps_looking_until_there_is_one(
    page: SetupPage, qtbot: QtBot, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.add_bank(bank())
    stage.sound.names = DeviceNames((), ())
    page.sound._again.setInterval(20)
    enter(page, qtbot, stage)
    assert "No microphone was found." in page.sound.words.text()
    assert page.choice.text() == "A microphone is needed to answer aloud."
    assert not page.start.isEnabled()
    stage.sound.names = DeviceNames(("USB headset",), ())
    qtbot.waitUntil(page.start.isEnabled)
    assert stage.sound.is_open
    assert setup_sound.LOOK_AGAIN_MS <= 5000


def test_the_chosen_microphone_is_opened_and_kept(page: SetupPage, qtbot: QtBot, stage: Stage) -> None:
    stage.add_bank(bank())
    enter(page, qtbot, stage)
    assert stage.sound.opened == [None]
    page.sound.microphone.setCurrentIndex(2)
    page.sound.microphone.activated.emit(2)
    assert stage.store.current.microphone == "USB headset"
    assert stage.sound.opened[-1] == "USB headset"


def test_the_level_moves_and_is_put_into_words(page: SetupPage, qtbot: QtBot, stage: Stage) -> None:
    stage.add_bank(bank())
    enter(page, qtbot, stage)
    stage.sound.peak_dbfs = -14.0
    qtbot.waitUntil(lambda: page.sound.meter.level_dbfs == -14.0)
    assert page.sound.words.text() == "You can be heard well"
    stage.sound.report(MicrophoneMuted(True))
    assert "muted" in page.sound.words.text()
    stage.sound.peak_dbfs = -120.0
    qtbot.waitUntil(lambda: page.sound.meter.level_dbfs < -20.0)
    assert "muted" in page.sound.words.text(), "still so at the next reading"
    stage.sound.report(MicrophoneMuted(False))
    assert "muted" not in page.sound.words.text()


def test_a_microphone_that_dies_is_told(page: SetupPage, qtbot: QtBot, stage: Stage) -> None:
    stage.add_bank(bank())
    enter(page, qtbot, stage)
    stage.sound.report(MicrophoneFailed(DeviceError("The microphone stopped.", "Is it still plugged in?")))
    assert page.sound.words.text() == "The microphone stopped. Is it still plugged in?"
    assert not page.start.isEnabled()


def test_leaving_lets_go_of_the_microphone_but_an_interview_takes_it_over(
    page: SetupPage, qtbot: QtBot, stage: Stage
) -> None:
    stage.add_bank(bank())
    enter(page, qtbot, stage)

    def go_on(_plan: object) -> None:
        page.left()

    stage.visits.start_interview = go_on  # type: ignore[method-assign]
    page.start.click()
    assert stage.sound.is_open
    enter(page, qtbot, stage)
    page.left()
    assert not stage.sound.is_open
    assert not stage.sound.handlers


def test_a_test_recording_is_played_back_and_deleted(page: SetupPage, qtbot: QtBot, stage: Stage) -> None:
    stage.add_bank(bank())
    enter(page, qtbot, stage)
    page.sound.rehearsal._second.setInterval(10)
    page.sound.test.click()
    assert page.sound.test.text() == "Stop"
    assert page.sound.test_words.text() == "Recording: say something. 4 s"
    assert page.sound.test_words.property("tone") == "recording"
    qtbot.waitUntil(lambda: len(stage.sound.played) == 1)
    assert page.sound.test_words.text() == "Playing what you said…"
    stage.sound.hush()
    assert page.sound.test.text() == "Record a test"
    assert page.sound.test_words.text().startswith("Was every word clear?")
    assert list(stage.paths.recordings.iterdir()) == []


def test_a_test_recording_can_be_given_up_and_fails_in_words(page: SetupPage, qtbot: QtBot, stage: Stage) -> None:
    stage.add_bank(bank())
    enter(page, qtbot, stage)
    page.sound.test.click()
    page.sound.test.click()
    assert stage.sound.played == []
    assert page.sound.test.text() == "Record a test"
    assert list(stage.paths.recordings.iterdir()) == []
    page.sound.rehearsal._second.setInterval(10)
    stage.sound.test_duration_s, stage.sound.test_error = 0.0, None
    page.sound.test.click()
    qtbot.waitUntil(lambda: page.sound.words.text().startswith("Nothing was recorded."))
    assert not page.start.isEnabled()
    page.sound.look()
    qtbot.waitUntil(page.sound.test.isEnabled)
    page.sound.test.click()
    stage.sound.report(MicrophoneFailed(DeviceError("The microphone stopped.", "Is it still plugged in?")))
    assert page.sound.words.text().startswith("The microphone stopped.")
    assert not page.sound.test.isEnabled()
    assert page.sound.rehearsal.step is Step.IDLE


def test_leaving_ends_a_test_recording(page: SetupPage, qtbot: QtBot, stage: Stage) -> None:
    stage.add_bank(bank())
    enter(page, qtbot, stage)
    page.sound.test.click()
    page.left()
    assert page.sound.rehearsal.step is Step.IDLE
    assert list(stage.paths.recordings.iterdir()) == []


def test_a_sample_can_be_heard_and_stopped_and_a_failing_voice_is_told(
    page: SetupPage, qtbot: QtBot, stage: Stage
) -> None:
    stage.add_bank(bank())
    enter(page, qtbot, stage)
    page.sound.sample.click()
    assert stage.sound.said == [setup_sound.SAMPLE]
    assert page.sound.sample.text() == "Stop"
    page.sound.sample.click()
    assert page.sound.sample.text() == "Hear a sample"
    stage.sound.say_error = EngineError("The voice did not answer.", "Try again.")
    page.sound.sample.click()
    assert page.sound.voice_words.isVisible()
    assert page.sound.voice_words.text().startswith("The voice did not answer. Try again.")


def test_pick_takes_the_first_of_each_kind_then_the_second() -> None:
    questions = bank(count=10).questions
    assert pick(questions, 7)[-2:] == ("collections-officer-5", "collections-officer-6")
    assert len(pick(questions[:2], 5)) == 2
    assert pick((), 3) == ()
