"""Drives the real app as a candidate does: by keyboard, looking at what is shown."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from voice_interview.interview.state import Phase, State
from voice_interview.paths import Paths
from voice_interview.storage.records import AnswerStatus
from voice_interview.ui.application import Application
from voice_interview.ui.pages.home import HomePage
from voice_interview.ui.pages.interview import InterviewPage
from voice_interview.ui.pages.review import ReviewPage
from voice_interview.ui.pages.setup import SetupPage
from voice_interview.ui.widgets.base import Banner

WAIT_MS = 30_000
PageT = TypeVar("PageT", bound=QWidget)


class AppDriver:
    """One running app and the hands on its keyboard."""

    def __init__(self, qapp: QApplication, paths: Paths, qtbot: QtBot) -> None:
        self.paths = paths
        self._qtbot = qtbot
        self.application = Application(qapp, paths)
        self.window = self.application.window
        qtbot.addWidget(self.window)
        assert self.application.begin()
        with qtbot.waitActive(self.window):
            self.window.activateWindow()

    def close(self) -> None:
        self.application.close()

    def page(self, kind: type[PageT]) -> PageT:
        """The page in view, once it is of this kind."""
        self._qtbot.waitUntil(lambda: isinstance(self.window.page, kind), timeout=WAIT_MS)
        page = self.window.page
        assert isinstance(page, kind)
        return page

    def start_interview(self) -> InterviewPage:
        """From home by keyboard to the first question, once set-up hears the microphone."""
        setup = self.go_to_setup()
        self._qtbot.waitUntil(setup.sound._poll.isActive, timeout=WAIT_MS)
        self._qtbot.waitUntil(lambda: setup.start.isEnabled() and setup.picker.ids == ("q-1",), timeout=WAIT_MS)
        self._qtbot.keyClick(setup, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        return self.page(InterviewPage)

    def go_to_setup(self) -> SetupPage:
        """From home by keyboard."""
        self.page(HomePage)
        self._qtbot.keyClick(self.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
        return self.page(SetupPage)

    def press(self, key: Qt.Key = Qt.Key.Key_Space) -> None:
        """Press a key on the page in view."""
        page = self.window.page
        assert page is not None
        self._qtbot.keyClick(page, key)

    @property
    def state(self) -> State:
        """The state the interview page shows."""
        page = self.page(InterviewPage)
        assert page.state is not None
        return page.state

    def wait_for_phase(self, phase: Phase) -> None:
        self._qtbot.waitUntil(lambda: self.state.phase is phase, timeout=WAIT_MS)

    def wait_for_status(self, status: AnswerStatus, take: int = 0) -> None:
        self._qtbot.waitUntil(lambda: self.state.takes[take].status is status, timeout=WAIT_MS)

    def review(self) -> ReviewPage:
        """End the interview after its only question and look at the answers."""
        self.press()
        self.wait_for_phase(Phase.FINISHED)
        self.press()
        return self.page(ReviewPage)

    def open_recovered(self) -> ReviewPage:
        """Press the button of the banner that tells of a recovered answer."""
        buttons = [one for one in self.page(HomePage).findChildren(QPushButton) if one.text() == "Open it"]
        assert len(buttons) == 1
        self._qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
        return self.page(ReviewPage)

    def wait_for_banner(self, word: str) -> None:
        """Wait until a banner in view says this; what was just added is seen one turn of the event loop later."""
        self._qtbot.waitUntil(lambda: word in self.banners().lower(), timeout=WAIT_MS)

    def banners(self) -> str:
        """All that banners in view say."""
        return " ".join(one.accessibleName() for one in self.window.findChildren(Banner) if one.isVisible())
