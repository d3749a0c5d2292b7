"""Puts the app together: opens what it needs, shows the window, and puts everything away at the end."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from voice_interview import logs, settings
from voice_interview.errors import AppError, SettingsError, StorageError
from voice_interview.instance import AlreadyRunning, InstanceLock
from voice_interview.paths import Paths
from voice_interview.settings import Settings
from voice_interview.ui import hooks, theme
from voice_interview.ui.background import Background
from voice_interview.ui.bridge import Mailbox
from voice_interview.ui.services import SettingsStore
from voice_interview.ui.widgets.base import Banner
from voice_interview.ui.window import MainWindow

if TYPE_CHECKING:
    from voice_interview.storage.records import TakeRecord
    from voice_interview.ui.services import Services

log = logging.getLogger(__name__)

_BACKGROUND_LIMIT_S = 2.0


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What opening the history found."""

    recovered: tuple[TakeRecord, ...]
    error: AppError | None


class Application:
    """The one running app."""

    def __init__(self, app: QApplication, paths: Paths) -> None:
        self._app = app
        self._paths = paths
        self._mailbox = Mailbox()
        self._background = Background(self._mailbox)
        self._lock: InstanceLock | None = None
        self._closers: list[Callable[[], object]] = []
        self._settings, self._settings_error = _load_settings(paths)
        theme.apply(app, self._settings.current.theme)
        app.setWindowIcon(theme.icon("app", "accent", 64))
        self.window = MainWindow(QSettings(str(paths.config / "window.ini"), QSettings.Format.IniFormat))
        self.window.closing.connect(self.close)
        self._uninstall_hooks = hooks.install(self._show_uncaught)
        self._showing_bug = False

    def begin(self) -> bool:
        """Show the window, then open the history behind it; False when another window was shown instead."""
        try:
            self._claim()
        except AlreadyRunning as error:
            from voice_interview.ui.one_window import show_the_other

            if show_the_other(self._paths.data):
                self.close()
                return False
            self._fail(error, ("Try again", self._again))
        except StorageError as error:
            self._fail(error, ("Choose another folder…", self._choose_folder), ("Try again", self._again))
        else:
            QTimer.singleShot(0, self._open_history)
        self.window.show()
        return True

    def close(self) -> None:
        """Put everything away; each part has its own time limit. Safe to call twice."""
        self._background.close(_BACKGROUND_LIMIT_S)
        while self._closers:
            try:
                self._closers.pop()()
            except AppError as error:
                log.warning("while closing: %s (%s)", error.message, error.detail)
        self._mailbox.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        self._uninstall_hooks()

    # --- opening --------------------------------------------------------------------------------------------

    def _claim(self) -> None:
        """Make the folders ours.

        Raises:
            AlreadyRunning: another instance uses them.
            StorageError: they cannot be written.
        """
        self._paths.create()
        lock = InstanceLock(self._paths.lock)
        lock.acquire()
        self._lock = lock
        logs.set_up(self._paths.logs)

    def _open_history(self) -> None:
        """Off the main thread, since the first start makes the file and a crash leaves answers to be made whole."""
        paths = self._paths
        self._background.run(lambda: _prepare(paths), self._opened, self._not_opened)

    def _opened(self, prepared: _Prepared) -> None:
        from voice_interview.storage.history import History
        from voice_interview.ui.composition import compose

        try:
            history = History(self._paths.database)
        except AppError as error:
            self._not_opened(error)
            return
        self._closers.append(history.close)
        services, close = compose(self._paths, self._settings, history, self._mailbox, self._background)
        self._closers.append(close)
        self._settings.changed.connect(lambda changed: theme.apply(self._app, changed.theme))
        self._show_pages(services, prepared)
        QTimer.singleShot(0, self._hang_doorbell)

    def _show_pages(self, services: Services, prepared: _Prepared) -> None:
        from voice_interview.ui.composition import page_makers
        from voice_interview.ui.pages.home import HomePage

        self.window.set_pages(page_makers(services), services.interview_page, services.review_page)
        self.window.go("home")
        home = self.window.page
        if isinstance(home, HomePage):
            home.show_recovered(prepared.recovered)
        if prepared.error is not None:
            self.window.show_error(prepared.error)
        elif self._settings_error is not None:
            error = self._settings_error
            kept = f"It is kept: when you change a setting, it is copied to {self._settings.aside.name}."
            banner = Banner(error.message, f"The usual settings are in effect. {error.hint} {kept}")
            self.window.show_banner(banner)

    def _hang_doorbell(self) -> None:
        from voice_interview.ui.one_window import Doorbell

        doorbell = Doorbell(self._paths.data, self._come_forward)
        self._closers.append(doorbell.close)

    def _come_forward(self) -> None:
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    # --- when it cannot begin -------------------------------------------------------------------------------

    def _not_opened(self, error: AppError) -> None:
        from voice_interview.storage.database import DamagedHistory

        log.warning("history: %s (%s)", error.message, error.detail)
        if isinstance(error, DamagedHistory):
            self._fail(
                error,
                ("Set it aside and begin a new history", self._set_aside),
                ("Try again", self._open_history),
                ("Open the folder", self._open_folder),
            )
        else:
            self._fail(error, ("Try again", self._open_history), ("Open the folder", self._open_folder))

    def _fail(self, error: AppError, *actions: tuple[str, Callable[[], object]]) -> None:
        from voice_interview.ui.pages.failure import FailurePage

        self.window.show_alone(FailurePage(error, *actions))

    def _again(self) -> None:
        try:
            self._claim()
        except AlreadyRunning as error:
            self._fail(error, ("Try again", self._again))
        except StorageError as error:
            self._fail(error, ("Choose another folder…", self._choose_folder), ("Try again", self._again))
        else:
            self._open_history()

    def _choose_folder(self) -> None:
        from voice_interview.ui.widgets.dialogs import ask_folder

        ask_folder(self.window, "A folder for recordings and history", self.use_folder)

    def use_folder(self, folder: Path) -> None:
        """Keep everything below this folder, for this run."""
        self._paths = Paths.under(folder)
        self._settings, self._settings_error = _load_settings(self._paths)
        theme.apply(self._app, self._settings.current.theme)
        self._again()

    def _set_aside(self) -> None:
        from voice_interview.storage.history import History

        try:
            aside = History.set_aside(self._paths.database)
        except AppError as error:
            self._not_opened(error)
            return
        log.warning("a damaged history was set aside as %s", aside.name)
        self._open_history()

    def _open_folder(self) -> None:
        from PySide6.QtCore import QUrl

        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._paths.data)))

    # --- errors nobody caught -------------------------------------------------------------------------------

    def _show_uncaught(self, error: BaseException, report: str) -> None:
        """From any thread."""
        self._mailbox.post(lambda: self._show_on_main(error, report))

    def _show_on_main(self, error: BaseException, report: str) -> None:
        if isinstance(error, AppError):
            self.window.show_error(error)
        elif not self._showing_bug:
            from voice_interview.ui.widgets.dialogs import BugDialog

            self._showing_bug = True
            dialog = BugDialog(self.window, report)
            dialog.finished.connect(self._bug_shown)
            dialog.open()

    def _bug_shown(self, _result: int) -> None:
        self._showing_bug = False


def _load_settings(paths: Paths) -> tuple[SettingsStore, AppError | None]:
    try:
        return SettingsStore(paths.settings, settings.load(paths.settings)), None
    except SettingsError as error:
        return SettingsStore(paths.settings, Settings(), damaged=True), error


def _prepare(paths: Paths) -> _Prepared:
    """Open the history once, and import what the first page needs, while the window is in view already."""
    import voice_interview.ui.composition
    import voice_interview.ui.pages.home  # noqa: F401
    from voice_interview.interview.recovery import recover
    from voice_interview.storage.history import History

    with History(paths.database) as history:
        try:
            return _Prepared(recover(history, paths.recordings), None)
        except StorageError as error:
            return _Prepared((), error)
