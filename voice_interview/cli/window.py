"""The one place where the command line reaches the window, imported only when a command needs it."""

from __future__ import annotations

import queue
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from voice_interview.interview.lanes import JobEvent, Lane
from voice_interview.interview.waiting import outcome
from voice_interview.paths import Paths

DRAW_LIMIT_S = 60.0
Job = TypeVar("Job")


def open_window(paths: Paths) -> int:
    """Run the window; gives its exit code."""
    from voice_interview.ui.app import run

    return run(paths)


def probe_window() -> str:
    """Qt's version, once it has drawn something.

    Raises:
        EngineError: Qt could not draw.
    """
    from voice_interview.ui.snapshot import probe

    version: str = _in_own_process(probe, None)
    return version


def draw_review(paths: Paths, session_id: str, file: Path) -> None:
    """Draw the review page of a session into a PNG file, without a display.

    Raises:
        EngineError: Qt could not draw.
        StorageError: the session or the file cannot be read or written.
    """
    from voice_interview.ui.snapshot import SnapshotJob, draw

    _in_own_process(draw, SnapshotJob(paths, session_id, file))


def _in_own_process(work: Callable[[Job, Callable[[float], None]], object], job: Job) -> Any:
    """Qt ends its process when a system library is missing, so it is given one of its own."""
    events: queue.SimpleQueue[JobEvent] = queue.SimpleQueue()
    lane = Lane("drawing of pages", work, events.put, silence_limit_s=DRAW_LIMIT_S)
    try:
        lane.submit("draw", job)
        return outcome(events)
    finally:
        lane.close(5.0)
