"""Reads a YAML file into plain values and remembers on which line each of them stands.

Only what a bank needs is understood: text, numbers, true and false, lists and keys. Words such as ``yes``, ``no``
and ``on``, dates and clock times stay text, as an author would expect. Aliases (``*name``), which can blow a small
file up to gigabytes, and tags (``!name``) are refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from voice_interview.banks.problems import Problem

MAX_BYTES = 2_000_000
"""The largest shipped bank is under a tenth of this."""
MAX_DEPTH = 20
"""A bank needs 7 levels."""

Path_ = tuple[str | int, ...]
Place = tuple[int, int]

_TAG = "tag:yaml.org,2002:"
_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _resolver(kind: str, pattern: str) -> tuple[str, re.Pattern[str]]:
    return _TAG + kind, re.compile(pattern)


_BOOL = _resolver("bool", r"^(?:true|True|false|False)$")
_NULL = _resolver("null", r"^(?:~|null|Null|)$")
_INT = _resolver("int", r"^[-+]?[0-9]+$")
_FLOAT = _resolver("float", r"^[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)$")


class _Loader(_BASE):  # type: ignore[misc]
    """SafeLoader that knows the plain types of YAML's JSON schema only. The keys are first characters."""

    yaml_implicit_resolvers: ClassVar = {
        **{first: [_BOOL] for first in "tTfF"},
        **{first: [_NULL] for first in ("", *"~nN")},
        **{first: [_INT, _FLOAT] for first in "-+.0123456789"},
    }


class UnreadableError(Exception):
    """The file cannot be read as YAML at all; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(slots=True)
class Document:
    """The values of a file. ``places`` maps the path to a value (keys and list positions from the top, ``()`` is the

    file itself) to its line and column from 1: for a key, where the key stands; for a list item, where it starts.
    """

    file: str
    value: Any = None
    places: dict[Path_, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    """Found while reading, such as a key that is written twice."""

    def place(self, path: Path_) -> Place:
        """Line and column of the value at ``path``, or of the nearest thing around it."""
        while path not in self.places and path:
            path = path[:-1]
        return self.places.get(path, (1, 1))


def read_document(file: Path) -> Document:
    """Read a YAML file.

    Raises:
        UnreadableError: no such file, too large, not UTF-8, empty, or not YAML.
    """
    text = _text(file)
    try:
        _refuse_traps(file, text)
        loader = _Loader(text)
        try:
            root = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        raise UnreadableError(_syntax_problem(file, text, error)) from error
    if root is None:
        raise _unreadable(file, "The file is empty.", "A bank starts with its id, title, domain and questions.")
    document = Document(str(file))
    document.places[()] = _place(root.start_mark)
    document.value = _value(document, root, ())
    return document


def _unreadable(file: Path, message: str, hint: str, place: Place = (0, 0)) -> UnreadableError:
    return UnreadableError(Problem(str(file), *place, message, hint))


def _text(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise _unreadable(file, "There is no such file.", "Check the name and the folder.") from error
    except OSError as error:
        hint = f"Check that it is a file and that you may read it ({error.strerror or error})."
        raise _unreadable(file, "The file cannot be read.", hint) from error
    if len(raw) > MAX_BYTES:
        message = f"The file is larger than {MAX_BYTES // 1_000_000} MB, far more than a question bank needs."
        raise _unreadable(file, message, "Check that this is the right file, or split it into several banks.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line_start = raw.rfind(b"\n", 0, error.start) + 1
        place = raw.count(b"\n", 0, error.start) + 1, error.start - line_start + 1
        hint = "Save the file again with the encoding set to UTF-8."
        raise _unreadable(file, "The file is not written in UTF-8.", hint, place) from error
    return text


def _refuse_traps(file: Path, text: str) -> None:
    """Look for aliases and endless nesting in the flat stream of events, before anything is built from them."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            message = f"An alias, *{event.anchor}, is used here; banks cannot hold aliases."
            raise _unreadable(
                file,
                message,
                "Write the text out again, or put it in quotes if it starts with a star.",
                _place(event.start_mark),
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                message = f"Lists or keys are nested more than {MAX_DEPTH} deep here."
                raise _unreadable(file, message, "Check the brackets and the indentation.", _place(event.start_mark))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _place(mark: Any) -> Place:
    return mark.line + 1, mark.column + 1


def _value(document: Document, node: Node, path: Path_) -> Any:
    if isinstance(node, MappingNode):
        return _mapping(document, node, path)
    if isinstance(node, SequenceNode):
        values = []
        for index, item in enumerate(node.value):
            document.places[(*path, index)] = _place(item.start_mark)
            values.append(_value(document, item, (*path, index)))
        return values
    return _scalar(document, node)


def _scalar(document: Document, node: Any) -> Any:
    kind = node.tag.removeprefix(_TAG)
    converters: dict[str, Callable[[str], Any]] = {
        "str": str,
        "int": int,
        "float": float,
        "bool": _truth,
        "null": _nothing,
    }
    convert = converters.get(kind)
    if convert is None:
        message = f"The tag {node.tag} cannot be used in a bank."
        hint = "Remove it, or put the text in quotes if it starts with an exclamation mark."
        document.problems.append(Problem(document.file, *_place(node.start_mark), message, hint))
        return node.value
    try:
        return convert(node.value)
    except ValueError:
        message = f"{node.value[:40]!r} is not a value of the type that is asked for here."
        document.problems.append(
            Problem(document.file, *_place(node.start_mark), message, "Remove the tag in front of it.")
        )
        return node.value


def _truth(word: str) -> bool:
    return word.lower() == "true"


def _nothing(_: str) -> None:
    return None


def _mapping(document: Document, node: MappingNode, path: Path_) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value) if isinstance(key_node, ScalarNode) else "[...]"
        place = _place(key_node.start_mark)
        if key in values:
            first = document.places[(*path, key)][0]
            document.problems.append(
                Problem(
                    document.file,
                    *place,
                    f"The key {key!r} is written twice here; the first one is on line {first}.",
                    "Keep one of them.",
                )
            )
            continue
        document.places[(*path, key)] = place
        values[key] = _value(document, value_node, (*path, key))
    return values


def _syntax_problem(file: Path, text: str, error: yaml.YAMLError) -> Problem:
    """Say in plain words what the YAML reader stumbled over."""
    if isinstance(error, yaml.reader.ReaderError):
        before = text[: error.position] if isinstance(error.position, int) else ""
        place = before.count("\n") + 1, len(before) - before.rfind("\n")
        return Problem(str(file), *place, "There is a control character here.", "Delete it and type the text again.")
    if not isinstance(error, yaml.MarkedYAMLError):
        return Problem(str(file), 0, 0, f"The file is not valid YAML: {error}.", "Check its indentation and quotes.")
    said = f"{error.context or ''} {error.problem or ''}"
    mark = error.problem_mark or error.context_mark
    if "quoted scalar" in said or "flow" in said:
        mark = error.context_mark or mark
    place = _place(mark) if mark else (0, 0)
    runaway = _runaway_quote(text, place[0])
    if runaway:
        return Problem(
            str(file), *runaway, "A quotation mark is opened here and not closed.", "Add the closing mark."
        )
    line = text.splitlines()[place[0] - 1] if 0 < place[0] <= len(text.splitlines()) else ""
    return Problem(str(file), *place, *_in_plain_words(said, error.problem or "", line))


def _runaway_quote(text: str, line: int) -> Place | None:
    """Where a quoted text starts that runs over several lines up to ``line``, where reading failed.

    It has swallowed the lines in between and ended at the opening mark of some other text.
    """
    found = None
    try:
        for token in yaml.scan(text, Loader=_Loader):
            if isinstance(token, yaml.ScalarToken) and token.style in {"'", '"'}:
                start, end = _place(token.start_mark), _place(token.end_mark)
                found = start if start[0] < end[0] == line else None
    except yaml.YAMLError:
        pass
    return found


_SAYINGS = (
    (
        "single document",
        "A second document starts here.",
        "Remove the line with three dashes; a file holds one bank.",
    ),
    (
        "mapping values are not allowed",
        "There is a colon too many, or the line is indented wrongly.",
        "Put text that holds a colon in quotes, and line keys of the same level up.",
    ),
    (
        "an alias",
        "Text cannot start with a star.",
        "Put the text in quotes.",
    ),
    ("an anchor", "Text cannot start with an ampersand.", "Put the text in quotes."),
    ("quoted scalar", "A quotation mark is opened here and not closed.", "Add the closing mark."),
    ("flow", "A bracket or brace is opened here and not closed.", "Close it, and put a comma between its items."),
    ("cannot start any token", "Text cannot start with this character.", "Put the text in quotes."),
    (
        "could not find expected ':'",
        "This line is no 'key: value'.",
        "Add the colon, or indent the line if it continues the text above.",
    ),
    (
        "expected",
        "The indentation does not fit the lines above.",
        "Line up keys of the same level and the dashes of lists.",
    ),
)
"""What the YAML reader says (in C or Python), and what to tell the author; the first that fits is taken."""


def _in_plain_words(said: str, problem: str, line: str) -> tuple[str, str]:
    """Message and hint for what the YAML reader said about a line."""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "This line is indented with a tab.", "Indent with spaces."
    for words, message, hint in _SAYINGS:
        if words in said:
            return message, hint
    return f"This is not valid YAML ({problem}).", "Check the indentation and the quotes around here."
