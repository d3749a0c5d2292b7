"""The interview and review pages in every state, for screenshots."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtWidgets import QWidget

from tests.gui import samples
from voice_interview.errors import AppError, AudioFileError
from voice_interview.ui.pages.interview import InterviewPage
from voice_interview.ui.pages.review import ReviewPage
from voice_interview.ui.replay import LoadedSound


class Silence:
    """A player that plays nothing and stays where it is put."""

    position_s = 0.0

    def play(self, token: str, sound: Any, rate_hz: int | None = None, from_s: float = 0.0) -> None:
        self.position_s = from_s

    def seek(self, to_s: float) -> None:
        self.position_s = to_s

    def pause(self) -> None: ...

    def resume(self) -> None: ...

    def stop(self) -> None: ...


def _interview(name: str) -> QWidget:
    page = InterviewPage(lambda: (-17.0, 42.0))
    page.show_state(samples.states()[name])
    if name == "ready":
        page.hints_toggle.click()
    return page


def _review(at: int | None) -> QWidget:
    session = samples.full_session()

    def load(file: Path, on_done: Callable[[LoadedSound | AppError], None]) -> None:
        if at == 4:
            on_done(AudioFileError("The recording is missing.", "It may have been moved or deleted."))
            return
        take = next(take for take in session.takes if take.file == file)
        seconds = take.duration_s or 41.0
        peaks = samples.peaks_of(take.analysis or samples.analysis_of(), seconds)
        on_done(LoadedSound(np.zeros(int(seconds * 100), np.float32), 100, peaks))

    page = ReviewPage(Silence(), load)
    page.show_session(session if at is not None else samples.session(), session.takes[at or 0].id)
    if at == 3:
        page.set_progress(session.takes[3].id, 0.4)
    if at == 1:
        page.rubric.rows[0].quotes[0].click()
    return page


def scenes() -> dict[str, Callable[[], QWidget]]:
    """Makers of every scene by name."""
    found: dict[str, Callable[[], QWidget]] = {
        f"interview_{name}": lambda name=name: _interview(name)  # type: ignore[misc]
        for name in samples.states()
    }
    reviews = {"not_scored": 0, "full": 1, "failed": 2, "working": 3, "no_model": 4, "empty": None}
    return found | {f"review_{name}": lambda at=at: _review(at) for name, at in reviews.items()}  # type: ignore[misc]
