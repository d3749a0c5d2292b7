"""Waits for jobs of a lane, for those who have nothing else to do meanwhile: commands and the demo."""

from __future__ import annotations

import queue
from collections.abc import Callable
from typing import Any

from voice_interview.interview.lanes import JobDone, JobEvent, JobFailed, JobProgress


def outcome(events: queue.SimpleQueue[JobEvent], report: Callable[[float], None] | None = None) -> Any:
    """The result of the one job under way in the lane that posts to ``events``; ``report`` gets its progress, 0 to 1.

    Raises:
        AppError: the job failed, with the reason in words.
    """
    while True:
        match events.get():
            case JobProgress(_, share):
                if report is not None:
                    report(share)
            case JobFailed(_, error):
                raise error
            case JobDone(_, result):
                return result
