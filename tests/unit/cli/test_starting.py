"""What starting the command line loads, and how commands end. Imports are looked at in fresh processes."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from voice_interview.cli.context import Context, UsageError, errors_in_words
from voice_interview.errors import AppError


def loaded_by(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_help_needs_nothing_heavy() -> None:
    loaded = loaded_by("import voice_interview.cli.commands")
    assert not loaded & {"pydantic", "numpy", "rich", "yaml", "sqlite3", "jinja2", "multiprocessing"}


def test_a_worker_imports_next_to_nothing_with_the_entry_point() -> None:
    loaded = loaded_by("import voice_interview.cli.app")
    assert {one for one in loaded if one.startswith("voice_interview")} == {
        "voice_interview",
        "voice_interview.cli",
        "voice_interview.cli.app",
    }
    assert "typer" not in loaded


@pytest.fixture
def quiet_log() -> Iterator[None]:
    """Takes the log's handlers away again."""
    log = logging.getLogger("voice_interview")
    yield
    for handler in list(log.handlers):
        log.removeHandler(handler)
        handler.close()


def run_and_raise(error: Exception, home: Path) -> tuple[int, str]:
    """Exit code and stderr of a command that meets ``error``."""
    app = typer.Typer(rich_markup_mode=None)

    @app.command()
    def broken(command: typer.Context) -> None:
        command.obj = Context(home, verbose=False)
        with errors_in_words(command):
            raise error

    done = CliRunner().invoke(app, prog_name="broken")
    assert done.stdout == ""
    return done.exit_code, done.stderr


def test_an_expected_error_is_a_sentence(tmp_path: Path) -> None:
    code, told = run_and_raise(AppError("It is gone.", "Look for it.", "detail"), tmp_path)
    assert (code, told) == (1, "Error: It is gone. Look for it.\n")


def test_a_wrong_call_points_to_the_help(tmp_path: Path) -> None:
    code, told = run_and_raise(UsageError("Give one."), tmp_path)
    assert (code, told) == (2, "Error: Give one. See: broken --help\n")


@pytest.mark.usefixtures("quiet_log")
def test_a_fault_of_the_program_goes_into_the_log(tmp_path: Path) -> None:
    code, told = run_and_raise(ZeroDivisionError("by zero"), tmp_path)
    logs = tmp_path / "data" / "logs"
    assert code == 1
    assert told.startswith("Error: The program met an error it did not expect (ZeroDivisionError).")
    assert str(logs) in told and "Traceback" not in told
    assert "Traceback" in (logs / "voice-interview.log").read_text(encoding="utf-8")


@pytest.mark.parametrize("how", [typer.Exit(3), typer.Exit(0)])
def test_a_command_may_end_itself(how: typer.Exit, tmp_path: Path) -> None:
    assert run_and_raise(how, tmp_path) == (how.exit_code, "")
