"""Joins interviews and answers with the pages that show them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from voice_interview.interview.messages import Ask, Finish
from voice_interview.ui.warming import warm

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from voice_interview.audio.events import RecorderEvent
    from voice_interview.interview.plan import Plan
    from voice_interview.interview.runner import Microphone
    from voice_interview.interview.studio import Studio
    from voice_interview.paths import Paths
    from voice_interview.storage.history import History
    from voice_interview.ui.background import Background
    from voice_interview.ui.bridge import Mailbox
    from voice_interview.ui.reviews import Review
    from voice_interview.ui.services import Frame, SettingsStore
    from voice_interview.ui.sound import LiveSound

_WARM_AFTER_MS = 150
"""By then the first page has been drawn."""


class Interviews:
    """Makes the pages of an interview. The studio behind them is made with the first one."""

    def __init__(
        self,
        paths: Paths,
        settings: SettingsStore,
        *,
        history: History,
        mailbox: Mailbox,
        background: Background,
        sound: LiveSound,
    ) -> None:
        self._paths = paths
        self._settings = settings
        self._history = history
        self._mailbox = mailbox
        self._background = background
        self._sound = sound
        self._reviews: list[Review] = []
        self._warming = QTimer()
        self._warming.setSingleShot(True)
        self._warming.timeout.connect(self._warm)
        self._warming.start(_WARM_AFTER_MS)

    def _warm(self) -> None:
        self._background.run(warm, lambda _done: None, lambda _error: None)

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
        from voice_interview.ui.pages.interview import InterviewPage

        microphone = self._sound.microphone
        page = InterviewPage(lambda: (microphone.peak_dbfs, microphone.position_s))
        runner = self.studio.begin(plan, page.show_state)
        page.wish.connect(runner.send)
        page.destroyed.connect(runner.leave)
        page.review.connect(lambda: frame.open_review(runner.state.session_id))
        page.setup.connect(lambda: frame.go("practise"))
        page.show_state(runner.state)
        runner.send(Ask())
        return page

    def review_page(self, session_id: str, take_id: str | None, frame: Frame) -> QWidget:
        """The page that shows what was found in a session.

        Raises:
            StorageError: it cannot be read.
        """
        from voice_interview.ui.reviews import Review

        review = Review(
            session_id,
            take_id,
            studio=self.studio,
            settings=self._settings,
            mailbox=self._mailbox,
            background=self._background,
            frame=frame,
        )
        # The page belongs to the window; what its buttons do lives as long as it does.
        self._reviews.append(review)
        review.page.destroyed.connect(lambda: self._leave(review))
        return review.page

    def _leave(self, review: Review) -> None:
        if review in self._reviews:
            self._reviews.remove(review)
            review.close()

    def close(self) -> None:
        """End reviews and the interview, then devices and workers, if any; a running answer is kept."""
        self._warming.stop()
        while self._reviews:
            self._leave(self._reviews[-1])
        if "studio" in self.__dict__:
            self.studio.send(Finish())
            self.studio.close()
            self._mailbox.flush()
