from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from tests.helpers.disks import fill, make_read_only, small_disk
from tests.helpers.killing import run_and_kill
from tests.helpers.records import analysis, question
from voice_interview.errors import StorageError
from voice_interview.storage import database
from voice_interview.storage.database import DamagedHistory, NewerHistory
from voice_interview.storage.history import History
from voice_interview.storage.records import AnswerStatus


def _with_one_answer(file: Path) -> None:
    (file.parent / "recordings").mkdir(exist_ok=True)
    with History(file) as history:
        wav = file.parent / "recordings" / "t1.wav"
        history.start_take("t1", history.start_session("b", "Bank"), question(), wav)
        history.keep_take("t1", wav, 4.25, 0.0, None)
        history.save_analysis("t1", analysis())


def _schema(file: Path) -> set[tuple[str, str]]:
    db = sqlite3.connect(file)
    try:
        return set(db.execute("SELECT name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'"))
    finally:
        db.close()


def test_head_is_the_newest_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(database._MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [database.HEAD]


def test_an_old_history_is_migrated_with_all_it_holds(tmp_path: Path) -> None:
    file = tmp_path / "history.sqlite3"
    database._migrate(file, None, target="0001")
    db = sqlite3.connect(file)
    assert "words" not in {name for name, _ in _schema(file)}
    new = tmp_path / "new" / "history.sqlite3"
    new.parent.mkdir()
    _with_one_answer(new)
    db.execute("ATTACH ? AS new", (str(new),))
    for table in ("sessions", "takes", "analyses"):
        db.execute(f"INSERT INTO {table} SELECT * FROM new.{table}")
    db.commit()
    db.close()

    with History(file) as history:
        take = history.take("t1")
        words = [
            tuple(row) for row in history._db.execute("SELECT text, start_s, end_s FROM words ORDER BY position")
        ]
    assert take.analysis == analysis()
    assert take.status is AnswerStatus.ANALYSED
    assert words == [("um", 0.0, 0.5), ("I", 1.0, 1.5), ("am", 2.0, 2.5), ("calm", 3.0, 3.5)]
    assert _schema(file) == _schema(new)


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "history.sqlite3"
    database._migrate(file, None, target="0001")
    db = sqlite3.connect(file)
    db.execute("CREATE INDEX words_text ON takes (error)")
    db.close()
    before = _schema(file)
    with pytest.raises(sqlite3.OperationalError, match="words_text already exists"):
        History(file)
    assert _schema(file) == before


def test_a_history_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "history.sqlite3"
    History(file).close()
    db = sqlite3.connect(file)
    db.execute("UPDATE alembic_version SET version_num = '9999'")
    db.commit()
    db.close()
    before = file.read_bytes()
    with pytest.raises(NewerHistory, match="newer version"):
        History(file)
    assert file.read_bytes() == before


def test_a_start_at_head_imports_neither_alembic_nor_sqlalchemy(tmp_path: Path) -> None:
    file = tmp_path / "history.sqlite3"
    History(file).close()
    code = (
        "import sys; from pathlib import Path; from voice_interview.storage.history import History\n"
        "History(Path(sys.argv[1])).close()\n"
        "print(*sorted({'alembic', 'sqlalchemy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize(
    "content", [b"This is no database at all. " * 200, b"SQLite format 3\0" + bytes(range(256)) * 16]
)
def test_a_file_that_is_no_database_is_kept_aside_on_request(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "history.sqlite3"
    file.write_bytes(content)
    with pytest.raises(DamagedHistory, match="damaged"):
        History(file)
    assert file.read_bytes() == content

    aside = History.set_aside(file)
    assert aside.read_bytes() == content
    assert aside.parent == tmp_path
    assert "damaged" in aside.name
    with History(file) as history:
        assert history.sessions() == ()


def test_the_database_of_another_program_is_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "history.sqlite3"
    db = sqlite3.connect(file)
    db.execute("CREATE TABLE recipes (name TEXT)")
    db.close()
    before = file.read_bytes()
    with pytest.raises(DamagedHistory):
        History(file)
    assert file.read_bytes() == before


def test_damage_inside_is_told_when_it_is_met(tmp_path: Path) -> None:
    file = tmp_path / "history.sqlite3"
    _with_one_answer(file)
    size = file.stat().st_size
    with file.open("r+b") as out:
        out.seek(4096)
        out.write(b"\xff" * (size - 4096))
    with pytest.raises(DamagedHistory), History(file) as history:
        history.sessions()


@pytest.mark.parametrize("damage", ["DROP TABLE words", "UPDATE takes SET status = CAST(x'ff' AS TEXT)"])
def test_damage_met_while_running_is_told(tmp_path: Path, damage: str) -> None:
    file = tmp_path / "history.sqlite3"
    _with_one_answer(file)
    with History(file) as history:
        with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute(damage)
        with pytest.raises(DamagedHistory):
            for session in history.sessions():
                for take in history.session(session.id).takes:
                    history.save_analysis(take.id, analysis())


def test_set_aside_twice_in_a_second_keeps_both(tmp_path: Path) -> None:
    file = tmp_path / "history.sqlite3"
    kept = set()
    for content in (b"one", b"two"):
        file.write_bytes(content)
        file.with_name("history.sqlite3-wal").write_bytes(content)
        aside = History.set_aside(file)
        assert aside.with_name(aside.name + "-wal").read_bytes() == content
        kept.add(aside.read_bytes())
    assert kept == {b"one", b"two"}


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be opened"):
        History(tmp_path / "nowhere" / "history.sqlite3")


def test_a_locked_history_is_told_and_works_again_afterwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_BUSY_TIMEOUT_S", 0.1)
    file = tmp_path / "history.sqlite3"
    with History(file) as history:
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StorageError, match="in use by another program"):
            history.start_session("b", "B")
        other.execute("ROLLBACK")
        other.close()
        history.start_session("b", "B")
        assert len(history.sessions()) == 1


def test_two_histories_on_one_file_see_each_other(tmp_path: Path) -> None:
    file = tmp_path / "history.sqlite3"
    with History(file) as window, History(file) as command:
        session_id = window.start_session("b", "B")
        assert [one.id for one in command.sessions()] == [session_id]


def test_a_disk_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", size_kb=1024) as disk:
        _with_one_answer(disk / "history.sqlite3")
        make_read_only(disk)
        with pytest.raises(StorageError, match=r"cannot be (written to|opened)"):
            History(disk / "history.sqlite3")
        with pytest.raises(StorageError, match=r"cannot be (written to|opened)"):
            History(disk / "new.sqlite3")


def test_a_full_disk_is_told_and_what_was_kept_stays(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", size_kb=1024) as disk:
        file = disk / "history.sqlite3"
        _with_one_answer(file)
        with History(file) as history:
            (session,) = history.sessions()
            filler = fill(disk)
            long = analysis("word " * 20_000)
            with pytest.raises(StorageError, match="disk is full"):
                history.save_analysis("t1", long)
            assert history.take("t1").analysis == analysis(), "the earlier analysis is still the current one"
            assert [one.id for one in history.sessions()] == [session.id]
            filler.unlink()
            history.save_analysis("t1", analysis("now there is room"))
        with History(file) as again:
            assert again.take("t1").analysis == analysis("now there is room")


def test_a_full_disk_at_the_first_start_is_told(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", size_kb=512) as disk:
        filler = fill(disk)
        with pytest.raises(StorageError, match=r"disk|read or written"):
            History(disk / "history.sqlite3")
        filler.unlink()
        History(disk / "history.sqlite3").close()


_WRITER = """
import sys
from pathlib import Path
from tests.helpers.records import analysis, question
from voice_interview.storage.history import History

data = Path(sys.argv[1])
history = History(data / "history.sqlite3")
session_id = history.start_session("b", "Bank")
for n in range(100_000):
    wav = data / "recordings" / f"t{n}.wav"
    wav.write_bytes(b"sound")
    history.start_take(f"t{n}", session_id, question(), wav)
    history.keep_take(f"t{n}", wav, 1.0, 0.0, None)
    history.save_analysis(f"t{n}", analysis("word " * 200))
    print(n, flush=True)
"""


@pytest.mark.parametrize("after", [3, 40])
def test_kill_in_the_middle_of_writing_loses_nothing_that_was_kept(tmp_path: Path, after: int) -> None:
    (tmp_path / "recordings").mkdir()
    kept = [int(line) for line in run_and_kill(_WRITER, str(tmp_path), after_lines=after)]

    with History(tmp_path / "history.sqlite3") as history:
        assert [row[0] for row in history._db.execute("PRAGMA integrity_check")] == ["ok"]
        (session,) = history.sessions()
        takes = history.session(session.id).takes
        assert len(takes) - len(kept) in (0, 1)
        for n in kept:
            assert takes[n].analysis == analysis("word " * 200)
        for take in takes[len(kept) :]:
            assert take.analysis is None or take.analysis == analysis("word " * 200), "whole or not at all"
