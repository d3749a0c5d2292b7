"""How long the window's event loop waits through a whole interview and its review, and where.

A timer of 5 ms in the real app notes every gap between its beats. ``thread`` is the processor time of the main thread
in the longest gap: where it is far below the wall time, the window did not work but waited, for another thread or for
a processor. ``idle`` is how late a process that does nothing else was meanwhile: the machine's own share. A stall
counts as ours when the app itself used more than 50 ms of processor time in it.
"""

from __future__ import annotations

import argparse
import statistics
import threading
import time
from typing import Any

from benchmarks.rig import drive

TARGET_S = 0.05
ANSWERS_S = (60.0, 20.0)


class IdleClock:
    """What the same beat does in a process without work."""

    def __init__(self) -> None:
        self._late: list[tuple[float, float]] = []
        threading.Thread(target=self._beat, daemon=True).start()

    def _beat(self) -> None:
        last = time.monotonic()
        while True:
            time.sleep(0.005)
            now = time.monotonic()
            self._late.append((last, now - last))
            last = now

    def worst(self, start: float, end: float) -> float:
        """Longest gap that overlaps this stretch of the monotonic clock, in seconds."""
        return max((gap for at, gap in tuple(self._late) if at < end and at + gap > start), default=0.0)


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def show(runs: list[dict[str, Any]], idle: IdleClock) -> None:
    print(f"{'phase':48} {'beats':>6} {'p50':>5} {'p99':>6} {'max of each run, ms':24} {'> 50 ms':>7} {'ours':>5}")
    for phase in dict.fromkeys(name for run in runs for name in run["phases"]):
        gaps = [run["phases"].get(phase, [0.0]) for run in runs]
        flat = [gap for run in gaps for gap in run]
        worst = " ".join(f"{1000 * max(run):.0f}" for run in gaps)
        over = sum(gap > TARGET_S for gap in flat)
        stalls = [one for run in runs for one in run["stalls"] if one["phase"] == phase]
        ours = sum(one["wall_s"] > TARGET_S and one["process_s"] > TARGET_S for one in stalls)
        print(
            f"{phase:48} {len(flat):6} {1000 * statistics.median(flat):5.1f} {1000 * percentile(flat, 0.99):6.1f} "
            f"{worst:24} {over:7} {ours:5}"
        )
    print("\nstalls over 50 ms: wall / main thread / process / idle process meanwhile, ms")
    for number, run in enumerate(runs, 1):
        for one in run["stalls"]:
            if one["wall_s"] > TARGET_S:
                meanwhile = idle.worst(one["at"], one["at"] + one["wall_s"])
                times = (one["wall_s"], one["thread_s"], one["process_s"], meanwhile)
                print(f"run {number}  {one['phase']}: {' / '.join(f'{1000 * value:.0f}' for value in times)}")
                print(f"       {one['place']}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--answers", type=float, nargs=2, default=ANSWERS_S, help="seconds of the two answers")
    options = parser.parse_args()
    idle = IdleClock()
    runs = [
        drive(tuple(options.answers), lambda _pid, told: print(told["phase"], flush=True))
        for _ in range(options.runs)
    ]
    show(runs, idle)


if __name__ == "__main__":
    main()
