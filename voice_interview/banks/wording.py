"""Turns what the schema objects to into plain sentences with a line number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from voice_interview.banks.model import Bank, FollowUp, Kind, Point, Question
from voice_interview.banks.problems import Problem, nearest
from voice_interview.banks.yaml_file import Document, Path_

_WHAT_TO_ADD: Mapping[str, str] = {
    "id": "Add a short id in lower-case letters, digits and hyphens, such as 'officer-01'.",
    "title": "Add the name of the role as candidates read it.",
    "domain": "Add the field of work, such as 'consumer credit'.",
    "questions": "Add a list with at least one question.",
    "text": "Add the words to say.",
    "role": "Add the role this is asked for.",
    "kind": f"Add one of: {', '.join(Kind)}.",
    "why_asked": "Add a sentence on what the interviewer wants to find out.",
    "how_to_answer": "Add a list with at least one piece of advice.",
    "what_not_to_say": "Add a list with at least one thing to avoid.",
    "rubric": "Add at least one rubric point.",
    "model_answer": "Add an answer that covers the whole rubric.",
    "label": "Add a short description of the point.",
    "evidence": "Add at least one list of phrases that speak for the point.",
    "point": "Add the id of the rubric point this follow-up is about.",
}
_NAMED_ITEMS = frozenset({"questions", "rubric", "follow_ups"})
_NO_LIST = "Start each item on its own line with a dash."
_EVIDENCE_SHAPE = "Evidence is a list of lists: write each concept as - [one phrase, another way to say it]."
_SAID_AS = {
    str: "text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "a block of keys",
    type(None): "empty",
}


@dataclass(frozen=True, slots=True)
class Where:
    """A path in a bank in words. ``name`` is the thing around it, such as "question officer-02"."""

    name: str
    keys: tuple[str, ...]
    """The keys that may stand there."""
    key: str
    """The last key of the path, empty for a whole item."""

    def meant_key(self) -> str:
        """The known key that ``key`` was probably meant as, or an empty string."""
        return next(iter(nearest(self.key, list(self.keys))), "")


def where(value: Any, path: Path_ | tuple[int | str, ...]) -> Where:
    """Describe ``path`` in the bank ``value``."""
    key = next((part for part in reversed(path) if isinstance(part, str)), "")
    if len(path) < 2 or path[0] != "questions":
        return Where("the bank", _keys(Bank), key)
    question = f"question {_name(value, path[:2])}"
    if len(path) >= 4 and path[2] in {"rubric", "follow_ups"}:
        if path[2] == "rubric":
            return Where(f"rubric point {_name(value, path[:4])} of {question}", _keys(Point), key)
        return Where(f"follow-up {int(path[3]) + 1} of {question}", _keys(FollowUp), key)
    return Where(question, _keys(Question), key)


def _keys(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(model.model_fields)


def _name(value: Any, path: tuple[int | str, ...]) -> str:
    """The id of the item at ``path``, or "number 3" where it has none."""
    for part in path:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            value = None
            break
    name = value.get("id") if isinstance(value, dict) else None
    return name if isinstance(name, str) and name else f"number {int(path[-1]) + 1}"


def problem_of(document: Document, detail: ErrorDetails) -> Problem:
    """One finding of the schema as a problem on its line."""
    message, hint = _words(where(document.value, detail["loc"]), detail)
    return Problem(document.file, *document.place(detail["loc"]), message[0].upper() + message[1:], hint)


def _words(at: Where, detail: ErrorDetails) -> tuple[str, str]:
    kind, loc = detail["type"], detail["loc"]
    if kind == "missing":
        return f"{at.name} has no {at.key!r}.", _WHAT_TO_ADD.get(at.key, "Add it.")
    if kind == "extra_forbidden":
        meant = at.meant_key()
        hint = f"Did you mean {meant!r}?" if meant else f"Known keys here: {', '.join(at.keys)}."
        return f"{at.name} has an unknown key {at.key!r}.", hint
    if kind == "value_error":
        return f"{at.name}: {detail['msg'].removeprefix('Value error, ')}.", ""
    subject = f"{at.key!r} of {at.name}" if at.key else at.name
    if at.key in _NAMED_ITEMS and isinstance(loc[-1], int):
        subject = at.name
    elif loc and isinstance(loc[-1], int):
        subject = f"item {loc[-1] + 1} of {subject}"
    if detail["input"] is None:
        return f"{subject} is empty.", _WHAT_TO_ADD.get(at.key, "Write something, or remove it.")
    return _words_on_value(subject, detail, "evidence" in loc)


def _words_on_value(subject: str, detail: ErrorDetails, in_evidence: bool) -> tuple[str, str]:
    kind, limit = detail["type"], detail.get("ctx", {})
    seen = _SAID_AS.get(type(detail["input"]), "something else")
    wanted = {
        "string_type": ("text", "Write text; put it in quotes if it looks like a number."),
        "tuple_type": ("a list", _EVIDENCE_SHAPE if in_evidence else _NO_LIST),
        "model_type": ("a block of keys", "Write 'key: value' lines below each other."),
        "int_type": ("a whole number", "Write digits only."),
        "int_parsing": ("a whole number", "Write digits only."),
        "int_from_float": ("a whole number", "Leave the fraction out."),
        "float_type": ("a number", "Write digits, with a point for fractions."),
        "float_parsing": ("a number", "Write digits, with a point for fractions."),
    }.get(kind)
    if wanted:
        return f"{subject} should be {wanted[0]}, but is {seen}.", wanted[1]
    plain = {
        "string_too_short": ("is empty.", "Write something, or remove the key if it is optional."),
        "string_too_long": (f"is longer than {limit.get('max_length')} characters.", "Shorten it."),
        "string_pattern_mismatch": _pattern_words(detail),
        "enum": (f"is {detail['input']!r}, which is not known.", f"Use one of: {', '.join(Kind)}."),
        "literal_error": (f"is {detail['input']!r}, which is not known.", f"Use {limit.get('expected')}."),
        "too_short": ("is an empty list.", f"Add at least {_counted(limit.get('min_length', 1))}."),
        "too_long": (f"has more than {limit.get('max_length')} items.", "Leave some out, or join them."),
        "greater_than": (f"is {detail['input']}.", f"It must be more than {limit.get('gt', 0):g}."),
        "greater_than_equal": (f"is {detail['input']}.", f"It must be at least {limit.get('ge', 0):g}."),
        "less_than_equal": (f"is {detail['input']}.", f"It must be at most {limit.get('le', 0):g}."),
    }.get(kind)
    if plain:
        return f"{subject} {plain[0]}", plain[1]
    return f"{subject} is not right: {detail['msg']}.", ""


def _pattern_words(detail: ErrorDetails) -> tuple[str, str]:
    if detail["loc"][-1] == "language":
        return f"is {detail['input']!r}.", "Write a language code of two or three letters, such as en."
    return f"is {detail['input']!r}, which cannot be an id.", "Use lower-case letters, digits and hyphens only."


def _counted(number: Any) -> str:
    return "one item" if number == 1 else f"{number} items"
