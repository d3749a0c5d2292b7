"""The whole job on one answer, in the real worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.helpers.posted import Posted
from tests.helpers.speaker import RATE_HZ, SENTENCES, Samples, Speaker, plain_words, word_errors
from voice_interview import resources
from voice_interview.banks.model import Kind, Point, Question
from voice_interview.errors import AudioFileError, EngineError, ModelMissing
from voice_interview.interview.answers import AnswerJob, AnswerResult, answer, prepare
from voice_interview.interview.lanes import JobFailed, JobProgress, Lane
from voice_interview.transcription.types import Word

QUESTION = Question(
    id="bank-work",
    text="Tell me about your experience.",
    role="Collections officer",
    kind=Kind.GENERAL,
    why_asked="To hear what you have done.",
    how_to_answer=("Say where and how long.",),
    what_not_to_say=("Nothing about money.",),
    rubric=(
        Point(id="where", label="Says where", evidence=(("at a bank",),)),
        Point(id="lottery", label="Names the lottery", evidence=(("won the lottery",),)),
    ),
    model_answer="I worked at a bank for five years.",
)


def keep(samples: Samples, file: Path) -> Path:
    soundfile.write(file, samples, RATE_HZ, subtype="PCM_16")
    return file


def job_for(
    audio: Path | None, *, words: tuple[Word, ...] | None = None, transcribe: bool = True, model: Path | None = None
) -> AnswerJob:
    return AnswerJob(audio, words, transcribe, model or resources.demo_model(), "en", QUESTION)


@pytest.fixture(scope="module")
def recording(speaker: Speaker, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("answers")
    return keep(speaker.answer(SENTENCES[:3], 1.5), folder / "answer.wav")


@pytest.fixture(scope="module")
def minutes(speaker: Speaker, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Long enough to be caught in the middle of."""
    folder = tmp_path_factory.mktemp("answers")
    return keep(np.tile(speaker.answer(SENTENCES, 0.5), 4), folder / "minutes.wav")


@pytest.fixture
def post() -> Posted:
    return Posted()


@pytest.fixture
def lane(post: Posted) -> Iterator[Lane[AnswerJob]]:
    one: Lane[AnswerJob] = Lane(
        "speech recogniser",
        answer,
        post,
        silence_limit_s=60,
        prepare=partial(prepare, resources.demo_model()),
    )
    yield one
    assert one.close(10)


def text_of(result: AnswerResult) -> str:
    assert result.analysis.words is not None
    return " ".join(word.text for word in result.analysis.words)


def test_a_spoken_answer_becomes_words_and_figures(lane: Lane[AnswerJob], post: Posted, recording: Path) -> None:
    lane.submit("one", job_for(recording))
    result: AnswerResult = post.result("one")
    assert word_errors(" ".join(SENTENCES[:3]), text_of(result)) == 0
    analysis = result.analysis
    assert analysis.question_id == "bank-work"
    assert analysis.model == "Demo model (demo voice only)"
    assert analysis.timing.duration_s == soundfile.info(recording).duration
    assert analysis.timing.pauses is not None
    assert len(analysis.timing.pauses) == 2
    assert analysis.rubric is not None
    assert [point.status for point in analysis.rubric.points] == ["covered", "missing"]
    evidence = analysis.rubric.points[0].evidence[0]
    assert plain_words(evidence.text) == ["at", "a", "bank"]
    shares = [event.share for event in post.seen if isinstance(event, JobProgress)]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_given_words_are_taken_as_they_are(recording: Path) -> None:
    words = (Word("I"), Word("worked"), Word("at"), Word("a"), Word("bank."))
    told = answer(job_for(None, words=words), lambda share: None)
    assert told.heard is None
    assert told.analysis.words == words
    assert told.analysis.model is None
    assert told.analysis.timing.duration_s is None
    both = answer(job_for(recording, words=words), lambda share: None)
    assert both.analysis.words == words
    assert both.analysis.model is None
    assert both.heard is not None
    assert both.heard.transcript is None  # nothing was transcribed behind their back
    assert both.analysis.timing.duration_s == soundfile.info(recording).duration


@pytest.mark.parametrize("without", ["model", "wish"])
def test_the_sound_alone_is_measured_without_words(recording: Path, without: str) -> None:
    model = None if without == "model" else resources.demo_model()
    result = answer(AnswerJob(recording, None, without != "wish", model, "en", QUESTION), lambda share: None)
    assert result.analysis.words is None
    assert result.analysis.model is None
    assert result.analysis.timing.word_count is None
    assert result.analysis.timing.speaking_s is not None
    assert result.analysis.timing.speaking_s > 4
    assert result.analysis.rubric is not None
    assert not result.analysis.rubric.scored


def test_silence_has_no_words_and_is_not_scored(tmp_path: Path) -> None:
    result = answer(job_for(keep(np.zeros(5 * RATE_HZ, np.float32), tmp_path / "silence.wav")), lambda share: None)
    assert result.analysis.words == ()
    assert result.analysis.rubric is not None
    assert not result.analysis.rubric.scored
    assert result.analysis.rubric.coverage is None


def test_an_answer_of_nothing_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="sound or words"):
        job_for(None)


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX")
def test_a_worker_killed_in_the_middle_costs_that_try_only(
    lane: Lane[AnswerJob], post: Posted, minutes: Path, recording: Path
) -> None:
    lane.submit("long", job_for(minutes))
    while True:
        event = post.next()
        assert isinstance(event, JobProgress)
        if event.share > 0.1:
            break
    assert lane.pid is not None
    os.kill(lane.pid, signal.SIGKILL)
    failed = post.failure("long").error
    assert isinstance(failed, EngineError)
    assert failed.message == "The speech recogniser stopped."
    assert failed.detail == "exit code -9"
    lane.submit("again", job_for(recording))
    assert word_errors(" ".join(SENTENCES[:3]), text_of(post.result("again"))) == 0


def test_cancelling_in_the_middle_is_silent(
    lane: Lane[AnswerJob], post: Posted, minutes: Path, recording: Path
) -> None:
    lane.submit("long", job_for(minutes))
    while post.next().share < 0.1:  # type: ignore[union-attr]  # nothing but progress can come
        pass
    lane.cancel("long")
    lane.submit("next", job_for(recording))
    assert post.result("next")
    assert not any(isinstance(event, JobFailed) for event in post.seen)


def test_what_is_wrong_with_file_or_model_keeps_its_type(
    lane: Lane[AnswerJob], post: Posted, recording: Path, tmp_path: Path
) -> None:
    (tmp_path / "text.wav").write_text("no sound")
    lane.submit("text", job_for(tmp_path / "text.wav"))
    assert isinstance(post.failure("text").error, AudioFileError)
    lane.submit("gone", job_for(tmp_path / "gone.wav"))
    assert isinstance(post.failure("gone").error, AudioFileError)
    lane.submit("no model", job_for(recording, model=tmp_path / "none"))
    error = post.failure("no model").error
    assert isinstance(error, ModelMissing)
    assert str(tmp_path / "none") in error.message
    lane.submit("fine", job_for(recording))
    assert post.result("fine")


def test_the_worker_of_the_recogniser_has_no_qt(recording: Path, post: Posted) -> None:
    lane: Lane[AnswerJob] = Lane("speech recogniser", _answer_and_list_modules, post, silence_limit_s=60)
    try:
        lane.submit("one", job_for(recording))
        modules: set[str] = post.result("one")
    finally:
        assert lane.close(10)
    assert "faster_whisper" in modules
    assert not modules & {"PySide6", "sounddevice", "sqlalchemy", "pyttsx3", "typer", "torch"}


SCRIPT = """
import sys
from pathlib import Path
from tests.helpers.posted import Posted
from voice_interview import resources
from voice_interview.interview.answers import AnswerJob, answer
from voice_interview.interview.lanes import Lane

if __name__ == "__main__":
    post = Posted()
    lane = Lane("speech recogniser", answer, post, silence_limit_s=60)
    job = AnswerJob(Path(sys.argv[1]), None, True, resources.demo_model(), "en", None)
    lane.submit("one", job)
    print(len(post.result("one").analysis.words))
    lane.submit("two", job)
    post.next()
    lane.cancel("two")
    assert lane.close(10)
"""


def test_a_program_that_listened_ends_without_a_word_on_stderr(recording: Path, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(SCRIPT)
    ended = subprocess.run(
        [sys.executable, str(tmp_path / "program.py"), str(recording)],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert int(ended.stdout) > 15
    assert ended.stderr == ""


def _answer_and_list_modules(job: AnswerJob, report: object) -> set[str]:
    answer(job, lambda share: None)
    return set(sys.modules)
