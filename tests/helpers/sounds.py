"""Sounds to play and ways to tell whether they arrived."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]
_FINE = 8


def babble(seconds: float, rate_hz: int = 16000, seed: int = 1) -> Samples:
    """Noise below 3 kHz that swells four times a second, as speech does; never twice the same."""
    rng = np.random.default_rng(seed)
    count = round(seconds * rate_hz)
    spectrum = np.fft.rfft(rng.standard_normal(count))
    spectrum[np.fft.rfftfreq(count, 1 / rate_hz) > 3000] = 0
    sound = np.fft.irfft(spectrum, count)
    swell = 0.6 + 0.4 * np.sin(2 * np.pi * 4 * np.arange(count) / rate_hz)
    return np.asarray(0.5 * swell * sound / np.abs(sound).max(), dtype=np.float32)


def write_wav(file: Path, samples: Samples, rate_hz: int = 16000) -> Path:
    with wave.open(str(file), "wb") as out:
        out.setparams((1, 2, rate_hz, 0, "NONE", ""))
        out.writeframes(np.rint(np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return file


def likeness(one: Samples, other: Samples) -> tuple[float, float]:
    """Correlation of two sounds where they fit best, 1 for the same; and where ``other`` starts in ``one`` (samples).

    Fits between samples as well, since two sound cards never sample at the same moment.
    """
    size = 1 << (len(one) + len(other)).bit_length()
    cross = np.fft.rfft(one, size) * np.conj(np.fft.rfft(other, size))
    fine = np.fft.irfft(cross, size * _FINE) * _FINE
    best = int(np.argmax(fine))
    shift = best if best < len(fine) // 2 else best - len(fine)
    norm = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(fine[best]) / norm, shift / _FINE
