"""The real recogniser with the demo model, on real rendered speech."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.speaker import RATE_HZ, SENTENCES, Samples, Speaker, plain_words, word_errors
from voice_interview import resources
from voice_interview.errors import EngineError, ModelMissing
from voice_interview.transcription import whisper
from voice_interview.transcription.types import Heard, Span, Word
from voice_interview.transcription.worker import listen, prepare

PAUSE_S = 2.5


def hear(samples: Samples, report: Callable[[float], None] = lambda share: None) -> Heard:
    return listen(samples, model_dir=resources.demo_model(), language="en", report=report)


def text_of(heard: Heard) -> str:
    assert heard.transcript is not None
    return " ".join(word.text for word in heard.transcript.words)


@pytest.fixture(scope="module")
def long_answer(speaker: Speaker) -> Samples:
    """A minute and more, with long pauses for thought."""
    return speaker.answer(SENTENCES, PAUSE_S)


@pytest.fixture(scope="module")
def heard_long(long_answer: Samples) -> tuple[Heard, list[float]]:
    shares: list[float] = []
    return hear(long_answer, shares.append), shares


def times(word: Word) -> tuple[float, float]:
    assert word.start_s is not None
    assert word.end_s is not None
    return word.start_s, word.end_s


def test_a_long_answer_with_long_pauses_is_understood(heard_long: tuple[Heard, list[float]]) -> None:
    heard, _ = heard_long
    assert heard.duration_s > 60
    assert word_errors(" ".join(SENTENCES), text_of(heard)) < 0.06
    assert heard.transcript is not None
    assert heard.transcript.model == "Demo model (demo voice only)"
    assert heard.transcript.language == "en"


def test_pauses_are_where_they_were_made(heard_long: tuple[Heard, list[float]], speaker: Speaker) -> None:
    heard, _ = heard_long
    gaps = [Span(one.end_s, next_.start_s) for one, next_ in itertools.pairwise(heard.speech)]
    long_gaps = [gap for gap in gaps if gap.length_s > 2]
    assert len(long_gaps) == len(SENTENCES) - 1
    at_s = 0.0
    for sentence, gap in zip(SENTENCES, long_gaps, strict=False):
        at_s += len(speaker.samples(sentence)) / RATE_HZ
        assert gap.start_s == pytest.approx(at_s, abs=0.5)  # espeak itself ends a sentence with some silence
        at_s += PAUSE_S
        assert gap.end_s == pytest.approx(at_s, abs=0.2)


def test_words_lie_in_speech_and_in_order(heard_long: tuple[Heard, list[float]]) -> None:
    heard, _ = heard_long
    assert heard.transcript is not None
    words = heard.transcript.words
    for word in words:
        start_s, end_s = times(word)
        assert start_s <= end_s <= heard.duration_s
        assert any(span.start_s - 0.35 <= start_s and end_s <= span.end_s + 0.35 for span in heard.speech), word
        assert word.probability is not None
        assert 0 < word.probability <= 1
        assert {type(start_s), type(end_s), type(word.probability)} == {float}  # numpy's own go into no JSON
        assert word.text == word.text.strip() != ""
    assert all(times(one)[0] <= times(other)[0] for one, other in itertools.pairwise(words))
    assert words[0].text[0] == "I"
    assert any(word.text.endswith(".") for word in words)  # as written, punctuation and all


def test_progress_grows_to_nearly_all(heard_long: tuple[Heard, list[float]]) -> None:
    _, shares = heard_long
    assert len(shares) > 4
    assert shares == sorted(shares)
    assert shares[-1] > 0.9
    assert max(shares) <= 1


def test_the_first_words_are_timed_where_they_are_said(speaker: Speaker) -> None:
    said = speaker.samples("I worked at a bank for five years.")
    heard = hear(np.concatenate([np.zeros(3 * RATE_HZ, np.float32), said]))
    assert heard.transcript is not None
    assert times(heard.transcript.words[0])[0] == pytest.approx(3.0, abs=0.35)


def test_fillers_are_kept(speaker: Speaker) -> None:
    heard = hear(speaker.samples("Um, I worked at a bank, uh, for five years."))
    assert plain_words(text_of(heard)) == plain_words("Um, I worked at a bank, uh, for five years.")


def test_without_a_model_speech_is_found_all_the_same(speaker: Speaker) -> None:
    samples = speaker.answer(SENTENCES[:3], PAUSE_S)
    heard = listen(samples, model_dir=None, language="en", report=lambda share: None)
    assert heard.transcript is None
    assert len(heard.speech) >= 3
    assert heard.duration_s == len(samples) / RATE_HZ


def noise(seconds: float, level: float) -> Samples:
    return np.random.default_rng(3).normal(0, level, round(seconds * RATE_HZ)).astype(np.float32)


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(0, np.float32),
        np.zeros(1, np.float32),
        noise(0.006, 0.5),
        np.zeros(511, np.float32),
        np.zeros(31 * RATE_HZ, np.float32),
        noise(20, 0.003),
        noise(20, 0.3),
        np.sin(np.arange(5 * RATE_HZ) * 0.2).astype(np.float32),
        np.full(RATE_HZ, 0.7, np.float32),
        np.full(RATE_HZ, np.nan, np.float32),
    ],
    ids=["empty", "one", "click", "511", "silence", "hiss", "noise", "tone", "offset", "nan"],
)
def test_nothing_is_made_up_where_nobody_speaks(samples: Samples) -> None:
    heard = hear(samples)
    assert heard.transcript is not None
    assert heard.transcript.words == ()
    assert heard.duration_s == len(samples) / RATE_HZ


def test_sound_is_left_as_it_was(speaker: Speaker) -> None:
    samples = speaker.samples(SENTENCES[0])
    before = samples.copy()
    hear(samples)
    assert (samples == before).all()


def test_a_low_voice_in_hiss_is_understood(speaker: Speaker) -> None:
    samples = speaker.answer(SENTENCES[:4], 0.6) * 0.05  # 26 dB down
    assert word_errors(" ".join(SENTENCES[:4]), text_of(hear(samples + noise(len(samples) / RATE_HZ, 0.0003)))) < 0.1


def test_a_model_is_loaded_once() -> None:
    assert whisper.load(resources.demo_model())[1] is whisper.load(resources.demo_model())[1]


def test_a_model_that_became_worse_is_noticed(tmp_path: Path, speaker: Speaker) -> None:
    import shutil

    model = tmp_path / "model"
    shutil.copytree(resources.demo_model(), model)
    samples = speaker.samples(SENTENCES[0])
    listen(samples, model_dir=model, language="en", report=lambda share: None)
    (model / "tokenizer.json").unlink()
    with pytest.raises(ModelMissing, match=r"tokenizer\.json is missing"):
        listen(samples, model_dir=model, language="en", report=lambda share: None)


def test_prepare_takes_a_model_or_none(tmp_path: Path) -> None:
    prepare(None)
    prepare(resources.demo_model())
    with pytest.raises(ModelMissing):
        prepare(tmp_path / "none")


@pytest.mark.parametrize("language", ["en-US", "EN", "en_GB"])
def test_regional_languages_are_their_language(speaker: Speaker, language: str) -> None:
    samples = speaker.samples(SENTENCES[0])
    heard = listen(samples, model_dir=resources.demo_model(), language=language, report=lambda share: None)
    assert heard.transcript is not None
    assert heard.transcript.language == "en"
    assert heard.transcript.words


class _Failing:
    """Stands for a loaded multilingual model or for one that breaks: the demo model does neither."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def transcribe(self, samples: Samples, **options: object) -> None:
        raise self._error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ValueError("'xx' is not a valid language code"), "does not know the language 'xx'"),
        (RuntimeError("mkl_malloc: failed to allocate memory"), "recogniser failed"),
    ],
)
def test_failures_of_the_library_are_told(monkeypatch: pytest.MonkeyPatch, error: Exception, words: str) -> None:
    model, _ = whisper.load(resources.demo_model())
    monkeypatch.setattr(whisper, "load", lambda folder: (model, _Failing(error)))
    with pytest.raises(EngineError, match=words):
        whisper.transcribe(
            np.zeros(RATE_HZ, np.float32),
            (Span(0, 1),),
            model_dir=resources.demo_model(),
            language="xx",
            report=lambda share: None,
        )


def test_the_hub_is_never_asked() -> None:
    """In a fresh process, with every connection refused."""
    code = """
import socket
def refuse(*args, **kwargs): raise AssertionError("went online")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
import numpy as np
from voice_interview import resources
from voice_interview.transcription.worker import listen
x = np.zeros(16000, np.float32)
heard = listen(x, model_dir=resources.demo_model(), language="en", report=lambda share: None)
import huggingface_hub.constants
assert huggingface_hub.constants.HF_HUB_OFFLINE
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
