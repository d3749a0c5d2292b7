"""A model that is not complete yet: its folder beside the installed ones, its checks, its move into place."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import filelock

from voice_interview.errors import AppError, StorageError
from voice_interview.transcription.models import CARD, SpeechModel, inspect_model
from voice_interview.transcription.store.hub import Listing, RemoteFile
from voice_interview.transcription.store.machine import free_bytes
from voice_interview.transcription.store.problems import Busy, no_room

PARTIAL = ".partial"
"""Folder for what is not complete, on the same disk as the models."""
_NOTE = "download.json"
_BLOCK = 1024 * 1024
_SPARE = 50 * 10**6
"""Left free for everything else that writes while a model arrives."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A download that was begun and not finished."""

    name: str
    done_bytes: int
    total_bytes: int


class Partial:
    """The unfinished model ``name`` below the folder ``models``."""

    def __init__(self, models: Path, name: str, purpose: str = "") -> None:
        """``purpose`` keeps an import or a removal apart from what a download left."""
        self.name = name
        self.folder = models / PARTIAL / (f"{name}.{purpose}" if purpose else name)
        self.target = models / name
        self._lock = models / PARTIAL / f"{name}.lock"

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Make the folder and keep other windows and commands away from it; errors of the disk become words.

        Raises:
            Busy: somebody else works on it.
            DiskFull: no room.
            StorageError: the disk cannot be written.
        """
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            lock = filelock.FileLock(self._lock)
            lock.acquire(timeout=0)
        except filelock.Timeout as error:
            raise Busy(f"Another window or command works on {self.name} now.", "Wait for it, or stop it.") from error
        except OSError as error:
            raise disk_problem(self.folder, error) from error
        try:
            self.folder.mkdir(exist_ok=True)
            yield
        except OSError as error:
            raise disk_problem(self.folder, error) from error
        finally:
            lock.release()

    def take_back(self) -> None:
        """Make the installed model unfinished again, with all its files."""
        if self.target.exists():
            self.remove()
            self.target.replace(self.folder)

    def keep_to(self, listing: Listing) -> None:
        """Remember what is being fetched, and drop parts of anything else."""
        wanted = {self.part(file).name for file in listing.files} | {file.name for file in listing.files}
        for path in self.folder.iterdir():
            if path.name not in wanted:
                path.unlink()
        note = {"repository": listing.repository, "revision": listing.revision, "total_bytes": listing.size}
        (self.folder / _NOTE).write_text(json.dumps(note), encoding="utf-8")

    def part(self, file: RemoteFile) -> Path:
        """Where the bytes of this content arrive."""
        return self.folder / f"{file.name}.{file.hash[:16]}.part"

    def done_bytes(self, listing: Listing) -> int:
        """How much of it is there."""
        return sum(self.have(file) for file in listing.files)

    def have(self, file: RemoteFile) -> int:
        """How much of this file is there."""
        return size(self.folder / file.name) or size(self.part(file))

    def check_room(self, needed: int) -> None:
        """See whether the disk has room for so many more bytes.

        Raises:
            DiskFull: it has not.
        """
        free = free_bytes(self.folder)
        if needed and free < needed + _SPARE:
            raise no_room(self.target.parent, needed + _SPARE, free)

    def settle(self, title: str, hashes: dict[str, str], **facts: object) -> SpeechModel:
        """Write the model's card, check that the app can load it, and move it to its place in one step.

        Raises:
            ModelMissing: it is no model this app can use.
            StorageError: the place is taken.
        """
        (self.folder / _NOTE).unlink(missing_ok=True)
        write_synced(self.folder / CARD, json.dumps({"name": title, **facts, "sha256": hashes}, indent=2))
        inspect_model(self.folder, checksums=False)
        if self.target.exists():
            raise taken(self.name)
        self.folder.replace(self.target)
        return inspect_model(self.target, checksums=False)

    def remove(self) -> None:
        """Delete all that has arrived."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def begun(self) -> Begun | None:
        """What an earlier download left here; None when there is none."""
        try:
            total = int(json.loads((self.folder / _NOTE).read_bytes())["total_bytes"])
            done = sum(size(path) for path in self.folder.iterdir() if path.name != _NOTE)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return Begun(self.name, done, total)


def hashes_of(path: Path, tick: Callable[[int], None]) -> tuple[str, str]:
    """SHA-256 of a file, and the hash git would give it; ``tick`` gets the size of every block, and may raise."""
    plain = hashlib.sha256()
    git = hashlib.sha1(b"blob %d\0" % path.stat().st_size, usedforsecurity=False)
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            plain.update(block)
            git.update(block)
            tick(len(block))
    return plain.hexdigest(), git.hexdigest()


def size(path: Path) -> int:
    """Bytes; 0 when there is no such file."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def write_synced(path: Path, text: str) -> None:
    """Write a small file and wait until it is on the disk."""
    with path.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())


def taken(name: str) -> StorageError:
    """The error for a model that is there already."""
    return StorageError(f"The speech model {name} is installed already.", "Remove it first, or check and repair it.")


def disk_problem(folder: Path, error: OSError) -> AppError:
    """What the disk said, in words."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return no_room(folder.parent.parent, _SPARE, free_bytes(folder))
    return StorageError(
        f"The folder for speech models, {folder.parent.parent}, cannot be used.",
        "Is it writable, and is no file in it open in another program?",
        repr(error),
    )
