"""When things were said: length, speaking time, pace and pauses.

Times come from voice activity in the sound where it was listened to, else from the times of the words.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from voice_interview.analysis.results import Timing
from voice_interview.analysis.tokens import count_words
from voice_interview.transcription.types import Span, Word

PAUSE_S = 1.0
"""A longer silence inside the answer is a pause ("long" in Campione & Véronis 2002)."""
LONG_PAUSE_S = 2.0
"""A longer pause is highlighted."""
RATE_NEEDS_S = 0.01
"""Over less time than a recogniser tells apart nothing can be counted per minute."""
WORD_GAP_S = 0.25
"""Word times closer than this are one stretch of speech; about the longest stop consonant."""


def measure_timing(
    duration_s: float | None, speech: tuple[Span, ...] | None, words: tuple[Word, ...] | None
) -> Timing:
    """Measure one answer.

    ``speech`` is voice activity; without it, or when it is empty although words were
    heard, word times take its place.
    ``duration_s`` is the length of the recording; when there is none, the end of the last word is as far as is known.
    What the given times do not tell is None. Nothing said gives a speaking time of 0 and no pauses.
    """
    said = _word_spans(words or ())
    spoken = _joined(speech, 0.0) if speech else _joined(said, WORD_GAP_S)
    known = speech is not None or bool(said)
    speaking_s = sum(span.length_s for span in spoken) if known else None
    count = None if words is None else count_words(words)
    return Timing(
        duration_s=said[-1].end_s if duration_s is None and said else duration_s,
        time_to_first_word_s=spoken[0].start_s if spoken else None,
        speaking_s=speaking_s,
        word_count=count,
        pace_wpm=60 * count / speaking_s if count and speaking_s and speaking_s >= RATE_NEEDS_S else None,
        pauses=_pauses(spoken) if known else None,
    )


def _word_spans(words: Iterable[Word]) -> list[Span]:
    spans = [Span(one.start_s, one.end_s) for one in words if one.start_s is not None and one.end_s is not None]
    return sorted(spans, key=lambda span: span.end_s)


def _joined(spans: Iterable[Span], gap_s: float) -> tuple[Span, ...]:
    """The spans in order, those that overlap or lie closer than ``gap_s`` made one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda one: one.start_s):
        if found and (span.start_s <= found[-1].end_s or span.start_s - found[-1].end_s < gap_s):
            found[-1] = Span(found[-1].start_s, max(found[-1].end_s, span.end_s))
        else:
            found.append(span)
    return tuple(found)


def _pauses(spoken: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(
        Span(before.end_s, after.start_s)
        for before, after in pairwise(spoken)
        if after.start_s - before.end_s > PAUSE_S
    )
