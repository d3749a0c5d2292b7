"""The banks that ship are complete, speakable, and their model answers earn every rubric point."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from voice_interview import resources
from voice_interview.analysis.phrases import compile_phrase
from voice_interview.analysis.rubric import score_rubric
from voice_interview.analysis.tokens import words_of
from voice_interview.banks.library import load_all
from voice_interview.banks.loader import check_bank, load_bank
from voice_interview.banks.model import Bank, Question

FILES = sorted(resources.question_banks().glob("*.yaml"))
ALL = [question for file in FILES for question in load_bank(file).questions]
QUESTIONS = [pytest.param(question, id=question.id) for question in ALL]
WORDS_A_MINUTE = 150


def test_the_folder_loads_as_a_whole() -> None:
    library = load_all([resources.question_banks()])
    assert library.problems == ()
    assert len(library.banks) == len(FILES)


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_no_bank_has_errors_or_warnings(file: Path) -> None:
    assert [str(problem) for problem in check_bank(file)] == []


def test_the_schema_for_editors_is_that_of_the_model() -> None:
    file = resources.question_banks() / "bank.schema.json"
    assert json.loads(file.read_text(encoding="utf-8")) == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Bank.model_json_schema(),
    }, "write it again from Bank.model_json_schema()"


def test_the_collections_officer() -> None:
    bank = load_bank(resources.question_banks() / "collections-officer.yaml")
    numbers = ("01", "02", "03", "04", "06", "08", "09", "11", "21", "23")
    assert [question.id for question in bank.questions] == [f"officer-{number}" for number in numbers]
    assert bank.region == "UK and US"


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_is_complete(question: Question) -> None:
    assert len(question.text) <= 400
    assert question.level
    assert 2 <= len(question.skills) <= 6
    assert 3 <= len(question.how_to_answer) <= 5
    assert 2 <= len(question.what_not_to_say) <= 4
    assert 3 <= len(question.rubric) <= 5
    assert 1 <= len(question.follow_ups) <= 3
    for point in question.rubric:
        assert sum(len(concept) for concept in point.evidence) >= 6, point.id


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_model_answer_can_be_spoken_in_one_to_two_minutes(question: Question) -> None:
    words = len(question.model_answer.split())
    assert 150 <= words <= 300
    assert 60 <= words / WORDS_A_MINUTE * 60 <= 120


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_model_answer_covers_its_rubric(question: Question) -> None:
    rubric = score_rubric(question, words_of(question.model_answer))
    assert [point.id for point in rubric.points if point.status != "covered"] == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_to_other_questions_do_not_earn_the_rubric(question: Question) -> None:
    """Else the evidence is so loose that any talk about the trade earns the points."""
    others = [one for one in ALL if one.id != question.id]
    coverages = [score_rubric(question, words_of(one.model_answer)).coverage or 0.0 for one in others]
    assert max(coverages) < 0.85
    assert sum(coverages) / len(coverages) < 0.5


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_evidence_phrase_can_be_found(question: Question) -> None:
    for point in question.rubric:
        for concept in point.evidence:
            for phrase in concept:
                compile_phrase(phrase)
                assert re.fullmatch(r"[a-z0-9' |.-]+", phrase), phrase
