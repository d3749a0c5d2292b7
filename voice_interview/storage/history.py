"""The candidate's history: sessions, takes and what was found in them."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from voice_interview.analysis import jsonform
from voice_interview.analysis.results import Analysis
from voice_interview.banks.model import Question
from voice_interview.errors import StorageError
from voice_interview.storage import database
from voice_interview.storage.records import AnswerStatus, SessionRecord, SessionSummary, TakeRecord

_TAKES = """
    SELECT takes.*, analyses.analysis FROM takes
    LEFT JOIN analyses ON analyses.id = (SELECT max(id) FROM analyses WHERE take_id = takes.id)
"""


class NotInHistory(StorageError):
    """No session or take has this id (any more)."""


class History:
    """One open history file; used from one thread only.

    Sound files lie in ``recordings`` beside the file and are noted relative to it, so the data folder can be moved.
    Every method may raise ``StorageError``; those that take an id raise ``NotInHistory`` for an unknown one.
    """

    def __init__(self, file: Path) -> None:
        """Open, make or migrate the history.

        Raises:
            DamagedHistory: the file cannot be read; ``set_aside`` makes room for a new one.
            NewerHistory: a newer version of the app wrote it.
            StorageError: it cannot be opened or written.
        """
        self._file = file
        self._recordings = file.parent / "recordings"
        self._db = database.connect(file)

    @staticmethod
    def set_aside(file: Path) -> Path:
        """Rename a damaged history and return its new name; opening ``file`` then begins a new one."""
        return database.set_aside(file)

    def close(self) -> None:
        """Close the file; nothing can be asked afterwards."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- writing --------------------------------------------------------------------------------------------

    def start_session(self, plan_bank_id: str, bank_title: str, session_id: str | None = None) -> str:
        """Begin a session and return its id; one that is there already under a given id stays as it is."""
        session_id = session_id or uuid.uuid4().hex
        self._change(
            """
            INSERT INTO sessions (id, bank_id, bank_title, started_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET id = id
            """,
            (session_id, plan_bank_id, bank_title, _now()),
        )
        return session_id

    def finish_session(self, session_id: str) -> None:
        """Note that the session is over."""
        self._change("UPDATE sessions SET finished_at = ? WHERE id = ?", (_now(), session_id))

    def start_take(self, take_id: str, session_id: str, question: Question, file: Path) -> None:
        """Note that an answer is being recorded into ``file``, which lies in the recordings folder."""
        self._change(
            """
            INSERT INTO takes (id, session_id, question_id, question, number, status, file, created_at)
            SELECT :id, sessions.id, :question_id, :question,
                1 + coalesce((SELECT max(number) FROM takes
                              WHERE session_id = sessions.id AND question_id = :question_id), 0),
                :status, :file, :now
            FROM sessions WHERE sessions.id = :session_id
            """,
            {
                "id": take_id,
                "session_id": session_id,
                "question_id": question.id,
                "question": question.model_dump_json(),
                "status": AnswerStatus.RECORDING,
                "file": self._relative(file),
                "now": _now(),
            },
        )

    def keep_take(self, take_id: str, file: Path, duration_s: float, lost_s: float, error: str | None) -> None:
        """Note that the recording is complete; ``error`` says why it was cut short, if it was."""
        self._change(
            "UPDATE takes SET status = ?, file = ?, duration_s = ?, lost_s = ?, cut_short = ? WHERE id = ?",
            (AnswerStatus.RECORDED, self._relative(file), duration_s, lost_s, error, take_id),
        )

    def set_status(self, take_id: str, status: AnswerStatus, error: str | None = None) -> None:
        """Note where the answer is, and why the work on it failed. Why the recording was cut short stays noted."""
        self._change("UPDATE takes SET status = ?, error = ? WHERE id = ?", (status, error, take_id))

    def save_analysis(self, take_id: str, analysis: Analysis) -> None:
        """Keep an analysis as the take's current one; earlier ones stay. The take is ANALYSED from now on."""
        with database.plain_words(self._file), database.transaction(self._db):
            self._execute("UPDATE takes SET status = ?, error = NULL WHERE id = ?", (AnswerStatus.ANALYSED, take_id))
            text = json.dumps(jsonform.to_json(analysis), ensure_ascii=False, separators=(",", ":"))
            row_id = self._db.execute(
                "INSERT INTO analyses (take_id, created_at, analysis) VALUES (?, ?, ?)", (take_id, _now(), text)
            ).lastrowid
            self._db.executemany(
                "INSERT INTO words (analysis_id, position, text, start_s, end_s) VALUES (?, ?, ?, ?, ?)",
                (
                    (row_id, position, word.text, word.start_s, word.end_s)
                    for position, word in enumerate(analysis.words or ())
                ),
            )

    def put_back_interrupted(self) -> None:
        """Takes whose transcription was interrupted are RECORDED again. Only for the process that does the work."""
        with database.plain_words(self._file):
            self._db.execute(
                "UPDATE takes SET status = ? WHERE status = ?", (AnswerStatus.RECORDED, AnswerStatus.TRANSCRIBING)
            )

    # --- reading --------------------------------------------------------------------------------------------

    def session(self, session_id: str) -> SessionRecord:
        """One session with its takes, oldest first."""
        with database.plain_words(self._file):
            row = self._db.execute("SELECT * FROM sessions WHERE id = ?", (session_id,)).fetchone()
            if row is None:
                raise _unknown()
            takes = self._takes("WHERE session_id = ? ORDER BY seq", (session_id,))
        return SessionRecord(
            id=row["id"],
            bank_id=row["bank_id"],
            bank_title=row["bank_title"],
            started_at=datetime.fromisoformat(row["started_at"]),
            finished_at=_time(row["finished_at"]),
            takes=takes,
        )

    def sessions(self, limit: int = 50, offset: int = 0) -> tuple[SessionSummary, ...]:
        """Sessions, newest first."""
        with database.plain_words(self._file):
            rows = self._db.execute(
                """
                SELECT sessions.*, count(takes.id) AS take_count, count(DISTINCT takes.question_id) AS question_count,
                    total(takes.duration_s) AS recorded_s
                FROM sessions LEFT JOIN takes ON takes.session_id = sessions.id
                GROUP BY sessions.seq ORDER BY sessions.seq DESC LIMIT ? OFFSET ?
                """,
                (limit, offset),
            ).fetchall()
        return tuple(
            SessionSummary(
                id=row["id"],
                bank_title=row["bank_title"],
                started_at=datetime.fromisoformat(row["started_at"]),
                finished_at=_time(row["finished_at"]),
                question_count=row["question_count"],
                take_count=row["take_count"],
                recorded_s=row["recorded_s"],
            )
            for row in rows
        )

    def take(self, take_id: str) -> TakeRecord:
        """One take with its current analysis."""
        with database.plain_words(self._file):
            takes = self._takes("WHERE takes.id = ?", (take_id,))
        if not takes:
            raise _unknown()
        return takes[0]

    def unfinished(self) -> tuple[TakeRecord, ...]:
        """Takes that are RECORDING, oldest first: running ones, and after a crash those it left."""
        with database.plain_words(self._file):
            return self._takes("WHERE status = ? ORDER BY seq", (AnswerStatus.RECORDING,))

    def files(self) -> frozenset[Path]:
        """The sound files of all takes."""
        with database.plain_words(self._file):
            return frozenset(self._recordings / row["file"] for row in self._db.execute("SELECT file FROM takes"))

    # --- deleting -------------------------------------------------------------------------------------------

    def delete_take(self, take_id: str) -> None:
        """Delete a take, its analyses and its sound."""
        with database.plain_words(self._file):
            files = self._files_of("id", take_id)
        self._delete("DELETE FROM takes WHERE id = ?", (take_id,), files)

    def delete_session(self, session_id: str) -> None:
        """Delete a session with all its takes and their sound."""
        with database.plain_words(self._file):
            files = self._files_of("session_id", session_id)
        self._delete("DELETE FROM sessions WHERE id = ?", (session_id,), files)

    def delete_all(self) -> None:
        """Delete every session and every file in the recordings folder, those without a take included."""
        with database.plain_words(self._file):
            present = self._recordings.iterdir() if self._recordings.is_dir() else ()
            files = [path for path in present if path.is_file()]
        self._delete("DELETE FROM sessions", None, files)

    # --- within ---------------------------------------------------------------------------------------------

    def _change(self, statement: str, values: tuple[object, ...] | dict[str, object]) -> None:
        with database.plain_words(self._file):
            self._execute(statement, values)

    def _execute(self, statement: str, values: tuple[object, ...] | dict[str, object]) -> None:
        """Run a statement about one session or take, which must be there."""
        if self._db.execute(statement, values).rowcount == 0:
            raise _unknown()

    def _delete(self, statement: str, key: tuple[str] | None, files: Iterable[Path]) -> None:
        """Rows and files go together: when a file cannot be deleted the rows stay, so that one can try again."""
        with database.plain_words(self._file):
            with database.transaction(self._db):
                if key is None:
                    self._db.execute(statement)
                else:
                    self._execute(statement, key)
                for file in files:
                    _unlink(file)
            # Until a checkpoint the deleted words can still be read in the write-ahead log.
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _files_of(self, column: str, key: str) -> list[Path]:
        """Every file of these takes: a take's WAV and FLAC can both be there after a crash."""
        rows = self._db.execute(f"SELECT file FROM takes WHERE {column} = ?", (key,))  # noqa: S608 - our own column
        noted = [self._recordings / row["file"] for row in rows]
        return [file.with_suffix(end) for file in noted for end in {file.suffix, ".wav", ".flac", ".flac.part"}]

    def _takes(self, condition: str, values: tuple[object, ...]) -> tuple[TakeRecord, ...]:
        return tuple(self._record(row) for row in self._db.execute(_TAKES + condition, values))

    def _record(self, row: sqlite3.Row) -> TakeRecord:
        try:
            return TakeRecord(
                id=row["id"],
                session_id=row["session_id"],
                question=Question.model_validate_json(row["question"]),
                number=row["number"],
                status=AnswerStatus(row["status"]),
                file=self._recordings / row["file"],
                duration_s=row["duration_s"],
                lost_s=row["lost_s"],
                created_at=datetime.fromisoformat(row["created_at"]),
                error=row["error"] or row["cut_short"],
                analysis=None if row["analysis"] is None else jsonform.from_json(json.loads(row["analysis"])),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise StorageError(
                "One answer in your history cannot be read.",
                "Delete this answer, or go back to the version of Voice Interview that wrote it.",
                f"take {row['id']}: {type(error).__qualname__}",  # its text may quote the answer
            ) from error

    def _relative(self, file: Path) -> str:
        """How the file is noted.

        Raises:
            ValueError: it lies outside the recordings folder, where deleting a take must never reach.
        """
        return file.resolve().relative_to(self._recordings.resolve()).as_posix()


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _unknown() -> NotInHistory:
    return NotInHistory("This is not in your history.", "It may have been deleted meanwhile.")


def _unlink(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(
            f"The recording {file.name} could not be deleted.",
            "Close any program that plays it and try again.",
            repr(error),
        ) from error
