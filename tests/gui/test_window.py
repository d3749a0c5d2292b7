"""The frame: everything can be reached by keyboard, and pages know whether they are in view."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.window import Stage, bank
from voice_interview.errors import StorageError
from voice_interview.interview.plan import Plan
from voice_interview.ui.pages.history import HistoryPage
from voice_interview.ui.pages.home import HomePage
from voice_interview.ui.pages.settings import SettingsPage
from voice_interview.ui.pages.setup import SetupPage
from voice_interview.ui.services import Frame
from voice_interview.ui.widgets.base import Banner
from voice_interview.ui.window import MainWindow, RailItem


def focused(window: MainWindow) -> QWidget | None:
    return window.focusWidget()


@pytest.mark.parametrize(
    ("key", "kind"),
    [(Qt.Key.Key_1, HomePage), (Qt.Key.Key_2, SetupPage), (Qt.Key.Key_3, HistoryPage), (Qt.Key.Key_4, SettingsPage)],
)
def test_each_page_has_a_key(window: MainWindow, qtbot: QtBot, key: Qt.Key, kind: type[QWidget]) -> None:
    qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(window.page, kind)


def test_the_rail_is_reached_by_tab_and_pressed_by_space(window: MainWindow, qtbot: QtBot) -> None:
    window.go("home")
    reached: list[str] = []
    for _ in range(20):
        qtbot.keyClick(focused(window) or window, Qt.Key.Key_Tab)
        item = focused(window)
        assert item is not None
        reached.append(item.accessibleName())
        if isinstance(item, RailItem) and item.accessibleName() == "History":
            qtbot.keyClick(item, Qt.Key.Key_Space)
            break
    assert reached[0] == "Start practising", "the page comes first"
    assert reached[-3:] == ["Home", "Practise", "History"]
    assert isinstance(window.page, HistoryPage)


@pytest.mark.parametrize("page", ["home", "practise", "history", "settings"])
def test_every_control_has_a_name_and_can_be_reached(
    window: MainWindow, stage: Stage, qtbot: QtBot, page: str
) -> None:
    stage.add_bank(bank())
    stage.add_session()
    window.go(page)  # type: ignore[arg-type]
    assert stage.background.wait(10)
    qtbot.wait(0)
    from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QSlider

    shown = window.page
    assert shown is not None
    kinds = (QAbstractButton, QComboBox, QLineEdit, QSlider, QAbstractItemView)
    controls = [one for kind in kinds for one in shown.findChildren(kind) if one.isVisible()]
    assert controls
    for control in controls:
        if isinstance(control.parent(), QLineEdit):
            continue
        assert control.accessibleName(), f"{control} has no name"
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus or not control.isEnabled(), control.accessibleName()


def test_an_interview_has_no_rail_and_is_not_left_by_a_key(window: MainWindow, qtbot: QtBot) -> None:
    window.go("home")
    window.start_interview(Plan.of(bank()))
    assert isinstance(window.page, QLabel)
    assert not window.rail.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(window.page, QLabel)
    window.open_review("session", "take")
    assert window.rail.isVisible()
    assert isinstance(window.page, QLabel)
    assert window.page.text() == "review: session take"


def test_an_interview_that_cannot_begin_says_so_and_stays(window: MainWindow, stage: Stage) -> None:
    def refuse(plan: Plan, frame: Frame) -> QWidget:
        raise StorageError("The disk is full.", "Free some space.")

    window.set_pages({"home": lambda frame: HomePage(stage.services, frame)}, refuse, stage.services.review_page)
    window.go("home")
    window.start_interview(Plan.of(bank()))
    assert isinstance(window.page, HomePage)
    assert [one.message.text() for one in window.findChildren(Banner)] == ["The disk is full."]


def test_pages_are_told_when_they_come_and_go(stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    told: list[str] = []

    class Told(QWidget):
        def __init__(self, name: str) -> None:
            super().__init__()
            self._name = name

        def entered(self) -> None:
            told.append(f"{self._name} entered")

        def left(self) -> None:
            told.append(f"{self._name} left")

    window = MainWindow(QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(window)
    makers = {"home": lambda _frame: Told("home"), "history": lambda _frame: Told("history")}
    window.set_pages(makers, stage.services.interview_page, stage.services.review_page)  # type: ignore[arg-type]
    window.go("home")
    window.go("history")
    window.go("history")
    window.close()
    assert told == ["home entered", "home left", "history entered", "history left"]


def test_size_and_place_are_remembered(qtbot: QtBot, stage: Stage, tmp_path: Path) -> None:
    file = str(tmp_path / "remembered.ini")
    first = MainWindow(QSettings(file, QSettings.Format.IniFormat))
    qtbot.addWidget(first)
    first.resize(900, 640)
    first.close()
    second = MainWindow(QSettings(file, QSettings.Format.IniFormat))
    qtbot.addWidget(second)
    assert (second.width(), second.height()) == (900, 640)
