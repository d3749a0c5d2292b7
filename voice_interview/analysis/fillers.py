"""Fillers read in the transcript: sounds ("um", "uh") and crutch words ("like", "you know"), kept apart.

A sound is certain once the recogniser wrote it (confidence 1). A crutch word is judged by its context
(``crutches``), with the confidence of the rule that found it.
"""

from __future__ import annotations

from voice_interview.analysis.crutches import RULES
from voice_interview.analysis.lines import Line, Place
from voice_interview.analysis.results import FillerEvent, Fillers
from voice_interview.analysis.timing import RATE_NEEDS_S
from voice_interview.analysis.tokens import count_words
from voice_interview.transcription.types import Word


def find_fillers(words: tuple[Word, ...]) -> tuple[FillerEvent, ...]:
    """All fillers in order. Words may carry punctuation (commas make it surer) and times, or neither."""
    line = Line.of(words)
    found: list[FillerEvent] = []
    at = 0
    while at < len(words):
        size = 1
        if at in line.sounds:
            found.append(_event(words, line, range(at, at + 1), 1.0))
        else:
            size, confidence = _crutch(line, at)
            if confidence is not None:
                line.crutches[at] = size
                found.append(_event(words, line, range(at, at + size), confidence))
        at += size
    return tuple(found)


def count_fillers(words: tuple[Word, ...], events: tuple[FillerEvent, ...]) -> Fillers:
    """How dense the fillers are: per minute between the first and the last timed word, and per 100 words."""
    starts = [word.start_s for word in words if word.start_s is not None]
    ends = [word.end_s for word in words if word.end_s is not None]
    span_s = max(ends) - min(starts) if starts and ends else 0.0
    count = count_words(words)
    return Fillers(
        per_minute=60 * len(events) / span_s if span_s >= RATE_NEEDS_S else None,
        per_100_words=100 * len(events) / count if count else None,
        events=events,
    )


def _crutch(line: Line, at: int) -> tuple[int, float | None]:
    """The size of the term at a word (1 when there is none) and how sure it is a filler."""
    for term in (tuple(line.keys[at : at + 2]), tuple(line.keys[at : at + 1])):
        rule = RULES.get(term)
        if rule is not None and not (len(term) == 2 and line.broken[at + 1]):
            return len(term), rule(Place(line, at, len(term)))
    return 1, None


def _event(words: tuple[Word, ...], line: Line, span: range, confidence: float) -> FillerEvent:
    return FillerEvent(
        term=" ".join(line.keys[at] for at in span),
        kind="sound" if span[0] in line.sounds else "crutch",
        source="text",
        start_s=words[span[0]].start_s,
        end_s=words[span[-1]].end_s,
        word_index=span[0],
        word_count=len(span),
        confidence=confidence,
    )
