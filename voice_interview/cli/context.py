"""What every command starts from: folders, settings, banks; and how a command ends with an expected error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from voice_interview import logs, resources, settings
from voice_interview.errors import AppError
from voice_interview.paths import Paths
from voice_interview.settings import Settings

if TYPE_CHECKING:
    from rich.console import Console

    from voice_interview.banks.library import Library


class Context:
    """Made once for a command line; everything in it is read on first use."""

    def __init__(self, data_dir: Path | None, *, verbose: bool) -> None:
        self.paths = Paths.under(data_dir) if data_dir else Paths.default()
        self.verbose = verbose

    def prepare(self) -> None:
        """Make the app's folders and begin to log.

        Raises:
            StorageError: a folder cannot be written.
        """
        self.paths.create()
        logs.set_up(self.paths.logs, verbose=self.verbose)

    @property
    def settings(self) -> Settings:
        """The candidate's settings."""
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


def console() -> Console:
    """Where people read results."""
    from rich.console import Console

    return Console(highlight=False)


def note(text: str) -> None:
    """A remark for people, kept apart from results."""
    typer.echo(text, err=True)


def print_json(value: Any) -> None:
    """One JSON document on one line of stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n")
    sys.stdout.flush()


def fail(error: AppError) -> NoReturn:
    """Say what happened and what to do, and end with exit code 1."""
    note(f"Error: {error.__class__.__str__(error)}")
    raise typer.Exit(1)


@contextmanager
def errors_in_words() -> Iterator[None]:
    """Expected errors end the command with a sentence instead of a traceback."""
    try:
        yield
    except AppError as error:
        fail(error)
