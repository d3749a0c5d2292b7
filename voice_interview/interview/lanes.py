"""One lane: jobs of one kind, done one after another in a worker process that may hang or crash.

Native engines live in these workers. When one hangs or dies, that costs its job and nothing else: the lane reports
a typed error and makes a fresh worker for the next job.

When the app is frozen, ``multiprocessing.freeze_support()`` must be the first thing its ``__main__`` does.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import pickle
import queue
import signal
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from typing import Any, Generic, TypeVar

from voice_interview.errors import AppError, EngineError
from voice_interview.interview.lane_worker import Broke, Done, Failed, Message, Progress, Ready, serve

Job = TypeVar("Job")
_GRACE_S = 2.0
_AGAIN = "Try again. If it keeps happening, restart the app."


@dataclass(frozen=True, slots=True)
class JobProgress:
    """The job goes on; ``share`` from 0 to 1."""

    job_id: str
    share: float


@dataclass(frozen=True, slots=True)
class JobDone:
    """The job is done."""

    job_id: str
    result: Any


@dataclass(frozen=True, slots=True)
class JobFailed:
    """The job failed; it may be submitted again."""

    job_id: str
    error: AppError


JobEvent = JobProgress | JobDone | JobFailed


class _Worker:
    """One worker process and our end of its pipe."""

    def __init__(self, name: str, work: Callable[..., Any], prepare: Callable[[], None] | None) -> None:
        context = multiprocessing.get_context("spawn")
        self.ready = False
        self.pipe, theirs = context.Pipe()
        self.process: SpawnProcess = context.Process(
            target=serve, args=(work, prepare, theirs), name=name, daemon=True
        )
        try:
            self.process.start()
        except BaseException:
            self.pipe.close()
            raise
        finally:
            theirs.close()  # only the worker holds this end, so that its death and ours both close the pipe

    def end(self) -> int | None:
        """End the process at once; its exit code where the system tells it."""
        self.pipe.close()
        self.process.kill()
        self.process.join(_GRACE_S)
        return self.process.exitcode


@dataclass(slots=True)
class _Running:
    job_id: str
    parcel: bytes | None
    """The pickled job, until the worker is ready for it."""
    heard_at: float
    """When the worker last gave a sign of life, on the monotonic clock."""


class Lane(Generic[Job]):
    """Does jobs of one kind in order, each in a worker process.

    ``name`` is what the engine is called in messages to the candidate ("speech recogniser"). ``work(job, report)``
    is an importable function run in the worker; it calls ``report(share)`` as it goes on. ``post`` gets JobEvents on
    the lane's own thread, must be quick and must not raise. Events of a job that was cancelled a moment ago may
    still arrive: tell them by their id. A worker that gives no sign for ``silence_limit_s`` is ended and its job
    failed. A worker without work for ``idle_exit_s`` is ended to give its memory back. ``prepare`` runs once in each
    new worker, for slow imports. With ``fresh_process_per_job`` no worker sees two jobs; the next one is started as
    soon as a job is over.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[Job, Callable[[float], None]], Any],
        post: Callable[[JobEvent], None],
        *,
        silence_limit_s: float,
        idle_exit_s: float = 300.0,
        prepare: Callable[[], None] | None = None,
        fresh_process_per_job: bool = False,
    ) -> None:
        self.name = name
        self._work, self._prepare, self._post = work, prepare, post
        self._silence_limit_s, self._idle_exit_s = silence_limit_s, idle_exit_s
        self._fresh = fresh_process_per_job
        self._orders: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._bell, self._ring = multiprocessing.Pipe(duplex=False)
        self._bell_lock = threading.Lock()
        self._closing = False
        # The rest belongs to the lane's thread.
        self._waiting: deque[tuple[str, bytes]] = deque()
        self._running: _Running | None = None
        self._worker: _Worker | None = None
        self._idle_since = time.monotonic()
        self._thread = threading.Thread(target=self._run, name=f"lane {name}", daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int | None:
        """Process id of the worker, if there is one now."""
        worker = self._worker
        return worker.process.pid if worker is not None else None

    def submit(self, job_id: str, job: Job) -> None:
        """Queue a job. ``job_id`` is fresh and unique in this lane."""
        parcel = pickle.dumps((job_id, job))
        self._order(lambda: self._waiting.append((job_id, parcel)))

    def cancel(self, job_id: str) -> None:
        """Drop the job if it waits, end its worker if it runs; silently, whatever its state."""
        self._order(lambda: self._cancel(job_id))

    def warm(self) -> None:
        """Start the worker now, so that the first job need not wait for it."""
        self._order(self._ensure_worker)

    def close(self, timeout_s: float) -> bool:
        """Drop all jobs and end the worker; False if that takes longer.

        No event is posted afterwards, and what is asked of the lane afterwards is ignored.
        """
        with self._bell_lock:
            if not self._closing:
                self._closing = True
                with contextlib.suppress(BrokenPipeError):  # it was awake, and has seen it and gone already
                    self._ring.send_bytes(b"x")
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _order(self, order: Callable[[], None]) -> None:
        with self._bell_lock:
            if not self._closing:
                self._orders.put(order)
                self._ring.send_bytes(b"x")

    # --- on the lane's thread ---------------------------------------------------------------------------------

    def _run(self) -> None:
        _keep_interrupts_from_workers()
        while not self._closing:
            self._start_next()
            self._listen()
        self._end_worker()
        self._bell.close()

    def _listen(self) -> None:
        """Wait for an order, a message, the worker's death or a deadline, and deal with it."""
        worker = self._worker
        sources: list[Any] = [self._bell]
        if worker is not None:
            sources += [worker.pipe, worker.process.sentinel]
        ready = wait(sources, self._patience_s())
        if self._bell in ready:
            self._bell.recv_bytes()
            if not self._orders.empty():
                self._orders.get()()
        if worker is None or worker is not self._worker:
            return
        if worker.pipe in ready:
            self._take_message(worker)
        elif worker.process.sentinel in ready:
            self._worker_died()
        elif self._patience_s() == 0:
            self._out_of_patience()

    def _patience_s(self) -> float | None:
        """Seconds until the worker is given up (hanging) or sent home (idle)."""
        if self._worker is None:
            return None
        if self._running is not None:
            return max(0.0, self._running.heard_at + self._silence_limit_s - time.monotonic())
        return max(0.0, self._idle_since + self._idle_exit_s - time.monotonic())

    def _take_message(self, worker: _Worker) -> None:
        try:
            message: Message = worker.pipe.recv()
        except (EOFError, OSError):
            self._worker_died()
            return
        if self._running is not None:
            self._running.heard_at = time.monotonic()
        match message:
            case Ready():
                worker.ready = True
                self._hand_over()
            case Progress(job_id, share):
                self._post(JobProgress(job_id, share))
            case Done(job_id, result):
                self._job_over(JobDone(job_id, result))
            case Failed(job_id, error):
                self._job_over(JobFailed(job_id, error) if error is not None else None)
            case Broke(job_id, trace):
                bug = EngineError(f"The {self.name} met an error it did not expect.", _AGAIN, trace)
                self._job_over(JobFailed(job_id, bug))

    def _worker_died(self) -> None:
        code = self._end_worker()
        running = self._running
        if running is not None:
            detail = f"exit code {code}"
            self._job_over(JobFailed(running.job_id, EngineError(f"The {self.name} stopped.", _AGAIN, detail)))

    def _out_of_patience(self) -> None:
        self._end_worker()
        running = self._running
        if running is not None:
            message = f"The {self.name} gave no sign for {self._silence_limit_s:.0f} seconds and was stopped."
            self._job_over(JobFailed(running.job_id, EngineError(message, _AGAIN, "silent for too long")))

    def _cancel(self, job_id: str) -> None:
        self._waiting = deque(one for one in self._waiting if one[0] != job_id)
        if self._running is not None and self._running.job_id == job_id:
            self._end_worker()
            self._job_over(None)

    def _job_over(self, event: JobEvent | None) -> None:
        self._running = None
        self._idle_since = time.monotonic()
        if self._fresh:
            self._end_worker()
        if event is not None:
            self._post(event)
        if self._fresh and not self._closing:
            self._ensure_worker()

    def _start_next(self) -> None:
        while self._waiting and self._running is None:
            job_id, parcel = self._waiting.popleft()
            self._ensure_worker()
            if self._worker is None:
                error = EngineError(f"The {self.name} could not be started.", "Close other programs and try again.")
                self._post(JobFailed(job_id, error))
                continue
            self._running = _Running(job_id, parcel, time.monotonic())
            self._hand_over()

    def _hand_over(self) -> None:
        """Give the worker its job once it is there to take it: a pipe nobody reads would block this thread."""
        worker, running = self._worker, self._running
        if worker is None or running is None or running.parcel is None or not worker.ready:
            return
        parcel, running.parcel = running.parcel, None
        try:
            worker.pipe.send_bytes(parcel)
        except OSError:
            self._worker_died()

    def _ensure_worker(self) -> None:
        """Start a worker if there is none; without memory or processes left there is none afterwards either."""
        if self._worker is None:
            self._idle_since = time.monotonic()
            with contextlib.suppress(OSError):
                self._worker = _Worker(self.name, self._work, self._prepare)

    def _end_worker(self) -> int | None:
        worker, self._worker = self._worker, None
        return worker.end() if worker is not None else None


def _keep_interrupts_from_workers() -> None:
    """Make workers start deaf to Ctrl-C, before they can say so themselves.

    They inherit this thread's mask; the main thread still gets the signal.
    """
    if hasattr(signal, "pthread_sigmask"):
        resource_tracker.ensure_running()  # its start would lift the mask again
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
