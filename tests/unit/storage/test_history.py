from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.helpers.records import analysis, question
from voice_interview.errors import StorageError
from voice_interview.storage.history import History, NotInHistory
from voice_interview.storage.records import AnswerStatus


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "data" / "recordings").mkdir(parents=True)
    return tmp_path / "data"


@pytest.fixture
def history(data: Path) -> Iterator[History]:
    with History(data / "history.sqlite3") as opened:
        yield opened


def _take(history: History, data: Path, take_id: str, session_id: str, question_id: str = "first-call") -> Path:
    """A recorded take with a sound file."""
    wav = data / "recordings" / f"{take_id}.wav"
    history.start_take(take_id, session_id, question(question_id), wav)
    flac = wav.with_suffix(".flac")
    flac.write_bytes(b"sound")
    history.keep_take(take_id, flac, 4.25, 0.1, None)
    return flac


def _count(data: Path, table: str) -> int:
    with sqlite3.connect(data / "history.sqlite3") as db:
        count = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    db.close()
    return int(count)


def test_a_new_history_is_empty(history: History) -> None:
    assert history.sessions() == ()
    assert history.unfinished() == ()
    assert history.files() == frozenset()


def test_what_is_kept_comes_back_after_reopening(history: History, data: Path) -> None:
    session_id = history.start_session("collections", "Collections officer")
    flac = _take(history, data, "t1", session_id)
    history.set_status("t1", AnswerStatus.TRANSCRIBING)
    history.save_analysis("t1", analysis())
    history.finish_session(session_id)
    history.close()

    with History(data / "history.sqlite3") as again:
        session = again.session(session_id)
    assert (session.bank_id, session.bank_title) == ("collections", "Collections officer")
    assert session.finished_at is not None
    assert timedelta(0) <= session.finished_at - session.started_at < timedelta(minutes=1)
    assert datetime.now(UTC) - session.started_at < timedelta(minutes=1)
    (take,) = session.takes
    assert take.question == question()
    assert (take.id, take.number, take.status) == ("t1", 1, AnswerStatus.ANALYSED)
    assert (take.file, take.duration_s, take.lost_s, take.error) == (flac, 4.25, 0.1, None)
    assert take.analysis == analysis()


def test_a_take_being_recorded_is_unfinished_until_it_is_kept(history: History, data: Path) -> None:
    session_id = history.start_session("b", "B")
    wav = data / "recordings" / "t1.wav"
    history.start_take("t1", session_id, question(), wav)
    (take,) = history.unfinished()
    assert (take.id, take.file, take.status, take.duration_s) == ("t1", wav, AnswerStatus.RECORDING, None)

    history.keep_take("t1", wav, 2.0, 0.5, "The microphone was unplugged.")
    assert history.unfinished() == ()
    kept = history.take("t1")
    assert (kept.status, kept.lost_s, kept.error) == (AnswerStatus.RECORDED, 0.5, "The microphone was unplugged.")


def test_takes_are_numbered_by_session_and_question(history: History, data: Path) -> None:
    one, two = history.start_session("b", "B"), history.start_session("b", "B")
    for take_id, session_id, asked in (
        ("a", one, "first-call"),
        ("b", one, "refusal"),
        ("c", one, "first-call"),
        ("d", two, "first-call"),
    ):
        _take(history, data, take_id, session_id, asked)
    assert [(take.id, take.number) for take in history.session(one).takes] == [("a", 1), ("b", 1), ("c", 2)]
    assert history.take("d").number == 1

    history.delete_take("a")
    _take(history, data, "e", one)
    assert history.take("e").number == 3, "a number once given is not given again while a later one is there"


def test_the_newest_analysis_is_current_and_earlier_ones_stay(history: History, data: Path) -> None:
    _take(history, data, "t1", history.start_session("b", "B"))
    history.save_analysis("t1", analysis("um I am calm"))
    history.save_analysis("t1", analysis("I am calm"))
    assert history.take("t1").analysis == analysis("I am calm")
    assert _count(data, "analyses") == 2
    assert _count(data, "words") == 7


def test_an_analysis_without_words_is_kept(history: History, data: Path) -> None:
    _take(history, data, "t1", history.start_session("b", "B"))
    without = replace(analysis(), words=None, model=None, rubric=None)
    history.save_analysis("t1", without)
    assert history.take("t1").analysis == without


def test_the_reason_a_recording_was_cut_survives_the_work_on_it(history: History, data: Path) -> None:
    flac = _take(history, data, "t1", history.start_session("b", "B"))
    history.keep_take("t1", flac, 2.0, 0.0, "The microphone was unplugged.")
    history.set_status("t1", AnswerStatus.TRANSCRIBING)
    assert history.take("t1").error == "The microphone was unplugged."
    history.set_status("t1", AnswerStatus.FAILED, "The recogniser stopped.")
    assert history.take("t1").error == "The recogniser stopped."
    history.save_analysis("t1", analysis())
    assert history.take("t1").error == "The microphone was unplugged."


def test_a_failure_is_noted_and_cleared_by_trying_again(history: History, data: Path) -> None:
    _take(history, data, "t1", history.start_session("b", "B"))
    history.set_status("t1", AnswerStatus.FAILED, "The recogniser stopped.")
    assert (history.take("t1").status, history.take("t1").error) == (AnswerStatus.FAILED, "The recogniser stopped.")
    history.set_status("t1", AnswerStatus.TRANSCRIBING)
    assert history.take("t1").error is None


def test_interrupted_work_is_put_back(history: History, data: Path) -> None:
    session_id = history.start_session("b", "B")
    for take_id, status in (("a", AnswerStatus.TRANSCRIBING), ("b", AnswerStatus.FAILED)):
        _take(history, data, take_id, session_id)
        history.set_status(take_id, status)
    history.put_back_interrupted()
    assert history.take("a").status is AnswerStatus.RECORDED
    assert history.take("b").status is AnswerStatus.FAILED


def test_sessions_are_listed_newest_first_with_their_sums(history: History, data: Path) -> None:
    ids = [history.start_session("b", f"Bank {n}") for n in range(5)]
    for take_id, asked in (("a", "first-call"), ("b", "first-call"), ("c", "refusal")):
        _take(history, data, take_id, ids[2], asked)
    assert [one.id for one in history.sessions()] == ids[::-1]
    assert [one.bank_title for one in history.sessions(limit=2, offset=1)] == ["Bank 3", "Bank 2"]
    summary = history.sessions(limit=1, offset=2)[0]
    assert (summary.question_count, summary.take_count, summary.recorded_s) == (2, 3, 12.75)
    empty = history.sessions(limit=1)[0]
    assert (empty.question_count, empty.take_count, empty.recorded_s) == (0, 0, 0.0)


def test_the_data_folder_can_be_moved(history: History, data: Path) -> None:
    _take(history, data, "t1", history.start_session("b", "B"))
    history.close()
    moved = data.rename(data.with_name("elsewhere"))
    with History(moved / "history.sqlite3") as again:
        take = again.take("t1")
        assert take.file == moved / "recordings" / "t1.flac"
        assert take.file.read_bytes() == b"sound"
        again.delete_take("t1")
    assert list((moved / "recordings").iterdir()) == []


def test_a_file_outside_the_recordings_folder_is_refused(history: History, tmp_path: Path) -> None:
    session_id = history.start_session("b", "B")
    with pytest.raises(ValueError, match=r"mine\.wav"):
        history.start_take("t1", session_id, question(), tmp_path / "mine.wav")


def test_unknown_ids_are_told(history: History) -> None:
    for ask in (history.session, history.take, history.finish_session, history.delete_take, history.delete_session):
        with pytest.raises(NotInHistory, match="not in your history"):
            ask("nothing")
    with pytest.raises(NotInHistory):
        history.save_analysis("nothing", analysis())
    with pytest.raises(NotInHistory):
        history.start_take("t1", "nothing", question(), history._recordings / "t1.wav")


def test_a_take_id_used_twice_is_a_bug_not_a_storage_error(history: History, data: Path) -> None:
    session_id = history.start_session("b", "B")
    _take(history, data, "t1", session_id)
    with pytest.raises(sqlite3.IntegrityError):
        _take(history, data, "t1", session_id)


@pytest.mark.parametrize("damage", ["question = '{\"id\": 7}'", "status = 'odd'", "created_at = 'yesterday'"])
def test_an_unreadable_answer_is_told_and_can_be_deleted(history: History, data: Path, damage: str) -> None:
    _take(history, data, "t1", history.start_session("b", "B"))
    history._db.execute(f"UPDATE takes SET {damage}")
    with pytest.raises(StorageError, match="One answer in your history cannot be read"):
        history.take("t1")
    history.delete_take("t1")
    assert _count(data, "takes") == 0


def test_deleting_a_take_leaves_its_neighbours(history: History, data: Path) -> None:
    session_id = history.start_session("b", "B")
    gone, stays = _take(history, data, "t1", session_id), _take(history, data, "t10", session_id)
    history.save_analysis("t1", analysis())
    for left_by_a_crash in (".wav", ".flac.part"):
        gone.with_suffix(left_by_a_crash).write_bytes(b"sound")
    history.delete_take("t1")
    assert [take.id for take in history.session(session_id).takes] == ["t10"]
    assert list((data / "recordings").iterdir()) == [stays]
    assert (_count(data, "analyses"), _count(data, "words")) == (0, 0)


def test_deleting_a_session_takes_everything_of_it(history: History, data: Path) -> None:
    gone, stays = history.start_session("b", "B"), history.start_session("b", "B")
    for take_id, session_id in (("a", gone), ("b", gone), ("c", stays)):
        _take(history, data, take_id, session_id)
        history.save_analysis(take_id, analysis())
    history.delete_session(gone)
    assert [one.id for one in history.sessions()] == [stays]
    assert [file.name for file in (data / "recordings").iterdir()] == ["c.flac"]
    assert (_count(data, "takes"), _count(data, "words")) == (1, 4)


def test_delete_all_leaves_no_sound_and_no_word(history: History, data: Path) -> None:
    _take(history, data, "t1", history.start_session("b", "B"))
    history.save_analysis("t1", analysis("my unmistakable answer"))
    (data / "recordings" / "orphan.wav").write_bytes(b"sound")
    assert any(b"unmistakable" in file.read_bytes() for file in data.glob("history*"))
    history.delete_all()
    assert history.sessions() == ()
    assert list((data / "recordings").iterdir()) == []
    assert not any(b"unmistakable" in file.read_bytes() for file in data.glob("history*"))
    history.delete_all()


def test_rows_stay_when_a_file_cannot_be_deleted(history: History, data: Path) -> None:
    flac = _take(history, data, "t1", history.start_session("b", "B"))
    flac.unlink()
    flac.mkdir()
    with pytest.raises(StorageError, match=r"t1\.flac could not be deleted"):
        history.delete_take("t1")
    assert history.take("t1").status is AnswerStatus.RECORDED
    flac.rmdir()
    history.delete_take("t1")
    assert _count(data, "takes") == 0
