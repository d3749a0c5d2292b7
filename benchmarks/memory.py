"""Memory of the app and its workers through an interview with the demo model.

Resident memory counts what is shared with other processes as a whole; proportional memory (where the system tells
it) counts each process's share of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.rig import drive

TARGET_MB = 200
ANSWERS_S = (15.0, 15.0)
PHASES = {
    "opening set-up": "home page",
    "recording": "first question asked, before any answer",
    "opening the review": "both answers worked on",
    "opening history": "after the review",
}
"""What has just been done when the phase of this name begins."""


def megabytes(pid: int) -> str:
    """Resident and proportional memory of a process."""
    rollup = Path(f"/proc/{pid}/smaps_rollup")
    if not rollup.exists():
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        whole = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
        return f"{whole / 1024:4.0f} MB resident"
    sizes = dict(line.split(":", 1) for line in rollup.read_text().splitlines()[1:])
    resident, proportional = (int(sizes[name].split()[0]) / 1024 for name in ("Rss", "Pss"))
    return f"{resident:4.0f} MB resident, {proportional:4.0f} MB proportional"


def show(pid: int, told: dict[str, Any]) -> None:
    if told["phase"] in PHASES:
        print(f"{PHASES[told['phase']]:42} app                 {megabytes(pid)}")
        for name, worker in told["workers"].items():
            print(f"{'':42} {name:19} {megabytes(worker)}")


def main() -> None:
    print(f"target: under {TARGET_MB} MB for the app before a model is loaded; models are loaded in the worker only")
    drive(ANSWERS_S, show)


if __name__ == "__main__":
    main()
