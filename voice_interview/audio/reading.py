"""Reading any sound file as mono float32, a block at a time, so that an hour of stereo does not fill the memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voice_interview.errors import AudioFileError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.float32]

_BLOCK_FRAMES = 65536
_UNKNOWN_SIZES = (0, 0xFFFFFFFF, 0x7FFFFFFF)
"""What programs that write to a pipe put where the length of a WAV file belongs."""
_MISSING_SHARE = 0.02
_MISSING_S = 0.5
"""A compressed file may hold this much less than it announces (encoder padding); more means that it was cut."""


def read_mono(file: Path, rate_hz: int = 16000) -> Samples:
    """All of a sound file as mono float32 in -1 to 1 at ``rate_hz``; channels are averaged.

    Raises:
        AudioFileError: the file is missing, empty, not sound, or cut short.
    """
    import numpy as np
    import soxr

    rate_in, blocks = _open(file)
    resampler = soxr.ResampleStream(rate_in, rate_hz, 1, dtype="float32") if rate_in != rate_hz else None
    parts: list[Samples] = []
    for block in blocks:
        parts.append(block if resampler is None else resampler.resample_chunk(block))
    if resampler is not None:
        parts.append(resampler.resample_chunk(np.zeros(0, dtype=np.float32), last=True))
    return _checked(file, parts)


def read_as_it_is(file: Path) -> tuple[Samples, int]:
    """All of a sound file as mono float32, and its own rate in Hz. Raises as ``read_mono``."""
    rate_hz, blocks = _open(file)
    return _checked(file, list(blocks)), rate_hz


def _checked(file: Path, parts: list[Samples]) -> Samples:
    import numpy as np

    samples = np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)
    if samples.size == 0:
        raise AudioFileError(f"{file.name} holds no sound.", "Choose a recording that is not empty.")
    if not np.isfinite(samples).all():
        raise AudioFileError(f"{file.name} is damaged.", "It holds values that are not sound; export it again.")
    return samples


def _open(file: Path) -> tuple[int, Iterator[Samples]]:
    """The file's rate and its blocks; soundfile where it knows the format, else PyAV."""
    import soundfile

    try:
        size = file.stat().st_size
        with file.open("rb") as stream:
            head = stream.read(12)
    except FileNotFoundError as error:
        raise AudioFileError(f"There is no file {file}.", "Check its name and folder.", repr(error)) from error
    except OSError as error:
        raise AudioFileError(f"{file.name} cannot be opened.", "Is it a file you may read?", repr(error)) from error
    if size == 0:
        raise AudioFileError(f"{file.name} is empty.", "Choose a recording that holds sound.")
    try:
        rate_hz = int(soundfile.info(file).samplerate)
    except soundfile.SoundFileError:
        return _open_with_av(file)
    if head[:4] == b"RIFF" and head[8:] == b"WAVE":
        _check_wav_length(file, size)
    return rate_hz, _soundfile_blocks(file)


def _check_wav_length(file: Path, size: int) -> None:
    """libsndfile reads a WAV file that was cut short without a word, so its own count is compared with the size."""
    with file.open("rb") as stream:
        place = 12
        while place + 8 <= size:
            stream.seek(place)
            head = stream.read(8)
            length = int.from_bytes(head[4:], "little")
            if head[:4] == b"data":
                if length not in _UNKNOWN_SIZES and place + 8 + length > size:
                    raise _cut_short(file, f"{length} bytes announced, {size - place - 8} there")
                return
            place += 8 + length + length % 2


def _soundfile_blocks(file: Path) -> Iterator[Samples]:
    import soundfile

    try:
        with soundfile.SoundFile(file) as source:
            announced, got = source.frames, 0
            while True:
                block = source.read(_BLOCK_FRAMES, dtype="float32", always_2d=True)
                if len(block) == 0:
                    break
                got += len(block)
                yield _mono(block)
            _check_length(file, got / source.samplerate, announced / source.samplerate)
    except soundfile.SoundFileError as error:
        raise _cut_short(file, repr(error)) from error


def _open_with_av(file: Path) -> tuple[int, Iterator[Samples]]:
    import av

    try:
        with av.open(str(file)) as container:
            if not container.streams.audio:
                raise AudioFileError(f"{file.name} holds no sound.", "Choose a file with a sound track.")
            return int(container.streams.audio[0].rate), _av_blocks(file)
    except (av.FFmpegError, ValueError) as error:
        raise AudioFileError(
            f"{file.name} is not a sound file, or it is damaged.",
            "Use WAV, FLAC, MP3, M4A, OGG or another common format.",
            repr(error),
        ) from error


def _av_blocks(file: Path) -> Iterator[Samples]:
    import av
    import numpy as np

    frames = 0
    try:
        with av.open(str(file)) as container:
            track: Any = container.streams.audio[0]
            announced_s = float(track.duration * track.time_base) if track.duration else 0.0
            to_float = av.AudioResampler(format="fltp")
            for frame in container.decode(track):
                for piece in to_float.resample(frame):
                    frames += piece.samples
                    yield _mono(piece.to_ndarray().T.astype(np.float32, copy=False))
            _check_length(file, frames / track.rate, announced_s)
    except av.FFmpegError as error:
        raise _cut_short(file, repr(error)) from error


def _mono(block: npt.NDArray[np.float32]) -> Samples:
    """(frames, channels) to (frames,)."""
    import numpy as np

    return np.ascontiguousarray(block[:, 0] if block.shape[1] == 1 else block.mean(axis=1, dtype=np.float32))


def _check_length(file: Path, got_s: float, announced_s: float) -> None:
    if announced_s - got_s > max(_MISSING_S, _MISSING_SHARE * announced_s):
        raise _cut_short(file, f"{announced_s:.2f} s announced, {got_s:.2f} s there")


def _cut_short(file: Path, detail: str) -> AudioFileError:
    return AudioFileError(f"{file.name} is cut short or damaged.", "Copy or export it again.", detail)
