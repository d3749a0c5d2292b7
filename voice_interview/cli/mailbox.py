"""The command line's main thread: does the calls that devices and workers post to it."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable


class Mailbox:
    """Calls posted from any thread, done one after another by whoever runs ``serve_until``."""

    def __init__(self) -> None:
        self._calls: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()

    def post(self, call: Callable[[], None]) -> None:
        """Have a call made on the main thread. From any thread."""
        self._calls.put(call)

    def serve_until(self, done: Callable[[], bool], *, timeout_s: float | None = None) -> bool:
        """Do calls until ``done`` holds; False if ``timeout_s`` passes first."""
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        while not done():
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            try:
                call = self._calls.get(timeout=left)
            except queue.Empty:
                return False
            call()
        return True
