from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.posted import Posted
from tests.unit.interview import lane_jobs
from voice_interview.errors import BankError, EngineError
from voice_interview.interview.lanes import JobProgress, Lane

ROOT = Path(__file__).resolve().parents[3]


@contextlib.contextmanager
def lane(post: Posted, silence_limit_s: float = 30.0, **options: Any) -> Iterator[Lane[Any]]:
    one: Lane[Any] = Lane("test engine", lane_jobs.do, post, silence_limit_s=silence_limit_s, **options)
    try:
        yield one
    finally:
        assert one.close(10)


def alive(pid: int) -> bool:
    """Whether any thread of the process still runs (a zombie does not): only then are its pipes closed."""
    try:
        tasks = [task / "stat" for task in Path(f"/proc/{pid}/task").iterdir()]
        return any(task.read_text().rsplit(")", 1)[1].split()[0] != "Z" for task in tasks)
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_until_dead(pid: int, timeout_s: float = 20.0) -> None:
    end = time.monotonic() + timeout_s
    while alive(pid):
        assert time.monotonic() < end, f"process {pid} is still alive"
        time.sleep(0.02)


def test_jobs_are_done_in_order_by_one_worker() -> None:
    post = Posted()
    with lane(post) as one:
        assert one.pid is None  # nothing is started before it is needed
        for number in range(3):
            one.submit(str(number), ("double", number))
        assert [post.result(str(number)) for number in range(3)] == [0, 2, 4]
        assert JobProgress("1", 0.5) in post.seen
        one.submit("a", ("pid", None))
        one.submit("b", ("pid", None))
        assert post.result("a") == post.result("b") == one.pid


def test_a_crash_costs_its_job_only() -> None:
    post = Posted()
    with lane(post) as one:
        one.submit("crash", ("exit", 7))
        one.submit("after", ("double", 4))
        failed = post.failure("crash").error
        assert isinstance(failed, EngineError)
        assert "test engine stopped" in failed.message
        assert failed.hint
        assert failed.detail == "exit code 7"
        assert post.result("after") == 8


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_a_worker_killed_by_a_signal_or_from_outside_is_replaced() -> None:
    post = Posted()
    with lane(post) as one:
        one.submit("self", ("kill", None))
        assert post.failure("self").error.detail == "exit code -9"
        one.submit("outside", ("hang", None))
        assert post.next() == JobProgress("outside", 0.25)
        assert one.pid is not None
        os.kill(one.pid, signal.SIGKILL)
        assert post.failure("outside").error.detail == "exit code -9"
        one.submit("outside", ("double", 1))
        assert post.result("outside") == 2


def test_a_worker_killed_while_idle_is_replaced_without_a_word() -> None:
    post = Posted()
    with lane(post) as one:
        one.submit("first", ("pid", None))
        pid = post.result("first")
        os.kill(pid, signal.SIGTERM)
        wait_until_dead(pid)
        one.submit("second", ("pid", None))
        assert post.result("second") != pid


def test_a_hang_is_noticed_and_told() -> None:
    post = Posted()
    with lane(post, silence_limit_s=3) as one:
        one.submit("stuck", ("hang", None))
        assert post.next() == JobProgress("stuck", 0.25)
        pid = one.pid
        failed = post.failure("stuck").error
        assert isinstance(failed, EngineError)
        assert "gave no sign for 3 seconds" in failed.message
        assert pid is not None
        wait_until_dead(pid)
        one.submit("next", ("double", 2))
        assert post.result("next") == 4


def test_a_hang_while_starting_is_noticed() -> None:
    post = Posted()
    with lane(post, silence_limit_s=1.5, prepare=lane_jobs.hang_in_prepare) as one:
        one.submit("stuck", ("double", 1))
        assert "gave no sign" in post.failure("stuck").error.message


def test_slow_work_that_reports_is_no_hang() -> None:
    post = Posted()
    with lane(post, silence_limit_s=3) as one:
        one.submit("slow", ("tick", 20))
        assert post.result("slow") == 20


def test_a_bug_is_told_without_what_was_said() -> None:
    post = Posted()
    with lane(post) as one:
        one.submit("bug", ("bug", "I was fired from my last job"))
        failed = post.failure("bug").error
        assert isinstance(failed, EngineError)
        assert "lane_jobs.py" in failed.detail
        assert "RuntimeError" in failed.detail
        assert "fired" not in failed.detail
        one.submit("odd result", ("unpicklable", None))
        assert "TypeError" in post.failure("odd result").error.detail
        one.submit("next", ("double", 2))
        assert post.result("next") == 4


def test_expected_errors_keep_their_type_and_fields() -> None:
    post = Posted()
    with lane(post) as one:
        one.submit("bank", ("app error", 12))
        failed = post.failure("bank").error
        assert isinstance(failed, BankError)
        assert (failed.file, failed.line, failed.hint) == ("bank.yaml", 12, "Correct it.")


def test_cancel_is_silent_and_ends_what_runs(tmp_path: Path) -> None:
    post = Posted()
    mark = tmp_path / "mark"
    with lane(post) as one:
        one.submit("running", ("hang", None))
        assert post.next() == JobProgress("running", 0.25)
        pid = one.pid
        assert pid is not None
        one.submit("waiting", ("append", mark))
        one.submit("last", ("pid", None))
        one.cancel("waiting")
        one.cancel("running")
        one.cancel("never heard of")
        assert post.result("last") != pid
        wait_until_dead(pid)
        assert not mark.exists()
        one.submit("gives up", ("cancelled", None))
        one.submit("after", ("double", 3))
        assert post.result("after") == 6
        assert post.empty


def test_a_fresh_process_for_each_job() -> None:
    post = Posted()
    with lane(post, fresh_process_per_job=True, prepare=lane_jobs.prepare) as one:
        pids = set()
        for number in range(3):
            one.submit(str(number), ("pid", None))
            pids.add(post.result(str(number)))
        assert len(pids) == 3
        one.submit("prepared", ("prepared", None))
        assert post.result("prepared") is True
    for pid in pids:
        wait_until_dead(pid)


def test_an_idle_worker_gives_its_memory_back() -> None:
    post = Posted()
    with lane(post, idle_exit_s=0.3) as one:
        one.submit("first", ("pid", None))
        pid = post.result("first")
        wait_until_dead(pid)
        one.submit("second", ("pid", None))
        assert post.result("second") != pid


def test_closing_ends_a_hanging_worker_and_posts_nothing() -> None:
    post = Posted()
    with lane(post) as one:
        one.submit("stuck", ("hang", None))
        one.submit("waiting", ("double", 1))
        assert post.next() == JobProgress("stuck", 0.25)
        pid = one.pid
        started = time.monotonic()
        assert one.close(5)
        assert time.monotonic() - started < 5
        assert pid is not None
        wait_until_dead(pid)
        one.submit("too late", ("double", 1))
        one.cancel("stuck")
        assert post.empty
        assert one.pid is None


def test_jobs_from_many_threads_all_arrive() -> None:
    post = Posted()
    with lane(post) as one:

        def submit_some(t: int) -> None:
            for number in range(20):
                one.submit(f"{t}-{number}", ("double", number))

        threads = [threading.Thread(target=submit_some, args=(t,)) for t in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        ends = [post.end() for _ in range(80)]
        assert {event.job_id for event in ends} == {f"{t}-{n}" for t in range(4) for n in range(20)}


SCRIPT = """
import sys
if __name__ == "__main__":
    import PySide6.QtCore
    from tests.helpers.posted import Posted
    from tests.unit.interview import lane_jobs
    from voice_interview.interview.lanes import Lane
    post = Posted()
    lane = Lane("test engine", lane_jobs.do, post, silence_limit_s=30)
    lane.submit("print", ("print", "NOISE"))
    assert post.result("print") is None
    lane.submit("modules", ("modules", "PySide6"))
    print(post.result("modules"), flush=True)
    lane.submit("pid", ("pid", None))
    print(post.result("pid"), flush=True)
    lane.submit("hang", ("hang", None))
    post.next()
    sys.stdin.read()
"""


@pytest.fixture
def script(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A program with a lane whose worker is busy, started the way a console script is."""
    file = tmp_path / "program.py"
    file.write_text(textwrap.dedent(SCRIPT))
    process = subprocess.Popen(
        [sys.executable, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )
    with process:
        yield process
        process.kill()


def test_a_worker_has_no_qt_and_prints_nothing(script: subprocess.Popen[str]) -> None:
    assert script.stdout is not None
    assert script.stdout.readline() == "[]\n"  # neither PySide6 in the worker nor its noise before this line


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX")
def test_a_worker_does_not_outlive_an_app_killed_hard(script: subprocess.Popen[str]) -> None:
    assert script.stdout is not None
    script.stdout.readline()
    pid = int(script.stdout.readline())
    assert alive(pid)
    script.kill()
    wait_until_dead(pid)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_ctrl_c_leaves_the_worker_to_the_app(script: subprocess.Popen[str]) -> None:
    assert script.stdout is not None
    assert script.stderr is not None
    script.stdout.readline()
    pid = int(script.stdout.readline())
    os.kill(pid, signal.SIGINT)
    assert script.stdin is not None
    script.stdin.close()  # ends the program in the normal way
    assert script.wait(20) == 0
    wait_until_dead(pid)
    assert script.stderr.read() == ""
