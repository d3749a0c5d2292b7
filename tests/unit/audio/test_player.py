"""What is played is heard from a real speaker; stopping, seeking, volume; and what happens when it breaks."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from tests.helpers.inbox import Inbox
from tests.helpers.pulse import PulseRig, wait_until
from tests.helpers.sounds import babble, likeness, write_wav
from voice_interview.audio.events import PlaybackEnded, PlaybackFailed, PlayerEvent
from voice_interview.audio.player import Player
from voice_interview.errors import AudioFileError, DeviceError

RATE_HZ = 22050


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def player(pulse: PulseRig, inbox: Inbox) -> Iterator[Player]:
    player = Player(inbox.post)
    yield player
    assert player.close(5)


def heard(file: Path) -> Any:
    samples, rate_hz = soundfile.read(file, dtype="float32")
    assert rate_hz == RATE_HZ
    return samples


def test_what_is_played_is_heard_to_its_last_sample(
    pulse: PulseRig, player: Player, inbox: Inbox, tmp_path: Path
) -> None:
    sound = babble(2.0, RATE_HZ)
    with pulse.record_speaker(tmp_path / "heard.wav", RATE_HZ):
        player.play("q", write_wav(tmp_path / "q.wav", sound, RATE_HZ))
        assert inbox.wait_for(PlaybackEnded).token == "q"
        wait_until(silence_after(tmp_path / "heard.wav"), 5)
    assert likeness(heard(tmp_path / "heard.wav"), sound)[0] > 0.99
    assert player.position_s == pytest.approx(player.duration_s) == pytest.approx(2.0)
    assert not player.is_playing


def silence_after(file: Path) -> Any:
    """True once another 0.4 s have been written to ``file`` from now on."""
    size = file.stat().st_size
    return lambda: file.stat().st_size > size + 0.4 * RATE_HZ * 2


def test_the_end_is_told_when_it_was_heard(pulse: PulseRig, player: Player, inbox: Inbox, tmp_path: Path) -> None:
    ended_at: list[float] = []

    def post(event: PlayerEvent) -> None:
        ended_at.append(time.monotonic())
        inbox.post(event)

    player = Player(post)
    player.play("q", babble(1.0, RATE_HZ), RATE_HZ)
    wait_until(lambda: player.position_s > 0.2, 5)
    expected = time.monotonic() + 1.0 - player.position_s
    inbox.wait_for(PlaybackEnded)
    assert ended_at[0] == pytest.approx(expected, abs=0.2)
    assert player.close(5)


def test_the_position_follows_what_is_heard(pulse: PulseRig, player: Player, inbox: Inbox) -> None:
    player.play("q", babble(2.0, RATE_HZ), RATE_HZ)
    wait_until(lambda: player.position_s > 0.3, 5)
    begun, first = time.monotonic(), player.position_s
    places = []
    while time.monotonic() - begun < 0.8:
        places.append((time.monotonic() - begun, player.position_s))
        threading.Event().wait(0.005)
    assert all(after >= before for (_, before), (_, after) in itertools.pairwise(places))
    assert max(abs(place - first - passed) for passed, place in places) < 0.1


def test_stop_ends_once_and_falls_silent(pulse: PulseRig, player: Player, inbox: Inbox, tmp_path: Path) -> None:
    with pulse.record_speaker(tmp_path / "heard.wav", RATE_HZ):
        player.play("q", babble(5.0, RATE_HZ), RATE_HZ)
        wait_until(lambda: player.position_s > 0.5, 5)
        player.stop()
        player.stop()
        assert inbox.wait_for(PlaybackEnded, 2).token == "q"
        stopped_at_s = player.position_s
        wait_until(silence_after(tmp_path / "heard.wav"), 5)
    sound = np.flatnonzero(np.abs(heard(tmp_path / "heard.wav")) > 0.005)
    assert (sound[-1] - sound[0]) / RATE_HZ == pytest.approx(stopped_at_s, abs=0.35)
    assert inbox.drain() == []


def test_another_sound_ends_the_first(pulse: PulseRig, player: Player, inbox: Inbox) -> None:
    player.play("one", babble(5.0, RATE_HZ), RATE_HZ)
    wait_until(lambda: player.position_s > 0.2, 5)
    player.play("two", babble(0.3, RATE_HZ), RATE_HZ)
    assert {inbox.wait_for(PlaybackEnded).token, inbox.wait_for(PlaybackEnded).token} == {"one", "two"}
    assert inbox.drain() == []


def test_pause_keeps_the_place(pulse: PulseRig, player: Player, inbox: Inbox, tmp_path: Path) -> None:
    sound = babble(2.0, RATE_HZ)
    with pulse.record_speaker(tmp_path / "heard.wav", RATE_HZ):
        player.play("q", sound, RATE_HZ)
        wait_until(lambda: player.position_s > 0.7, 5)
        player.pause()
        wait_until(silence_after(tmp_path / "heard.wav"), 5)
        assert player.is_paused
        place = player.position_s
        wait_until(silence_after(tmp_path / "heard.wav"), 5)
        assert player.position_s == place
        player.resume()
        inbox.wait_for(PlaybackEnded)
        wait_until(silence_after(tmp_path / "heard.wav"), 5)
    at = round(place * RATE_HZ)
    for part in (sound[: at - 100], sound[at + 100 :]):
        there = heard(tmp_path / "heard.wav")
        correlation, start = likeness(there, part)
        here = there[round(start) : round(start) + len(part)]
        assert correlation * np.linalg.norm(there) / np.linalg.norm(here) > 0.98


def test_seek_and_from(pulse: PulseRig, player: Player, inbox: Inbox, tmp_path: Path) -> None:
    sound = babble(20.0, RATE_HZ)
    with pulse.record_speaker(tmp_path / "heard.wav", RATE_HZ):
        player.play("q", sound, RATE_HZ, from_s=10.0)
        wait_until(lambda: player.position_s > 10.3, 5)
        assert player.position_s < 11
        player.seek(19.0)
        assert player.position_s == pytest.approx(19.0)
        inbox.wait_for(PlaybackEnded, 4)
        wait_until(silence_after(tmp_path / "heard.wav"), 5)
    there = heard(tmp_path / "heard.wav")
    end = sound[19 * RATE_HZ :]
    correlation, start = likeness(there, end)
    here = there[round(start) : round(start) + len(end)]
    assert correlation * np.linalg.norm(there) / np.linalg.norm(here) > 0.98


def test_volume(pulse: PulseRig, player: Player, inbox: Inbox, tmp_path: Path) -> None:
    loudness = []
    for volume in (1.0, 0.25):
        player.volume = volume
        with pulse.record_speaker(tmp_path / f"{volume}.wav", RATE_HZ):
            player.play("q", babble(1.0, RATE_HZ), RATE_HZ)
            inbox.wait_for(PlaybackEnded)
            wait_until(silence_after(tmp_path / f"{volume}.wav"), 5)
        loudness.append(float(np.abs(heard(tmp_path / f"{volume}.wav")).max()))
    assert loudness[1] / loudness[0] == pytest.approx(0.25, rel=0.05)


def test_a_file_that_is_not_there(pulse: PulseRig, player: Player, inbox: Inbox, tmp_path: Path) -> None:
    player.play("q", tmp_path / "none.wav")
    failed = inbox.wait_for(PlaybackFailed)
    assert failed.token == "q"
    assert isinstance(failed.error, AudioFileError)


def test_samples_without_a_rate_are_a_mistake(inbox: Inbox) -> None:
    with pytest.raises(ValueError, match="rate"):
        Player(inbox.post).play("q", babble(0.1))


def test_no_speaker_at_all(no_sound_system: None, inbox: Inbox) -> None:
    player = Player(inbox.post)
    player.play("q", babble(0.1), 16000)
    failed = inbox.wait_for(PlaybackFailed)
    assert isinstance(failed.error, DeviceError)
    assert failed.error.message == "No speaker was found."
    assert player.close(5)


@pytest.mark.parametrize("fault", ["kill", "freeze"])
def test_the_speaker_dies_while_playing(own_pulse: PulseRig, inbox: Inbox, fault: str) -> None:
    player = Player(inbox.post)
    player.play("q", babble(10.0), 16000)
    wait_until(lambda: player.position_s > 0.3, 5)
    getattr(own_pulse, fault)()
    failed = inbox.wait_for(PlaybackFailed, 5)
    assert isinstance(failed.error, DeviceError)
    before = time.perf_counter()
    player.stop()
    player.play("again", babble(0.1), 16000)
    player.pause()
    player.seek(1.0)
    player.close()
    assert time.perf_counter() - before < 0.1
    own_pulse.thaw()


def test_a_speaker_that_refuses_the_rate_plays_all_the_same(
    pulse: PulseRig, player: Player, inbox: Inbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sounddevice

    real = sounddevice.OutputStream

    def picky(**wishes: Any) -> Any:
        if wishes["samplerate"] == RATE_HZ or wishes["channels"] == 1:
            raise sounddevice.PortAudioError("Invalid sample rate", -9997)
        return real(**wishes)

    monkeypatch.setattr(sounddevice, "OutputStream", picky)
    sound = babble(1.5, RATE_HZ)
    with pulse.record_speaker(tmp_path / "heard.wav", RATE_HZ):
        player.play("q", sound, RATE_HZ)
        inbox.wait_for(PlaybackEnded)
        wait_until(silence_after(tmp_path / "heard.wav"), 5)
    assert likeness(heard(tmp_path / "heard.wav"), sound)[0] > 0.99


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_bug_while_playing_is_still_reported(player: Player, inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice_interview.audio.playback._at_rate", None)
    player.play("q", np.zeros(1600, np.float32), 16000)
    assert isinstance(inbox.wait_for(PlaybackFailed).error, DeviceError)
    assert not player.is_playing
