"""Checks on rendered files."""

from __future__ import annotations

import wave
from pathlib import Path


def is_complete(file: Path) -> bool:
    """Whether this is a WAV file with sound in it, and all the sound its header promises."""
    try:
        with wave.open(str(file), "rb") as sound:
            promised = sound.getnframes() * sound.getnchannels() * sound.getsampwidth()
    except (OSError, EOFError, wave.Error):
        return False
    return 0 < promised <= file.stat().st_size


def as_wav(file: Path) -> bool:
    """Rewrite another kind of sound file as WAV in place (macOS voices write AIFF); False if it holds no sound."""
    import soundfile

    try:
        samples, rate_hz = soundfile.read(file, dtype="int16")
    except (OSError, soundfile.LibsndfileError):
        return False
    if len(samples) == 0:
        return False
    soundfile.write(file, samples, rate_hz, subtype="PCM_16", format="WAV")
    return True
