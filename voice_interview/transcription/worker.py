"""Listening to one recording: what the speech lane's worker does with the sound."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from voice_interview.transcription import vad, whisper
from voice_interview.transcription.native import faster_whisper
from voice_interview.transcription.types import Heard, Transcript

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_VAD_SHARE = 0.05


def prepare(model_dir: Path | None) -> None:
    """Have the libraries and the model, if there is one, in memory before the first recording.

    Raises:
        ModelMissing: the folder or a file in it is missing, damaged or of another kind.
    """
    import numpy as np

    faster_whisper()
    vad.speech_spans(np.zeros(vad.RATE_HZ, np.float32))
    if model_dir is not None:
        whisper.load(model_dir)


def listen(
    samples: npt.NDArray[np.float32],
    *,
    model_dir: Path | None,
    language: str,
    report: Callable[[float], None],
) -> Heard:
    """Find speech in mono sound at 16 kHz and, with a model, its words. The first use of a model keeps it loaded.

    Raises:
        ModelMissing: the folder or a file in it is missing, damaged or of another kind.
        EngineError: the model does not know the language, or failed.
    """
    import numpy as np

    samples = np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0)
    speech = vad.speech_spans(samples)
    report(_VAD_SHARE)
    transcript: Transcript | None = None
    if model_dir is not None:
        transcript = whisper.transcribe(
            samples,
            speech,
            model_dir=model_dir,
            language=language,
            report=lambda share: report(_VAD_SHARE + (1 - _VAD_SHARE) * share),
        )
    return Heard(len(samples) / vad.RATE_HZ, speech, transcript)
