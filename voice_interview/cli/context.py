"""What every command starts from: folders, settings, banks; and how a command ends when something is wrong."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from voice_interview import resources
from voice_interview.cli.output import note
from voice_interview.errors import AppError
from voice_interview.paths import Paths

if TYPE_CHECKING:
    from voice_interview.banks.library import Library
    from voice_interview.settings import Settings

log = logging.getLogger(__name__)


USAGE = 2


class UsageError(AppError):
    """The command was called in a way that makes no sense."""


class Context:
    """Made once for a command line; everything in it is read when it is asked for."""

    def __init__(self, data_dir: Path | None, *, verbose: bool) -> None:
        self.paths = Paths.under(data_dir) if data_dir else Paths.default()
        self.verbose = verbose

    def prepare(self) -> None:
        """Make the app's folders and begin to log.

        Raises:
            StorageError: a folder cannot be written.
        """
        from voice_interview import logs

        self.paths.create()
        logs.set_up(self.paths.logs, verbose=self.verbose)

    @property
    def settings(self) -> Settings:
        """The candidate's settings.

        Raises:
            SettingsError: the settings file is unreadable or holds an invalid value.
        """
        from voice_interview import settings

        return settings.load(self.paths.settings)

    @property
    def library(self) -> Library:
        """The shipped banks and the candidate's own."""
        from voice_interview.banks.library import load_all

        return load_all((resources.question_banks(), self.paths.banks))


def context(command: typer.Context) -> Context:
    """The context of the running command line."""
    found = command.find_object(Context)
    if found is None:
        raise RuntimeError("the command line was started without its context")
    return found


@contextmanager
def errors_in_words(command: typer.Context) -> Iterator[None]:
    """Errors end the command with a sentence and exit code 1 (2 for a wrong call) instead of a traceback.

    An unexpected one is a fault of the program: its trace goes into the log.
    """
    try:
        yield
    except UsageError as error:
        _fail(f"{error} See: {command.command_path} --help", USAGE)
    except AppError as error:
        log.info("%s %s", type(error).__name__, error.detail)
        _fail(str(error))
    except (typer.Exit, typer.Abort, BrokenPipeError):
        raise
    except Exception as error:  # noqa: BLE001 - the last place where a fault of the program can be put into words
        _fail(_keep_trace(context(command), error))


def _fail(words: str, code: int = 1) -> NoReturn:
    note(f"Error: {words}")
    raise typer.Exit(code)


def _keep_trace(here: Context, error: Exception) -> str:
    words = f"The program met an error it did not expect ({type(error).__name__})."
    try:
        here.prepare()
    except AppError:
        return f"{words} Run: voice-interview doctor"
    log.error("not expected", exc_info=error)
    return f"{words} Please report it with the log in {here.paths.logs}."
