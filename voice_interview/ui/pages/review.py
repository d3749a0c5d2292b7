"""The page on which a session is looked at and listened to."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from voice_interview.analysis.bands import describe
from voice_interview.analysis.results import Evidence, PointResult
from voice_interview.storage.records import SessionRecord, TakeRecord
from voice_interview.transcription.types import Span
from voice_interview.ui.pages.review_coaching import CoachingCard
from voice_interview.ui.pages.review_list import AnswerList
from voice_interview.ui.pages.review_player import STEP_S, PlayerCard
from voice_interview.ui.pages.review_words import WordsCard
from voice_interview.ui.replay import LoadAudio, PlayerLike, Replay
from voice_interview.ui.widgets.base import EmptyState, Label, PrimaryButton, QuietButton, SecondaryButton
from voice_interview.ui.widgets.figures import FiguresCard
from voice_interview.ui.widgets.rubric import RubricCard
from voice_interview.ui.widgets.tab_order import order_tabs

_TWO_COLUMNS = 760
_SIDE = 330
_GUTTER, _BAR = 24, 12


class ReviewPage(QWidget):
    """Renders a ``SessionRecord``; changes nothing in it.

    The window passes on the player's reports with ``on_player_event``.

    Signals:
        back(): leave the page.
        retry_take(str): work on this take again.
        give_up_take(str): stop the work on this take.
        practise_again(object): tuple of the ids of the questions answered here.
        export_report(): save a report of this session.
    """

    back = Signal()
    retry_take = Signal(str)
    give_up_take = Signal(str)
    practise_again = Signal(object)
    export_report = Signal()

    def __init__(self, player: PlayerLike, load_audio: LoadAudio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Review")
        self.session: SessionRecord | None = None
        self.take: TakeRecord | None = None
        self._shares: dict[str, float] = {}
        self._starts: list[tuple[float, int]] = []
        self.replay = Replay(player, load_audio, self)
        self.about = Label(role="small", tone="muted", wrap=False)
        self.list = AnswerList()
        self.question = Label(role="lead")
        self.player = PlayerCard(self.replay)
        self.words, self.figures = WordsCard(), FiguresCard()
        self.rubric, self.coaching = RubricCard(), CoachingCard()
        self.again = PrimaryButton("Practise again", self._practise_again, icon="retake")
        self.save = SecondaryButton("Save report…", self.export_report.emit)
        self._arrange()
        self._connect()

    # --- layout

    def _arrange(self) -> None:
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 20, _GUTTER - _BAR, 0)
        page.setSpacing(16)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.setContentsMargins(0, 0, _BAR, 0)
        head.addWidget(QuietButton("Back", self.back.emit, icon="chevron-left"))
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(Label("Your answers", "title", wrap=False))
        titles.addWidget(self.about)
        head.addLayout(titles, 1)
        head.addWidget(self.save)
        head.addWidget(self.again)
        page.addLayout(head)
        empty = EmptyState("microphone", "No answers here", "Nothing was recorded in this session.")
        self._nothing = _stack(empty)
        page.addWidget(self._nothing, 1)
        self._content = QWidget()
        row = QHBoxLayout(self._content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        row.addWidget(self.list)
        row.addLayout(self._detail(), 1)
        page.addWidget(self._content, 1)

    def _detail(self) -> QVBoxLayout:
        left, right = _stack(self.words, self.figures), _stack(self.rubric, self.coaching)
        self._right = right
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setContentsMargins(0, 0, _BAR, 24)
        self._columns.setSpacing(16)
        self._columns.addWidget(left, 1)
        self._columns.addWidget(right)
        host = QWidget()
        host.setObjectName("column-host")
        host.setLayout(self._columns)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(host)
        self.area.verticalScrollBar().rangeChanged.connect(self._align_right)
        above = QVBoxLayout()
        above.setContentsMargins(0, 0, _BAR, 0)
        above.setSpacing(12)
        above.addWidget(self.question)
        above.addWidget(self.player)
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addLayout(above)
        column.addWidget(self.area, 1)
        return column

    def _align_right(self, _least: int, most: int) -> None:
        # The scroll bar stands in the gutter, so that all cards end on one line.
        self._columns.setContentsMargins(0, 0, 0 if most > 0 else _BAR, 24)

    def _connect(self) -> None:
        self.list.take_chosen.connect(self._choose)
        self.words.transcript.word_chosen.connect(self._play_word)
        self.words.retry.connect(self._retry)
        self.words.give_up.connect(self._give_up)
        self.rubric.point_chosen.connect(self._show_evidence)
        self.rubric.evidence_chosen.connect(self._play_evidence)
        self.replay.moved.connect(self._moved)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """One column where two do not fit."""
        super().resizeEvent(event)
        narrow = self.width() < 1000
        self.list.setFixedWidth(208 if narrow else 256)
        wide = self.width() - 48 - self.list.width() - 24 >= _TWO_COLUMNS
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._right.setFixedWidth(_SIDE) if wide else self._right.setMinimumWidth(0)
        if not wide:
            self._right.setMaximumWidth(16777215)
        self._columns.setDirection(direction)

    # --- what is shown

    def show_session(self, session: SessionRecord, selected_take_id: str | None = None) -> None:
        """Show a session at this take, or at its first."""
        self.session, self.take = session, None
        self._shares.clear()
        self.about.setText(f"{session.bank_title}  ·  {_when(session)}")
        some = bool(session.takes)
        self._nothing.setVisible(not some)
        self._content.setVisible(some)
        self.save.setVisible(some)
        self.again.setVisible(some)
        if not some:
            self.replay.close()
            self.list.set_takes((), None)
            return
        ids = [take.id for take in session.takes]
        shown = selected_take_id if selected_take_id in ids else ids[0]
        self.list.set_takes(session.takes, shown)
        self._choose(shown)

    def update_take(self, take: TakeRecord) -> None:
        """A take of this session has changed (its work went on, ended or failed)."""
        if self.session is None or all(known.id != take.id for known in self.session.takes):
            return
        takes = tuple(take if known.id == take.id else known for known in self.session.takes)
        self.session = replace(self.session, takes=takes)
        self.list.update_take(take)
        if self.take is not None and self.take.id == take.id:
            reopen = self.take.file != take.file
            self.take = take
            self._show_findings()
            if reopen:
                self.replay.open(take.file)

    def set_progress(self, take_id: str, share: float) -> None:
        """So much of the work on a take is done, 0 to 1."""
        self._shares[take_id] = share
        if self.take is not None and self.take.id == take_id:
            self.words.set_progress(share)

    def on_player_event(self, event: object) -> None:
        """What the player reported."""
        self.replay.on_event(event)

    def _choose(self, take_id: str) -> None:
        if self.session is None or (self.take is not None and self.take.id == take_id):
            return
        self.take = next(take for take in self.session.takes if take.id == take_id)
        self.question.setText(self.take.question.text)
        self.replay.open(self.take.file)
        self.player.show_take(self.take)
        self.coaching.show_question(self.take.question)
        self._show_findings()
        self.area.verticalScrollBar().setValue(0)

    def _show_findings(self) -> None:
        take = self.take
        if take is None:
            return
        analysis = take.analysis
        words = (analysis.words if analysis is not None else None) or ()
        self._starts = [(word.start_s, at) for at, word in enumerate(words) if word.start_s is not None]
        self.player.show_findings(analysis)
        self.player.waveform.set_evidence(())
        self.words.show_take(take, self._shares.get(take.id, 0.0))
        self.figures.setVisible(analysis is not None)
        if analysis is not None:
            self.figures.show_figures(describe(analysis, take.question))
        self.rubric.show_rubric(analysis.rubric if analysis is not None else None, take.question)
        order_tabs(self)

    def _show_evidence(self, point: PointResult | None) -> None:
        evidence = point.evidence if point is not None else ()
        self.words.transcript.set_evidence([(one.start_word, one.end_word) for one in evidence])
        spans = [
            Span(one.start_s, one.end_s) for one in evidence if one.start_s is not None and one.end_s is not None
        ]
        self.player.waveform.set_evidence(spans)

    # --- listening

    def _play_word(self, index: int) -> None:
        words = self.take.analysis.words if self.take is not None and self.take.analysis is not None else None
        if words and words[index].start_s is not None:
            self.replay.play_from(words[index].start_s or 0.0)

    def _play_evidence(self, evidence: Evidence) -> None:
        self.words.transcript.show_word(evidence.start_word)
        if evidence.start_s is not None:
            self.replay.play_from(evidence.start_s)

    def _moved(self, second: float) -> None:
        at = bisect_right(self._starts, (second, len(self._starts))) - 1
        listening = self.replay.playing or second > 0
        self.words.transcript.set_current(self._starts[at][1] if at >= 0 and listening else None)

    def _retry(self) -> None:
        if self.take is not None:
            self.retry_take.emit(self.take.id)

    def _give_up(self) -> None:
        if self.take is not None:
            self.give_up_take.emit(self.take.id)

    def _practise_again(self) -> None:
        if self.session is not None:
            self.practise_again.emit(tuple(dict.fromkeys(take.question.id for take in self.session.takes)))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Space plays and pauses, arrows move five seconds, Escape goes back."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.replay.toggle()
        elif event.key() == Qt.Key.Key_Left:
            self.replay.step(-STEP_S)
        elif event.key() == Qt.Key.Key_Right:
            self.replay.step(STEP_S)
        elif event.key() == Qt.Key.Key_Escape:
            self.back.emit()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Keys go to the page."""
        super().showEvent(event)
        self.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing is heard from a page that cannot be seen."""
        super().hideEvent(event)
        self.replay.pause()


def _stack(*parts: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(16)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return holder


def _when(session: SessionRecord) -> str:
    started = session.started_at.astimezone()
    return f"{started.day} {started:%B %Y, %H:%M}"
