"""Models that other programs have fetched into the Hugging Face cache on this computer."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from voice_interview.errors import AppError, ModelMissing
from voice_interview.transcription.models import SpeechModel, inspect_model
from voice_interview.transcription.store import catalogue
from voice_interview.transcription.store.hub import WANTED
from voice_interview.transcription.store.partial import Partial, hashes_of, size, taken


@dataclass(frozen=True, slots=True)
class Cached:
    """A model in the cache that has all its files."""

    name: str
    """In the catalogue, or the repository's last part."""
    repository: str
    revision: str
    path: Path
    size_bytes: int


def cache_folder() -> Path:
    """Where the cache is, by the rules of the hub's own client."""
    for variable, inside in (("HF_HUB_CACHE", ""), ("HUGGINGFACE_HUB_CACHE", ""), ("HF_HOME", "hub")):
        if named := os.environ.get(variable):
            return Path(named).expanduser() / inside
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "huggingface" / "hub"


def find() -> tuple[Cached, ...]:
    """The whole speech models in the cache, one per repository (the newest)."""
    found: dict[str, tuple[float, Cached]] = {}
    with contextlib.suppress(OSError):
        for weights in cache_folder().glob("models--*/snapshots/*/model.bin"):
            one = _cached(weights.parent)
            if one is None:
                continue
            changed = weights.stat().st_mtime
            if one.repository not in found or found[one.repository][0] < changed:
                found[one.repository] = (changed, one)
    return tuple(one for _, one in sorted(found.values(), key=lambda pair: pair[1].name))


def adopt(cached: Cached, models: Path, report: Callable[[int, int], None]) -> SpeechModel:
    """Link the files of a cached model into the store, or copy them when the store is on another disk.

    Raises:
        ModelMissing: the cached model is damaged.
        StorageError, DiskFull, Cancelled: see ``Store.adopt``.
    """
    partial = Partial(models, cached.name, "import")
    done = 0

    def tick(block: int) -> None:
        nonlocal done
        done += block
        report(done, cached.size_bytes)

    with partial.held():
        if partial.target.exists():
            raise taken(cached.name)
        partial.remove()
        partial.folder.mkdir()
        try:
            hashes = {path.name: _take(path, partial, tick) for path in _files(cached.path)}
            known = catalogue.entry(cached.name)
            title = known.title if known else cached.name
            return partial.settle(title, hashes, repository=cached.repository, revision=cached.revision)
        except BaseException:
            partial.remove()
            raise


def _cached(folder: Path) -> Cached | None:
    try:
        inspect_model(folder, checksums=False)
    except AppError:
        return None  # unfinished, or a model of another kind
    repository = folder.parent.parent.name.removeprefix("models--").replace("--", "/", 1)
    known = catalogue.entry(repository)
    name = known.name if known else re.sub(r"[^\w.-]+", "-", repository.rpartition("/")[2])
    return Cached(name, repository, folder.name, folder, sum(size(path) for path in _files(folder)))


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.name in WANTED and path.is_file())


def _take(path: Path, partial: Partial, tick: Callable[[int], None]) -> str:
    """Have one file in the store; gives its SHA-256.

    In the cache a file is a link to a blob that is named by its hash, which is compared where it is so.
    """
    blob = path.resolve()
    sha256, git_sha1 = hashes_of(blob, tick)
    if re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", blob.name) and blob.name not in (sha256, git_sha1):
        raise ModelMissing(
            f"The copy of {partial.name} in the Hugging Face cache is damaged ({path.name}).", "Download it instead."
        )
    target = partial.folder / path.name
    try:
        os.link(blob, target)
    except OSError:  # another disk, or one without links
        partial.check_room(size(blob))
        shutil.copyfile(blob, target)
    return sha256
