"""``voice-interview analyze``: figures for any recording or transcript, one at a time or many."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voice_interview.cli.context import Context, UsageError, context, errors_in_words
from voice_interview.cli.output import count, note, print_columns, print_json, progress
from voice_interview.errors import AppError

if TYPE_CHECKING:
    from voice_interview.analysis.results import Analysis, PointResult
    from voice_interview.banks.library import Library
    from voice_interview.banks.model import Question
    from voice_interview.interview.answers import AnswerJob
    from voice_interview.settings import Settings

NO_WORDS = "No speech model yet, so only the sound was measured. Choose one: voice-interview models path FOLDER"
DEMO_WORDS = "The words were heard by the demo model, which understands the app's own demo voice and no person."


def run(
    command: typer.Context,
    audio: Annotated[Path | None, typer.Argument(help="A recording in any usual format.", show_default=False)] = None,
    transcript: Annotated[
        Path | None,
        typer.Option(help="Use this transcript (text, or JSON words) instead of listening.", show_default=False),
    ] = None,
    question: Annotated[
        str | None,
        typer.Option(help="Id of the question that was answered: banks list --questions", show_default=False),
    ] = None,
    batch: Annotated[
        Path | None,
        typer.Option(help="A file with one JSON request a line; prints a JSON line each.", show_default=False),
    ] = None,
    model: Annotated[
        Path | None, typer.Option(help="Folder of a speech model, for this run only.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Show timing, fillers and rubric coverage of an answer.

    With --batch a line that cannot be analysed gives an error line, the rest go on, and the exit code is 0.
    """
    with errors_in_words(command):
        if batch is not None and (audio is not None or transcript is not None):
            raise UsageError("Give either a file or --batch, not both.")
        if batch is None and audio is None and transcript is None:
            raise UsageError("There is nothing to analyse. Give a recording, --transcript FILE or --batch FILE.")
        here = context(command)
        settings = here.settings
        if model is not None:
            settings = settings.model_copy(update={"model_dir": model.expanduser().resolve()})
        if batch is not None:
            _run_batch(here, settings, batch, question)
            return
        analysis, asked = _measure(here, settings, audio, transcript, question)
        _remark(analysis, settings)
        if as_json:
            from voice_interview.analysis.jsonform import to_json

            print_json(to_json(analysis))
        else:
            _print_figures(analysis, asked)


def _measure(
    here: Context, settings: Settings, audio: Path | None, transcript: Path | None, question_id: str | None
) -> tuple[Analysis, Question | None]:
    from voice_interview.cli.requests import Request, read_transcript, to_job

    def job() -> AnswerJob:
        request = Request(
            audio=str(audio) if audio is not None else None,
            words=read_transcript(transcript) if transcript is not None else None,
            question=question_id,
        )
        return to_job(request, here.library, settings, Path.cwd())

    if audio is None:  # text is measured at once, without a worker
        from voice_interview.interview.answers import answer

        made = job()
        return answer(made, lambda _share: None).analysis, made.question
    from voice_interview.cli.listening import Listener

    with Listener(settings.model_dir if transcript is None else None) as listener:
        made = job()
        with progress(f"Listening to {audio.name}") as report:
            return listener.listen(made, report).analysis, made.question


def _remark(analysis: Analysis, settings: Settings) -> None:
    if analysis.words is None:
        note(NO_WORDS)
    elif analysis.model is not None and settings.model_dir is not None:
        from voice_interview.transcription.models import inspect_model

        model = inspect_model(settings.model_dir, checksums=False)
        if model.is_demo:
            note(DEMO_WORDS)


def _print_figures(analysis: Analysis, question: Question | None) -> None:
    from voice_interview.analysis.bands import describe

    print_columns([(figure.title, figure.sentence) for figure in describe(analysis, question)])
    rubric = analysis.rubric
    if rubric is not None and rubric.scored:
        typer.echo("")
        print_columns([(point.status, _with_quotes(point)) for point in rubric.points])
    if analysis.model is not None:
        typer.echo(f"\nWords heard by: {analysis.model}")


def _with_quotes(point: PointResult) -> str:
    quotes = ", ".join(f"“{one.text}”" for one in point.evidence)
    return f"{point.label}: {quotes}" if quotes else point.label


def _run_batch(here: Context, settings: Settings, file: Path, question_id: str | None) -> None:
    from voice_interview.analysis.jsonform import to_json
    from voice_interview.cli.listening import Listener

    library = here.library
    failed = total = 0
    with Listener(settings.model_dir) as listener:
        for number, line in _lines(file):
            total += 1
            with progress(f"Line {number}") as report:
                try:
                    job = _job_of(line, question_id, library, settings, file.resolve().parent)
                    result = to_json(listener.listen(job, report).analysis)
                except AppError as error:
                    failed += 1
                    result = {"error": {"line": number, "message": error.message, "hint": error.hint}}
            print_json(result)
    if failed:
        note(f"{failed} of {count(total, 'line')} could not be analysed; each says why.")


def _job_of(line: str, question_id: str | None, library: Library, settings: Settings, folder: Path) -> AnswerJob:
    from voice_interview.cli.requests import parse_line, to_job

    request = parse_line(line)
    if request.question is None and question_id is not None:
        request = request.model_copy(update={"question": question_id})
    return to_job(request, library, settings, folder)


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    """Lines with something in them and their 1-based numbers."""
    try:
        with file.open(encoding="utf-8-sig", errors="replace") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, line
    except OSError as error:
        raise AppError(f"The batch file {file} cannot be read.", "Check its name.", repr(error)) from error
