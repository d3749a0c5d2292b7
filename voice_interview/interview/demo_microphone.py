"""A microphone for the demo: hears sound instead of a person, as fast as it can be written.

It writes through the same file format and reports the same events as the recorder of a real microphone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voice_interview.audio.events import MicrophoneReady, RecorderEvent, RecordingEnded, RecordingStarted
from voice_interview.audio.files import WavWriter, archive
from voice_interview.errors import StorageError

RATE_HZ = 16_000
BLOCK = 1600


class DemoMicrophone:
    """Hears the given answers (16 kHz mono, -1 to 1), one a recording, and ends by itself with each."""

    peak_dbfs = float("-inf")

    def __init__(
        self, folder: Path, answers: Iterator[NDArray[np.float32]], post: Callable[[RecorderEvent], None]
    ) -> None:
        self._folder = folder
        self._answers = answers
        self._post = post
        self.position_s = 0.0

    def open(self, device_name: str | None) -> None:  # noqa: ARG002 - there is only this one
        """Be ready at once."""
        self._post(MicrophoneReady("demo candidate", RATE_HZ))

    def arm(self) -> None:
        """Nothing to do: no voice but the candidate's gets here."""

    def start(self, take_id: str) -> None:
        """Record the next answer, to its end."""
        samples = (np.clip(next(self._answers), -1.0, 1.0) * 32767).astype(np.int16)
        writer = WavWriter(self._folder / f"{take_id}.wav", RATE_HZ)
        for begin in range(0, len(samples), BLOCK):
            writer.write(samples[begin : begin + BLOCK])
            if begin == 0:
                self._post(RecordingStarted(take_id, writer.file))
        writer.close()
        self.position_s = writer.duration_s
        file, error = writer.file, None
        try:
            file = archive(file)
        except StorageError as refused:
            error = refused
        self._post(RecordingEnded(take_id, file, writer.duration_s, 0.0, error))

    def pause(self) -> None:
        """Nothing to do: recordings are complete at once."""

    def resume(self) -> None:
        """Nothing to do: recordings are complete at once."""

    def stop(self) -> None:
        """Nothing to do: recordings are complete at once."""

    def close(self, timeout_s: float) -> bool:  # noqa: ARG002 - nothing is open
        """Be closed at once."""
        return True
