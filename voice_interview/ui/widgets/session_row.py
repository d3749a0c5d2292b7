"""A session in a list: what was practised, when and how much."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from voice_interview.storage.records import SessionSummary
from voice_interview.ui import words
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
        for label in (Label(title, "strong", wrap=False), Label(line, "small", "muted", wrap=False, tabular=True)):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            column.addWidget(label)
        row.addLayout(column, 1)
        row.addWidget(IconLabel("chevron-right", "muted"))
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As its two lines ask."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()


def _what(session: SessionSummary) -> str:
    if session.take_count == 0:
        return "No answers"
    parts = [words.count(session.question_count, "question")]
    if session.take_count != session.question_count:
        parts.append(words.count(session.take_count, "answer"))
    parts.append(words.length(session.recorded_s))
    return " · ".join(parts)
