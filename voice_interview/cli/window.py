"""The one place where the command line reaches the window, imported only when a command needs it."""

from __future__ import annotations

import queue
from pathlib import Path

from voice_interview.interview.lanes import JobDone, JobEvent, JobFailed, Lane
from voice_interview.paths import Paths

DRAW_LIMIT_S = 60.0


def open_window(paths: Paths) -> int:
    """Run the window; gives its exit code."""
    from voice_interview.ui.app import run

    return run(paths)


def draw_review(paths: Paths, session_id: str, file: Path) -> None:
    """Draw the review page of a session into a PNG file, without a display.

    Qt ends its process when a system library is missing, so it is given one of its own.

    Raises:
        EngineError: Qt could not draw.
        StorageError: the session or the file cannot be read or written.
    """
    from voice_interview.ui.snapshot import SnapshotJob, draw

    events: queue.SimpleQueue[JobEvent] = queue.SimpleQueue()
    lane = Lane("drawing of the page", draw, events.put, silence_limit_s=DRAW_LIMIT_S)
    try:
        lane.submit(session_id, SnapshotJob(paths, session_id, file))
        while True:
            match events.get():
                case JobDone():
                    return
                case JobFailed(_, error):
                    raise error
                case _:
                    pass
    finally:
        lane.close(5.0)
