"""How loud the microphone is (peak level), and what that means in words."""

from __future__ import annotations

from collections import deque
from enum import Enum
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from voice_interview.ui import theme

FLOOR_DBFS: Final = -60.0
TICKS_DBFS: Final = (-60, -40, -20, -10, 0)
LOUD_DBFS: Final = -3.0
"""Above this the loudest parts are about to be cut off."""
QUIET_DBFS: Final = -36.0
"""Peaks of speech at arm's length from a laptop's microphone lie between -25 and -6; softer is hard to recognise."""
SILENT_DBFS: Final = -58.0
"""Peaks of the noise in a quiet room reach this on nearly every microphone."""

_BAR = 8
_TICK_GAP = 8
_FALL_DB = 1.2
"""How far the bar falls between two readings, so that it can be read."""


class Loudness(Enum):
    """What a level means; the value is what the candidate reads."""

    LISTENING = "Listening…"
    GOOD = "You can be heard well"
    QUIET = "Very quiet. Come closer or speak up a little"
    LOUD = "Too loud. Move back a little"
    NO_SOUND = "No sound. Is the microphone muted?"
    PAUSE = "Quiet now. Take your time"


class LevelJudge:
    """Puts the last seconds of level into words. Who was heard once and is silent now is thinking, not muted."""

    def __init__(self, window_s: float = 10.0, patience_s: float = 3.0) -> None:
        self._window_s, self._patience_s = window_s, patience_s
        self._levels: deque[tuple[float, float]] = deque()
        self._since_s: float | None = None
        self._was_heard = False

    def reset(self) -> None:
        """Forget what was heard."""
        self._levels.clear()
        self._since_s = None
        self._was_heard = False

    def judge(self, now_s: float, level_dbfs: float) -> Loudness:
        """What the level of the last seconds means; ``now_s`` never runs backwards."""
        if self._since_s is None:
            self._since_s = now_s
        self._levels.append((now_s, level_dbfs))
        while now_s - self._levels[0][0] > self._window_s:
            self._levels.popleft()
        if any(level > LOUD_DBFS for at, level in self._levels if now_s - at < 1.5):
            return Loudness.LOUD
        loudest = max(level for _, level in self._levels)
        if loudest > QUIET_DBFS:
            self._was_heard = True
            return Loudness.GOOD
        if self._was_heard:
            return Loudness.PAUSE
        if now_s - self._since_s < self._patience_s:
            return Loudness.LISTENING
        return Loudness.QUIET if loudest > SILENT_DBFS else Loudness.NO_SOUND


class LevelMeter(QWidget):
    """A bar, over a scale in dB below full scale where ``scale`` is wanted. Give it a reading every 30 to 100 ms."""

    def __init__(self, *, scale: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._level = FLOOR_DBFS
        self._scale = scale
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Microphone level")

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A bar, and its scale if it has one."""
        return QSize(320, _BAR + 6 + QFontMetrics(theme.font("small")).height() if self._scale else _BAR)

    @property
    def level_dbfs(self) -> float:
        """What is shown."""
        return self._level

    def set_level(self, dbfs: float) -> None:
        """Show a reading: rises at once, falls gently. Repaints only when a pixel changes."""
        target = min(0.0, max(FLOOR_DBFS, dbfs))
        shown = max(target, self._level - _FALL_DB)
        changed = int(self._x(shown)) != int(self._x(self._level))
        self._level = shown
        if changed:
            self.update(0, 0, self.width(), _BAR + 2)

    def reset(self) -> None:
        """Show nothing."""
        self._level = FLOOR_DBFS
        self.update()

    def _x(self, dbfs: float) -> float:
        return (dbfs - FLOOR_DBFS) / -FLOOR_DBFS * self.width()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Track, bar, scale."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = theme.current()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.line))
        painter.drawRoundedRect(QRectF(0, 0, self.width(), _BAR), _BAR / 2, _BAR / 2)
        self._paint_bar(painter, tokens)
        if self._scale:
            self._paint_scale(painter, tokens)

    def _paint_scale(self, painter: QPainter, tokens: theme.Tokens) -> None:
        painter.setFont(theme.font("small", tabular=True))
        painter.setPen(QColor(tokens.muted))
        top = _BAR + 6
        free = float(self.width())
        for tick in reversed(TICKS_DBFS):
            words = f"{tick} dB" if tick == 0 else f"{tick}".replace("-", "−")
            width = painter.fontMetrics().horizontalAdvance(words)
            left = min(max(0.0, self._x(tick) - width / 2), self.width() - width)
            if left + width > free:
                continue
            free = left - _TICK_GAP
            painter.drawText(QRectF(left, top, width + 2, self.height() - top), Qt.AlignmentFlag.AlignTop, words)

    def _paint_bar(self, painter: QPainter, tokens: theme.Tokens) -> None:
        width = self._x(self._level)
        if width < 1:
            return
        painter.save()
        painter.setClipRect(QRectF(0, 0, width, _BAR))
        painter.setBrush(QColor(tokens.good if self._level > QUIET_DBFS else tokens.edge))
        painter.drawRoundedRect(QRectF(0, 0, self.width(), _BAR), _BAR / 2, _BAR / 2)
        if self._level > LOUD_DBFS:
            painter.setClipRect(QRectF(self._x(LOUD_DBFS), 0, self.width(), _BAR))
            painter.setBrush(QColor(tokens.caution))
            painter.drawRoundedRect(QRectF(0, 0, self.width(), _BAR), _BAR / 2, _BAR / 2)
        painter.restore()
