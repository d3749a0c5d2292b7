"""Models in zip files, made by friends and by others."""

from __future__ import annotations

import os
import stat
import zipfile
from pathlib import Path

import pytest

from tests.helpers.fake_hub import demo_files
from voice_interview.errors import ModelMissing, StorageError
from voice_interview.transcription.models import CARD
from voice_interview.transcription.store.store import Store

FILES = demo_files()


@pytest.fixture
def store(models: Path) -> Store:
    return Store(models)


def packed(file: Path, inside: str = "faster-whisper-base.en/", **more: bytes) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in FILES.items():
            archive.writestr(inside + name, content)
        for name, content in more.items():
            archive.writestr(name, content)
    return file


def refused(store: Store, file: Path, kind: type[Exception], words: str) -> None:
    with pytest.raises(kind, match=words):
        store.import_from(file)
    assert store.installed() == ()
    assert [path for path in store.models.rglob("*") if path.is_file() and path.suffix != ".lock"] == []


@pytest.mark.parametrize("inside", ["faster-whisper-base.en/", "a/b/faster-whisper-base.en/"])
def test_a_zip_file_is_imported(store: Store, tmp_path: Path, inside: str) -> None:
    model = store.import_from(packed(tmp_path / "my model.zip", inside, **{"__MACOSX/._x": b"junk"}))
    assert model.name == "Whisper base, English"
    assert {file.name: file.read_bytes() for file in model.path.iterdir() if file.name != CARD} == FILES
    assert store.verify("base.en") == ()


def test_one_without_a_folder_is_named_after_the_file(store: Store, tmp_path: Path) -> None:
    assert store.import_from(packed(tmp_path / "my model.zip", "")).path.name == "my-model"


@pytest.mark.parametrize("name", ["../evil", "a/../../evil", "/evil", "..\\evil", "C:\\evil", "C:evil"])
def test_names_that_lead_elsewhere(store: Store, tmp_path: Path, name: str) -> None:
    refused(store, packed(tmp_path / "x.zip", **{name: b"evil"}), StorageError, "not safe")
    assert not list(tmp_path.rglob("evil"))


def test_links(store: Store, tmp_path: Path) -> None:
    link = zipfile.ZipInfo("faster-whisper-base.en/preprocessor_config.json")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    file = packed(tmp_path / "x.zip")
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    refused(store, file, StorageError, "not safe")


def test_a_bomb(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "bomb.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("m/model.bin", "w") as out:
        for _ in range(200):
            out.write(bytes(1024 * 1024))
    refused(store, file, StorageError, "not safe")


def test_a_bomb_that_lies_about_its_size(store: Store, tmp_path: Path) -> None:
    file = packed(tmp_path / "x.zip", **{"faster-whisper-base.en/vocabulary.txt": bytes(5_000_000)})
    file.write_bytes(file.read_bytes().replace((5_000_000).to_bytes(4, "little"), (500).to_bytes(4, "little")))
    refused(store, file, StorageError, "cannot be read")


def test_a_cut_one(store: Store, tmp_path: Path) -> None:
    file = packed(tmp_path / "x.zip")
    os.truncate(file, file.stat().st_size // 2)
    refused(store, file, StorageError, "cannot be read")


def test_damage_inside(store: Store, tmp_path: Path) -> None:
    file = packed(tmp_path / "x.zip")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)
    refused(store, file, StorageError, "cannot be read")


def test_one_with_a_password(store: Store, tmp_path: Path) -> None:
    file = packed(tmp_path / "x.zip")
    content = bytearray(file.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := content.find(mark, at + 1)) >= 0:
            content[at + flags] |= 1
    file.write_bytes(content)
    refused(store, file, StorageError, "without a password")


def test_what_is_no_zip_file(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(b"Rar!" + bytes(1000))
    refused(store, file, StorageError, "cannot be read")


def test_one_without_a_model(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "x.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("holiday.jpg", b"x")
    refused(store, file, ModelMissing, "no speech model")


def test_one_with_half_a_model(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "x.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("m/model.bin", FILES["model.bin"])
    refused(store, file, ModelMissing, "incomplete")


def test_one_with_two_models(store: Store, tmp_path: Path) -> None:
    file = packed(tmp_path / "x.zip", **{"other/model.bin": FILES["model.bin"]})
    refused(store, file, ModelMissing, "several")
