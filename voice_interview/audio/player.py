"""Plays one sound at a time: the question's voice, a recorded answer, a test recording."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from voice_interview.audio.events import PlayerEvent
from voice_interview.audio.playback import Controls, Playback, Sound

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


class Player:
    """Reports through ``post`` (called from other threads); nothing here waits, except ``close`` as long as told.

    For each ``play`` exactly one report comes: ``PlaybackEnded`` once nothing of the sound can be heard any more
    (played to its end, stopped, or replaced by another), or ``PlaybackFailed``.
    """

    def __init__(self, post: Callable[[PlayerEvent], None], device_name: str | None = None) -> None:
        self.device_name = device_name
        """The speaker to use from the next ``play`` on; None is the system's default."""
        self._post = post
        self._volume = 1.0
        self._playback: Playback | None = None

    def play(
        self, token: str, sound: Path | npt.NDArray[np.float32], rate_hz: int | None = None, from_s: float = 0.0
    ) -> None:
        """Play a file, or mono float32 samples at ``rate_hz``, from ``from_s`` on; ends what plays now."""
        self.stop()
        controls = Controls(self._volume)
        controls.seeks.append(from_s)
        self._playback = Playback(token, Sound(sound, rate_hz), self.device_name, controls, self._post)
        self._playback.begin()

    def pause(self) -> None:
        """Fall silent and keep the place."""
        if self._playback is not None:
            self._playback.controls.paused = True

    def resume(self) -> None:
        """Go on from there."""
        if self._playback is not None:
            self._playback.controls.paused = False

    def stop(self) -> None:
        """Fall silent for good."""
        if self._playback is not None:
            self._playback.stop()

    def seek(self, to_s: float) -> None:
        """Go on from there; before the start is the start, past the end is the end."""
        if self._playback is not None:
            self._playback.controls.seeks.append(to_s)

    def close(self, timeout_s: float = 0.0) -> bool:
        """Stop, and wait at most so long for the speaker to be let go; whether it was."""
        playback, self._playback = self._playback, None
        if playback is None:
            return True
        playback.stop()
        return playback.join(timeout_s)

    @property
    def volume(self) -> float:
        """0 to 1, as a factor on the sound; takes effect within the 0.2 s that are under way already."""
        return self._volume

    @volume.setter
    def volume(self, volume: float) -> None:
        self._volume = min(1.0, max(0.0, volume))
        if self._playback is not None:
            self._playback.controls.volume = self._volume

    @property
    def is_playing(self) -> bool:
        """Whether a sound is on its way to the speaker, paused or not."""
        return self._playback is not None and not self._playback.over

    @property
    def is_paused(self) -> bool:
        """Whether a sound waits for ``resume``."""
        return self._playback is not None and not self._playback.over and self._playback.controls.paused

    @property
    def token(self) -> str | None:
        """Of the sound that plays, or played last."""
        return self._playback.token if self._playback is not None else None

    @property
    def position_s(self) -> float:
        """What is heard at this moment: the place in the sound, less what is still on its way to the speaker."""
        return self._playback.position_s if self._playback is not None else 0.0

    @property
    def duration_s(self) -> float:
        """Of the sound that plays, or played last; 0 until it is loaded."""
        return self._playback.duration_s if self._playback is not None else 0.0
