"""All there is to know about a running interview."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from voice_interview.analysis.results import Analysis
from voice_interview.banks.model import Question
from voice_interview.errors import AppError
from voice_interview.interview.messages import Ask, Finish, Next
from voice_interview.interview.plan import Plan
from voice_interview.storage.records import AnswerStatus


class Phase(StrEnum):
    """Where the interview is."""

    READY = "ready"
    ASKING = "asking"
    THINKING = "thinking"
    RECORDING = "recording"
    PAUSED = "paused"
    FINISHED = "finished"
    FAULTED = "faulted"


class Voice(StrEnum):
    """What the interviewer's voice is doing."""

    SILENT = "silent"
    PREPARING = "preparing"
    SPEAKING = "speaking"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Take:
    """One recorded answer to one question of the plan."""

    id: str
    question_index: int
    status: AnswerStatus
    duration_s: float = 0.0
    lost_s: float = 0.0
    progress: float = 0.0
    """Share of the transcription done, 0 to 1."""
    analysis: Analysis | None = None
    error: AppError | None = None


@dataclass(frozen=True, slots=True)
class State:
    """All there is to know about a running interview."""

    session_id: str
    plan: Plan
    record_after_question: bool = True
    read_aloud: bool = True
    index: int = 0
    phase: Phase = Phase.READY
    voice: Voice = Voice.SILENT
    microphone_ready: bool = False
    muted: bool = False
    stopping: bool = False
    """The candidate ended the answer and its last block is on its way to disk."""
    takes: tuple[Take, ...] = ()
    voice_count: int = 0
    take_count: int = 0
    armed: bool = False
    """Record as soon as the microphone is ready."""
    requested: bool = False
    """``Record`` was sent and its first block has not arrived yet."""
    after_stop: Ask | Next | Finish | None = None
    """What the candidate asked for while the answer was still running."""
    notice: AppError | None = None
    """Something went wrong that does not stop the interview (the voice failed, an answer was cut)."""
    fault: AppError | None = None
    """Why the phase is FAULTED."""

    @property
    def question(self) -> Question:
        """The question at hand."""
        return self.plan.questions[self.index]

    @property
    def takes_here(self) -> tuple[Take, ...]:
        """Takes of the question at hand, oldest first."""
        return tuple(take for take in self.takes if take.question_index == self.index)

    @property
    def take_id(self) -> str:
        """Id of the take being recorded or recorded last."""
        return f"{self.session_id}-{self.take_count:02d}"

    @property
    def voice_token(self) -> str:
        """Token of the question being read or read last."""
        return f"{self.session_id}-voice-{self.voice_count:02d}"

    @property
    def is_last(self) -> bool:
        """Whether the question at hand is the last one."""
        return self.index == len(self.plan.questions) - 1
