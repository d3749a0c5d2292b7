"""What was said, or why it cannot be shown yet."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from voice_interview.storage.records import AnswerStatus, TakeRecord
from voice_interview.ui.widgets.base import Card, IconLabel, Label, SecondaryButton
from voice_interview.ui.widgets.transcript import Transcript

_TALLEST = 420
_NO_MODEL = (
    "Your words were not written down, because no speech model is set up. You can listen, see your timing, and "
    "compare your answer with the model answer. Choose a speech model in Settings, then come back for the words."
)
_NOT_YET = "This answer has not been written down yet. Your recording is safe."
_NOTHING = "No words were understood. Listen to the recording: was the microphone close enough?"


class WordsCard(Card):
    """Transcript, progress, failure, or the reason why there are no words.

    Signals:
        retry(): work on this answer again.
        give_up(): stop the work on this answer.
    """

    retry = Signal()
    give_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(spacing=8, padding=20, parent=parent)
        self.transcript = Transcript()
        self.transcript.installEventFilter(self)
        self.model = Label(role="small", tone="muted", wrap=False)
        self.hint = Label("Press a word to hear it. Words with dots below may have been misheard.", "small", "muted")
        self.message = Label()
        self.icon = IconLabel("info", "muted")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 100)
        self.progress.setAccessibleName("Progress")
        self.again = SecondaryButton("", self.retry.emit, icon="refresh")
        self.stop = SecondaryButton("Stop", self.give_up.emit, icon="close")
        head = QHBoxLayout()
        head.addWidget(Label("What you said", "heading", wrap=False), 1)
        head.addWidget(self.model)
        self.body.addLayout(head)
        self.body.addWidget(self.transcript)
        self.body.addWidget(self.hint)
        self.body.addWidget(self._other())

    def _other(self) -> QWidget:
        self.other = QWidget()
        column = QVBoxLayout(self.other)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(12)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.message, 1)
        column.addLayout(row)
        column.addWidget(self.progress)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignLeft)
        return self.other

    def show_take(self, take: TakeRecord, share: float) -> None:
        """Show its words; ``share`` of the work is done when there are none yet."""
        analysis = take.analysis
        words = analysis.words if analysis is not None else None
        model = analysis.model if analysis is not None else None
        self.model.setText(f"Heard by {model}" if model else "")
        if take.status is AnswerStatus.ANALYSED and analysis is not None and words:
            self.transcript.set_words(words, analysis.fillers.events or ())
            self.other.hide()
            self.transcript.show()
            self.hint.show()
            self._fit()
            return
        self.transcript.set_words(())
        self.transcript.hide()
        self.hint.hide()
        self.other.show()
        working = take.status in (AnswerStatus.RECORDING, AnswerStatus.TRANSCRIBING)
        self.again.setText("Try again" if take.status is AnswerStatus.FAILED else "Write it down now")
        self.again.setVisible(not working and not (words is not None and take.status is AnswerStatus.ANALYSED))
        self.progress.setVisible(working)
        self.stop.setVisible(take.status is AnswerStatus.TRANSCRIBING)
        if working:
            self._say("half", "Your words are being written down. You can listen already.")
            self.set_progress(share)
        elif take.status is AnswerStatus.FAILED:
            self._say("warning", take.error or "This answer could not be worked on. Your recording is safe.")
        elif take.status is AnswerStatus.RECORDED:
            self._say("info", _NOT_YET)
        else:
            self._say("info", _NO_MODEL if words is None else _NOTHING)

    def set_progress(self, share: float) -> None:
        """Share of the work that is done, 0 to 1."""
        self.progress.setValue(round(100 * share))

    def _say(self, icon: str, words: str) -> None:
        self.icon.set_icon(icon, "caution" if icon == "warning" else "muted")
        self.message.setText(words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Fit the height when the text flows anew."""
        if watched is self.transcript and event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        height = min(_TALLEST, self.transcript.content_height())
        if height != self.transcript.height():
            self.transcript.setFixedHeight(height)
