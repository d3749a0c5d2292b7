from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.disks import small_disk
from tests.helpers.fake_hub import FakeHub, Fault, Gate, demo_files, git_sha1, revision
from tests.unit.transcription.store.conftest import ENTRY, QUICK, WEIGHTS, Fetch, until
from voice_interview import resources
from voice_interview.errors import Cancelled, ModelMissing, StorageError
from voice_interview.transcription.models import CARD, inspect_model
from voice_interview.transcription.store.events import DownloadEvent, Failed, Installed, Progress
from voice_interview.transcription.store.problems import Busy, DiskFull, NoNetwork
from voice_interview.transcription.store.store import Store

FILES = demo_files()
MEGABYTE = 1024 * 1024


@pytest.fixture
def store(hub: FakeHub, models: Path) -> Store:
    return Store(models, hub.url, QUICK)


@pytest.fixture
def installed(hub: FakeHub, models: Path, store: Store) -> Path:
    Fetch(models, hub.url).installed()
    hub.asked.clear()
    return models / ENTRY.name


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def repaired(store: Store, name: str) -> list[DownloadEvent]:
    events: list[DownloadEvent] = []
    download = store.repair(name, events.append)
    download.start()
    assert download.wait(30)
    return [event for event in events if not isinstance(event, Progress)]


def cancel_after(limit: int) -> Callable[[int, int], None]:
    def report(done: int, _total: int) -> None:
        if done >= limit:
            raise Cancelled

    return report


def test_an_empty_store(store: Store, models: Path) -> None:
    assert (store.installed(), store.begun()) == ((), ())
    assert not models.exists()
    with pytest.raises(ModelMissing, match="not installed"):
        store.verify("tiny.en")


def test_what_is_installed(store: Store, installed: Path) -> None:
    (one,) = store.installed()
    assert (one.name, one.path, one.entry, one.problem) == ("tiny.en", installed, ENTRY, None)
    assert one.model == inspect_model(installed)
    assert one.size_bytes == sum(file.stat().st_size for file in installed.iterdir())


def test_a_model_that_cannot_be_used_says_why(store: Store, installed: Path) -> None:
    (installed / "tokenizer.json").unlink()
    (one,) = store.installed()
    assert one.model is None
    assert one.problem is not None
    assert "tokenizer.json" in one.problem.message


def test_a_download_that_was_begun_is_shown_and_can_be_forgotten(hub: FakeHub, store: Store, models: Path) -> None:
    hub.fault(WEIGHTS, Fault(gate=Gate(after=2 * MEGABYTE)))
    fetch = Fetch(models, hub.url)
    until(lambda: any(one.done_bytes > 2 * MEGABYTE for one in store.begun()))
    with pytest.raises(Busy):
        store.forget(ENTRY.name)
    fetch.download.pause()
    fetch.end()
    (one,) = store.begun()
    assert (one.name, one.total_bytes) == (ENTRY.name, sum(map(len, FILES.values())))
    store.forget(ENTRY.name)
    assert store.begun() == ()


def test_a_whole_model_is_verified_and_a_damaged_one_found(store: Store, installed: Path) -> None:
    told: list[tuple[int, int]] = []
    assert store.verify(ENTRY.name, lambda done, total: told.append((done, total))) == ()
    assert told[-1][0] == told[-1][1] == sum(map(len, FILES.values()))
    flip(installed / "model.bin")
    (installed / "tokenizer.json").unlink()
    assert set(store.verify(ENTRY.name)) == {"model.bin", "tokenizer.json"}
    with pytest.raises(Cancelled):
        store.verify(ENTRY.name, cancel_after(MEGABYTE))


def test_only_the_damaged_file_is_fetched_again(hub: FakeHub, store: Store, installed: Path) -> None:
    flip(installed / "tokenizer.json")
    (event,) = repaired(store, ENTRY.name)
    assert isinstance(event, Installed)
    assert store.verify(ENTRY.name) == ()
    assert [one.path.rpartition("/")[2] for one in hub.asked] == [revision(FILES), "tokenizer.json"]


def test_a_repair_without_a_connection_leaves_the_model_as_it_is(hub: FakeHub, store: Store, installed: Path) -> None:
    flip(installed / "tokenizer.json")
    hub.close()
    (event,) = repaired(store, ENTRY.name)
    assert isinstance(event, Failed)
    assert isinstance(event.error, NoNetwork)
    assert store.verify(ENTRY.name) == ("tokenizer.json",)


def test_a_repair_that_breaks_off_goes_on_as_a_download(hub: FakeHub, store: Store, installed: Path) -> None:
    flip(installed / "model.bin")
    hub.fault(WEIGHTS, Fault(drop_after=3 * MEGABYTE))
    hub.fault(WEIGHTS, Fault(drop_after=0), times=QUICK.tries)
    assert isinstance(repaired(store, ENTRY.name)[0], Failed)
    assert [one.name for one in store.begun()] == [ENTRY.name]
    Fetch(installed.parent, hub.url).installed()
    assert hub.requests(WEIGHTS)[-1].offset == 3 * MEGABYTE
    assert store.verify(ENTRY.name) == ()


def test_removing(store: Store, installed: Path) -> None:
    store.delete(ENTRY.name)
    assert store.installed() == ()
    assert [file for file in installed.parent.rglob("*") if file.is_file() and file.suffix != ".lock"] == []


# --- from a folder --------------------------------------------------------------------------------------------


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """What somebody copied onto a USB stick: the model some folders deep, with other files."""
    folder = tmp_path / "stick" / "for me" / "faster-whisper-base.en"
    shutil.copytree(resources.demo_model(), folder)
    (folder / CARD).unlink()
    (folder / "README.md").write_text("hello")
    return tmp_path / "stick"


def test_a_folder_is_imported_with_what_is_needed(store: Store, models: Path, stick: Path) -> None:
    told: list[tuple[int, int]] = []
    model = store.import_from(stick, lambda done, total: told.append((done, total)))
    assert (model.path, model.name) == (models / "base.en", "Whisper base, English")
    assert {file.name for file in model.path.iterdir()} == {*FILES, CARD}
    assert told[-1][0] == told[-1][1]
    assert store.verify("base.en") == ()
    with pytest.raises(StorageError, match="installed already"):
        store.import_from(stick)


def test_an_imported_model_has_nowhere_to_be_repaired_from(store: Store, stick: Path) -> None:
    store.import_from(stick)
    with pytest.raises(ModelMissing, match="did not come from the hub"):
        store.repair("base.en", lambda event: None)


def test_a_model_copied_from_another_computers_store_stays_what_it_is(
    hub: FakeHub, store: Store, installed: Path, tmp_path: Path
) -> None:
    other = Store(tmp_path / "other", hub.url, QUICK)
    model = other.import_from(installed)
    assert (model.path.name, model.name) == ("tiny.en", "Whisper tiny, English")
    flip(model.path / "config.json")
    assert isinstance(repaired(other, "tiny.en")[0], Installed)


def test_the_demo_model_stays_the_demo_model(store: Store) -> None:
    assert store.import_from(resources.demo_model()).is_demo


def test_a_copy_that_was_damaged_is_not_taken(store: Store, installed: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(installed, copy)
    flip(copy / "model.bin")
    with pytest.raises(ModelMissing, match="damaged"):
        Store(tmp_path / "other").import_from(copy)
    assert Store(tmp_path / "other").installed() == ()


@pytest.mark.parametrize("broken", ["tokenizer.json", "model.bin", "vocabulary.json"])
def test_a_folder_without_a_whole_model_is_refused(store: Store, models: Path, stick: Path, broken: str) -> None:
    next(stick.rglob(broken)).unlink()
    with pytest.raises(ModelMissing):
        store.import_from(stick)
    assert store.installed() == ()


def test_a_folder_with_two_models_is_asked_about(store: Store, stick: Path) -> None:
    shutil.copytree(resources.demo_model(), stick / "another")
    with pytest.raises(ModelMissing, match="several"):
        store.import_from(stick)


def test_a_path_that_is_not_there(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="does not exist"):
        store.import_from(tmp_path / "none")


def test_an_import_can_be_cancelled(store: Store, models: Path, stick: Path) -> None:
    with pytest.raises(Cancelled):
        store.import_from(stick, cancel_after(MEGABYTE))
    assert [file for file in models.rglob("*") if file.is_file() and file.suffix != ".lock"] == []
    store.import_from(stick)


def test_an_import_onto_a_disk_that_is_too_small(stick: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 3000) as disk, pytest.raises(DiskFull):
        Store(disk / "models").import_from(stick)


def test_an_import_leaves_an_unfinished_download_alone(hub: FakeHub, store: Store, models: Path, stick: Path) -> None:
    hub.fault(WEIGHTS, Fault(drop_after=3 * MEGABYTE))
    hub.fault(WEIGHTS, Fault(drop_after=0), times=QUICK.tries)
    Fetch(models, hub.url).failed(NoNetwork)
    next(stick.rglob("faster-whisper-base.en")).rename(stick / "faster-whisper-tiny.en")
    with pytest.raises(Cancelled):
        store.import_from(stick, cancel_after(MEGABYTE))
    assert store.begun()[0].done_bytes > 3 * MEGABYTE


# --- from the hub's own cache ---------------------------------------------------------------------------------


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache as the hub's client lays it out: links to blobs that are named by their hash."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("HF_HUB_CACHE", str(folder))
    repository = folder / "models--Systran--faster-whisper-small.en"
    snapshot = repository / "snapshots" / revision(FILES)
    snapshot.mkdir(parents=True)
    (repository / "blobs").mkdir()
    for name, content in FILES.items():
        blob = repository / "blobs" / git_sha1(content)
        blob.write_bytes(content)
        (snapshot / name).symlink_to(Path("../../blobs") / blob.name)
    return folder


def test_a_cached_model_is_taken_over_without_using_more_room(store: Store, cache: Path) -> None:
    (one,) = store.hub_cache()
    assert (one.name, one.repository, one.revision) == (
        "small.en", "Systran/faster-whisper-small.en", revision(FILES),
    )  # fmt: skip
    model = store.adopt(one)
    assert model.name == "Whisper small, English"
    assert store.verify("small.en") == ()
    assert (model.path / "model.bin").samefile(one.path / "model.bin")
    assert store.hub_cache() == ()
    shutil.rmtree(cache)
    assert inspect_model(model.path) == model


def test_a_cached_model_on_another_disk_is_copied(store: Store, cache: Path, tmp_path: Path) -> None:
    (one,) = store.hub_cache()
    with small_disk(tmp_path / "disk", 64_000) as disk:
        model = Store(disk / "models").adopt(one)
        assert not (model.path / "model.bin").samefile(one.path / "model.bin")
        assert inspect_model(model.path) == model
    with small_disk(tmp_path / "disk", 3_000) as disk, pytest.raises(DiskFull):
        Store(disk / "models").adopt(one)


def test_a_damaged_cached_model_is_not_taken(store: Store, cache: Path) -> None:
    (one,) = store.hub_cache()
    flip((one.path / "model.bin").resolve())
    with pytest.raises(ModelMissing, match="damaged"):
        store.adopt(one)
    assert store.installed() == ()


def test_unfinished_and_foreign_models_in_the_cache_are_passed_over(store: Store, cache: Path) -> None:
    (one,) = store.hub_cache()
    (one.path / "tokenizer.json").unlink()
    other = cache / "models--someone--bert" / "snapshots" / "abc"
    other.mkdir(parents=True)
    (other / "model.bin").write_bytes(b"something else")
    assert store.hub_cache() == ()


def test_without_a_cache(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "nowhere"))
    assert store.hub_cache() == ()
    assert not (tmp_path / "nowhere").exists()


def test_the_card_says_where_it_came_from(installed: Path) -> None:
    card = json.loads((installed / CARD).read_text())
    assert card["name"] == ENTRY.title
    assert "demo" not in card
