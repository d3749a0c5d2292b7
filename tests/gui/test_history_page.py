"""History: sessions by day, opened and deleted."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.helpers.window import Stage
from voice_interview.errors import StorageError
from voice_interview.storage.records import SessionSummary
from voice_interview.ui import words
from voice_interview.ui.pages.history import HistoryPage
from voice_interview.ui.widgets.base import Banner, Button, EmptyState
from voice_interview.ui.widgets.dialogs import Confirm
from voice_interview.ui.widgets.session_row import SessionRow


@pytest.fixture
def page(stage: Stage, qtbot: QtBot) -> HistoryPage:
    one = HistoryPage(stage.services, stage.visits)
    qtbot.addWidget(one)
    one.resize(1000, 760)
    one.show()
    return one


def rows(page: HistoryPage) -> list[SessionRow]:
    return [row for row in page.findChildren(SessionRow) if row.isVisible()]


def test_an_empty_history_says_what_will_be_here(page: HistoryPage, stage: Stage) -> None:
    page.entered()
    (empty,) = page.findChildren(EmptyState)
    assert empty.isVisible()
    empty.findChildren(Button)[0].click()
    assert stage.visits.pages == ["practise"]


def test_a_session_tells_how_much_was_said_and_opens(page: HistoryPage, stage: Stage) -> None:
    session = stage.add_session(takes=3)
    page.entered()
    (row,) = rows(page)
    assert "2 questions · 3 answers · 3 min 3 s" in row.open_button.accessibleName()
    row.open_button.click()
    assert stage.visits.reviews == [(session, None)]


def test_deleting_asks_first_and_keeping_is_the_default(page: HistoryPage, stage: Stage, qtbot: QtBot) -> None:
    stage.add_session(takes=2)
    page.entered()
    rows(page)[0].delete_button.click()
    dialog = page.findChild(Confirm)
    assert dialog is not None
    assert dialog.focusWidget() is dialog.keep
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert len(stage.history.sessions()) == 1
    rows(page)[0].delete_button.click()
    page.findChildren(Confirm)[-1].do.click()
    assert stage.history.sessions() == ()
    assert list(stage.paths.recordings.iterdir()) == []
    QApplication.processEvents()
    assert page.findChild(EmptyState) is not None


def test_more_than_a_page_is_shown_on_request(page: HistoryPage, stage: Stage) -> None:
    for _ in range(52):
        stage.add_session(takes=0)
    page.entered()
    assert len(rows(page)) == 50
    next(one for one in page.findChildren(Button) if one.text() == "Show earlier sessions").click()
    assert len(rows(page)) == 52


def test_a_history_that_cannot_be_read_can_be_tried_again(
    page: HistoryPage, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.add_session()

    def fail(limit: int = 50, offset: int = 0) -> tuple[SessionSummary, ...]:
        raise StorageError("Your history could not be read.", "Check the disk.")

    with monkeypatch.context() as broken:
        broken.setattr(stage.history, "sessions", fail)
        page.entered()
    (banner,) = page.findChildren(Banner)
    assert banner.message.text() == "Your history could not be read."
    banner.findChildren(Button)[0].click()
    assert len(rows(page)) == 1


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (date(2025, 3, 5), "Today"),
        (date(2025, 3, 4), "Yesterday"),
        (date(2025, 3, 3), "Monday 3 March"),
        (date(2024, 12, 31), "Tuesday 31 December 2024"),
    ],
)
def test_days_in_words(when: date, expected: str) -> None:
    assert words.day(when, date(2025, 3, 5)) == expected
