"""``voice-interview history``: past sessions and their figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voice_interview.cli.context import console, context, errors_in_words, print_json

if TYPE_CHECKING:
    from voice_interview.storage.records import SessionRecord


def run(
    command: typer.Context,
    session: Annotated[
        str | None, typer.Argument(help="A session's id: show its answers.", show_default=False)
    ] = None,
    report: Annotated[
        Path | None, typer.Option(help="With a session: write its HTML report here.", show_default=False)
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many sessions.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """List past sessions, or show one."""
    from voice_interview.storage.history import History

    here = context(command)
    with errors_in_words():
        here.prepare()
        with History(here.paths.database) as history:
            if session is not None:
                _show_session(history.session(session), report, as_json)
                return
            found = history.sessions(limit=limit)
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
    for one in found:
        when = one.started_at.astimezone().strftime("%Y-%m-%d %H:%M")
        typer.echo(f"{one.id}  {when}  {one.bank_title}: {one.take_count} answers, {one.recorded_s:.0f} s")


def _show_session(session: SessionRecord, report: Path | None, as_json: bool) -> None:
    from voice_interview.analysis.jsonform import to_json
    from voice_interview.reports.table import session_table

    if report is not None:
        from voice_interview.reports.html import write_session_report

        write_session_report(session, report)
        typer.echo(f"Report: {report}", err=True)
    if as_json:
        takes: list[dict[str, Any]] = [
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
        return
    console().print(session_table(session))
