"""A transcript cut into passages that are shown alike: plain words, fillers, unsure words, evidence."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from voice_interview.analysis.results import Analysis, FillerKind

UNSURE = 0.5
"""Words of a lower probability are shown as unsure."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Neighbouring words shown in the same way. ``points``: numbers of the rubric points they speak for, from 1."""

    text: str
    filler: FillerKind | None
    unsure: bool
    points: tuple[int, ...]


def passages(analysis: Analysis) -> tuple[Passage, ...]:
    """The transcript in order; empty when there is none."""
    words = analysis.words or ()
    fillers: dict[int, tuple[int, FillerKind]] = {}
    for number, event in enumerate(analysis.fillers.events or ()):
        if event.word_index is not None:
            span = range(event.word_index, event.word_index + event.word_count)
            fillers.update(dict.fromkeys(span, (number, event.kind)))
    points: dict[int, set[int]] = {}
    for number, point in enumerate(analysis.rubric.points if analysis.rubric else (), 1):
        for evidence in point.evidence:
            for at in range(evidence.start_word, evidence.end_word):
                points.setdefault(at, set()).add(number)

    def look(at: int) -> tuple[tuple[int, FillerKind] | None, bool, tuple[int, ...]]:
        probability = words[at].probability
        return fillers.get(at), probability is not None and probability < UNSURE, tuple(sorted(points.get(at, ())))

    return tuple(
        Passage(" ".join(words[at].text.strip() for at in run), filler[1] if filler else None, unsure, numbers)
        for (filler, unsure, numbers), run in groupby(range(len(words)), key=look)
    )
