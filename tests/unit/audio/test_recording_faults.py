"""Recording from a real stream when something breaks: nothing hangs, the candidate is told, the answer is kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.helpers.disks import make_read_only, small_disk
from tests.helpers.inbox import Inbox
from tests.helpers.killing import run_and_kill
from tests.helpers.pulse import PulseRig, wait_until
from tests.helpers.sounds import babble, likeness, write_wav
from voice_interview.audio.events import (
    MicrophoneFailed,
    MicrophoneReady,
    RecordingEnded,
    RecordingStarted,
)
from voice_interview.audio.files import finish
from voice_interview.audio.recorder import Recorder
from voice_interview.errors import DeviceError, StorageError

OpenRecorder = Callable[[Path, Inbox], Recorder]


@pytest.fixture
def ready() -> Iterator[OpenRecorder]:
    """Opens a recorder and waits until sound comes; closed after the test. Ask for it after the sound system."""
    opened = []

    def open_one(folder: Path, inbox: Inbox) -> Recorder:
        recorder = Recorder(folder, inbox.post)
        opened.append(recorder)
        recorder.open()
        inbox.wait_for(MicrophoneReady)
        return recorder

    yield open_one
    for recorder in opened:
        recorder.close(5)


def record(recorder: Recorder, inbox: Inbox, seconds: float) -> None:
    recorder.start("take")
    inbox.wait_for(RecordingStarted)
    wait_until(lambda: recorder.position_s >= seconds, seconds + 5)


def test_the_microphone_dies_while_recording(own_pulse: PulseRig, ready: OpenRecorder, tmp_path: Path) -> None:
    inbox = Inbox()
    said = babble(3.0)
    recorder = ready(tmp_path, inbox)
    record(recorder, inbox, 0.1)
    own_pulse.play_into_microphone(write_wav(tmp_path / "said.wav", said))
    wait_until(lambda: recorder.position_s > 2.5, 8)
    recorded_s = recorder.position_s
    own_pulse.kill()
    ended = inbox.wait_for(RecordingEnded, 3)
    assert isinstance(ended.error, DeviceError)
    assert "microphone stopped" in str(ended.error)
    assert ended.duration_s >= recorded_s
    kept, _ = soundfile.read(ended.file, dtype="float32")
    assert len(kept) / 16000 == pytest.approx(ended.duration_s)
    quiet = int(np.argmax(np.abs(kept) > 0.01))
    heard = kept[quiet : quiet + 16000]
    assert (
        likeness(said[:16000], heard)[0] > 0.5
    )  # 1 in peace; a busy rig may skip a block; foreign sound gets to .05
    assert inbox.drain() == []  # told once
    wait_until(lambda: not recorder.is_open, 3)
    recorder.close(5)


def test_the_microphone_comes_back_after_its_server_was_started_anew(
    own_pulse: PulseRig, ready: OpenRecorder, tmp_path: Path
) -> None:
    inbox = Inbox()
    recorder = ready(tmp_path, inbox)
    own_pulse.kill()
    assert isinstance(inbox.wait_for(MicrophoneFailed, 3).error, DeviceError)
    recorder.open()
    assert "No microphone was found" in str(inbox.wait_for(MicrophoneFailed, 6).error)
    own_pulse.stop()
    own_pulse.start()
    recorder.open()
    inbox.wait_for(MicrophoneReady)
    record(recorder, inbox, 0.3)
    recorder.stop()
    assert inbox.wait_for(RecordingEnded).error is None
    assert recorder.close(5)


def test_the_sound_system_freezes_while_recording(own_pulse: PulseRig, ready: OpenRecorder, tmp_path: Path) -> None:
    inbox = Inbox()
    recorder = ready(tmp_path, inbox)
    record(recorder, inbox, 0.5)
    own_pulse.freeze()
    frozen = time.monotonic()
    ended = inbox.wait_for(RecordingEnded, 3)
    assert isinstance(ended.error, DeviceError)
    assert "does not answer" in ended.error.message
    assert ended.duration_s >= 0.5
    assert soundfile.info(ended.file).duration == pytest.approx(ended.duration_s)
    assert ended.lost_s == pytest.approx(time.monotonic() - frozen, abs=0.4)
    before = time.perf_counter()
    for call in (recorder.stop, recorder.close, recorder.open, recorder.close):
        call()
    assert time.perf_counter() - before < 0.1
    own_pulse.thaw()


def test_stopping_while_the_sound_system_is_frozen(own_pulse: PulseRig, ready: OpenRecorder, tmp_path: Path) -> None:
    inbox = Inbox()
    recorder = ready(tmp_path, inbox)
    record(recorder, inbox, 0.5)
    own_pulse.freeze()
    recorder.stop()
    ended = inbox.wait_for(RecordingEnded, 3)
    assert ended.error is None  # all that was wanted is there
    assert ended.duration_s >= 0.5
    assert isinstance(inbox.wait_for(MicrophoneFailed, 3).error, DeviceError)
    own_pulse.thaw()


def test_opening_while_the_sound_system_is_frozen(own_pulse: PulseRig, tmp_path: Path) -> None:
    inbox = Inbox()
    own_pulse.freeze()
    recorder = Recorder(tmp_path, inbox.post)
    recorder.open()
    assert "does not answer" in str(inbox.wait_for(MicrophoneFailed, 8).error)
    assert not recorder.is_open
    own_pulse.thaw()


def test_a_process_with_a_frozen_microphone_ends(own_pulse: PulseRig, tmp_path: Path) -> None:
    import subprocess
    import sys

    code = (
        "import pathlib, sys, queue\n"
        "from voice_interview.audio.recorder import Recorder\n"
        "events = queue.Queue()\n"
        "recorder = Recorder(pathlib.Path(sys.argv[1]), events.put)\n"
        "recorder.open()\n"
        "print(type(events.get(timeout=10)).__name__, flush=True)\n"
        "sys.stdin.readline()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None and process.stdin is not None
        assert process.stdout.readline() == "MicrophoneReady\n"
        own_pulse.freeze()
        process.stdin.write("\n")
        process.stdin.flush()
        try:
            assert process.wait(8) == 0
        finally:
            process.kill()
            own_pulse.thaw()


def test_sound_lost_on_the_way_is_counted(own_pulse: PulseRig, ready: OpenRecorder, tmp_path: Path) -> None:
    inbox = Inbox()
    recorder = ready(tmp_path, inbox)
    record(recorder, inbox, 1.0)
    own_pulse.pactl("suspend-sink", "vmicsink", "1")
    suspended = time.monotonic()
    wait_until(lambda: time.monotonic() - suspended > 1.0, 3)
    own_pulse.pactl("suspend-sink", "vmicsink", "0")
    lost_s = time.monotonic() - suspended
    before = recorder.position_s
    wait_until(lambda: recorder.position_s > before + 1.0, 5)
    recorder.stop()
    ended = inbox.wait_for(RecordingEnded)
    assert ended.error is None
    assert ended.lost_s == pytest.approx(lost_s, abs=0.35)
    recorder.close(5)


def test_no_microphone_at_all(no_sound_system: None, tmp_path: Path) -> None:
    inbox = Inbox()
    recorder = Recorder(tmp_path, inbox.post)
    recorder.open()
    error = inbox.wait_for(MicrophoneFailed).error
    assert isinstance(error, DeviceError)
    assert error.message == "No microphone was found."
    assert error.hint
    recorder.close(5)


def test_the_disk_fills_up_while_recording(pulse: PulseRig, ready: OpenRecorder, tmp_path: Path) -> None:
    inbox = Inbox()
    with small_disk(tmp_path / "disk", 64) as disk:
        recorder = ready(disk, inbox)
        recorder.start("take")
        ended = inbox.wait_for(RecordingEnded)
        assert isinstance(ended.error, StorageError)
        assert ended.error.message == "The disk is full."
        assert ended.file == disk / "take.wav"
        assert 1.5 < ended.duration_s < 2.1  # 64 kB of 32 kB a second
        assert soundfile.info(ended.file).duration == pytest.approx(ended.duration_s)
        assert recorder.is_open
        assert recorder.close(5)


def test_too_little_room_to_archive_keeps_the_wav(pulse: PulseRig, ready: OpenRecorder, tmp_path: Path) -> None:
    inbox = Inbox()
    with small_disk(tmp_path / "disk", 64) as disk:
        recorder = ready(disk, inbox)
        process = pulse.play_into_microphone(write_wav(tmp_path / "noise.wav", babble(5.0)))
        wait_until(lambda: recorder.level_dbfs > -40, 5)
        record(recorder, inbox, 1.4)
        recorder.stop()
        ended = inbox.wait_for(RecordingEnded)
        process.kill()
        assert isinstance(ended.error, StorageError)
        assert [file.name for file in disk.iterdir()] == ["take.wav"]
        assert soundfile.info(ended.file).duration == pytest.approx(ended.duration_s)
        assert recorder.close(5)


def test_a_folder_that_cannot_be_written_to(pulse: PulseRig, ready: OpenRecorder, tmp_path: Path) -> None:
    inbox = Inbox()
    with small_disk(tmp_path / "disk", 64) as disk:
        make_read_only(disk)
        recorder = ready(disk / "recordings", inbox)
        recorder.start("take")
        ended = inbox.wait_for(RecordingEnded)
        assert isinstance(ended.error, StorageError)
        assert "could not be saved" in ended.error.message
        assert ended.duration_s == 0.0
        assert recorder.close(5)


def test_an_older_recording_is_never_overwritten(pulse: PulseRig, ready: OpenRecorder, tmp_path: Path) -> None:
    inbox = Inbox()
    (tmp_path / "take.wav").write_bytes(b"older")
    recorder = ready(tmp_path, inbox)
    recorder.start("take")
    assert isinstance(inbox.wait_for(RecordingEnded).error, StorageError)
    assert (tmp_path / "take.wav").read_bytes() == b"older"
    assert recorder.close(5)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_bug_while_recording_still_ends_the_answer(
    pulse: PulseRig, ready: OpenRecorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = Inbox()
    recorder = ready(tmp_path, inbox)
    record(recorder, inbox, 0.5)
    monkeypatch.setattr("voice_interview.audio.capture._mono", None)
    ended = inbox.wait_for(RecordingEnded)
    assert isinstance(ended.error, DeviceError)
    assert soundfile.info(ended.file).duration == pytest.approx(ended.duration_s)
    assert ended.duration_s >= 0.5
    assert recorder.close(5)


_RECORD_UNTIL_KILLED = """
import pathlib, sys, queue, time
from voice_interview.audio.events import MicrophoneReady
from voice_interview.audio.recorder import Recorder

events = queue.Queue()
recorder = Recorder(pathlib.Path(sys.argv[1]), events.put)
recorder.open()
assert isinstance(events.get(timeout=10), MicrophoneReady)
recorder.start("take")
begun = time.monotonic()
while True:
    print(time.monotonic() - begun, flush=True)
    time.sleep(0.01)
"""


def test_kill_9_while_recording_loses_at_most_half_a_second(pulse: PulseRig, tmp_path: Path) -> None:
    spoken_s = float(run_and_kill(_RECORD_UNTIL_KILLED, str(tmp_path), after_lines=150)[-1])
    assert spoken_s > 1.5
    before = soundfile.info(tmp_path / "take.wav").duration  # readable as it is
    file, duration_s = finish(tmp_path / "take.wav")
    assert duration_s >= before
    assert spoken_s - duration_s <= 0.5
    assert len(soundfile.read(file)[0]) == round(duration_s * 16000)
