"""The real voice engine, in real workers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.disks import small_disk
from tests.helpers.posted import Posted
from tests.helpers.speaker import SENTENCES, Speaker, plain_words
from voice_interview import resources
from voice_interview.errors import EngineError, StorageError
from voice_interview.interview.lanes import Lane
from voice_interview.speech import worker
from voice_interview.speech.types import RenderJob, VoiceInfo

ROOT = Path(__file__).resolve().parents[3]
QUESTION = "Tell me about a time when you helped a difficult customer."


@pytest.fixture
def post() -> Posted:
    return Posted()


@pytest.fixture
def voice(post: Posted) -> Iterator[Lane[RenderJob]]:
    lane: Lane[RenderJob] = Lane(
        worker.ENGINE_NAME,
        worker.render,
        post,
        silence_limit_s=60,
        prepare=worker.prepare,
        fresh_process_per_job=True,
    )
    yield lane
    assert lane.close(10)


def seconds(file: Path) -> float:
    with wave.open(str(file)) as sound:
        return float(sound.getnframes() / sound.getframerate())


def loudest(file: Path) -> int:
    with wave.open(str(file)) as sound:
        return int(np.abs(np.frombuffer(sound.readframes(sound.getnframes()), np.int16)).max())


def test_twenty_in_a_row_all_come_whole(voice: Lane[RenderJob], post: Posted, tmp_path: Path) -> None:
    for number in range(20):
        voice.submit(str(number), RenderJob(SENTENCES[number % 4], None, 165, tmp_path / f"{number}.wav"))
    files = [post.result(str(number)) for number in range(20)]
    for number, file in enumerate(files):
        assert file == tmp_path / f"{number}.wav"
        assert file.read_bytes() == files[number % 4].read_bytes()  # nothing lost, whichever process made it
        assert 1.0 < seconds(file) < 6.0
        assert loudest(file) > 5000
    assert sorted(tmp_path.iterdir()) == sorted(files)  # and nothing left lying about


@pytest.mark.parametrize("name", ["en-us", "gmw/en", "en-us+f2"])
@pytest.mark.skipif(sys.platform != "linux", reason="names of espeak voices")
def test_what_is_rendered_is_understood(speaker: Speaker, name: str) -> None:
    from voice_interview.transcription.worker import listen

    said = "I worked at a bank for five years."
    heard = listen(
        speaker.samples(said, name), model_dir=resources.demo_model(), language="en", report=lambda share: None
    )
    assert heard.transcript is not None
    assert plain_words(" ".join(word.text for word in heard.transcript.words)) == plain_words(said)


def test_rate_and_voice_are_heeded(speaker: Speaker) -> None:
    slow, fast = (seconds(speaker.say(QUESTION, rate_wpm=rate)) for rate in (110, 220))
    assert slow > fast * 1.6
    assert speaker.say(QUESTION, "en-us").read_bytes() != speaker.say(QUESTION, "en-us+f2").read_bytes()


def test_awkward_texts_are_read(voice: Lane[RenderJob], post: Posted, tmp_path: Path) -> None:
    texts = ["Why?", "a\n\n b\0c", "<b>5 & 6</b> “quoted” – naïve café", "-- dash first", QUESTION * 40]
    for number, text in enumerate(texts):
        voice.submit(str(number), RenderJob(text, None, 165, tmp_path / f"{number}.wav"))
    lengths = [seconds(post.result(str(number))) for number in range(len(texts))]
    assert min(lengths) > 0.2
    assert lengths[-1] > 100


@pytest.mark.parametrize("name", ["no such voice", "en-us+no-such-variant", "../../etc/passwd"])
def test_an_unknown_voice_is_told(voice: Lane[RenderJob], post: Posted, tmp_path: Path, name: str) -> None:
    voice.submit("bad", RenderJob(QUESTION, name, 165, tmp_path / "out.wav"))
    error = post.failure("bad").error
    assert isinstance(error, EngineError)
    assert name in error.message
    assert "settings" in error.hint
    assert list(tmp_path.iterdir()) == []


def test_nothing_to_read_is_told(voice: Lane[RenderJob], post: Posted, tmp_path: Path) -> None:
    voice.submit("empty", RenderJob(" \n", None, 165, tmp_path / "out.wav"))
    assert "nothing to read" in post.failure("empty").error.message


def test_a_missing_folder_is_made(voice: Lane[RenderJob], post: Posted, tmp_path: Path) -> None:
    out = tmp_path / "not" / "there" / "yet.wav"
    voice.submit("deep", RenderJob(QUESTION, None, 165, out))
    assert post.result("deep") == out
    assert seconds(out) > 2


def test_a_folder_that_cannot_be_is_told(voice: Lane[RenderJob], post: Posted, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    voice.submit("bad", RenderJob(QUESTION, None, 165, tmp_path / "file" / "out.wav"))
    error = post.failure("bad").error
    assert isinstance(error, StorageError)
    assert str(tmp_path / "file") in error.hint


def test_no_room_on_the_disk_is_told(voice: Lane[RenderJob], post: Posted, tmp_path: Path) -> None:
    """The engine itself would hang for ever."""
    with small_disk(tmp_path / "disk", 300) as disk:
        voice.submit("full", RenderJob(QUESTION, None, 165, disk / "out.wav"))
        error = post.failure("full").error
        assert isinstance(error, StorageError)
        assert "no room" in error.message
        assert list(disk.iterdir()) == []


def hang(job: RenderJob, report: Callable[[float], None]) -> Path:
    """A voice engine that never comes back, as real ones do."""
    report(0.5)
    threading.Event().wait()
    return job.out


def test_an_engine_that_hangs_is_told(post: Posted, tmp_path: Path) -> None:
    lane: Lane[RenderJob] = Lane(worker.ENGINE_NAME, hang, post, silence_limit_s=3, fresh_process_per_job=True)
    try:
        lane.submit("stuck", RenderJob(QUESTION, None, 165, tmp_path / "out.wav"))
        error = post.failure("stuck").error
        assert isinstance(error, EngineError)
        assert error.message == "The interviewer's voice gave no sign for 3 seconds and was stopped."
    finally:
        assert lane.close(10)


def test_voices_are_listed(post: Posted) -> None:
    lane: Lane[None] = Lane(worker.ENGINE_NAME, worker.voices, post, silence_limit_s=60)
    try:
        lane.submit("list", None)
        voices: tuple[VoiceInfo, ...] = post.result("list")
    finally:
        assert lane.close(10)
    assert any(one.language.startswith("en") for one in voices)
    assert len({one.id for one in voices}) == len(voices)
    assert all(one.id and one.name for one in voices)


IN_A_DEEP_FOLDER = """
import sys
from pathlib import Path
import espeakng_loader
assert len(espeakng_loader.get_data_path()) > 200, espeakng_loader.get_data_path()
from voice_interview.speech.worker import render
from voice_interview.speech.types import RenderJob
print(render(RenderJob("I worked at a bank.", None, 165, Path(sys.argv[1])), lambda share: None))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="espeak comes with the app on Linux only")
def test_an_installation_deep_in_the_tree_can_speak(tmp_path: Path) -> None:
    """espeak-ng ends its process when the path of its data is long."""
    import espeakng_loader

    deep = tmp_path / ("a" * 100) / ("b" * 100)
    shutil.copytree(Path(espeakng_loader.__file__).parent, deep / "espeakng_loader")
    out = tmp_path / "out.wav"
    subprocess.run(
        [sys.executable, "-c", IN_A_DEEP_FOLDER, str(out)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(deep), str(ROOT)])},
        check=True,
        timeout=60,
        stdout=subprocess.DEVNULL,
    )
    assert seconds(out) > 0.5
