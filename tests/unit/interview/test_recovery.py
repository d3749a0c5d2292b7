from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.helpers.disks import fill, small_disk
from tests.helpers.killing import run_and_kill
from tests.helpers.records import analysis, question
from voice_interview.audio import files
from voice_interview.interview.recovery import CUT_SHORT, NO_SOUND, orphans, recover
from voice_interview.storage.history import History
from voice_interview.storage.records import AnswerStatus

RATE_HZ = 16000


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "recordings").mkdir()
    return tmp_path


@pytest.fixture
def history(data: Path) -> Iterator[History]:
    with History(data / "history.sqlite3") as opened:
        yield opened


def _left_recording(history: History, wav: Path, seconds: float) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    """A take as a crash leaves it, with this much sound in its file."""
    samples = np.random.default_rng(1).integers(-9000, 9000, int(seconds * RATE_HZ), dtype=np.int16)
    writer = files.WavWriter(wav, RATE_HZ)
    for start in range(0, len(samples), 1600):
        writer.write(samples[start : start + 1600])
    writer.close()
    history.start_take(wav.stem, history.start_session("b", "B"), question(), wav)
    return samples


def test_an_answer_left_by_a_crash_is_kept_whole(history: History, data: Path) -> None:
    wav = data / "recordings" / "t1.wav"
    samples = _left_recording(history, wav, 3.2)
    with wav.open("ab") as out:
        out.write(b"\x01")  # half a sample on its way when the power went

    (take,) = recover(history, data / "recordings")

    assert (take.status, take.error, take.duration_s) == (AnswerStatus.RECORDED, CUT_SHORT, 3.2)
    assert take.file == wav.with_suffix(".flac")
    kept, rate_hz = soundfile.read(take.file, dtype="int16")
    assert rate_hz == RATE_HZ
    assert np.array_equal(kept, samples)
    assert not wav.exists()
    assert history.take("t1") == take
    assert recover(history, data / "recordings") == (), "once is enough"


def test_an_answer_without_sound_is_marked_failed(history: History, data: Path) -> None:
    _left_recording(history, data / "recordings" / "silent.wav", 0.0)
    session_id = history.start_session("b", "B")
    history.start_take("missing", session_id, question(), data / "recordings" / "missing.wav")
    (data / "recordings" / "empty.wav").touch()
    history.start_take("empty", session_id, question(), data / "recordings" / "empty.wav")

    found = recover(history, data / "recordings")

    assert [take.id for take in found] == ["silent", "missing", "empty"]
    assert {(take.status, take.error) for take in found} == {(AnswerStatus.FAILED, NO_SOUND)}
    assert history.unfinished() == ()


def test_a_crash_between_archiving_and_keeping_costs_nothing(history: History, data: Path) -> None:
    wav = data / "recordings" / "t1.wav"
    _left_recording(history, wav, 1.5)
    flac = files.archive(wav)
    (take,) = recover(history, data / "recordings")
    assert (take.status, take.file, take.duration_s) == (AnswerStatus.RECORDED, flac, 1.5)


def test_a_crash_while_archiving_costs_nothing(history: History, data: Path) -> None:
    wav = data / "recordings" / "t1.wav"
    samples = _left_recording(history, wav, 1.5)
    wav.with_suffix(".flac").write_bytes(b"fLaC half of it")
    (take,) = recover(history, data / "recordings")
    assert np.array_equal(soundfile.read(take.file, dtype="int16")[0], samples)
    assert [file.name for file in (data / "recordings").iterdir()] == ["t1.flac"]


def test_interrupted_transcriptions_can_be_done_again(history: History, data: Path) -> None:
    wav = data / "recordings" / "t1.wav"
    _left_recording(history, wav, 1.0)
    history.keep_take("t1", wav, 1.0, 0.0, None)
    history.set_status("t1", AnswerStatus.TRANSCRIBING)
    assert recover(history, data / "recordings") == ()
    assert history.take("t1").status is AnswerStatus.RECORDED


def test_finished_answers_are_not_touched(history: History, data: Path) -> None:
    wav = data / "recordings" / "t1.wav"
    _left_recording(history, wav, 1.0)
    history.keep_take("t1", wav, 1.0, 0.0, None)
    history.save_analysis("t1", analysis())
    before = history.take("t1")
    assert recover(history, data / "recordings") == ()
    assert history.take("t1") == before
    assert wav.exists()


def test_files_without_a_take_are_left_and_named(
    history: History, data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    recordings = data / "recordings"
    _left_recording(history, recordings / "known.wav", 1.0)
    for name in ("stray.wav", "old.flac", "notes.txt"):
        (recordings / name).write_bytes(b"sound")
    recover(history, recordings)
    assert orphans(history, recordings) == (recordings / "old.flac", recordings / "stray.wav")
    assert "stray.wav" in caplog.text
    assert (recordings / "stray.wav").read_bytes() == b"sound"


def test_a_full_disk_keeps_the_recording_as_it_is(history: History, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", size_kb=1024) as disk:
        (disk / "recordings").mkdir()
        with History(disk / "history.sqlite3") as on_disk:
            wav = disk / "recordings" / "t1.wav"
            samples = _left_recording(on_disk, wav, 5.0)
            # Room for the history's few pages, not for a second copy of the sound.
            (disk / "reserve").write_bytes(b"\0" * 65536)
            fill(disk)
            (disk / "reserve").unlink()
            (take,) = recover(on_disk, disk / "recordings")
            assert (take.status, take.file, take.duration_s) == (AnswerStatus.RECORDED, wav, 5.0)
            assert np.array_equal(soundfile.read(wav, dtype="int16")[0], samples)
            assert sorted(file.name for file in (disk / "recordings").iterdir()) == ["t1.wav"]


_RECORDER = """
import sys
from pathlib import Path
import numpy as np
from tests.helpers.records import question
from voice_interview.audio.files import WavWriter
from voice_interview.storage.history import History

data = Path(sys.argv[1])
wav = data / "recordings" / "t1.wav"
history = History(data / "history.sqlite3")
writer = WavWriter(wav, 16000)
history.start_take("t1", history.start_session("b", "B"), question(), wav)
for n in range(1, 3000):
    writer.write(np.full(1600, n, np.int16))
    print(n, flush=True)
"""


def test_kill_while_recording_loses_at_most_the_block_on_its_way(data: Path) -> None:
    written = len(run_and_kill(_RECORDER, str(data), after_lines=25))

    with History(data / "history.sqlite3") as history:
        (take,) = recover(history, data / "recordings")
    assert take.status is AnswerStatus.RECORDED
    assert take.duration_s is not None
    assert written * 0.1 <= take.duration_s <= (written + 1) * 0.1 + 1e-9
    kept = soundfile.read(take.file, dtype="int16")[0]
    assert np.array_equal(kept[: written * 1600], np.repeat(np.arange(1, written + 1, dtype=np.int16), 1600))
