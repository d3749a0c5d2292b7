"""A hub on loopback, and downloads from it."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.fake_hub import FakeHub, demo_files, revision, serving
from voice_interview.transcription.store.catalogue import CATALOGUE, Entry
from voice_interview.transcription.store.download import Download
from voice_interview.transcription.store.events import DownloadEvent, Failed, Installed, Progress
from voice_interview.transcription.store.hub import Patience

QUICK = Patience(connect_s=2.0, read_s=0.4, tries=3, silent_tries=2, first_wait_s=0.01)
ENTRY = CATALOGUE[0]
WEIGHTS = f"cdn/{ENTRY.repository}/resolve/{revision(demo_files())}/model.bin"
"""Where the hub sends those who ask for the large file."""
_LIMIT_S = 30.0


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def hub() -> Iterator[FakeHub]:
    with serving(ENTRY.repository) as one:
        yield one


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models"


def until(condition: Callable[[], bool]) -> None:
    """Wait for what another process or thread does to files."""
    deadline = time.monotonic() + _LIMIT_S
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.01)


class Fetch:
    """A download whose reports are collected."""

    def __init__(self, models: Path, endpoint: str, entry: Entry = ENTRY, **more: Any) -> None:
        self._events: queue.Queue[DownloadEvent] = queue.Queue()
        self.seen: list[DownloadEvent] = []
        self.download = Download(
            entry, models, self._events.put, **({"endpoint": endpoint, "patience": QUICK} | more)
        )
        self.download.start()

    def next(self) -> DownloadEvent:
        event = self._events.get(timeout=_LIMIT_S)
        self.seen.append(event)
        return event

    def end(self) -> DownloadEvent:
        """The last report, after which none may come."""
        while isinstance(event := self.next(), Progress):
            pass
        assert self.download.wait(_LIMIT_S)
        assert self._events.empty()
        return event

    def installed(self) -> Installed:
        event = self.end()
        assert isinstance(event, Installed), event
        return event

    def failed(self, kind: type[Exception]) -> Failed:
        event = self.end()
        assert isinstance(event, Failed), event
        assert isinstance(event.error, kind), repr(event.error)
        assert event.error.message
        assert event.error.hint
        return event

    @property
    def progress(self) -> list[Progress]:
        return [event for event in self.seen if isinstance(event, Progress)]
