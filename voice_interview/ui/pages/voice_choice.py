"""The voice that reads the questions: which one, and how it sounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from voice_interview.errors import AppError
from voice_interview.speech.types import VoiceInfo
from voice_interview.ui.services import Services
from voice_interview.ui.widgets.base import QuietButton
from voice_interview.ui.widgets.controls import Choice

SAMPLE: Final = "Hello. Tell me about yourself, and why you want to work with us."
_NONE: Final = ("An English voice", None)


class VoiceChoice(QWidget):
    """A list of voices and a button to hear the chosen one.

    ``on_pick(value)`` is called when the candidate picks; ``on_error(error)`` when a voice cannot be heard. Where
    the voices cannot be listed, the one in use is all there is to choose.
    """

    def __init__(
        self,
        services: Services,
        on_pick: Callable[[object], object],
        on_error: Callable[[AppError], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._services, self._on_error = services, on_error
        self._voices: tuple[VoiceInfo, ...] | None = None
        self._speaking = False
        self.voice = Choice("Voice", on_pick)
        self.hear = QuietButton("", self._toggle, icon="speaker", tip="Hear this voice")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.hear)
        row.addWidget(self.voice, 1)
        self.show_voice()

    def load(self) -> None:
        """Ask the voice engine what it offers, once."""
        if self._voices is None:
            self._services.sound.voices(self._found)

    def show_voice(self) -> None:
        """Show the voice of the settings."""
        chosen = self._services.settings.current.voice
        known = in_order(self._voices or ())
        often = Counter(one.name for one in known)
        named = [(one.name if often[one.name] == 1 else f"{one.name}, {one.language}", one.id) for one in known]
        options: list[tuple[str, object]] = [_NONE, *named]
        if chosen is not None and all(value != chosen for _, value in options):
            options.append((chosen if self._voices is None else f"{chosen} (not installed)", chosen))
        self.voice.fill(options, chosen)

    def hush(self) -> None:
        """Fall silent."""
        if self._speaking:
            self._services.sound.hush()

    def _found(self, voices: tuple[VoiceInfo, ...]) -> None:
        self._voices = voices
        self.show_voice()

    def _toggle(self) -> None:
        if self._speaking:
            self.hush()
            return
        self._speaking = True
        self._show_hearing()
        self._services.sound.say(SAMPLE, self._said)

    def _said(self, error: AppError | None) -> None:
        self._speaking = False
        self._show_hearing()
        if error is not None:
            self._on_error(error)

    def _show_hearing(self) -> None:
        tip = "Stop" if self._speaking else "Hear this voice"
        self.hear.set_icon("stop" if self._speaking else "speaker")
        self.hear.setToolTip(tip)
        self.hear.setAccessibleName(tip)


def in_order(voices: Sequence[VoiceInfo]) -> list[VoiceInfo]:
    """English ones first, each part by name: the questions are in English."""
    return sorted(voices, key=lambda one: (not one.language.lower().startswith("en"), one.name.lower()))
