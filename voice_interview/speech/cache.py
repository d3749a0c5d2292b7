"""Questions already rendered to sound, so that hearing one again costs nothing."""

from __future__ import annotations

import contextlib
import hashlib
import json
import time
from pathlib import Path

from voice_interview.speech import wav

CAP_BYTES = 200_000_000
"""About an hour and a quarter of speech."""
_ABANDONED_S = 3600.0
_ENGINE = "pyttsx3/1"
"""Raised when the same job would sound different."""


class SpeechCache:
    """Files in one folder, named by what they say and how. The folder may be emptied by anyone at any time."""

    def __init__(self, folder: Path, cap_bytes: int = CAP_BYTES) -> None:
        self._folder = folder
        self._cap_bytes = cap_bytes

    def path(self, text: str, voice: str | None, rate_wpm: int) -> Path:
        """Where the sound for this belongs, whether it is there or not."""
        key = json.dumps([_ENGINE, voice, rate_wpm, text])
        return self._folder / f"{hashlib.sha256(key.encode()).hexdigest()}.wav"

    def find(self, text: str, voice: str | None, rate_wpm: int) -> Path | None:
        """The sound for this, if it is there and whole; a damaged file is removed."""
        file = self.path(text, voice, rate_wpm)
        if wav.is_complete(file):
            with contextlib.suppress(OSError):
                file.touch()  # used now: the least recently used go first
            return file
        with contextlib.suppress(OSError):
            file.unlink(missing_ok=True)
        return None

    def trim(self) -> None:
        """Remove the least recently used files beyond the cap, and what an ended worker left half done."""
        kept = 0
        for file, used_at, size in sorted(self._entries(), key=lambda entry: -entry[1]):
            if ".part" in file.suffixes:
                surplus = time.time() - used_at > _ABANDONED_S
            else:
                kept += size
                surplus = kept > self._cap_bytes
            if surplus:
                with contextlib.suppress(OSError):
                    file.unlink(missing_ok=True)

    def _entries(self) -> list[tuple[Path, float, int]]:
        entries = []
        for file in self._folder.glob("*.wav"):
            with contextlib.suppress(OSError):
                facts = file.stat()
                entries.append((file, facts.st_mtime, facts.st_size))
        return entries
