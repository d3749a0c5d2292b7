"""Work for the voice's lane. It wants a fresh process for each job."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

from voice_interview.speech.pyttsx3_engine import Pyttsx3Engine
from voice_interview.speech.types import RenderJob, VoiceEngine, VoiceInfo

ENGINE_NAME = "interviewer's voice"
SILENCE_LIMIT_S = 20.0
"""A question of fifty words takes well under a second; slow computers and large system voices get time to spare."""


@functools.cache
def _engine() -> VoiceEngine:
    return Pyttsx3Engine()


def prepare() -> None:
    """Have the engine up before the first job."""
    _engine()


def render(job: RenderJob, report: Callable[[float], None]) -> Path:
    """Render one text; gives ``job.out`` back.

    Raises:
        EngineError: the engine or the voice is not available, or made no sound.
        StorageError: the file cannot be written.
    """
    engine = _engine()
    report(0.5)
    engine.render(job)
    return job.out


def voices(job: None, report: Callable[[float], None]) -> tuple[VoiceInfo, ...]:  # noqa: ARG001 - a lane's signature
    """All voices of this computer.

    Raises:
        EngineError: this computer has no voice engine.
    """
    return _engine().voices()
