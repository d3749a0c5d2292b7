"""The child's side of a lane: takes jobs from a pipe, works on them one by one, sends back what came of them.

A worker is started by ``spawn``, which imports the parent's ``__main__`` once more under another name. The entry
points of this app therefore import nothing heavy at module level, and this module imports next to nothing, so a
worker carries only what its own work needs (no Qt in particular).
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any

from voice_interview.errors import AppError, Cancelled

Work = Callable[[Any, Callable[[float], None]], Any]


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker has started and waits for a job."""


@dataclass(frozen=True, slots=True)
class Progress:
    """The job goes on; ``share`` from 0 to 1."""

    job_id: str
    share: float


@dataclass(frozen=True, slots=True)
class Done:
    """The job is done."""

    job_id: str
    result: Any


@dataclass(frozen=True, slots=True)
class Failed:
    """The job failed in an expected way, or was given up by the work itself (``error`` is None)."""

    job_id: str
    error: AppError | None


@dataclass(frozen=True, slots=True)
class Broke:
    """The job met a bug. ``trace`` holds places and the kind of the exception, never its text."""

    job_id: str
    trace: str


Message = Ready | Progress | Done | Failed | Broke


def serve(work: Work, prepare: Callable[[], None] | None, pipe: Connection) -> None:
    """Work until the pipe closes; then end the process at once.

    The process is ended with ``os._exit`` since the destructors of native engines may hang or crash.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the app, which then closes its lanes
    _silence_stdout()
    threading.Thread(target=_end_with_parent, name="end-with-parent", daemon=True).start()
    try:
        if prepare is not None:
            with contextlib.suppress(Exception):  # what is wrong shows again, and is told, when a job needs it
                prepare()
        pipe.send(Ready())
        while True:
            job_id, job = pickle.loads(pipe.recv_bytes())  # noqa: S301 - from our own parent
            pipe.send_bytes(_encoded(job_id, _outcome(work, pipe, job_id, job)))
    except (EOFError, OSError):
        os._exit(0)


def _outcome(work: Work, pipe: Connection, job_id: str, job: Any) -> Message:
    def report(share: float) -> None:
        pipe.send(Progress(job_id, min(1.0, max(0.0, share))))

    try:
        return Done(job_id, work(job, report))
    except AppError as error:
        return Failed(job_id, error)
    except Cancelled:
        return Failed(job_id, None)
    except Exception as error:  # noqa: BLE001 - a bug in one job must be told, and must not end the worker
        return Broke(job_id, _trace(error))


def _encoded(job_id: str, message: Message) -> bytes:
    try:
        return pickle.dumps(message)
    except Exception as error:  # noqa: BLE001 - whatever a foreign object's pickling raises
        return pickle.dumps(Broke(job_id, _trace(error)))


def _trace(error: BaseException) -> str:
    """Where it happened and what kind of exception it was; its text may hold words of an answer and stays out."""
    chain: list[str] = []
    cause: BaseException | None = error
    while cause is not None:
        chain.append("".join(traceback.format_tb(cause.__traceback__)) + type(cause).__qualname__)
        cause = cause.__cause__
    return "\ncaused by\n".join(chain)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(0)


def _silence_stdout() -> None:
    """Native libraries print; on the parent's stdout that would spoil output meant for a program."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    if null != 1:
        os.close(null)
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - lives as long as the process
