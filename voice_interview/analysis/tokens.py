"""From words as heard to tokens that can be compared: lower case, base form, stem."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from voice_interview.analysis.lexicon import BASE_FORMS, CONTRACTIONS, ENDINGS, NUMBERS, SPELLINGS
from voice_interview.transcription.types import Word

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_INNER = re.compile(r"[^\w']+|_+")
_DOTTED = re.compile(r"^(?:[a-z]\.)+[a-z]$")
_THOUSANDS = re.compile(r"(?<=\d)[,.](?=\d)")
_TENS = frozenset(str(value) for value in range(20, 100, 10))
_UNITS = frozenset(str(value) for value in range(1, 10))


@dataclass(frozen=True, slots=True)
class Token:
    """One comparable piece of a word: "don't" gives "do" and "not".

    ``word`` is the index of the word it comes from; ``ends_clause`` says that punctuation follows it.
    """

    stem: str
    word: int
    ends_clause: bool


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a plain text, split at white space, without times."""
    return tuple(Word(piece) for piece in text.split())


@lru_cache(maxsize=20_000)
def key(text: str) -> str:
    """A word in lower case without the punctuation around it; may be empty."""
    return _EDGES.sub("", text.replace("’", "'").lower())


def count_words(words: Iterable[Word]) -> int:
    """How many words were said, fillers included; a dash standing alone is none."""
    return sum(bool(key(word.text)) for word in words)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of one lower-case word; British and American spellings and irregular forms fall together."""
    from snowballstemmer.english_stemmer import EnglishStemmer

    word = BASE_FORMS.get(word, word)
    word = SPELLINGS.get(word, word)
    # A stemmer object keeps its current word, so sharing one between threads would mix words up.
    stemmed: str = EnglishStemmer().stemWord(word)
    if len(stemmed) > 4 and stemmed.endswith(("is", "ys")):
        return stemmed[:-1] + "z"
    if len(stemmed) > 5 and stemmed.endswith("our"):
        return stemmed[:-3] + "or"
    return SPELLINGS.get(stemmed, stemmed)


@lru_cache(maxsize=20_000)
def pieces(text: str) -> tuple[str, ...]:
    """The stems of one written word: contractions, hyphens, per cent signs and number words taken apart."""
    plain = key(text)
    if text.rstrip(".,;:!?").endswith("%"):
        plain += " percent"
    plain = _THOUSANDS.sub("", plain)
    if _DOTTED.match(plain):
        plain = plain.replace(".", "")
    plain = SPELLINGS.get(plain, plain)
    found: list[str] = []
    for part in _INNER.split(plain):
        found.extend(stem(NUMBERS.get(one, one)) for one in _uncontracted(part.strip("'")))
    return tuple(found)


def _uncontracted(part: str) -> list[str]:
    if part in CONTRACTIONS:
        return CONTRACTIONS[part].split()
    for ending, meaning in ENDINGS.items():
        if part.endswith(ending) and len(part) > len(ending):
            return [part.removesuffix(ending), meaning]
    part = part.removesuffix("'s")
    return [part] if part else []


def tokens_of(words: Iterable[Word], leave_out: frozenset[int] = frozenset()) -> tuple[Token, ...]:
    """All tokens of an answer in order, without the words at the indices ``leave_out``.

    A word said twice running counts once, "twenty five" is "25", and spelled letters ("F D C P A") are one word.
    """
    found: list[Token] = []
    for index, word in enumerate(words):
        if index in leave_out:
            continue
        stems = pieces(word.text)
        stops = word.text.rstrip().endswith((",", ".", ";", ":", "!", "?", "…", "—", "–"))
        for place, one in enumerate(stems):
            _append(found, Token(one, index, stops and place == len(stems) - 1))
    return tuple(_letters_joined(found))


def _append(found: list[Token], token: Token) -> None:
    last = found[-1] if found else None
    if last is None or last.ends_clause:
        found.append(token)
    elif last.stem == token.stem:
        found[-1] = token
    elif last.stem in _TENS and token.stem in _UNITS:
        found[-1] = Token(str(int(last.stem) + int(token.stem)), token.word, token.ends_clause)
    elif last.stem == "per" and token.stem == "cent":
        found[-1] = Token(stem("percent"), token.word, token.ends_clause)
    else:
        found.append(token)


def _letters_joined(tokens: list[Token]) -> list[Token]:
    found: list[Token] = []
    run: list[Token] = []
    for token in [*tokens, None]:
        if token is not None and len(token.stem) == 1 and token.stem.isalpha():
            run.append(token)
            continue
        if len(run) >= 3:
            found.append(Token(stem("".join(one.stem for one in run)), run[-1].word, run[-1].ends_clause))
        else:
            found.extend(run)
        run = []
        if token is not None:
            found.append(token)
    return found
