"""Work on other threads, and what comes of it on the main thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from voice_interview.errors import Cancelled, DeviceError
from voice_interview.ui.background import Background
from voice_interview.ui.bridge import Mailbox


@pytest.fixture
def mailbox(qapp: QApplication) -> Mailbox:
    return Mailbox()


@pytest.fixture
def background(mailbox: Mailbox) -> Iterator[Background]:
    one = Background(mailbox)
    yield one
    assert one.close(5.0)


def test_a_job_runs_elsewhere_and_its_result_arrives_here(background: Background, qtbot: QtBot) -> None:
    got: list[tuple[object, object]] = []
    background.run(threading.get_ident, lambda there: got.append((there, threading.get_ident())), got.append)
    qtbot.waitUntil(lambda: bool(got))
    ((there, here),) = got
    assert here == threading.get_ident() != there


def test_an_expected_error_arrives_as_one(background: Background, qtbot: QtBot) -> None:
    def fail() -> None:
        raise DeviceError("No microphone.")

    errors: list[object] = []
    background.run(fail, errors.append, errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], DeviceError)


def test_a_bug_is_raised_on_the_main_thread(background: Background, qtbot: QtBot) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    with capture_exceptions() as caught:
        background.run(fail, caught.append, caught.append)  # type: ignore[arg-type]
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError


def test_nothing_arrives_for_an_owner_that_is_gone_or_a_job_that_was_cancelled(
    background: Background, qtbot: QtBot
) -> None:
    def cancel() -> None:
        raise Cancelled

    owner, got = QObject(), list[object]()
    gate = threading.Event()
    background.run(lambda: gate.wait(5), got.append, got.append, owner)
    background.run(cancel, got.append, got.append)
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    gate.set()
    assert background.wait(5)
    QApplication.processEvents()
    assert got == []


def test_calls_are_made_in_order_and_none_after_the_end(mailbox: Mailbox) -> None:
    made: list[int] = []
    for number in range(3):
        mailbox.post(lambda number=number: made.append(number))  # type: ignore[misc]
    assert made == []
    mailbox.flush()
    assert made == [0, 1, 2]
    mailbox.post(lambda: made.append(3))
    mailbox.close()
    mailbox.flush()
    assert made == [0, 1, 2]
