"""What the interview page says and offers in each state. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from voice_interview.interview.messages import (
    Ask,
    Event,
    HearAgain,
    Next,
    PauseAnswer,
    ResumeAnswer,
    Retry,
    SkipVoice,
    StartAnswer,
    StopAnswer,
)
from voice_interview.interview.state import Phase, State, Take, Voice
from voice_interview.storage.records import AnswerStatus
from voice_interview.ui.widgets.clock import clock, whole

SPACE: Final = "Space"


class Leave(Enum):
    """A wish that is the window's to fulfil, not the machine's."""

    REVIEW = auto()
    SETUP = auto()


@dataclass(frozen=True, slots=True)
class Offer:
    """A button: its words, its key, and the wish it stands for (None while there is nothing to do but wait)."""

    words: str
    icon: str | None
    key: str
    wish: Event | Leave | None


@dataclass(frozen=True, slots=True)
class Status:
    """What is going on. ``dot`` is the recording mark; otherwise ``icon`` is shown."""

    title: str
    hint: str
    icon: str
    dot: bool = False


def is_answering(state: State) -> bool:
    """Whether an answer is running (recorded or paused)."""
    return state.phase in (Phase.RECORDING, Phase.PAUSED)


def primary(state: State) -> Offer:  # noqa: PLR0911 - one line a phase
    """The one button of this state."""
    if state.stopping:
        return Offer("Saving your answer…", None, SPACE, None)
    match state.phase:
        case Phase.READY if state.takes_here:
            words = "Finish" if state.is_last else "Next question"
            return Offer(words, "check" if state.is_last else "chevron-right", SPACE, Next())
        case Phase.READY:
            return Offer("Ask the question", "speaker", SPACE, Ask())
        case Phase.ASKING:
            return Offer("Answer now", "microphone", SPACE, SkipVoice())
        case Phase.THINKING if state.armed or state.requested:
            return Offer("Starting…", None, SPACE, None)
        case Phase.THINKING:
            return Offer("Start answer", "microphone", SPACE, StartAnswer())
        case Phase.RECORDING:
            return Offer("Stop", "stop", SPACE, StopAnswer())
        case Phase.PAUSED:
            return Offer("Resume", "microphone", SPACE, ResumeAnswer())
        case Phase.FAULTED:
            return Offer("Try again", "refresh", SPACE, Retry())
        case Phase.FINISHED if state.takes:
            return Offer("See your answers", "chevron-right", SPACE, Leave.REVIEW)
        case Phase.FINISHED:
            return Offer("Back to practise", "chevron-left", SPACE, Leave.SETUP)


def secondary(state: State) -> tuple[Offer, ...]:
    """What else one may do, in the order shown."""
    if state.stopping or state.phase is Phase.FINISHED:
        return ()
    retake = Offer("Retake", "retake", "R", Ask())
    skip = Offer("Skip", "skip", "N", Next())
    match state.phase:
        case Phase.RECORDING:
            return Offer("Pause", "pause", "P", PauseAnswer()), retake
        case Phase.PAUSED:
            return Offer("Stop", "stop", "S", StopAnswer()), retake
        case Phase.THINKING if state.read_aloud:
            return Offer("Hear again", "speaker", "H", HearAgain()), skip
        case Phase.READY if state.takes_here:
            return (retake,)
        case _:
            return (skip,)


def hidden_keys(state: State) -> tuple[Offer, ...]:
    """Keys that do the same as a button shown, for hands that know them."""
    if state.stopping:
        return ()
    if state.phase is Phase.PAUSED:
        return (Offer("Resume", None, "P", ResumeAnswer()),)
    if state.phase is Phase.RECORDING or (state.phase is Phase.READY and state.takes_here):
        return (Offer("Next question", None, "N", Next()),)
    return ()


def status(state: State) -> Status:  # noqa: PLR0911 - one line a phase
    """What is going on, in a few words."""
    if state.stopping:
        return Status("Saving your answer", "One moment.", "check")
    match state.phase:
        case Phase.READY if state.takes_here:
            return _saved(state.takes_here[-1])
        case Phase.READY:
            hint = "You will hear it once, and can hear it again." if state.read_aloud else "It stays on the screen."
            return Status("Ready when you are", hint, "microphone")
        case Phase.ASKING if state.voice is Voice.PREPARING:
            return Status("Getting the voice ready", "The question will be read to you.", "speaker")
        case Phase.ASKING:
            return Status("Reading the question to you", "Listen; your answer comes after it.", "speaker")
        case Phase.THINKING if state.armed or state.requested:
            ready = "Your microphone is being opened." if not state.microphone_ready else "One moment."
            return Status("Recording starts in a moment", ready, "microphone")
        case Phase.THINKING:
            return Status("Take your time", "Nothing is recorded until you start.", "microphone")
        case Phase.RECORDING:
            return Status("Recording", "", "microphone", dot=True)
        case Phase.PAUSED:
            return Status("Paused", "Nothing is recorded now. Go on when you are ready.", "pause")
        case Phase.FAULTED:
            return _faulted(state)
        case Phase.FINISHED:
            return Status(_summary(state), _next_step(state), "check")


def _faulted(state: State) -> Status:
    fault = state.fault
    message, hint = (fault.message, fault.hint) if fault is not None else ("The microphone cannot be used.", "")
    kept = "Your earlier answers are safe." if state.takes else ""
    return Status(message, f"{hint} {kept}".strip(), "warning")


def _saved(take: Take) -> Status:
    return Status(f"Answer saved, {whole(take.duration_s)}", "Go on, or answer this one again.", "covered")


def _summary(state: State) -> str:
    count = len({take.question_index for take in state.takes})
    if not count:
        return "No answer was recorded"
    return "You answered one question" if count == 1 else f"You answered {count} questions"


def _next_step(state: State) -> str:
    if not state.takes:
        return "You can start again whenever you like."
    return "See what you said, how you said it, and what was missing."


def take_words(take: Take) -> str:
    """Where the work on an answer is."""
    match take.status:
        case AnswerStatus.RECORDING:
            return "Recording"
        case AnswerStatus.RECORDED:
            return "Waiting for its turn"
        case AnswerStatus.TRANSCRIBING:
            return f"Working on it… {take.progress:.0%}" if take.progress >= 0.01 else "Working on it…"
        case AnswerStatus.ANALYSED:
            return "Ready"
        case AnswerStatus.FAILED:
            return take.error.message if take.error else "This answer could not be worked on."


def elsewhere(state: State) -> str:
    """How the answers to other questions are doing; empty when there are none."""
    others = [take for take in state.takes if take.question_index != state.index]
    working = _count(others, (AnswerStatus.RECORDED, AnswerStatus.TRANSCRIBING))
    ready = _count(others, (AnswerStatus.ANALYSED,))
    failed = _count(others, (AnswerStatus.FAILED,))
    parts = [
        f"{count} {words}"
        for count, words in ((ready, "ready"), (working, "being worked on"), (failed, "to be tried again"))
        if count
    ]
    return f"Earlier answers: {', '.join(parts)}" if parts else ""


def _count(takes: Iterable[Take], wanted: tuple[AnswerStatus, ...]) -> int:
    return sum(take.status in wanted for take in takes)


def target_words(target_s: int, position_s: float) -> str:
    """The length aimed at, calmly: nothing is ever cut."""
    if position_s > target_s * 1.25:
        return f"past {clock(target_s)} – come to an end when it suits you"
    return f"of about {clock(target_s)}"
