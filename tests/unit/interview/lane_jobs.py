"""Work for lanes under test; run in real worker processes."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from voice_interview.errors import BankError, Cancelled

Report = Callable[[float], None]


def do(job: tuple[str, Any], report: Report) -> Any:
    """Does what the first part of the job says with the second."""
    return _JOBS[job[0]](job[1], report)


def _double(value: int, report: Report) -> int:
    report(0.5)
    return value * 2


def _hang(_: Any, report: Report) -> None:
    report(0.25)
    threading.Event().wait()


def _tick(count: int, report: Report) -> int:
    for done in range(count):
        time.sleep(0.2)
        report(done / count)
    return count


def _exit(code: int, _: Report) -> None:
    os._exit(code)


def _kill_self(_: Any, __: Report) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _bug(text: str, _: Report) -> None:
    raise RuntimeError(text)


def _app_error(line: int, _: Report) -> None:
    raise BankError("The bank is wrong.", "Correct it.", "a detail", "bank.yaml", line)


def _cancelled(_: Any, __: Report) -> None:
    raise Cancelled


def _print(text: str, _: Report) -> None:
    print(text)  # noqa: T201
    os.write(1, text.encode())


def _modules(prefix: str, _: Report) -> list[str]:
    return [name for name in sys.modules if name.startswith(prefix)]


def _append(file: Path, _: Report) -> None:
    with file.open("a", encoding="utf-8") as out:
        out.write("done\n")


def _unpicklable(_: Any, __: Report) -> Any:
    return threading.Lock()


def _pid(_: Any, __: Report) -> int:
    return os.getpid()


def _prepared(_: Any, __: Report) -> bool:
    return _state["prepared"]


_state = {"prepared": False}


def prepare() -> None:
    _state["prepared"] = True


def hang_in_prepare() -> None:
    threading.Event().wait()


_JOBS: dict[str, Callable[[Any, Report], Any]] = {
    "double": _double,
    "hang": _hang,
    "tick": _tick,
    "exit": _exit,
    "kill": _kill_self,
    "bug": _bug,
    "app error": _app_error,
    "cancelled": _cancelled,
    "print": _print,
    "modules": _modules,
    "append": _append,
    "unpicklable": _unpicklable,
    "pid": _pid,
    "prepared": _prepared,
}


def never_done(_: Any, report: Report) -> None:
    """Reports once and then works for ever."""
    _hang(_, report)
