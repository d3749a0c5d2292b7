from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.disks import make_read_only, small_disk
from tests.helpers.killing import run_and_kill
from voice_interview.errors import StorageError
from voice_interview.instance import AlreadyRunning, InstanceLock

_HOLDER = """
import sys, time
from pathlib import Path
from voice_interview.instance import AlreadyRunning, InstanceLock

try:
    InstanceLock(Path(sys.argv[1])).acquire()
    print("holds", flush=True)
except AlreadyRunning as error:
    print("refused:", error.message, flush=True)
sys.stdin.read()
"""


def test_a_second_process_is_refused(tmp_path: Path) -> None:
    with InstanceLock(tmp_path / "running.lock"):
        (line,) = run_and_kill(_HOLDER, str(tmp_path / "running.lock"), after_lines=1)
    assert line == "refused: Voice Interview is already running.\n"


def test_a_second_holder_in_the_same_process_is_refused(tmp_path: Path) -> None:
    with InstanceLock(tmp_path / "running.lock"), pytest.raises(AlreadyRunning, match="close it first"):
        InstanceLock(tmp_path / "running.lock").acquire()


def test_a_released_lock_can_be_taken(tmp_path: Path) -> None:
    for _ in range(2):
        with InstanceLock(tmp_path / "running.lock"):
            pass
    lock = InstanceLock(tmp_path / "running.lock")
    lock.acquire()
    lock.release()


def test_a_killed_holder_lets_go(tmp_path: Path) -> None:
    assert run_and_kill(_HOLDER, str(tmp_path / "running.lock"), after_lines=1) == ["holds\n"]
    with InstanceLock(tmp_path / "running.lock"):
        pass


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", size_kb=64) as disk:
        make_read_only(disk)
        with pytest.raises(StorageError, match="cannot be locked"):
            InstanceLock(disk / "running.lock").acquire()
