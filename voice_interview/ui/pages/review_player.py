"""Hearing an answer again: waveform, buttons, time, and what the marks mean."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from voice_interview.analysis.results import Analysis
from voice_interview.storage.records import TakeRecord
from voice_interview.ui.replay import Replay
from voice_interview.ui.widgets.base import Button, Card, Label, QuietButton
from voice_interview.ui.widgets.clock import clock, whole
from voice_interview.ui.widgets.legend import Legend
from voice_interview.ui.widgets.marks import Mark
from voice_interview.ui.widgets.waveform import Waveform

STEP_S = 5.0
_END_S = 0.1
"""So near to its end a recording has been heard."""
_LOST_S = 0.2
"""Less lost sound than this cannot be heard."""


class PlayerCard(Card):
    """One recording. All sound goes through ``replay``."""

    def __init__(self, replay: Replay, parent: QWidget | None = None) -> None:
        super().__init__(spacing=8, padding=16, parent=parent)
        self._replay = replay
        self._duration_s = 0.0
        self.waveform = Waveform()
        self.play = Button("Play", "secondary", replay.toggle, icon="play", tip="Play or pause (Space)")
        self.play.setMinimumWidth(104)
        self.back = QuietButton("−5 s", lambda: replay.step(-STEP_S), tip="Five seconds back (left arrow)")
        self.ahead = QuietButton("+5 s", lambda: replay.step(STEP_S), tip="Five seconds ahead (right arrow)")
        self.time = Label("0:00 / 0:00", tone="muted", wrap=False, tabular=True)
        self.legend = Legend()
        self.note = Label(role="small", tone="caution")
        self._lost = ""
        self.body.addWidget(self.waveform)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.play)
        row.addWidget(self.back)
        row.addWidget(self.ahead)
        row.addSpacing(8)
        row.addWidget(self.time)
        row.addWidget(self.legend, 1)
        self.body.addLayout(row)
        self.body.addWidget(self.note)
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
        self._lost = (
            f"About {take.lost_s:.1f} s of sound were lost while recording." if take.lost_s >= _LOST_S else ""
        )
        self._moved(0.0)
        self._changed()

    def show_findings(self, analysis: Analysis | None) -> None:
        """Marks, and what they mean."""
        events = (analysis.fillers.events if analysis is not None else None) or ()
        pauses = (analysis.timing.pauses if analysis is not None else None) or ()
        marks = [Mark(event.start_s, event.kind, event.term) for event in events if event.start_s is not None]
        self.waveform.set_marks(marks, pauses)
        self.legend.show_findings(analysis)

    def _moved(self, second: float) -> None:
        self.waveform.set_position(second)
        ended = 0 < self._duration_s - _END_S <= second
        now = whole(self._duration_s) if ended else clock(second)
        self.time.setText(f"{now} / {whole(self._duration_s)}")

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
        self.note.setText(str(error) if error is not None and sound is not None else self._lost)
        self.note.setVisible(bool(self.note.text()))
        for button in (self.play, self.back, self.ahead):
            button.setEnabled(sound is not None)
        self.play.set_words("Pause" if self._replay.playing else "Play")
        self.play.set_icon("pause" if self._replay.playing else "play")
