from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from tests.helpers.disks import make_read_only, small_disk
from voice_interview.errors import StorageError
from voice_interview.paths import HOME_VARIABLE, Paths


def test_one_folder_holds_everything(tmp_path: Path) -> None:
    paths = Paths.under(tmp_path / "app")
    every = [paths.data, paths.config, paths.cache, paths.recordings, paths.database, paths.reports, paths.logs]
    every += [paths.lock, paths.settings, paths.speech_cache]
    assert len(set(every)) == len(every)
    assert all(path.is_relative_to(tmp_path / "app") for path in every)
    assert paths.recordings == paths.database.parent / "recordings", "the history expects them beside it"
    assert not (tmp_path / "app").exists(), "nothing is made before it is asked for"


def test_the_variable_chooses_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "mine"))
    assert Paths.default() == Paths.under(tmp_path / "mine")


def test_a_relative_folder_does_not_follow_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Paths.under(Path("mine")).data == tmp_path / "mine" / "data"


def test_without_the_variable_the_folders_of_the_system_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(HOME_VARIABLE, raising=False)
    paths = Paths.default()
    assert paths.data == Path(platformdirs.user_data_dir("voice-interview", appauthor=False))
    assert paths.config == Path(platformdirs.user_config_dir("voice-interview", appauthor=False))
    assert paths.cache == Path(platformdirs.user_cache_dir("voice-interview", appauthor=False))


def test_create_makes_the_folders_and_leaves_nothing_in_them(tmp_path: Path) -> None:
    paths = Paths.under(tmp_path)
    paths.create()
    paths.create()
    for folder in (paths.recordings, paths.reports, paths.logs, paths.config, paths.speech_cache):
        assert list(folder.iterdir()) == []


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    with pytest.raises(StorageError, match="cannot be written to") as caught:
        Paths.under(tmp_path).create()
    assert HOME_VARIABLE in caught.value.hint


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", size_kb=256) as disk:
        Paths.under(disk).create()
        make_read_only(disk)
        with pytest.raises(StorageError, match="cannot be written to"):
            Paths.under(disk).create()
