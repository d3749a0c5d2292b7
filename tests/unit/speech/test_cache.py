from __future__ import annotations

import os
import time
import wave
from pathlib import Path

import pytest

from voice_interview.speech import wav
from voice_interview.speech.cache import SpeechCache


def write(file: Path, frames: int = 1000) -> Path:
    with wave.open(str(file), "wb") as sound:
        sound.setparams((1, 2, 22050, 0, "NONE", "not compressed"))
        sound.writeframes(b"\1\2" * frames)
    return file


def used(file: Path, seconds_ago: float) -> Path:
    then = time.time() - seconds_ago
    os.utime(file, (then, then))
    return file


def test_what_was_rendered_is_found_again(tmp_path: Path) -> None:
    cache = SpeechCache(tmp_path)
    assert cache.find("Why?", None, 165) is None
    file = write(cache.path("Why?", None, 165))
    assert cache.find("Why?", None, 165) == file
    others = [("Why", None, 165), ("Why?", "en-us", 165), ("Why?", None, 166)]
    assert all(cache.find(*one) is None for one in others)
    assert len({cache.path(*one) for one in others} | {file}) == 4


@pytest.mark.parametrize("damage", ["empty", "cut", "text", "no frames"])
def test_a_damaged_file_is_removed_and_not_found(tmp_path: Path, damage: str) -> None:
    cache = SpeechCache(tmp_path)
    file = write(cache.path("Why?", None, 165), frames=0 if damage == "no frames" else 1000)
    content = {"empty": b"", "cut": file.read_bytes()[:-200], "text": b"hello", "no frames": file.read_bytes()}
    file.write_bytes(content[damage])
    assert cache.find("Why?", None, 165) is None
    assert not file.exists()


def test_the_least_recently_used_go_first(tmp_path: Path) -> None:
    cache = SpeechCache(tmp_path, cap_bytes=5000)
    old, middle, new = (write(cache.path(text, None, 165)) for text in ("old", "middle", "new"))
    for file, ago in ((old, 300), (middle, 200), (new, 100)):
        used(file, ago)
    assert cache.find("old", None, 165) == old  # hearing it again keeps it
    cache.trim()
    assert sorted(tmp_path.iterdir()) == sorted([old, new])


def test_only_abandoned_half_done_files_are_cleared(tmp_path: Path) -> None:
    stale = used(write(tmp_path / "abc.123.part.wav"), 7200)
    fresh = write(tmp_path / "def.456.part.wav")
    SpeechCache(tmp_path).trim()
    assert not stale.exists()
    assert fresh.exists()


def test_a_missing_folder_is_an_empty_cache(tmp_path: Path) -> None:
    cache = SpeechCache(tmp_path / "none")
    cache.trim()
    assert cache.find("Why?", None, 165) is None


def test_other_sound_files_become_wav(tmp_path: Path) -> None:
    import numpy as np
    import soundfile

    file = tmp_path / "voice.wav"
    tone = (np.sin(np.arange(22050) * 0.05) * 8000).astype(np.int16)
    soundfile.write(file, tone, 22050, format="AIFF", subtype="PCM_16")
    assert not wav.is_complete(file)
    assert wav.as_wav(file)
    assert wav.is_complete(file)
    with wave.open(str(file)) as sound:
        assert (np.frombuffer(sound.readframes(22050), np.int16) == tone).all()
    file.write_bytes(b"no sound at all")
    assert not wav.as_wav(file)
