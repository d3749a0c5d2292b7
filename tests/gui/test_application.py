"""The start and the end of the app, and every way it cannot begin."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from tests.helpers.disks import make_read_only, small_disk
from tests.helpers.plans import question
from voice_interview import settings
from voice_interview.errors import DeviceError
from voice_interview.instance import InstanceLock
from voice_interview.paths import Paths
from voice_interview.settings import Settings
from voice_interview.storage.history import History
from voice_interview.ui import hooks
from voice_interview.ui.application import Application
from voice_interview.ui.pages.failure import FailurePage
from voice_interview.ui.pages.home import HomePage
from voice_interview.ui.widgets.base import Banner, Button, Label
from voice_interview.ui.widgets.dialogs import BugDialog


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths.under(tmp_path / "home")


@pytest.fixture
def started(dressed: QApplication, qtbot: QtBot) -> Iterator[list[Application]]:
    """Applications to close at the end."""
    running: list[Application] = []
    yield running
    for one in running:
        one.close()


def start(started: list[Application], paths: Paths, qtbot: QtBot) -> Application:
    application = Application(QApplication.instance(), paths)  # type: ignore[arg-type]
    started.append(application)
    qtbot.addWidget(application.window)
    assert application.begin()
    return application


def home(application: Application, qtbot: QtBot) -> HomePage:
    qtbot.waitUntil(lambda: isinstance(application.window.page, HomePage), timeout=20_000)
    page = application.window.page
    assert isinstance(page, HomePage)
    return page


def fault(application: Application, qtbot: QtBot) -> FailurePage:
    qtbot.waitUntil(lambda: isinstance(application.window.page, FailurePage), timeout=20_000)
    page = application.window.page
    assert isinstance(page, FailurePage)
    return page


def banners(application: Application) -> list[str]:
    return [one.message.text() for one in application.window.findChildren(Banner)]


def press(page: FailurePage, text: str) -> None:
    next(one for one in page.findChildren(Button) if one.text() == text).click()


def test_a_first_start_makes_its_folders_and_shows_home(
    started: list[Application], paths: Paths, qtbot: QtBot
) -> None:
    application = start(started, paths, qtbot)
    home(application, qtbot)
    assert paths.database.exists()
    assert banners(application) == []
    application.window.close()
    with InstanceLock(paths.lock):
        """It was let go of."""


def test_settings_that_are_not_valid_are_told_and_kept(
    started: list[Application], paths: Paths, qtbot: QtBot
) -> None:
    paths.create()
    paths.settings.write_text('{"theme": "pink"}', encoding="utf-8")
    application = start(started, paths, qtbot)
    home(application, qtbot)
    (message,) = banners(application)
    assert "is not valid: theme" in message
    assert paths.settings.read_text(encoding="utf-8") == '{"theme": "pink"}'


def test_an_unwritable_folder_is_told_and_another_can_be_used(
    started: list[Application], tmp_path: Path, qtbot: QtBot
) -> None:
    with small_disk(tmp_path / "disk", 256) as folder:
        make_read_only(folder)
        application = start(started, Paths.under(folder), qtbot)
        page = fault(application, qtbot)
        assert "cannot be written to" in page.accessibleName()
        assert [button.text() for button in page.buttons] == ["Choose another folder…", "Try again"]
        press(page, "Try again")
        assert isinstance(application.window.page, FailurePage)
        application.use_folder(tmp_path / "elsewhere")
        home(application, qtbot)
        assert Paths.under(tmp_path / "elsewhere").database.exists()


def test_a_damaged_history_is_set_aside_on_request_only(
    started: list[Application], paths: Paths, qtbot: QtBot
) -> None:
    paths.create()
    paths.database.write_bytes(b"this is no history" * 1000)
    application = start(started, paths, qtbot)
    page = fault(application, qtbot)
    assert paths.database.read_bytes().startswith(b"this is no history")
    press(page, page.buttons[0].text())
    home(application, qtbot)
    kept = [file for file in paths.data.iterdir() if file.is_file() and file.read_bytes()[:4] == b"this"]
    assert len(kept) == 1


def test_an_answer_cut_off_by_a_crash_is_offered(started: list[Application], paths: Paths, qtbot: QtBot) -> None:
    import wave

    paths.create()
    file = paths.recordings / "take.wav"
    with wave.open(str(file), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16_000)
        sound.writeframes(b"\x00\x10" * 32_000)
    with History(paths.database) as history:
        session = history.start_session("bank", "Bank")
        history.start_take("take", session, question(1), file)
    application = start(started, paths, qtbot)
    page = home(application, qtbot)
    assert banners(application) == ["We found an answer that was cut off when the app closed."]
    assert "The first 2 s are safe." in [label.text() for label in page.findChildren(Label)]


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_a_second_start_brings_the_first_window_to_the_front(
    started: list[Application], paths: Paths, qtbot: QtBot
) -> None:
    first = start(started, paths, qtbot)
    home(first, qtbot)
    first.window.showMinimized()
    environment = os.environ | {"VOICE_INTERVIEW_HOME": str(paths.data.parent), "QT_QPA_PLATFORM": "offscreen"}
    code = "import sys; from voice_interview.ui.app import main; sys.exit(main())"
    with subprocess.Popen(
        [sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as second:
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=30_000)
        assert second.stdout is not None
        assert second.stdout.read().startswith("Voice Interview is already running")
    assert second.returncode == 0
    qtbot.waitUntil(lambda: not first.window.isMinimized())


def test_when_the_command_line_has_the_folder_the_window_says_so_and_waits(
    started: list[Application], paths: Paths, qtbot: QtBot
) -> None:
    paths.create()
    with InstanceLock(paths.lock):
        application = start(started, paths, qtbot)
        page = fault(application, qtbot)
        assert page.accessibleName() == "Voice Interview is already running."
    press(page, "Try again")
    home(application, qtbot)


def test_a_bug_on_any_thread_is_shown_once_with_a_report_to_copy(
    started: list[Application], paths: Paths, qtbot: QtBot
) -> None:
    application = start(started, paths, qtbot)
    home(application, qtbot)

    def fail() -> None:
        raise RuntimeError("a bug of ours")

    for _ in range(2):
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    qtbot.waitUntil(lambda: application.window.findChild(BugDialog) is not None)
    (dialog,) = application.window.findChildren(BugDialog)
    dialog.copy_button.click()
    assert "RuntimeError: a bug of ours" in QGuiApplication.clipboard().text()
    assert "RuntimeError: a bug of ours" in (paths.logs / "voice-interview.log").read_text(encoding="utf-8")
    dialog.accept()


def test_an_expected_error_nobody_caught_is_a_banner(started: list[Application], paths: Paths, qtbot: QtBot) -> None:
    application = start(started, paths, qtbot)
    home(application, qtbot)
    with capture_exceptions():
        hooks._handle(DeviceError("The microphone stopped.", "Plug it in."), application._show_uncaught)
        qtbot.waitUntil(lambda: banners(application) == ["The microphone stopped."])


def test_a_change_of_theme_dresses_the_app(started: list[Application], paths: Paths, qtbot: QtBot) -> None:
    from voice_interview.ui import theme

    paths.create()
    settings.save(Settings(theme="dark"), paths.settings)
    application = start(started, paths, qtbot)
    assert theme.current() is theme.DARK
    home(application, qtbot)
    application.window.go("settings")
    page = application.window.page
    assert page is not None
    next(one for one in page.findChildren(Button) if one.text() == "Light").click()
    assert theme.current() is theme.LIGHT
