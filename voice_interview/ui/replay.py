"""Listening to a recorded answer: what is loaded, what plays, where it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from voice_interview.audio.events import PlaybackEnded, PlaybackFailed
from voice_interview.errors import AppError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

POLL_MS = 30
_PEAKS = 2400
"""More than a wide screen has room for bars."""


@dataclass(frozen=True, slots=True)
class LoadedSound:
    """A recording ready to be played and drawn: mono float32 samples, and an envelope of 0 to 1."""

    samples: npt.NDArray[np.float32]
    sample_rate_hz: int
    peaks: tuple[float, ...]

    @property
    def duration_s(self) -> float:
        """Seconds."""
        return len(self.samples) / self.sample_rate_hz


LoadAudio = Callable[[Path, Callable[[LoadedSound | AppError], None]], None]
"""Reads a recording on another thread and calls back on the main thread."""


def load_sound(file: Path) -> LoadedSound:
    """Read and outline a recording; takes a while, so not on the main thread.

    Raises:
        AudioFileError: the file is missing or damaged.
    """
    import numpy as np

    from voice_interview.audio.peaks import peaks
    from voice_interview.audio.reading import read_as_it_is

    samples, rate_hz = read_as_it_is(file)
    low, high = peaks(samples, _PEAKS)
    envelope = np.minimum(1.0, np.maximum(-low, high))
    return LoadedSound(samples, rate_hz, tuple(envelope.tolist()))


class PlayerLike(Protocol):
    """What replaying needs of a player; none of it waits."""

    def play(
        self, token: str, sound: Path | npt.NDArray[np.float32], rate_hz: int | None = None, from_s: float = 0.0
    ) -> None:
        """Play mono samples from a second on."""

    def pause(self) -> None:
        """Fall silent, keep the place."""

    def resume(self) -> None:
        """Go on."""

    def stop(self) -> None:
        """Fall silent for good."""

    def seek(self, to_s: float) -> None:
        """Go on from there."""

    @property
    def position_s(self) -> float:
        """What is heard now."""


class Replay(QObject):
    """One recording at a time.

    Signals:
        moved(float): the playhead is at this second.
        changed(): playing, paused, loaded or failed; see the properties.
    """

    moved = Signal(float)
    changed = Signal()

    def __init__(self, player: PlayerLike, load_audio: LoadAudio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._player, self._load_audio = player, load_audio
        self._count = 0
        self._file: Path | None = None
        self._token = ""
        self._started = False
        self._wanted_s: float | None = None
        self.sound: LoadedSound | None = None
        self.error: AppError | None = None
        self.playing = False
        self.position_s = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._poll)

    def open(self, file: Path) -> None:
        """Load another recording; the one before falls silent."""
        self.close()
        self._file = file
        self._load_audio(file, lambda result: self._loaded(file, result))

    def close(self) -> None:
        """Fall silent and forget the recording."""
        self._silence()
        self._file, self.sound, self.error, self._wanted_s = None, None, None, None
        self._go_to(0.0)
        self.changed.emit()

    def _loaded(self, file: Path, result: LoadedSound | AppError) -> None:
        if file != self._file:
            return
        if isinstance(result, AppError):
            self.error = result
        else:
            self.sound = result
        self.changed.emit()
        wanted, self._wanted_s = self._wanted_s, None
        if wanted is not None and self.sound is not None:
            self.play_from(wanted)

    def play_from(self, second: float) -> None:
        """Play from there; as soon as the recording is loaded, if it is not yet."""
        if self.sound is None:
            self._wanted_s = second
            return
        second = max(0.0, min(second, self.sound.duration_s))
        self._go_to(second)
        if self._started:
            self._player.seek(second)
            self._player.resume()
        else:
            self._count += 1
            self._token = f"replay-{id(self)}-{self._count}"
            self._started = True
            self._player.play(self._token, self.sound.samples, self.sound.sample_rate_hz, second)
        self._set_playing(True)

    def toggle(self) -> None:
        """Play or pause; at the end, play from the start."""
        if self.sound is None:
            return
        if self.playing:
            self._player.pause()
            self._set_playing(False)
        else:
            at_end = self.position_s >= self.sound.duration_s - 0.05
            self.play_from(0.0 if at_end else self.position_s)

    def go_to(self, second: float) -> None:
        """Move the playhead; plays on if it was playing."""
        if self.sound is None:
            return
        second = max(0.0, min(second, self.sound.duration_s))
        if self._started:
            self._player.seek(second)
        self._go_to(second)

    def step(self, seconds: float) -> None:
        """Move the playhead by so much."""
        self.go_to(self.position_s + seconds)

    def pause(self) -> None:
        """Fall silent, keep the place."""
        if self.playing:
            self.toggle()

    def on_event(self, event: object) -> None:
        """What the player reports (on the main thread); reports about other sounds are ignored."""
        if isinstance(event, PlaybackEnded) and event.token == self._token and self._started:
            ended = self.playing
            self._started = False
            self._set_playing(False)
            if ended and self.sound is not None:
                self._go_to(self.sound.duration_s)
        elif isinstance(event, PlaybackFailed) and event.token == self._token:
            self._started = False
            self.error = event.error
            self._set_playing(False)
            self.changed.emit()

    def _silence(self) -> None:
        if self._started:
            self._started = False
            self._player.stop()
        self._set_playing(False)

    def _set_playing(self, playing: bool) -> None:
        if playing:
            self.error = None
            self._timer.start()
        else:
            self._timer.stop()
        if playing != self.playing:
            self.playing = playing
            self.changed.emit()

    def _poll(self) -> None:
        self._go_to(self._player.position_s)

    def _go_to(self, second: float) -> None:
        if second != self.position_s:
            self.position_s = second
            self.moved.emit(second)
