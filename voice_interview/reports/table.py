"""The figures of a session as a table: a row an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voice_interview.storage.records import SessionRecord, TakeRecord

if TYPE_CHECKING:
    from rich.table import Table

COLUMNS = (
    "Question",
    "Length",
    "Words",
    "Pace",
    "Filler sounds",
    "Crutch words",
    "A minute",
    "Pauses",
    "Content",
)
UNKNOWN = "–"


def session_rows(session: SessionRecord) -> tuple[tuple[str, ...], ...]:
    """A row of text per answer under ``COLUMNS``; what was not measured is a dash."""
    return tuple(_row(take) for take in session.takes)


def session_table(session: SessionRecord) -> Table:
    """The rows as a table for the terminal, with the speech models that heard the words below it."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    models = sorted({take.analysis.model for take in session.takes if take.analysis and take.analysis.model})
    caption = f"Words heard by: {', '.join(models)}" if models else None
    table = Table(
        title=Text(session.bank_title),
        caption=Text(caption) if caption else None,
        box=box.SIMPLE,
        padding=(0, 1, 0, 0),
    )
    for number, column in enumerate(COLUMNS):
        table.add_column(column, justify="right" if number else "left", max_width=7 if number else None)
    for row in session_rows(session):
        table.add_row(*(Text(cell) for cell in row))
    return table


def _row(take: TakeRecord) -> tuple[str, ...]:
    name = take.question.text + (f" (take {take.number})" if take.number > 1 else "")
    if take.analysis is None:
        return (name, _number(take.duration_s, ".0f", " s"), *[UNKNOWN] * (len(COLUMNS) - 2))
    timing, fillers, rubric = take.analysis.timing, take.analysis.fillers, take.analysis.rubric
    kinds = None if fillers.events is None else [event.kind for event in fillers.events]
    coverage = None if rubric is None or rubric.coverage is None else 100 * rubric.coverage
    return (
        name,
        _number(timing.duration_s, ".0f", " s"),
        _number(timing.word_count, "d"),
        _number(timing.pace_wpm, ".0f"),
        _number(None if kinds is None else kinds.count("sound"), "d"),
        _number(None if kinds is None else kinds.count("crutch"), "d"),
        _number(fillers.per_minute, ".1f"),
        _number(None if timing.pauses is None else len(timing.pauses), "d"),
        "not scored" if rubric is not None and not rubric.scored else _number(coverage, ".0f", " %"),
    )


def _number(value: float | None, form: str, unit: str = "") -> str:
    return UNKNOWN if value is None else f"{value:{form}}{unit}"
