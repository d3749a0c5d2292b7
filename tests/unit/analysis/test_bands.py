"""Figures in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.analysis.samples import COVERED, QUESTION
from voice_interview.analysis.analyze import analyze
from voice_interview.analysis.bands import FigureText, describe, seconds
from voice_interview.analysis.results import Analysis, FillerEvent, Fillers
from voice_interview.analysis.tokens import words_of
from voice_interview.transcription.types import Span

ANSWER = analyze(question=QUESTION, duration_s=80.0, speech=(Span(1.5, 70.0),), words=words_of(COVERED), model="tiny")


def figure(id_: str, analysis: Analysis = ANSWER) -> FigureText:
    found = {one.id: one for one in describe(analysis, QUESTION)}
    return found[id_]


def with_pace(wpm: float) -> Analysis:
    return replace(ANSWER, timing=replace(ANSWER.timing, pace_wpm=wpm))


def with_fillers(per_minute: float, sounds: int, crutches: int) -> Analysis:
    def event(term: str, sound: bool) -> FillerEvent:
        return FillerEvent(term, "sound" if sound else "crutch", "text", None, None, 0, 1, 1.0)

    events = (*[event("um", True)] * sounds, *[event("like", False)] * crutches)
    return replace(ANSWER, fillers=Fillers(per_minute, 1.0, events))


@pytest.mark.parametrize(
    ("wpm", "band"), [(119.9, "caution"), (120, "good"), (132, "good"), (165, "good"), (166, "caution")]
)
def test_pace_has_its_band(wpm: float, band: str) -> None:
    assert figure("pace", with_pace(wpm)).band == band


def test_pace_reads_as_a_sentence_and_slow_is_no_failure() -> None:
    assert figure("pace", with_pace(132)).sentence == "132 words a minute, easy to follow."
    slow = figure("pace", with_pace(90))
    assert "unhurried" in slow.sentence and "no fault" in slow.explanation


@pytest.mark.parametrize(
    ("rate", "band"), [(0.5, "good"), (5.0, "good"), (5.1, "neutral"), (11.9, "neutral"), (12.0, "caution")]
)
def test_fillers_have_their_band(rate: float, band: str) -> None:
    assert figure("fillers", with_fillers(rate, 2, 1)).band == band


def test_sounds_and_crutches_are_told_apart() -> None:
    assert figure("fillers", with_fillers(3.0, 2, 1)).sentence.startswith(
        "2 filler sounds and 1 crutch word, 3.0 a minute"
    )
    assert figure("fillers", with_fillers(3.0, 1, 0)).sentence.startswith("1 filler sound, 3.0")


def test_fillers_of_a_few_seconds_are_not_taken_per_minute() -> None:
    assert figure("fillers", with_fillers(60.0, 3, 0)).value == "3"


@pytest.mark.parametrize(("length_s", "band"), [(59, "caution"), (60, "good"), (120, "good"), (121, "caution")])
def test_length_is_judged_by_the_target_of_the_question(length_s: float, band: str) -> None:
    answer = replace(ANSWER, timing=replace(ANSWER.timing, duration_s=length_s))
    assert figure("length", answer).band == band
    short = QUESTION.model_copy(update={"target_s": 45})
    assert describe(answer, short)[0].band == ("good" if length_s <= 60 else "caution")


def test_pauses_name_the_longest() -> None:
    answer = replace(ANSWER, timing=replace(ANSWER.timing, pauses=(Span(2.0, 3.5), Span(8.0, 10.5))))
    assert figure("pauses", answer).sentence == "2 pauses of more than a second, the longest 2.5 seconds."
    assert figure("pauses", answer).band == "neutral"


def test_coverage_counts_points() -> None:
    assert figure("coverage").sentence == "3 of 3 points covered."
    assert (figure("coverage").value, figure("coverage").band) == ("100 %", "good")


def test_what_is_not_measured_has_no_value_and_says_why() -> None:
    silent = analyze(question=QUESTION, duration_s=None, speech=None, words=None, model=None)
    figures = describe(silent, QUESTION)
    assert [one.id for one in figures] == ["length", "pace", "fillers", "pauses", "start", "coverage"]
    assert {(one.value, one.band) for one in figures} == {(None, "neutral")}
    assert "transcript" in figure("pace", silent).sentence
    assert figure("coverage", silent).sentence.startswith("Not scored. There is no transcript")


def test_a_few_words_earn_no_praise() -> None:
    short = analyze(
        question=QUESTION, duration_s=4.0, speech=(Span(1, 2),), words=words_of("It was fine."), model=None
    )
    assert {one.band for one in describe(short, QUESTION) if one.id in {"pace", "fillers", "pauses"}} == {"neutral"}


def test_without_a_question_there_is_no_coverage() -> None:
    answer = analyze(question=None, duration_s=80.0, speech=None, words=(), model=None)
    assert "coverage" not in {one.id for one in describe(answer, None)}


@pytest.mark.parametrize(
    ("length_s", "text"),
    [
        (0.4, "0 seconds"),
        (1, "1 second"),
        (48.2, "48 seconds"),
        (59.7, "1 minute"),
        (90, "1 min 30 s"),
        (120, "2 minutes"),
    ],
)
def test_lengths_read_as_people_say_them(length_s: float, text: str) -> None:
    assert seconds(length_s) == text
