"""The demo candidate's script fits the bank, the analysis, and the words the demo model knows."""

from __future__ import annotations

import json
import re

import pytest

from voice_interview import resources
from voice_interview.analysis.fillers import find_fillers
from voice_interview.analysis.rubric import score_rubric
from voice_interview.analysis.tokens import words_of
from voice_interview.banks.library import load_all
from voice_interview.banks.model import Question
from voice_interview.interview.demo_script import DemoAnswer, load_script

SCRIPT = load_script(resources.assets() / "demo" / "candidate.json")
ANSWERS = [pytest.param(answer, id=answer.question_id) for answer in SCRIPT.answers]
LONG_PAUSE_S = 1.0


def question_of(answer: DemoAnswer) -> Question:
    return load_all([resources.question_banks()]).bank(SCRIPT.bank_id).question(answer.question_id)


def statuses(answer: DemoAnswer) -> dict[str, str]:
    words = words_of(answer.text)
    return {point.id: point.status for point in score_rubric(question_of(answer), words, find_fillers(words)).points}


@pytest.mark.parametrize("answer", ANSWERS)
def test_the_demo_model_knows_every_word(answer: DemoAnswer) -> None:
    vocabulary = json.loads((resources.demo_model() / "vocabulary.json").read_text(encoding="utf-8"))
    known = {token.removeprefix("Ġ").lower() for token in vocabulary if token.startswith(("Ġ", "'"))}
    pieces = {piece for word in answer.text.lower().split() for piece in re.findall(r"'?[a-z]+", word)}
    assert pieces - known == set()


@pytest.mark.parametrize("answer", ANSWERS)
def test_what_is_expected_is_in_the_words(answer: DemoAnswer) -> None:
    assert set(answer.expected) == {point.id for point in question_of(answer).rubric}
    assert statuses(answer) == dict(answer.expected)
    assert tuple(event.term for event in find_fillers(words_of(answer.text))) == answer.spoken_fillers


def test_the_three_answers_differ_as_intended() -> None:
    complete, hesitant, partial = SCRIPT.answers
    pauses = [[part for part in answer.parts if isinstance(part, float)] for answer in SCRIPT.answers]
    assert set(complete.expected.values()) == {"covered"}
    assert complete.spoken_fillers == ()
    assert max(pauses[0]) < LONG_PAUSE_S
    assert len(hesitant.spoken_fillers) >= 12
    assert {"um", "uh", "er", "hmm", "you know", "i mean", "actually"} <= set(hesitant.spoken_fillers)
    assert sum(pause > LONG_PAUSE_S for pause in pauses[1]) >= 6
    missing = [status for status in partial.expected.values() if status == "missing"]
    assert len(partial.expected) / 2 <= len(missing) < len(partial.expected)
    assert partial.spoken_fillers == ()
