"""Fetching one model: in pieces that survive restarts, checked byte for byte, moved into place when complete."""

from __future__ import annotations

import contextlib
import io
import os
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from voice_interview.errors import AppError
from voice_interview.transcription.models import SpeechModel
from voice_interview.transcription.store.catalogue import Entry
from voice_interview.transcription.store.events import (
    DownloadEvent,
    Dropped,
    Failed,
    Installed,
    Paused,
    Phase,
    Progress,
)
from voice_interview.transcription.store.hub import Hub, Listing, Patience, RemoteFile
from voice_interview.transcription.store.partial import Partial, hashes_of, size, taken
from voice_interview.transcription.store.problems import KEPT, ConnectionLost, DownloadError, Stalled, WrongBytes

DEFAULT_ENDPOINT = "https://huggingface.co"
_PROGRESS_EVERY_S = 0.1
_RATE_OVER_S = 5.0
T = TypeVar("T")


class Download:
    """Fetches ``entry`` into the folder ``models`` on a thread of its own and reports through ``post``.

    Reports: ``Progress`` while it runs, then exactly one of ``Installed``, ``Paused``, ``Dropped``, ``Failed``.
    A new ``Download`` of the same model goes on where the last one ended, in whatever process that was. Goes online
    only between ``start`` and its last report.

    ``repair`` is the revision of an installed model: its good files are kept, the others are fetched.
    """

    def __init__(
        self,
        entry: Entry,
        models: Path,
        post: Callable[[DownloadEvent], None],
        *,
        endpoint: str = DEFAULT_ENDPOINT,
        patience: Patience = Patience(),  # noqa: B008 - frozen
        repair: str | None = None,
    ) -> None:
        self.entry = entry
        self._partial = Partial(models, entry.name)
        self._post = post
        self._patience = patience
        self._repair = repair
        self._hub = Hub(endpoint, patience)
        self._stop = threading.Event()
        self._drop = False
        self._meter = _Meter(entry.name, post)
        self._thread = threading.Thread(target=self._run, name=f"download-{entry.name}", daemon=True)

    def start(self) -> None:
        """Begin; once."""
        self._thread.start()

    def pause(self) -> None:
        """Stop and keep what has arrived. Ends at once, except while a name is looked up or a connection is made."""
        self._stop.set()
        self._hub.interrupt()

    def cancel(self) -> None:
        """Stop and delete what has arrived."""
        self._drop = True
        self.pause()

    def wait(self, timeout_s: float) -> bool:
        """Wait for the end; False when it still runs."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        self._post(self._end())

    def _end(self) -> DownloadEvent:
        name = self.entry.name
        try:
            with self._partial.held():
                try:
                    with self._hub:
                        return Installed(name, self._fetch())
                except (_Stopped, DownloadError):
                    if not self._stop.is_set():
                        raise
                    if self._drop:
                        self._partial.remove()
                        return Dropped(name)
                    return Paused(name, self._meter.done_bytes, self._meter.total_bytes)
        except AppError as error:
            return Failed(name, error)
        except BaseException:  # a fault of the program: whoever waits must still be told
            self._post(Failed(name, AppError("The download met a fault of the program.", "Please report it.")))
            raise

    def _fetch(self) -> SpeechModel:
        if self._partial.target.exists() and not self._repair:
            raise taken(self.entry.name)
        begun = self._partial.begun()
        if begun is not None:
            self._meter.done_bytes, self._meter.total_bytes = begun.done_bytes, begun.total_bytes
        self._meter.tell("connecting", at_once=True)
        trials = _Trials(self._patience)
        listing = self._try(trials, lambda: self._hub.listing(self.entry.repository, self._repair or "main"))
        if self._repair:
            self._partial.take_back()
        self._partial.keep_to(listing)
        self._meter.total_bytes = listing.size
        self._count(listing)
        self._partial.check_room(listing.size - self._meter.done_bytes)
        hashes = {file.name: self._complete(listing, file) for file in listing.files}
        self._check_stop()
        return self._partial.settle(
            self.entry.title, hashes, repository=self.entry.repository, revision=listing.revision
        )

    def _complete(self, listing: Listing, file: RemoteFile) -> str:
        """Have this file whole and right; gives its SHA-256.

        What an earlier try left may have been damaged by a power cut: if the sum of old and new is wrong, all of it
        is fetched once more. Bytes that are wrong though they came in one go will not be better the next time.
        """
        final, part = self._partial.folder / file.name, self._partial.part(file)
        if final.exists():
            if sha256 := self._checked(final, file):
                return sha256
            final.unlink()
        while True:
            self._count(listing)
            resumed = size(part) > 0
            self._receive(listing, file, part)
            if sha256 := self._checked(part, file):
                part.replace(final)
                return sha256
            part.unlink()
            if not resumed:
                raise WrongBytes(
                    f"The file {file.name} arrived damaged, and was thrown away.",
                    "Try again later, or use another mirror of the hub.",
                    f"expected {file.hash}",
                )

    def _receive(self, listing: Listing, file: RemoteFile, part: Path) -> None:
        """Append to the part until it is as long as the file."""
        if size(part) > file.size:
            part.unlink()
        trials = _Trials(self._patience)
        with part.open("ab", buffering=0) as out:
            while size(part) < file.size:
                self._try(trials, lambda: self._append(listing, file, out, trials))
            os.fsync(out.fileno())

    def _append(self, listing: Listing, file: RemoteFile, out: io.FileIO, trials: _Trials) -> None:
        """Write what one answer of the hub brings."""
        came = False
        with contextlib.closing(self._hub.read(listing, file, os.fstat(out.fileno()).st_size)) as blocks:
            for block in blocks:
                self._check_stop()
                rest = memoryview(block)
                while rest:
                    written = out.write(rest)
                    self._meter.add(written)
                    rest = rest[written:]
                if block:
                    came = True
                    trials.start_again()
        if not came:
            raise ConnectionLost("The hub sent nothing.", f"Try again later. {KEPT}")

    def _checked(self, path: Path, file: RemoteFile) -> str | None:
        """The SHA-256 of a file that is right; None for one that is not."""

        def tick(_bytes: int) -> None:
            self._check_stop()
            self._meter.tell("checking")

        if size(path) != file.size:
            return None
        sha256, git_sha1 = hashes_of(path, tick)
        return sha256 if file.hash in (sha256, git_sha1) else None

    def _try(self, trials: _Trials, work: Callable[[], T]) -> T:
        """Do it, again and again after troubles that may pass."""
        while True:
            self._check_stop()
            try:
                return work()
            except DownloadError as error:
                if not error.passing:
                    raise
                wait_s = trials.wait_after(error)
                self._meter.tell("waiting", error.message, at_once=True)
                if self._stop.wait(wait_s):
                    raise _Stopped from error

    def _count(self, listing: Listing) -> None:
        self._meter.done_bytes = self._partial.done_bytes(listing)

    def _check_stop(self) -> None:
        if self._stop.is_set():
            raise _Stopped


class _Stopped(Exception):
    """Pause or cancel was asked for."""


class _Trials:
    """Counts tries without progress."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self.start_again()

    def start_again(self) -> None:
        """There was progress."""
        self._failed = self._silent = 0

    def wait_after(self, error: DownloadError) -> float:
        """Seconds until the next try; raises the error when there have been enough."""
        self._failed += 1
        self._silent += isinstance(error, Stalled)
        if self._failed >= self._patience.tries or self._silent >= self._patience.silent_tries:
            raise error
        wait_s: float = self._patience.first_wait_s * 2 ** (self._failed - 1)
        return wait_s


class _Meter:
    """Counts bytes and tells how far it is."""

    def __init__(self, name: str, post: Callable[[DownloadEvent], None]) -> None:
        self._name = name
        self._post = post
        self.done_bytes = 0
        self.total_bytes = 0
        self._told_at = 0.0
        self._arrivals: deque[tuple[float, int]] = deque()

    def add(self, arrived: int) -> None:
        """So many more bytes are on the disk."""
        self.done_bytes += arrived
        self._arrivals.append((time.monotonic(), arrived))
        self.tell("downloading")

    def tell(self, phase: Phase, note: str = "", *, at_once: bool = False) -> None:
        """Report, unless it was just done."""
        now = time.monotonic()
        if not at_once and now - self._told_at < _PROGRESS_EVERY_S:
            return
        self._told_at = now
        while self._arrivals and self._arrivals[0][0] < now - _RATE_OVER_S:
            self._arrivals.popleft()
        rate = self._rate(now) if phase == "downloading" else 0.0
        left_s = (self.total_bytes - self.done_bytes) / rate if rate else None
        self._post(Progress(self._name, phase, self.done_bytes, self.total_bytes, rate, left_s, note))

    def _rate(self, now: float) -> float:
        """Bytes a second since the first of the last arrivals; 0 when there are too few to tell."""
        if len(self._arrivals) < 2 or now - self._arrivals[0][0] < _PROGRESS_EVERY_S:
            return 0.0
        return sum(arrived for _, arrived in self._arrivals) / (now - self._arrivals[0][0])
