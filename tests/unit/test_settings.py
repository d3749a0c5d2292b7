from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from tests.helpers.disks import fill, make_read_only, small_disk
from voice_interview import settings
from voice_interview.errors import SettingsError, StorageError
from voice_interview.settings import Settings


def test_a_missing_file_gives_the_defaults(tmp_path: Path) -> None:
    assert settings.load(tmp_path / "settings.json") == Settings()


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    file = tmp_path / "config" / "settings.json"
    chosen = Settings(
        theme="dark",
        microphone="Headset – “Jörg”",
        read_aloud=False,
        voice_rate_wpm=140,
        volume=0.25,
        model_dir=tmp_path / "small.en",
        model_endpoint="http://mirror.example:8080/hub",
    )
    settings.save(chosen, file)
    assert settings.load(file) == chosen
    settings.save(Settings(), file)
    assert settings.load(file) == Settings()
    assert [one.name for one in file.parent.iterdir()] == ["settings.json"], "no half-written file is left"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('{"volume": 3}', "volume"),
        ('{"theme": "pink"}', "theme"),
        ('{"voice_rate_wpm": 1000}', "voice_rate_wpm"),
        ('{"language": ""}', "language"),
        ('{"model_endpoint": "huggingface.co"}', "model_endpoint"),
        ('{"model_endpoint": "https://hub.example/?q"}', "model_endpoint"),
        ('{"volume": 0.', "file"),
        ("", "file"),
        ("[]", "file"),
    ],
)
def test_a_wrong_value_is_named(tmp_path: Path, text: str, where: str) -> None:
    file = tmp_path / "settings.json"
    file.write_text(text)
    with pytest.raises(SettingsError) as caught:
        settings.load(file)
    assert f"not valid: {where}: " in caught.value.message
    assert str(file) in caught.value.message
    assert "delete the file" in caught.value.hint
    assert file.read_text() == text, "the candidate's file is left for them to correct"


def test_a_file_that_is_not_text_is_told(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(SettingsError):
        settings.load(file)


def test_a_setting_of_a_newer_version_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"volume": 0.5, "from_the_future": true}')
    assert settings.load(file) == Settings(volume=0.5)


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        settings.load(tmp_path)


def test_settings_are_changed_by_copying() -> None:
    before = Settings()
    field: Any = "volume"
    with pytest.raises(ValidationError):
        setattr(before, field, 0.1)
    assert before.model_copy(update={"volume": 0.1}).volume == 0.1


def test_a_full_disk_leaves_the_old_settings(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", size_kb=64) as disk:
        file = disk / "settings.json"
        settings.save(Settings(theme="dark"), file)
        fill(disk)
        with pytest.raises(StorageError, match="could not be saved"):
            settings.save(Settings(theme="light", microphone="m" * 5000), file)
        assert settings.load(file) == Settings(theme="dark")
        assert sorted(one.name for one in disk.iterdir()) == ["filler", "settings.json"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", size_kb=64) as disk:
        make_read_only(disk)
        with pytest.raises(StorageError, match="could not be saved"):
            settings.save(Settings(), disk / "settings.json")
