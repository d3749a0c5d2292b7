"""Joins the review page with recordings, history and the answer desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from voice_interview.audio.player import Player
from voice_interview.errors import AppError
from voice_interview.interview.desk import TakeEvent
from voice_interview.interview.messages import TakeProgress
from voice_interview.interview.plan import Plan
from voice_interview.interview.studio import Studio
from voice_interview.reports.html import write_session_report
from voice_interview.storage.records import SessionRecord
from voice_interview.ui.background import Background
from voice_interview.ui.bridge import Mailbox
from voice_interview.ui.pages.review import ReviewPage
from voice_interview.ui.replay import LoadedSound, load_sound
from voice_interview.ui.services import Frame, SettingsStore
from voice_interview.ui.widgets.dialogs import ask_where_to_save

CLOSE_LIMIT_S = 0.5


class Review:
    """One review page and what its buttons do. Main thread only."""

    def __init__(
        self,
        session_id: str,
        take_id: str | None,
        *,
        studio: Studio,
        settings: SettingsStore,
        mailbox: Mailbox,
        background: Background,
        frame: Frame,
    ) -> None:
        """Open the session.

        Raises:
            StorageError: it cannot be read.
        """
        self._studio = studio
        self._background = background
        self._frame = frame
        self._closed = False
        self._player = Player(lambda event: mailbox.post(partial(self._played, event)), settings.current.speaker)
        self._player.volume = settings.current.volume
        self.page = ReviewPage(self._player, self._load)
        self._session = studio.history.session(session_id)
        self.page.show_session(self._session, take_id)
        self.page.back.connect(lambda: frame.go("history"))
        self.page.retry_take.connect(self._work)
        self.page.give_up_take.connect(self._give_up)
        self.page.practise_again.connect(self._practise_again)
        self.page.export_report.connect(self._choose_report_file)
        self._stop_listening = studio.on_take(self._take_changed)

    def close(self) -> None:
        """Fall silent and hear of nothing more; for when the page has gone or is about to."""
        self._closed = True
        self._stop_listening()
        self._player.close(CLOSE_LIMIT_S)

    def _played(self, event: object) -> None:
        if not self._closed:  # the page is gone, and the player tells that it has ended
            self.page.on_player_event(event)

    def _load(self, file: Path, done: Callable[[LoadedSound | AppError], None]) -> None:
        self._background.run(lambda: load_sound(file), done, done, self.page)

    def _take_changed(self, event: TakeEvent) -> None:
        if all(take.id != event.take_id for take in self._session.takes):
            return
        if isinstance(event, TakeProgress):
            self.page.set_progress(event.take_id, event.share)
        else:
            self._show_again(event.take_id)

    def _work(self, take_id: str) -> None:
        try:
            self._studio.desk.work(take_id)
        except AppError as error:
            self._frame.show_error(error)
        else:
            self._show_again(take_id)

    def _give_up(self, take_id: str) -> None:
        try:
            self._studio.desk.give_up(take_id)
        except AppError as error:
            self._frame.show_error(error)

    def _show_again(self, take_id: str) -> None:
        try:
            self.page.update_take(self._studio.history.take(take_id))
        except AppError as error:
            self._frame.show_error(error)

    def _practise_again(self, question_ids: tuple[str, ...]) -> None:
        self._frame.start_interview(plan_again(self._session, question_ids))

    def _choose_report_file(self) -> None:
        name = f"Interview {self._session.started_at.astimezone():%Y-%m-%d %H-%M}.html"
        ask_where_to_save(self.page, "Save report", name, "Web page (*.html)", self.save_report)

    def save_report(self, file: Path) -> None:
        """Write the report off the main thread, and say where it is."""

        def saved(_done: object) -> None:
            show = ("Open it", lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))))
            self._frame.show_done("The report is saved.", f"{file.name}, in {file.parent}", show)

        session = self.page.session or self._session
        self._background.run(
            lambda: write_session_report(session, file),
            saved,
            self._frame.show_error,
            self.page,
        )


def plan_again(session: SessionRecord, question_ids: tuple[str, ...]) -> Plan:
    """The same questions once more, as they were asked."""
    asked = {take.question.id: take.question for take in session.takes}
    return Plan(session.bank_id, session.bank_title, tuple(asked[one] for one in question_ids))
