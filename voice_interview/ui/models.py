"""The speech models while the window is open: what is here, what is on its way, which one is in use.

It outlives the pages, so a download goes on while another page is shown, and waits for the next start when the app
closes. Nothing goes online before ``fetch`` or ``repair``.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QObject, Signal

from voice_interview.errors import AppError, Cancelled
from voice_interview.transcription.models import SpeechModel
from voice_interview.transcription.store import catalogue
from voice_interview.transcription.store.catalogue import Entry
from voice_interview.transcription.store.download import Download
from voice_interview.transcription.store.events import DownloadEvent, Failed, Installed, Progress
from voice_interview.transcription.store.hub import Patience
from voice_interview.transcription.store.machine import Machine
from voice_interview.transcription.store.store import Report, Store
from voice_interview.ui import model_look
from voice_interview.ui.background import Background
from voice_interview.ui.model_views import Doing, Found, ModelView, Work, views

if TYPE_CHECKING:
    from voice_interview.paths import Paths
    from voice_interview.ui.bridge import Mailbox
    from voice_interview.ui.services import SettingsStore

IMPORT: Final = ""
"""Stands for a model whose name is not known yet."""
_CLOSE_S: Final = 2.0
_TELL_EVERY_S: Final = 0.1
T = TypeVar("T")


class Models(QObject):
    """Main thread only; every method returns at once.

    Signals:
        changed(): how things stand with any model is new.
        moved(str): only how far the one of this name is.
        brought(str): a model of this title was copied into the store.
        trouble(object): an AppError that belongs to no one model.
    """

    changed = Signal()
    moved = Signal(str)
    brought = Signal(str)
    trouble = Signal(object)

    def __init__(
        self,
        paths: Paths,
        settings: SettingsStore,
        mailbox: Mailbox,
        patience: Patience = Patience(),  # noqa: B008 - frozen
        measure: Callable[[], float] = model_look.measure_speed,
    ) -> None:
        """``measure`` tells how fast this computer is; called off the main thread, once."""
        super().__init__()
        self._paths, self._settings, self._patience = paths, settings, patience
        self._post = mailbox.post
        self._jobs = Background(mailbox)  # its own, since copying a model keeps a thread for minutes
        self._measure, self._speed_file = measure, paths.cache / "speed.json"
        self._speed: float | None = None
        self._is_measuring = self._may_guess = False
        self._found = Found()
        self._asked = self._answered = 0
        self._downloads: dict[str, Download] = {}
        self._progress: dict[str, Progress | None] = {}
        self._works: dict[str, Work] = {}
        self._stops: dict[str, threading.Event] = {}
        self._errors: dict[str, AppError] = {}
        self._damaged: set[str] = set()
        settings.changed.connect(lambda _settings: self.changed.emit())

    # --- what there is --------------------------------------------------------------------------------------

    @property
    def folder(self) -> Path:
        """Where models are kept; need not exist."""
        return self._paths.models

    @property
    def machine(self) -> Machine | None:
        """This computer; None until it was looked at and tried out."""
        return self._found.machine

    @property
    def recommended(self) -> Entry | None:
        """What suits this computer; None until it was looked at. Room that models take already counts as free."""
        found = self._found
        if found.machine is None:
            return None
        taken = sum(one.size_bytes for one in found.installed) + sum(one.done_bytes for one in found.begun)
        room = replace(found.machine, free_bytes=found.machine.free_bytes + taken)
        return catalogue.recommend(room, self._settings.current.language)

    @property
    def copying(self) -> Work | None:
        """The import that runs, if one does."""
        return self._works.get(IMPORT)

    @property
    def arriving(self) -> ModelView | None:
        """A model that is being downloaded, if one is."""
        return self.view(next(iter(self._downloads))) if self._downloads else None

    def views(self) -> tuple[ModelView, ...]:
        """Every model of the catalogue, then others that are here."""
        doing = Doing(self._progress, self._works, self._errors, frozenset(self._damaged))
        return views(self._found, doing, self._settings.current.model_dir)

    def view(self, name: str) -> ModelView:
        """One of them."""
        return next(one for one in self.views() if one.name == name)

    def look(self, then: Callable[[], object] = lambda: None) -> None:
        """Look at the disk again; ``then`` is called when that is done, before ``changed``."""
        self._asked += 1
        number, store, in_use = self._asked, self._store(), self._settings.current.model_dir
        known, may_guess, file = self._speed, self._may_guess, self._speed_file

        def job() -> Found:
            speed = known if known is not None else model_look.known_speed(file)
            return model_look.look(store, in_use, speed, guess=may_guess)

        def found(now: Found) -> None:
            if number > self._answered:  # else a later look has told already
                self._answered, self._found = number, now
            then()
            self.changed.emit()
            if now.machine is None:
                self._try_out()

        def failed(error: AppError) -> None:
            then()
            self.trouble.emit(error)
            self.changed.emit()

        self._jobs.run(job, found, failed, self)

    def _try_out(self) -> None:
        """Learn how fast this computer is; it is kept, so this happens once in its life."""
        if self._is_measuring:
            return
        self._is_measuring = True
        measure, file = self._measure, self._speed_file

        def job() -> float:
            speed = measure()
            model_look.keep_speed(file, speed)
            return speed

        def measured(speed: float | None) -> None:
            self._speed, self._may_guess = speed, speed is None
            self.look()

        self._jobs.run(job, measured, lambda _error: measured(None), self)

    # --- downloads ------------------------------------------------------------------------------------------

    def fetch(self, name: str) -> None:
        """Download this model of the catalogue, or the rest of it."""
        entry = catalogue.entry(name)
        if entry is not None and not self._is_busy(name):
            self._begin(self._store().download(entry, self._on_event))

    def repair(self, name: str) -> None:
        """Fetch the damaged files of this model again."""
        store = self._store()
        self._do(name, "Preparing…", lambda _report: store.repair(name, self._on_event), self._begin, can_stop=False)

    def pause(self, name: str) -> None:
        """Stop a download and keep what has arrived."""
        if name in self._downloads:
            self._downloads[name].pause()

    def cancel(self, name: str) -> None:
        """Stop a download, running or paused, and delete what has arrived."""
        if name in self._downloads:
            self._downloads[name].cancel()
        else:
            store = self._store()
            self._do(name, "Removing…", lambda _report: store.forget(name), can_stop=False)

    def _begin(self, download: Download) -> None:
        name = download.entry.name
        self._errors.pop(name, None)
        self._downloads[name], self._progress[name] = download, None
        download.start()
        self.changed.emit()

    def _on_event(self, event: DownloadEvent) -> None:
        """From the download's thread."""
        self._post(lambda: self._told(event))

    def _told(self, event: DownloadEvent) -> None:
        if isinstance(event, Progress):
            self._progress[event.name] = event
            self.moved.emit(event.name)
            return
        if isinstance(event, Failed):
            self._errors[event.name] = event.error
        self.look(lambda: self._over(event))

    def _over(self, event: DownloadEvent) -> None:
        """Only now that the disk was looked at: else the row would say "not installed" for a moment."""
        del self._downloads[event.name], self._progress[event.name]
        if isinstance(event, Installed):
            self._damaged.discard(event.name)
            self._use_if_none(event.model)

    # --- files that are here --------------------------------------------------------------------------------

    def use(self, name: str) -> None:
        """Compare every byte of this model, then have speech recognised with it."""
        self._check(name, lambda: self._choose(self.folder / name))

    def check(self, name: str) -> None:
        """Compare every byte of this model with what was installed."""
        self._check(name, lambda: None)

    def remove(self, name: str) -> None:
        """Delete this model from the disk."""
        store = self._store()

        def removed(_nothing: None) -> None:
            self._damaged.discard(name)
            if self._settings.current.model_dir == self.folder / name:
                self._choose(None)

        self._do(name, "Removing…", lambda _report: store.delete(name), removed, can_stop=False)

    def adopt(self, name: str) -> None:
        """Use the copy that another program on this computer has fetched."""
        cached = next(one for one in self._found.cached if one.name == name)
        store = self._store()
        self._do(name, "Taking it over…", lambda report: store.adopt(cached, report), self._use_if_none)

    def bring(self, source: Path) -> None:
        """Copy a model from a folder or a zip file."""
        store = self._store()

        def copied(model: SpeechModel) -> None:
            self._use_if_none(model)
            self.brought.emit(model.name)

        words = f"Copying from {source.name}…"
        self._do(IMPORT, words, lambda report: store.import_from(source, report), copied)

    def stop(self, name: str) -> None:
        """Stop checking or copying."""
        if name in self._stops:
            self._stops[name].set()

    def _check(self, name: str, right: Callable[[], object]) -> None:
        store = self._store()

        def checked(wrong: tuple[str, ...]) -> None:
            if wrong:
                self._damaged.add(name)
            else:
                self._damaged.discard(name)
                right()

        self._do(name, "Checking every byte…", lambda report: store.verify(name, report), checked)

    def _do(
        self,
        name: str,
        words: str,
        job: Callable[[Report], T],
        done: Callable[[T], object] = lambda _result: None,
        *,
        can_stop: bool = True,
    ) -> None:
        """Do ``job`` off the main thread, then look at the disk, then call ``done`` with what came of it."""
        if self._is_busy(name):
            return
        stop = threading.Event()
        self._works[name], self._stops[name] = Work(words, can_stop), stop
        self._errors.pop(name, None)
        report = self._reporter(name, stop)

        def work() -> tuple[T, ...]:
            try:
                return (job(report),)
            except Cancelled:
                return ()

        def over(result: tuple[T, ...]) -> None:
            del self._works[name], self._stops[name]
            for one in result:
                done(one)

        def failed(error: AppError) -> None:
            if name == IMPORT:
                self.trouble.emit(error)
            else:
                self._errors[name] = error
            self.look(lambda: over(()))

        self._jobs.run(work, lambda result: self.look(lambda: over(result)), failed, self)
        self.changed.emit()

    def _reporter(self, name: str, stop: threading.Event) -> Report:
        told_at = 0.0

        def moved(done: int, total: int) -> None:
            if name in self._works:
                self._works[name] = replace(self._works[name], done_bytes=done, total_bytes=total)
                self.moved.emit(name)

        def report(done: int, total: int) -> None:
            """On the job's thread."""
            nonlocal told_at
            if stop.is_set():
                raise Cancelled
            now = time.monotonic()
            if now - told_at >= _TELL_EVERY_S:
                told_at = now
                self._post(lambda: moved(done, total))

        return report

    # --- the rest -------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Pause downloads and stop jobs, within a time limit."""
        end = time.monotonic() + _CLOSE_S
        for download in self._downloads.values():
            download.pause()
        for stop in self._stops.values():
            stop.set()
        for download in self._downloads.values():
            download.wait(max(0.0, end - time.monotonic()))
        self._jobs.close(max(0.0, end - time.monotonic()))

    def _is_busy(self, name: str) -> bool:
        return name in self._downloads or name in self._works

    def _store(self) -> Store:
        return Store(self.folder, self._settings.current.model_endpoint, self._patience)

    def _use_if_none(self, model: SpeechModel) -> None:
        if not self._found.listens:
            self._choose(model.path)

    def _choose(self, folder: Path | None) -> None:
        try:
            self._settings.change(model_dir=folder)
        except AppError as error:
            self.trouble.emit(error)
