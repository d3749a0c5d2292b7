"""What the recorder and the player report. Posted from their own threads; frozen, so safe to pass on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from voice_interview.errors import AppError


@dataclass(frozen=True, slots=True)
class MicrophoneReady:
    """The stream is open and the first block has arrived.

    ``instead_of`` names the device that was asked for when it is gone and the system's default took its place.
    """

    device: str
    sample_rate_hz: int
    instead_of: str | None = None


@dataclass(frozen=True, slots=True)
class RecordingStarted:
    """The first block of the answer is on disk."""

    take_id: str
    file: Path


@dataclass(frozen=True, slots=True)
class RecordingEnded:
    """The answer is complete and readable in ``file``.

    ``lost_s`` is how much sound the clock says is missing (0 when all arrived). ``error`` is set when the
    recording ended by a fault; what was recorded until then is in ``file`` all the same.
    """

    take_id: str
    file: Path
    duration_s: float
    lost_s: float
    error: AppError | None = None


@dataclass(frozen=True, slots=True)
class MicrophoneFailed:
    """No stream could be opened, or it died while nothing was being recorded."""

    error: AppError


@dataclass(frozen=True, slots=True)
class MicrophoneMuted:
    """Only exact zeros have come for a while (``muted``), or sound came back (not ``muted``)."""

    muted: bool


@dataclass(frozen=True, slots=True)
class PlaybackEnded:
    """The sound with this token was played to its end or stopped."""

    token: str


@dataclass(frozen=True, slots=True)
class PlaybackFailed:
    """The sound with this token could not be played."""

    token: str
    error: AppError


RecorderEvent = MicrophoneReady | RecordingStarted | RecordingEnded | MicrophoneFailed | MicrophoneMuted
PlayerEvent = PlaybackEnded | PlaybackFailed
