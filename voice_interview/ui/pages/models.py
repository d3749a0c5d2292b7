"""Speech models: which one is in use, what suits this computer, and getting, keeping and removing them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout

from voice_interview.errors import AppError
from voice_interview.settings import Settings
from voice_interview.transcription.store.problems import gigabytes
from voice_interview.ui import model_views
from voice_interview.ui.model_views import ModelView
from voice_interview.ui.models import IMPORT
from voice_interview.ui.pages.model_choice import ModelChoice
from voice_interview.ui.services import Frame, Services
from voice_interview.ui.widgets.base import (
    Banner,
    Card,
    Hairline,
    IconLabel,
    Label,
    Page,
    QuietButton,
    SecondaryButton,
    clear,
)
from voice_interview.ui.widgets.controls import SettingRow
from voice_interview.ui.widgets.model_row import Bar, ModelRow

_PROMISE = (
    "Nothing is downloaded until you press Download. Once a model is here it works without the internet, and nothing "
    "you say leaves this computer."
)
_TRYING = "Trying out how fast this computer is, to recommend a model for it. This takes a few seconds, once."
_IMPORT = "Copy a model from another computer, for example by a USB stick: its folder, or that folder as a zip file."
_MIRROR = "The address models are fetched from. Change it if your school or company has a mirror of the hub."
_FIELD = 300


class ModelsPage(Page):
    """The catalogue, each model with what can be done with it. Shows what ``services.models`` knows."""

    def __init__(self, services: Services, frame: Frame) -> None:
        super().__init__()
        self._services, self._models = services, services.models
        self.rows: dict[str, ModelRow] = {}
        self._groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
        self.header.addWidget(QuietButton("Settings", lambda: frame.go("settings"), icon="chevron-left"))
        self.header.addWidget(Label("Speech models", "title"), 1)
        self.column.insertLayout(0, self.header)
        self.setAccessibleName("Speech models")
        self.choice = ModelChoice(services, self)
        self.trying = Label(_TRYING, tone="muted")
        self._list = QVBoxLayout()
        self._list.setSpacing(24)
        self.import_folder = SecondaryButton("From a folder…", self._ask_folder, icon="folder")
        self.import_zip = SecondaryButton("From a zip file…", self._ask_zip)
        self.stop_import = QuietButton("Stop", lambda: self._models.stop(IMPORT))
        self.import_bar, self.import_words = Bar("Import: how far it is"), Label("", "small", tabular=True)
        self.mirror = QLineEdit()
        self.room = Label("", "small", "muted", tabular=True)
        self._build()
        self._models.changed.connect(self._show)
        self._models.moved.connect(self._moved)
        self._models.brought.connect(self._brought)
        self._models.trouble.connect(self._troubled)
        services.settings.changed.connect(self._on_settings)
        self._show()

    def entered(self) -> None:
        """Look at the disk again."""
        self.choice.look_again()
        self._models.look()
        self.mirror.setText(self._services.settings.current.model_endpoint)

    # --- layout ---------------------------------------------------------------------------------------------

    def _build(self) -> None:
        promise = QHBoxLayout()
        promise.setSpacing(8)
        promise.addWidget(IconLabel("lock", "muted", 18), 0, Qt.AlignmentFlag.AlignTop)
        promise.addWidget(Label(_PROMISE, tone="muted"), 1)
        self.column.addLayout(promise)
        in_use = Card()
        in_use.body.addWidget(self.choice)
        self.column.addWidget(in_use)
        self.column.addWidget(self.trying)
        self.column.addLayout(self._list)
        self.column.addWidget(self._import_card())
        self.column.addWidget(self._place_card())
        self.column.addStretch()

    def _import_card(self) -> Card:
        card = Card()
        card.body.addWidget(Label("Without the internet", "heading"))
        card.body.addWidget(Label(_IMPORT, tone="muted"))
        row = QHBoxLayout()
        for button in (self.import_folder, self.import_zip, self.stop_import):
            row.addWidget(button)
        row.addStretch()
        card.body.addLayout(row)
        card.body.addWidget(self.import_bar)
        card.body.addWidget(self.import_words)
        return card

    def _place_card(self) -> Card:
        card = Card()
        card.body.addWidget(Label("Where models come from, and go", "heading"))
        self.mirror.setFixedWidth(_FIELD)
        self.mirror.setAccessibleName("Address of the hub")
        self.mirror.editingFinished.connect(self._save_mirror)
        card.body.addWidget(SettingRow("Address of the hub", _MIRROR, self.mirror))
        card.body.addWidget(Hairline())
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addWidget(self.room, 1)
        row.addWidget(SecondaryButton("Open folder", self._open_folder, icon="folder"))
        card.body.addLayout(row)
        return card

    # --- showing --------------------------------------------------------------------------------------------

    def _show(self) -> None:
        views = {view.name: view for view in self._models.views()}
        groups = self._grouped(views.values())
        if groups != self._groups:
            self._groups = groups
            self._fill(views)
        for name, row in self.rows.items():
            row.show_view(views[name], self._models.machine)
        self._show_import()
        machine = self._models.machine
        self.trying.setVisible(machine is None)
        free = f" {gigabytes(machine.free_bytes)} are free there." if machine else ""
        self.room.setText(f"Models are kept in {self._models.folder}.{free}")

    def _grouped(self, views: Iterable[ModelView]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        best = self._models.recommended
        groups: dict[str, list[str]] = {
            "Recommended for this computer": [], "For English": [], "For other languages": [], "Others": [],
        }  # fmt: skip
        for view in views:
            if best is not None and view.entry is best:
                title = "Recommended for this computer"
            elif view.entry is None:
                title = "Others"
            else:
                title = "For English" if view.entry.english_only else "For other languages"
            groups[title].append(view.name)
        return tuple((title, tuple(names)) for title, names in groups.items() if names)

    def _fill(self, views: dict[str, ModelView]) -> None:
        clear(self._list)
        self.rows = {}
        best, machine = self._models.recommended, self._models.machine
        for title, names in self._groups:
            card = Card(spacing=4)
            card.body.addWidget(Label(title, "heading"))
            only = best is not None and names == (best.name,)
            if only and best is not None and machine is not None:
                card.body.addWidget(Label(model_views.why(best, machine), tone="muted"))
            for at, name in enumerate(names):
                if at:
                    card.body.addWidget(Hairline())
                self.rows[name] = ModelRow(self._models, views[name], primary=only)
                card.body.addWidget(self.rows[name])
            self._list.addWidget(card)

    def _moved(self, name: str) -> None:
        if name == IMPORT:
            self._show_import()
        elif name in self.rows:
            self.rows[name].show_view(self._models.view(name), self._models.machine)

    def _show_import(self) -> None:
        work = self._models.copying
        for part in (self.stop_import, self.import_bar, self.import_words):
            part.setVisible(work is not None)
        self.import_folder.setEnabled(work is None)
        self.import_zip.setEnabled(work is None)
        if work is not None:
            self.import_bar.show_share(work.done_bytes, work.total_bytes)
            total = f" {gigabytes(work.done_bytes)} of {gigabytes(work.total_bytes)}" if work.total_bytes else ""
            self.import_words.setText(f"{work.words}{total}")

    def _brought(self, title: str) -> None:
        self.show_banner(Banner(f"{title} is installed.", tone="good", on_close=lambda: self.show_banner(None)))

    def _troubled(self, error: AppError) -> None:
        self.show_banner(Banner.of(error, on_close=lambda: self.show_banner(None)))

    def _on_settings(self, settings: Settings) -> None:
        self.choice.look_again()
        self.mirror.setText(settings.model_endpoint)

    # --- doing ----------------------------------------------------------------------------------------------

    def _ask_folder(self) -> None:
        dialog = self._dialog("The folder of a speech model")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.open()

    def _ask_zip(self) -> None:
        dialog = self._dialog("A speech model as a zip file")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter("Zip files (*.zip)")
        dialog.open()

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.bring(Path(chosen)))
        return dialog

    def bring(self, source: Path) -> None:
        """Import from this folder or zip file."""
        self.show_banner(None)
        self._models.bring(source)

    def _save_mirror(self) -> None:
        settings = self._services.settings
        address = self.mirror.text().strip().rstrip("/") or Settings().model_endpoint
        try:
            settings.change(model_endpoint=address)
        except ValidationError:
            self.show_banner(
                Banner(f"{address} is no web address.", "Write it like https://huggingface.co and press Enter.")
            )
        except AppError as error:
            self._troubled(error)
        else:
            self.mirror.setText(settings.current.model_endpoint)

    def _open_folder(self) -> None:
        folder = self._models.folder
        there = folder if folder.is_dir() else self._services.paths.data
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(there)))
