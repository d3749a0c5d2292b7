"""The question being asked, and how to answer it when one wants to know."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from voice_interview.banks.model import Question
from voice_interview.ui.widgets.base import Badge, Card, Label, QuietButton, clear
from voice_interview.ui.widgets.clock import clock

_LEAST = 96
"""Two lines of the question, in pixels; a longer one scrolls where there is no room."""


class QuestionArea(QScrollArea):
    """As high as its words need, and no higher; scrolls only where the window is too small for them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question = Label(role="question")
        self.kind = Badge("")
        self.length = Label(role="small", tone="muted", wrap=False)
        self.toggle = QuietButton("How to answer", self._toggle_hints, icon="chevron-down")
        self.toggle.setCheckable(True)
        keep = self.toggle.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.toggle.setSizePolicy(keep)
        self.hints = Card(spacing=8, padding=16)
        self.hints.hide()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(_LEAST)
        self._arrange()

    def _arrange(self) -> None:
        host = QWidget()
        host.setObjectName("column-host")
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        about = QHBoxLayout()
        about.setSpacing(12)
        about.addWidget(self.kind)
        about.addWidget(self.length)
        about.addStretch()
        about.addWidget(self.toggle)
        column.addWidget(self.question)
        column.addLayout(about)
        column.addWidget(self.hints)
        self._column = column
        self.setWidget(host)

    def show_question(self, question: Question) -> None:
        """Show this question, with its hints closed."""
        self.question.setText(question.text)
        self.kind.setText(question.kind.value.capitalize())
        self.kind.show()
        self.length.show()
        self.length.setText(f"Aim for about {clock(question.target_s)}")
        self.toggle.setChecked(False)
        clear(self.hints.body)
        for line in question.how_to_answer:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(Label("•", tone="muted", wrap=False), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Label(line), 1)
            self.hints.body.addLayout(row)
        self._toggle_hints()

    def show_end(self, words: str) -> None:
        """Say this where the question was."""
        self.question.setText(words)
        self.kind.hide()
        self.length.hide()

    def offer_hints(self, *, offered: bool) -> None:
        """Hints can be asked for now, or not; they stay open for the next time."""
        self.toggle.setVisible(offered)
        self.hints.setVisible(offered and self.toggle.isChecked())

    def _toggle_hints(self) -> None:
        self.hints.setVisible(self.toggle.isChecked() and not self.toggle.isHidden())
        self.toggle.set_icon("chevron-up" if self.toggle.isChecked() else "chevron-down")

    def _fit(self) -> None:
        self.setMaximumHeight(max(_LEAST, self._column.totalHeightForWidth(self.viewport().width())))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Words flow anew."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Follow what is inside."""
        handled = super().eventFilter(watched, event)
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return handled
