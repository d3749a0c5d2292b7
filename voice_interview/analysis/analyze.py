"""The analysis of one answer: numbers and words in, findings out."""

from __future__ import annotations

from voice_interview.analysis.fillers import count_fillers, find_fillers
from voice_interview.analysis.results import Analysis, Fillers
from voice_interview.analysis.rubric import score_rubric
from voice_interview.analysis.timing import measure_timing
from voice_interview.banks.model import Question
from voice_interview.transcription.types import Span, Word


def analyze(
    *,
    question: Question | None,
    duration_s: float | None,
    speech: tuple[Span, ...] | None,
    words: tuple[Word, ...] | None,
    model: str | None,
) -> Analysis:
    """Analyse one answer.

    Args:
        question: what was asked; None leaves the rubric out.
        duration_s: length of the recording.
        speech: voice activity; None when the sound was not listened to.
        words: None when no transcript was made, empty when one was made and nothing was understood.
            Words of a typed transcript have no times.
        model: the speech model that heard the words.
    """
    events = None if words is None else find_fillers(words)
    return Analysis(
        question_id=question.id if question else None,
        words=words,
        model=model,
        timing=measure_timing(duration_s, speech, words),
        fillers=Fillers(None, None, None) if words is None or events is None else count_fillers(words, events),
        rubric=score_rubric(question, words, events) if question else None,
    )
