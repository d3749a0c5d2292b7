"""The whole analysis: properties that hold for every answer, its JSON, and its speed."""

from __future__ import annotations

import json
import math
import time
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.unit.analysis.samples import COVERED, QUESTION, speech_spans, spoken_words
from voice_interview import resources
from voice_interview.analysis.analyze import analyze
from voice_interview.analysis.jsonform import from_json, to_json
from voice_interview.analysis.results import Analysis
from voice_interview.analysis.tokens import words_of
from voice_interview.transcription.types import Span, Word

SCHEMA = json.loads((resources.assets() / "schemas" / "analysis.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def analysis(
    words: tuple[Word, ...] | None, speech: tuple[Span, ...] | None = None, duration_s: float | None = None
) -> Analysis:
    return analyze(question=QUESTION, duration_s=duration_s, speech=speech, words=words, model="tiny")


def numbers(data: Any) -> list[float]:
    if isinstance(data, dict):
        return [number for value in data.values() for number in numbers(value)]
    if isinstance(data, list):
        return [number for value in data for number in numbers(value)]
    return [data] if isinstance(data, float) else []


def test_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@given(words=st.none() | spoken_words(), speech=st.none() | speech_spans(), duration_s=st.none() | st.floats(0, 4000))
def test_json_follows_the_schema_and_comes_back_the_same(
    words: tuple[Word, ...] | None, speech: tuple[Span, ...] | None, duration_s: float | None
) -> None:
    found = analysis(words, speech, duration_s)
    data = to_json(found)
    VALIDATOR.validate(data)
    assert all(math.isfinite(number) for number in numbers(data))
    assert from_json(json.loads(json.dumps(data, allow_nan=False))) == found


def test_json_of_an_answer_without_a_question() -> None:
    found = analyze(question=None, duration_s=1.0, speech=(), words=None, model=None)
    data = to_json(found)
    VALIDATOR.validate(data)
    assert data["rubric"] is None and data["words"] is None and data["fillers"]["events"] is None
    assert from_json(data) == found


def test_json_may_grow() -> None:
    data = to_json(analysis(words_of(COVERED)))
    data["timing"]["articulation_rate"] = 4.2
    data["voice"] = {}
    VALIDATOR.validate(data)
    assert from_json(data) == analysis(words_of(COVERED))


def test_schema_refuses_a_score_without_coverage() -> None:
    data = to_json(analysis(words_of(COVERED)))
    data["rubric"]["coverage"] = None
    assert not VALIDATOR.is_valid(data)


def test_schema_asks_for_every_key_of_the_contract() -> None:
    data = to_json(analysis(words_of(COVERED)))
    for key in ("question_id", "words", "timing", "fillers", "rubric"):
        assert not VALIDATOR.is_valid({name: value for name, value in data.items() if name != key})


def shifted(found: Analysis, by_s: float) -> Analysis:
    """The analysis with every time later, and nothing else changed."""

    def later(record: Any) -> Any:
        if record.start_s is None:
            return record
        return replace(record, start_s=record.start_s + by_s, end_s=record.end_s + by_s)

    timing, fillers, rubric = found.timing, found.fillers, found.rubric
    assert timing.pauses is not None and fillers.events is not None and rubric is not None and found.words is not None
    first_s, duration_s = timing.time_to_first_word_s, timing.duration_s
    return replace(
        found,
        words=tuple(later(word) for word in found.words),
        timing=replace(
            timing,
            duration_s=None if duration_s is None else duration_s + by_s,
            time_to_first_word_s=None if first_s is None else first_s + by_s,
            pauses=tuple(later(pause) for pause in timing.pauses),
        ),
        fillers=replace(fillers, events=tuple(later(event) for event in fillers.events)),
        rubric=replace(
            rubric,
            points=tuple(
                replace(point, evidence=tuple(later(one) for one in point.evidence)) for point in rubric.points
            ),
        ),
    )


@given(words=spoken_words(), speech=speech_spans(), by=st.integers(0, 10_000))
def test_shifting_all_times_shifts_the_findings(words: tuple[Word, ...], speech: tuple[Span, ...], by: int) -> None:
    by_s = by / 64
    later_words = tuple(Word(one.text, *_later(one.start_s, one.end_s, by_s), one.probability) for one in words)
    later_speech = tuple(Span(one.start_s + by_s, one.end_s + by_s) for one in speech)
    before = analysis(words, speech, 1000.0)
    assert analysis(later_words, later_speech, 1000.0 + by_s) == shifted(before, by_s)


def _later(start_s: float | None, end_s: float | None, by_s: float) -> tuple[float, float]:
    assert start_s is not None and end_s is not None
    return start_s + by_s, end_s + by_s


@given(words=spoken_words(), speech=speech_spans(), silence_s=st.floats(0, 100))
def test_silence_at_the_end_changes_only_the_duration(
    words: tuple[Word, ...], speech: tuple[Span, ...], silence_s: float
) -> None:
    before, after = analysis(words, speech, 1000.0), analysis(words, speech, 1000.0 + silence_s)
    assert replace(after, timing=replace(after.timing, duration_s=1000.0)) == before


@given(words=spoken_words(min_size=1))
def test_findings_lie_within_the_words_and_in_order(words: tuple[Word, ...]) -> None:
    found = analysis(words)
    assert found.fillers.events is not None and found.rubric is not None
    ends = 0
    for event in found.fillers.events:
        assert event.word_index is not None and event.word_index >= ends
        ends = event.word_index + event.word_count
        assert ends <= len(words)
    for point in found.rubric.points:
        spans = [(one.start_word, one.end_word) for one in point.evidence]
        assert spans == sorted(spans)
        assert all(0 <= start < end <= len(words) for start, end in spans)


@given(text=st.text(max_size=300))
@settings(max_examples=200)
def test_any_text_can_be_analysed(text: str) -> None:
    VALIDATOR.validate(to_json(analysis(words_of(text))))


def test_ten_minutes_of_talk_are_analysed_in_no_time() -> None:
    text = (COVERED + " It was, um, like really hard, you know, because nobody had done it before. ") * 100
    words = tuple(Word(word.text, at * 0.4, at * 0.4 + 0.3, 0.9) for at, word in enumerate(words_of(text)[:1500]))
    analysis(words)
    begin = time.process_time()
    analysis(words)
    assert time.process_time() - begin < 0.1
