"""After a crash: finds the answers that were being recorded and makes them whole."""

from __future__ import annotations

import logging
from pathlib import Path

from voice_interview.errors import AppError, AudioFileError, StorageError
from voice_interview.interview.keeping import SLIP, adopt
from voice_interview.storage.history import History
from voice_interview.storage.records import AnswerStatus, TakeRecord

_log = logging.getLogger(__name__)

CUT_SHORT = "Voice Interview was closed while you were answering. What you had said until then is kept."
NO_SOUND = "Voice Interview was closed before any sound of this answer was kept. Record it again."


def recover(history: History, recordings: Path) -> tuple[TakeRecord, ...]:
    """Finish what a crash left, and return the takes concerned as they are now, oldest first.

    Recordings become RECORDED with their true length; those without sound become FAILED. An answer that cannot be
    finished now (the disk is full) stays as it is and is tried again at the next start. Takes whose transcription
    was interrupted become RECORDED again. Answers that could not be noted before are noted now. Files that belong to
    no take are left alone and named in the log.

    To be called only while holding the ``InstanceLock``: otherwise the takes may be another window's running ones.

    Raises:
        StorageError: the history cannot be read or written.
    """
    history.put_back_interrupted()
    for slip in sorted(recordings.glob(f"*{SLIP}")):
        adopt(history, slip)
    found = tuple(_recover_one(history, take) for take in history.unfinished())
    for file in orphans(history, recordings):
        _log.warning("%s belongs to no answer in the history", file.name)
    return found


def orphans(history: History, recordings: Path) -> tuple[Path, ...]:
    """Sound files that belong to no take, in order of their names.

    Raises:
        StorageError: the folder or the history cannot be read.
    """
    known = {file.stem for file in history.files()}
    try:
        present = sorted(recordings.iterdir())
    except OSError as error:
        raise StorageError(
            f"The folder {recordings} cannot be read.", "Check that it is there and may be read.", repr(error)
        ) from error
    return tuple(file for file in present if file.suffix in {".wav", ".flac"} and file.stem not in known)


def _recover_one(history: History, take: TakeRecord) -> TakeRecord:
    try:
        file, duration_s, cut_short = _sound(take.file)
    except AudioFileError as error:
        _log.warning("take %s has no sound: %s", take.id, error.detail or error)
        history.set_status(take.id, AnswerStatus.FAILED, NO_SOUND)
    except StorageError as error:
        _log.warning("take %s cannot be finished now: %s", take.id, error.detail or error)
    else:
        history.keep_take(take.id, file, duration_s, 0.0, cut_short)
    return history.take(take.id)


def _sound(wav: Path) -> tuple[Path, float, str | None]:
    """The finished file, its seconds, and why it was cut short, if it was.

    Raises:
        AudioFileError: there is no sound.
        StorageError: the file cannot be finished.
    """
    from voice_interview.audio import files

    flac = wav.with_suffix(".flac")
    if not wav.exists() and flac.exists():
        # The recording was complete, and only the history was not told.
        return flac, files.duration_s(flac), None
    wav, duration_s = files.finish(wav)
    if duration_s == 0:
        raise AudioFileError("The recording holds no sound.")
    try:
        return files.archive(wav), duration_s, CUT_SHORT
    except AppError as error:
        _log.warning("%s stays a WAV file: %s", wav.name, error.detail or error)
        return wav, duration_s, CUT_SHORT
