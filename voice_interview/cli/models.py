"""``voice-interview models``: which speech model turns your answers into words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voice_interview import resources
from voice_interview.cli.context import Context, UsageError, context, errors_in_words
from voice_interview.cli.output import note, print_columns, print_json, progress
from voice_interview.errors import ModelMissing

if TYPE_CHECKING:
    from voice_interview.transcription.models import SpeechModel
    from voice_interview.transcription.store.store import Store

app = typer.Typer(help="Show, fetch or choose the speech model.", no_args_is_help=True, rich_markup_mode=None)
NO_MODEL = (
    "No speech model yet. Recording, timing, replay and the model answers work without one; a transcript, filler "
    "words and rubric coverage need one: voice-interview models install NAME"
)
ABOUT_DEMO = (
    "understands the app's own demo voice and about 350 words, and no person: it is there to show and test the app."
)
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


@app.command("list")
def list_models(command: typer.Context, as_json: Json = False) -> None:
    """Show the model in use, those installed, and those that can be installed."""
    with errors_in_words(command):
        from voice_interview.cli.model_list import facts, rows
        from voice_interview.transcription.models import inspect_model

        here = context(command)
        chosen = here.settings.model_dir
        model = inspect_model(chosen) if chosen else None
        demo = inspect_model(resources.demo_model())
        if as_json:
            in_use = {"name": model.name, "path": str(model.path), "demo": model.is_demo} if model else None
            built_in = {"name": demo.name, "path": str(demo.path), "demo": True}
            print_json({"in_use": in_use, "demo": built_in, **facts(_store(here), here)})
            return
        print_columns(
            [
                ("In use:", f"{model.name}, {model.path}" if model else NO_MODEL),
                ("Built in:", f"{demo.name}, {demo.path}"),
                ("", f"It {ABOUT_DEMO}"),
            ]
        )
        typer.echo()
        print_columns(rows(_store(here), here))
        typer.echo("\n* suits this computer best. Sizes, memory and times are estimates.")


@app.command()
def install(
    command: typer.Context,
    name: Annotated[str, typer.Argument(help="A name that the list shows, such as base.en.")],
    mirror: Annotated[
        str | None, typer.Option(help="Fetch from this address of a hub, this time.", show_default=False)
    ] = None,
    as_json: Json = False,
) -> None:
    """Fetch a speech model from the internet. Ctrl+C pauses; the same command goes on later."""
    with errors_in_words(command):
        from voice_interview.cli.model_fetching import fetch
        from voice_interview.transcription.store.catalogue import CATALOGUE, entry

        wanted = entry(name)
        if wanted is None:
            raise UsageError(f"There is no model {name}. Choose one of {', '.join(one.name for one in CATALOGUE)}.")
        here = context(command)
        here.prepare()
        store = _store(here, mirror)
        model = fetch(lambda post: store.download(wanted, post), as_json=as_json)
        _use_if_first(here, model)


@app.command()
def verify(
    command: typer.Context,
    name: Annotated[str | None, typer.Argument(help="One model; all of them without it.", show_default=False)] = None,
    repair: Annotated[bool, typer.Option("--repair", help="Fetch damaged files again.")] = False,
    as_json: Json = False,
) -> None:
    """Compare every byte of the installed models with what was installed."""
    with errors_in_words(command):
        from voice_interview.cli.model_fetching import fetch

        here = context(command)
        here.prepare()
        store = _store(here)
        names = [name] if name else [one.name for one in store.installed()]
        damage: dict[str, list[str]] = {}
        for one in names:
            with progress(one) as show:
                damage[one] = list(store.verify(one, lambda done, total: show(done / max(1, total))))
        if as_json:
            print_json({"damaged": damage})
        elif not names:
            note("No speech model is installed.")
        else:
            print_columns(
                [(one, f"damaged: {', '.join(files)}" if files else "whole") for one, files in damage.items()]
            )
        damaged = [one for one, bad in damage.items() if bad]
        if repair:
            for one in damaged:
                fetch(lambda post, one=one: store.repair(one, post), as_json=as_json)  # type: ignore[misc]
        elif damaged:
            raise ModelMissing(
                f"Damaged: {', '.join(damaged)}.",
                "Fetch the damaged files again: voice-interview models verify --repair",
            )


@app.command()
def remove(
    command: typer.Context,
    name: Annotated[str, typer.Argument(help="An installed model, or one whose download was begun.")],
) -> None:
    """Delete a model from the disk."""
    with errors_in_words(command):
        from voice_interview import settings

        here = context(command)
        store = _store(here)
        if name in {one.name for one in store.begun()}:
            store.forget(name)
            typer.echo(f"The part of {name} that had arrived is removed.")
            return
        path = store.find(name).path
        store.delete(name)
        typer.echo(f"Removed: {name}")
        if here.settings.model_dir == path:
            settings.save(here.settings.model_copy(update={"model_dir": None}), here.paths.settings)
            note("It was in use; no speech model is used now.")


@app.command("import")
def import_model(
    command: typer.Context,
    source: Annotated[Path, typer.Argument(help="A folder or a zip file with a model.")],
) -> None:
    """Copy a model from a folder or a zip file, for a computer without internet."""
    with errors_in_words(command):
        here = context(command)
        here.prepare()
        with progress(source.name) as show:
            model = _store(here).import_from(source, lambda done, total: show(done / max(1, total)))
        _use_if_first(here, model)


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


def _store(here: Context, mirror: str | None = None) -> Store:
    from voice_interview.transcription.store.store import Store

    return Store(here.paths.models, mirror or here.settings.model_endpoint)


def _use_if_first(here: Context, model: SpeechModel) -> None:
    """A new model is used at once when there was none; else that is the candidate's choice."""
    from voice_interview import settings

    now = here.settings
    if model.is_demo or (now.model_dir is not None and now.model_dir.exists()):
        note(f"Installed: {model.name}. To use it: voice-interview models path {model.path}")
        return
    settings.save(now.model_copy(update={"model_dir": model.path}), here.paths.settings)
    note(f"Installed and in use: {model.name}")
