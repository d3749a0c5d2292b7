"""A transcript as the filler rules read it: words with what stands before and after them."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from voice_interview.analysis.tokens import key
from voice_interview.transcription.types import Word

BREAK_S = 0.3
"""In a transcript without punctuation a silence this long between two words counts as a comma."""

_SOUND = re.compile(r"^(?:u+h*m+|u+h+|e+r+m*|e+h+m*|a+h+|h+m+|m{2,})$")
_CLOSING = re.compile(r"[,;:\-–—.?!…]+[\"'”’)]*$")
_OPENING = re.compile(r"^[\"'“‘(]*[–—-]")
_SENTENCE_END = re.compile(r"(?<!\.)[.?!]+[\"'”’)]*$")
_BACKCHANNELS = frozenset({("uh", "huh"), ("mm", "hmm"), ("mm", "hm"), ("um", "hmm"), ("hm", "mm")})
_GREETED = frozenset({"yes", "yeah", "yep", "no", "right", "okay", "ok", "sorry"})


@dataclass(slots=True)
class Line:
    """All words of an answer. The lists ``broken`` and ``ended`` have one entry more than there are words.

    ``broken[i]``: a comma, a dash, a sound such as "um" or a silence stands before word i.
    ``ended[i]``: a sentence ends before word i.
    ``crutches``: first word → number of words of the crutch words found so far.
    """

    keys: list[str]
    texts: list[str]
    ended: list[bool]
    broken: list[bool]
    sounds: frozenset[int]
    crutches: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, words: Sequence[Word]) -> Line:
        """Read an answer."""
        texts = [word.text.strip() for word in words]
        keys = [key(text) for text in texts]
        closed = [bool(_CLOSING.search(text)) for text in texts]
        ended = [True, *(closed[at] and _ends_sentence(text) for at, text in enumerate(texts))]
        broken = [True, *closed]
        for at, text in enumerate(texts):
            broken[at] = broken[at] or bool(_OPENING.match(text))
        if not any(closed[:-1]):
            for at in range(1, len(words)):
                broken[at] = broken[at] or _silent(words[at - 1], words[at])
        ended[-1] = broken[-1] = True
        line = cls(keys, texts, ended, broken, frozenset())
        line.sounds = frozenset(at for at in range(len(words)) if line._is_sound(at))
        for at in line.sounds:
            broken[at] = broken[at + 1] = True
        return line

    def _is_sound(self, at: int) -> bool:
        one, text = self.keys[at], self.texts[at]
        if not _SOUND.match(one):
            return False
        before = self.keys[at - 1] if at else ""
        after = self.keys[at + 1] if at + 1 < len(self.keys) else ""
        letters = text.strip(".,;:!?-…")
        capital = not self.broken[at] and (letters.isupper() or (one[0] == "a" and letters[0].isupper()))
        if capital or (one, after) in _BACKCHANNELS or (before, one) in _BACKCHANNELS:
            return False
        if one[0] == "e":
            return before != "to" and after != "on" and not text.endswith("?")
        if one[0] == "a" or set(one) == {"m"}:
            return not before.isdigit() and not self._is_interjection(at, after)
        return True

    def _is_interjection(self, at: int, after: str) -> bool:
        """Said as an answer or a reaction ("mm, yes", "ah, I see"), not while looking for words."""
        alone = self.ended[at] and self.ended[at + 1]
        sees = self.keys[at + 1 : at + 3] == ["i", "see"]
        return alone or (self.ended[at] and (after in _GREETED or sees))


def _ends_sentence(text: str) -> bool:
    return bool(_SENTENCE_END.search(text)) and not text.endswith(("...", "…"))


def _silent(before: Word, after: Word) -> bool:
    return before.end_s is not None and after.start_s is not None and after.start_s - before.end_s >= BREAK_S


@dataclass(frozen=True, slots=True)
class Place:
    """A term of ``size`` words at word ``at`` of a line, and what is around it. Sounds are looked through."""

    line: Line
    at: int
    size: int

    @property
    def open(self) -> bool:
        """A break stands before it."""
        return self.line.broken[self.at]

    @property
    def shut(self) -> bool:
        """A break stands after it."""
        return self.line.broken[self.at + self.size]

    @property
    def last(self) -> bool:
        """It ends its sentence."""
        return self.line.ended[self.at + self.size]

    @property
    def asks(self) -> bool:
        """A question mark follows."""
        return "?" in self.line.texts[self.at + self.size - 1][-2:]

    @property
    def sounded(self) -> bool:
        """A sound such as "um" stands beside it."""
        return self.at - 1 in self.line.sounds or self.at + self.size in self.line.sounds

    @property
    def first(self) -> bool:
        """Nothing but fillers stands before it in its sentence."""
        at = self.at
        crutch = self._crutch_words()
        while not self.line.ended[at]:
            at -= 1
            if at not in self.line.sounds and at not in crutch:
                return False
        return True

    @property
    def after_crutch(self) -> bool:
        """The word before it is a crutch word, sounds aside."""
        at = self._back(1)
        return at is not None and at in self._crutch_words()

    @property
    def first_sentence(self) -> bool:
        """No sentence ended before it."""
        return not any(self.line.ended[1 : self.at + 1])

    def before(self, count: int = 1) -> str:
        """The word ``count`` places before it in its sentence; empty when there is none."""
        at = self._back(count)
        return "" if at is None else self.line.keys[at]

    def after(self, count: int = 1) -> str:
        """The word ``count`` places after it in its sentence; empty when there is none."""
        at = self.at + self.size
        while not self.line.ended[at]:
            if at not in self.line.sounds:
                count -= 1
                if not count:
                    return self.line.keys[at]
            at += 1
        return ""

    def any_before(self, words: Container[str]) -> bool:
        """Whether one of these words stands before it in its sentence."""
        at = self.at
        while not self.line.ended[at]:
            at -= 1
            if self.line.keys[at] in words:
                return True
        return False

    def _back(self, count: int) -> int | None:
        at = self.at
        while not self.line.ended[at]:
            at -= 1
            if at not in self.line.sounds:
                count -= 1
                if not count:
                    return at
        return None

    def _crutch_words(self) -> set[int]:
        return {at for first, size in self.line.crutches.items() for at in range(first, first + size)}
