"""A dressed application, and services over a folder of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.helpers.window import Stage
from voice_interview.ui import theme
from voice_interview.ui.composition import page_makers
from voice_interview.ui.window import MainWindow


@pytest.fixture
def dressed(qapp: QApplication) -> QApplication:
    theme.apply(qapp, "light")
    return qapp


@pytest.fixture
def stage(dressed: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "no-models-here"))
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    one = Stage(tmp_path)
    yield one
    one.close()


@pytest.fixture
def window(stage: Stage, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """The main window with all its pages, none of them shown yet."""
    one = MainWindow(QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(one)
    one.set_pages(page_makers(stage.services), stage.services.interview_page, stage.services.review_page)
    one.show()
    qtbot.waitExposed(one)
    return one
