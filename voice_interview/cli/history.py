"""``voice-interview history``: past sessions and their figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voice_interview.cli.context import UsageError, context, errors_in_words
from voice_interview.cli.output import console, count, note, print_columns, print_json

if TYPE_CHECKING:
    from voice_interview.storage.history import History
    from voice_interview.storage.records import SessionRecord, SessionSummary

SHORT_ID = 8
ALL = 1_000_000


def run(
    command: typer.Context,
    session: Annotated[
        str | None, typer.Argument(help="A session's id or its beginning: show its answers.", show_default=False)
    ] = None,
    report: Annotated[
        Path | None, typer.Option(help="With a session: write its HTML report here.", show_default=False)
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many sessions.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """List past sessions, or show one."""
    with errors_in_words(command):
        from voice_interview.storage.history import History

        if report is not None and session is None:
            raise UsageError("A report is written of one session: name it.")
        here = context(command)
        here.prepare()
        with History(here.paths.database) as history:
            if session is None:
                _list(history.sessions(limit=limit), as_json)
            else:
                _show(_find(history, session), report, as_json)


def _find(history: History, wanted: str) -> SessionRecord:
    """The session whose id is or begins with ``wanted``."""
    ids = [one.id for one in history.sessions(limit=ALL) if wanted and one.id.startswith(wanted)]
    if len(ids) > 1:
        raise UsageError(f"{len(ids)} sessions begin with {wanted!r}; give more of the id.")
    return history.session(ids[0] if ids else wanted)


def _list(found: tuple[SessionSummary, ...], as_json: bool) -> None:
    if as_json:
        print_json(
            [
                {
                    "id": one.id,
                    "bank": one.bank_title,
                    "started_at": one.started_at.isoformat(),
                    "questions": one.question_count,
                    "takes": one.take_count,
                    "recorded_s": one.recorded_s,
                }
                for one in found
            ]
        )
        return
    if not found:
        typer.echo("No sessions yet. Start one with: voice-interview practice")
        return
    print_columns(
        [
            (
                one.id[:SHORT_ID],
                f"{one.started_at.astimezone():%Y-%m-%d %H:%M}",
                count(one.take_count, "answer"),
                f"{one.recorded_s:.0f} s",
                one.bank_title,
            )
            for one in found
        ]
    )


def _show(session: SessionRecord, report: Path | None, as_json: bool) -> None:
    if report is not None:
        from voice_interview.reports.html import write_session_report

        write_session_report(session, report)
        note(f"Report: {report}")
    if not as_json:
        from voice_interview.reports.table import session_table

        console().print(session_table(session))
        return
    from voice_interview.analysis.jsonform import to_json

    takes = [
        {
            "id": take.id,
            "question_id": take.question.id,
            "number": take.number,
            "status": take.status,
            "file": str(take.file),
            "duration_s": take.duration_s,
            "error": take.error,
            "analysis": to_json(take.analysis) if take.analysis else None,
        }
        for take in session.takes
    ]
    print_json({"id": session.id, "bank": session.bank_title, "takes": takes})
