"""``voice-interview analyze``: figures for any recording or transcript, one at a time or many."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voice_interview.cli.context import Context, console, context, errors_in_words, note, print_json
from voice_interview.errors import AppError

if TYPE_CHECKING:
    from voice_interview.analysis.results import Analysis
    from voice_interview.banks.model import Question
    from voice_interview.settings import Settings


def run(
    command: typer.Context,
    audio: Annotated[Path | None, typer.Argument(help="A recording in any usual format.", show_default=False)] = None,
    transcript: Annotated[
        Path | None,
        typer.Option(help="Use this transcript (text, or JSON words) instead of listening.", show_default=False),
    ] = None,
    question: Annotated[
        str | None, typer.Option(help="Id of the question that was answered.", show_default=False)
    ] = None,
    batch: Annotated[
        Path | None, typer.Option(help="A file with one JSON request a line; prints a JSON line each.")
    ] = None,
    model: Annotated[
        Path | None, typer.Option(help="Folder of a speech model, for this run only.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Show timing, fillers and rubric coverage of an answer."""
    with errors_in_words():
        here = context(command)
        settings = here.settings
        if model is not None:
            settings = settings.model_copy(update={"model_dir": model.expanduser().resolve()})
        if batch is not None:
            if audio is not None or transcript is not None:
                raise AppError("Give either a file or --batch, not both.")
            _run_batch(here, settings, batch, question)
            return
        if audio is None and transcript is None:
            raise AppError("There is nothing to analyse.", "Give a recording, --transcript FILE or --batch FILE.")
        _run_one(here, settings, audio, transcript, question, as_json)


def _run_one(
    here: Context,
    settings: Settings,
    audio: Path | None,
    transcript: Path | None,
    question_id: str | None,
    as_json: bool,
) -> None:
    from voice_interview.analysis.jsonform import to_json
    from voice_interview.cli.listening import Listener
    from voice_interview.cli.requests import Request, read_transcript, to_job

    request = Request(
        audio=str(audio) if audio is not None else None,
        words=read_transcript(transcript) if transcript is not None else None,
        question=question_id,
    )
    job = to_job(request, here.library, settings, Path.cwd())
    with Listener() as listener:
        analysis = listener.listen(job).analysis
    if analysis.words is None:
        note("No speech model yet, so only the sound was measured. Choose one: voice-interview models path FOLDER")
    if as_json:
        print_json(to_json(analysis))
    else:
        _print_figures(analysis, job.question)


def _print_figures(analysis: Analysis, question: Question | None) -> None:
    from voice_interview.analysis.bands import describe

    out = console()
    for figure in describe(analysis, question):
        out.print(figure.sentence, markup=False)
    rubric = analysis.rubric
    if rubric is None or not rubric.scored:
        return
    for point in rubric.points:
        quotes = "; ".join(f"“{one.text}”" for one in point.evidence)
        out.print(f"  {point.status:<8} {point.label}{f': {quotes}' if quotes else ''}", markup=False)


def _run_batch(here: Context, settings: Settings, file: Path, question_id: str | None) -> None:
    from voice_interview.analysis.jsonform import to_json
    from voice_interview.cli.listening import Listener
    from voice_interview.cli.requests import parse_line, to_job

    library = here.library
    failed = total = 0
    with Listener() as listener:
        for number, line in _lines(file):
            total += 1
            try:
                request = parse_line(line)
                if request.question is None and question_id is not None:
                    request = request.model_copy(update={"question": question_id})
                job = to_job(request, library, settings, file.resolve().parent)
                result: dict[str, Any] = to_json(listener.listen(job).analysis)
            except AppError as error:
                failed += 1
                result = {"error": {"line": number, "message": error.message, "hint": error.hint}}
            print_json(result)
    if failed:
        note(f"{failed} of {total} lines could not be analysed; each says why.")


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    """Lines with something in them and their 1-based numbers."""
    try:
        with file.open(encoding="utf-8-sig", errors="replace") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, line
    except OSError as error:
        raise AppError(f"The batch file {file} cannot be read.", "Check its name.", repr(error)) from error
