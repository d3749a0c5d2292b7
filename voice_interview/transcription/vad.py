"""Where in the sound somebody speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voice_interview.transcription.native import faster_whisper
from voice_interview.transcription.types import Span

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

RATE_HZ = 16_000
MIN_SILENCE_MS = 250
"""Shorter silences belong to speech: stops inside words, breaths between them."""


def speech_spans(samples: npt.NDArray[np.float32]) -> tuple[Span, ...]:
    """Stretches of speech in mono sound at 16 kHz, in order, without padding (Silero, in steps of 32 ms)."""
    if len(samples) == 0:
        return ()
    faster_whisper()
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    options = VadOptions(min_silence_duration_ms=MIN_SILENCE_MS, speech_pad_ms=0)
    found = get_speech_timestamps(samples.copy(), options)  # a copy, since the model may write to what it is given
    length = len(samples)
    return tuple(Span(min(one["start"], length) / RATE_HZ, min(one["end"], length) / RATE_HZ) for one in found)
