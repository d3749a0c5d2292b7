"""What the history gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from voice_interview.analysis.results import Analysis
from voice_interview.banks.model import Question


class AnswerStatus(StrEnum):
    """Where one answer is."""

    RECORDING = "recording"
    RECORDED = "recorded"
    TRANSCRIBING = "transcribing"
    ANALYSED = "analysed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class TakeRecord:
    """One recorded answer. ``question`` is the question as it was when it was asked."""

    id: str
    session_id: str
    question: Question
    number: int
    """1 for the first take of this question in its session."""
    status: AnswerStatus
    file: Path
    duration_s: float | None
    lost_s: float
    created_at: datetime
    error: str | None
    """Why the recording or the work on it failed, in the candidate's words."""
    analysis: Analysis | None


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """A session in a list."""

    id: str
    bank_title: str
    started_at: datetime
    finished_at: datetime | None
    question_count: int
    """Different questions answered."""
    take_count: int
    recorded_s: float


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A session with its takes in the order they were recorded."""

    id: str
    bank_id: str
    bank_title: str
    started_at: datetime
    finished_at: datetime | None
    takes: tuple[TakeRecord, ...]
