"""Settings: looks, sound, the speech model, the candidate's data, and what the app is made of."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QWidget

import voice_interview
from voice_interview.errors import AppError
from voice_interview.settings import Settings
from voice_interview.ui.pages.model_choice import ModelChoice
from voice_interview.ui.pages.voice_choice import VoiceChoice
from voice_interview.ui.services import DeviceNames, Frame, Services
from voice_interview.ui.widgets.base import Banner, Card, Hairline, Label, Page, QuietButton, SecondaryButton
from voice_interview.ui.widgets.controls import Choice, Segments, SettingRow, Switch
from voice_interview.ui.widgets.dialogs import Confirm
from voice_interview.ui.widgets.slider import SettledSlider

_CONTROL: Final = 300
RATES_WPM: Final = (110, 220)
"""Slower sounds broken, faster is hard to follow; the engine would take 80 to 300."""
_LICENCES: Final = (
    ("Qt and PySide6", "LGPL 3"),
    ("faster-whisper, CTranslate2, ONNX Runtime, Silero VAD", "MIT"),
    ("tokenizers, huggingface_hub", "Apache 2.0"),
    ("PyAV", "BSD 3-Clause"),
    ("FFmpeg", "LGPL 2.1 or later"),
    ("pyttsx3", "MPL 2"),
    ("eSpeak NG", "GPL 3"),
    (
        "PortAudio, sounddevice, pydantic, PyYAML, SQLAlchemy, Alembic, Typer, Rich",
        "MIT",
    ),
    ("libsndfile, soxr", "LGPL 2.1"),
    ("NumPy, soundfile, Jinja, snowballstemmer", "BSD 3-Clause"),
    ("Inter, the font", "SIL Open Font License 1.1"),
)


class SettingsPage(Page):
    """Every setting, in effect and saved as soon as it is changed."""

    def __init__(self, services: Services, frame: Frame) -> None:
        super().__init__("Settings")
        self._services, self._frame = services, frame
        self.theme = Segments("Theme", (("System", "system"), ("Light", "light"), ("Dark", "dark")), self._pick_theme)
        self.microphone = Choice("Microphone", lambda name: self._save(microphone=name))
        self.speaker = Choice("Speaker", lambda name: self._save(speaker=name))
        self.read_aloud = Switch("Read questions aloud", lambda on: self._save(read_aloud=on))
        self.rate = SettledSlider(
            "Speed of the voice, words a minute",
            RATES_WPM,
            (5, 15),
            "{} words/min".format,
            lambda rate: self._save(voice_rate_wpm=rate),
        )
        self.volume = SettledSlider(
            "Volume, per cent", (0, 100), (5, 20), "{} %".format, lambda share: self._save(volume=share / 100)
        )
        self.voice = VoiceChoice(services, lambda voice: self._save(voice=voice), self._no_voice)
        self.record = Switch("Record after the question", lambda on: self._save(record_after_question=on))
        self.model = ModelChoice(services, self, on_get=lambda: frame.go("models"))
        self._build()
        services.settings.changed.connect(self._show)
        self._show(services.settings.current)

    def entered(self) -> None:
        """Ask what is plugged in."""
        self._services.background.run(lambda: self._services.sound.devices(True), self._found, self._no_devices, self)
        self.model.look_again()
        self.voice.load()

    def left(self) -> None:
        """Save what is still waiting."""
        self.rate.settle()
        self.volume.settle()
        self.voice.hush()

    # --- layout ---------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._card("Appearance", SettingRow("Theme", "", self.theme))
        for control in (self.microphone, self.speaker, self.voice, self.rate, self.volume):
            control.setFixedWidth(_CONTROL)
        self._card(
            "Sound",
            SettingRow("Microphone", "Kept by its name, whenever it is connected.", self.microphone),
            SettingRow("Speaker", "", self.speaker),
            SettingRow("Volume", "Of the questions and of your answers when you listen to them.", self.volume),
        )
        self._card(
            "Interviewer",
            SettingRow("Read questions aloud", "They are always on the screen too.", self.read_aloud),
            SettingRow("Voice", "Those of this computer, English ones first.", self.voice),
            SettingRow("Speed of the voice", "", self.rate),
            SettingRow(
                "Record after the question",
                "Recording starts by itself when the question has been read. Off: you press the button.",
                self.record,
            ),
        )
        self._card("Speech model", self.model)
        self._data_card()
        self._about_card()
        self.column.addStretch()

    def _card(self, title: str, *rows: QWidget) -> Card:
        card = Card(spacing=12)
        card.body.addWidget(Label(title, "heading"))
        for at, row in enumerate(rows):
            if at:
                card.body.addWidget(Hairline())
            card.body.addWidget(row)
        self.column.addWidget(card)
        return card

    def _data_card(self) -> None:
        folder = self._services.paths.data
        show = SecondaryButton("Open folder", self._open_data, icon="folder")
        self.delete_all = SecondaryButton("Delete everything…", self._ask_delete_all, icon="trash")
        self._card(
            "Your data",
            SettingRow("Recordings and history", f"In {folder}. Nothing leaves this computer.", show),
            SettingRow("Delete everything", "All sessions, recordings, transcripts and findings.", self.delete_all),
        )

    def _about_card(self) -> None:
        card = self._card("About", Label(f"Voice Interview {voice_interview.__version__}, under the MIT licence."))
        self._licences = Label("\n".join(f"{names}: {licence}" for names, licence in _LICENCES), "small", "muted")
        self._licences.hide()
        row = QHBoxLayout()
        self.licences = QuietButton("Show what it is made of", self._toggle_licences, icon="chevron-down")
        row.addWidget(self.licences)
        row.addStretch()
        card.body.addLayout(row)
        card.body.addWidget(self._licences)

    # --- showing and saving ---------------------------------------------------------------------------------

    def _show(self, settings: Settings) -> None:
        self.theme.pick(settings.theme)
        self.read_aloud.setChecked(settings.read_aloud)
        self.record.setChecked(settings.record_after_question)
        self.rate.show_value(settings.voice_rate_wpm)
        self.volume.show_value(round(100 * settings.volume))
        self.microphone.pick(settings.microphone)
        self.speaker.pick(settings.speaker)
        self.voice.show_voice()

    def _save(self, **values: object) -> None:
        try:
            self._services.settings.change(**values)
        except AppError as error:
            self.show_banner(Banner.of(error))
        else:
            self.show_banner(None)

    def _pick_theme(self, choice: object) -> None:
        self._save(theme=choice)

    def _found(self, names: DeviceNames) -> None:
        settings = self._services.settings.current
        _fill(self.microphone, names.microphones, settings.microphone)
        _fill(self.speaker, names.speakers, settings.speaker)

    def _no_devices(self, error: AppError) -> None:
        self._found(DeviceNames((), ()))
        self.show_banner(Banner.of(error, ("Try again", self.entered)))

    def _no_voice(self, error: AppError) -> None:
        self.show_banner(Banner.of(error, on_close=lambda: self.show_banner(None)))

    # --- data -----------------------------------------------------------------------------------------------

    def _open_data(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._services.paths.data)))

    def _ask_delete_all(self) -> None:
        Confirm(
            self,
            "Delete everything?",
            "All sessions, recordings, transcripts and findings will be deleted. Your settings and your own question "
            "banks stay. This cannot be undone.",
            do_words="Delete everything",
            do=self._delete_all,
        ).open()

    def _delete_all(self) -> None:
        try:
            self._services.history.delete_all()
        except AppError as error:
            self.show_banner(Banner.of(error))
        else:
            self.show_banner(Banner("Everything was deleted.", tone="good", on_close=lambda: self.show_banner(None)))

    def _toggle_licences(self) -> None:
        shown = self._licences.isHidden()
        self._licences.setVisible(shown)
        self.licences.set_icon("chevron-up" if shown else "chevron-down")
        self.licences.set_words("Hide what it is made of" if shown else "Show what it is made of")


def _fill(choice: Choice, names: tuple[str, ...], chosen: str | None) -> None:
    options: list[tuple[str, object]] = [("System default", None), *((name, name) for name in names)]
    if chosen is not None and chosen not in names:
        options.append((f"{chosen} (not connected)", chosen))
    choice.fill(options, chosen)
