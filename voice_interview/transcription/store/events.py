"""What a download reports. Posted from its own thread; frozen, so safe to pass on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from voice_interview.errors import AppError
from voice_interview.transcription.models import SpeechModel

Phase = Literal["connecting", "downloading", "waiting", "checking"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is; at most some times a second."""

    name: str
    phase: Phase
    """"waiting" is before another try, after something went wrong (``note``)."""
    done_bytes: int
    total_bytes: int
    """0 while the hub has not told it."""
    rate_bytes_s: float = 0.0
    """Over the last seconds."""
    left_s: float | None = None
    """At this rate; None while it cannot be told."""
    note: str = ""

    @property
    def share(self) -> float:
        """0 to 1."""
        return min(1.0, self.done_bytes / self.total_bytes) if self.total_bytes else 0.0


@dataclass(frozen=True, slots=True)
class Installed:
    """The model is complete, checked and in its place."""

    name: str
    model: SpeechModel


@dataclass(frozen=True, slots=True)
class Paused:
    """Stopped on request; what has arrived is kept, and the next download of it goes on from there."""

    name: str
    done_bytes: int
    total_bytes: int


@dataclass(frozen=True, slots=True)
class Dropped:
    """Cancelled on request; nothing of it is left."""

    name: str


@dataclass(frozen=True, slots=True)
class Failed:
    """Given up; what has arrived is kept unless it was wrong."""

    name: str
    error: AppError


DownloadEvent = Progress | Installed | Paused | Dropped | Failed
