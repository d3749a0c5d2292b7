"""Figures as sentences, each with its band in a word and a shape; the explanation on demand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from voice_interview.analysis.bands import Band, FigureText
from voice_interview.ui.theme import Tone
from voice_interview.ui.widgets.base import Card, Hairline, IconLabel, Label, QuietButton, clear

_LOOKS: Final[dict[Band, tuple[str, Tone, str]]] = {
    "good": ("covered", "good", "In the band that works well"),
    "caution": ("warning", "caution", "Worth a look"),
    "neutral": ("info", "muted", "Shown, not judged"),
}


class FigureRow(QWidget):
    """One figure; the row can be given another one."""

    def __init__(self, figure: FigureText, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = IconLabel("info", "muted")
        self.title = Label(role="small", tone="muted", wrap=False)
        self.sentence = Label()
        self.more = QuietButton("", self._toggle, icon="chevron-down", tip="About this figure")
        self.more.setCheckable(True)
        self.explanation = Label(role="small", tone="muted")
        self.explanation.setContentsMargins(32, 0, 8, 4)
        self.explanation.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.sentence)
        row.addLayout(words, 1)
        row.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        column.addWidget(self.explanation)
        self.show_figure(figure)

    def show_figure(self, figure: FigureText) -> None:
        """Show this one."""
        self.figure = figure
        icon, tone, meaning = _LOOKS[figure.band]
        self._mark.set_icon(icon, tone)
        self._mark.setAccessibleName(meaning)
        self._mark.setToolTip(meaning)
        self.title.setText(figure.title)
        self.sentence.setText(figure.sentence)
        self.explanation.setText(f"{meaning}. {figure.explanation}")
        self.more.setAccessibleName(f"About {figure.title.lower()}")
        self.setAccessibleName(f"{figure.title}: {figure.sentence} {meaning}.")

    def _toggle(self) -> None:
        self.explanation.setVisible(self.more.isChecked())
        self.more.set_icon("chevron-up" if self.more.isChecked() else "chevron-down")


class FiguresCard(Card):
    """All figures of one answer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(spacing=4, padding=20, parent=parent)
        self.rows: list[FigureRow] = []
        self.body.addWidget(Label("How it came across", "heading", wrap=False))
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self.body.addLayout(self._list)

    def show_figures(self, figures: Sequence[FigureText]) -> None:
        """Show these, in this order. Rows are used again: making them anew can be felt."""
        if len(figures) == len(self.rows):
            for row, figure in zip(self.rows, figures, strict=True):
                row.show_figure(figure)
            return
        clear(self._list)
        self.rows = [FigureRow(figure) for figure in figures]
        for at, row in enumerate(self.rows):
            if at:
                self._list.addWidget(Hairline())
            self._list.addWidget(row)
