"""The figures of a session for the terminal: a row an answer, and below it which question each answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from voice_interview.storage.records import SessionRecord, TakeRecord

if TYPE_CHECKING:
    from rich.console import RenderableType

COLUMNS = ("Answer", "Length", "Words", "Pace", "Filler sounds", "Crutch words", "A minute", "Pauses", "Content")
UNKNOWN = "–"


def session_rows(session: SessionRecord) -> tuple[tuple[str, ...], ...]:
    """A row of text per answer under ``COLUMNS``; what was not measured is a dash."""
    return tuple((name, *_figures(take)) for name, take in zip(_names(session), session.takes, strict=True))


def session_table(session: SessionRecord) -> RenderableType:
    """The rows as a table, with the questions, failures and speech models below it; fits 80 columns."""
    from rich import box
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(session.bank_title), title_justify="left", box=box.SIMPLE, padding=(0, 1, 0, 0))
    for number, column in enumerate(COLUMNS):
        table.add_column(column, justify="right" if number else "left", max_width=8 if number else None)
    for row in session_rows(session):
        table.add_row(*(Text(cell) for cell in row))
    legend = Table.grid(padding=(0, 2, 0, 0))
    for name, take in zip(_names(session), session.takes, strict=True):
        if take.number == 1:
            legend.add_row(Text(f" {name}"), Text(take.question.text))
        for trouble in _troubles(take):
            legend.add_row(Text(f" {name}"), Text(trouble))
    return Group(table, legend, *(Text(f"\n {line}") for line in _remarks(session)))


def _names(session: SessionRecord) -> tuple[str, ...]:
    """Answers by the number of their question: "1", "2", "2, take 2"."""
    questions = list(dict.fromkeys(take.question.id for take in session.takes))
    return tuple(
        str(questions.index(take.question.id) + 1) + (f", take {take.number}" if take.number > 1 else "")
        for take in session.takes
    )


def _troubles(take: TakeRecord) -> Iterator[str]:
    if take.error is not None:
        yield take.error
    if take.analysis is None or take.analysis.words is None:
        return
    rubric = take.analysis.rubric
    if rubric is not None and not rubric.scored:
        yield f"Not scored. {rubric.reason or ''}".strip()


def _figures(take: TakeRecord) -> tuple[str, ...]:
    if take.analysis is None:
        return (_number(take.duration_s, ".0f", " s"), *[UNKNOWN] * (len(COLUMNS) - 2))
    timing, fillers, rubric = take.analysis.timing, take.analysis.fillers, take.analysis.rubric
    kinds = None if fillers.events is None else [event.kind for event in fillers.events]
    coverage = None if rubric is None or rubric.coverage is None else 100 * rubric.coverage
    return (
        _number(timing.duration_s, ".0f", " s"),
        _number(timing.word_count, "d"),
        _number(timing.pace_wpm, ".0f"),
        _number(None if kinds is None else kinds.count("sound"), "d"),
        _number(None if kinds is None else kinds.count("crutch"), "d"),
        _number(fillers.per_minute, ".1f"),
        _number(None if timing.pauses is None else len(timing.pauses), "d"),
        _number(coverage, ".0f", " %"),
    )


def _remarks(session: SessionRecord) -> Iterator[str]:
    analyses = [take.analysis for take in session.takes if take.analysis is not None]
    models = sorted({one.model for one in analyses if one.model is not None})
    if models:
        yield f"Words heard by: {', '.join(models)}"
    if any(one.words is None for one in analyses):
        yield "Without a speech model there are no words, and so no fillers and no content."


def _number(value: float | None, form: str, unit: str = "") -> str:
    return UNKNOWN if value is None else f"{value:{form}}{unit}"
