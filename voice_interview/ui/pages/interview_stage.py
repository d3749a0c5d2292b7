"""The panel that says what is going on: state, time, level."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from voice_interview.interview.state import Phase, State
from voice_interview.ui import theme
from voice_interview.ui.pages.interview_words import is_answering, status, target_words
from voice_interview.ui.widgets.base import Card, IconLabel, Label, restyle
from voice_interview.ui.widgets.clock import clock
from voice_interview.ui.widgets.level_meter import LevelJudge, LevelMeter, Loudness

MUTED = "No sound is coming in. Is the microphone muted?"


class RecordingDot(QWidget):
    """The red dot; red means recording and nothing else."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(24, 24)
        self.setAccessibleName("Recording")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """A disc with a quiet ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        red = theme.colour("recording")
        veil = theme.colour("recording")
        veil.setAlpha(48)
        painter.setBrush(veil)
        painter.drawEllipse(QRectF(1, 1, 22, 22))
        painter.setBrush(red)
        painter.drawEllipse(QRectF(5, 5, 14, 14))


class Stage(Card):
    """State in words and shape, elapsed time, microphone level."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(spacing=12, padding=20, parent=parent)
        self.setAccessibleName("What is going on")
        self._target_s = 90
        self._answering = False
        self._muted = False
        self._judge = LevelJudge()
        self.title = Label(role="heading")
        self.hint = Label(tone="muted")
        self.time = Label("0:00", "question", wrap=False, tabular=True)
        self.target = Label(role="small", tone="muted", wrap=False)
        self.meter = LevelMeter(scale=False)
        self.loudness = Label(role="small", tone="muted", wrap=False)
        self.dot, self.icon = RecordingDot(), IconLabel("microphone", "muted", 24)
        self._sound = QWidget()
        self._arrange()

    def _arrange(self) -> None:
        mark = QWidget()
        mark.setFixedSize(24, 24)
        self._mark = QStackedLayout(mark)
        self._mark.setContentsMargins(0, 0, 0, 0)
        self._mark.addWidget(self.icon)
        self._mark.addWidget(self.dot)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.hint)
        clocks = QVBoxLayout()
        clocks.setSpacing(0)
        right = Qt.AlignmentFlag.AlignRight
        clocks.addWidget(self.time, 0, right)
        clocks.addWidget(self.target, 0, right)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words.addStretch()
        row.addLayout(words, 1)
        row.addLayout(clocks)
        self.body.addStretch(1)
        self.body.addLayout(row)
        column = QVBoxLayout(self._sound)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.meter)
        column.addWidget(self.loudness)
        self.body.addWidget(self._sound)
        self.body.addStretch(1)
        # As high without a level as with one: the buttons below stay where they are.
        self.setMinimumHeight(self.sizeHint().height())

    def show_state(self, state: State) -> None:
        """Render; what ticks is left to ``tick``."""
        now = status(state)
        if now.title != self.title.text():
            self.title.setText(now.title)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, f"{now.title}. {now.hint}"))
        self.title.set_tone("recording" if now.dot else "text")
        faulted = state.phase is Phase.FAULTED
        if self.property("state") != (wanted := "recording" if now.dot else "caution" if faulted else ""):
            self.setProperty("state", wanted)
            restyle(self)
        self.hint.setText(now.hint)
        self.hint.setVisible(bool(now.hint))
        self._mark.setCurrentWidget(self.dot if now.dot else self.icon)
        self.icon.set_icon(
            now.icon, "good" if now.icon == "covered" else "caution" if now.icon == "warning" else "muted"
        )
        answering = is_answering(state)
        if answering and not self._answering:
            self._judge.reset()
            self.meter.reset()
            self.time.setText(clock(0))
        self._answering, self._target_s = answering, state.question.target_s
        self._muted = state.muted and state.phase in (Phase.THINKING, Phase.RECORDING)
        self.time.setVisible(answering)
        self.target.setVisible(answering)
        hearing = state.microphone_ready and state.phase in (Phase.THINKING, Phase.RECORDING) and not state.stopping
        self._sound.setVisible(hearing)
        if hearing and self._muted:
            self._say(MUTED, "caution")

    def tick(self, level_dbfs: float, position_s: float) -> None:
        """A reading of the microphone. Sets only what changed."""
        if self._sound.isVisible():
            self.meter.set_level(level_dbfs)
            if not self._muted:
                heard = self._judge.judge(monotonic(), level_dbfs)
                calm = heard in (Loudness.GOOD, Loudness.LISTENING, Loudness.PAUSE)
                self._say(heard.value, "muted" if calm else "caution")
        if self._answering:
            self.time.setText(clock(position_s))
            self.target.setText(target_words(self._target_s, position_s))

    def _say(self, words: str, tone: theme.Tone) -> None:
        self.loudness.setText(words)
        self.loudness.set_tone(tone)
