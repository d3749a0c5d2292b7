"""The speech models a candidate can choose from, and which one suits this computer.

Sizes are those of the files on the hub, rounded. Memory and time of tiny, base, small and medium were measured with
models of the same shape and random weights (which cost the same); the others' follow from these by their number of
multiplications, so they are estimates. All for int8 on a processor, as this app uses them.
"""

from __future__ import annotations

from dataclasses import dataclass

from voice_interview.transcription.store.machine import Machine

WINDOW_S = 30.0
"""Whisper works on windows of this length, full or not."""
PROMPT_S = 6.0
"""A window in more than this keeps a candidate waiting after an answer: no model for this computer."""
SPARE_DISK = 10**9
"""Bytes to leave free for recordings and everything else."""
_MB = 10**6

_CODES = (
    "en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg lt la mi "
    "ml cy sk te fa lv bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd "
    "gu am yi lo uz fo ht ps tk nn mt sa lb my bo tl mg as tt haw ln ha ba jw su"
)
_MANY = frozenset(_CODES.split())
_ENGLISH = frozenset({"en"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One model of the catalogue."""

    name: str
    """As on the command line; also its folder's name."""
    title: str
    """As shown."""
    repository: str
    """On the hub."""
    languages: frozenset[str]
    """Codes of the languages it knows."""
    rank: int
    """Higher makes fewer mistakes."""
    download_bytes: int
    """About."""
    memory_bytes: int
    """About, at its peak while it is loaded."""
    window_s: float
    """About: work for a window of 30 s on the reference computer, see ``machine.measure_speed``."""
    description: str

    @property
    def english_only(self) -> bool:
        """Such models are better at English than a multilingual one of their size."""
        return self.languages == _ENGLISH

    def knows(self, language: str) -> bool:
        """Whether it understands this language ("en", "pt-BR")."""
        return language.lower().replace("_", "-").partition("-")[0] in self.languages

    def work_s(self, sound_s: float, speed: float) -> float:
        """About how long a computer of this speed works on so much sound."""
        return self.window_s / speed * max(1.0, sound_s / WINDOW_S)


def _pair(size: str, cost: tuple[int, int, int, float], words: str) -> tuple[Entry, Entry]:
    """The English and the multilingual model of one size; ``cost`` is rank, MB to fetch, MB of memory, window_s."""
    rank, mb, memory_mb, window_s = cost
    both = (mb * _MB, memory_mb * _MB, window_s)
    return (
        Entry(
            f"{size}.en", f"Whisper {size}, English", f"Systran/faster-whisper-{size}.en", _ENGLISH,
            rank + 1, *both, f"{words} Made for English alone, and the better for it.",
        ),
        Entry(
            size, f"Whisper {size}", f"Systran/faster-whisper-{size}", _MANY, rank, *both,
            f"{words} About a hundred languages.",
        ),
    )  # fmt: skip


_TINY = _pair("tiny", (2, 78, 300, 1.2), "The quickest; mishears often. For old computers.")
_BASE = _pair("base", (4, 148, 380, 1.8), "Quick, with some misheard words. Enough for pace and filler words.")
_SMALL = _pair("small", (6, 487, 700, 5.5), "Reliable for clear speech; the best choice on most laptops.")
_MEDIUM = _pair("medium", (8, 1531, 1600, 16.0), "Copes with accents and noise. For fast computers.")
_DISTIL = Entry(
    "distil-large-v3", "Distil-Whisper large v3, English", "Systran/faster-distil-whisper-large-v3", _ENGLISH,
    10, 1516 * _MB, 1600 * _MB, 13.5,
    "Nearly as exact as the largest; leaves out more filler words. For fast computers. English only.",
)  # fmt: skip
_TURBO = Entry(
    "large-v3-turbo", "Whisper large v3 turbo", "mobiuslabsgmbh/faster-whisper-large-v3-turbo", _MANY,
    11, 1622 * _MB, 1700 * _MB, 15.0,
    "Nearly as exact as the largest, at half its work. For fast computers. About a hundred languages.",
)  # fmt: skip
_LARGE = Entry(
    "large-v3", "Whisper large v3", "Systran/faster-whisper-large-v3", _MANY,
    12, 3091 * _MB, 3200 * _MB, 32.0,
    "The most exact and the slowest. About a hundred languages.",
)  # fmt: skip
CATALOGUE: tuple[Entry, ...] = (
    _TINY[0], _BASE[0], _SMALL[0], _MEDIUM[0], _DISTIL, _TINY[1], _BASE[1], _SMALL[1], _MEDIUM[1], _TURBO, _LARGE,
)  # fmt: skip


def entry(name: str) -> Entry | None:
    """The model of this name, or of this repository on the hub."""
    return next((one for one in CATALOGUE if name in (one.name, one.repository)), None)


def recommend(machine: Machine, language: str = "en") -> Entry:
    """The most exact model that answers promptly on this computer and leaves it room.

    Prompt: a window in ``PROMPT_S``. Room: half of the memory, and ``SPARE_DISK`` on the disk. When none fits, the
    smallest that knows the language.
    """
    known = [one for one in CATALOGUE if one.knows(language)] or list(CATALOGUE)
    fitting = [
        one
        for one in known
        if one.work_s(WINDOW_S, machine.speed) <= PROMPT_S
        and one.memory_bytes <= machine.memory_bytes / 2
        and one.download_bytes + SPARE_DISK <= machine.free_bytes
    ]
    return max(fitting, key=lambda one: one.rank) if fitting else min(known, key=lambda one: one.download_bytes)
