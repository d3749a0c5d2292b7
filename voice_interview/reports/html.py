"""A session as one HTML page that stands alone: no scripts, no links to other files, fit to print."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from voice_interview.analysis.bands import FigureText, describe
from voice_interview.analysis.results import Rubric
from voice_interview.errors import StorageError
from voice_interview.reports.passages import Passage, passages
from voice_interview.resources import assets
from voice_interview.storage.records import SessionRecord, TakeRecord


@dataclass(frozen=True, slots=True)
class _Answer:
    take: TakeRecord
    figures: tuple[FigureText, ...]
    passages: tuple[Passage, ...]
    rubric: Rubric | None
    heard_by: str | None
    note: str | None
    """Why something is missing."""


def write_session_report(session: SessionRecord, file: Path) -> None:
    """Write the report; an older file of this name is replaced.

    Raises:
        StorageError: the file cannot be written.
    """
    page = session_page(session)
    part = file.with_name(f".{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(page, encoding="utf-8")
        part.replace(file)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise StorageError(
            f"The report could not be written to {file}.",
            "Check that the folder can be written to and has free space.",
            str(error),
        ) from error


def session_page(session: SessionRecord) -> str:
    """The report as HTML. All texts are escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(assets() / "report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["clock"] = _clock
    return environment.get_template("session.html.j2").render(
        session=session,
        date=_date(session.started_at),
        answers=[_answer(take) for take in session.takes],
        statuses={"covered": "Covered", "touched": "Touched on", "missing": "Not found"},
        bands={"good": "good", "caution": "worth a look", "neutral": ""},
    )


def _answer(take: TakeRecord) -> _Answer:
    analysis = take.analysis
    if analysis is None:
        missing = take.error or "This answer has not been analysed yet."
        return _Answer(take, (), (), None, None, missing)
    note = take.error
    if analysis.words is None:
        note = note or "There is no transcript: no speech model was used. What the sound alone tells is below."
    elif not analysis.words:
        note = note or "No words were understood in this answer."
    return _Answer(take, describe(analysis, take.question), passages(analysis), analysis.rubric, analysis.model, note)


def _clock(time_s: float) -> str:
    """A place in the recording: "1:05"."""
    return f"{int(time_s) // 60}:{int(time_s) % 60:02}"


def _date(moment: datetime) -> str:
    local = moment.astimezone()
    return f"{local.day} {local:%B %Y, %H:%M}"
