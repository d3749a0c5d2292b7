"""Hearing an answer again: waveform, buttons, time, and what the marks mean."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from voice_interview.analysis.results import Analysis, FillerKind
from voice_interview.storage.records import TakeRecord
from voice_interview.ui import theme, words
from voice_interview.ui.replay import Replay
from voice_interview.ui.widgets.base import Button, Card, Label, QuietButton, clear
from voice_interview.ui.widgets.clock import clock
from voice_interview.ui.widgets.marks import Mark, paint_mark, paint_pause
from voice_interview.ui.widgets.waveform import Waveform

STEP_S = 5.0
_LOST_S = 0.2
"""Less lost sound than this cannot be heard."""


_ROOM_FOR_WORDS = 680


class _Swatch(QWidget):
    """The mark itself, small, beside its meaning."""

    def __init__(self, kind: FillerKind | None) -> None:
        super().__init__()
        self._kind = kind
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As large as text."""
        return QSize(12, 14)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """The same as on the waveform."""
        painter = QPainter(self)
        if self._kind is None:
            paint_pause(painter, QRectF(2, 1, 8, 12), QColor(theme.current().line))
        else:
            paint_mark(painter, self._kind, QPointF(6, 7))


class PlayerCard(Card):
    """One recording. All sound goes through ``replay``."""

    def __init__(self, replay: Replay, parent: QWidget | None = None) -> None:
        super().__init__(spacing=8, padding=16, parent=parent)
        self._replay = replay
        self._duration_s = 0.0
        self._counts: list[tuple[Label, int]] = []
        self.waveform = Waveform()
        self.play = Button("Play", "secondary", replay.toggle, icon="play", tip="Play or pause (Space)")
        self.play.setMinimumWidth(104)
        self.back = QuietButton("−5 s", lambda: replay.step(-STEP_S), tip="Five seconds back (left arrow)")
        self.ahead = QuietButton("+5 s", lambda: replay.step(STEP_S), tip="Five seconds ahead (right arrow)")
        self.time = Label("0:00 / 0:00", tone="muted", wrap=False, tabular=True)
        self.lost = Label(role="small", tone="caution")
        self._legend = QHBoxLayout()
        self._legend.setSpacing(6)
        self.body.addWidget(self.waveform)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.play)
        row.addWidget(self.back)
        row.addWidget(self.ahead)
        row.addSpacing(8)
        row.addWidget(self.time)
        row.addStretch()
        row.addLayout(self._legend)
        self.body.addLayout(row)
        self.body.addWidget(self.lost)
        self.waveform.seek.connect(replay.go_to)
        replay.moved.connect(self._moved)
        replay.changed.connect(self._changed)

    def show_take(self, take: TakeRecord) -> None:
        """Another recording; its sound is opened by the page."""
        analysis = take.analysis
        known = analysis.timing.duration_s if analysis is not None else None
        self._duration_s = known or take.duration_s or 0.0
        self.waveform.set_duration(self._duration_s)
        self.show_findings(analysis)
        self.lost.setText(
            f"About {take.lost_s:.1f} s of sound were lost while recording." if take.lost_s >= _LOST_S else ""
        )
        self.lost.setVisible(take.lost_s >= _LOST_S)
        self._moved(0.0)
        self._changed()

    def show_findings(self, analysis: Analysis | None) -> None:
        """Marks, and what they mean."""
        events = (analysis.fillers.events if analysis is not None else None) or ()
        pauses = (analysis.timing.pauses if analysis is not None else None) or ()
        marks = [Mark(event.start_s, event.kind, event.term) for event in events if event.start_s is not None]
        self.waveform.set_marks(marks, pauses)
        clear(self._legend)
        self._counts = []
        sounds = sum(event.kind == "sound" for event in events)
        counts: tuple[tuple[FillerKind | None, int, str], ...] = (
            ("sound", sounds, "filler sound"),
            ("crutch", len(events) - sounds, "crutch word"),
            (None, len(pauses), "pause"),
        )
        for kind, count, one in counts:
            if count:
                self._legend.addSpacing(6)
                self._legend.addWidget(_Swatch(kind))
                label = Label("", "small", "muted", wrap=False, tabular=True)
                label.setToolTip(words.count(count, one))
                label.setAccessibleName(words.count(count, one))
                self._legend.addWidget(label)
                self._counts.append((label, count))
        self._name_counts()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Where there is no room for words, the legend shows its numbers; the words are in its tips."""
        super().resizeEvent(event)
        self._name_counts()

    def _name_counts(self) -> None:
        for label, count in self._counts:
            label.setText(label.toolTip() if self.width() >= _ROOM_FOR_WORDS else str(count))

    def _moved(self, second: float) -> None:
        self.waveform.set_position(second)
        self.time.setText(f"{clock(second)} / {clock(self._duration_s)}")

    def _changed(self) -> None:
        sound, error = self._replay.sound, self._replay.error
        if sound is not None:
            if sound.duration_s != self._duration_s and not self._duration_s:
                self._duration_s = sound.duration_s
                self.waveform.set_duration(sound.duration_s)
            self.waveform.set_peaks(sound.peaks)
            self._moved(self._replay.position_s)
        else:
            self.waveform.set_message(str(error) if error else "Loading the recording…")
        for button in (self.play, self.back, self.ahead):
            button.setEnabled(sound is not None)
        self.play.set_words("Pause" if self._replay.playing else "Play")
        self.play.set_icon("pause" if self._replay.playing else "play")
