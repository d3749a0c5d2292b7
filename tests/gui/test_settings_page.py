"""Settings: in effect and on disk as soon as they are changed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.helpers.window import Stage
from voice_interview import settings
from voice_interview.errors import DeviceError, EngineError, StorageError
from voice_interview.settings import Settings
from voice_interview.ui.pages import voice_choice
from voice_interview.ui.pages.settings import SettingsPage
from voice_interview.ui.services import SettingsStore
from voice_interview.ui.widgets.base import Banner, Button
from voice_interview.ui.widgets.dialogs import Confirm


@pytest.fixture
def page(stage: Stage, qtbot: QtBot) -> SettingsPage:
    one = SettingsPage(stage.services, stage.visits)
    qtbot.addWidget(one)
    one.resize(1000, 760)
    one.show()
    one.entered()
    assert stage.background.wait(10)
    QApplication.processEvents()
    return one


def on_disk(stage: Stage) -> Settings:
    return settings.load(stage.paths.settings)


def test_a_theme_is_picked(page: SettingsPage, stage: Stage) -> None:
    next(one for one in page.theme.findChildren(Button) if one.text() == "Dark").click()
    assert on_disk(stage).theme == "dark"


def test_switches_work_by_keyboard(page: SettingsPage, stage: Stage, qtbot: QtBot) -> None:
    assert page.read_aloud.isChecked()
    page.read_aloud.setFocus()
    qtbot.keyClick(page.read_aloud, Qt.Key.Key_Space)
    assert not on_disk(stage).read_aloud
    qtbot.mouseClick(page.record, Qt.MouseButton.LeftButton)
    assert not on_disk(stage).record_after_question


def test_a_voice_is_picked_and_heard(page: SettingsPage, stage: Stage) -> None:
    choice = page.voice.voice
    assert [choice.itemText(at) for at in range(choice.count())] == [
        "An English voice",
        "English (America)",
        "English (Great Britain)",
        "German",
    ]
    choice.activated.emit(2)
    assert on_disk(stage).voice == "gmw/en"
    page.voice.hear.click()
    assert stage.sound.said == [voice_choice.SAMPLE]
    assert page.voice.hear.accessibleName() == "Stop"
    page.left()
    assert page.voice.hear.accessibleName() == "Hear this voice"


def test_a_voice_that_has_gone_or_cannot_be_heard_is_told(page: SettingsPage, stage: Stage, qtbot: QtBot) -> None:
    stage.store.change(voice="sapi/anna")
    assert page.voice.voice.currentText() == "sapi/anna (not installed)"
    stage.sound.say_error = EngineError("The voice did not answer.", "Choose another one.")
    page.voice.hear.click()
    (banner,) = page.findChildren(Banner)
    assert banner.message.text() == "The voice did not answer."


def test_devices_are_kept_by_name(page: SettingsPage, stage: Stage) -> None:
    assert [page.speaker.itemText(at) for at in range(page.speaker.count())] == [
        "System default",
        "Built-in speakers",
        "USB headset",
    ]
    page.speaker.activated.emit(2)
    page.microphone.activated.emit(1)
    assert (on_disk(stage).speaker, on_disk(stage).microphone) == ("USB headset", "Built-in microphone")


def test_a_device_that_is_gone_stays_chosen_and_says_so(stage: Stage, qtbot: QtBot) -> None:
    stage.store.change(microphone="Old headset")
    page = SettingsPage(stage.services, stage.visits)
    qtbot.addWidget(page)
    page.entered()
    assert stage.background.wait(10)
    QApplication.processEvents()
    assert page.microphone.currentText() == "Old headset (not connected)"
    assert page.microphone.value == "Old headset"


def test_the_rate_is_saved_once_the_slider_rests(page: SettingsPage, stage: Stage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(stage.store.changed):
        qtbot.keyClick(page.rate.slider, Qt.Key.Key_Right)
        qtbot.keyClick(page.rate.slider, Qt.Key.Key_Right)
    assert on_disk(stage).voice_rate_wpm == 175


def test_a_rate_in_waiting_is_saved_when_the_page_is_left(page: SettingsPage, stage: Stage, qtbot: QtBot) -> None:
    qtbot.keyClick(page.rate.slider, Qt.Key.Key_Left)
    page.left()
    assert on_disk(stage).voice_rate_wpm == 160


def test_the_volume_is_a_share_of_one(page: SettingsPage, stage: Stage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(stage.store.changed):
        qtbot.keyClick(page.volume.slider, Qt.Key.Key_Home)
    assert on_disk(stage).volume == 0.0
    with qtbot.waitSignal(stage.store.changed):
        qtbot.keyClick(page.volume.slider, Qt.Key.Key_End)
    assert on_disk(stage).volume == 1.0


def test_settings_that_cannot_be_saved_are_in_effect_and_told(
    page: SettingsPage, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_settings: Settings, _file: object) -> None:
        raise StorageError("Your settings could not be saved.", "Free some space.")

    monkeypatch.setattr(settings, "save", full)
    page.read_aloud.click()
    assert not stage.store.current.read_aloud
    assert [banner.message.text() for banner in page.findChildren(Banner)] == ["Your settings could not be saved."]


def test_a_sound_system_that_does_not_answer_is_told(stage: Stage, qtbot: QtBot) -> None:
    stage.sound.devices_error = DeviceError("The sound system does not answer.", "Wait a moment, then try again.")
    page = SettingsPage(stage.services, stage.visits)
    qtbot.addWidget(page)
    page.entered()
    assert stage.background.wait(10)
    QApplication.processEvents()
    (banner,) = page.findChildren(Banner)
    assert banner.message.text() == "The sound system does not answer."


def test_everything_is_deleted_after_a_question(page: SettingsPage, stage: Stage) -> None:
    stage.add_session()
    page.delete_all.click()
    dialog = page.findChild(Confirm)
    assert dialog is not None
    assert len(stage.history.sessions()) == 1
    dialog.do.click()
    assert stage.history.sessions() == ()
    assert list(stage.paths.recordings.iterdir()) == []


def test_a_settings_file_that_could_not_be_used_is_kept(stage: Stage) -> None:
    stage.paths.settings.write_text("{ not json", encoding="utf-8")
    store = SettingsStore(stage.paths.settings, Settings(), damaged=True)
    assert stage.paths.settings.read_text(encoding="utf-8") == "{ not json"
    store.change(theme="dark")
    assert store.aside.read_text(encoding="utf-8") == "{ not json"
    assert on_disk(stage).theme == "dark"
