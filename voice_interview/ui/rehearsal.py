"""A few seconds recorded and played back, so that one hears oneself as the interview will."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from itertools import count
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from voice_interview.audio.events import MicrophoneFailed, RecorderEvent, RecordingEnded, RecordingStarted
from voice_interview.errors import AppError, DeviceError
from voice_interview.ui.services import Sound

LENGTH_S: Final = 4
_PATIENCE_MS: Final = 3000
"""A microphone that is open writes its first sound within a fraction of this."""
_NOTHING = DeviceError("Nothing was recorded.", "Is the microphone still plugged in? Try again.")


class Step(Enum):
    """How far the test is."""

    IDLE = auto()
    RECORDING = auto()
    PLAYING = auto()


class Rehearsal(QObject):
    """Records ``LENGTH_S`` seconds with the open microphone, plays them, and deletes them.

    Signals:
        changed(): ``step`` or ``left_s`` is another one.
        over(object): it has ended; None, or the AppError that ended it.
    """

    changed = Signal()
    over = Signal(object)
    _numbers = count()

    def __init__(self, sound: Sound, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sound = sound
        self._take_id = ""
        self._listening: dict[str, Callable[[], None]] = {}
        self._file: Path | None = None
        self.step = Step.IDLE
        self.left_s = LENGTH_S
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._tick)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(lambda: self._end(_NOTHING))

    def begin(self) -> None:
        """Record; does nothing while a test runs."""
        if self.step is not Step.IDLE:
            return
        take_id = self._take_id = f"sound-test-{next(self._numbers)}"
        self._listening[take_id] = self._sound.listen(lambda event: self._heard(take_id, event))
        self.left_s = LENGTH_S
        self._go(Step.RECORDING)
        self._patience.start()
        self._sound.microphone.start(self._take_id)

    def stop(self) -> None:
        """Stop listening to oneself, or give the recording up."""
        if self.step is Step.PLAYING:
            self._sound.hush()
        elif self.step is Step.RECORDING:
            self._end(None)
            self._sound.microphone.stop()

    def _heard(self, take_id: str, event: RecorderEvent) -> None:
        match event:
            case RecordingEnded(ended, file) if ended == take_id:
                self._listening.pop(take_id)()
                self._recorded(event, file)
            case RecordingStarted(started) if started == take_id == self._take_id and self.step is Step.RECORDING:
                self._patience.stop()
                self._second.start()
            case MicrophoneFailed(error) if take_id == self._take_id and self.step is Step.RECORDING:
                self._end(error)
            case _:
                pass

    def _tick(self) -> None:
        self.left_s -= 1
        if self.left_s > 0:
            self.changed.emit()
        else:
            self._second.stop()
            self._patience.start()
            self._sound.microphone.stop()

    def _recorded(self, event: RecordingEnded, file: Path) -> None:
        if self.step is not Step.RECORDING or event.take_id != self._take_id:
            file.unlink(missing_ok=True)
            return
        self._file = file
        if event.error is not None or event.duration_s == 0:
            self._end(event.error or _NOTHING)
        else:
            self._patience.stop()
            self._second.stop()
            self._go(Step.PLAYING)
            self._sound.play(file, self._end)

    def _go(self, step: Step) -> None:
        self.step = step
        self.changed.emit()

    def _end(self, error: AppError | None) -> None:
        self._patience.stop()
        self._second.stop()
        self._forget()
        if self.step is not Step.IDLE:
            self._go(Step.IDLE)
            self.over.emit(error)

    def _forget(self) -> None:
        if self._file is not None:
            self._file.unlink(missing_ok=True)
            self._file = None
