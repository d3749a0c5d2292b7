"""Loads a question bank from a YAML file and says, line by line, what is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from voice_interview.banks.model import Bank
from voice_interview.banks.problems import Problem
from voice_interview.banks.wording import problem_of, where
from voice_interview.banks.yaml_file import Document, Path_, UnreadableError, read_document

LONG_QUESTION = 400
"""Characters; some 25 seconds read aloud. What is longer is hard to keep in mind."""


def load_bank(file: Path) -> Bank:
    """The bank in a file. Warnings do not stop it from loading.

    Raises:
        BankError: the file cannot be used. It carries the first error and how many more there are.
    """
    bank, problems = _examine(file)
    errors = [problem for problem in problems if problem.severity == "error"]
    if bank is None or errors:
        raise errors[0].as_error(len(errors) - 1)
    return bank


def check_bank(file: Path) -> tuple[Problem, ...]:
    """Everything that is wrong with a bank file, in the order of its lines; empty for a flawless one."""
    return _examine(file)[1]


def _examine(file: Path) -> tuple[Bank | None, tuple[Problem, ...]]:
    try:
        document = read_document(file)
    except UnreadableError as error:
        return None, (error.problem,)
    problems = [*document.problems, *_inconsistencies(document)]
    bank = None
    try:
        bank = Bank.model_validate(document.value)
    except ValidationError as error:
        problems += _schema_problems(document, error, reported=bool(problems))
    problems += _advice(document)
    return bank, tuple(sorted(problems, key=lambda one: (one.line, one.column)))


def _schema_problems(document: Document, error: ValidationError, *, reported: bool) -> list[Problem]:
    """The findings of the schema; those that ``_inconsistencies`` pins to a line itself are left to it."""
    # A list whose items are all wrong is also reported as too short, which it is not.
    details = [
        one for one in error.errors(include_url=False) if not (one["type"] == "too_short" and len(one["input"]) > 0)
    ]
    meant = {
        (*one["loc"][:-1], close)
        for one in details
        if one["type"] == "extra_forbidden" and (close := where(document.value, one["loc"]).meant_key())
    }
    return [
        problem_of(document, one)
        for one in details
        if not (one["type"] == "missing" and one["loc"] in meant) and not (one["type"] == "value_error" and reported)
    ]


def _inconsistencies(document: Document) -> list[Problem]:
    """Ids used twice and follow-ups that point at nothing, each on its own line."""
    problems: list[Problem] = []
    questions = _items(document.value, "questions")
    problems += _repeated(document, ("questions",), questions, "question", "in this bank")
    for index, question in questions:
        path: Path_ = ("questions", index)
        points = _items(question, "rubric")
        name = where(document.value, path).name
        problems += _repeated(document, (*path, "rubric"), points, "rubric point", f"in {name}")
        problems += _wordless_phrases(document, (*path, "rubric"), points)
        ids = [point["id"] for _, point in points if isinstance(point.get("id"), str)]
        for number, follow_up in _items(question, "follow_ups"):
            target = follow_up.get("point")
            if isinstance(target, str) and target not in ids:
                place = document.place((*path, "follow_ups", number, "point"))
                message = f"A follow-up of {name} points at {target!r}, which is no rubric point of it."
                hint = f"Use one of: {', '.join(ids)}." if ids else "Give the rubric points ids first."
                problems.append(Problem(document.file, *place, message, hint))
    return problems


def _repeated(
    document: Document, path: Path_, items: list[tuple[int, dict[str, Any]]], noun: str, scope: str
) -> list[Problem]:
    problems = []
    seen: dict[str, int] = {}
    for index, item in items:
        name = item.get("id")
        if not isinstance(name, str):
            continue
        place = document.place((*path, index, "id"))
        if name in seen:
            message = f"The {noun} id {name!r} is used twice {scope}; the first one is on line {seen[name]}."
            problems.append(Problem(document.file, *place, message, "Give each its own id."))
        seen.setdefault(name, place[0])
    return problems


def _wordless_phrases(document: Document, path: Path_, points: list[tuple[int, dict[str, Any]]]) -> list[Problem]:
    """Evidence that nobody can ever say, such as "..."."""
    problems = []
    for index, point in points:
        concepts = point.get("evidence")
        for number, phrases in enumerate(concepts if isinstance(concepts, list) else []):
            for at, phrase in enumerate(phrases if isinstance(phrases, list) else []):
                if isinstance(phrase, str) and phrase.strip() and not any(letter.isalnum() for letter in phrase):
                    where_it_is: Path_ = (*path, index, "evidence", number, at)
                    message = f"There is no word in the evidence phrase {phrase!r} of"
                    name = where(document.value, where_it_is).name
                    problems.append(
                        Problem(
                            document.file,
                            *document.place(where_it_is),
                            f"{message} {name}.",
                            "Write words that a candidate may say, or remove it.",
                        )
                    )
    return problems


def _items(value: Any, key: str) -> list[tuple[int, dict[str, Any]]]:
    """The mappings in the list at ``key``, with their positions; nothing where the shape is another."""
    found = value.get(key) if isinstance(value, dict) else None
    return [(i, one) for i, one in enumerate(found) if isinstance(one, dict)] if isinstance(found, list) else []


def _advice(document: Document) -> list[Problem]:
    problems = []
    for index, question in _items(document.value, "questions"):
        text = question.get("text")
        if isinstance(text, str) and len(text) > LONG_QUESTION:
            path: Path_ = ("questions", index, "text")
            name = where(document.value, path).name
            message = f"The text of {name} has {len(text)} characters, hard to take in by ear."
            hint = f"Shorten it to {LONG_QUESTION} characters or fewer."
            problems.append(Problem(document.file, *document.place(path), message, hint, "warning"))
    return problems
