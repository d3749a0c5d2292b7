from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from voice_interview import resources
from voice_interview.errors import ModelMissing
from voice_interview.transcription.models import CARD, inspect_model
from voice_interview.transcription.worker import listen


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A copy of the demo model without its card: what a downloaded model looks like."""
    folder = tmp_path / "faster-whisper-small"
    shutil.copytree(resources.demo_model(), folder)
    (folder / CARD).unlink()
    return folder


def complaint(folder: Path) -> ModelMissing:
    with pytest.raises(ModelMissing) as caught:
        inspect_model(folder)
    assert caught.value.hint
    return caught.value


def test_the_demo_model_is_whole_and_known_as_such() -> None:
    found = inspect_model(resources.demo_model())
    assert (found.name, found.is_demo, found.path) == ("Demo model (demo voice only)", True, resources.demo_model())
    hashes = json.loads((resources.demo_model() / CARD).read_text())["sha256"]
    assert set(hashes) == {file.name for file in resources.demo_model().iterdir()} - {CARD}


def test_a_model_is_named_after_its_folder(model: Path) -> None:
    assert inspect_model(model).name == "faster-whisper-small"
    assert not inspect_model(model).is_demo


def test_a_model_in_the_hubs_cache_is_named_after_its_repository(model: Path, tmp_path: Path) -> None:
    inside = tmp_path / "models--Systran--faster-whisper-base.en" / "snapshots" / "3d3d5dee"
    inside.parent.mkdir(parents=True)
    model.rename(inside)
    assert inspect_model(inside).name == "faster-whisper-base.en"
    error = complaint(inside.parents[1])
    assert str(inside) in error.hint


@pytest.mark.parametrize("name", ["model.bin", "config.json", "tokenizer.json", "vocabulary.json"])
def test_a_missing_file_is_named(model: Path, name: str) -> None:
    (model / name).unlink()
    error = complaint(model)
    assert f"{name}" in error.message
    assert "missing" in error.message
    assert "Systran/faster-whisper-base.en" in error.hint


def test_a_vocabulary_may_be_text(model: Path) -> None:
    words = json.loads((model / "vocabulary.json").read_text())
    (model / "vocabulary.json").unlink()
    (model / "vocabulary.txt").write_text("\n".join(words))
    assert inspect_model(model)
    (model / "vocabulary.txt").write_text("")
    assert "damaged" in complaint(model).message


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    assert "does not exist" in complaint(tmp_path / "none").message


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "vocabulary.json"])
@pytest.mark.parametrize("content", [b"", b"{not json", b"\xff\xfe\x00", b"{}"])
def test_garbage_in_a_text_file_is_told(model: Path, name: str, content: bytes) -> None:
    (model / name).write_bytes(content)
    error = complaint(model)
    assert "damaged" in error.message
    assert name in error.detail


@pytest.mark.parametrize("content", [b"", b"\0" * 4096, b"<html>rate limited</html>"])
def test_garbage_weights_are_told(model: Path, content: bytes) -> None:
    (model / "model.bin").write_bytes(content)
    assert "damaged" in complaint(model).message


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("base.en.pt", "OpenAI"),
        ("pytorch_model.bin", "transformers"),
        ("model.safetensors", "transformers"),
        ("ggml-base.en.bin", "whisper.cpp"),
    ],
)
def test_models_of_other_kinds_are_told_apart(tmp_path: Path, name: str, kind: str) -> None:
    (tmp_path / name).write_bytes(b"weights")
    (tmp_path / "config.json").write_text("{}")
    error = complaint(tmp_path)
    assert kind in error.message
    assert "CTranslate2" in error.hint


def test_a_renamed_whisper_cpp_model_is_told_apart(model: Path) -> None:
    (model / "model.bin").write_bytes(b"lmgg" + b"\0" * 100)
    assert "whisper.cpp" in complaint(model).message


def test_a_file_chosen_instead_of_a_folder_is_told(model: Path, tmp_path: Path) -> None:
    assert str(model) in complaint(model / "model.bin").hint
    (tmp_path / "base.pt").write_bytes(b"weights")
    assert "OpenAI" in complaint(tmp_path / "base.pt").message


def test_bit_rot_is_found_by_checksum(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    shutil.copytree(resources.demo_model(), folder)
    weights = bytearray((folder / "model.bin").read_bytes())
    weights[len(weights) // 2] ^= 1
    (folder / "model.bin").write_bytes(weights)
    error = complaint(folder)
    assert "damaged" in error.message
    assert "model.bin has sha256" in error.detail
    assert inspect_model(folder, checksums=False).is_demo
    with pytest.raises(ModelMissing, match="damaged"):  # the recogniser itself would load it without a word
        listen(np.zeros(16000, np.float32), model_dir=folder, language="en", report=lambda share: None)


def test_a_file_the_card_names_must_be_there(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    shutil.copytree(resources.demo_model(), folder)
    (folder / "preprocessor_config.json").unlink()
    assert "preprocessor_config.json is missing" in complaint(folder).message


@pytest.mark.parametrize("card", ["[]", "{", '{"sha256": 5}'])
def test_a_bad_card_is_told(model: Path, card: str) -> None:
    (model / CARD).write_text(card)
    assert CARD in complaint(model).detail


@pytest.mark.parametrize("keep", [0.5, 0.999])
def test_a_truncated_download_is_told_when_it_is_loaded(model: Path, keep: float) -> None:
    weights = (model / "model.bin").read_bytes()
    (model / "model.bin").write_bytes(weights[: int(len(weights) * keep)])
    with pytest.raises(ModelMissing, match="damaged"):
        listen(np.zeros(16000, np.float32), model_dir=model, language="en", report=lambda share: None)


def test_a_tokenizer_of_something_else_is_told_when_it_is_loaded(model: Path) -> None:
    (model / "tokenizer.json").write_text('{"version": "1.0"}')
    with pytest.raises(ModelMissing, match="damaged"):
        listen(np.zeros(16000, np.float32), model_dir=model, language="en", report=lambda share: None)
