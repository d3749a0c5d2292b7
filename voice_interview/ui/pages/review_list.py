"""The answers of a session, one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from voice_interview.storage.records import AnswerStatus, TakeRecord
from voice_interview.ui import theme
from voice_interview.ui.theme import Tone
from voice_interview.ui.widgets.clock import whole

_TITLE, _LINE, _STATUS = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1, Qt.ItemDataRole.UserRole + 2
_HEIGHT = 88
_PAD = 12

LOOKS: Final[dict[AnswerStatus, tuple[str, Tone, str]]] = {
    AnswerStatus.RECORDING: ("half", "muted", "Recording"),
    AnswerStatus.RECORDED: ("half", "muted", "Waiting"),
    AnswerStatus.TRANSCRIBING: ("half", "muted", "Working on it"),
    AnswerStatus.ANALYSED: ("covered", "good", "Ready"),
    AnswerStatus.FAILED: ("warning", "caution", "Try again"),
}


class AnswerList(QListWidget):
    """Question, take, length and status of each answer.

    Signals:
        take_chosen(str): id of the take to show.
    """

    take_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("answers")
        self.setAccessibleName("Answers")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(_Delegate(self))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self._takes: list[TakeRecord] = []
        self.currentRowChanged.connect(self._chosen)

    def set_takes(self, takes: Sequence[TakeRecord], selected_id: str | None) -> None:
        """Show these; nothing is emitted."""
        self.blockSignals(True)
        self.clear()
        self._takes = list(takes)
        for take in takes:
            item = QListWidgetItem()
            self._fill(item, take)
            self.addItem(item)
        ids = [take.id for take in takes]
        if selected_id in ids:
            self.setCurrentRow(ids.index(selected_id))
        self.blockSignals(False)

    def update_take(self, take: TakeRecord) -> None:
        """One of them has changed."""
        for row, known in enumerate(self._takes):
            if known.id == take.id:
                self._takes[row] = take
                self._fill(self.item(row), take)

    @staticmethod
    def _fill(item: QListWidgetItem, take: TakeRecord) -> None:
        length = "" if take.duration_s is None else f" · {whole(take.duration_s)}"
        line = f"Take {take.number}{length}"
        item.setData(_TITLE, take.question.text)
        item.setData(_LINE, line)
        item.setData(_STATUS, take.status.value)
        word = LOOKS[take.status][2]
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{take.question.text} {line} · {word}")
        item.setToolTip(take.question.text)

    def _chosen(self, row: int) -> None:
        if 0 <= row < len(self._takes):
            self.take_chosen.emit(self._takes[row].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Up and down choose; everything else is the page's."""
        keys = (
            Qt.Key.Key_Up,
            Qt.Key.Key_Down,
            Qt.Key.Key_Home,
            Qt.Key.Key_End,
            Qt.Key.Key_PageUp,
            Qt.Key.Key_PageDown,
        )
        if event.key() in keys:
            super().keyPressEvent(event)
        else:
            event.ignore()


class _Delegate(QStyledItemDelegate):
    """Two lines of question, one of figures."""

    def sizeHint(  # noqa: N802 - Qt's name
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002 - Qt's signature
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002 - Qt's signature
    ) -> QSize:
        return QSize(160, _HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tokens = theme.current()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect).adjusted(1, 1, -1, -3)
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        if selected or hovered:
            painter.setPen(QPen(QColor(tokens.line), 1) if selected else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.surface if selected else tokens.hover))
            painter.drawRoundedRect(rect, 10, 10)
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent))
            painter.drawRoundedRect(QRectF(rect.left(), rect.top() + 14, 3, rect.height() - 28), 1.5, 1.5)
        if selected and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect, 10, 10)
        inner = rect.adjusted(_PAD, _PAD - 2, -_PAD, -_PAD + 2)
        painter.setPen(QColor(tokens.text))
        _two_lines(painter, str(index.data(_TITLE)), inner)
        self._status_line(painter, tokens, inner, index)
        painter.restore()

    @staticmethod
    def _status_line(
        painter: QPainter, tokens: theme.Tokens, inner: QRectF, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        icon, tone, word = LOOKS[AnswerStatus(index.data(_STATUS))]
        font = theme.font("small", tabular=True)
        metrics = QFontMetricsF(font)
        line = QRectF(inner.left(), inner.bottom() - 18, inner.width(), 18)
        painter.setFont(font)
        painter.setPen(QColor(tokens.muted))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, middle, str(index.data(_LINE)))
        word_left = line.right() - metrics.horizontalAdvance(word)
        painter.setPen(theme.colour(tone))
        painter.drawText(QRectF(word_left, line.top(), line.right() - word_left + 2, 18), middle, word)
        picture = theme.pixmap(icon, tone, 16, painter.device().devicePixelRatio())
        painter.drawPixmap(QPointF(word_left - 20, line.top() + 1), picture)


def _two_lines(painter: QPainter, words: str, rect: QRectF) -> None:
    font = theme.font("body")
    metrics = QFontMetricsF(font)
    layout = QTextLayout(words, font)
    layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
    layout.beginLayout()
    starts: list[int] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(rect.width())
        starts.append(line.textStart())
    layout.endLayout()
    first = words[: starts[1]].rstrip() if len(starts) > 1 else words
    painter.setFont(font)
    height = metrics.height()
    top_left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
    painter.drawText(QRectF(rect.left(), rect.top(), rect.width() + 2, height), top_left, first)
    if len(starts) > 1:
        rest = metrics.elidedText(words[starts[1] :], Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(QRectF(rect.left(), rect.top() + height + 1, rect.width() + 2, height), top_left, rest)
