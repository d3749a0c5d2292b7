"""``voice-interview doctor``: tries every part and says what to do about those that do not work."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import typer

from voice_interview import resources
from voice_interview.cli.context import Context, context, print_json
from voice_interview.errors import AppError, DeviceError, EngineError, ModelMissing, StorageError
from voice_interview.settings import Settings

Outcome = Literal["ok", "missing", "failed"]
LEAST_FREE_BYTES = 500_000_000
"""An hour of recording takes about 115 MB as WAV and half of that when kept."""
TEST_WORDS = "I can help you."
MARKS = {"ok": "ok     ", "missing": "missing", "failed": "FAILED "}


@dataclass(frozen=True, slots=True)
class Check:
    """One part and how it is. ``missing`` is something the app can do without."""

    part: str
    outcome: Outcome
    message: str
    hint: str = ""


def run(
    command: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Check every part of the app; exit code 1 if one does not work."""
    checks = [_try(part, check, context(command)) for part, check in _CHECKS.items()]
    if as_json:
        print_json(
            [{"part": one.part, "outcome": one.outcome, "message": one.message, "hint": one.hint} for one in checks]
        )
    else:
        for one in checks:
            typer.echo(f"{MARKS[one.outcome]}  {one.part}: {one.message}{f' {one.hint}' if one.hint else ''}")
    if any(one.outcome == "failed" for one in checks):
        raise typer.Exit(1)


def _try(part: str, check: Callable[[Context], str], here: Context) -> Check:
    try:
        return Check(part, "ok", check(here))
    except ModelMissing as error:
        return Check(part, "missing", error.message, error.hint)
    except AppError as error:
        return Check(part, "failed", error.message, error.hint)


def _python(here: Context) -> str:
    return f"{sys.version.split()[0]} on {sys.platform}"


def _folders(here: Context) -> str:
    here.prepare()
    free = shutil.disk_usage(here.paths.data).free
    if free < LEAST_FREE_BYTES:
        raise StorageError(f"Only {free / 1e6:.0f} MB are free in {here.paths.data}.", "Make room for recordings.")
    return f"{here.paths.data}, {free / 1e9:.1f} GB free"


def _settings(here: Context) -> str:
    return "read" if here.settings else "defaults"


def _history(here: Context) -> str:
    from voice_interview.storage.history import History

    with History(here.paths.database) as history:
        found = len(history.sessions(limit=10_000))
    return f"{found} sessions"


def _banks(here: Context) -> str:
    library = here.library
    if library.problems:
        raise library.problems[0]
    return f"{len(library.banks)} banks, {sum(len(bank.questions) for bank in library.banks)} questions"


def _microphone(here: Context) -> str:
    from voice_interview.audio.devices import list_devices

    inputs = list_devices(refresh=False).inputs
    if not inputs:
        raise DeviceError("No microphone was found.", "Plug one in, or allow this program to use it.")
    return ", ".join(one.name for one in inputs)


def _speaker(here: Context) -> str:
    from voice_interview.audio.devices import list_devices

    outputs = list_devices(refresh=False).outputs
    if not outputs:
        raise DeviceError("No speaker was found.", "Plug one in; questions stay readable on the screen without one.")
    return ", ".join(one.name for one in outputs)


def _voice(here: Context) -> str:
    with tempfile.TemporaryDirectory() as folder:
        sound = _render(here.settings, Path(folder))
        return f"read a sentence, {sound.stat().st_size // 1000} kB of sound"


def _recogniser(here: Context) -> str:
    from voice_interview.cli.listening import Listener
    from voice_interview.interview.answers import AnswerJob

    with tempfile.TemporaryDirectory() as folder, Listener() as listener:
        sound = _render(Settings(voice_rate_wpm=155), Path(folder))
        job = AnswerJob(
            audio=sound, words=None, transcribe=True, model_dir=resources.demo_model(), language="en", question=None
        )
        words = listener.listen(job).analysis.words
    if not words:
        raise EngineError("The recogniser understood nothing of a sentence read by the voice.", "Install it again.")
    return f"understood {len(words)} words of the voice with the demo model"


def _model(here: Context) -> str:
    from voice_interview.transcription.models import inspect_model

    chosen = here.settings.model_dir
    if chosen is None:
        raise ModelMissing("No speech model yet.", "Choose one: voice-interview models path FOLDER")
    return inspect_model(chosen).name


def _window(here: Context) -> str:
    from voice_interview.cli.window import probe_window

    return f"drawn with {probe_window()}"


def _render(settings: Settings, folder: Path) -> Path:
    from voice_interview.interview.demo_candidate import Reader

    with closing(Reader(folder)) as reader:
        return reader.read(TEST_WORDS, settings.voice, settings.voice_rate_wpm)


_CHECKS: dict[str, Callable[[Context], str]] = {
    "Python": _python,
    "Folders": _folders,
    "Settings": _settings,
    "History": _history,
    "Question banks": _banks,
    "Microphone": _microphone,
    "Speaker": _speaker,
    "Voice": _voice,
    "Recogniser": _recogniser,
    "Speech model": _model,
    "Window": _window,
}
