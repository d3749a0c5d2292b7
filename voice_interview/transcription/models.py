"""Speech models on disk: folders in the format of CTranslate2, as faster-whisper reads them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voice_interview.errors import ModelMissing

CARD = "voice_interview.json"
"""A file beside a model: {"name": as shown, "demo": bool, "sha256": {file: hash}}; every field may be left out."""
_NEEDED = ("model.bin", "config.json", "tokenizer.json")
_HINT = (
    "Choose a folder in faster-whisper's format (CTranslate2), for example a download of "
    "Systran/faster-whisper-base.en from the Hugging Face hub."
)


@dataclass(frozen=True, slots=True)
class SpeechModel:
    """A model that has all its files."""

    path: Path
    name: str
    """As shown to the candidate."""
    is_demo: bool
    """It understands the built-in demo voice and nobody else; never to be offered for a person's own voice."""


def inspect_model(folder: Path, *, checksums: bool = True) -> SpeechModel:
    """Check that a folder holds a model this app can load.

    Hashes are compared where the model's card has them, which reads every byte; not with ``checksums=False``.

    Raises:
        ModelMissing: the folder or a file in it is missing, damaged or of another kind.
    """
    folder = folder.expanduser()
    if not folder.is_dir():
        raise _not_a_folder(folder)
    try:
        if not (folder / "model.bin").is_file():
            raise _no_model_in(folder)
        _check_files(folder)
        card = _card(folder)
        if checksums:
            _check_hashes(folder, card.get("sha256", {}))
    except OSError as error:
        raise ModelMissing(
            f"The speech model in {folder} cannot be read.", "Check the folder's permissions.", repr(error)
        ) from error
    return SpeechModel(folder, str(card.get("name") or _name_of(folder)), card.get("demo") is True)


def damaged(folder: Path, detail: str) -> ModelMissing:
    """The error for a model whose files are there but do not work."""
    return ModelMissing(
        f"The speech model in {folder} is damaged.", "Download it again, or choose another folder.", detail
    )


def _check_files(folder: Path) -> None:
    missing = [name for name in _NEEDED if not (folder / name).is_file()]
    vocabulary = next(
        (folder / name for name in ("vocabulary.json", "vocabulary.txt") if (folder / name).is_file()), None
    )
    if vocabulary is None:
        missing.append("vocabulary.json (or vocabulary.txt)")
    if missing or vocabulary is None:
        raise ModelMissing(f"The speech model in {folder} is incomplete: {', '.join(missing)} is missing.", _HINT)
    _check_kind(folder / "model.bin")
    for file in (folder / "config.json", folder / "tokenizer.json", vocabulary):
        if file.suffix == ".json":
            _check_json(file)
        elif file.stat().st_size == 0:
            raise damaged(folder, f"{file.name} is empty")


def _check_kind(weights: Path) -> None:
    """A CTranslate2 file starts with its version (4 bytes), then the length (2 bytes) and name of what it holds."""
    with weights.open("rb") as file:
        head = file.read(64)
    if head[:4] in (b"ggml", b"lmgg", b"GGUF"):
        raise ModelMissing(f"{weights} is a whisper.cpp model, which this app cannot use.", _HINT)
    if head[6:17] != b"WhisperSpec":
        raise damaged(weights.parent, f"model.bin starts with {head[:24]!r}")


def _check_json(file: Path) -> None:
    try:
        content = json.loads(file.read_bytes())
    except ValueError as error:  # also what is no UTF-8
        raise damaged(file.parent, f"{file.name} is no JSON: {error}") from error
    if not content:
        raise damaged(file.parent, f"{file.name} is empty")


def _card(folder: Path) -> dict[str, Any]:
    file = folder / CARD
    if not file.is_file():
        return {}
    try:
        content = json.loads(file.read_bytes())
    except ValueError as error:
        raise damaged(folder, f"{CARD} is no JSON: {error}") from error
    if not isinstance(content, dict) or not isinstance(content.get("sha256", {}), dict):
        raise damaged(folder, f"{CARD} is not what it should be")
    return content


def _check_hashes(folder: Path, hashes: dict[str, str]) -> None:
    for name, expected in hashes.items():
        file = folder / name
        if not file.is_file():
            raise ModelMissing(f"The speech model in {folder} is incomplete: {name} is missing.", _HINT)
        with file.open("rb") as content:
            found = hashlib.file_digest(content, "sha256").hexdigest()
        if found != expected:
            raise damaged(folder, f"{name} has sha256 {found}, not {expected}")


def _not_a_folder(path: Path) -> ModelMissing:
    if path.name == "model.bin" and path.is_file():
        return ModelMissing(f"{path} is one file of a speech model.", f"Choose the folder it is in: {path.parent}")
    if path.is_file():
        kind = "an OpenAI Whisper file" if path.suffix == ".pt" else "a file"
        return ModelMissing(f"{path} is {kind}, not the folder of a speech model.", _HINT)
    return ModelMissing(f"The speech model folder {path} does not exist.", "Choose the folder again.")


def _no_model_in(folder: Path) -> ModelMissing:
    inside = next(
        (file.parent for pattern in ("*/model.bin", "snapshots/*/model.bin") for file in folder.glob(pattern)), None
    )
    if inside is not None:
        return ModelMissing(f"There is no speech model in {folder} itself.", f"Choose the folder inside it: {inside}")
    kinds = {
        "*.pt": "an OpenAI Whisper model (.pt)",
        "pytorch_model*.bin": "a model for the transformers library",
        "*.safetensors": "a model for the transformers library",
        "ggml*.bin": "a whisper.cpp model",
        "*.gguf": "a whisper.cpp model",
    }
    for pattern, kind in kinds.items():
        if next(folder.glob(pattern), None) is not None:
            return ModelMissing(f"{folder} holds {kind}, which this app cannot use.", _HINT)
    return ModelMissing(f"There is no speech model in {folder}: model.bin is missing.", _HINT)


def _name_of(folder: Path) -> str:
    """The folder's name; for one in the hub's cache (models--ORG--NAME/snapshots/HASH) the name in it."""
    if folder.parent.name == "snapshots":
        return folder.parent.parent.name.rpartition("--")[2]
    return folder.resolve().name
