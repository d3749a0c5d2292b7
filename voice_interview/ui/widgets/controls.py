"""Controls to choose with: a list to pick from, a switch, segments, and a row of settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from voice_interview.ui import theme
from voice_interview.ui.widgets.base import Button, Label

_SWITCH: Final = QSize(44, 26)


class Choice(QComboBox):
    """One of a list, each with a value. ``on_pick(value)`` is called when the candidate picks."""

    def __init__(self, name: str, on_pick: Callable[[object], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFont(theme.font("body"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # The style sheet reaches the rows of the list only through a styled delegate.
        self.setItemDelegate(QStyledItemDelegate(self))
        self.activated.connect(lambda at: on_pick(self.itemData(at)))

    def fill(self, options: Sequence[tuple[str, object]], chosen: object) -> None:
        """Offer these (words, value); the one with the value ``chosen`` is shown."""
        self.clear()
        for words, value in options:
            self.addItem(words, value)
            self.setItemData(self.count() - 1, words, Qt.ItemDataRole.ToolTipRole)
        self.pick(chosen)

    def pick(self, value: object) -> None:
        """Show the option with this value, if there is one."""
        for at in range(self.count()):
            if self.itemData(at) == value:
                self.setCurrentIndex(at)
                return

    @property
    def value(self) -> object:
        """The value shown."""
        return self.currentData()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Scrolling a page never changes a choice."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """The box, its words cut with an ellipsis where they are too long, and a chevron of ours."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        words = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room.width())
        option.currentText = words
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        arrow = theme.pixmap("chevron-down", "muted", 18, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(self.width() - 28, (self.height() - 18) // 2), arrow)


class Switch(QCheckBox):
    """On or off, at once. ``name`` is what a screen reader says; the words stand beside it."""

    def __init__(self, name: str, on_change: Callable[[bool], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(_SWITCH.width() + 8, theme.TARGET)
        self.clicked.connect(on_change)

    def hitButton(self, position: QPoint) -> bool:  # noqa: N802 - Qt's name
        """All of it."""
        return self.rect().contains(position)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Track and knob; on is told by place and fill, not by colour alone."""
        tokens = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(4, (self.height() - _SWITCH.height()) / 2, _SWITCH.width(), _SWITCH.height())
        on = self.isChecked()
        painter.setPen(QPen(QColor(tokens.accent if on else tokens.edge), 1.5))
        painter.setBrush(QColor(tokens.accent if on else tokens.surface))
        inner = track.adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(inner, inner.height() / 2, inner.height() / 2)
        knob = QRectF(0, 0, 16, 16)
        knob.moveCenter(track.center())
        knob.moveLeft(track.right() - 21 if on else track.left() + 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.on_accent if on else tokens.edge))
        painter.drawEllipse(knob)
        if self.hasFocus():
            paint_focus(painter, track.adjusted(-3, -3, 3, 3), 16)


class Segments(QFrame):
    """One of two to four words side by side. ``on_pick(value)`` is called when the candidate picks."""

    def __init__(
        self,
        name: str,
        options: Sequence[tuple[str, object]],
        on_pick: Callable[[object], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("segments")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        self._group = QButtonGroup(self)
        self._values: list[object] = []
        for words, value in options:
            button = Button(words, "segment")
            button.setCheckable(True)
            button.setAccessibleName(f"{name}: {words}")
            button.clicked.connect(lambda _on=False, picked=value: on_pick(picked))
            self._group.addButton(button, len(self._values))
            self._values.append(value)
            row.addWidget(button)

    def pick(self, value: object) -> None:
        """Mark the option with this value; with any other value none is marked."""
        self._group.setExclusive(False)
        for at, one in enumerate(self._values):
            self._group.button(at).setChecked(one == value)
        self._group.setExclusive(True)


class SettingRow(QWidget):
    """What a setting is called, a word about it, and its control at the right."""

    def __init__(self, title: str, hint: str, control: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(title))
        self.hint = Label(hint, "small", "muted")
        words.addWidget(self.hint)
        row.addLayout(words, 1)
        self.hint.setVisible(bool(hint))  # only now: without a parent it would flash up as a window
        row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)


class Columns(QWidget):
    """Two things side by side, or one above the other where there is little room."""

    def __init__(
        self, left: QWidget, right: QWidget, shares: tuple[int, int], least: int, parent: QWidget | None = None
    ) -> None:
        """``least``: the width in pixels from which they stand side by side."""
        super().__init__(parent)
        self._least = least
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(24)
        self._row.addWidget(left, shares[0])
        self._row.addWidget(right, shares[1])

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Turn when the width asks for it."""
        super().resizeEvent(event)
        wide = event.size().width() >= self._least
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)


def paint_check(painter: QPainter, box: QRectF, *, checked: bool, ratio: float) -> None:
    """A check box of ours."""
    tokens = theme.current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tokens.accent if checked else tokens.edge), 1.5))
    painter.setBrush(QColor(tokens.accent if checked else tokens.surface))
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)
    if checked:
        tick = theme.pixmap("check", "on_accent", round(box.width()) - 4, ratio)
        painter.drawPixmap(box.topLeft().toPoint() + QPoint(2, 2), tick)
    painter.restore()


def paint_focus(painter: QPainter, around: QRectF, radius: float) -> None:
    """The ring that shows where the keyboard is."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.current().accent), 2))
    painter.drawRoundedRect(around.adjusted(1, 1, -1, -1), radius, radius)
    painter.restore()
