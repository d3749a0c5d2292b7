"""The interview as a pure machine: ``step(state, event) -> (state, effects)``.

No Qt, threads, clock or files. The window and the command line send the candidate's wishes as events, the runner
sends what devices and workers report, and does the effects. An event that makes no sense in the current phase
changes nothing.

    READY ──Ask──▶ ASKING ──VoiceEnded──▶ THINKING ──RecordingStarted──▶ RECORDING ◀──▶ PAUSED
      ▲                                                                     │
      └──────────────────────────RecordingEnded─────────────────────────────┘
    READY ──Next──▶ ASKING (next question) … ──▶ FINISHED;   any ──MicrophoneFailed──▶ FAULTED ──Retry──▶ back
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from voice_interview.analysis.results import Analysis
from voice_interview.audio.events import (
    MicrophoneFailed,
    MicrophoneMuted,
    MicrophoneReady,
    RecordingEnded,
    RecordingStarted,
)
from voice_interview.banks.model import Question
from voice_interview.errors import AppError
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
    def is_last(self) -> bool:
        """Whether the question at hand is the last one."""
        return self.index == len(self.plan.questions) - 1


# --- events: the candidate's wishes -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask the question at hand (first time, or as a retake)."""


@dataclass(frozen=True, slots=True)
class HearAgain:
    """Read the question once more before answering."""


@dataclass(frozen=True, slots=True)
class SkipVoice:
    """Stop the voice and go on to the answer."""


@dataclass(frozen=True, slots=True)
class StartAnswer:
    """Begin to record (when it does not begin by itself). ``take_id`` is fresh and unique."""

    take_id: str


@dataclass(frozen=True, slots=True)
class PauseAnswer:
    """Pause the recording."""


@dataclass(frozen=True, slots=True)
class ResumeAnswer:
    """Go on recording."""


@dataclass(frozen=True, slots=True)
class StopAnswer:
    """The answer is complete."""


@dataclass(frozen=True, slots=True)
class Next:
    """Go to the next question and ask it; after the last one, finish. Also skips an unanswered question."""


@dataclass(frozen=True, slots=True)
class Finish:
    """End the interview now; a running answer is kept."""


@dataclass(frozen=True, slots=True)
class Retry:
    """Try again after a fault."""


@dataclass(frozen=True, slots=True)
class RetryTake:
    """Work on a failed answer again."""

    take_id: str


# --- events: reports of the voice and of the work on answers ------------------------------------------------


@dataclass(frozen=True, slots=True)
class VoiceStarted:
    """The question can be heard now."""


@dataclass(frozen=True, slots=True)
class VoiceEnded:
    """The question has been read to its end, or was stopped. ``take_id`` is fresh, for the answer that follows."""

    take_id: str


@dataclass(frozen=True, slots=True)
class VoiceFailed:
    """The question could not be read aloud; it stays readable on screen."""

    error: AppError
    take_id: str


@dataclass(frozen=True, slots=True)
class TakeProgress:
    """Work on an answer goes on."""

    take_id: str
    share: float


@dataclass(frozen=True, slots=True)
class TakeAnalysed:
    """Work on an answer is done."""

    take_id: str
    analysis: Analysis


@dataclass(frozen=True, slots=True)
class TakeFailed:
    """Work on an answer failed; the recording is safe and the work can be retried."""

    take_id: str
    error: AppError


Event = (
    Ask
    | HearAgain
    | SkipVoice
    | StartAnswer
    | PauseAnswer
    | ResumeAnswer
    | StopAnswer
    | Next
    | Finish
    | Retry
    | RetryTake
    | VoiceStarted
    | VoiceEnded
    | VoiceFailed
    | TakeProgress
    | TakeAnalysed
    | TakeFailed
    | MicrophoneReady
    | MicrophoneFailed
    | MicrophoneMuted
    | RecordingStarted
    | RecordingEnded
)


# --- effects ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenMicrophone:
    """Open the stream; nothing is kept yet."""


@dataclass(frozen=True, slots=True)
class CloseMicrophone:
    """Close the stream."""


@dataclass(frozen=True, slots=True)
class Speak:
    """Read this aloud."""

    text: str


@dataclass(frozen=True, slots=True)
class Hush:
    """Stop the voice."""


@dataclass(frozen=True, slots=True)
class Record:
    """Begin to record the answer."""

    take_id: str
    question: Question


@dataclass(frozen=True, slots=True)
class PauseRecording:
    """Keep nothing until resumed."""


@dataclass(frozen=True, slots=True)
class ResumeRecording:
    """Keep sound again."""


@dataclass(frozen=True, slots=True)
class StopRecording:
    """Finish the file."""


@dataclass(frozen=True, slots=True)
class KeepTake:
    """Write the finished recording into the history."""

    ended: RecordingEnded


@dataclass(frozen=True, slots=True)
class Work:
    """Transcribe and analyse an answer."""

    take_id: str
    question: Question


@dataclass(frozen=True, slots=True)
class CloseSession:
    """Mark the session as finished in the history."""


Effect = (
    OpenMicrophone
    | CloseMicrophone
    | Speak
    | Hush
    | Record
    | PauseRecording
    | ResumeRecording
    | StopRecording
    | KeepTake
    | Work
    | CloseSession
)
