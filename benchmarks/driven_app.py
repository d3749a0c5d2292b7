"""The real app in a process of its own, driven through an interview of two questions while its event loop is watched.

Run by ``benchmarks.rig.drive``. Writes one JSON object a line: ``{"phase", "workers"}`` as each phase begins,
``{"speak": n}`` when answer ``n`` is to be spoken into its microphone, and at last ``{"phases", "stalls"}``.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from voice_interview.paths import Paths
from voice_interview.ui.application import Application

BEAT_MS = 5
STALL_S = 0.03
"""Gaps longer than this are kept with what was being done."""
Condition = Callable[[], bool]


def tell(**values: object) -> None:
    sys.stdout.write(json.dumps(values) + "\n")
    sys.stdout.flush()


class Heartbeat:
    """Notes how long each round of the event loop took, phase by phase."""

    def __init__(self) -> None:
        self.phase = "opening the window"
        self.gaps: dict[str, list[float]] = {}
        self.stalls: list[dict[str, Any]] = []
        self.last = self._now()
        self._main = threading.get_ident()
        self._place = ""
        threading.Thread(target=self._watch, daemon=True).start()

    @staticmethod
    def _now() -> tuple[float, float, float]:
        return time.monotonic(), time.thread_time(), time.process_time()

    def beat(self) -> None:
        now, before = self._now(), self.last
        wall, own, process = (one - other for one, other in zip(now, before, strict=True))
        self.gaps.setdefault(self.phase, []).append(wall)
        if wall > STALL_S:
            times = {"at": before[0], "wall_s": wall, "thread_s": own, "process_s": process}
            self.stalls.append({"phase": self.phase, **times, "place": self._place})
        self._place = ""
        self.last = self._now()

    def _watch(self) -> None:
        """Look what the main thread is at when it is late."""
        while True:
            time.sleep(0.01)
            if time.monotonic() - self.last[0] > STALL_S and not self._place:
                frames = traceback.extract_stack(sys._current_frames()[self._main])
                ours = [one for one in frames if "driven_app" not in one.filename][-6:]
                self._place = " < ".join(f"{_short(one.filename)}:{one.lineno} {one.name}" for one in reversed(ours))


def _short(file: str) -> str:
    return "/".join(file.split("/")[-2:])


class Drive:
    """Does what a candidate does, one step at a time, between beats of the event loop."""

    def __init__(self, app: QApplication, answers_s: list[float]) -> None:
        self._app = app
        self._answers_s = answers_s
        self.beat = Heartbeat()
        self.application = Application(app, Paths.default())
        self.window = self.application.window
        self._script = self._steps()
        self._condition: Condition = lambda: True
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self.application.begin()
        self._timer.start(BEAT_MS)

    def _tick(self) -> None:
        self.beat.beat()
        if self._condition():
            try:
                self._condition = next(self._script)
            except StopIteration:
                self._timer.stop()
                self._finish()

    def _finish(self) -> None:
        tell(phases=self.beat.gaps, stalls=self.beat.stalls)
        self.application.close()
        self._app.quit()

    def _phase(self, name: str) -> None:
        self.beat.phase = name
        tell(phase=name, workers={one.name: one.pid for one in multiprocessing.active_children()})

    def _press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.window.page or self.window, key, modifier)

    def _page(self) -> Any:
        """The page in view, of whichever kind the script has just asked for."""
        return self.window.page

    def _shows(self, kind: str) -> Condition:
        return lambda: type(self.window.page).__name__ == kind

    def _in_phase(self, name: str) -> Condition:
        return lambda: self._page().state.phase.name == name and not self._page().state.stopping

    @staticmethod
    def _after(seconds: float) -> Condition:
        end = time.monotonic() + seconds
        return lambda: time.monotonic() >= end

    def _steps(self) -> Iterator[Condition]:
        yield self._shows("HomePage")
        self._phase("home")
        yield self._after(2.0)
        self._phase("opening set-up")
        self._press(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
        yield self._shows("SetupPage")
        yield lambda: self._page().start.isEnabled() and len(self._page().picker.ids) == len(self._answers_s)
        yield self._after(2.0)
        yield from self._interview()
        yield from self._review()
        for page, key in (("HistoryPage", Qt.Key.Key_3), ("SettingsPage", Qt.Key.Key_4), ("HomePage", Qt.Key.Key_1)):
            self._phase(f"opening {page.removesuffix('Page').lower()}")
            self._press(key, Qt.KeyboardModifier.ControlModifier)
            yield self._shows(page)
            yield self._after(0.7)

    def _interview(self) -> Iterator[Condition]:
        self._phase("starting the interview")
        self._press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        yield self._shows("InterviewPage")
        for number, seconds in enumerate(self._answers_s):
            more = "" if number == 0 else ", transcribing the answer before"
            self._phase(f"asking{more}")
            yield self._in_phase("RECORDING")
            self._phase(f"recording{more}")
            tell(speak=number)
            yield self._after(seconds + 1.0)
            self._phase("stopping")
            self._press(Qt.Key.Key_Space)
            yield self._in_phase("READY")
            yield self._after(0.3)
            self._phase("going on")
            self._press(Qt.Key.Key_Space)
            yield lambda: self._page().state.phase.name != "READY"
        self._phase("finishing")
        yield self._in_phase("FINISHED")
        yield lambda: all(take.status.name == "ANALYSED" for take in self._page().state.takes)
        yield self._after(0.5)

    def _review(self) -> Iterator[Condition]:
        self._phase("opening the review")
        self._press(Qt.Key.Key_Space)
        yield self._shows("ReviewPage")
        yield lambda: self._page().replay.sound is not None
        yield self._after(0.5)
        session = self._page().session
        first, second = (take.id for take in session.takes)
        for take_id in (second, first, second, first):
            self._phase("choosing another take")
            self._page().list.take_chosen.emit(take_id)
            yield lambda: self._page().replay.sound is not None
            yield self._after(0.3)
        self._phase("replaying")
        self._press(Qt.Key.Key_Space)
        yield self._after(5.0)
        self._press(Qt.Key.Key_Space)
        yield lambda: not self._page().replay.playing
        for choice in ("dark", "light"):
            self._phase("switching the theme")
            from voice_interview.ui import theme

            theme.apply(self._app, "dark" if choice == "dark" else "light")
            yield self._after(0.5)


def main() -> None:
    app = QApplication(sys.argv[:1])
    drive = Drive(app, [float(one) for one in sys.argv[1:]])
    sys.excepthook = lambda kind, error, trace: (traceback.print_exception(kind, error, trace), app.exit(1))
    code = app.exec()
    del drive
    sys.exit(code)


if __name__ == "__main__":
    main()
