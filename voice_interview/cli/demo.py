"""``voice-interview demo``: a whole interview without hands or a screen, on the real parts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voice_interview.cli.context import Context, context, errors_in_words
from voice_interview.cli.output import console, count, print_columns

if TYPE_CHECKING:
    from voice_interview.interview.demo_script import DemoAnswer, DemoScript
    from voice_interview.storage.records import SessionRecord, TakeRecord


def run(
    command: typer.Context,
    through_audio: Annotated[
        bool,
        typer.Option(
            "--through-audio",
            help="Play the candidate through the speaker and record it with the microphone, in real time.",
        ),
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for the report and the picture of the review page.", show_default=False),
    ] = None,
) -> None:
    """Play an interview with a demo candidate.

    The voice asks, the candidate answers in a synthetic voice, and the answers are measured as yours would be.
    """
    with errors_in_words(command):
        here = context(command)
        here.prepare()
        session, script = _play(here, through_audio)
        _show(here, session, script, (out or here.paths.reports).expanduser().resolve())


def _play(here: Context, through_audio: bool) -> tuple[SessionRecord, DemoScript]:
    from voice_interview import resources
    from voice_interview.cli.demo_stage import DemoStage
    from voice_interview.instance import InstanceLock
    from voice_interview.interview.demo_script import load_script
    from voice_interview.interview.plan import Plan
    from voice_interview.storage.history import History

    script = load_script(resources.assets() / "demo" / "candidate.json")
    bank = here.library.bank(script.bank_id)
    plan = Plan.of(bank, tuple(answer.question_id for answer in script.answers))
    plan = replace(plan, bank_title=f"{bank.title} (demo)")  # so that the history tells it from one's own sessions
    typer.echo("A demo candidate is interviewed. Voice, recorder, recogniser and history are the real ones.")
    typer.echo("The recogniser uses the demo model, which understands this candidate's voice and no person.\n")
    with InstanceLock(here.paths.lock), History(here.paths.database) as history:
        stage = DemoStage(here.paths, here.settings, history, script, through_audio=through_audio)
        try:
            session_id = stage.play(plan)
        finally:
            stage.close()
        return history.session(session_id), script


def _show(here: Context, session: SessionRecord, script: DemoScript, folder: Path) -> None:
    from voice_interview.cli.window import draw_review
    from voice_interview.errors import AppError
    from voice_interview.reports.html import write_session_report
    from voice_interview.reports.table import session_table

    typer.echo("")
    console().print(session_table(session))
    typer.echo("")
    print_columns(
        [
            (f"{answer.title}:", _fillers(answer, take))
            for answer, take in zip(script.answers, session.takes, strict=True)
        ],
        indent=1,
    )
    folder.mkdir(parents=True, exist_ok=True)
    report = folder / f"{session.id}.html"
    write_session_report(session, report)
    typer.echo(f"\nReport: {report}")
    picture = folder / f"{session.id}.png"
    try:
        draw_review(here.paths, session.id, picture)
    except AppError as error:
        typer.echo(f"The review page could not be drawn: {error}")
        raise typer.Exit(1) from error
    typer.echo(f"Review page: {picture}")
    if any(take.analysis is None for take in session.takes):
        raise typer.Exit(1)


def _fillers(answer: DemoAnswer, take: TakeRecord) -> str:
    events = take.analysis.fillers.events if take.analysis is not None else None
    counted = "not counted" if events is None else f"{len(events)} counted"
    return f"{count(len(answer.spoken_fillers), 'filler')} in the script, {counted}"
