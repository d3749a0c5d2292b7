"""Takes out what a recogniser writes down though nobody said it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace

from voice_interview.transcription.types import Span, Word

MARGIN_S = 0.3
"""Voice activity is found in steps of 32 ms and late for soft sounds; words are 35 ms off on average (p95 120 ms)."""
_LONGEST_NOTE = 6
_CLOSING = {"[": "]", "(": ")"}


def spoken_words(words: Iterable[Word], speech: Sequence[Span]) -> tuple[Word, ...]:
    """Only words that were said: none in silence, no notes such as "[Music]"; times moved to where speech is.

    ``words`` are timed. A word is dropped when no speech is within MARGIN_S of it. One that reaches into a silence
    is cut back to the stretch of speech it overlaps most.
    """
    stretches = _widened(speech)
    moved = (_into_speech(word, stretches) for word in _without_notes(list(words)))
    return tuple(word for word in moved if word is not None)


def _widened(speech: Sequence[Span]) -> list[Span]:
    wide: list[Span] = []
    for span in speech:
        start_s, end_s = max(0.0, span.start_s - MARGIN_S), span.end_s + MARGIN_S
        if wide and start_s <= wide[-1].end_s:
            wide[-1] = Span(wide[-1].start_s, end_s)
        else:
            wide.append(Span(start_s, end_s))
    return wide


def _into_speech(word: Word, stretches: Sequence[Span]) -> Word | None:
    if word.start_s is None or word.end_s is None:
        return word
    best: Word | None = None
    most_s = -1.0
    for stretch in stretches:
        start_s, end_s = max(word.start_s, stretch.start_s), min(word.end_s, stretch.end_s)
        if end_s >= start_s and end_s - start_s > most_s:
            best, most_s = replace(word, start_s=start_s, end_s=end_s), end_s - start_s
    return best


def _without_notes(words: list[Word]) -> Iterable[Word]:
    """Leave out bracketed notes on sounds; a bracket that does not close soon is no note."""
    index = 0
    while index < len(words):
        closing = _CLOSING.get(words[index].text[:1])
        if closing is None:
            yield words[index]
            index += 1
            continue
        window = itertools.islice(enumerate(words), index, index + _LONGEST_NOTE)
        end = next((at for at, word in window if word.text.rstrip(".,!?").endswith(closing)), None)
        if end is None:
            yield replace(words[index], text=words[index].text.lstrip("[("))
            end = index
        index = end + 1
