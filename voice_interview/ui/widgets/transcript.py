"""The words of an answer as flowing text in which every word can be played."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QToolTip, QWidget

from voice_interview.analysis.results import FillerEvent, FillerKind
from voice_interview.transcription.types import Word
from voice_interview.ui import theme
from voice_interview.ui.widgets.clock import clock
from voice_interview.ui.widgets.marks import COLOURS
from voice_interview.ui.widgets.word_places import WordPlaces

UNSURE = 0.5
"""Below this probability a word may have been misheard."""
_LINE_HEIGHT_PERCENT = 150


class Transcript(QTextEdit):
    """Read-only words with marks.

    Signals:
        word_chosen(int): index of the word to play from (a click, or Enter).
    """

    word_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[Word, ...] = ()
        self._places = WordPlaces(self.document())
        self._fillers: dict[int, FillerKind] = {}
        self._spans: tuple[tuple[int, int, FillerKind], ...] = ()
        self._evidence: tuple[tuple[int, int], ...] = ()
        self._current: int | None = None
        self._cursor_word = 0
        self._pressed: int | None = None
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setObjectName("transcript")
        self.setAccessibleName("Transcript")
        self.setAccessibleDescription("Arrow keys move from word to word, Enter plays from the word.")
        self.document().setDocumentMargin(3)
        self.setFont(theme.font("body"))

    def set_words(self, words: Sequence[Word], fillers: Sequence[FillerEvent] = ()) -> None:
        """Show these words; what was marked before is gone."""
        self._words = tuple(words)
        self._evidence, self._current, self._cursor_word = (), None, 0
        self._spans = tuple(
            (event.word_index, min(event.word_index + event.word_count, len(words)), event.kind)
            for event in fillers
            if event.word_index is not None and event.word_count > 0
        )
        self._fillers = {at: kind for first, last, kind in self._spans for at in range(first, last)}
        self._write()
        self.updateGeometry()

    def _write(self) -> None:
        self.setPlainText(self._places.lay(self._words))
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        spaced = QTextBlockFormat()
        spaced.setLineHeight(_LINE_HEIGHT_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        spaced.setBottomMargin(8)
        cursor.mergeBlockFormat(spaced)

    def set_evidence(self, ranges: Sequence[tuple[int, int]]) -> None:
        """Highlight half-open word ranges, and bring the first into view."""
        self._evidence = tuple(ranges)
        if self._evidence:
            self.show_word(self._evidence[0][0])
        self.viewport().update()

    def set_current(self, index: int | None) -> None:
        """Highlight the word being played, or none."""
        if index != self._current:
            self._current = index
            if index is not None:
                self.show_word(index)
            self.viewport().update()

    @property
    def current(self) -> int | None:
        """The word being played."""
        return self._current

    @property
    def evidence(self) -> tuple[tuple[int, int], ...]:
        """Highlighted word ranges."""
        return self._evidence

    def filler_kind(self, index: int) -> FillerKind | None:
        """How the word at this index is marked."""
        return self._fillers.get(index)

    def is_unsure(self, index: int) -> bool:
        """Whether this word is marked as perhaps misheard."""
        probability = self._words[index].probability
        return probability is not None and probability < UNSURE

    def word_rect(self, index: int) -> QRectF:
        """Where a word stands on the viewport (its first line, should it be broken)."""
        rects = list(self._rects(index, index + 1))
        return rects[0] if rects else QRectF()

    def word_at(self, point: QPointF) -> int | None:
        """The word under a point of the viewport."""
        return self._places.at(point + self._shift(), exact=True)

    def show_word(self, index: int) -> None:
        """Scroll so that the word can be seen."""
        if not 0 <= index < len(self._words):
            return
        rect = self.word_rect(index)
        bar, height = self.verticalScrollBar(), self.viewport().height()
        if rect.top() < 0 or rect.bottom() > height:
            bar.setValue(int(bar.value() + rect.top() - height / 3))

    def content_height(self) -> int:
        """Height in pixels that shows everything at the width it has."""
        return int(self.document().size().height()) + 2

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as it may be."""
        return QSize(480, 240)

    # --- painting

    def _shift(self) -> QPointF:
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _rects(self, first: int, last: int) -> Iterator[QRectF]:
        shift = self._shift()
        return (rect.translated(-shift) for rect in self._places.rects(first, last))

    def _visible(self) -> range:
        size = self.viewport().size()
        return self._places.between(self._shift(), self._shift() + QPointF(size.width(), size.height()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Highlights behind the text, then the text."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = theme.current()
        visible = self._visible()
        painter.setPen(Qt.PenStyle.NoPen)
        for first, last in self._evidence:
            self._fill(painter, max(first, visible.start), min(last, visible.stop), _veil(tokens.accent, 40))
        if self._current is not None and self._current in visible:
            self._fill(painter, self._current, self._current + 1, _veil(tokens.accent, 90))
        for index in visible:
            if index not in self._fillers and self.is_unsure(index):
                self._underline(painter, index, index + 1, QPen(QColor(tokens.muted), 1.5, Qt.PenStyle.DotLine))
        for first, last, kind in self._spans:
            if first in visible or last - 1 in visible:
                self._paint_filler(painter, first, last, kind)
        if self.hasFocus() and self._cursor_word in visible:
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for rect in self._rects(self._cursor_word, self._cursor_word + 1):
                painter.drawRoundedRect(rect, 5, 5)
        painter.end()
        super().paintEvent(event)

    def _fill(self, painter: QPainter, first: int, last: int, colour: QColor) -> None:
        if first >= last:
            return
        painter.setBrush(colour)
        for rect in self._rects(first, last):
            painter.drawRoundedRect(rect, 5, 5)

    def _paint_filler(self, painter: QPainter, first: int, last: int, kind: FillerKind) -> None:
        if kind == "crutch":
            self._underline(painter, first, last, QPen(QColor(COLOURS[kind]), 2))
            return
        painter.setPen(QPen(_veil(COLOURS[kind], 190), 1))
        painter.setBrush(_veil(COLOURS[kind], 56))
        for rect in self._rects(first, last):
            painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)

    def _underline(self, painter: QPainter, first: int, last: int, pen: QPen) -> None:
        painter.setPen(pen)
        for rect in self._rects(first, last):
            painter.drawLine(QPointF(rect.left() + 2, rect.bottom()), QPointF(rect.right() - 2, rect.bottom()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The text flows anew; whoever sizes this widget must know."""
        super().resizeEvent(event)
        self.updateGeometry()

    # --- input

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Remember the word pressed."""
        self._pressed = self.word_at(event.position()) if event.button() == Qt.MouseButton.LeftButton else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Play from the word that was pressed and released."""
        pressed, self._pressed = self._pressed, None
        if pressed is not None and pressed == self.word_at(event.position()):
            self._choose(pressed)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Walk the words; Enter plays."""
        key = Qt.Key(event.key())
        last = len(self._words) - 1
        if last < 0:
            event.ignore()
        elif key == Qt.Key.Key_Right:
            self._walk_to(min(last, self._cursor_word + 1))
        elif key == Qt.Key.Key_Left:
            self._walk_to(max(0, self._cursor_word - 1))
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._walk_line(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._walk_to(0 if key == Qt.Key.Key_Home else last)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self._cursor_word)
        else:
            event.ignore()

    def _walk_line(self, step: int) -> None:
        rect = self.word_rect(self._cursor_word)
        target = QPointF(rect.center().x(), rect.center().y() + step * rect.height() * 1.4)
        index = self._places.at(target + self._shift(), exact=False)
        if index is not None:
            self._walk_to(index)

    def _walk_to(self, index: int) -> None:
        self._cursor_word = index
        self.show_word(index)
        self.setAccessibleDescription(f"{self._tip(index)}. Enter plays from here.")
        self.viewport().update()

    def _choose(self, index: int) -> None:
        self._cursor_word = index
        self.viewport().update()
        self.word_chosen.emit(index)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show which word the keyboard is at."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Hide it again."""
        super().focusOutEvent(event)
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Say what a mark means."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.word_at(QPointF(event.pos()))
            if index is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), self._tip(index), self)
            return True
        return super().viewportEvent(event)

    def _tip(self, index: int) -> str:
        word = self._words[index]
        parts = [f"“{word.text}”"]
        if word.start_s is not None:
            parts.append(f"at {clock(word.start_s)}")
        kind = self._fillers.get(index)
        if kind is not None:
            parts.append("– a filler sound" if kind == "sound" else "– a crutch word")
        if self.is_unsure(index):
            parts.append("– perhaps misheard")
        return " ".join(parts)


def _veil(name: str, alpha: int) -> QColor:
    colour = QColor(name)
    colour.setAlpha(alpha)
    return colour
