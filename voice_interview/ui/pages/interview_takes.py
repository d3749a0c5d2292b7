"""The small lines under the interview: answers given so far."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from voice_interview.interview.state import State, Take
from voice_interview.storage.records import AnswerStatus
from voice_interview.ui.pages.interview_words import elsewhere, is_answering, take_words
from voice_interview.ui.widgets.base import IconLabel, Label, QuietButton, clear
from voice_interview.ui.widgets.clock import whole


class TakeLines(QWidget):
    """One line for each answer to this question, and one for all the others.

    Signals:
        retry(str): work on this failed take again.
    """

    retry = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: object = None
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(4)

    def show_state(self, state: State) -> None:
        """Render; nothing is shown while an answer is running, so that nothing distracts."""
        takes = () if is_answering(state) else state.takes_here
        rest = "" if is_answering(state) else elsewhere(state)
        wanted = tuple((take.id, take.status, round(take.progress, 2)) for take in takes), rest
        if wanted == self._shown:
            return
        self._shown = wanted
        clear(self._lines)
        for number, take in enumerate(takes, 1):
            self._lines.addLayout(self._line(number, take))
        if rest:
            self._lines.addWidget(Label(rest, "small", "muted"))
        self.setVisible(bool(takes or rest))

    def _line(self, number: int, take: Take) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        ready, failed = take.status is AnswerStatus.ANALYSED, take.status is AnswerStatus.FAILED
        icon = "covered" if ready else "warning" if failed else "half"
        row.addWidget(IconLabel(icon, "good" if ready else "caution" if failed else "muted", 16))
        words = f"Take {number}, {whole(take.duration_s)}  ·  {take_words(take)}"
        row.addWidget(Label(words, "small", "caution" if failed else "muted", wrap=False))
        if failed:
            take_id = take.id
            row.addWidget(QuietButton("Try again", lambda: self.retry.emit(take_id), icon="refresh"))
        row.addStretch()
        return row
