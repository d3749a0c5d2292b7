"""The demo candidate: answers rendered by the voice engine, with the pauses of the script."""

from __future__ import annotations

import queue
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voice_interview.audio.reading import read_mono
from voice_interview.interview.demo_script import DemoAnswer, DemoScript
from voice_interview.interview.interviewer import render_lane
from voice_interview.interview.lanes import JobEvent
from voice_interview.interview.waiting import outcome
from voice_interview.speech.cache import SpeechCache
from voice_interview.speech.types import RenderJob

RATE_HZ = 16_000
LEAD_S = 0.6
"""Silence before the first and after the last word, as people leave it."""
CLOSE_TIMEOUT_S = 3.0


class Reader:
    """Renders one text after another and waits for it."""

    def __init__(self, cache_folder: Path) -> None:
        self._cache = SpeechCache(cache_folder)
        self._events: queue.SimpleQueue[JobEvent] = queue.SimpleQueue()
        self._lane = render_lane(self._events.put)
        self._count = 0

    def read(self, text: str, voice: str | None, rate_wpm: int) -> Path:
        """A sound file of ``text``.

        Raises:
            EngineError: the voice engine failed.
            StorageError: the file cannot be written.
        """
        cached = self._cache.find(text, voice, rate_wpm)
        if cached is not None:
            return cached
        self._count += 1
        self._lane.submit(str(self._count), RenderJob(text, voice, rate_wpm, self._cache.path(text, voice, rate_wpm)))
        file: Path = outcome(self._events)
        return file

    def close(self) -> None:
        """End the voice engine."""
        self._lane.close(CLOSE_TIMEOUT_S)


def answer_sound(answer: DemoAnswer, script: DemoScript, reader: Reader) -> NDArray[np.float32]:
    """A whole answer of the script as sound: 16 kHz mono, -1 to 1, with its pauses.

    Raises:
        EngineError: the voice engine failed.
        StorageError: the cache cannot be written.
    """
    pieces = [_silence(LEAD_S)]
    for part in answer.parts:
        if isinstance(part, str):
            pieces.append(read_mono(reader.read(part, script.voice, script.rate_wpm), RATE_HZ))
        else:
            pieces.append(_silence(part))
    return np.concatenate([*pieces, _silence(LEAD_S)])


def _silence(seconds: float) -> NDArray[np.float32]:
    return np.zeros(round(seconds * RATE_HZ), np.float32)
