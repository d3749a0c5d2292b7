"""The page on which an interview happens: the question, what is going on, and one button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSpacerItem, QVBoxLayout, QWidget

from voice_interview.interview.messages import Finish, RetryTake
from voice_interview.interview.state import Phase, State
from voice_interview.ui.pages.interview_stage import Stage
from voice_interview.ui.pages.interview_takes import TakeLines
from voice_interview.ui.pages.interview_words import (
    SPACE,
    Leave,
    Offer,
    hidden_keys,
    is_answering,
    primary,
    secondary,
)
from voice_interview.ui.widgets.base import (
    Badge,
    Banner,
    Button,
    Card,
    KeyHint,
    Label,
    PrimaryButton,
    QuietButton,
    SecondaryButton,
    clear,
)
from voice_interview.ui.widgets.clock import clock
from voice_interview.ui.widgets.steps import Steps

POLL_MS = 30
_COLUMN = 760

Poll = Callable[[], tuple[float, float]]
"""Gives the peak level in dBFS and the recorded seconds; plain numbers, returns at once."""


class InterviewPage(QWidget):
    """Renders ``State``; decides nothing.

    Signals:
        wish(object): an event for the interview machine.
        review(): the interview is over and the candidate wants to see the answers.
    """

    wish = Signal(object)
    review = Signal()

    def __init__(self, poll: Poll, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._poll = poll
        self._state: State | None = None
        self._keys: dict[str, Offer] = {}
        self._asking_to_end = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Interview")
        self.counter = Label(role="small", tone="muted", wrap=False, tabular=True)
        self.steps = Steps()
        self.end = QuietButton("End interview", self._wish_to_end, icon="close", tip="End the interview (Esc)")
        self.question = Label(role="question")
        self.kind = Badge("")
        self.length = Label(role="small", tone="muted", wrap=False)
        self.hints_toggle = QuietButton("How to answer", self._toggle_hints, icon="chevron-down")
        self.hints_toggle.setCheckable(True)
        for button in (self.end, self.hints_toggle):
            keep = button.sizePolicy()
            keep.setRetainSizeWhenHidden(True)
            button.setSizePolicy(keep)
        self.hints = Card(spacing=8, padding=16)
        self.stage = Stage()
        self.primary = PrimaryButton("", self._press_primary)
        self.primary.setMinimumWidth(200)
        self.secondary: list[Button] = []
        self.takes = TakeLines()
        self.takes.retry.connect(lambda take_id: self.wish.emit(RetryTake(take_id)))
        self._banners, self._others = QVBoxLayout(), QHBoxLayout()
        self._shown_banner: object = None
        self._air = QSpacerItem(0, 0)
        self._arrange()
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._tick)

    # --- layout

    def _arrange(self) -> None:
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 16, 24, 24)
        page.setSpacing(0)
        bar = QHBoxLayout()
        bar.setSpacing(16)
        bar.addWidget(self.counter)
        bar.addWidget(self.steps, 1)
        bar.addWidget(self.end)
        page.addLayout(bar)
        page.addWidget(self._question_area(), 1)
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addLayout(self._banners)
        column.addWidget(self.stage)
        column.addWidget(self.takes)
        column.addSpacing(8)
        actions = QHBoxLayout()
        actions.setSpacing(8)
        actions.addWidget(self.primary)
        actions.addWidget(KeyHint(SPACE))
        actions.addLayout(self._others)
        actions.addStretch()
        column.addLayout(actions)
        foot = QHBoxLayout()
        foot.addStretch()
        holder = QWidget()
        holder.setMaximumWidth(_COLUMN)
        holder.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(holder, 100)
        foot.addStretch()
        page.addLayout(foot)

    def _question_area(self) -> QScrollArea:
        host = QWidget()
        host.setObjectName("column-host")
        row = QHBoxLayout(host)
        row.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout()
        column.setSpacing(16)
        holder = QWidget()
        holder.setMaximumWidth(_COLUMN)
        holder.setLayout(column)
        column.setContentsMargins(0, 16, 0, 16)
        about = QHBoxLayout()
        about.setSpacing(12)
        about.addWidget(self.kind)
        about.addWidget(self.length)
        about.addStretch()
        about.addWidget(self.hints_toggle)
        self._air_layout = column
        column.addSpacerItem(self._air)
        column.addWidget(self.question)
        column.addLayout(about)
        column.addWidget(self.hints)
        column.addStretch(1)
        row.addStretch()
        row.addWidget(holder, 100)
        row.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(host)
        return area

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The question stands at one height in all phases, so that nothing jumps."""
        super().resizeEvent(event)
        self._air.changeSize(0, max(0, (self.height() - 600) // 2))
        self._air_layout.invalidate()

    # --- state

    @property
    def state(self) -> State | None:
        """What is shown; None before the first state."""
        return self._state

    def show_state(self, state: State) -> None:
        """Render the machine's state. Cheap: what did not change is not touched."""
        before, self._state = self._state, state
        if before is None or before.index != state.index or before.plan is not state.plan:
            self._show_question(state)
        if before is None or _step_of(before) != _step_of(state):
            self._leave_buttons()
            self._asking_to_end = self._asking_to_end and is_answering(state)
        self.hints_toggle.setVisible(not is_answering(state) and state.phase is not Phase.FINISHED)
        self.hints.setVisible(self.hints_toggle.isChecked() and not self.hints_toggle.isHidden())
        self.end.setVisible(state.phase is not Phase.FINISHED)
        self.stage.show_state(state)
        self.stage.setVisible(state.phase is not Phase.FAULTED)
        self._show_offers(state)
        self._show_banner(state)
        self.takes.show_state(state)

    def _show_question(self, state: State) -> None:
        question, count = state.question, len(state.plan.questions)
        self.counter.setText(f"Question {state.index + 1} of {count}")
        self.steps.set_step(state.index, count)
        self.question.setText(question.text)
        self.kind.setText(question.kind.value.capitalize())
        self.length.setText(f"Aim for about {clock(question.target_s)}")
        self.hints_toggle.setChecked(False)
        self._point_toggle()
        clear(self.hints.body)
        for line in question.how_to_answer:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(Label("•", tone="muted", wrap=False), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Label(line), 1)
            self.hints.body.addLayout(row)

    def _leave_buttons(self) -> None:
        # A key pressed twice must not land on whatever button Qt would move the focus to.
        if self.isVisible():
            self.setFocus()

    def _show_offers(self, state: State) -> None:
        first, more = primary(state), secondary(state)
        self.primary.set_words(first.words)
        self.primary.set_icon(first.icon)
        self.primary.setEnabled(first.wish is not None)
        self.primary.setToolTip("" if first.wish is None else f"{first.words} ({SPACE})")
        shown = [button.text() for button in self.secondary]
        if shown != [offer.words for offer in more]:
            clear(self._others)
            self.secondary = [self._button(offer) for offer in more]
            for button, offer in zip(self.secondary, more, strict=True):
                self._others.addSpacing(4)
                self._others.addWidget(button)
                self._others.addWidget(KeyHint(offer.key))
        self._keys = {offer.key: offer for offer in (*hidden_keys(state), *more, first)}

    def _button(self, offer: Offer) -> SecondaryButton:
        return SecondaryButton(
            offer.words, lambda: self._press(offer), icon=offer.icon, tip=f"{offer.words} ({offer.key})"
        )

    def _show_banner(self, state: State) -> None:
        error = state.fault if state.phase is Phase.FAULTED else None if is_answering(state) else state.notice
        wanted = ("end",) if self._asking_to_end else (error,)
        if wanted == self._shown_banner:
            return
        self._shown_banner = wanted
        clear(self._banners)
        if self._asking_to_end:
            actions = (("Keep going", self._keep_going), ("End now", self._end_now))
            words = "End the interview?", "Your answer so far is kept."
            self._banners.addWidget(Banner(*words, tone="accent", actions=actions))
        elif error is not None:
            self._banners.addWidget(Banner.of(error))

    # --- wishes

    def _press_primary(self) -> None:
        if self._state is not None:
            self._press(primary(self._state))

    def _press(self, offer: Offer) -> None:
        if offer.wish is Leave.REVIEW:
            self.review.emit()
        elif offer.wish is not None:
            self.wish.emit(offer.wish)

    def _wish_to_end(self) -> None:
        if self._state is None or self._state.phase is Phase.FINISHED:
            return
        if is_answering(self._state):
            self._asking_to_end = not self._asking_to_end
            self._show_banner(self._state)
        else:
            self._end_now()

    def _keep_going(self) -> None:
        self._asking_to_end = False
        if self._state is not None:
            self._show_banner(self._state)
        self.setFocus()

    def _end_now(self) -> None:
        self._keep_going()
        self.wish.emit(Finish())

    def _toggle_hints(self) -> None:
        self.hints.setVisible(self.hints_toggle.isChecked())
        self._point_toggle()

    def _point_toggle(self) -> None:
        self.hints_toggle.set_icon("chevron-up" if self.hints_toggle.isChecked() else "chevron-down")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Space is the primary button; letters are named beside the buttons."""
        if event.isAutoRepeat() or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self._wish_to_end()
        else:
            name = SPACE if event.key() == Qt.Key.Key_Space else event.text().upper()
            offer = self._keys.get(name)
            if offer is None:
                super().keyPressEvent(event)
            else:
                self._press(offer)

    # --- ticking

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Read the level while the page can be seen."""
        super().showEvent(event)
        self._timer.start()
        self.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing to read for."""
        super().hideEvent(event)
        self._timer.stop()

    def _tick(self) -> None:
        if self._state is not None:
            self.stage.tick(*self._poll())


def _step_of(state: State) -> tuple[Phase, bool, int]:
    return state.phase, state.stopping, state.index
