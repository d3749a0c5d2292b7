from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from tests.helpers.disks import fill, small_disk
from tests.helpers.fake_hub import FakeHub, Fault, Gate, demo_files, revision
from tests.unit.transcription.store.conftest import ENTRY, QUICK, WEIGHTS, Fetch, until
from voice_interview.errors import ModelMissing, StorageError
from voice_interview.transcription.models import CARD, inspect_model
from voice_interview.transcription.store.events import Dropped, Paused
from voice_interview.transcription.store.hub import Patience
from voice_interview.transcription.store.partial import Partial
from voice_interview.transcription.store.problems import Busy, DiskFull, NoNetwork, WrongBytes

FILES = demo_files()
SIZE = sum(map(len, FILES.values()))
MEGABYTE = 1024 * 1024


def partial_bytes(models: Path) -> int:
    begun = Partial(models, ENTRY.name).begun()
    return begun.done_bytes if begun else 0


def test_a_model_is_fetched_checked_and_named(hub: FakeHub, models: Path) -> None:
    fetch = Fetch(models, hub.url)
    event = fetch.installed()
    assert (event.name, event.model.name, event.model.path) == (
        "tiny.en",
        "Whisper tiny, English",
        models / "tiny.en",
    )
    assert inspect_model(models / "tiny.en") == event.model  # reads every byte again
    assert {file.name: file.read_bytes() for file in event.model.path.iterdir() if file.name != CARD} == FILES
    card = json.loads((event.model.path / CARD).read_text())
    assert set(card["sha256"]) == set(FILES)
    assert (card["repository"], card["revision"]) == (ENTRY.repository, revision(FILES))
    assert hub.sent("model.bin") == len(FILES["model.bin"])
    assert not list((models / ".partial").glob("*/"))


def test_progress_counts_up_to_the_whole(hub: FakeHub, models: Path) -> None:
    hub.fault(WEIGHTS, Fault(slow_s=0.01))
    fetch = Fetch(models, hub.url)
    fetch.installed()
    assert fetch.progress[0].phase == "connecting"
    counted = [one for one in fetch.progress if one.phase == "downloading"]
    assert counted[-1].total_bytes == SIZE
    assert len(counted) > 3
    assert counted[-1].done_bytes > 3 * MEGABYTE
    assert counted[-1].rate_bytes_s > 0
    assert counted[-1].left_s is not None
    assert all(early.done_bytes <= late.done_bytes for early, late in pairwise(fetch.progress))


def test_a_dropped_connection_goes_on_where_it_broke(hub: FakeHub, models: Path) -> None:
    hub.fault(WEIGHTS, Fault(drop_after=MEGABYTE), times=3)
    fetch = Fetch(models, hub.url)
    fetch.installed()
    assert [one.offset for one in hub.requests(WEIGHTS)] == [0, MEGABYTE, 2 * MEGABYTE, 3 * MEGABYTE]
    waiting = [one for one in fetch.progress if one.phase == "waiting"]
    assert all("lost" in one.note for one in waiting)
    assert len(waiting) == 3


def test_a_hub_that_always_drops_is_given_up_and_the_part_kept(hub: FakeHub, models: Path) -> None:
    hub.fault(WEIGHTS, Fault(drop_after=MEGABYTE))
    hub.fault(WEIGHTS, Fault(drop_after=0), times=QUICK.tries)
    Fetch(models, hub.url).failed(NoNetwork)
    kept = partial_bytes(models)
    assert kept > MEGABYTE / 2
    Fetch(models, hub.url).installed()
    assert hub.requests(WEIGHTS)[-1].offset == kept - (SIZE - len(FILES["model.bin"]))


def test_pause_keeps_and_goes_on(hub: FakeHub, models: Path) -> None:
    gate = Gate(after=2 * MEGABYTE)
    hub.fault(WEIGHTS, Fault(gate=gate))
    fetch = Fetch(models, hub.url, patience=Patience())  # time-outs of seconds: the pause itself must end it
    until(lambda: partial_bytes(models) > 2 * MEGABYTE)
    fetch.download.pause()
    event = fetch.end()
    assert isinstance(event, Paused)
    assert event.total_bytes == SIZE
    assert event.done_bytes == partial_bytes(models)
    assert not (models / "tiny.en").exists()
    Fetch(models, hub.url).installed()
    assert hub.requests(WEIGHTS)[-1].offset > MEGABYTE


def test_cancel_leaves_nothing(hub: FakeHub, models: Path) -> None:
    gate = Gate(after=2 * MEGABYTE)
    hub.fault(WEIGHTS, Fault(gate=gate))
    fetch = Fetch(models, hub.url)
    gate.wait_reached()
    fetch.download.cancel()
    assert isinstance(fetch.end(), Dropped)
    assert [file for file in models.rglob("*") if file.is_file() and file.suffix != ".lock"] == []


def test_pause_ends_a_wait_for_an_answer_at_once(hub: FakeHub, models: Path) -> None:
    gate = Gate(after=-1)
    hub.fault("/main", Fault(gate=gate))
    fetch = Fetch(models, hub.url, patience=Patience(read_s=60))
    gate.wait_reached()
    fetch.download.pause()
    assert fetch.download.wait(5)
    assert isinstance(fetch.end(), Paused)


_FETCH = """
import sys
from pathlib import Path
from voice_interview.transcription.store.catalogue import CATALOGUE
from voice_interview.transcription.store.download import Download
download = Download(CATALOGUE[0], Path(sys.argv[1]), lambda event: None, endpoint=sys.argv[2])
download.start()
download.wait(60)
"""


def test_a_killed_process_loses_nothing(hub: FakeHub, models: Path) -> None:
    hub.fault(WEIGHTS, Fault(gate=Gate(after=3 * MEGABYTE)))
    with subprocess.Popen([sys.executable, "-c", _FETCH, str(models), hub.url]) as process:
        until(lambda: partial_bytes(models) > 3 * MEGABYTE)
        process.kill()
    kept, before = partial_bytes(models), hub.sent(WEIGHTS)
    Fetch(models, hub.url).installed()
    assert hub.sent(WEIGHTS) - before == SIZE - kept


def test_an_ignored_range_costs_time_but_no_bytes(hub: FakeHub, models: Path) -> None:
    hub.fault(WEIGHTS, Fault(drop_after=MEGABYTE))
    hub.fault(WEIGHTS, Fault(ignore_range=True))
    Fetch(models, hub.url).installed()
    assert hub.requests(WEIGHTS)[1].sent == [len(FILES["model.bin"])]


def test_damage_in_an_old_part_is_found_and_fetched_once_more(hub: FakeHub, models: Path) -> None:
    hub.fault(WEIGHTS, Fault(drop_after=2 * MEGABYTE))
    hub.fault(WEIGHTS, Fault(drop_after=0), times=QUICK.tries)
    Fetch(models, hub.url).failed(NoNetwork)
    part = next((models / ".partial" / "tiny.en").glob("model.bin.*.part"))
    with part.open("r+b") as file:
        file.write(b"\0" * 4096)  # as after a power cut
    Fetch(models, hub.url).installed()
    assert hub.requests(WEIGHTS)[-1].offset == 0


def test_wrong_bytes_are_thrown_away(hub: FakeHub, models: Path) -> None:
    hub.fault(WEIGHTS, Fault(flip=True))
    fetch = Fetch(models, hub.url)
    fetch.failed(WrongBytes)
    assert not (models / "tiny.en").exists()
    assert partial_bytes(models) == SIZE - len(FILES["model.bin"])
    Fetch(models, hub.url).installed()


def test_wrong_bytes_of_a_small_file_are_found_by_its_git_hash(hub: FakeHub, models: Path) -> None:
    hub.fault("tokenizer.json", Fault(flip=True))
    assert "tokenizer.json" in Fetch(models, hub.url).failed(WrongBytes).error.message


def test_a_length_too_short_is_made_up_for(hub: FakeHub, models: Path) -> None:
    hub.fault(WEIGHTS, Fault(claim_length=MEGABYTE))
    Fetch(models, hub.url).installed()
    assert [one.offset for one in hub.requests(WEIGHTS)] == [0, MEGABYTE]


def test_a_length_too_long_is_a_lie(hub: FakeHub, models: Path) -> None:
    hub.fault(WEIGHTS, Fault(claim_length=2 * SIZE))
    Fetch(models, hub.url).failed(WrongBytes)


def test_more_bytes_than_told_are_refused(hub: FakeHub, models: Path) -> None:
    hub.fault(WEIGHTS, Fault(body=b"\0" * (2 * SIZE), chunked=True))
    Fetch(models, hub.url).failed(WrongBytes)
    assert partial_bytes(models) <= SIZE


def test_another_part_than_asked_for_is_refused(hub: FakeHub, models: Path) -> None:
    hub.fault(WEIGHTS, Fault(drop_after=MEGABYTE))
    hub.fault(WEIGHTS, Fault(claim_range="bytes 0-99/100"))
    Fetch(models, hub.url).failed(WrongBytes)


def test_an_empty_answer_does_not_go_round_for_ever(hub: FakeHub, models: Path) -> None:
    hub.fault(WEIGHTS, Fault(claim_length=0), times=50)
    Fetch(models, hub.url).failed(NoNetwork)
    assert len(hub.requests(WEIGHTS)) == QUICK.tries


def test_a_new_revision_keeps_what_stayed_the_same(hub: FakeHub, models: Path) -> None:
    hub.fault(WEIGHTS, Fault(drop_after=2 * MEGABYTE))
    hub.fault(WEIGHTS, Fault(drop_after=0), times=QUICK.tries)
    Fetch(models, hub.url).failed(NoNetwork)
    words = json.dumps([*json.loads(FILES["vocabulary.json"])], indent=1).encode()
    hub.add(ENTRY.repository, FILES | {"vocabulary.json": words})
    folder = Fetch(models, hub.url).installed().model.path
    assert (folder / "vocabulary.json").read_bytes() == words
    assert hub.requests("model.bin")[-1].offset > MEGABYTE


def test_what_is_no_speech_model_is_not_installed(hub: FakeHub, models: Path) -> None:
    hub.add(ENTRY.repository, FILES | {"model.bin": b"GGUF" + b"\0" * 100})
    Fetch(models, hub.url).failed(ModelMissing)
    assert not (models / "tiny.en").exists()


def test_names_that_lead_elsewhere_are_ignored(hub: FakeHub, models: Path) -> None:
    hub.add(ENTRY.repository, FILES | {"../../evil.json": b"{}", "model.bin/x": b"", "run.py": b"1"})
    folder = Fetch(models, hub.url).installed().model.path
    assert {file.name for file in folder.iterdir()} == {*FILES, CARD}
    assert not list(models.parent.rglob("evil.json"))


def test_an_installed_model_is_not_fetched_again(hub: FakeHub, models: Path) -> None:
    Fetch(models, hub.url).installed()
    before = len(hub.asked)
    assert "installed already" in Fetch(models, hub.url).failed(StorageError).error.message
    assert len(hub.asked) == before


def test_two_windows_do_not_write_one_file(hub: FakeHub, models: Path) -> None:
    gate = Gate(after=MEGABYTE)
    hub.fault(WEIGHTS, Fault(gate=gate))
    first = Fetch(models, hub.url, patience=Patience())
    gate.wait_reached()
    Fetch(models, hub.url).failed(Busy)
    gate.opened.set()
    first.installed()


def test_a_disk_that_is_too_small_is_told_before(hub: FakeHub, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 3000) as disk:
        error = Fetch(disk / "models", hub.url).failed(DiskFull).error
        assert "are free" in error.message
    assert hub.requests("model.bin") == []


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a disk")
def test_a_disk_that_gets_full_on_the_way(hub: FakeHub, tmp_path: Path) -> None:
    gate = Gate(after=2 * MEGABYTE)
    hub.fault(WEIGHTS, Fault(gate=gate))
    with small_disk(tmp_path / "disk", 60_000) as disk:
        fetch = Fetch(disk / "models", hub.url, patience=Patience())
        gate.wait_reached()
        filler = fill(disk)
        gate.opened.set()
        fetch.failed(DiskFull)
        filler.unlink()
        Fetch(disk / "models", hub.url).installed()
    assert hub.requests(WEIGHTS)[-1].offset > 0


def test_a_folder_that_cannot_be_written_is_told(hub: FakeHub, tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file where the folder should be")
    Fetch(tmp_path / "models", hub.url).failed(StorageError)
