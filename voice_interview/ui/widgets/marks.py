"""How a finding looks wherever it is marked, so that waveform, transcript and legend agree.

Filler sounds are round and orange, crutch words are diamonds and purple (Okabe–Ito): shape and colour both tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from voice_interview.analysis.results import FillerKind
from voice_interview.ui.theme import LANES

COLOURS: Final[dict[FillerKind, str]] = {"sound": LANES[1], "crutch": LANES[3]}


@dataclass(frozen=True, slots=True)
class Mark:
    """A filler at a time."""

    at_s: float
    kind: FillerKind
    term: str


def paint_mark(painter: QPainter, kind: FillerKind, centre: QPointF, radius: float = 3.5) -> None:
    """A disc for a sound, a diamond for a crutch word."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(COLOURS[kind]))
    if kind == "sound":
        painter.drawEllipse(centre, radius, radius)
    else:
        reach = radius * 1.25
        x, y = centre.x(), centre.y()
        corners = [QPointF(x, y - reach), QPointF(x + reach, y), QPointF(x, y + reach), QPointF(x - reach, y)]
        painter.drawPolygon(QPolygonF(corners))
    painter.restore()


def paint_pause(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    """A quiet band for a silence."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(rect, 3, 3)
    painter.restore()
