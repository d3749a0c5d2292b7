"""Microphone and voice before an interview: is everything heard?"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from voice_interview.audio.events import MicrophoneFailed, MicrophoneMuted, MicrophoneReady, RecorderEvent
from voice_interview.errors import AppError, DeviceError
from voice_interview.ui.rehearsal import Rehearsal, Step
from voice_interview.ui.services import DeviceNames, Services
from voice_interview.ui.theme import Tone
from voice_interview.ui.widgets.base import Hairline, Label, QuietButton, SecondaryButton
from voice_interview.ui.widgets.controls import Choice, SettingRow, Switch
from voice_interview.ui.widgets.level_meter import LevelJudge, LevelMeter, Loudness

POLL_MS: Final = 50
LOOK_AGAIN_MS: Final = 3000
"""How often we look for a microphone while there is none."""
SAMPLE: Final = "Hello. I will read each question to you like this, and then it is your turn."
_IN_WORDS: Final = {
    Loudness.LISTENING: "Say a few words, as you would in the interview.",
    Loudness.NO_SOUND: "Nothing heard yet. Say a few words; if the bar stays empty, is the microphone muted?",
    Loudness.PAUSE: "You could be heard well",
}
_TEST = "Hear yourself as you will sound. It is deleted afterwards."
_NO_MICROPHONE = DeviceError(
    "No microphone was found.", "Plug one in, or switch it on in your system's sound settings. We keep looking."
)


class SoundCheck(QWidget):
    """Chooses the microphone, shows its level, and lets the voice be heard.

    Signals: ``changed()`` when ``problem`` may have changed; ``failed(AppError)`` when a choice could not be saved.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._sound = services.sound
        self._names: DeviceNames | None = None
        self._judge = LevelJudge()
        self._stop_listening: Callable[[], None] | None = None
        self._speaking = False
        self._muted = False
        self.problem: AppError | None = None
        """Why there is no sound from a microphone; None while all is well or not yet known."""
        self.microphone = Choice("Microphone", self._pick_microphone)
        self.meter = LevelMeter()
        self.words = Label("", "small", "muted")
        self.test = SecondaryButton("Record a test", self._toggle_test, icon="microphone")
        self.test_words = Label("", "small", "muted")
        self.rehearsal = Rehearsal(self._sound, self)
        self.rehearsal.changed.connect(self._show_test)
        self.rehearsal.over.connect(self._tested)
        self.sample = SecondaryButton("Hear a sample", self._toggle_sample, icon="speaker")
        self.voice_words = Label("", "small", "caution")
        self.read_aloud = Switch("Read questions aloud", lambda on: self._save(read_aloud=on))
        self._build()
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._read_level)
        self._again = QTimer(self)
        self._again.setInterval(LOOK_AGAIN_MS)
        self._again.timeout.connect(self.look)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.addWidget(Label("Microphone", "heading"), 1)
        head.addWidget(QuietButton("", self.look, icon="refresh", tip="Look for microphones again"))
        column.addLayout(head)
        column.addWidget(self.microphone)
        column.addWidget(self.meter)
        column.addWidget(self.words)
        test = QHBoxLayout()
        test.addWidget(self.test)
        test.addStretch()
        column.addLayout(test)
        column.addWidget(self.test_words)
        column.addSpacing(4)
        column.addWidget(Hairline())
        column.addSpacing(4)
        column.addWidget(SettingRow("Read questions aloud", "They are always on the screen too.", self.read_aloud))
        row = QHBoxLayout()
        row.addWidget(self.sample)
        row.addStretch()
        column.addLayout(row)
        column.addWidget(self.voice_words)
        self.voice_words.hide()
        self.test_words.setText(_TEST)
        self.test.setEnabled(False)

    # --- coming and going -----------------------------------------------------------------------------------

    def begin(self) -> None:
        """The page is in view: look for microphones and open the chosen one."""
        self.read_aloud.setChecked(self._services.settings.current.read_aloud)
        self.sample.setEnabled(self.read_aloud.isChecked())
        if self._stop_listening is None:
            self._stop_listening = self._sound.listen(self._heard)
        self.look()

    def end(self, *, keep_open: bool) -> None:
        """The page is left; ``keep_open`` when an interview takes the microphone over."""
        self._poll.stop()
        self._again.stop()
        self.rehearsal.stop()
        if self._stop_listening is not None:
            self._stop_listening()
            self._stop_listening = None
        self._sound.hush()
        self.meter.reset()
        if not keep_open:
            self._sound.microphone.close(0)

    @property
    def _is_on(self) -> bool:
        return self._stop_listening is not None

    # --- microphone -----------------------------------------------------------------------------------------

    def look(self) -> None:
        """Look for microphones again; the list does not change while one is open, so it is let go first."""
        self._poll.stop()
        self._sound.microphone.close(0)
        if self._names is None:
            self._say("Looking for microphones…")
        self._services.background.run(lambda: self._sound.devices(True), self._found, self._fail, self)

    def _found(self, names: DeviceNames) -> None:
        if not self._is_on:
            return
        self._names = names
        chosen = self._services.settings.current.microphone
        options: list[tuple[str, object]] = [("System default", None)]
        options += [(name, name) for name in names.microphones]
        if chosen is not None and chosen not in names.microphones:
            options.append((f"{chosen} (not connected)", chosen))
        self.microphone.fill(options, chosen)
        self.microphone.setEnabled(bool(names.microphones))
        if names.microphones:
            self._open()
        else:
            self._fail(_NO_MICROPHONE)

    def _open(self) -> None:
        self._again.stop()
        self._judge.reset()
        self._say(_IN_WORDS[Loudness.LISTENING])
        self._sound.microphone.open(self._services.settings.current.microphone)

    def _pick_microphone(self, name: object) -> None:
        self._save(microphone=name)
        self._poll.stop()
        self._open()

    def _heard(self, event: RecorderEvent) -> None:
        match event:
            case MicrophoneReady(device):
                self._ready(device)
            case MicrophoneFailed(error):
                self._fail(error)
            case MicrophoneMuted(muted):
                self._muted = muted
                self._read_level()
            case _:
                pass

    def _ready(self, device: str) -> None:
        chosen = self._services.settings.current.microphone
        self._muted = False
        if chosen is None and device.lower() != "default":
            self.microphone.setItemText(0, f"System default ({device})")
        elif chosen is not None and chosen != device:
            self.microphone.setToolTip(f"{chosen} is not connected; {device} is used instead.")
        self._set_problem(None)
        self.test.setEnabled(True)
        self._poll.start()

    def _fail(self, error: AppError) -> None:
        if not self._is_on:
            return
        self._poll.stop()
        self.meter.reset()
        self.test.setEnabled(False)
        self._say(str(error), caution=True)
        self._set_problem(error)
        self._again.start()

    def _set_problem(self, error: AppError | None) -> None:
        if error is not self.problem:
            self.problem = error
            self.changed.emit()

    def _read_level(self) -> None:
        level = self._sound.microphone.peak_dbfs
        self.meter.set_level(level)
        loudness = Loudness.NO_SOUND if self._muted else self._judge.judge(time.monotonic(), level)
        caution = loudness in {Loudness.NO_SOUND, Loudness.QUIET, Loudness.LOUD}
        self._say(_IN_WORDS.get(loudness, loudness.value), caution=caution)

    def _say(self, text: str, *, caution: bool = False) -> None:
        self.words.setText(text)
        self.words.set_tone("caution" if caution else "muted")

    # --- test recording -------------------------------------------------------------------------------------

    def _toggle_test(self) -> None:
        if self.rehearsal.step is Step.IDLE:
            self._sound.hush()
            self.rehearsal.begin()
        else:
            self.rehearsal.stop()

    def _show_test(self) -> None:
        step = self.rehearsal.step
        self.test.set_words("Record a test" if step is Step.IDLE else "Stop")
        self.test.set_icon("microphone" if step is Step.IDLE else "stop")
        self.sample.setEnabled(step is Step.IDLE and self.read_aloud.isChecked())
        if step is Step.RECORDING:
            self._say_of_test(f"Recording: say something. {self.rehearsal.left_s} s", "recording")
        elif step is Step.PLAYING:
            self._say_of_test("Playing what you said…", "muted")

    def _tested(self, error: AppError | None) -> None:
        if error is None:
            self._say_of_test("Was every word clear? If not, come closer or choose another microphone.", "muted")
        else:
            self._say_of_test(_TEST, "muted")
            self._fail(error)  # a microphone that dies while it records is not told of otherwise

    def _say_of_test(self, text: str, tone: Tone) -> None:
        self.test_words.setText(text)
        self.test_words.set_tone(tone)

    # --- voice ----------------------------------------------------------------------------------------------

    def _toggle_sample(self) -> None:
        if self._speaking:
            self._sound.hush()
            return
        self.rehearsal.stop()
        self._speaking = True
        self.voice_words.hide()
        self.sample.set_words("Stop")
        self.sample.set_icon("stop")
        self._sound.say(SAMPLE, self._said)

    def _said(self, error: AppError | None) -> None:
        self._speaking = False
        self.sample.set_words("Hear a sample")
        self.sample.set_icon("speaker")
        self.voice_words.setVisible(error is not None)
        if error is not None:
            self.voice_words.setText(f"{error} You can go on without the voice: the questions are on the screen.")

    def _save(self, **values: object) -> None:
        try:
            self._services.settings.change(**values)
        except AppError as error:
            self.failed.emit(error)
        self.sample.setEnabled(self.read_aloud.isChecked())
