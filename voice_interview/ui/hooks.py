"""Errors nobody caught: logged, and shown once with a report to copy."""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType

import voice_interview
from voice_interview.errors import AppError, Cancelled

log = logging.getLogger(__name__)

Show = Callable[[BaseException, str], None]
"""Shows an error with its report; called on whichever thread it was raised."""


def install(show: Show) -> Callable[[], None]:
    """Catch what nobody caught, on every thread; the result takes the hooks away again."""
    before = sys.excepthook, threading.excepthook

    def main_hook(_kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        _handle(error.with_traceback(trace), show)

    def thread_hook(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            _handle(args.exc_value, show)

    sys.excepthook, threading.excepthook = main_hook, thread_hook

    def uninstall() -> None:
        sys.excepthook, threading.excepthook = before

    return uninstall


def _handle(error: BaseException, show: Show) -> None:
    if isinstance(error, Cancelled | SystemExit | KeyboardInterrupt):
        return
    if isinstance(error, AppError):
        log.warning("%s (%s)", error.message, error.detail)
        show(error, "")
        return
    text = report(error)
    log.error("not caught:\n%s", text)
    show(error, text)


def report(error: BaseException) -> str:
    """What a developer needs: versions, system and the trace."""
    from PySide6.QtCore import qVersion

    trace = "".join(traceback.format_exception(error))
    return (
        f"Voice Interview {voice_interview.__version__}, Python {platform.python_version()}, Qt {qVersion()}\n"
        f"{platform.platform()}\n\n{trace}"
    )
