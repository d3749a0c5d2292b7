"""Tab goes through a page as the eye does."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from voice_interview.ui.widgets.base import Banner, Button, Page, SecondaryButton
from voice_interview.ui.widgets.tab_order import order_tabs


def _walk(qtbot: QtBot, page: QWidget, steps: int) -> list[str]:
    reached = []
    for _ in range(steps):
        qtbot.keyClick(page.window().focusWidget() or page, Qt.Key.Key_Tab)
        focus = page.window().focusWidget()
        reached.append(focus.text() if isinstance(focus, Button) else "")
    return reached


def test_what_was_made_last_and_stands_first_is_reached_first(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addWidget(SecondaryButton("rail"))
    page = Page("A page")
    column.addWidget(page)
    page.column.addWidget(SecondaryButton("lower"))
    page.header.addWidget(SecondaryButton("head"))
    page.show_banner(Banner("It happened.", actions=(("Mend it", lambda: None),)))
    window.show()
    qtbot.waitExposed(window)
    page.setFocus()
    assert _walk(qtbot, page, 4) == ["head", "Mend it", "lower", "rail"]


def test_the_order_starts_at_its_root_again_when_the_first_has_gone(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addWidget(SecondaryButton("rail"))
    page = QWidget()
    inner = QVBoxLayout(page)
    inner.addWidget(SecondaryButton("second"))
    first = SecondaryButton("first")
    inner.insertWidget(0, first)
    column.addWidget(page)
    window.show()
    qtbot.waitExposed(window)
    order_tabs(page)
    page.setFocus()
    assert _walk(qtbot, page, 2) == ["first", "second"]
    first.setParent(None)
    first.deleteLater()
    page.setFocus()
    assert _walk(qtbot, page, 1) == ["second"]


def test_enter_presses_a_button_as_space_does(qtbot: QtBot) -> None:
    pressed: list[str] = []
    button = SecondaryButton("Press", lambda: pressed.append("yes"))
    qtbot.addWidget(button)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        qtbot.keyClick(button, key)
    qtbot.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pressed == ["yes"] * 3
