"""A session in a list: what was practised, when and how much."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from voice_interview.storage.records import SessionSummary
from voice_interview.ui import words
from voice_interview.ui.theme import Role, Tone
from voice_interview.ui.widgets.base import Button, IconLabel, Label, QuietButton


class SessionRow(QWidget):
    """One session: the row opens it, the bin at its end (if there is one) asks to delete it."""

    def __init__(
        self,
        session: SessionSummary,
        today: datetime,
        on_open: Callable[[str], object],
        on_delete: Callable[[SessionSummary], object] | None = None,
    ) -> None:
        super().__init__()
        self.session = session
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(4)
        when = session.started_at.astimezone()
        at = when.strftime("%H:%M")
        if on_delete is None:
            at = f"{words.day(when.date(), today.date())}, {at}"
        self.open_button = _RowButton(session.bank_title, f"{at} · {_what(session)}", lambda: on_open(session.id))
        outer.addWidget(self.open_button, 1)
        if on_delete is not None:
            self.delete_button = QuietButton("", lambda: on_delete(session), icon="trash", tip="Delete this session")
            self.delete_button.setAccessibleName(f"Delete the session of {at}, {session.bank_title}")
            outer.addWidget(self.delete_button)


class _RowButton(Button):
    """A wide button with two lines in it."""

    def __init__(self, title: str, line: str, on_click: Callable[[], object]) -> None:
        super().__init__("", "row", on_click)
        self.setAccessibleName(f"{title}, {line}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(12)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(_Line(title, "strong", "text"))
        column.addWidget(_Line(line, "small", "muted"))
        row.addLayout(column, 1)
        row.addWidget(IconLabel("chevron-right", "muted"))
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


class _Line(Label):
    """One line of words, cut with an ellipsis where there is no room."""

    def __init__(self, words: str, role: Role, tone: Tone) -> None:
        super().__init__(words, role, tone, wrap=False, tabular=True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Cut anew."""
        super().resizeEvent(event)
        cut = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        QLabel.setText(self, cut)


def _what(session: SessionSummary) -> str:
    if session.take_count == 0:
        return "No answers"
    parts = [words.count(session.question_count, "question")]
    if session.take_count != session.question_count:
        parts.append(words.count(session.take_count, "answer"))
    parts.append(words.length(session.recorded_s))
    return " · ".join(parts)
