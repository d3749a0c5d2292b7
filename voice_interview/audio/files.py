"""Sound files: WAV while an answer is recorded, FLAC to keep it, and reading whatever a person brings.

WAV while recording because, written by the standard library, it is complete after every block: a crash or a power
cut costs at most the block on its way. FLAC loses its last blocks then and many programs refuse the rest.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import struct
import wave
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voice_interview.audio.reading import read_mono
from voice_interview.errors import AppError, AudioFileError, StorageError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["WavWriter", "archive", "duration_s", "finish", "read_mono", "storage_error"]

SAMPLE_WIDTH = 2
_HEADER_BYTES = 44
_BLOCK_FRAMES = 65536


class WavWriter:
    """A 16-bit mono WAV file that is valid on disk after every ``write``.

    Raises (constructor and ``write``):
        StorageError: the disk is full, the folder is not writable, or the file exists already.
    """

    def __init__(self, file: Path, rate_hz: int) -> None:
        self.file = file
        self.rate_hz = rate_hz
        self.frames = 0
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._raw = _WholeWrites(file, "x")
        except OSError as error:
            raise storage_error(file, error) from error
        self._wav = wave.open(self._raw, "wb")  # noqa: SIM115 - closed by close()
        self._wav.setparams((1, SAMPLE_WIDTH, rate_hz, 0, "NONE", "not compressed"))
        try:
            self._write(b"")
        except StorageError:
            self.close()
            with contextlib.suppress(OSError):
                file.unlink()
            raise

    @property
    def duration_s(self) -> float:
        """Seconds on disk."""
        return self.frames / self.rate_hz

    def write(self, samples: npt.NDArray[np.int16]) -> None:
        """Append samples; when this returns, they are in the file and its header counts them."""
        self._write(samples.tobytes())
        self.frames += samples.size

    def close(self) -> None:
        """Let go of the file. Safe to call twice and after a failed write."""
        for part in (self._wav, self._raw):
            with contextlib.suppress(OSError):  # what counts has been written by write()
                part.close()

    def _write(self, data: bytes) -> None:
        try:
            self._wav.writeframes(data)
        except OSError as error:
            raise storage_error(self.file, error) from error


class _WholeWrites(io.FileIO):
    """Unbuffered, so that nothing waits in memory; a disk that fills up half-way is an error, not a short count."""

    def write(self, data: Any) -> int:
        view = memoryview(data).cast("B")
        done = 0
        while done < len(view):
            done += super().write(view[done:]) or 0
        return done


def finish(wav: Path) -> tuple[Path, float]:
    """Make a recording readable that was cut off by a crash or a full disk; gives it back with its seconds.

    The header is set to what the file really holds. A complete file is left as it is.

    Raises:
        AudioFileError: the file is missing or was never one of our recordings.
        StorageError: the file cannot be changed.
    """
    try:
        size = wav.stat().st_size
        with wav.open("rb") as stream:
            header = stream.read(_HEADER_BYTES)
    except FileNotFoundError as error:
        raise AudioFileError(f"The recording {wav.name} is missing.", "", repr(error)) from error
    except OSError as error:
        raise AudioFileError(f"The recording {wav.name} cannot be read.", "", repr(error)) from error
    if len(header) < _HEADER_BYTES or header[:4] != b"RIFF" or header[36:40] != b"data":
        raise AudioFileError(f"The recording {wav.name} holds no sound.", "It was cut off before it began.")
    rate_hz = int(struct.unpack("<I", header[24:28])[0])
    data_bytes = (size - _HEADER_BYTES) // SAMPLE_WIDTH * SAMPLE_WIDTH
    duration_s = data_bytes / SAMPLE_WIDTH / rate_hz
    if struct.unpack("<I", header[40:44])[0] == data_bytes and size == _HEADER_BYTES + data_bytes:
        return wav, duration_s
    try:
        os.truncate(wav, _HEADER_BYTES + data_bytes)
        with wav.open("r+b") as stream:
            stream.seek(4)
            stream.write(struct.pack("<I", 36 + data_bytes))
            stream.seek(40)
            stream.write(struct.pack("<I", data_bytes))
    except OSError as error:
        raise storage_error(wav, error) from error
    return wav, duration_s


def archive(wav: Path) -> Path:
    """Turn a finished recording into FLAC, which keeps every sample in about half the space.

    The WAV file goes away only after the FLAC file has been read back, found equal and put in place.

    Raises:
        StorageError: it could not be done; the WAV file is still there.
        AudioFileError: the WAV file cannot be read.
    """
    import soundfile

    flac = wav.with_suffix(".flac")
    part = flac.with_suffix(".flac.part")
    try:
        with soundfile.SoundFile(wav) as source:
            if source.frames == 0:
                raise AudioFileError(f"The recording {wav.name} holds no sound.")
            with soundfile.SoundFile(part, "w", source.samplerate, 1, "PCM_16", format="FLAC") as target:
                for block in source.blocks(_BLOCK_FRAMES, dtype="int16"):
                    target.write(block)
        if not _same_sound(wav, part):
            raise StorageError("The recording could not be compressed.", "It is kept as it is.", f"{part} differs")
        with part.open("r+b") as written:
            os.fsync(written.fileno())  # the only other copy is about to go
        part.replace(flac)
        wav.unlink()
    except (OSError, soundfile.SoundFileError) as error:
        _remove(part)
        if isinstance(error, OSError):
            raise storage_error(flac, error) from error
        raise StorageError(
            "The recording could not be compressed.", "It is kept as it is. Is the disk full?", repr(error)
        ) from error
    except AppError:
        _remove(part)
        raise
    return flac


def _remove(part: Path) -> None:
    """On a failing disk even this may fail; the recording itself is safe."""
    with contextlib.suppress(OSError):
        part.unlink()


def duration_s(file: Path) -> float:
    """Seconds of an archived recording.

    Raises:
        AudioFileError: it is damaged.
    """
    import soundfile

    try:
        return float(soundfile.info(file).duration)
    except soundfile.SoundFileError as error:
        raise AudioFileError(f"The recording {file.name} is damaged.", "", repr(error)) from error


def storage_error(file: Path, error: OSError) -> StorageError:
    """Say in plain words why a file could not be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageError(
            "The disk is full.",
            "Make some room, then record again; what was recorded until then is kept.",
            repr(error),
        )
    if isinstance(error, FileExistsError) and file.exists():
        return StorageError(f"A recording named {file.name} exists already.", "It was left untouched.", repr(error))
    return StorageError(
        f"The recording could not be saved in {file.parent}.",
        "Check that the folder is there and may be written to.",
        repr(error),
    )


def _same_sound(one: Path, other: Path) -> bool:
    import numpy as np
    import soundfile

    with soundfile.SoundFile(one) as a, soundfile.SoundFile(other) as b:
        while True:
            left, right = a.read(_BLOCK_FRAMES, dtype="int16"), b.read(_BLOCK_FRAMES, dtype="int16")
            if not np.array_equal(left, right):
                return False
            if len(left) == 0:
                return True
