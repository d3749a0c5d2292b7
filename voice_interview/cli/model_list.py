"""What ``voice-interview models list`` shows of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voice_interview.cli.output import note
from voice_interview.errors import EngineError
from voice_interview.transcription.store.catalogue import CATALOGUE, Entry, recommend
from voice_interview.transcription.store.machine import Machine, look
from voice_interview.transcription.store.problems import gigabytes
from voice_interview.transcription.store.speed import keep_speed, known_speed, measure_speed

if TYPE_CHECKING:
    from voice_interview.cli.context import Context
    from voice_interview.transcription.store.store import Store

_ANSWER_S = 120.0


def facts(store: Store, here: Context) -> dict[str, Any]:
    """For programs."""
    machine = _machine(store, here)
    return {
        "installed": [
            {"name": one.name, "path": str(one.path), "bytes": one.size_bytes,
             "problem": one.problem.message if one.problem else None}
            for one in store.installed()
        ],
        "begun": [{"name": one.name, "bytes": one.done_bytes, "of_bytes": one.total_bytes} for one in store.begun()],
        "in_hub_cache": [{"name": one.name, "path": str(one.path)} for one in store.hub_cache()],
        "catalogue": [
            {"name": one.name, "title": one.title, "repository": one.repository, "english_only": one.english_only,
             "download_bytes": one.download_bytes, "memory_bytes": one.memory_bytes,
             "seconds_per_120_s": round(one.work_s(_ANSWER_S, machine.speed), 1), "description": one.description}
            for one in CATALOGUE
        ],
        "recommended": recommend(machine, here.settings.language).name,
        "computer": {"cores": machine.cores, "memory_bytes": machine.memory_bytes, "free_bytes": machine.free_bytes,
                     "speed": machine.speed},
    }  # fmt: skip


def rows(store: Store, here: Context) -> list[tuple[str, ...]]:
    """For people."""
    machine = _machine(store, here)
    best = recommend(machine, here.settings.language)
    installed = {one.name: "damaged" if one.problem else "installed" for one in store.installed()}
    begun = {one.name: f"{one.done_bytes / max(1, one.total_bytes):.0%} fetched" for one in store.begun()}
    cached = {one.name: "on this computer" for one in store.hub_cache()}
    states = cached | begun | installed
    own = [(" ", name, state, "", "", "", "Imported.") for name, state in installed.items() if name not in _NAMES]
    head = (" ", "Name", "State", "Download", "Memory", "2 min take", "")
    return [head, *(_row(one, states.get(one.name, ""), machine, best) for one in CATALOGUE), *own]


_NAMES = frozenset(one.name for one in CATALOGUE)


def _row(one: Entry, state: str, machine: Machine, best: Entry) -> tuple[str, ...]:
    return (
        "*" if one is best else " ",
        one.name,
        state,
        gigabytes(one.download_bytes),
        gigabytes(one.memory_bytes),
        f"{one.work_s(_ANSWER_S, machine.speed):.0f} s",
        one.description,
    )


def _machine(store: Store, here: Context) -> Machine:
    file = here.paths.cache / "speed.json"
    speed = known_speed(file)
    if speed is None:
        note("Trying out how fast this computer is (once, about 3 seconds)…")
        try:
            speed = measure_speed()
        except EngineError as error:
            note(f"{error.message} Times are guessed from its {look(store.models).cores} cores.")
        else:
            keep_speed(file, speed)
    return look(store.models, speed)
