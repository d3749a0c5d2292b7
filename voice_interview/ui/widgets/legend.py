"""What the marks on a waveform mean, and how many there are."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from voice_interview.analysis.results import Analysis, FillerKind
from voice_interview.ui import theme, words
from voice_interview.ui.widgets.base import Label, clear
from voice_interview.ui.widgets.marks import paint_mark, paint_pause


class Swatch(QWidget):
    """The mark itself, small; None is a pause."""

    def __init__(self, kind: FillerKind | None) -> None:
        super().__init__()
        self._kind = kind
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As large as text."""
        return QSize(12, 14)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """The same as on the waveform."""
        painter = QPainter(self)
        if self._kind is None:
            paint_pause(painter, QRectF(2, 1, 8, 12), QColor(theme.current().line))
        else:
            paint_mark(painter, self._kind, QPointF(6, 7))


class Legend(QWidget):
    """Marks with their counts; where there is no room, numbers only, and the words as tips."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: list[tuple[Label, int]] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """It never keeps its window from growing narrower."""
        return QSize(0, 20)

    def show_findings(self, analysis: Analysis | None) -> None:
        """Count what was found."""
        clear(self._row)
        self._counts = []
        self._row.addStretch()
        events = (analysis.fillers.events if analysis is not None else None) or ()
        pauses = (analysis.timing.pauses if analysis is not None else None) or ()
        sounds = sum(event.kind == "sound" for event in events)
        counts: tuple[tuple[FillerKind | None, int, str], ...] = (
            ("sound", sounds, "filler sound"),
            ("crutch", len(events) - sounds, "crutch word"),
            (None, len(pauses), "pause"),
        )
        for kind, count, one in counts:
            if count:
                self._add(kind, count, words.count(count, one))
        self._name()

    def _add(self, kind: FillerKind | None, count: int, meaning: str) -> None:
        label = Label("", "small", "muted", wrap=False, tabular=True)
        label.setToolTip(meaning)
        label.setAccessibleName(meaning)
        self._row.addSpacing(6)
        self._row.addWidget(Swatch(kind))
        self._row.addWidget(label)
        self._counts.append((label, count))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Use the room there is."""
        super().resizeEvent(event)
        self._name()

    def _name(self) -> None:
        metrics = self.fontMetrics()
        needed = sum(metrics.horizontalAdvance(label.toolTip()) + 36 for label, _count in self._counts)
        for label, count in self._counts:
            label.setText(label.toolTip() if needed <= self.width() else str(count))
