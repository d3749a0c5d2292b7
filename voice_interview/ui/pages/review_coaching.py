"""How to answer the question, what to leave out, and a model answer when one wants to see it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from voice_interview.banks.model import Question
from voice_interview.ui.widgets.base import Card, IconLabel, Label, SecondaryButton
from voice_interview.ui.widgets.refilled import Refilled


class CoachingCard(Card):
    """Advice for one question. The model answer stays hidden until asked for, for every question anew."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(spacing=12, padding=20, parent=parent)
        self._question_id: str | None = None
        self._advice = Refilled(spacing=8)
        self.reveal = SecondaryButton("Show a model answer", self._toggle, icon="eye")
        self.model_answer = Label()
        self.model_answer.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(self._advice)
        self.body.addWidget(self.reveal, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.model_answer)
        self.model_answer.hide()

    def show_question(self, question: Question) -> None:
        """Show the advice for this question."""
        if question.id == self._question_id:
            return
        self._question_id = question.id
        advice = self._advice.refill()
        advice.addWidget(Label("How to answer", "heading", wrap=False))
        advice.addWidget(Label(question.why_asked, "small", "muted"))
        for line in question.how_to_answer:
            advice.addLayout(_line("check", "good", line))
        advice.addSpacing(8)
        advice.addWidget(Label("What not to say", "heading", wrap=False))
        for line in question.what_not_to_say:
            advice.addLayout(_line("close", "caution", line))
        self.model_answer.setText(question.model_answer)
        self._show_answer(shown=False)

    def _toggle(self) -> None:
        self._show_answer(shown=self.model_answer.isHidden())

    def _show_answer(self, *, shown: bool) -> None:
        self.model_answer.setVisible(shown)
        self.reveal.set_words("Hide the model answer" if shown else "Show a model answer")


def _line(icon: str, tone: str, words: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    mark: QWidget = IconLabel(icon, "good" if tone == "good" else "caution", 16)
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Label(words), 1)
    return row
