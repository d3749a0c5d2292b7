"""What a voice engine is asked for and what it gives."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """One voice of the engine; ``language`` as the engine writes it ("en-us"), empty if it does not say."""

    id: str
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class RenderJob:
    """Text to be read into the WAV file ``out``, an absolute path.

    ``voice`` is an id, None for an English voice of the engine's own. Sound is rendered at full volume: how loud
    it is heard is the player's business.
    """

    text: str
    voice: str | None
    rate_wpm: int
    out: Path


class VoiceEngine(Protocol):
    """Reads text into files."""

    def render(self, job: RenderJob) -> None:
        """Write ``job.out``, whole or not at all.

        Raises:
            EngineError: the engine or the voice is not available, or made no sound.
            StorageError: the file cannot be written.
        """

    def voices(self) -> tuple[VoiceInfo, ...]:
        """All voices, in the engine's order.

        Raises:
            EngineError: the engine is not available.
        """
