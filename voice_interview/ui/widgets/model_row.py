"""A speech model in the list: what it is, how things stand, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from voice_interview.transcription.store.machine import Machine
from voice_interview.transcription.store.problems import gigabytes
from voice_interview.ui import model_views
from voice_interview.ui.model_views import ModelView, Status
from voice_interview.ui.models import Models
from voice_interview.ui.theme import Tone
from voice_interview.ui.widgets.base import Badge, Button, IconLabel, Label, QuietButton
from voice_interview.ui.widgets.dialogs import Confirm

_Step = tuple[str, Callable[[], object]]
"""Words on a button, and what it does."""
_STEPS: Final = 1000
_GONE = {Status.ABSENT, Status.FOUND, Status.PAUSED}
_FOUND = "Another program on this computer has fetched it already: nothing to download."
_DAMAGED = "Some of its files are not what they were when they arrived. Repair fetches only those again."


class Bar(QProgressBar):
    """How far something is; the words stand beside it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setRange(0, _STEPS)
        self.setTextVisible(False)
        self.setAccessibleName(name)

    def show_share(self, done: int, total: int) -> None:
        """Show so many of so many bytes; nothing filled while the total is not known."""
        self.setValue(round(_STEPS * min(1.0, done / total)) if total else 0)


class Trouble(QWidget):
    """What went wrong and what to do, in a row or a card."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel("warning", "caution", 20, "Problem"), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        self.message, self.hint = Label(""), Label("", tone="muted")
        column.addWidget(self.message)
        column.addWidget(self.hint)
        row.addLayout(column, 1)

    def show_words(self, message: str, hint: str) -> None:
        """Show these, or nothing."""
        self.message.setText(message)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self.setVisible(bool(message))


class _Act(Button):
    """The button for the next step. Its step changes once it is pressed, so the second press of a double click, which
    would undo the first, counts for nothing."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        event.accept()


class ModelRow(QWidget):
    """One model. ``act`` is the next step, ``other`` a second one; show in folder and remove stand at the end."""

    def __init__(self, models: Models, view: ModelView, *, primary: bool = False) -> None:
        """``primary``: getting this one is the thing to do on the page."""
        super().__init__()
        self._models, self.view = models, view
        self.title = Label(view.title, "strong", wrap=False)
        self.badge = Badge("", "good")
        self.act = _Act("", "primary" if primary else "secondary", self._do_act)
        self.other = QuietButton("", self._do_other)
        self.folder = QuietButton("", self._show_folder, icon="folder", tip="Show in folder")
        self.bin = QuietButton("", self._ask_remove, icon="trash", tip="Remove from this computer")
        self.facts = Label("", "small", "muted", tabular=True)
        self.way = QWidget()
        self.bar = Bar(f"{view.title}: how far it is")
        self.state = Label("", "small", tabular=True)
        self.trouble = Trouble()
        self._act: _Step | None = None
        self._other: _Step | None = None
        self._arrange()
        self.folder.setAccessibleName(f"Show {view.title} in its folder")
        self.bin.setAccessibleName(f"Remove {view.title} from this computer")

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.badge)
        head.addStretch()
        for button in (self.act, self.other, self.folder, self.bin):
            head.addWidget(button)
        column.addLayout(head)
        self.description = Label(self.view.entry.description if self.view.entry else "Not of the list above.")
        column.addWidget(self.description)
        column.addWidget(self.facts)
        way = QVBoxLayout(self.way)
        way.setContentsMargins(0, 6, 0, 0)
        way.setSpacing(6)
        way.addWidget(self.bar)
        way.addWidget(self.state)
        column.addWidget(self.way)
        column.addWidget(self.trouble)

    # --- showing --------------------------------------------------------------------------------------------

    def show_view(self, view: ModelView, machine: Machine | None) -> None:
        """Show how things stand now."""
        had_focus = any(one.hasFocus() for one in self._buttons)
        self.view = view
        self.facts.setText(model_views.facts(view, machine))
        self._show_badge()
        self._show_progress()
        self._show_trouble()
        self._act, self._other = self._steps()
        self._offer(self.act, self._act)
        self._offer(self.other, self._other)
        there = view.status in {Status.INSTALLED, Status.DAMAGED}
        self.folder.setVisible(there)
        self.bin.setVisible(there)
        self.setAccessibleName(f"{view.title}, {self.badge.text() or view.status.value}")
        if had_focus and not any(one.hasFocus() for one in self._buttons):
            left = next((one for one in self._buttons if not one.isHidden()), None)
            if left is not None:
                left.setFocus()

    @property
    def _buttons(self) -> tuple[Button, ...]:
        return self.act, self.other, self.folder, self.bin

    def _show_badge(self) -> None:
        words = {
            Status.INSTALLED: "In use" if self.view.in_use else "Installed",
            Status.DAMAGED: "Damaged",
            Status.PAUSED: "" if self.view.error else "Paused",
        }.get(self.view.status, "")
        self.badge.setText(words)
        self.badge.setVisible(bool(words))
        tone: Tone = "caution" if self.view.status is Status.DAMAGED else "good" if self.view.in_use else "muted"
        self.badge.set_tone(tone)

    def _show_progress(self) -> None:
        view, progress, work = self.view, self.view.progress, self.view.work
        words, done, total = "", view.done_bytes, view.total_bytes
        if view.status is Status.FETCHING:
            words = model_views.fetching(progress)
            if progress is not None:
                done, total = progress.done_bytes, progress.total_bytes
        elif work is not None:
            words, done, total = work.words, work.done_bytes, work.total_bytes
        elif view.status is Status.PAUSED:
            words = model_views.paused(view)
        elif view.status is Status.FOUND:
            words = _FOUND
        self.state.setText(words)
        self.way.setVisible(bool(words))
        self.bar.setVisible(view.status in {Status.FETCHING, Status.PAUSED} or bool(work and work.can_stop))
        self.bar.show_share(done, total)

    def _show_trouble(self) -> None:
        view = self.view
        if view.error is not None:
            self.trouble.show_words(view.error.message, view.error.hint)
        elif view.status is Status.DAMAGED:
            self.trouble.show_words("This model is damaged.", _DAMAGED)
        else:
            self.trouble.show_words("", "")

    # --- doing ----------------------------------------------------------------------------------------------

    def _steps(self) -> tuple[_Step | None, _Step | None]:
        """The next step, and the second one."""
        view, models, name = self.view, self._models, self.view.name
        if view.status is Status.FETCHING:
            return ("Pause", lambda: models.pause(name)), ("Cancel", self._ask_cancel)
        if view.status is Status.PAUSED:
            go_on = "Try again" if view.error else "Resume"
            return (go_on, lambda: models.fetch(name)), ("Cancel", self._ask_cancel)
        if view.work is not None:
            return None, ("Stop", lambda: models.stop(name)) if view.work.can_stop else None
        if view.status is Status.INSTALLED:
            return None if view.in_use else ("Use", lambda: models.use(name)), ("Check", lambda: models.check(name))
        if view.status is Status.DAMAGED:
            return ("Repair", lambda: models.repair(name)), None
        fetch = ("Try again" if view.error else "Download", lambda: models.fetch(name)) if view.entry else None
        if view.status is Status.FOUND:
            again = ("Download", lambda: models.fetch(name)) if view.entry else None
            return ("Use this copy", lambda: models.adopt(name)), again
        return fetch, None

    def _offer(self, button: Button, step: _Step | None) -> None:
        button.setVisible(step is not None)
        if step is not None and button.text() != step[0]:
            button.setText(step[0])
            button.setAccessibleName(f"{step[0]} {self.view.title}")

    def _do_act(self) -> None:
        if self._act is not None:
            self._act[1]()

    def _do_other(self) -> None:
        if self._other is not None:
            self._other[1]()

    def _show_folder(self) -> None:
        if self.view.path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.view.path)))

    def _ask_cancel(self) -> None:
        name, progress = self.view.name, self.view.progress
        done = progress.done_bytes if progress is not None else self.view.done_bytes
        if not done:
            self._models.cancel(name)
            return
        Confirm(
            self,
            "Cancel this download?",
            f"{gigabytes(done)} of {self.view.title} have arrived and will be thrown away. Pause keeps them.",
            do_words="Cancel the download",
            do=lambda: self._models.cancel(name),
        ).open()

    def _ask_remove(self) -> None:
        view = self.view
        lost = " It is in use: until you choose another one, nothing you say is turned into text." * view.in_use
        back = "You can download it again." if view.entry else "To have it back you need to import it again."
        Confirm(
            self,
            f"Remove {view.title}?",
            f"{gigabytes(view.size_bytes)} become free on the disk. {back}{lost}",
            do_words="Remove",
            do=lambda: self._models.remove(view.name),
        ).open()
