"""The page on which an interview happens: the question, what is going on, and one button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSpacerItem, QVBoxLayout, QWidget

from voice_interview.interview.messages import Finish, RetryTake
from voice_interview.interview.state import Phase, State
from voice_interview.ui.pages.interview_question import QuestionArea
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
    Banner,
    Button,
    KeyHint,
    Label,
    PrimaryButton,
    QuietButton,
    SecondaryButton,
    clear,
)
from voice_interview.ui.widgets.steps import Steps
from voice_interview.ui.widgets.tab_order import order_tabs

POLL_MS = 30
_COLUMN = 760
_LOW, _AIR = 600, 0.5
"""A window of this height has no room to spare; of what is more, this share stands above the question."""

Poll = Callable[[], tuple[float, float]]
"""Gives the peak level in dBFS and the recorded seconds; plain numbers, returns at once."""


class InterviewPage(QWidget):
    """Renders ``State``; decides nothing.

    Signals:
        wish(object): an event for the interview machine.
        review(): the interview is over and the candidate wants to see the answers.
        setup(): it is over without an answer; back to where it began.
    """

    wish = Signal(object)
    review = Signal()
    setup = Signal()

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
        keep = self.end.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.end.setSizePolicy(keep)
        self.asked = QuestionArea()
        self.question, self.hints, self.hints_toggle = self.asked.question, self.asked.hints, self.asked.toggle
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
        page.setContentsMargins(24, 12, 24, 12)
        page.setSpacing(0)
        bar = QHBoxLayout()
        bar.setSpacing(16)
        bar.addWidget(self.counter)
        bar.addWidget(self.steps, 1)
        bar.addWidget(self.end)
        page.addLayout(bar)
        middle = QHBoxLayout()
        middle.addStretch()
        middle.addWidget(self._column(), 100)
        middle.addStretch()
        page.addLayout(middle, 1)

    def _column(self) -> QWidget:
        # What comes and goes stands below the buttons, so that neither question nor buttons ever move under the eye.
        holder = QWidget()
        holder.setMaximumWidth(_COLUMN)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 16, 0, 0)
        column.setSpacing(0)
        self._air_layout = column
        column.addSpacerItem(self._air)
        column.addWidget(self.asked, 100)
        column.addSpacing(24)
        column.addWidget(self.stage)
        column.addSpacing(16)
        actions = QHBoxLayout()
        actions.setSpacing(8)
        actions.addWidget(self.primary)
        actions.addWidget(KeyHint(SPACE))
        actions.addLayout(self._others)
        actions.addStretch()
        column.addLayout(actions)
        column.addSpacing(20)
        column.addLayout(self._banners)
        column.addWidget(self.takes)
        column.addStretch(1)
        return holder

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The question stands at one height in all phases, so that nothing jumps."""
        super().resizeEvent(event)
        self._air.changeSize(0, max(0, round((self.height() - _LOW) * _AIR)))
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
        if state.phase is Phase.FINISHED:
            self.counter.setText("")
            self.steps.hide()
            self.asked.show_end("That was the interview.")
        if before is None or _step_of(before) != _step_of(state):
            self._leave_buttons()
            self._asking_to_end = self._asking_to_end and is_answering(state)
        self.asked.offer_hints(offered=not is_answering(state) and state.phase is not Phase.FINISHED)
        self.end.setVisible(state.phase is not Phase.FINISHED)
        self.stage.show_state(state)
        self._show_offers(state)
        self._show_banner(state)
        self.takes.show_state(state)
        order_tabs(self)

    def _show_question(self, state: State) -> None:
        question, count = state.question, len(state.plan.questions)
        self.counter.setText(f"Question {state.index + 1} of {count}")
        self.steps.show()
        self.steps.set_step(state.index, count)
        self.asked.show_question(question)

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
        quiet = is_answering(state) or state.phase is Phase.FAULTED
        error = None if quiet else state.notice
        wanted = ("end",) if self._asking_to_end else (error,)
        if wanted == self._shown_banner:
            return
        self._shown_banner = wanted
        clear(self._banners)
        if self._asking_to_end:
            actions = (("Keep going", self._keep_going), ("End now", self._end_now))
            words = "End the interview?", "Your answer so far is kept. Enter ends it, Esc goes on."
            self._banners.addWidget(Banner(*words, tone="accent", actions=actions))
        elif error is not None:
            self._banners.addWidget(Banner.of(error))
        self._banners.setContentsMargins(0, 0, 0, 12 if self._banners.count() else 0)
        order_tabs(self)

    # --- wishes

    def _press_primary(self) -> None:
        if self._state is not None:
            self._press(primary(self._state))

    def _press(self, offer: Offer) -> None:
        if offer.wish is Leave.REVIEW:
            self.review.emit()
        elif offer.wish is Leave.SETUP:
            self.setup.emit()
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

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Space is the primary button; letters are named beside the buttons."""
        if event.isAutoRepeat() or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self._wish_to_end()
        elif self._asking_to_end and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._end_now()
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
