"""A column whose contents are replaced as a whole."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from voice_interview.ui.widgets.base import clear


class Refilled(QWidget):
    """Shows what was given last.

    A widget added to a column in view has everything laid out again, and so does the next one. Here all of them come
    in with one widget, which is laid out once.
    """

    def __init__(self, spacing: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spacing = spacing
        self._place = QVBoxLayout(self)
        self._place.setContentsMargins(0, 0, 0, 0)

    def refill(self) -> QVBoxLayout:
        """A new column to be filled at once; what was shown before is deleted."""
        clear(self._place)
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._spacing)
        self._place.addWidget(held)  # shown when the event loop comes round, filled by then
        return column
