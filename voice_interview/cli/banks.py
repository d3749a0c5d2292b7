"""``voice-interview banks``: which question banks there are, and whether a bank file is right."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voice_interview.cli.context import context, errors_in_words
from voice_interview.cli.output import count, note, print_columns, print_json

app = typer.Typer(help="List and check question banks.", no_args_is_help=True, rich_markup_mode=None)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


@app.command("list")
def list_banks(
    command: typer.Context,
    questions: Annotated[bool, typer.Option("--questions", help="List every question with its id.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the banks, with --questions also what they ask."""
    with errors_in_words(command):
        here = context(command)
        library = here.library
        for problem in library.problems:
            note(f"Left out: {problem}")
        if as_json:
            print_json(
                [
                    {
                        "id": bank.id,
                        "title": bank.title,
                        "domain": bank.domain,
                        "questions": [{"id": one.id, "kind": one.kind, "text": one.text} for one in bank.questions],
                    }
                    for bank in library.banks
                ]
            )
            return
        if not questions:
            print_columns([(bank.id, count(len(bank.questions), "question"), bank.title) for bank in library.banks])
            return
        for bank in library.banks:
            typer.echo(f"{bank.id}: {bank.title}")
            print_columns([(one.id, one.text) for one in bank.questions], indent=2)


@app.command()
def check(
    command: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="Bank files to check.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Check bank files; says where and how to mend them.

    Exit code 1 if a file has an error; a warning is advice to its author.
    """
    with errors_in_words(command):
        from voice_interview.banks.loader import check_bank

        problems = [problem for file in files for problem in check_bank(file)]
    if as_json:
        print_json(
            [
                {
                    "file": str(one.file),
                    "line": one.line,
                    "column": one.column,
                    "severity": one.severity,
                    "message": one.message,
                    "hint": one.hint,
                }
                for one in problems
            ]
        )
    else:
        for one in problems:
            typer.echo(f"{one.severity}: {one}")
        wrong = {one.file for one in problems if one.severity == "error"}
        right = len(files) - len(wrong)
        if right:
            typer.echo(f"{count(right, 'file')} can be used." if problems else f"{count(right, 'file')} in order.")
    if any(one.severity == "error" for one in problems):
        raise typer.Exit(1)
