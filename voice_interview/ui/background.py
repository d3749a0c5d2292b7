"""Work that would make the window wait, done on other threads; what comes of it arrives on the main thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject, QThreadPool

from voice_interview.errors import AppError, Cancelled
from voice_interview.ui.bridge import Mailbox

T = TypeVar("T")


class Background:
    """A few threads for short jobs. Main thread only; the jobs themselves run elsewhere."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._post = mailbox.post
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(4)

    def run(
        self,
        job: Callable[[], T],
        on_result: Callable[[T], object],
        on_error: Callable[[AppError], object],
        owner: QObject | None = None,
    ) -> None:
        """Do ``job`` on another thread, then call one of the two on the main thread.

        Nothing is called when ``owner`` has been deleted meanwhile, or the job was cancelled. Anything but an
        AppError is a bug in the job and is raised again on the main thread, where the exception hook shows it.
        """

        def tell(deliver: Callable[[], object]) -> None:
            def checked() -> None:
                if owner is None or shiboken6.isValid(owner):
                    deliver()

            self._post(checked)

        def work() -> None:
            try:
                result = job()
            except Cancelled:
                return
            except AppError as error:
                problem = error
                tell(lambda: on_error(problem))
            except BaseException as error:  # noqa: BLE001 - handed on whole, to the hook of the main thread
                bug = error
                tell(lambda: _raise(bug))
            else:
                tell(lambda: on_result(result))

        self._pool.start(work)

    def close(self, timeout_s: float) -> bool:
        """Start nothing more and wait for running jobs; False when some still run."""
        self._pool.clear()
        return self.wait(timeout_s)

    def wait(self, timeout_s: float) -> bool:
        """Wait for all jobs; False when some still run. What came of them arrives through the mailbox as ever."""
        return self._pool.waitForDone(round(timeout_s * 1000))


def _raise(error: BaseException) -> None:
    raise error
