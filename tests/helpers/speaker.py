"""A speaker for tests: real speech by the app's own voice engine, in words the demo model knows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt

from tests.helpers.posted import Posted
from voice_interview.interview.lanes import Lane
from voice_interview.speech.cache import SpeechCache
from voice_interview.speech.types import RenderJob
from voice_interview.speech.worker import prepare, render

Samples = npt.NDArray[np.float32]
RATE_HZ = 16_000

SENTENCES = (
    "I worked at a bank for five years.",
    "I helped customers with a payment plan.",
    "The customer was happy, but the report was late.",
    "I understand, but the account is late.",
    "We can make a plan for six months.",
    "I think we need a new plan.",
    "First I made a plan, then I talked to my manager.",
    "The customer was happy, and we saved money.",
    "I learned a lot from my team.",
    "Thank you very much.",
    "I always finish my work on time.",
    "My boss was happy with the report.",
    "I would like to work for the company.",
    "I can start next month.",
)


class Speaker:
    """Renders sentences into a folder; what was said before comes from the cache."""

    def __init__(self, folder: Path) -> None:
        self._cache = SpeechCache(folder)
        self._posted = Posted()
        self._lane = Lane(
            "voice", render, self._posted, silence_limit_s=60, prepare=prepare, fresh_process_per_job=True
        )
        self._count = 0

    def say(self, text: str, voice: str = "en-us", rate_wpm: int = 165) -> Path:
        """A WAV file with this text."""
        cached = self._cache.find(text, voice, rate_wpm)
        if cached is not None:
            return cached
        self._count += 1
        job = RenderJob(text, voice, rate_wpm, self._cache.path(text, voice, rate_wpm))
        self._lane.submit(str(self._count), job)
        file: Path = self._posted.result(str(self._count))
        return file

    def samples(self, text: str, voice: str = "en-us") -> Samples:
        """The same as mono sound at 16 kHz."""
        from voice_interview.audio.files import read_mono

        return read_mono(self.say(text, voice), RATE_HZ)

    def answer(self, sentences: Sequence[str], pause_s: float, voice: str = "en-us") -> Samples:
        """The sentences with a silence after each, at 16 kHz."""
        silence = np.zeros(round(pause_s * RATE_HZ), np.float32)
        return np.concatenate([part for one in sentences for part in (self.samples(one, voice), silence)])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._lane.close(10)


def plain_words(text: str) -> list[str]:
    """Lower-case words without punctuation."""
    return re.sub(r"[^a-z' ]", " ", text.lower()).split()


def word_errors(reference: str, heard: str) -> float:
    """Share of wrong, missing and added words (Levenshtein over words)."""
    said, got = plain_words(reference), plain_words(heard)
    row = list(range(len(got) + 1))
    for i, word in enumerate(said, 1):
        above, row[0] = row[0], i
        for j, other in enumerate(got, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (word != other))
    return row[-1] / len(said)
