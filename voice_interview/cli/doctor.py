"""``voice-interview doctor``: tries every part and says what to do about those that do not work."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from voice_interview import resources
from voice_interview.cli.context import Context, context, errors_in_words
from voice_interview.cli.output import count, print_json, print_row
from voice_interview.errors import AppError, DeviceError, EngineError, StorageError

if TYPE_CHECKING:
    from voice_interview.audio.events import RecorderEvent

Outcome = Literal["ok", "missing", "failed"]
LEAST_FREE_BYTES = 500_000_000
"""An hour of recording takes about 115 MB as WAV and half of that when kept."""
TEST_WORDS = "I can help you."
TEST_RATE_WPM = 155
MICROPHONE_LIMIT_S = 10.0
WIDTHS = (len("missing"), len("Question banks"))


class NotHere(AppError):
    """A part is not there, and the app can do without it."""


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
    """Try every part of the app and say what to do.

    Each part is ok, failed, or missing, which is something the app can do without: a speaker (questions can be read
    on the screen) and a speech model (recording, timing and replay work). A microphone it cannot do without. Exit
    code 1 if a part failed.
    """
    with errors_in_words(command):
        here = context(command)
        checks: list[Check] = []
        for part, check in _CHECKS.items():
            checks.append(_try(part, check, here))
            if not as_json:
                _show(checks[-1])
    if as_json:
        print_json(
            [{"part": one.part, "outcome": one.outcome, "message": one.message, "hint": one.hint} for one in checks]
        )
    failed = sum(one.outcome == "failed" for one in checks)
    if not as_json:
        typer.echo(f"\n{count(failed, 'part')} failed." if failed else "\nReady.")
    if failed:
        raise typer.Exit(1)


def _show(check: Check) -> None:
    print_row((check.outcome, check.part, check.message), WIDTHS)
    if check.hint:
        print_row(("", "", f"→ {check.hint}"), WIDTHS)


def _try(part: str, check: Callable[[Context], str], here: Context) -> Check:
    try:
        return Check(part, "ok", check(here))
    except NotHere as error:
        return Check(part, "missing", error.message, error.hint)
    except AppError as error:
        return Check(part, "failed", error.message, error.hint)
    except Exception as error:  # noqa: BLE001 - a doctor goes on with the other parts
        return Check(part, "failed", f"{type(error).__name__}: {error}.", "Install the app again.")


def _python(here: Context) -> str:
    return f"{sys.version.split()[0]} on {sys.platform}"


def _folders(here: Context) -> str:
    here.prepare()
    free = shutil.disk_usage(here.paths.data).free
    if free < LEAST_FREE_BYTES:
        raise StorageError(f"Only {free / 1e6:.0f} MB are free in {here.paths.data}.", "Make room for recordings.")
    return f"{here.paths.data}, {free / 1e9:.1f} GB free"


def _settings(here: Context) -> str:
    file = here.paths.settings
    return str(file) if here.settings and file.exists() else "the defaults"


def _history(here: Context) -> str:
    from voice_interview.storage.history import History

    with History(here.paths.database) as history:
        return count(len(history.sessions(limit=1_000_000)), "session")


def _banks(here: Context) -> str:
    library = here.library
    if library.problems:
        files = " ".join(one.file for one in library.problems)
        raise NotHere(
            f"{count(len(library.problems), 'bank file')} cannot be used and is left out.",
            f"See what is wrong: voice-interview banks check {files}",
        )
    questions = sum(len(bank.questions) for bank in library.banks)
    return f"{count(len(library.banks), 'bank')}, {count(questions, 'question')}"


def _microphone(here: Context) -> str:
    """Opens the microphone that would record and waits for its first sound; keeps nothing."""
    import queue

    from voice_interview.audio.devices import Kind, choose_device, list_devices
    from voice_interview.audio.events import MicrophoneFailed, MicrophoneReady
    from voice_interview.audio.recorder import Recorder

    remembered = here.settings.microphone
    chosen = choose_device(list_devices(), remembered, Kind.MICROPHONE)
    events: queue.SimpleQueue[RecorderEvent] = queue.SimpleQueue()
    recorder = Recorder(here.paths.recordings, events.put)
    recorder.open(remembered)
    try:
        match events.get(timeout=MICROPHONE_LIMIT_S):
            case MicrophoneReady(device, rate_hz):
                instead = f", instead of {chosen.instead_of}, which is gone" if chosen.instead_of else ""
                return f"{device}{instead}: sound comes at {rate_hz / 1000:g} kHz"
            case MicrophoneFailed(error):
                raise error
            case event:
                raise DeviceError(f"The microphone reports {type(event).__name__}.", "Try again.")
    except queue.Empty as error:
        raise DeviceError(
            "The microphone does not answer.", "Choose another one, or restart the computer."
        ) from error
    finally:
        recorder.close(1.0)


def _speaker(here: Context) -> str:
    from voice_interview.audio.devices import Kind, choose_device, list_devices

    devices = list_devices()
    if not devices.outputs:
        raise NotHere("No speaker was found.", "Plug one in to hear the questions; they can be read without one.")
    chosen = choose_device(devices, here.settings.speaker, Kind.SPEAKER)
    instead = f", instead of {chosen.instead_of}, which is gone" if chosen.instead_of else ""
    return f"{chosen.device.name}{instead}"


def _voice(here: Context) -> str:
    settings = here.settings
    with tempfile.TemporaryDirectory() as folder:
        sound = _render(Path(folder), settings.voice, settings.voice_rate_wpm)
        return f"read a sentence, {sound.stat().st_size // 1000} kB of sound"


def _recogniser(here: Context) -> str:
    from voice_interview.cli.listening import Listener
    from voice_interview.interview.answers import AnswerJob

    demo = resources.demo_model()
    with tempfile.TemporaryDirectory() as folder, Listener(demo) as listener:
        sound = _render(Path(folder), None, TEST_RATE_WPM)
        job = AnswerJob(audio=sound, words=None, transcribe=True, model_dir=demo, language="en", question=None)
        words = listener.listen(job, lambda _share: None).analysis.words
    if not words:
        raise EngineError("The recogniser understood nothing of a sentence read by the voice.", "Install it again.")
    return f"understood {count(len(words), 'word')} of the voice with the demo model"


def _model(here: Context) -> str:
    from voice_interview.transcription.models import inspect_model

    chosen = here.settings.model_dir
    if chosen is None:
        raise NotHere(
            "No speech model yet: there are no transcripts and no rubric coverage of your answers.",
            "Choose one: voice-interview models path FOLDER",
        )
    model = inspect_model(chosen)
    if model.is_demo:
        raise NotHere(
            "The demo model is chosen, which understands the app's own voice and no person.",
            "Choose a Whisper model: voice-interview models path FOLDER",
        )
    return f"{model.name}, {model.path}"


def _window(here: Context) -> str:
    from voice_interview.cli.window import probe_window

    return f"drawn with {probe_window()}"


def _render(folder: Path, voice: str | None, rate_wpm: int) -> Path:
    from voice_interview.interview.demo_candidate import Reader

    with closing(Reader(folder)) as reader:
        return reader.read(TEST_WORDS, voice, rate_wpm)


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
