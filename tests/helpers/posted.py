"""A mailbox for a lane under test."""

from __future__ import annotations

import queue
from typing import Any

from voice_interview.interview.lanes import JobDone, JobEvent, JobFailed, JobProgress


class Posted:
    """Collects what a lane posts; reads wait until it is there."""

    def __init__(self, timeout_s: float = 60.0) -> None:
        self._events: queue.Queue[JobEvent] = queue.Queue()
        self._timeout_s = timeout_s
        self.seen: list[JobEvent] = []

    def __call__(self, event: JobEvent) -> None:
        self._events.put(event)

    def next(self) -> JobEvent:
        """The next event."""
        event = self._events.get(timeout=self._timeout_s)
        self.seen.append(event)
        return event

    def end(self) -> JobDone | JobFailed:
        """The next event that ends a job."""
        while True:
            event = self.next()
            if not isinstance(event, JobProgress):
                return event

    def result(self, job_id: str) -> Any:
        """The result of this job, which must be the next one to end."""
        event = self.end()
        assert isinstance(event, JobDone), event
        assert event.job_id == job_id
        return event.result

    def failure(self, job_id: str) -> JobFailed:
        """The failure of this job, which must be the next one to end."""
        event = self.end()
        assert isinstance(event, JobFailed), event
        assert event.job_id == job_id
        return event

    @property
    def empty(self) -> bool:
        """Whether nothing more has come."""
        return self._events.empty()
