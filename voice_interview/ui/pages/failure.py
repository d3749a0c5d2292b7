"""What is shown when the app cannot begin: what happened, and the ways out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout

from voice_interview.errors import AppError
from voice_interview.ui.widgets.base import Card, IconLabel, Label, Page, PrimaryButton, SecondaryButton


class FailurePage(Page):
    """One expected fault at the start, over the whole page; the first action is the one most likely to help."""

    def __init__(self, error: AppError, *actions: tuple[str, Callable[[], object]]) -> None:
        super().__init__()
        self.setAccessibleName(error.message)
        card = Card(padding=32)
        card.body.addWidget(IconLabel("warning", "caution", 32))
        card.body.addWidget(Label(error.message, "title"))
        if error.hint:
            card.body.addWidget(Label(error.hint, "lead", "muted"))
        card.body.addSpacing(12)
        row = QHBoxLayout()
        self.buttons = []
        for at, (text, action) in enumerate(actions):
            button = SecondaryButton(text, action) if at else PrimaryButton(text, action)
            self.buttons.append(button)
            row.addWidget(button)
        row.addStretch()
        card.body.addLayout(row)
        self.column.addStretch(1)
        self.column.addWidget(card)
        self.column.addStretch(2)

    def entered(self) -> None:
        """Put the keyboard where the way out is."""
        if self.buttons:
            self.buttons[0].setFocus()
