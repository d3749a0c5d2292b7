"""Any sound file becomes mono float32 at the rate asked for, or one clear sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import soundfile

from tests.helpers.sounds import Samples, babble, likeness, write_wav
from voice_interview.audio.files import read_mono
from voice_interview.audio.reading import read_as_it_is
from voice_interview.errors import AudioFileError


def write_with_av(file: Path, samples: Samples, rate_hz: int, codec: str) -> Path:
    with av.open(str(file), "w") as container:
        stream: Any = container.add_stream(codec, rate=rate_hz, layout="stereo")
        both = np.ascontiguousarray(np.stack([samples, samples]))
        for at in range(0, len(samples), 1024):
            frame = av.AudioFrame.from_ndarray(both[:, at : at + 1024], format="fltp", layout="stereo")
            frame.rate = rate_hz
            frame.pts = at
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file


@pytest.mark.parametrize("rate_hz", [8000, 16000, 22050, 44100, 48000])
@pytest.mark.parametrize("ending", ["wav", "flac", "ogg", "mp3"])
def test_every_format_soundfile_knows(tmp_path: Path, rate_hz: int, ending: str) -> None:
    file = tmp_path / f"sound.{ending}"
    sound = babble(1.0, rate_hz)
    soundfile.write(file, np.stack([sound, sound], axis=1), rate_hz)
    samples = read_mono(file)
    assert samples.dtype == np.float32
    assert samples.ndim == 1
    assert len(samples) == pytest.approx(16000, abs=2500 if ending == "mp3" else 20)
    assert likeness(samples, babble_at_16k(sound, rate_hz))[0] > 0.95


def babble_at_16k(sound: Samples, rate_hz: int) -> Samples:
    import soxr

    return np.asarray(soxr.resample(sound, rate_hz, 16000), dtype=np.float32)


@pytest.mark.parametrize(("ending", "codec"), [("m4a", "aac"), ("webm", "libopus")])
def test_what_only_pyav_knows(tmp_path: Path, ending: str, codec: str) -> None:
    sound = babble(2.0, 48000)
    file = write_with_av(tmp_path / f"sound.{ending}", sound, 48000, codec)
    samples = read_mono(file)
    assert samples.dtype == np.float32
    assert len(samples) / 16000 == pytest.approx(2.0, abs=0.1)
    assert likeness(samples, babble_at_16k(sound, 48000))[0] > 0.97


def test_channels_are_averaged(tmp_path: Path) -> None:
    left, right = babble(0.5, seed=1), babble(0.5, seed=2)
    soundfile.write(tmp_path / "two.wav", np.stack([left, right], axis=1), 16000, subtype="FLOAT")
    assert read_mono(tmp_path / "two.wav") == pytest.approx((left + right) / 2, abs=1e-6)


def test_as_it_is(tmp_path: Path) -> None:
    sound = babble(0.5, 22050)
    samples, rate_hz = read_as_it_is(write_wav(tmp_path / "sound.wav", sound, 22050))
    assert rate_hz == 22050
    assert samples == pytest.approx(sound, abs=1e-4)


def test_a_wav_from_a_pipe_has_no_length(tmp_path: Path) -> None:
    file = write_wav(tmp_path / "piped.wav", babble(1.0))
    content = bytearray(file.read_bytes())
    content[4:8] = content[40:44] = b"\xff\xff\xff\xff"
    file.write_bytes(content)
    assert len(read_mono(file)) == 16000


def broken(tmp_path: Path, name: str) -> Path:
    sound = babble(3.0, 48000)
    file = tmp_path / name
    match name:
        case "missing.wav":
            return file
        case "empty.wav":
            file.write_bytes(b"")
        case "folder.wav":
            file.mkdir()
        case "text.wav":
            file.write_text("This is not a sound.\n" * 100)
        case "no-samples.wav":
            write_wav(file, sound[:0])
        case "nan.wav":
            soundfile.write(file, np.full(100, np.nan, dtype=np.float32), 16000, subtype="FLOAT")
        case "cut.m4a":
            write_with_av(file, sound, 48000, "aac")
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
        case _:
            soundfile.write(file, sound, 48000)
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    return file


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing.wav", "There is no file"),
        ("empty.wav", "is empty"),
        ("folder.wav", "cannot be opened"),
        ("text.wav", "is not a sound file"),
        ("no-samples.wav", "holds no sound"),
        ("nan.wav", "is damaged"),
        ("cut.wav", "cut short"),
        ("cut.flac", "cut short"),
        ("cut.m4a", "damaged"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(AudioFileError) as caught:
        read_mono(broken(tmp_path, name))
    assert message in caught.value.message
    assert "Traceback" not in str(caught.value)
    assert caught.value.message.count(".") <= 2  # its own full stop, and the file's name


def test_a_film_without_sound(tmp_path: Path) -> None:
    file = tmp_path / "film.mp4"
    with av.open(str(file), "w") as container:
        stream: Any = container.add_stream("mpeg4", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(5):
            frame = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), dtype=np.uint8), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with pytest.raises(AudioFileError, match="holds no sound"):
        read_mono(file)
