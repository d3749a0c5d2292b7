"""``voice-interview models``: which speech model turns your answers into words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voice_interview import resources
from voice_interview.cli.context import UsageError, context, errors_in_words
from voice_interview.cli.output import note, print_columns, print_json

app = typer.Typer(help="Show or choose the speech model.", no_args_is_help=True, rich_markup_mode=None)
NO_MODEL = (
    "No speech model yet. Recording, timing, replay and the model answers work without one; a transcript, filler "
    "words and rubric coverage need one: voice-interview models path FOLDER"
)
ABOUT_DEMO = (
    "understands the app's own demo voice and about 350 words, and no person: it is there to show and test the app."
)


@app.command("list")
def list_models(
    command: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Show the model in use, and the demo model that ships with the app."""
    with errors_in_words(command):
        from voice_interview.transcription.models import inspect_model

        chosen = context(command).settings.model_dir
        model = inspect_model(chosen) if chosen else None
        demo = inspect_model(resources.demo_model())
    if as_json:
        in_use = {"name": model.name, "path": str(model.path), "demo": model.is_demo} if model else None
        print_json({"in_use": in_use, "demo": {"name": demo.name, "path": str(demo.path), "demo": True}})
        return
    print_columns(
        [
            ("In use:", f"{model.name}, {model.path}" if model else NO_MODEL),
            ("Built in:", f"{demo.name}, {demo.path}"),
            ("", f"It {ABOUT_DEMO}"),
        ]
    )


@app.command()
def path(
    command: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Argument(help="Folder of a Whisper model in faster-whisper's format.", show_default=False),
    ] = None,
    none: Annotated[bool, typer.Option("--none", help="Use no model.")] = False,
) -> None:
    """Choose the folder of the speech model, or print the one in use."""
    with errors_in_words(command):
        from voice_interview import settings
        from voice_interview.transcription.models import inspect_model

        if folder is not None and none:
            raise UsageError("Give a folder or --none, not both.")
        here = context(command)
        now = here.settings
        if folder is None and not none:
            if now.model_dir is None:
                note(NO_MODEL)
            else:
                typer.echo(now.model_dir)
            return
        model = inspect_model(folder.expanduser().resolve()) if folder is not None else None
        settings.save(now.model_copy(update={"model_dir": model.path if model else None}), here.paths.settings)
    typer.echo(f"In use: {model.name}, {model.path}" if model else "No speech model is used any more.")
    if model is not None and model.is_demo:
        note(f"This is the demo model. It {ABOUT_DEMO} For your own answers choose a Whisper model.")
