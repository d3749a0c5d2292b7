"""What ``analyze`` is asked to do: one file, or a line of a batch."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from voice_interview.errors import AppError, AudioFileError
from voice_interview.interview.answers import AnswerJob
from voice_interview.settings import Settings
from voice_interview.transcription.types import Word

if TYPE_CHECKING:
    from voice_interview.banks.library import Library
    from voice_interview.banks.model import Question

Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class GivenWord(BaseModel):
    """A word with its times, as a transcript holds it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    text: Annotated[str, Field(min_length=1)]
    start_s: Seconds | None = None
    end_s: Seconds | None = None
    probability: Annotated[float, Field(ge=0, le=1)] | None = None

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if (self.start_s is None) != (self.end_s is None):
            raise ValueError("give both start_s and end_s of a word, or neither")
        if self.start_s is not None and self.end_s is not None and self.end_s < self.start_s:
            raise ValueError(f"the word {self.text!r} ends before it starts")
        return self


class Request(BaseModel):
    """What to analyse. At least one of ``audio``, ``transcript`` and ``words`` is given."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    audio: str | None = None
    transcript: str | None = None
    """A transcript file, or the text itself."""
    words: tuple[GivenWord, ...] | None = None
    question: str | None = None
    transcribe: bool = True

    @model_validator(mode="after")
    def _has_something_to_analyse(self) -> Self:
        if self.audio is None and self.transcript is None and self.words is None:
            raise ValueError("give audio, transcript or words")
        if self.transcript is not None and self.words is not None:
            raise ValueError("give transcript or words, not both")
        return self


def parse_line(text: str) -> Request:
    """Read one line of a batch file.

    Raises:
        AppError: the line is not JSON or not a request.
    """
    try:
        return Request.model_validate_json(text)
    except ValidationError as error:
        raise _in_words("This line cannot be analysed", error) from error


def read_transcript(file: Path) -> tuple[GivenWord, ...]:
    """Words of a transcript file: plain text, or JSON with a list of words (or an object with ``words``).

    Raises:
        AppError: the file cannot be read or is not a transcript.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise AppError(f"The transcript {file} was not found.", "Check its name and folder.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise AppError(f"The transcript {file} cannot be read.", "Give a text file in UTF-8.", repr(error)) from error
    if file.suffix.lower() != ".json":
        return _plain_words(text)
    try:
        value = json.loads(text)
        given = value["words"] if isinstance(value, dict) else value
        return Request(words=given).words or ()
    except ValidationError as error:
        raise _in_words(f"The transcript {file} is not right", error) from error
    except (json.JSONDecodeError, KeyError) as error:
        raise AppError(
            f"The transcript {file} is not a list of words in JSON.",
            'Write [{"text": "Hello", "start_s": 0.0, "end_s": 0.4}, …].',
            repr(error),
        ) from error


def to_job(request: Request, library: Library, settings: Settings, folder: Path) -> AnswerJob:
    """The job for a request; relative files are looked for beside the batch, then in the current folder.

    Raises:
        AppError: a file is missing or the question is unknown.
    """
    question: Question | None = library.question(request.question)[1] if request.question is not None else None
    given = request.words
    if request.transcript is not None:
        given = _transcript_words(request.transcript, folder)
    return AnswerJob(
        audio=_existing(request.audio, folder) if request.audio is not None else None,
        words=tuple(Word(one.text.strip(), one.start_s, one.end_s, one.probability) for one in given)
        if given is not None
        else None,
        transcribe=request.transcribe,
        model_dir=settings.model_dir,
        language=settings.language,
        question=question,
    )


def _transcript_words(given: str, folder: Path) -> tuple[GivenWord, ...]:
    looks_like_a_file = "\n" not in given and len(given) < 1000 and Path(given).suffix.lower() in (".txt", ".json")
    return read_transcript(_existing(given, folder)) if looks_like_a_file else _plain_words(given)


def _existing(name: str, folder: Path) -> Path:
    for candidate in (folder / name, Path(name)):
        if candidate.is_file():
            return candidate.resolve()
        if candidate.is_dir():
            raise AudioFileError(f"{name} is a folder.", "Give a file.")
    if folder == Path.cwd() or Path(name).is_absolute():
        raise AudioFileError(f"The file {name} was not found.", "Check its name and folder.")
    raise AudioFileError(
        f"The file {name} was not found.", f"It was looked for in {folder} and in the current folder."
    )


def _plain_words(text: str) -> tuple[GivenWord, ...]:
    return tuple(GivenWord(text=token) for token in text.split())


def _in_words(what: str, error: ValidationError) -> AppError:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    reason = str(first["msg"]).removeprefix("Value error, ")
    return AppError(f"{what}: {f'{where}: ' if where else ''}{reason}.", "Correct it and run the command again.")
