"""Where the app keeps its files."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from voice_interview.errors import StorageError

HOME_VARIABLE = "VOICE_INTERVIEW_HOME"


@dataclass(frozen=True, slots=True)
class Paths:
    """The app's folders. Nothing is created until ``create`` is called."""

    data: Path
    config: Path
    cache: Path

    @classmethod
    def default(cls) -> Paths:
        """The system's folders for this user, or one folder if VOICE_INTERVIEW_HOME names it."""
        home = os.environ.get(HOME_VARIABLE)
        if home:
            return cls.under(Path(home))
        import platformdirs

        dirs = platformdirs.PlatformDirs("voice-interview", appauthor=False, roaming=False)
        return cls(Path(dirs.user_data_dir), Path(dirs.user_config_dir), Path(dirs.user_cache_dir))

    @classmethod
    def under(cls, folder: Path) -> Paths:
        """Everything below one folder."""
        folder = folder.expanduser().resolve()
        return cls(folder / "data", folder / "config", folder / "cache")

    @property
    def recordings(self) -> Path:
        """One file per take."""
        return self.data / "recordings"

    @property
    def database(self) -> Path:
        """The history."""
        return self.data / "history.sqlite3"

    @property
    def banks(self) -> Path:
        """The candidate's own question banks; need not exist."""
        return self.data / "banks"

    @property
    def models(self) -> Path:
        """Speech models the app fetched or imported; need not exist."""
        return self.data / "models"

    @property
    def reports(self) -> Path:
        """Reports the candidate asked for."""
        return self.data / "reports"

    @property
    def logs(self) -> Path:
        """Rotating log files."""
        return self.data / "logs"

    @property
    def lock(self) -> Path:
        """Held by the one running instance that may record."""
        return self.data / "running.lock"

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.config / "settings.json"

    @property
    def speech_cache(self) -> Path:
        """Questions already rendered to sound."""
        return self.cache / "speech"

    def create(self) -> None:
        """Make the folders and check that they can be written.

        Raises:
            StorageError: a folder cannot be made or written to.
        """
        for folder in (self.data, self.recordings, self.reports, self.logs, self.config, self.speech_cache):
            try:
                folder.mkdir(parents=True, exist_ok=True)
                probe = folder / f".probe-{os.getpid()}"
                probe.write_bytes(b"")
                probe.unlink()
            except OSError as error:
                raise StorageError(
                    f"The folder {folder} cannot be written to.",
                    f"Make it writable, or set {HOME_VARIABLE} to a folder of your own and start again.",
                    repr(error),
                ) from error
