"""Evidence phrases: their little grammar, and finding them in an answer.

A phrase is words in order. Words match by stem; ``a|b`` means either; ``...`` lets up to ``GAP`` other words come in
between. Hyphens join words into one alternative ("call-back|return"). Words of ``lexicon.UNHEARD`` are ignored on
both sides, so "check the budget" also finds "check their budget".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from voice_interview.analysis import lexicon
from voice_interview.analysis.tokens import Token, stem, tokens_of, words_of

GAP = 4
"""Most words that ``...`` stands for."""

NEGATION_REACH = 3
"""A negator this many words before a match voids it, pronouns and auxiliaries not counted."""

Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Element:
    """One place in a phrase: alternatives, each one or more stems; ``gap`` allows words before it."""

    alternatives: tuple[Stems, ...]
    gap: bool


@dataclass(frozen=True, slots=True)
class Phrase:
    """A compiled phrase. ``negative``: it holds a negator itself, so one before it voids nothing."""

    elements: tuple[Element, ...]
    negative: bool


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of tokens, half-open."""

    start: int
    end: int


@lru_cache(maxsize=64)
def _stems(words: frozenset[str]) -> frozenset[str]:
    return frozenset(stem(word) for word in words)


def unheard(token: str) -> bool:
    """Whether phrases ignore this stem."""
    return token in _stems(lexicon.UNHEARD)


def function_words() -> frozenset[str]:
    """The stems of the commonest words."""
    return _stems(lexicon.FUNCTION_WORDS)


def compile_phrase(text: str) -> Phrase:
    """A phrase as written in a bank; with nothing to look for in it ("the …") it has no elements."""
    elements: list[Element] = []
    gap = False
    for part in text.replace("…", "...").replace("...", " ... ").split():
        if part == "...":
            gap = bool(elements)
            continue
        alternatives = _alternatives(part)
        if alternatives:
            elements.append(Element(alternatives, gap))
            gap = False
    negators = _stems(lexicon.NEGATORS)
    negative = any(one in negators for element in elements for stems in element.alternatives for one in stems)
    return Phrase(tuple(elements), negative)


def _alternatives(part: str) -> tuple[Stems, ...]:
    found = []
    for written in part.split("|"):
        stems = tuple(token.stem for token in tokens_of(words_of(written)) if not unheard(token.stem))
        if stems and stems not in found:
            found.append(stems)
    return tuple(found)


class Answer:
    """The tokens of an answer made ready for looking up phrases."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.all = tokens
        self.places = [place for place, token in enumerate(tokens) if not unheard(token.stem)]
        """For each token that phrases can see, its place among all tokens."""
        self.stems = [tokens[place].stem for place in self.places]
        self._where: dict[str, list[int]] = {}
        for at, one in enumerate(self.stems):
            self._where.setdefault(one, []).append(at)

    def word_range(self, match: Match) -> tuple[int, int]:
        """The half-open range of words a match covers."""
        first, last = self.places[match.start], self.places[match.end - 1]
        return self.all[first].word, self.all[last].word + 1

    def find(self, phrase: Phrase) -> Iterator[Match]:
        """Every place where the phrase is said and not denied, in order of its start."""
        if not phrase.elements:
            return
        starts = sorted({at for first in phrase.elements[0].alternatives for at in self._where.get(first[0], ())})
        for start in starts:
            end = self._end(phrase.elements, 0, start)
            if end is not None and (phrase.negative or not self._denied(start, end)):
                yield Match(start, end)

    def _end(self, elements: tuple[Element, ...], index: int, at: int) -> int | None:
        """Where the elements from ``index`` on end when the next one begins at ``at`` or after an allowed gap."""
        if index == len(elements):
            return at
        element = elements[index]
        reach = GAP if element.gap else 0
        for begin in range(at, min(at + reach, len(self.stems) - 1) + 1):
            for stems in element.alternatives:
                if tuple(self.stems[begin : begin + len(stems)]) == stems:
                    end = self._end(elements, index + 1, begin + len(stems))
                    if end is not None:
                        return end
        return None

    def _denied(self, start: int, end: int) -> bool:
        negators = _stems(lexicon.NEGATORS)
        if any(one in negators for one in self.stems[start:end]):
            return True
        return self._negator_before(self.places[start])

    def _negator_before(self, place: int) -> bool:
        """Whether a negator in the same clause reaches the token at ``place``."""
        counted = 0
        at = place
        while at > 0 and self.all[at].stem not in _stems(lexicon.NEGATION_LIFTED) and counted < NEGATION_REACH:
            at -= 1
            token, before = self.all[at], self.all[at - 1].stem if at else ""
            if token.ends_clause:
                return False
            if token.stem in _stems(lexicon.NEGATORS) or (before, token.stem) in lexicon.NEGATING_PAIRS:
                return True
            if token.stem in _stems(lexicon.CLAUSE_STARTS) and before not in _stems(lexicon.NEGATION_CARRIED):
                return False
            counted += token.stem not in _stems(lexicon.LIGHT) and not unheard(token.stem)
        return False
