"""Collects what other threads post, and waits for one kind of it."""

from __future__ import annotations

import queue
import time
from typing import Any, TypeVar

_T = TypeVar("_T")


class Inbox:
    """Give ``post`` to a recorder, player or lane."""

    def __init__(self) -> None:
        self.seen: list[Any] = []
        self._queue: queue.Queue[Any] = queue.Queue()

    def post(self, event: Any) -> None:
        self._queue.put(event)

    def wait_for(self, kind: type[_T], limit_s: float = 10.0) -> _T:
        """The next event of this kind; others before it are put into ``seen`` as well."""
        end = time.monotonic() + limit_s
        while True:
            try:
                event = self._queue.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"no {kind.__name__} within {limit_s} s; seen: {self.seen}") from None
            self.seen.append(event)
            if isinstance(event, kind):
                return event

    def drain(self) -> list[Any]:
        """All that has come and was not waited for."""
        rest = []
        while not self._queue.empty():
            rest.append(self._queue.get_nowait())
        self.seen.extend(rest)
        return rest
