"""What the analysis finds. Frozen, with units in the names; None means "could not be measured", never 0.

Findings carry word indices and times so that transcript, waveform and rubric point at the same place.
Word ranges are half-open: ``start_word`` is the first word, ``end_word`` the one after the last.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from voice_interview.transcription.types import Span, Word

FillerKind = Literal["sound", "crutch"]
FillerSource = Literal["text", "audio", "user"]
PointStatus = Literal["covered", "touched", "missing"]


@dataclass(frozen=True, slots=True)
class Timing:
    """When things were said."""

    duration_s: float | None
    time_to_first_word_s: float | None
    speaking_s: float | None
    """Time with voice in it, by voice activity detection, or by word times when only those are given."""
    word_count: int | None
    pace_wpm: float | None
    """Words per minute of speaking time."""
    pauses: tuple[Span, ...] | None
    """Silences inside the answer longer than PAUSE_S, in order."""


@dataclass(frozen=True, slots=True)
class FillerEvent:
    """One filler: a sound ("um") or a crutch word ("you know")."""

    term: str
    kind: FillerKind
    source: FillerSource
    start_s: float | None
    end_s: float | None
    word_index: int | None
    """First word of the filler."""
    word_count: int
    """How many words it spans; 0 for one heard only in the sound."""
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Fillers:
    """All fillers in order, and how dense they are."""

    per_minute: float | None
    """Per minute between the first and the last word."""
    per_100_words: float | None
    events: tuple[FillerEvent, ...] | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that speak for a rubric point."""

    start_word: int
    end_word: int
    start_s: float | None
    end_s: float | None
    text: str


@dataclass(frozen=True, slots=True)
class PointResult:
    """One rubric point. ``strength`` runs from 0 to 1."""

    id: str
    label: str
    weight: float
    status: PointStatus
    strength: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Rubric:
    """How much of the rubric the answer covered; not scored, with the reason, when it cannot be judged."""

    scored: bool
    reason: str | None
    coverage: float | None
    """Weighted share from 0 to 1."""
    points: tuple[PointResult, ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything measured about one answer."""

    question_id: str | None
    words: tuple[Word, ...] | None
    """None when no transcript was made; empty when one was made and nothing was understood."""
    model: str | None
    """The speech model that heard the words; None when there is no transcript or it was given."""
    timing: Timing
    fillers: Fillers
    rubric: Rubric | None
    """None when no question was given."""
