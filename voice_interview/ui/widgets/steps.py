"""How far one is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from voice_interview.ui import theme


class Steps(QWidget):
    """One short bar for each step, filled up to the current one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count, self._index = 1, 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A thin line."""
        return QSize(min(280, self._count * 32), 4)

    def set_step(self, index: int, count: int) -> None:
        """At step ``index`` (from 0) of ``count``."""
        if (index, count) != (self._index, self._count):
            self._index, self._count = index, count
            self.updateGeometry()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Done and current bars are filled."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        tokens, gap = theme.current(), 4
        width = min(28.0, max(2.0, (self.width() + gap) / self._count - gap))
        for at in range(self._count):
            painter.setBrush(QColor(tokens.accent if at <= self._index else tokens.line))
            painter.drawRoundedRect(QRectF(at * (width + gap), 0, width, 4), 2, 2)
