"""Waits for one answer job at a time, for commands that analyse files."""

from __future__ import annotations

import queue
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from voice_interview.interview.answer_lane import answer_lane
from voice_interview.interview.answers import AnswerJob, AnswerResult
from voice_interview.interview.lanes import JobEvent
from voice_interview.interview.waiting import outcome

CLOSE_TIMEOUT_S = 5.0


class Listener:
    """An answer lane used one job after another; a crash costs one job."""

    def __init__(self, model_dir: Path | None) -> None:
        """Start the worker, which loads ``model_dir``; meanwhile the first job can be made."""
        self._events: queue.SimpleQueue[JobEvent] = queue.SimpleQueue()
        self._lane = answer_lane(self._events.put, model_dir)
        self._lane.warm()
        self._count = 0

    def listen(self, job: AnswerJob, report: Callable[[float], None]) -> AnswerResult:
        """Do one job; ``report`` gets the share done, 0 to 1.

        Raises:
            AppError: it failed, with the reason in words.
        """
        self._count += 1
        self._lane.submit(str(self._count), job)
        result: AnswerResult = outcome(self._events, report)
        return result

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lane.close(CLOSE_TIMEOUT_S)
