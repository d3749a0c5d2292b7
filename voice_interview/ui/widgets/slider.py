"""A slider that says its value in words and reports it once it rests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from voice_interview.ui import theme
from voice_interview.ui.widgets.base import Label

_RESTS_AFTER_MS: Final = 250


class SettledSlider(QWidget):
    """``settled`` is called with the value when the slider has not moved for a moment, or at ``settle``."""

    def __init__(
        self,
        name: str,
        span: tuple[int, int],
        steps: tuple[int, int],
        words: Callable[[int], str],
        settled: Callable[[int], object],
    ) -> None:
        """``steps``: by arrow key and by page key. ``words`` puts a value into words, longest at the upper end."""
        super().__init__()
        self._words, self._settled = words, settled
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(*span)
        self.slider.setSingleStep(steps[0])
        self.slider.setPageStep(steps[1])
        self.slider.setMinimumHeight(theme.TARGET)
        self.slider.setAccessibleName(name)
        self.slider.valueChanged.connect(self._moved)
        self._label = Label("", "small", "muted", wrap=False, tabular=True)
        self._label.setFixedWidth(self._label.fontMetrics().horizontalAdvance(words(span[1]) + " "))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_RESTS_AFTER_MS)
        self._timer.timeout.connect(self._rest)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.slider, 1)
        row.addWidget(self._label)

    def show_value(self, value: int) -> None:
        """Move there without a report."""
        self.slider.blockSignals(True)
        self.slider.setValue(value)
        self.slider.blockSignals(False)
        self._label.setText(self._words(self.slider.value()))

    def settle(self) -> None:
        """Report a value that is still waiting."""
        if self._timer.isActive():
            self._timer.stop()
            self._rest()

    def _moved(self, value: int) -> None:
        self._label.setText(self._words(value))
        self._timer.start()

    def _rest(self) -> None:
        self._settled(self.slider.value())
