"""The microphone: open between answers, so that no first word is lost; an answer goes to disk as it is spoken."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from voice_interview.audio.capture import Capture
from voice_interview.audio.events import MicrophoneFailed, RecorderEvent
from voice_interview.audio.levels import SILENT, Level
from voice_interview.audio.tape import Action, Wish
from voice_interview.errors import DeviceError


class Recorder:
    """Records answers into ``folder``, one file a take, and reports through ``post`` (called from other threads).

    Nothing here waits, except ``close`` as long as it is told to. Every wish carries the moment it was made; the
    sound is cut there to the sample, also when it arrives later.

    Reports: ``MicrophoneReady`` when sound comes; ``RecordingStarted`` when the first block of an answer is on disk;
    exactly one ``RecordingEnded`` for each take (also when the device dies, the disk is full, or the microphone is
    closed); ``MicrophoneFailed`` when the stream cannot be opened or dies between answers; ``MicrophoneMuted``.
    """

    def __init__(self, folder: Path, post: Callable[[RecorderEvent], None]) -> None:
        self._folder = folder
        self._post = post
        self._capture: Capture | None = None
        self._device_name: str | None = None

    def open(self, device_name: str | None = None) -> None:
        """Open the microphone of this name (None: the system's default); one that is open already reports again."""
        if self._capture is not None and self.is_open and device_name == self._device_name:
            self._capture.report_again()
            return
        self.close()
        self._device_name = device_name
        self._capture = Capture(self._folder, device_name, self._post)
        self._capture.begin()

    def arm(self) -> None:
        """The voice has ended: sound from now on may belong to the answer.

        Its last 0.3 s before ``start`` are kept, so that a first word spoken while reaching for the button is not
        lost.
        """
        self._wish("arm")

    def start(self, take_id: str) -> None:
        """Begin the answer, in ``folder``/``take_id``.wav; with a pre-roll only after ``arm``."""
        if not self.is_open:
            self._post(MicrophoneFailed(DeviceError("The microphone is not open.", "Try again.")))
            return
        self._wish("start", take_id)

    def pause(self) -> None:
        """Keep nothing until ``resume``."""
        self._wish("pause")

    def resume(self) -> None:
        """Go on with the answer."""
        self._wish("resume")

    def stop(self) -> None:
        """The answer is complete; ``RecordingEnded`` follows once it is archived."""
        self._wish("stop")

    def close(self, timeout_s: float = 0.0) -> bool:
        """Finish a running answer and let go of the microphone; wait for it at most ``timeout_s``.

        Gives whether all ended in time. A microphone that hangs is left to itself; the answer is safe all the same.
        """
        capture, self._capture = self._capture, None
        return capture is None or capture.close(timeout_s)

    @property
    def is_open(self) -> bool:
        """Whether a microphone is open or being opened."""
        return self._capture is not None and not self._capture.over

    @property
    def level_dbfs(self) -> float:
        """Loudness (RMS) of the last 0.1 s; SILENCE_DBFS when nothing comes."""
        return self._level.rms_dbfs

    @property
    def peak_dbfs(self) -> float:
        """Peak of the last 0.1 s; SILENCE_DBFS when nothing comes."""
        return self._level.peak_dbfs

    @property
    def position_s(self) -> float:
        """Length of the running answer so far; 0 when there is none."""
        return self._capture.position_s if self._capture is not None else 0.0

    @property
    def _level(self) -> Level:
        return self._capture.level if self._capture is not None else SILENT

    def _wish(self, action: Action, take_id: str = "") -> None:
        if self._capture is not None:
            self._capture.wish(Wish(action, time.monotonic(), take_id))
