"""Speech to words with faster-whisper on the processor, offline."""

from __future__ import annotations

import functools
import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voice_interview.errors import EngineError
from voice_interview.transcription.cleanup import spoken_words
from voice_interview.transcription.models import SpeechModel, damaged, inspect_model
from voice_interview.transcription.native import faster_whisper
from voice_interview.transcription.types import Span, Transcript, Word
from voice_interview.transcription.vad import RATE_HZ

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_HOTWORDS = "Um, uh, hmm, er, ah."
"""Whisper leaves fillers out unless each window is shown some. A longer prompt made models lose sentences."""
_FILTER = {"min_silence_duration_ms": 1000, "speech_pad_ms": 400}
"""Silences over a second are cut out before the model hears them: in silence it makes words up."""


def load(folder: Path) -> tuple[SpeechModel, Any]:
    """The checked model and the loaded one, kept for the next time in this process.

    Raises:
        ModelMissing: the folder or a file in it is missing, damaged or of another kind.
    """
    inspect_model(folder, checksums=False)
    facts = (folder.expanduser() / "model.bin").stat()
    return _load(folder, facts.st_mtime_ns, facts.st_size)


@functools.lru_cache(maxsize=1)
def _load(folder: Path, _changed_ns: int, _size: int) -> tuple[SpeechModel, Any]:
    model = inspect_model(folder)
    library = faster_whisper()
    try:
        engine = library.WhisperModel(
            str(model.path), device="cpu", compute_type="int8", cpu_threads=threads(), local_files_only=True
        )
    except MemoryError as error:
        raise EngineError(
            f"There is not enough memory for the speech model {model.name}.",
            "Close other programs, or choose a smaller speech model.",
        ) from error
    except Exception as error:  # RuntimeError for bad weights, a bare Exception for a bad tokenizer
        raise damaged(model.path, repr(error)) from error
    return model, engine


def transcribe(
    samples: npt.NDArray[np.float32],
    speech: tuple[Span, ...],
    *,
    model_dir: Path,
    language: str,
    report: Callable[[float], None],
) -> Transcript:
    """Words of mono sound at 16 kHz, verbatim as far as the model goes, each with times and a probability.

    ``speech`` are the stretches somebody speaks in; words elsewhere are taken for inventions and dropped.
    ``report`` gets the share done, 0 to 1.

    Raises:
        ModelMissing: the folder or a file in it is missing, damaged or of another kind.
        EngineError: the model does not fit the memory, does not know the language, or failed.
    """
    model, engine = load(model_dir)
    language = language.lower().replace("_", "-").partition("-")[0]
    if not speech:
        return Transcript((), language, model.name)
    try:
        segments, info = engine.transcribe(
            samples.copy(),
            language=language,
            beam_size=5,
            temperature=[0.0, 0.2],  # every further step costs a whole window once more
            condition_on_previous_text=False,
            suppress_tokens=[],  # keeps the dash of a false start
            hotwords=_HOTWORDS if language == "en" else None,
            word_timestamps=True,
            vad_filter=True,
            vad_parameters=_FILTER,
        )
        words: list[Word] = []
        for segment in segments:
            words += [_word(one) for one in segment.words or ()]
            report(min(1.0, segment.end * RATE_HZ / len(samples)))
    except ValueError as error:
        raise EngineError(
            f"The speech model {model.name} does not know the language {language!r}.",
            "Choose another language or another model.",
            type(error).__qualname__,
        ) from error
    except RuntimeError as error:
        raise EngineError(
            "The speech recogniser failed.", "Try again, or choose a smaller speech model.", str(error)
        ) from error
    return Transcript(
        spoken_words((word for word in words if word.text.strip("♪")), speech), info.language, model.name
    )


def _word(one: Any) -> Word:
    """In plain numbers: the library gives numpy's, which JSON refuses, and NaN for a word it found no sound for."""
    probability = float(one.probability)
    return Word(
        one.word.strip(), float(one.start), float(one.end), probability if math.isfinite(probability) else None
    )


def threads() -> int:
    """Half the processors: the window stays quick, and twice as many threads on the same cores gain little."""
    return max(1, min(8, (os.cpu_count() or 2) // 2))
