"""How much of a question's rubric an answer covers, with the words that show it.

A point holds concepts, each a list of alternative phrases (grammar: ``phrases``). Its strength is the share of its
concepts found within ``NEAR_WORDS`` words of each other: all of them is covered, some is touched, none is missing.
The coverage of the answer is the mean over the points by weight, where a touched point counts at most
``TOUCHED_AT_MOST``. Said more often or at greater length counts no more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from voice_interview.analysis.phrases import Answer, Match, Phrase, compile_phrase, function_words
from voice_interview.analysis.results import Evidence, FillerEvent, PointResult, PointStatus, Rubric
from voice_interview.analysis.tokens import Token, pieces, tokens_of, words_of
from voice_interview.banks.model import Point, Question
from voice_interview.transcription.types import Word

NEAR_WORDS = 40
"""Concepts of one point belong together within this many words: some 17 s of speech, about three sentences."""
TOUCHED_AT_MOST = 0.5
MIN_WORDS = 12
"""Fewer words than this besides fillers are no answer: two short sentences have about twelve."""
MIN_CONTENT_WORDS = 5
"""Different words that carry meaning; "yes yes yes …" has none."""
MIN_PROBABILITY = 0.5
"""Below this mean word probability the recogniser was guessing more often than hearing."""
MIN_KNOWN_SHARE = 0.25
"""Share of words that are everyday English or belong to the question; running English has half or more."""
ECHO_WORDS = 5
"""A run of this many words taken from the question is the question, not an answer."""


@dataclass(frozen=True, slots=True)
class _Compiled:
    points: tuple[tuple[tuple[Phrase, ...], ...], ...]
    question_runs: frozenset[tuple[str, ...]]
    vocabulary: frozenset[str]


@lru_cache(maxsize=128)
def _compiled(question: Question) -> _Compiled:
    points = tuple(
        tuple(tuple(compile_phrase(phrase) for phrase in concept) for concept in point.evidence)
        for point in question.rubric
    )
    runs = {
        tuple(stems[at : at + ECHO_WORDS])
        for text in {question.text, question.spoken}
        for stems in [[token.stem for token in tokens_of(words_of(text))]]
        for at in range(len(stems) - ECHO_WORDS + 1)
    }
    texts = [question.text, question.model_answer, *question.how_to_answer, *question.what_not_to_say]
    texts += [phrase for point in question.rubric for concept in point.evidence for phrase in concept]
    vocabulary = {one for text in texts for word in text.replace("|", " ").split() for one in pieces(word)}
    return _Compiled(points, frozenset(runs), frozenset(vocabulary))


def score_rubric(
    question: Question, words: tuple[Word, ...] | None, fillers: tuple[FillerEvent, ...] | None = None
) -> Rubric:
    """The rubric of one answer. ``fillers`` are skipped when matching; ``words`` None means no transcript."""
    compiled = _compiled(question)
    if words is None:
        return _not_scored(question, "There is no transcript, so the words could not be checked.")
    tokens = tokens_of(words, _filler_words(fillers or ()))
    echoed = _echoed(tokens, compiled.question_runs)
    reason = _why_not(words, tokens, echoed, compiled.vocabulary)
    if reason:
        return _not_scored(question, reason)
    answer = Answer(tokens)
    points = tuple(
        _score_point(point, concepts, answer, echoed, words)
        for point, concepts in zip(question.rubric, compiled.points, strict=True)
    )
    return Rubric(scored=True, reason=None, coverage=coverage_of(points), points=points)


def evidence_problems(question: Question) -> tuple[str, ...]:
    """What is wrong with the evidence of a question, in words for who wrote the bank; empty when nothing is."""
    problems = [
        f"the phrase {phrase!r} of the point {point.id!r} holds no word that can be looked for"
        for point in question.rubric
        for concept in point.evidence
        for phrase in concept
        if not compile_phrase(phrase).elements
    ]
    judged = score_rubric(question, words_of(question.model_answer))
    if not judged.scored:
        problems.append(f"the model answer is not scored: {judged.reason}")
    problems += [
        f"the model answer does not cover the point {point.id!r} ({point.label})"
        for point in judged.points
        if judged.scored and point.status != "covered"
    ]
    return tuple(problems)


def coverage_of(points: tuple[PointResult, ...]) -> float:
    """The mean of the points by weight; a touched point counts at most ``TOUCHED_AT_MOST``."""
    worth = sum(
        point.weight * (point.strength if point.status == "covered" else min(point.strength, TOUCHED_AT_MOST))
        for point in points
    )
    return worth / sum(point.weight for point in points)


def _not_scored(question: Question, reason: str) -> Rubric:
    points = tuple(PointResult(one.id, one.label, one.weight, "missing", 0.0, ()) for one in question.rubric)
    return Rubric(scored=False, reason=reason, coverage=None, points=points)


def _filler_words(fillers: Iterable[FillerEvent]) -> frozenset[int]:
    return frozenset(
        index
        for event in fillers
        if event.word_index is not None
        for index in range(event.word_index, event.word_index + event.word_count)
    )


def _echoed(tokens: tuple[Token, ...], runs: frozenset[tuple[str, ...]]) -> frozenset[int]:
    """Places of the tokens that repeat the question."""
    stems = [token.stem for token in tokens]
    return frozenset(
        place
        for at in range(len(stems) - ECHO_WORDS + 1)
        if tuple(stems[at : at + ECHO_WORDS]) in runs
        for place in range(at, at + ECHO_WORDS)
    )


def _why_not(
    words: tuple[Word, ...], tokens: tuple[Token, ...], echoed: frozenset[int], vocabulary: frozenset[str]
) -> str | None:
    count = len({token.word for token in tokens})
    probabilities = [word.probability for word in words if word.probability is not None]
    common = function_words()
    known = sum(token.stem in common or token.stem in vocabulary for token in tokens)
    own = [token for place, token in enumerate(tokens) if place not in echoed]
    hurdles = (
        (not tokens, "No words were understood. Check that the microphone is not muted, then try again."),
        (
            count < MIN_WORDS,
            f"The answer is too short to judge: {count} {'word' if count == 1 else 'words'} besides fillers.",
        ),
        (
            bool(probabilities) and sum(probabilities) < MIN_PROBABILITY * len(probabilities),
            "The recording was hard to understand and most words are guesses, so they would not be judged fairly.",
        ),
        (
            known < MIN_KNOWN_SHARE * len(tokens),
            "The words do not make sense as English, so the answer could not be judged.",
        ),
        (
            bool(echoed) and len({token.word for token in own}) < MIN_WORDS,
            "The answer repeats the question and adds too little of its own to judge.",
        ),
        (
            len({token.stem for token in own} - common) < MIN_CONTENT_WORDS,
            "The answer says too little to judge: hardly a word in it carries meaning.",
        ),
    )
    return next((reason for stands, reason in hurdles if stands), None)


def _score_point(
    point: Point,
    concepts: tuple[tuple[Phrase, ...], ...],
    answer: Answer,
    echoed: frozenset[int],
    words: tuple[Word, ...],
) -> PointResult:
    found = [
        (match, number)
        for number, phrases in enumerate(concepts)
        for phrase in phrases
        for match in answer.find(phrase)
        if not all(answer.places[at] in echoed for at in range(match.start, match.end))
    ]
    best = _densest(sorted(found, key=lambda one: (one[0].start, one[0].end)))
    strength = len(best) / len(concepts)
    status: PointStatus = "covered" if len(best) == len(concepts) else "touched" if best else "missing"
    return PointResult(point.id, point.label, point.weight, status, strength, _evidence(best, answer, words))


def _densest(found: list[tuple[Match, int]]) -> tuple[Match, ...]:
    """One match for each of the most concepts said near each other; the earliest where several are equal."""
    best: tuple[Match, ...] = ()
    for at, (first, _) in enumerate(found):
        here: dict[int, Match] = {}
        for match, number in found[at:]:
            if match.end - first.start > NEAR_WORDS:
                break
            here.setdefault(number, match)
        if len(here) > len(best):
            best = tuple(here.values())
    return best


def _evidence(matches: tuple[Match, ...], answer: Answer, words: tuple[Word, ...]) -> tuple[Evidence, ...]:
    """The matches as word spans in order, overlapping ones joined."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted(answer.word_range(match) for match in matches):
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return tuple(
        Evidence(
            start,
            end,
            words[start].start_s,
            words[end - 1].end_s,
            " ".join(word.text.strip() for word in words[start:end]),
        )
        for start, end in spans
    )
