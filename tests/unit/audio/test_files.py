"""Files written block by block, archived, and repaired after a crash."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.disks import fill, small_disk
from tests.helpers.killing import run_and_kill
from tests.helpers.sounds import babble
from voice_interview.audio.files import WavWriter, archive, finish
from voice_interview.errors import AudioFileError, StorageError

BLOCK = (babble(0.1) * 32767).astype(np.int16)


def written(file: Path, blocks: int = 10) -> Path:
    writer = WavWriter(file, 16000)
    for _ in range(blocks):
        writer.write(BLOCK)
    writer.close()
    return file


def test_the_file_is_valid_after_every_block(tmp_path: Path) -> None:
    writer = WavWriter(tmp_path / "new" / "take.wav", 16000)
    for count in range(4):
        info = soundfile.info(writer.file)
        assert (info.frames, info.samplerate, info.channels, info.subtype) == (count * 1600, 16000, 1, "PCM_16")
        assert writer.duration_s == pytest.approx(count * 0.1)
        writer.write(BLOCK)
    writer.close()
    writer.close()


def test_an_existing_file_is_left_alone(tmp_path: Path) -> None:
    file = written(tmp_path / "take.wav")
    before = file.read_bytes()
    with pytest.raises(StorageError, match="exists already"):
        WavWriter(file, 16000)
    assert file.read_bytes() == before


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "recordings").write_text("not a folder")
    with pytest.raises(StorageError, match="could not be saved"):
        WavWriter(tmp_path / "recordings" / "take.wav", 16000)


def test_a_full_disk_keeps_what_was_written(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 64) as disk:
        writer = WavWriter(disk / "take.wav", 16000)
        with pytest.raises(StorageError, match="disk is full"):
            for _ in range(100):
                writer.write(BLOCK)
        writer.close()
        file, duration_s = finish(disk / "take.wav")
        kept = soundfile.read(file, dtype="int16")[0]
        assert len(kept) > 16 * 1600
        assert duration_s == pytest.approx(len(kept) / 16000)
        assert np.array_equal(kept, np.tile(BLOCK, 21)[: len(kept)])


def test_a_disk_that_is_full_from_the_start_leaves_no_empty_file(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 64) as disk:
        fill(disk)
        with pytest.raises(StorageError, match="disk is full"):
            WavWriter(disk / "take.wav", 16000)
        assert [file.name for file in disk.iterdir()] == ["filler"]


def test_archive_keeps_every_sample_and_removes_the_wav(tmp_path: Path) -> None:
    wav = written(tmp_path / "take.wav", 70)
    before = soundfile.read(wav, dtype="int16")[0]
    flac = archive(wav)
    assert flac == tmp_path / "take.flac"
    assert np.array_equal(soundfile.read(flac, dtype="int16")[0], before)
    assert [file.name for file in tmp_path.iterdir()] == ["take.flac"]


def test_archive_without_room_keeps_the_wav(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 128) as disk:
        wav = written(disk / "take.wav")
        fill(disk)
        with pytest.raises(StorageError):
            archive(wav)
        assert soundfile.info(wav).frames == 16000
        assert {file.name for file in disk.iterdir()} == {"take.wav", "filler"}


def test_archive_that_differs_is_thrown_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wav = written(tmp_path / "take.wav")
    real = soundfile.SoundFile.write
    monkeypatch.setattr(soundfile.SoundFile, "write", lambda file, data: real(file, data // 2))
    with pytest.raises(StorageError, match="could not be compressed"):
        archive(wav)
    assert [file.name for file in tmp_path.iterdir()] == ["take.wav"]


def test_nothing_to_archive(tmp_path: Path) -> None:
    with pytest.raises(AudioFileError, match="no sound"):
        archive(written(tmp_path / "take.wav", 0))
    with pytest.raises(StorageError):
        archive(tmp_path / "missing.wav")
    assert [file.name for file in tmp_path.iterdir()] == ["take.wav"]


def test_finish_leaves_a_complete_file_as_it_is(tmp_path: Path) -> None:
    wav = written(tmp_path / "take.wav")
    before = wav.read_bytes()
    file, duration_s = finish(wav)
    assert file == wav
    assert duration_s == pytest.approx(1.0)
    assert wav.read_bytes() == before


@given(extra=st.binary(max_size=4000))
def test_finish_counts_what_came_after_the_header_was_written(
    tmp_path_factory: pytest.TempPathFactory, extra: bytes
) -> None:
    wav = written(tmp_path_factory.mktemp("cut") / "take.wav")
    with wav.open("ab") as out:
        out.write(extra)
    _, duration_s = finish(wav)
    frames = 16000 + len(extra) // 2
    assert duration_s == pytest.approx(frames / 16000)
    assert soundfile.info(wav).frames == frames
    assert wav.stat().st_size == 44 + 2 * frames


@pytest.mark.parametrize("content", [b"", b"RIFF", b"x" * 1000])
def test_finish_refuses_what_was_never_a_recording(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "take.wav").write_bytes(content)
    with pytest.raises(AudioFileError, match="holds no sound"):
        finish(tmp_path / "take.wav")
    assert (tmp_path / "take.wav").read_bytes() == content


def test_finish_of_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(AudioFileError, match="missing"):
        finish(tmp_path / "take.wav")


_WRITE_UNTIL_KILLED = """
import pathlib, sys
import numpy as np
from voice_interview.audio.files import WavWriter

writer = WavWriter(pathlib.Path(sys.argv[1]), 16000)
while True:
    writer.write(np.full(1600, 7, dtype=np.int16))
    print(writer.frames, flush=True)
"""


def test_kill_9_loses_nothing_that_was_written(tmp_path: Path) -> None:
    told = int(run_and_kill(_WRITE_UNTIL_KILLED, str(tmp_path / "take.wav"), after_lines=200)[-1])
    _, duration_s = finish(tmp_path / "take.wav")
    samples = soundfile.read(tmp_path / "take.wav", dtype="int16")[0]
    assert len(samples) == round(duration_s * 16000) >= told
    assert (samples == 7).all()
