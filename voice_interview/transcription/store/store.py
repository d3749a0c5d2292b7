"""The models on this computer: which are there, whether they are whole, and bringing in more of them."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from voice_interview.errors import AppError, ModelMissing, StorageError
from voice_interview.transcription.models import CARD, SpeechModel, inspect_model
from voice_interview.transcription.store import catalogue, importing
from voice_interview.transcription.store.catalogue import Entry
from voice_interview.transcription.store.download import DEFAULT_ENDPOINT, Download
from voice_interview.transcription.store.events import DownloadEvent
from voice_interview.transcription.store.hub import Patience
from voice_interview.transcription.store.hub_cache import Cached
from voice_interview.transcription.store.hub_cache import adopt as adopt_cached
from voice_interview.transcription.store.hub_cache import find as find_cached
from voice_interview.transcription.store.partial import PARTIAL, Begun, Partial, disk_problem, hashes_of, size

Report = Callable[[int, int], None]
"""Gets bytes done and bytes in all; may raise ``Cancelled``."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A model in the store. Its files are there; whether they are right only ``Store.verify`` tells."""

    name: str
    path: Path
    size_bytes: int
    model: SpeechModel | None
    """None when it cannot be used; ``problem`` says why."""
    problem: AppError | None = None

    @property
    def entry(self) -> Entry | None:
        """What the catalogue says about it; None for one of the candidate's own."""
        return catalogue.entry(self.name)


class Store:
    """The folder ``models`` and what happens in it. Goes online only by ``download`` and ``repair``."""

    def __init__(
        self,
        models: Path,
        endpoint: str = DEFAULT_ENDPOINT,
        patience: Patience = Patience(),  # noqa: B008 - frozen
    ) -> None:
        self.models = models
        self._endpoint = endpoint
        self._patience = patience

    def installed(self) -> tuple[Stored, ...]:
        """What is in the store, by name. Quick: hashes are not compared."""
        if not self.models.is_dir():
            return ()
        folders = (path for path in self.models.iterdir() if path.is_dir() and not path.name.startswith("."))
        return tuple(_stored(folder) for folder in sorted(folders))

    def begun(self) -> tuple[Begun, ...]:
        """Downloads that were begun and not finished, by name."""
        found = (Partial(self.models, path.name).begun() for path in sorted((self.models / PARTIAL).glob("*/")))
        return tuple(one for one in found if one is not None)

    def find(self, name: str) -> Stored:
        """The model of this name.

        Raises:
            ModelMissing: it is not in the store.
        """
        found = next((one for one in self.installed() if one.name == name), None)
        if found is None:
            names = ", ".join(one.name for one in self.installed()) or "none"
            raise ModelMissing(f"The speech model {name} is not installed.", f"Installed: {names}.")
        return found

    def download(self, entry: Entry, post: Callable[[DownloadEvent], None]) -> Download:
        """A download of this model, or of the rest of it; not started yet."""
        return Download(entry, self.models, post, endpoint=self._endpoint, patience=self._patience)

    def forget(self, name: str) -> None:
        """Delete what an unfinished download left.

        Raises:
            Busy: it runs, here or in another process.
            StorageError: it cannot be deleted.
        """
        partial = Partial(self.models, name)
        with partial.held():
            partial.remove()

    def verify(self, name: str, report: Report = lambda _done, _total: None) -> tuple[str, ...]:
        """Compare every byte with what was installed; gives the names of files that are damaged or missing.

        Raises:
            ModelMissing: there is no such model, or nothing to compare with.
            Cancelled: by ``report``.
        """
        found = self.find(name)
        expected = _hashes(found.path)
        total, done = sum(size(found.path / file) for file in expected), 0

        def tick(block: int) -> None:
            nonlocal done
            done += block
            report(done, total)

        try:
            return tuple(file for file in expected if not _is_right(found.path / file, expected[file], tick))
        except OSError as error:
            raise disk_problem(self.models / PARTIAL / name, error) from error

    def repair(self, name: str, post: Callable[[DownloadEvent], None]) -> Download:
        """A download of the damaged files only; not started yet. Without a connection the model stays as it is.

        Raises:
            ModelMissing: there is no such model, or it did not come from the hub.
        """
        found = self.find(name)
        card = _card(found.path)
        entry, revision = catalogue.entry(str(card.get("repository"))) or found.entry, card.get("revision")
        if entry is None or entry.name != name or not isinstance(revision, str):
            raise ModelMissing(
                f"The speech model {name} did not come from the hub.", "Remove it, then install or import it again."
            )
        return Download(entry, self.models, post, endpoint=self._endpoint, patience=self._patience, repair=revision)

    def delete(self, name: str) -> None:
        """Remove a model from the disk.

        Raises:
            ModelMissing: there is no such model.
            Busy, StorageError: another process works on it, or its folder cannot be moved.
        """
        found = self.find(name)
        partial = Partial(self.models, name, "removed")
        with partial.held():  # moved away in one step, so that no half of a model is ever offered
            partial.remove()
            found.path.replace(partial.folder)
            shutil.rmtree(partial.folder)

    def import_from(self, source: Path, report: Report = lambda _done, _total: None) -> SpeechModel:
        """Copy a model from a folder, or from a zip file, into the store.

        Raises:
            ModelMissing: there is no model in it that this app can use.
            StorageError: it is installed already, or cannot be read or written.
            DiskFull: no room.
            Cancelled: by ``report``; nothing is kept.
        """
        source = source.expanduser()
        if source.is_dir():
            return importing.import_folder(source, self.models, report)
        if source.is_file():
            return importing.import_zip(source, self.models, report)
        raise StorageError(f"{source} does not exist.", "Choose a folder or a zip file.")

    def hub_cache(self) -> tuple[Cached, ...]:
        """Models that other programs on this computer have fetched, and that are not in the store."""
        here = {one.name for one in self.installed()}
        return tuple(one for one in find_cached() if one.name not in here)

    def adopt(self, cached: Cached, report: Report = lambda _done, _total: None) -> SpeechModel:
        """Take a model from the hub's cache into the store, without using more room where the disk allows it.

        Raises: as ``import_from``.
        """
        return adopt_cached(cached, self.models, report)


def _stored(folder: Path) -> Stored:
    files = [path for path in folder.iterdir() if path.is_file()]
    taken = sum(size(path) for path in files)
    try:
        return Stored(folder.name, folder, taken, inspect_model(folder, checksums=False))
    except AppError as error:
        return Stored(folder.name, folder, taken, None, error)


def _card(folder: Path) -> dict[str, object]:
    with contextlib.suppress(OSError, ValueError):
        card = json.loads((folder / CARD).read_bytes())
        if isinstance(card, dict):
            return card
    return {}


def _hashes(folder: Path) -> dict[str, str]:
    found = _card(folder).get("sha256")
    if not isinstance(found, dict) or not found:
        raise ModelMissing(
            f"The speech model in {folder} has no list of its files' hashes to compare with.",
            "Remove it and install or import it again.",
        )
    return {str(name): str(sha256) for name, sha256 in found.items()}


def _is_right(path: Path, sha256: str, tick: Callable[[int], None]) -> bool:
    return path.is_file() and hashes_of(path, tick)[0] == sha256
