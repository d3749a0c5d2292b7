"""History: every session, by day."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from voice_interview.errors import AppError
from voice_interview.storage.records import SessionSummary
from voice_interview.ui import words
from voice_interview.ui.services import Frame, Services
from voice_interview.ui.widgets.base import (
    Banner,
    Card,
    EmptyState,
    Label,
    Page,
    PrimaryButton,
    SecondaryButton,
    clear,
)
from voice_interview.ui.widgets.dialogs import Confirm
from voice_interview.ui.widgets.session_row import SessionRow

_PAGE = 50


class HistoryPage(Page):
    """Sessions, newest first, a page of them at a time."""

    def __init__(self, services: Services, frame: Frame) -> None:
        super().__init__("History")
        self._services, self._frame = services, frame
        self._wanted = _PAGE
        self._body = QWidget()
        self._days = QVBoxLayout(self._body)
        self._days.setContentsMargins(0, 0, 0, 0)
        self._days.setSpacing(8)
        self.column.addWidget(self._body)
        self.column.addStretch()

    def entered(self) -> None:
        """Show what is there now."""
        self.show_banner(None)
        self._body.hide()
        self._fill()
        self._body.show()

    def _fill(self) -> None:
        clear(self._days)
        try:
            sessions = self._services.history.sessions(limit=self._wanted + 1)
        except AppError as error:
            self.show_banner(Banner.of(error, ("Try again", self.entered)))
            return
        if not sessions:
            self._show_empty()
            return
        now = datetime.now().astimezone()
        card, shown = None, None
        for session in sessions[: self._wanted]:
            day = session.started_at.astimezone().date()
            if card is None or day != shown:
                card, shown = self._add_day(day, now), day
            card.body.addWidget(SessionRow(session, now, self._frame.open_review, self._ask_delete))
        if len(sessions) > self._wanted:
            self._days.addWidget(SecondaryButton("Show earlier sessions", self._show_more))

    def _add_day(self, day: date, now: datetime) -> Card:
        if self._days.count():
            self._days.addSpacing(16)
        self._days.addWidget(Label(words.day(day, now.date()), "strong", "muted"))
        card = Card(spacing=0, padding=6)
        self._days.addWidget(card)
        return card

    def _show_empty(self) -> None:
        start = PrimaryButton("Start practising", lambda: self._frame.go("practise"), icon="microphone")
        self._days.addWidget(
            EmptyState(
                "history",
                "Nothing here yet",
                "When you have practised, you find every answer here: to hear again, to read, and to compare.",
                start,
            )
        )

    def _show_more(self) -> None:
        self._wanted += _PAGE
        self.entered()

    def _ask_delete(self, session: SessionSummary) -> None:
        when = session.started_at.astimezone()
        named = f"{session.bank_title}, {words.day(when.date(), datetime.now().astimezone().date()).lower()}"
        lost = words.count(session.take_count, "recorded answer") if session.take_count else "It holds no answers"
        also = " will be deleted with all that was found in them." if session.take_count else "."
        Confirm(
            self,
            "Delete this session?",
            f"{named} at {when:%H:%M}. {lost}{also} This cannot be undone.",
            do_words="Delete",
            do=lambda: self._delete(session.id),
        ).open()

    def _delete(self, session_id: str) -> None:
        try:
            self._services.history.delete_session(session_id)
        except AppError as error:
            self.entered()
            self.show_banner(Banner.of(error))
        else:
            self.entered()
        self.setFocus()  # the button that was pressed is gone
