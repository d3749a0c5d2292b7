"""The real app over a folder of its own, with a small bank and the demo model."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.helpers.app import AppDriver
from tests.helpers.plans import question
from voice_interview import resources, settings
from voice_interview.banks.model import Bank
from voice_interview.paths import Paths
from voice_interview.settings import Settings


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A home with one small bank that sorts first, and the demo model chosen."""
    made = Paths.under(tmp_path / "home")
    made.create()
    made.banks.mkdir()
    bank = Bank(id="a-test-bank", title="A test bank", domain="Tests", questions=(question(1),))
    text = json.dumps(bank.model_dump(mode="json", exclude_none=True))
    (made.banks / "bank.yaml").write_text(text, encoding="utf-8")
    settings.save(Settings(model_dir=resources.demo_model()), made.settings)
    return made


@pytest.fixture
def start_app(qapp: QApplication, paths: Paths, qtbot: QtBot) -> Iterator[Callable[[], AppDriver]]:
    """Starts the app; it is closed at the end of the test."""
    started: list[AppDriver] = []

    def start() -> AppDriver:
        started.append(AppDriver(qapp, paths, qtbot))
        return started[-1]

    yield start
    for driver in started:
        driver.close()
