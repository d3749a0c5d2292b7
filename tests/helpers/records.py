"""Questions and analyses to keep in a history."""

from __future__ import annotations

from voice_interview.analysis.results import Analysis, Evidence, FillerEvent, Fillers, PointResult, Rubric, Timing
from voice_interview.banks.model import Kind, Point, Question
from voice_interview.transcription.types import Span, Word


def question(question_id: str = "first-call") -> Question:
    """A small valid question."""
    return Question(
        id=question_id,
        text="How do you open a first call?",
        role="Collections officer",
        kind=Kind.SITUATIONAL,
        why_asked="The opening decides how the call goes.",
        how_to_answer=("Say who you are.",),
        what_not_to_say=("Threats.",),
        rubric=(Point(id="identify", label="Says who is calling", evidence=(("my name is", "I am"),)),),
        model_answer="I say who I am and why I call.",
    )


def analysis(text: str = "um I am calm", model: str | None = "demo") -> Analysis:
    """An analysis with a value in every field, its words a second apart."""
    words = tuple(Word(word, float(n), n + 0.5, 0.9) for n, word in enumerate(text.split()))
    evidence = Evidence(1, 3, 1.0, 2.5, " ".join(word.text for word in words[1:3]))
    return Analysis(
        question_id="first-call",
        words=words,
        model=model,
        timing=Timing(4.25, 0.1, 3.0, len(words), 80.0, (Span(1.5, 2.75),)),
        fillers=Fillers(17.1, 25.0, (FillerEvent("um", "sound", "text", 0.0, 0.5, 0, 1, 0.9),)),
        rubric=Rubric(True, None, 0.5, (PointResult("identify", "Says who", 1.0, "touched", 0.5, (evidence,)),)),
    )
