"""Realistic states and sessions for the window's tests and screenshots."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from voice_interview.analysis.results import (
    Analysis,
    Evidence,
    FillerEvent,
    FillerKind,
    Fillers,
    PointResult,
    PointStatus,
    Rubric,
    Timing,
)
from voice_interview.banks.model import FollowUp, Kind, Point, Question
from voice_interview.errors import DeviceError, EngineError
from voice_interview.interview.plan import Plan
from voice_interview.interview.state import Phase, State, Take, Voice
from voice_interview.storage.records import AnswerStatus, SessionRecord, TakeRecord
from voice_interview.transcription.types import Span, Word

ROLE = "Collections officer"

HOSTILE = Question(
    id="hostile-customer",
    text="A customer shouts at you on the phone and says they will never pay. What do you do?",
    role=ROLE,
    kind=Kind.SITUATIONAL,
    skills=("de-escalation", "negotiation"),
    why_asked="Most calls in collections are tense. They want to know that you stay calm and still agree.",
    how_to_answer=(
        "Say first how you calm the call, then how you find out why they cannot pay.",
        "Name a concrete offer, such as a payment plan with dates.",
        "End with what happened, or what you would write down and follow up.",
    ),
    what_not_to_say=(
        "That you would hang up, or shout back.",
        "Threats you are not allowed to make, such as prison.",
    ),
    rubric=(
        Point(id="calm", label="Stays calm and lets the customer speak", weight=2, evidence=(("calm",),)),
        Point(id="cause", label="Finds out why they cannot pay", weight=2, evidence=(("why",),)),
        Point(id="plan", label="Offers a realistic payment plan", weight=2, evidence=(("plan",),)),
        Point(id="rules", label="Keeps to the rules on fair treatment", weight=1, evidence=(("rules",),)),
        Point(id="record", label="Writes the agreement down and follows up", weight=1, evidence=(("note",),)),
    ),
    model_answer=(
        "I stay calm and let them finish, because people who feel heard stop shouting. Then I say that I "
        "understand this is stressful, and I ask what has changed since they last paid. Once I know the "
        "reason, I offer a plan that fits what they can afford, within the rules on fair treatment. Before I "
        "hang up I repeat what we agreed, write it down in the file, and send it to them the same day. In my "
        "last job about half of my angriest callers kept that plan."
    ),
    follow_ups=(FollowUp(text="And if they refuse any plan?", point="plan"),),
    target_s=90,
)

TARGETS = Question(
    id="missed-target",
    text="Tell me about a time when you missed a target.",
    role=ROLE,
    kind=Kind.BEHAVIOURAL,
    skills=("ownership",),
    why_asked="They want to hear that you own a result and change something because of it.",
    how_to_answer=("Pick a real miss.", "Say what you changed afterwards, and what that brought."),
    what_not_to_say=("That you have never missed one.",),
    rubric=(
        Point(id="own", label="Owns the miss", evidence=(("my fault",),)),
        Point(id="change", label="Changed something afterwards", evidence=(("changed",),)),
    ),
    model_answer="In March I recovered eighty percent of my target, because I kept easy accounts for last.",
    target_s=120,
)

WHY_HERE = Question(
    id="why-collections",
    text="Why do you want to work in collections, and what should your team say about you in a year?",
    role=ROLE,
    kind=Kind.MOTIVATIONAL,
    why_asked="They want a reason that lasts longer than the first bad week.",
    how_to_answer=("Give one honest reason and one example of it.",),
    what_not_to_say=("Only that it pays well.",),
    rubric=(Point(id="reason", label="Gives an honest reason", evidence=(("because",),)),),
    model_answer="I like conversations in which both sides leave with a plan.",
    target_s=60,
)

PLAN = Plan("collections-officer", ROLE, (HOSTILE, TARGETS, WHY_HERE))

ANSWER = """
So, um, in my last job that happened, you know, almost every day. | A customer called and he was, uh, really
angry. He said the letters had to stop and that he would never pay. || I stayed calm and I let him finish,
because in my experience people stop shouting when they feel that someone listens. Um, then I said that I
understood this was stressful for him. | I asked him what had changed since the last payment. He told me that he
had lost his job in, uh, in January and that he was, like, choosing between the rent and us. || So I did not
talk about the full amount at all. I asked what he could pay without missing his rent, and we agreed on, um,
forty dollars every second Friday, starting when his benefits came in. | I basically told him what would happen
if a payment was missed, so there was no surprise, and I did not threaten anything, because that is not allowed
and it does not work. ||| Before we hung up I repeated the dates to him. | Three months later he was, you know,
still paying, and he asked for me by name when he called.
"""

_SOUNDS = {"um", "uh"}
_CRUTCHES = {"basically", "like"}
_PAUSES_S = {"|": 0.7, "||": 1.4, "|||": 2.6}


def words_of(text: str, start_s: float = 0.9) -> tuple[Word, ...]:
    """Words with plausible times; ``|``, ``||`` and ``|||`` are longer and longer silences."""
    words: list[Word] = []
    at = start_s
    for index, token in enumerate(text.split()):
        if token in _PAUSES_S:
            at += _PAUSES_S[token]
            continue
        length = 0.14 + 0.045 * len(token)
        sure = 0.34 if index % 41 == 17 else 0.97
        words.append(Word(token, round(at, 3), round(at + length, 3), sure))
        at += length + 0.06
    return tuple(words)


def _bare(word: Word) -> str:
    return word.text.strip(".,!?").lower()


def fillers_of(words: tuple[Word, ...]) -> tuple[FillerEvent, ...]:
    """The fillers of the sample answers, and one that only the sound gave away."""
    found: list[FillerEvent] = []

    def add(term: str, kind: FillerKind, at: int, count: int) -> None:
        found.append(FillerEvent(term, kind, "text", words[at].start_s, words[at + count - 1].end_s, at, count, 0.9))

    for index, word in enumerate(words):
        if _bare(word) in _SOUNDS:
            add(_bare(word), "sound", index, 1)
        elif _bare(word) in _CRUTCHES:
            add(_bare(word), "crutch", index, 1)
        elif _bare(word) == "you" and index + 1 < len(words) and _bare(words[index + 1]) == "know":
            add("you know", "crutch", index, 2)
    if len(words) > 40 and words[39].end_s is not None:
        found.append(FillerEvent("uh", "sound", "audio", words[39].end_s, words[39].end_s + 0.3, None, 0, 0.7))
    return tuple(sorted(found, key=lambda event: event.start_s or 0.0))


def evidence(words: tuple[Word, ...], phrase: str) -> Evidence:
    """Where a phrase is said."""
    wanted = phrase.lower().split()
    bare = [_bare(word) for word in words]
    for start in range(len(bare) - len(wanted) + 1):
        if bare[start : start + len(wanted)] == wanted:
            end = start + len(wanted)
            text = " ".join(word.text for word in words[start:end])
            return Evidence(start, end, words[start].start_s, words[end - 1].end_s, text)
    raise ValueError(phrase)


def _points(words: tuple[Word, ...]) -> tuple[PointResult, ...]:
    def point(at: int, status: PointStatus, strength: float, *phrases: str) -> PointResult:
        one = HOSTILE.rubric[at]
        return PointResult(
            one.id, one.label, one.weight, status, strength, tuple(evidence(words, phrase) for phrase in phrases)
        )

    return (
        point(0, "covered", 1.0, "I stayed calm and I let him finish", "feel that someone listens"),
        point(1, "covered", 0.9, "I asked him what had changed since the last payment"),
        point(2, "covered", 1.0, "forty dollars every second Friday"),
        point(3, "touched", 0.5, "that is not allowed"),
        point(4, "missing", 0.0),
    )


def analysis_of(text: str = ANSWER, *, scored: bool = True) -> Analysis:
    """A full analysis of an answer to HOSTILE."""
    words = words_of(text)
    events = fillers_of(words)
    end_s = words[-1].end_s or 0.0
    pauses = tuple(
        Span(one.end_s, two.start_s)
        for one, two in pairwise(words)
        if one.end_s is not None and two.start_s is not None and two.start_s - one.end_s > 1.0
    )
    speaking = end_s - 0.9 - sum(pause.length_s for pause in pauses)
    timing = Timing(end_s + 0.8, 0.9, speaking, len(words), len(words) / speaking * 60, pauses)
    rubric = (
        Rubric(True, None, 0.81, _points(words))
        if scored
        else Rubric(False, "The answer is too short to judge: 9 words, and it takes at least 25.", None, ())
    )
    fillers = Fillers(len(events) / (end_s - 0.9) * 60, 100 * len(events) / len(words), events)
    return Analysis(HOSTILE.id, words, "Whisper base.en", timing, fillers, rubric)


def analysis_without_model() -> Analysis:
    """What is known of an answer when no speech model was there."""
    full = analysis_of()
    timing = replace(full.timing, word_count=None, pace_wpm=None)
    fillers = Fillers(None, None, None)
    return Analysis(HOSTILE.id, None, None, timing, fillers, None)


def take(
    number: int = 1,
    *,
    question: Question = HOSTILE,
    status: AnswerStatus = AnswerStatus.ANALYSED,
    analysis: Analysis | None = None,
    error: str | None = None,
    folder: Path = Path("recordings"),
) -> TakeRecord:
    """One take as the history gives it back."""
    duration = analysis.timing.duration_s if analysis else 41.0
    return TakeRecord(
        f"{question.id}-{number}",
        "session-1",
        question,
        number,
        status,
        folder / f"{question.id}-{number}.flac",
        duration,
        0.0,
        datetime(2025, 3, 4, 18, 40, tzinfo=UTC),
        error,
        analysis,
    )


def session(*takes: TakeRecord) -> SessionRecord:
    """A session of these takes."""
    started = datetime(2025, 3, 4, 18, 30, tzinfo=UTC)
    return SessionRecord("session-1", "collections-officer", ROLE, started, None, tuple(takes))


def full_session(folder: Path = Path("recordings")) -> SessionRecord:
    """Every status an answer can have."""
    short = analysis_of("Um, I do not, uh, know. | I would hang up.", scored=False)
    return session(
        take(1, analysis=short, folder=folder),
        take(2, analysis=analysis_of(), folder=folder),
        take(
            1,
            question=TARGETS,
            status=AnswerStatus.FAILED,
            error="The speech model stopped in the middle. Your recording is safe; try again.",
            folder=folder,
        ),
        take(1, question=WHY_HERE, status=AnswerStatus.TRANSCRIBING, folder=folder),
        take(2, question=WHY_HERE, analysis=analysis_without_model(), folder=folder),
    )


def long_analysis(count: int = 4000) -> Analysis:
    """An answer of many words, for what must stay quick."""
    one = len(words_of(ANSWER))
    return analysis_of(" || ".join([ANSWER] * math.ceil(count / one)))


def peaks_of(analysis: Analysis, duration_s: float, count: int = 1200) -> tuple[float, ...]:
    """An envelope that is loud where words are; deterministic."""
    levels = [0.012] * count
    for index, word in enumerate(analysis.words or analysis_of().words or ()):
        start, end = word.start_s or 0.0, word.end_s or 0.0
        loud = 0.35 + 0.5 * abs(math.sin(index * 1.7)) * (0.6 + 0.4 * math.cos(index * 0.31))
        first, last = int(start / duration_s * count), int(end / duration_s * count)
        for at in range(first, min(last + 1, count)):
            shape = math.sin(math.pi * (at - first + 0.5) / (last - first + 1))
            levels[at] = max(levels[at], loud * shape * (0.75 + 0.25 * math.sin(at * 2.3)))
    return tuple(levels)


# --- the interview in every phase ---------------------------------------------------------------------------

_RECORDED = Take("take-1", 0, AnswerStatus.TRANSCRIBING, duration_s=72.0, progress=0.4)
_DONE = Take("take-0", 0, AnswerStatus.ANALYSED, duration_s=31.0, progress=1.0, analysis=analysis_of())


def states() -> dict[str, State]:
    """The interview page's states by name."""
    start = State("session-1", PLAN, microphone_ready=True)
    manual = replace(start, record_after_question=False)
    broken_voice = EngineError(
        "The question could not be read aloud.", "Read it here, and answer when you are ready."
    )
    gone = DeviceError("The microphone stopped.", "Plug it in again, then press Try again.")
    cut = DeviceError("The microphone stopped, so your answer ends early.", "What you said until then is kept.")
    failed = Take("take-2", 0, AnswerStatus.FAILED, duration_s=50.0, error=EngineError("The speech model stopped."))
    return {
        "ready": start,
        "preparing": replace(start, phase=Phase.ASKING, voice=Voice.PREPARING),
        "speaking": replace(start, phase=Phase.ASKING, voice=Voice.SPEAKING),
        "thinking": replace(manual, phase=Phase.THINKING),
        "starting": replace(start, phase=Phase.THINKING, armed=True, microphone_ready=False),
        "voice_failed": replace(manual, phase=Phase.THINKING, voice=Voice.FAILED, notice=broken_voice),
        "recording": replace(start, phase=Phase.RECORDING),
        "muted": replace(start, phase=Phase.RECORDING, muted=True),
        "stopping": replace(start, phase=Phase.RECORDING, stopping=True),
        "paused": replace(start, phase=Phase.PAUSED),
        "answered": replace(start, takes=(_DONE, _RECORDED)),
        "last": replace(start, index=2, takes=(Take("take-3", 2, AnswerStatus.ANALYSED, 64.0, progress=1.0),)),
        "take_failed": replace(start, takes=(failed,), notice=cut),
        "faulted": replace(start, phase=Phase.FAULTED, microphone_ready=False, fault=gone),
        "finished": replace(start, index=2, phase=Phase.FINISHED, takes=(_DONE, _RECORDED)),
    }
