"""Joins interviews and answers with the pages that show them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from voice_interview.audio.events import RecorderEvent
    from voice_interview.interview.plan import Plan
    from voice_interview.interview.runner import Microphone
    from voice_interview.interview.studio import Studio
    from voice_interview.paths import Paths
    from voice_interview.storage.history import History
    from voice_interview.ui.bridge import Mailbox
    from voice_interview.ui.services import Frame, SettingsStore
    from voice_interview.ui.sound import LiveSound


class Interviews:
    """Makes the pages of an interview. The studio behind them is made with the first one."""

    def __init__(
        self, paths: Paths, settings: SettingsStore, history: History, mailbox: Mailbox, sound: LiveSound
    ) -> None:
        self._paths = paths
        self._settings = settings
        self._history = history
        self._mailbox = mailbox
        self._sound = sound

    @cached_property
    def studio(self) -> Studio:
        """The one studio, which shares the microphone with set-up."""
        from voice_interview.interview.studio import Studio

        return Studio(
            self._paths,
            lambda: self._settings.current,
            self._history,
            self._mailbox.post,
            microphone=self._share_microphone,
        )

    def _share_microphone(self, post: Callable[[RecorderEvent], None]) -> Microphone:
        self._sound.listen(post)
        return self._sound.microphone

    def interview_page(self, plan: Plan, frame: Frame) -> QWidget:
        """The page of an interview that has just begun.

        Raises:
            StorageError: the history cannot be written.
        """
        from voice_interview.interview.messages import Ask
        from voice_interview.ui.pages.interview import InterviewPage

        microphone = self._sound.microphone
        page = InterviewPage(lambda: (microphone.peak_dbfs, microphone.position_s))
        runner = self.studio.begin(plan, page.show_state)
        page.wish.connect(runner.send)
        page.review.connect(lambda: frame.open_review(runner.state.session_id))
        page.show_state(runner.state)
        runner.send(Ask())
        return page

    def review_page(self, session_id: str, take_id: str | None, frame: Frame) -> QWidget:
        """The page that shows what was found in a session.

        Raises:
            StorageError: it cannot be read.
        """
        raise NotImplementedError

    def close(self) -> None:
        """End devices and workers, if there are any."""
        if "studio" in self.__dict__:
            self.studio.close()
