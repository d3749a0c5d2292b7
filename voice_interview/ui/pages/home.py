"""Home: start practising, or go back to what was practised."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from voice_interview.errors import AppError
from voice_interview.settings import Settings
from voice_interview.storage.records import AnswerStatus, SessionSummary, TakeRecord
from voice_interview.ui import words
from voice_interview.ui.pages.model_choice import ModelChoice
from voice_interview.ui.services import Frame, Services
from voice_interview.ui.widgets.base import (
    Banner,
    Card,
    IconLabel,
    Label,
    Page,
    PrimaryButton,
    QuietButton,
    clear,
)
from voice_interview.ui.widgets.session_row import SessionRow
from voice_interview.ui.widgets.tab_order import order_tabs

_LAST = 3
_LOOK_AT = 20
"""Sessions without an answer are passed over."""
_PRIVACY = "Everything stays on this computer. Nothing you say is sent anywhere."


class HomePage(Page):
    """One thing to do, what was done last, and what the app can hear."""

    def __init__(self, services: Services, frame: Frame) -> None:
        super().__init__(words.greeting(datetime.now().astimezone()))
        self._services, self._frame = services, frame
        self.column.addWidget(self._start_card())
        self._model_card = Card()
        self.model = ModelChoice(services, self, on_get=lambda: frame.go("models"))
        self.model.changed.connect(self._show_model)
        self._model_card.body.addWidget(self.model)
        self._sessions = QWidget()
        self._sessions_column = QVBoxLayout(self._sessions)
        self._sessions_column.setContentsMargins(0, 0, 0, 0)
        self._sessions_column.setSpacing(8)
        self.column.addWidget(self._sessions)
        self.column.addWidget(self._model_card)
        self.column.addStretch()
        self.column.addLayout(_privacy())
        services.settings.changed.connect(self._on_settings)
        self._show_model()

    def entered(self) -> None:
        """Show what has happened since."""
        self.model.look_again()
        self._sessions.hide()
        try:
            sessions = self._services.history.sessions(limit=_LOOK_AT)
        except AppError as error:
            self.show_banner(Banner.of(error, ("Try again", self.entered)))
            return
        answered = [session for session in sessions if session.take_count]
        if answered:
            self._fill(answered[:_LAST])
            self._sessions.show()

    def _fill(self, sessions: list[SessionSummary]) -> None:
        clear(self._sessions_column)
        head = QHBoxLayout()
        head.addWidget(Label("Last sessions", "heading"), 1)
        head.addWidget(QuietButton("See all", lambda: self._frame.go("history")))
        self._sessions_column.addLayout(head)
        card = Card(spacing=0, padding=6)
        now = datetime.now().astimezone()
        for session in sessions:
            card.body.addWidget(SessionRow(session, now, self._frame.open_review))
        self._sessions_column.addWidget(card)
        order_tabs(self)

    def show_recovered(self, takes: tuple[TakeRecord, ...]) -> None:
        """Tell of answers that were cut off when the app last ended."""
        whole = [take for take in takes if take.status is not AnswerStatus.FAILED]
        if not whole:
            return
        last = whole[-1]
        if len(whole) == 1:
            message = "We found an answer that was cut off when the app closed."
            kept = f"The first {words.length(last.duration_s)} are safe." if last.duration_s else "It is safe."
        else:
            message = f"We found {len(whole)} answers that were cut off when the app closed."
            kept = "They are safe."
        self.show_banner(
            Banner(
                message,
                kept,
                tone="accent",
                actions=(("Open it", lambda: self._frame.open_review(last.session_id, last.id)),),
                on_close=lambda: self.show_banner(None),
            )
        )

    def _start_card(self) -> Card:
        card = Card(spacing=8, padding=24)
        card.body.addWidget(Label("Practise an interview, aloud", "title"))
        lead = Label(
            "A question is read to you and you answer as you would in the room. Then you see what you said, how you "
            "said it, and what was missing.",
            "lead",
            "muted",
        )
        lead.setMaximumWidth(720)
        card.body.addWidget(lead)
        card.body.addSpacing(12)
        row = QHBoxLayout()
        self.start = PrimaryButton("Start practising", lambda: self._frame.go("practise"), icon="microphone")
        row.addWidget(self.start)
        row.addStretch()
        card.body.addLayout(row)
        return card

    def _on_settings(self, _settings: Settings) -> None:
        self.model.look_again()

    def _show_model(self) -> None:
        self._model_card.setVisible(not self.model.is_ready)


def _privacy() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(IconLabel("lock", "muted", 18))
    row.addWidget(Label(_PRIVACY, "small", "muted"), 1)
    return row
