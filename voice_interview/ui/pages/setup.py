"""Set-up: which questions, and is everything heard?"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from voice_interview.banks.library import Library, load_all
from voice_interview.banks.model import Bank, Question
from voice_interview.errors import AppError, BankError
from voice_interview.interview.plan import Plan
from voice_interview.ui import theme, words
from voice_interview.ui.pages.setup_questions import QuestionPicker
from voice_interview.ui.pages.setup_sound import SoundCheck
from voice_interview.ui.services import Frame, Services
from voice_interview.ui.widgets.base import (
    Banner,
    Card,
    EmptyState,
    Hairline,
    Label,
    Page,
    PrimaryButton,
    QuietButton,
    SecondaryButton,
)
from voice_interview.ui.widgets.controls import Choice, Columns

_SIDE_BY_SIDE = 700
_PROBLEMS_SHOWN = 3
_THINK_S = 20
"""A breath before an answer and a look at the page after it; for the estimate only."""


def minutes(questions: Sequence[Question], rate_wpm: int) -> int:
    """About how long these take: asking at this rate, a little thinking, and answers of the wished length."""
    asking = sum(len(question.spoken.split()) for question in questions) / rate_wpm * 60
    return max(1, round((asking + sum(question.target_s + _THINK_S for question in questions)) / 60))


class SetupPage(QWidget):
    """Choose a bank and its questions, check the sound, and start."""

    def __init__(self, services: Services, frame: Frame) -> None:
        super().__init__()
        self._services, self._frame = services, frame
        self._library: Library | None = None
        self._bank: Bank | None = None
        self._handing_over = False
        self.page = Page("Practise")
        self.banks = Choice("Question bank", self._pick_bank)
        self._about = Label("", tone="muted")
        self.picker = QuestionPicker()
        self.picker.changed.connect(self._show_choice)
        self.sound = SoundCheck(services)
        self.sound.changed.connect(self._show_choice)
        self.sound.failed.connect(self._show_error)
        self._body = Columns(self._questions_card(), self._sound_card(), (3, 2), _SIDE_BY_SIDE)
        self._empty = self._empty_state()
        self.page.header.addWidget(QuietButton("Refresh", self.load, icon="refresh", tip="Read the banks again"))
        self._working = Label("Reading question banks…", tone="muted")
        self.page.column.addWidget(self._working)
        self.page.column.addWidget(self._body, 1)
        self.page.column.addWidget(self._empty)
        self.page.column.addStretch()
        self._body.hide()
        self._empty.hide()
        self.choice = Label("", wrap=False)
        self.start = PrimaryButton("Start interview", self._start, icon="microphone")
        self.start.setToolTip("Start interview (Ctrl+Enter)")
        self._footer = _Footer(self.choice, self.start)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.page, 1)
        column.addWidget(self._footer)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.start.click)
        QShortcut(QKeySequence.StandardKey.Find, self).activated.connect(self.picker.search.setFocus)
        self._show_choice()

    def entered(self) -> None:
        """Read the banks again and listen to the microphone."""
        self.load()
        self.sound.begin()

    def left(self) -> None:
        """Let go of the microphone, unless the interview goes on with it."""
        self.sound.end(keep_open=self._handing_over)

    # --- banks ----------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Read all banks, on another thread."""
        folders = self._services.bank_folders
        self._services.background.run(lambda: load_all(folders), self._loaded, self._show_error, self)

    def _loaded(self, library: Library) -> None:
        if self._library is not None and library.banks == self._library.banks:
            self._show_problems(library.problems)
            return
        self._library = library
        self._working.hide()
        self._show_problems(library.problems)
        self._body.setVisible(bool(library.banks))
        self._empty.setVisible(not library.banks)
        if not library.banks:
            self._bank = None
            self._show_choice()
            return
        kept = next((one for one in library.banks if self._bank and one.id == self._bank.id), library.banks[0])
        self.banks.fill([(one.title, one.id) for one in library.banks], kept.id)
        self._show_bank(kept)

    def _pick_bank(self, bank_id: object) -> None:
        if self._library is not None:
            self._show_bank(self._library.bank(str(bank_id)))

    def _show_bank(self, bank: Bank) -> None:
        self._bank = bank
        self._about.setText(bank.description or "")
        self._about.setVisible(bool(bank.description))
        self.picker.show_bank(bank)

    def _show_problems(self, problems: Sequence[BankError]) -> None:
        if not problems:
            self.page.show_banner(None)
            return
        lines = [_place(problem) for problem in problems[:_PROBLEMS_SHOWN]]
        if len(problems) > _PROBLEMS_SHOWN:
            lines.append(f"And {len(problems) - _PROBLEMS_SHOWN} more.")
        message = f"{words.count(len(problems), 'question bank')} cannot be used."
        self.page.show_banner(Banner(message, "\n".join(lines), actions=(("Open the folder", self._open_folder),)))

    def _show_error(self, error: AppError) -> None:
        self.page.show_banner(Banner.of(error))

    def _open_folder(self) -> None:
        folder = self._services.bank_folders[-1]
        folder.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    # --- layout ---------------------------------------------------------------------------------------------

    def _questions_card(self) -> Card:
        card = Card()
        title = Label("Questions", "heading")
        title.setMinimumHeight(theme.TARGET)
        card.body.addWidget(title)
        card.body.addWidget(self.banks)
        card.body.addWidget(self._about)
        card.body.addWidget(self.picker, 1)
        return card

    def _sound_card(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card()
        card.body.addWidget(self.sound)
        column.addWidget(card)
        column.addStretch()
        return side

    def _empty_state(self) -> EmptyState:
        folder = self._services.bank_folders[-1]
        return EmptyState(
            "folder",
            "No question bank yet",
            f"Question banks are plain text files that end in .yaml. Put one into {folder}, then refresh.",
            SecondaryButton("Open the folder", self._open_folder, icon="folder"),
        )

    # --- choice ---------------------------------------------------------------------------------------------

    def _show_choice(self) -> None:
        questions = self.picker.questions if self._bank is not None else ()
        ready = bool(questions) and self.sound.problem is None
        self._footer.setVisible(self._bank is not None)
        self.start.setEnabled(ready)
        if not questions:
            self.choice.setText("Tick at least one question.")
        elif self.sound.problem is not None:
            self.choice.setText("A microphone is needed to answer aloud.")
        else:
            about = minutes(questions, self._services.settings.current.voice_rate_wpm)
            self.choice.setText(f"{words.count(len(questions), 'question')}, about {words.count(about, 'minute')}")

    def _start(self) -> None:
        if self._bank is None or not self.picker.ids:
            return
        self._handing_over = True
        self._frame.start_interview(Plan.of(self._bank, self.picker.ids))
        self._handing_over = False


class _Footer(QWidget):
    """The choice in words and the one thing to do, always in view, in line with the column above."""

    def __init__(self, choice: Label, start: PrimaryButton) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Hairline())
        bar = QFrame()
        self._row = QHBoxLayout(bar)
        self._row.addWidget(choice, 1)
        self._row.addWidget(start)
        column.addWidget(bar)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep to the column."""
        super().resizeEvent(event)
        side = max(32, (self.width() - theme.COLUMN) // 2)
        self._row.setContentsMargins(side, 12, side, 12)


def _place(problem: BankError) -> str:
    where = problem.file.replace("\\", "/").rsplit("/", 1)[-1]
    line = f", line {problem.line}" if problem.line else ""
    return f"{where}{line}: {problem.message} {problem.hint}".strip()
