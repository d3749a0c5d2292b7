"""One answer from sound or text to figures: the job behind the window, ``analyze`` and the demo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from voice_interview.analysis.analyze import analyze
from voice_interview.analysis.results import Analysis
from voice_interview.audio.files import read_mono
from voice_interview.banks.model import Question
from voice_interview.transcription import worker
from voice_interview.transcription.types import Heard, Word
from voice_interview.transcription.vad import RATE_HZ

_READ_SHARE = 0.05
_HEARD_SHARE = 0.98


@dataclass(frozen=True, slots=True)
class AnswerJob:
    """What there is of one answer: its sound, its words, or both.

    Words that are given are taken as they are. Otherwise they are heard in the sound, if ``transcribe`` is set and
    there is a speech model in ``model_dir``; without one only what the sound alone tells is measured.
    """

    audio: Path | None
    words: tuple[Word, ...] | None
    transcribe: bool
    model_dir: Path | None
    language: str
    question: Question | None

    def __post_init__(self) -> None:
        if self.audio is None and self.words is None:
            raise ValueError("an answer needs sound or words")


@dataclass(frozen=True, slots=True)
class AnswerResult:
    """What was heard (None without sound) and what it amounts to."""

    heard: Heard | None
    analysis: Analysis


def answer(job: AnswerJob, report: Callable[[float], None]) -> AnswerResult:
    """Listen to one answer and analyse it; ``report`` gets the share done, 0 to 1.

    Raises:
        AudioFileError: the sound cannot be read.
        ModelMissing: the speech model's folder or a file in it is missing, damaged or of another kind.
        EngineError: the recogniser failed.
    """
    heard = _listen(job.audio, job, report) if job.audio is not None else None
    transcript = heard.transcript if heard is not None else None
    words = job.words if job.words is not None else (transcript.words if transcript is not None else None)
    analysis = analyze(
        question=job.question,
        duration_s=heard.duration_s if heard is not None else None,
        speech=heard.speech if heard is not None else None,
        words=words,
        model=transcript.model if transcript is not None else None,
    )
    report(1.0)
    return AnswerResult(heard, analysis)


def prepare(model_dir: Path | None = None) -> None:
    """Have libraries and model in memory before the first answer; bind ``model_dir`` with ``functools.partial``."""
    worker.prepare(model_dir)


def _listen(audio: Path, job: AnswerJob, report: Callable[[float], None]) -> Heard:
    samples = read_mono(audio, RATE_HZ)
    report(_READ_SHARE)
    return worker.listen(
        samples,
        model_dir=job.model_dir if job.transcribe and job.words is None else None,
        language=job.language,
        report=lambda share: report(_READ_SHARE + (_HEARD_SHARE - _READ_SHARE) * share),
    )
