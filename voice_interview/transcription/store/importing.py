"""Bringing in a model from a folder or a zip file, for computers that are never online."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path, PurePath, PurePosixPath
from typing import IO, TypeVar

from voice_interview.errors import AppError, ModelMissing, StorageError
from voice_interview.transcription.models import CARD, SpeechModel, inspect_model
from voice_interview.transcription.store import catalogue
from voice_interview.transcription.store.hub import WANTED
from voice_interview.transcription.store.partial import Partial, taken

P = TypeVar("P", bound=PurePath)
Report = Callable[[int, int], None]
Opener = Callable[[], IO[bytes]]
_BLOCK = 1024 * 1024
_DEPTH = 4
"""Folders deep that a model is looked for."""
_MAX_BYTES = 8 * 10**9
"""Twice the largest Whisper model."""
_MAX_RATIO = 100
"""Weights hardly shrink when packed, word lists to a tenth: what unpacks to more than this is a bomb."""
_MAX_CARD = 64 * 1024


def import_folder(source: Path, models: Path, report: Report) -> SpeechModel:
    """Copy the one model in this folder, or in a folder inside it, into the store.

    Raises:
        ModelMissing: there is none, or several, or not one this app can use.
        StorageError, DiskFull, Cancelled: see ``Store.import_from``.
    """
    try:
        found = [path.parent for depth in range(_DEPTH) for path in source.glob("*/" * depth + "model.bin")]
        if not found:
            inspect_model(source)  # says what is there instead
        folder = _only(found, source)
        inspect_model(folder)
        files = {path.name: path for path in folder.iterdir() if path.name in WANTED and path.is_file()}
        card = _read_card((folder / CARD).open("rb") if (folder / CARD).is_file() else None)
    except OSError as error:
        raise _unreadable(source, error) from error
    opened = {name: (path.stat().st_size, lambda path=path: path.open("rb")) for name, path in files.items()}
    return _bring_in(_name(folder, card), opened, card, models, report)  # type: ignore[arg-type]


def import_zip(source: Path, models: Path, report: Report) -> SpeechModel:
    """Unpack the one model in this zip file into the store. Only the files of a model are read from it.

    Raises:
        ModelMissing: there is none, or several, or not one this app can use.
        StorageError, DiskFull, Cancelled: see ``Store.import_from``.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            _refuse_attacks(source, archive.infolist())
            members = {PurePosixPath(one.filename): one for one in archive.infolist() if not one.is_dir()}
            folder = _only([path.parent for path in members if path.name == "model.bin"], source)
            inside = {path.name: one for path, one in members.items() if path.parent == folder}
            card = _read_card(archive.open(inside[CARD]) if CARD in inside else None)
            opened = {
                name: (one.file_size, lambda one=one: archive.open(one))
                for name, one in inside.items()
                if name in WANTED
            }
            name = _name(Path(folder.name or source.stem), card)
            return _bring_in(name, opened, card, models, report)  # type: ignore[arg-type]
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        raise _unreadable(source, error) from error


def _bring_in(
    name: str, files: dict[str, tuple[int, Opener]], card: dict[str, object], models: Path, report: Report
) -> SpeechModel:
    """Copy files into the store under this name; all or nothing."""
    partial = Partial(models, name, "import")
    total, done = sum(length for length, _ in files.values()), 0
    known = catalogue.entry(name)
    title = str(card.get("name") or (known.title if known else name))
    with partial.held():
        if partial.target.exists():
            raise taken(name)
        partial.remove()
        partial.folder.mkdir()
        try:
            partial.check_room(total)
            hashes = {}
            for file, (_, opener) in files.items():
                hashes[file], done = _copy(opener, partial.folder / file, done, lambda now: report(now, total))
            _compare(hashes, card)
            facts = {key: card[key] for key in ("demo", "repository", "revision") if key in card}
            return partial.settle(title, hashes, **facts)
        except BaseException:
            partial.remove()
            raise


def _compare(hashes: dict[str, str], card: dict[str, object]) -> None:
    expected = card.get("sha256")
    if isinstance(expected, dict) and any(hashes.get(file) != told for file, told in expected.items()):
        raise ModelMissing("The speech model was damaged on its way here.", "Copy it again from its source.")


def _copy(opener: Opener, target: Path, done: int, report: Callable[[int], None]) -> tuple[str, int]:
    """Copy one file; gives its SHA-256 and the bytes done so far in all."""
    digest = hashlib.sha256()
    with opener() as source, target.open("wb") as out:
        while block := source.read(_BLOCK):
            out.write(block)
            digest.update(block)
            done += len(block)
            report(done)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest(), done


def _only(folders: list[P], source: Path) -> P:
    """The one folder with a model."""
    if not folders:
        raise ModelMissing(
            f"There is no speech model in {source.name}: model.bin is missing.",
            "Pack the folder of a model in faster-whisper's format (CTranslate2).",
        )
    if len(folders) > 1:
        raise ModelMissing(
            f"There are several speech models in {source.name}: {', '.join(map(str, folders))}.",
            "Import them one by one.",
        )
    return folders[0]


def _refuse_attacks(source: Path, members: Iterable[zipfile.ZipInfo]) -> None:
    """Raise ``StorageError`` for a zip file that would write elsewhere, or fill the disk.

    Names that lead elsewhere would do no harm here, since only known names are written; a file that has some was made
    to do harm all the same, and nothing in it is to be trusted.
    """
    total = packed = 0
    for one in members:
        path = PurePosixPath(one.filename.replace("\\", "/"))
        link = stat.S_ISLNK(one.external_attr >> 16)
        if link or path.is_absolute() or ".." in path.parts or re.match(r"[A-Za-z]:", one.filename):
            raise StorageError(
                f"{source.name} is not safe: {one.filename!r} in it leads to another place.", "Delete it.", "zip slip"
            )
        total += one.file_size
        packed += one.compress_size
    if total > _MAX_BYTES or total > _MAX_RATIO * max(packed, _BLOCK):
        raise StorageError(
            f"{source.name} is not safe: it would unpack to {total / 10**9:.1f} GB.",
            "Delete it.",
            f"{packed} bytes packed",
        )


def _read_card(file: IO[bytes] | None) -> dict[str, object]:
    """The card that comes with a model; one that makes no sense counts as none."""
    if file is None:
        return {}
    with file:
        try:
            card = json.loads(file.read(_MAX_CARD))
        except ValueError:
            return {}
    return card if isinstance(card, dict) else {}


def _name(folder: Path, card: dict[str, object]) -> str:
    """The name in the store: the catalogue's if the model is one of those, else made from its folder's."""
    known = catalogue.entry(str(card.get("repository", "")))
    if known is not None:
        return known.name
    if folder.parent.name == "snapshots":  # as the hub's cache is laid out
        folder = Path(folder.parent.parent.name.rpartition("--")[2])
    for one in catalogue.CATALOGUE:
        if folder.name in (one.name, one.repository.rpartition("/")[2]):
            return one.name
    own = folder.name or folder.resolve().name
    return re.sub(r"[^\w.-]+", "-", own).strip(".-") or "model"


def _unreadable(source: Path, error: Exception) -> AppError:
    return StorageError(
        f"{source.name} cannot be read.",
        "Is it a whole zip file without a password, or a folder you may open? Copy it again from its source.",
        repr(error),
    )
