"""All commands. Each is a module whose heavy imports wait until it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voice_interview import __version__
from voice_interview.cli import analyze, banks, demo, devices, doctor, history, models, practice
from voice_interview.cli.context import Context, context, errors_in_words
from voice_interview.paths import HOME_VARIABLE

app = typer.Typer(
    name="voice-interview",
    help="Practise a job interview aloud. Everything stays on this computer.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def start(
    command: typer.Context,
    data_dir: Annotated[
        Path | None,
        typer.Option(help=f"Keep everything below this folder (also: {HOME_VARIABLE}).", show_default=False),
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show the log as well.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Make what the commands share."""
    command.obj = Context(data_dir, verbose=verbose)


@app.command()
def gui(command: typer.Context) -> None:
    """Open the window."""
    from voice_interview.cli.window import open_window

    with errors_in_words(command):
        raise typer.Exit(open_window(context(command).paths))


app.command("practice")(practice.run)
app.command("analyze")(analyze.run)
app.command("history")(history.run)
app.command("demo")(demo.run)
app.command("devices")(devices.run)
app.command("doctor")(doctor.run)
app.add_typer(banks.app, name="banks")
app.add_typer(models.app, name="models")
