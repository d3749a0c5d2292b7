"""What is heard in a recording."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One word as said. Times in seconds from the start of the recording; None where they were not measured."""

    text: str
    start_s: float | None = None
    end_s: float | None = None
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in seconds, ``start_s <= end_s``."""

    start_s: float
    end_s: float

    @property
    def length_s(self) -> float:
        """Seconds."""
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True)
class Transcript:
    """The words of one recording, and which model heard them."""

    words: tuple[Word, ...]
    language: str
    model: str
    """Name of the model as shown to the candidate."""


@dataclass(frozen=True, slots=True)
class Heard:
    """All that listening gave. ``speech`` comes from voice activity detection on the sound and needs no model;

    ``transcript`` is None when no speech model was used.
    """

    duration_s: float
    speech: tuple[Span, ...]
    transcript: Transcript | None
