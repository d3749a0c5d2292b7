"""Rubric coverage: what counts as evidence, and what does not."""

from __future__ import annotations

import pytest

from tests.unit.analysis.samples import COVERED, QUESTION
from voice_interview.analysis.fillers import find_fillers
from voice_interview.analysis.results import PointResult, Rubric
from voice_interview.analysis.rubric import evidence_problems, score_rubric
from voice_interview.analysis.tokens import words_of
from voice_interview.banks.model import Point, Question
from voice_interview.transcription.types import Word


def score(text: str, question: Question = QUESTION) -> Rubric:
    words = words_of(text)
    return score_rubric(question, words, find_fillers(words))


def asking(*concepts: tuple[str, ...]) -> Question:
    return QUESTION.model_copy(update={"rubric": (Point(id="one", label="One", evidence=concepts),)})


def one(text: str, *concepts: tuple[str, ...]) -> PointResult:
    """The only point of a rubric, scored on the text with a neutral sentence after it."""
    padding = (
        ". At work that meant telling my old manager about numbers during meetings, letters and reports every Monday."
    )
    rubric = score(text + padding, asking(*concepts))
    assert rubric.scored, rubric.reason
    return rubric.points[0]


def test_every_point_covered_with_its_words() -> None:
    rubric = score(COVERED)
    assert [(point.id, point.status, point.strength) for point in rubric.points] == [
        ("calm", "covered", 1.0),
        ("listen", "covered", 1.0),
        ("plan", "covered", 1.0),
    ]
    assert rubric.coverage == 1.0
    listen = rubric.points[1]
    assert [(one.start_word, one.end_word, one.text) for one in listen.evidence] == [
        (5, 6, "listened"),
        (8, 9, "customer"),
    ]


def test_coverage_is_weighted_and_a_touched_point_counts_half() -> None:
    rubric = score("I remain calm with the caller, I take a long breath and let my manager read the file again.")
    assert [(point.status, point.strength) for point in rubric.points] == [
        ("covered", 1.0),
        ("touched", 0.5),
        ("missing", 0.0),
    ]
    assert rubric.coverage == pytest.approx((1 * 1 + 2 * 0.5 + 0) / 4)


def test_two_of_three_concepts_still_count_half_at_most() -> None:
    question = asking(("letter",), ("email",), ("court",))
    text = "First I send a letter, after a week an email follows, and then my manager reads the whole file."
    rubric = score(text, question)
    assert rubric.points[0].strength == pytest.approx(2 / 3)
    assert rubric.coverage == 0.5


def test_evidence_carries_the_times_of_its_words() -> None:
    words = tuple(Word(word.text, at * 0.5, at * 0.5 + 0.4) for at, word in enumerate(words_of(COVERED)))
    calm = score_rubric(QUESTION, words).points[0].evidence[0]
    assert (calm.start_word, calm.end_word, calm.start_s, calm.end_s) == (1, 3, 0.5, 1.4)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("I stayed calm", "stay|keep calm"),
        ("we organised the files", "organize files"),
        ("my behaviour was polite", "behavior"),
        ("I paid by cheque", "pay ... check"),
        ("I told her the truth", "tell ... truth"),
        ("They're on our list", "they are on list"),
        ("I listened, um, you know, carefully", "listen carefully"),
        ("I listened to to the customer", "listen to customer"),
        ("we check their monthly household budget", "check ... budget"),
        ("thirty days later", "30 days"),
        ("twenty five percent of them", "25%"),
        ("the F D C P A says so", "FDCPA"),
        ("under F.D.C.P.A. rules", "FDCPA"),
        ("I do not shout", "do not shout"),
        ("I don't shout", "not shout"),
        ("I did a follow up call", "follow-up"),
        ("I did a follow-up call", "follow up"),
        ("I would not hesitate to escalate it", "escalate"),
        ("I never forget to call back", "call back"),
        ("I did not panic, I stayed calm", "stay calm"),
        ("not only do I listen", "listen"),
        ("I listened without raising my voice", "without raising voice"),
    ],
)
def test_phrase_is_found(text: str, phrase: str) -> None:
    assert one(text, (phrase,)).status == "covered"


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("I would not listen to them", "listen"),
        ("I didn't really want to listen to them", "listen"),
        ("I never check the budget", "check ... budget"),
        ("without listening I answered", "listen"),
        ("instead of listening I answered", "listen"),
        ("rather than listening they talk", "listen"),
        ("I don't think I would listen to them", "listen"),
        ("no payment plan was offered", "payment plan"),
        ("check with all of my very many old colleagues before the weekly budget", "check ... budget"),
        ("the listener was there", "list"),
        ("calm waters stay there", "stay calm"),
    ],
)
def test_phrase_is_not_found(text: str, phrase: str) -> None:
    point = one(text, (phrase,))
    assert (point.status, point.strength, point.evidence) == ("missing", 0.0, ())


def test_concepts_far_apart_are_not_one_thought() -> None:
    filling = "and in the old office we had many other letters to read over and over again on the second floor " * 4
    assert one(f"I listen to people {filling}", ("listen",), ("people",)).status == "covered"
    far = one(f"I listen {filling} the plan", ("listen",), ("plan",))
    assert (far.status, far.strength) == ("touched", 0.5)


def test_saying_it_ten_times_counts_no_more() -> None:
    once = score("I remain calm with the caller, I take a long breath and let my manager read the file again.")
    often = score("I remain calm with the caller, I take a long breath and let my manager read the file again. " * 10)
    assert often.coverage == once.coverage


def test_question_wording_echoed_back_does_not_count() -> None:
    echo = (
        "How do you deal with a customer who is angry on the phone? Well, my manager usually reads the long file and "
    )
    rubric = score(echo + "decides about letters, and later the team writes some notes and sends them away.")
    assert rubric.scored
    assert rubric.points[1].status == "missing"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "No words were understood"),
        ("Fine.", "too short to judge: 1 word besides"),
        ("Um, I, uh, listen to the customer.", "too short to judge: 5 words besides"),
        ("yes yes, no no, well, I do it and so do they, and it is what it is, yes", "says too little"),
        ("xqzt brrp flumox gnar wibble zork plim dref stoob quax vint mulp trask yeb", "do not make sense"),
        ("How do you deal with a customer who is angry on the phone? On the phone, an angry customer.", "repeats"),
    ],
)
def test_what_cannot_be_judged_is_not_scored(text: str, reason: str) -> None:
    rubric = score(text)
    assert not rubric.scored
    assert rubric.coverage is None
    assert rubric.reason is not None and reason in rubric.reason
    assert all((point.status, point.strength, point.evidence) == ("missing", 0.0, ()) for point in rubric.points)


def test_a_telegram_of_an_answer_is_still_judged() -> None:
    rubric = score(
        "Stay calm. Listen carefully. Customer first. Check budget, agree payment plan, confirm by letter, follow up."
    )
    assert rubric.scored and rubric.coverage == 1.0


def test_a_guessed_transcript_is_not_scored() -> None:
    def heard(probability: float) -> tuple[Word, ...]:
        return tuple(Word(word.text, None, None, probability) for word in words_of(COVERED))

    assert not score_rubric(QUESTION, heard(0.4)).scored
    assert score_rubric(QUESTION, heard(0.6)).scored


def test_no_transcript_is_not_scored() -> None:
    rubric = score_rubric(QUESTION, None)
    assert not rubric.scored
    assert rubric.reason is not None and "no transcript" in rubric.reason


def test_writer_of_a_bank_is_told_what_is_wrong_with_the_evidence() -> None:
    assert evidence_problems(QUESTION) == ()
    question = asking(("the ... a", "regulator"))
    first, second = evidence_problems(question)
    assert "'the ... a'" in first
    assert "does not cover the point 'one'" in second
