"""The speech model: which one is in use, and how to choose one."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from voice_interview.errors import AppError
from voice_interview.transcription.models import SpeechModel, inspect_model
from voice_interview.ui.services import Services
from voice_interview.ui.widgets.base import IconLabel, Label, PrimaryButton, QuietButton, SecondaryButton
from voice_interview.ui.widgets.dialogs import ask_folder

_NONE = (
    "A speech model turns what you say into text on this computer, so that your words, fillers and missing points "
    "can be shown. Until you have one, recording, timing, replay and judging your answer yourself all work."
)
_DEMO = (
    "This model understands only the app's own demo voice and a few hundred words. It cannot follow a person: get "
    "a Whisper model before you practise."
)
_ARRIVING = "You can practise meanwhile, and go wherever you like in the app; your words are shown once it is here."
_READY = "It turns what you say into text, on this computer."


class Condition(Enum):
    """How things stand with the speech model."""

    LOOKING = "looking"
    NONE = "none"
    DEMO = "demo"
    READY = "ready"
    BROKEN = "broken"


class ModelChoice(QWidget):
    """Says how things stand and lets the candidate choose a folder. ``changed()`` follows every new finding.

    ``on_get`` leads to where models are got.
    """

    changed = Signal()

    def __init__(
        self, services: Services, parent: QWidget | None = None, *, on_get: Callable[[], object] | None = None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._looked_at: Path | None = None
        self.condition = Condition.LOOKING
        self._icon = IconLabel("microphone", "muted", 24)
        self.title = Label("", "heading")
        self.words = Label("", tone="muted")
        self.get = PrimaryButton("Get a speech model", on_get)
        self.others = SecondaryButton("Speech models…", on_get)
        self._has_get = on_get is not None
        self._choose = SecondaryButton("Choose a folder…", self._ask_folder, icon="folder")
        self._forget = QuietButton("Use no model", lambda: self._use(None))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addWidget(self.words)
        column.addSpacing(8)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.get)
        buttons.addWidget(self.others)
        buttons.addWidget(self._choose)
        buttons.addWidget(self._forget)
        buttons.addStretch()
        column.addLayout(buttons)
        row.addLayout(column, 1)
        services.models.changed.connect(self._show_arriving)
        services.models.moved.connect(lambda _name: self._show_arriving())
        self.look_again()

    @property
    def is_ready(self) -> bool:
        """Whether nothing needs the candidate's attention (or it is not known yet)."""
        return self.condition in {Condition.READY, Condition.LOOKING}

    def look_again(self) -> None:
        """Look at the folder the settings name; off the main thread, since it may lie on a slow disk."""
        folder = self._services.settings.current.model_dir
        self._looked_at = folder
        if folder is None:
            self._show(Condition.NONE, "No speech model yet", _NONE)
            self._show_arriving()
            return
        self._services.background.run(lambda: inspect_model(folder, checksums=False), self._found, self._broken, self)

    def _found(self, model: SpeechModel) -> None:
        if model.path != self._looked_at:
            return
        if model.is_demo:
            self._show(Condition.DEMO, "Demo speech model", _DEMO)
        else:
            self._show(Condition.READY, f"Speech model {model.name}", _READY)
        self.words.setToolTip(str(model.path))

    def _broken(self, error: AppError) -> None:
        self._show(Condition.BROKEN, "The speech model cannot be used", str(error))

    def _show_arriving(self) -> None:
        """Where there is no model yet, say how far the one is that is on its way."""
        if self.condition is not Condition.NONE:
            return
        view = self._services.models.arriving
        if view is None:
            self.title.setText("No speech model yet")
            self.words.setText(_NONE)
        else:
            share = f": {view.progress.share:.0%}" if view.progress is not None else ""
            self.title.setText(f"{view.title} is on its way{share}")
            self.words.setText(_ARRIVING)
        self.get.set_words("Get a speech model" if view is None else "Show the download")

    def _show(self, condition: Condition, title: str, words: str) -> None:
        self.condition = condition
        icon, tone = {
            Condition.READY: ("covered", "good"),
            Condition.BROKEN: ("warning", "caution"),
            Condition.DEMO: ("info", "caution"),
        }.get(condition, ("info", "muted"))
        self._icon.set_icon(icon, tone)  # type: ignore[arg-type]
        self.title.setText(title)
        self.words.setText(words)
        self._choose.set_words("Choose a folder…" if condition is Condition.NONE else "Choose another folder…")
        self.get.setVisible(self._has_get and condition is not Condition.READY)
        self.others.setVisible(self._has_get and condition is Condition.READY)
        self._forget.setVisible(condition is not Condition.NONE)
        self.changed.emit()

    def _ask_folder(self) -> None:
        ask_folder(self, "The folder of a Whisper model in faster-whisper's format", self.try_folder)

    def try_folder(self, folder: Path) -> None:
        """Use this folder if it holds a whole model; else say what is wrong and keep the one in use."""
        self._services.background.run(
            lambda: inspect_model(folder), lambda _model: self._use(folder), self._refused, self
        )

    def _refused(self, error: AppError) -> None:
        self._show(Condition.BROKEN, "That folder cannot be used", f"{error} The model in use has not changed.")

    def _use(self, folder: Path | None) -> None:
        try:
            self._services.settings.change(model_dir=folder)
        except AppError as error:
            self._show(Condition.BROKEN, "Your choice could not be saved", str(error))
            return
        self.look_again()
