"""A column that is replaced as a whole."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from voice_interview.ui.widgets.base import Label
from voice_interview.ui.widgets.refilled import Refilled


class Resizes(QObject):
    """Counts how often a widget gets another size."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        self.count += event.type() == QEvent.Type.Resize
        return False


def test_a_column_in_view_is_replaced_and_laid_out_once(dressed: QApplication, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    refilled = Refilled(spacing=4)
    column = QVBoxLayout(page)
    column.addWidget(refilled)
    column.addStretch(1)
    refilled.refill().addWidget(Label("before"))
    page.resize(300, 800)
    page.show()
    qtbot.waitExposed(page)
    resizes = Resizes(refilled)
    new = refilled.refill()
    lines = [Label(f"line {number}") for number in range(8)]
    for line in lines:
        new.addWidget(line)
    qtbot.waitUntil(lambda: all(line.isVisible() for line in lines))
    qtbot.waitUntil(lambda: [one.text() for one in refilled.findChildren(Label)] == [line.text() for line in lines])
    qtbot.waitUntil(lambda: refilled.height() > 8 * 15)
    assert resizes.count <= 2  # once empty, once full; not once a line
