"""The sound of an answer: mirrored bars, what was found in it, and where playback is.

Painted by hand: importing a plotting library takes over half a second on the main thread, and one calm picture
needs none of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from voice_interview.transcription.types import Span
from voice_interview.ui import theme
from voice_interview.ui.widgets.clock import clock, spoken
from voice_interview.ui.widgets.marks import Mark, paint_mark, paint_pause

LONG_PAUSE_S = 2.0
_BAR, _GAP = 2, 2
_LANE = 16
_EDGE = 6
_STEP_S = 5.0


class Waveform(QWidget):
    """Overview of one recording.

    Signals:
        seek(float): the candidate points at this second.
    """

    seek = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._peaks: tuple[float, ...] = ()
        self._bars: list[float] = []
        self._duration_s = 0.0
        self._position_s = 0.0
        self._marks: tuple[Mark, ...] = ()
        self._pauses: tuple[Span, ...] = ()
        self._evidence: tuple[Span, ...] = ()
        self._message = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("Recording")
        self._describe()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for the bars and one lane of marks."""
        return QSize(600, 96)

    @property
    def position_s(self) -> float:
        """Where the playhead is."""
        return self._position_s

    def set_duration(self, duration_s: float) -> None:
        """A new recording of this length: nothing is known of its sound yet."""
        self._duration_s, self._position_s, self._peaks = max(0.0, duration_s), 0.0, ()
        self._marks, self._pauses, self._evidence = (), (), ()
        self._resample()

    def set_peaks(self, peaks: Sequence[float]) -> None:
        """The envelope, 0 to 1, evenly spread over the recording."""
        self._peaks = tuple(peaks)
        self.set_message("")
        self._resample()

    def set_message(self, message: str) -> None:
        """Words in place of the picture while there is none."""
        self._message = message
        self._describe()
        self.update()

    def set_marks(self, marks: Sequence[Mark], pauses: Sequence[Span]) -> None:
        """Fillers and pauses found in this recording."""
        self._marks, self._pauses = tuple(marks), tuple(pauses)
        self.update()

    def set_evidence(self, spans: Sequence[Span]) -> None:
        """The stretches that speak for the chosen rubric point."""
        if self._evidence != tuple(spans):
            self._evidence = tuple(spans)
            self.update()

    def set_position(self, position_s: float) -> None:
        """Move the playhead; repaints only where it was and is."""
        before, self._position_s = self._x(self._position_s), max(0.0, min(position_s, self._duration_s))
        after = self._x(self._position_s)
        if int(before) != int(after):
            left, right = sorted((before, after))
            self.update(int(left) - 6, 0, int(right - left) + 12, self.height())
            self._describe()

    # --- geometry

    def _x(self, second: float) -> float:
        width = max(1, self.width() - 2 * _EDGE)
        return _EDGE + (second / self._duration_s * width if self._duration_s > 0 else 0.0)

    def _second(self, x: float) -> float:
        width = max(1, self.width() - 2 * _EDGE)
        return max(0.0, min(1.0, (x - _EDGE) / width)) * self._duration_s

    def _resample(self) -> None:
        count = max(1, (self.width() - 2 * _EDGE) // (_BAR + _GAP))
        have = len(self._peaks)
        self._bars = []
        if have:
            for at in range(count):
                first = at * have // count
                last = max(first + 1, (at + 1) * have // count)
                self._bars.append(max(self._peaks[first:last]))
            top = max(self._bars)
            if top > 0:
                self._bars = [bar / top for bar in self._bars]
        self.update()

    def resizeEvent(self, event: object) -> None:  # noqa: N802, ARG002 - Qt's name
        """Fit the bars to the new width."""
        self._resample()

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Pauses behind, bars, marks, playhead."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = theme.current()
        body = QRectF(0, 4, self.width(), self.height() - _LANE - 8)
        if self._message:
            painter.setPen(QColor(tokens.muted))
            painter.setFont(theme.font("body"))
            painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, self._message)
            self._paint_focus(painter, tokens)
            return
        self._paint_pauses(painter, tokens, body)
        self._paint_bars(painter, tokens, body, QRectF(event.rect()))
        self._paint_marks(painter, tokens, body)
        if self._duration_s > 0:
            self._paint_playhead(painter, tokens, body)
        self._paint_focus(painter, tokens)

    def _paint_pauses(self, painter: QPainter, tokens: theme.Tokens, body: QRectF) -> None:
        for pause in self._pauses:
            left, right = self._x(pause.start_s), self._x(pause.end_s)
            rect = QRectF(left + 1, body.top(), max(3.0, right - left - 2), body.height())
            paint_pause(painter, rect, QColor(tokens.line if pause.length_s > LONG_PAUSE_S else tokens.hover))

    def _paint_bars(self, painter: QPainter, tokens: theme.Tokens, body: QRectF, dirty: QRectF) -> None:
        middle, reach = body.center().y(), body.height() / 2 - 4
        playhead = self._x(self._position_s)
        width = max(1, self.width() - 2 * _EDGE)
        played: list[QRectF] = []
        ahead: list[QRectF] = []
        for at, level in enumerate(self._bars):
            x = _EDGE + (at + 0.5) * width / len(self._bars)
            if dirty.left() - _BAR <= x <= dirty.right() + _BAR:
                half = max(1, round(level**0.8 * reach))
                bar = QRectF(round(x - _BAR / 2), round(middle) - half, _BAR, 2 * half)
                (played if x <= playhead else ahead).append(bar)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)  # crisp, and much quicker
        painter.setPen(Qt.PenStyle.NoPen)
        quiet = QColor(tokens.edge)
        quiet.setAlpha(170)
        for colour, bars in ((QColor(tokens.accent), played), (quiet, ahead)):
            painter.setBrush(colour)
            painter.drawRects(bars)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _paint_marks(self, painter: QPainter, tokens: theme.Tokens, body: QRectF) -> None:
        lane = body.bottom() + _LANE / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent))
        for span in self._evidence:
            left, right = self._x(span.start_s), self._x(span.end_s)
            painter.drawRoundedRect(QRectF(left, lane + 7, max(6.0, right - left), 3), 1.5, 1.5)
        for mark in self._marks:
            paint_mark(painter, mark.kind, QPointF(self._x(mark.at_s), lane))

    def _paint_playhead(self, painter: QPainter, tokens: theme.Tokens, body: QRectF) -> None:
        x = self._x(self._position_s)
        painter.setPen(QPen(QColor(tokens.text), 1.5))
        painter.drawLine(QPointF(x, body.top()), QPointF(x, body.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.text))
        painter.drawEllipse(QPointF(x, body.top()), 3.5, 3.5)

    def _paint_focus(self, painter: QPainter, tokens: theme.Tokens) -> None:
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)

    # --- input

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Seek to where it was pressed."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._ask(self._second(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Drag the playhead."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._ask(self._second(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows move five seconds; Home and End go to the ends."""
        steps = {Qt.Key.Key_Left: -_STEP_S, Qt.Key.Key_Right: _STEP_S}
        ends = {Qt.Key.Key_Home: 0.0, Qt.Key.Key_End: self._duration_s}
        key = Qt.Key(event.key())
        if key in steps:
            self._ask(self._position_s + steps[key])
        elif key in ends:
            self._ask(ends[key])
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Say what is under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = self._words_at(event.pos().x())
            if words:
                QToolTip.showText(event.globalPos(), words, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def _words_at(self, x: int) -> str:
        for mark in self._marks:
            if abs(self._x(mark.at_s) - x) <= 5:
                return f"“{mark.term}” at {clock(mark.at_s)}"
        second = self._second(x)
        for pause in self._pauses:
            if pause.start_s <= second <= pause.end_s:
                return f"A pause of {pause.length_s:.1f} s at {clock(pause.start_s)}"
        return clock(second) if self._duration_s else ""

    def _ask(self, second: float) -> None:
        if self._duration_s > 0 and not self._message:
            self.seek.emit(max(0.0, min(second, self._duration_s)))

    def _describe(self) -> None:
        self.setAccessibleDescription(
            self._message
            or f"At {spoken(self._position_s)} of {spoken(self._duration_s)}. Arrow keys move five seconds."
        )
