"""How things stand with each speech model, and how that is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from voice_interview.errors import AppError
from voice_interview.transcription.store.catalogue import CATALOGUE, PROMPT_S, WINDOW_S, Entry
from voice_interview.transcription.store.events import Progress
from voice_interview.transcription.store.hub_cache import Cached
from voice_interview.transcription.store.machine import Machine
from voice_interview.transcription.store.partial import Begun
from voice_interview.transcription.store.problems import gigabytes
from voice_interview.transcription.store.store import Stored
from voice_interview.ui import words

_MINUTE_S = 60.0
_QUICK_S = 4.0
"""Work on a minute of speech that nobody notices."""
_SLOW_S = 40.0
_COARSE_S = 5
"""A time left is told in steps of this many seconds; the rate is never steadier than that."""


class Status(Enum):
    """How things stand with one model."""

    ABSENT = "not installed"
    FOUND = "found on this computer"
    FETCHING = "on its way"
    PAUSED = "paused"
    WORKING = "being worked on"
    INSTALLED = "installed"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Work:
    """A job on files that are here: copying, checking, removing."""

    words: str
    can_stop: bool
    done_bytes: int = 0
    total_bytes: int = 0
    """0 when it cannot be told."""


@dataclass(frozen=True, slots=True)
class ModelView:
    """One model as it is shown."""

    name: str
    title: str
    status: Status
    entry: Entry | None = None
    path: Path | None = None
    size_bytes: int = 0
    """On the disk, or of the copy that was found; 0 for neither."""
    done_bytes: int = 0
    total_bytes: int = 0
    """Of a download that waits to go on."""
    progress: Progress | None = None
    work: Work | None = None
    error: AppError | None = None
    """What went wrong last, with the download or with what was done to the files."""
    in_use: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What a look at the disk found."""

    installed: tuple[Stored, ...] = ()
    begun: tuple[Begun, ...] = ()
    cached: tuple[Cached, ...] = ()
    machine: Machine | None = None
    listens: bool = False
    """The model in use is there and made for people's voices."""


@dataclass(frozen=True, slots=True)
class Doing:
    """What goes on and what went wrong, by the model's name."""

    fetching: Mapping[str, Progress | None]
    works: Mapping[str, Work]
    errors: Mapping[str, AppError]
    damaged: frozenset[str]


def views(found: Found, doing: Doing, in_use: Path | None) -> tuple[ModelView, ...]:
    """Every model of the catalogue, then those that are here all the same."""
    known = {entry.name for entry in CATALOGUE}
    here = {one.name for one in found.installed} | {one.name for one in found.cached}
    return tuple(_view(entry.name, entry, found, doing, in_use) for entry in CATALOGUE) + tuple(
        _view(name, None, found, doing, in_use) for name in sorted(here - known)
    )


def _view(name: str, entry: Entry | None, found: Found, doing: Doing, in_use: Path | None) -> ModelView:
    stored = next((one for one in found.installed if one.name == name), None)
    begun = next((one for one in found.begun if one.name == name), None)
    cached = next((one for one in found.cached if one.name == name), None)
    title = entry.title if entry else stored.model.name if stored and stored.model else name
    error = doing.errors.get(name) or (stored.problem if stored else None)
    if name in doing.fetching:
        status = Status.FETCHING
    elif name in doing.works:
        status = Status.WORKING
    elif stored is not None:
        status = Status.DAMAGED if stored.problem or name in doing.damaged else Status.INSTALLED
    elif begun is not None and begun.done_bytes and entry is not None:
        status = Status.PAUSED
    else:
        status = Status.FOUND if cached is not None else Status.ABSENT
    there = stored or cached
    return ModelView(
        name=name,
        title=title,
        status=status,
        entry=entry,
        path=stored.path if stored else None,
        size_bytes=there.size_bytes if there else 0,
        done_bytes=begun.done_bytes if begun else 0,
        total_bytes=begun.total_bytes if begun else 0,
        progress=doing.fetching.get(name),
        work=doing.works.get(name),
        error=error,
        in_use=stored is not None and stored.path == in_use,
    )


# --- in words -----------------------------------------------------------------------------------------------


def facts(view: ModelView, machine: Machine | None) -> str:
    """Size, memory, languages and speed, on one line."""
    parts: list[str] = []
    if view.path is not None:
        parts.append(f"{gigabytes(view.size_bytes)} on the disk")
    elif view.entry is not None:
        parts.append(f"{gigabytes(view.entry.download_bytes)} to download")
    if view.entry is not None:
        parts.append(f"{gigabytes(view.entry.memory_bytes)} of memory")
        parts.append("English" if view.entry.english_only else words.count(len(view.entry.languages), "language"))
        if machine is not None:
            parts.append(speed(view.entry, machine))
    return " · ".join(parts)


def speed(entry: Entry, machine: Machine) -> str:
    """How long this computer would work on speech."""
    if entry.memory_bytes > machine.memory_bytes / 2:
        return "too large for this computer's memory"
    seconds = entry.work_s(_MINUTE_S, machine.speed)
    prompt_s = PROMPT_S * _MINUTE_S / WINDOW_S
    judged = "quick" if seconds <= _QUICK_S else "fast enough" if seconds <= prompt_s else "slow"
    if seconds > _SLOW_S:
        judged = "very slow"
    return f"{judged} here: about {words.length(max(1.0, seconds))} for a minute of speech"


def why(entry: Entry, machine: Machine) -> str:
    """Why this model is recommended for this computer."""
    room = (
        f"{words.count(machine.cores, 'processor')}, {_whole(machine.memory_bytes)} of memory, "
        f"{_whole(machine.free_bytes)} free on the disk"
    )
    if entry.work_s(WINDOW_S, machine.speed) > PROMPT_S or entry.memory_bytes > machine.memory_bytes / 2:
        return f"This computer is small for speech models ({room}); this one asks least of it."
    return f"The most exact one that keeps up with you on this computer ({room})."


def fetching(progress: Progress | None) -> str:
    """How far a download is."""
    if progress is None or progress.phase == "connecting":
        return "Connecting…"
    done = _of(progress.done_bytes, progress.total_bytes)
    if progress.phase == "checking":
        return "Checking what has arrived…"
    if progress.phase == "waiting":
        return f"{progress.note} Trying again… {done}.".strip()
    parts = [done]
    if progress.rate_bytes_s:
        parts.append(f"{_rate(progress.rate_bytes_s)} a second")
    if progress.left_s is not None:
        parts.append(f"{_about(progress.left_s)} left")
    return " · ".join(parts)


def paused(view: ModelView) -> str:
    """Where a download waits."""
    return f"Paused. {_of(view.done_bytes, view.total_bytes)} are here."


def _whole(number: int) -> str:
    """As ``gigabytes``; what is large, without tenths nobody asked for."""
    return f"{number / 10**9:.0f} GB" if number >= 10**10 else gigabytes(number)


def _of(done: int, total: int) -> str:
    return f"{gigabytes(done)} of {gigabytes(total)}" if total else gigabytes(done)


def _rate(bytes_s: float) -> str:
    return f"{bytes_s / 10**6:.1f} MB" if bytes_s >= 10**5 else f"{bytes_s / 10**3:.0f} kB"


def _about(seconds: float) -> str:
    if seconds < 2 * _COARSE_S:
        return "a few seconds"
    if seconds < _MINUTE_S:
        return f"about {round(seconds / _COARSE_S) * _COARSE_S} s"
    return f"about {words.length(_MINUTE_S * round(seconds / _MINUTE_S))}"
