"""What goes into the interview machine (events) and what comes out of it (effects)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

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
    """Begin to record (when it does not begin by itself)."""


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
    """The question can be heard now. ``token`` is that of the ``Speak`` it belongs to, here and below."""

    token: str


@dataclass(frozen=True, slots=True)
class VoiceEnded:
    """The question has been read to its end, or was stopped."""

    token: str


@dataclass(frozen=True, slots=True)
class VoiceFailed:
    """The question could not be read aloud; it stays readable on screen."""

    token: str
    error: AppError


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


@dataclass(frozen=True, slots=True)
class TakeGivenUp:
    """Work on an answer was stopped on request; the recording is safe and the work can be taken up again."""

    take_id: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something could not be done (the history could not be written, say); the interview goes on."""

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
    | TakeGivenUp
    | Trouble
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
class ArmMicrophone:
    """The app's own voice has ended: sound from now on may be the beginning of the answer."""


@dataclass(frozen=True, slots=True)
class CloseMicrophone:
    """Close the stream."""


@dataclass(frozen=True, slots=True)
class Speak:
    """Read this aloud; reports about it carry the token."""

    token: str
    text: str


@dataclass(frozen=True, slots=True)
class Hush:
    """Stop the voice."""


@dataclass(frozen=True, slots=True)
class Record:
    """Begin to record the answer."""

    take_id: str


@dataclass(frozen=True, slots=True)
class KeepStarted:
    """Write into the history that this answer is being recorded, so that a crash cannot lose it."""

    started: RecordingStarted
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
class KeepEnded:
    """Write the finished recording into the history."""

    ended: RecordingEnded


@dataclass(frozen=True, slots=True)
class Discard:
    """Delete a recording the candidate moved on from before its first word."""

    file: Path


@dataclass(frozen=True, slots=True)
class Work:
    """Transcribe and analyse an answer."""

    take_id: str


@dataclass(frozen=True, slots=True)
class CloseSession:
    """Mark the session as finished in the history."""


Effect = (
    OpenMicrophone
    | ArmMicrophone
    | CloseMicrophone
    | Speak
    | Hush
    | Record
    | KeepStarted
    | PauseRecording
    | ResumeRecording
    | StopRecording
    | KeepEnded
    | Discard
    | Work
    | CloseSession
)
