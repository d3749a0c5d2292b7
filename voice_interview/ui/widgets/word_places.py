"""Where each word of a transcript stands in its document."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import cast

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QTextDocument, QTextLine

from voice_interview.transcription.types import Word

PARAGRAPH_S = 2.0
"""A silence this long begins a new paragraph."""


class WordPlaces:
    """Word index to place and back. All points and rectangles are the document's own."""

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self._starts: list[int] = []
        self._ends: list[int] = []

    def lay(self, words: Sequence[Word]) -> str:
        """The text of these words, to be set as the document's; their places in it are kept."""
        self._starts, self._ends = [], []
        parts: list[str] = []
        at, before = 0, None
        for word in words:
            if parts:
                gap = _gap_s(before, word)
                parts.append("\n" if gap is not None and gap > PARAGRAPH_S else " ")
                at += 1
            self._starts.append(at)
            parts.append(word.text)
            at += len(word.text.encode("utf-16-le")) // 2  # Qt counts so
            self._ends.append(at)
            before = word
        return "".join(parts)

    def at(self, point: QPointF, *, exact: bool) -> int | None:
        """The word at a point, or near it when not ``exact``."""
        how = Qt.HitTestAccuracy.ExactHit if exact else Qt.HitTestAccuracy.FuzzyHit
        position = self._document.documentLayout().hitTest(point, how)
        if position < 0 or not self._starts:
            return None
        return max(0, bisect_right(self._starts, position) - 1)

    def between(self, top: QPointF, bottom: QPointF) -> range:
        """The words in the stretch of text from one point to another."""
        first, last = self.at(top, exact=False), self.at(bottom, exact=False)
        return range(0) if first is None or last is None else range(first, last + 1)

    def rects(self, first: int, last: int) -> Iterator[QRectF]:
        """Rectangles behind words ``first`` to ``last`` (half-open), one for each line."""
        at, end = self._starts[first], self._ends[last - 1]
        while at < end:
            found = self._line_of(at)
            if found is None:
                return
            line, origin, base = found
            line_end = base + line.textStart() + line.textLength()
            left, right = _x_of(line, at - base), _x_of(line, min(end, line_end) - base)
            high = line.ascent() + line.descent()
            box = QRectF(left, line.y() + line.height() - high, right - left, high)
            yield box.translated(origin).adjusted(-2, -1, 2, 1)
            at = max(line_end, at + 1)

    def _line_of(self, position: int) -> tuple[QTextLine, QPointF, int] | None:
        block = self._document.findBlock(position)
        layout = block.layout()
        if layout is None:
            return None
        line = layout.lineForTextPosition(position - block.position())
        if not line.isValid():
            return None
        origin = self._document.documentLayout().blockBoundingRect(block).topLeft()
        return line, origin, block.position()


def _gap_s(before: Word | None, after: Word) -> float | None:
    if before is None or before.end_s is None or after.start_s is None:
        return None
    return after.start_s - before.end_s


def _x_of(line: QTextLine, position: int) -> float:
    x, _position = cast("tuple[float, int]", line.cursorToX(position))
    return x
