"""The parts of the app, and the pages of its rail, put together for the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from voice_interview import resources
from voice_interview.ui.interviews import Interviews
from voice_interview.ui.models import Models
from voice_interview.ui.services import Services
from voice_interview.ui.sound import LiveSound

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from voice_interview.paths import Paths
    from voice_interview.storage.history import History
    from voice_interview.ui.background import Background
    from voice_interview.ui.bridge import Mailbox
    from voice_interview.ui.services import Frame, PageName, SettingsStore
    from voice_interview.ui.window import PageMaker


def compose(
    paths: Paths, settings: SettingsStore, history: History, mailbox: Mailbox, background: Background
) -> tuple[Services, Callable[[], None]]:
    """The services, and what puts devices and workers away. Nothing heavy is made before it is used."""
    sound = LiveSound(paths, lambda: settings.current, mailbox)
    interviews = Interviews(paths, settings, history=history, mailbox=mailbox, background=background, sound=sound)

    models = Models(paths, settings, mailbox)

    def close() -> None:
        models.close()
        interviews.close()
        sound.close()

    services = Services(
        paths=paths,
        settings=settings,
        history=history,
        background=background,
        sound=sound,
        models=models,
        bank_folders=(resources.question_banks(), paths.banks),
        interview_page=interviews.interview_page,
        review_page=interviews.review_page,
    )
    return services, close


def page_makers(services: Services) -> dict[PageName, PageMaker]:
    """How each page is made; a page's module is imported when it is first shown."""

    def home(frame: Frame) -> QWidget:
        from voice_interview.ui.pages.home import HomePage

        return HomePage(services, frame)

    def practise(frame: Frame) -> QWidget:
        from voice_interview.ui.pages.setup import SetupPage

        return SetupPage(services, frame)

    def history(frame: Frame) -> QWidget:
        from voice_interview.ui.pages.history import HistoryPage

        return HistoryPage(services, frame)

    def settings(frame: Frame) -> QWidget:
        from voice_interview.ui.pages.settings import SettingsPage

        return SettingsPage(services, frame)

    def models(frame: Frame) -> QWidget:
        from voice_interview.ui.pages.models import ModelsPage

        return ModelsPage(services, frame)

    return {"home": home, "practise": practise, "history": history, "settings": settings, "models": models}
