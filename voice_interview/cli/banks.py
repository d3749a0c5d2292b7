"""``voice-interview banks``: which question banks there are, and whether a bank file is right."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voice_interview.cli.context import console, context, errors_in_words, note, print_json

app = typer.Typer(help="Question banks.", no_args_is_help=True, rich_markup_mode=None)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


@app.command("list")
def list_banks(
    command: typer.Context,
    questions: Annotated[bool, typer.Option("--questions", help="List every question with its id.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the banks, and with --questions what they ask."""
    with errors_in_words():
        library = context(command).library
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
    out = console()
    for bank in library.banks:
        out.print(f"{bank.id}: {bank.title} ({len(bank.questions)} questions)", markup=False)
        if questions:
            for one in bank.questions:
                out.print(f"  {one.id}  {one.text}", markup=False)


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Bank files to check.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Check bank files and say where and how to mend them; exit code 1 if any has an error."""
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
            typer.echo(str(one))
        if not problems:
            typer.echo(f"{len(files)} {'file is' if len(files) == 1 else 'files are'} in order.")
    if any(one.severity == "error" for one in problems):
        raise typer.Exit(1)
