"""An analysis as JSON: the form in which it is kept, printed and exchanged.

The form is a contract (``assets/schemas/analysis.schema.json``): it grows but never changes meaning.
What could not be measured is null.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from voice_interview.analysis.results import (
    Analysis,
    Evidence,
    FillerEvent,
    Fillers,
    PointResult,
    Rubric,
    Timing,
)
from voice_interview.transcription.types import Span, Word

_TIMES = ("start_s", "end_s")
_WORD = ("text", *_TIMES, "probability")
_EVENT = ("term", "kind", "source", *_TIMES, "word_index", "word_count", "confidence")
_EVIDENCE = ("start_word", "end_word", *_TIMES, "text")
_POINT = ("id", "label", "weight", "status", "strength")
_TIMING = ("duration_s", "time_to_first_word_s", "speaking_s", "word_count", "pace_wpm")


def to_json(analysis: Analysis) -> dict[str, Any]:
    """The analysis as plain dicts, lists, numbers and strings."""
    words, timing, fillers, rubric = analysis.words, analysis.timing, analysis.fillers, analysis.rubric
    return {
        "question_id": analysis.question_id,
        "model": analysis.model,
        "words": None if words is None else [_fields(word, *_WORD) for word in words],
        "timing": {
            **_fields(timing, *_TIMING),
            "pauses": None if timing.pauses is None else [_fields(span, *_TIMES) for span in timing.pauses],
        },
        "fillers": {
            **_fields(fillers, "per_minute", "per_100_words"),
            "events": None if fillers.events is None else [_fields(event, *_EVENT) for event in fillers.events],
        },
        "rubric": None
        if rubric is None
        else {**_fields(rubric, "scored", "reason", "coverage"), "points": [_point(one) for one in rubric.points]},
    }


def from_json(data: Mapping[str, Any]) -> Analysis:
    """The analysis that ``to_json`` wrote; keys it does not know are left aside.

    Raises:
        KeyError, TypeError: the data does not follow the schema.
    """
    words, timing, fillers, rubric = data["words"], data["timing"], data["fillers"], data["rubric"]
    return Analysis(
        question_id=data["question_id"],
        words=_tuple(words, Word, _WORD),
        model=data.get("model"),
        timing=Timing(
            **_fields_of(timing, *_TIMING),
            pauses=_tuple(timing["pauses"], Span, _TIMES),
        ),
        fillers=Fillers(
            **_fields_of(fillers, "per_minute", "per_100_words"),
            events=_tuple(fillers["events"], FillerEvent, _EVENT),
        ),
        rubric=None if rubric is None else _rubric(rubric),
    )


def _fields(record: object, *names: str) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}


def _fields_of(data: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: data[name] for name in names}


def _tuple(items: Sequence[Mapping[str, Any]] | None, kind: type, names: Sequence[str]) -> Any:
    return None if items is None else tuple(kind(**_fields_of(item, *names)) for item in items)


def _point(point: PointResult) -> dict[str, Any]:
    return {**_fields(point, *_POINT), "evidence": [_fields(one, *_EVIDENCE) for one in point.evidence]}


def _rubric(data: Mapping[str, Any]) -> Rubric:
    return Rubric(
        **_fields_of(data, "scored", "reason", "coverage"),
        points=tuple(
            PointResult(**_fields_of(one, *_POINT), evidence=_tuple(one["evidence"], Evidence, _EVIDENCE))
            for one in data["points"]
        ),
    )
