"""Opens the history's SQLite file, brings it to the current revision, and puts its errors into plain words.

Queries go through the standard library's ``sqlite3``; Alembic (and SQLAlchemy under it) is imported only when the
file is not at ``HEAD``, since importing the two takes longer than all the rest of a start.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from voice_interview.errors import StorageError

HEAD = "0002"
"""The newest revision in migrations/versions; a test keeps the two equal."""

_MIGRATIONS = Path(__file__).with_name("migrations")
_BUSY_TIMEOUT_S = 3.0
_BESIDE = ("-wal", "-shm", "-journal")


_IN_USE = (
    "Your history is in use by another program.",
    "Close the other window or program that uses it, then try again.",
)
_WORDS = {
    sqlite3.SQLITE_FULL: (
        "The disk is full, so your history could not be saved.",
        "Free some space, then try again. Recordings already made are safe.",
    ),
    sqlite3.SQLITE_READONLY: (
        "Your history {file} cannot be written to.",
        "Make the file and its folder writable, then try again.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "Your history {file} cannot be opened.",
        "Check that its folder exists and that you may write to it.",
    ),
    sqlite3.SQLITE_IOERR: (
        "Your history {file} could not be read or written.",
        "Check the disk it lies on: it may be full, failing or unplugged.",
    ),
    sqlite3.SQLITE_BUSY: _IN_USE,
    sqlite3.SQLITE_LOCKED: _IN_USE,
}


_DAMAGE = ("no such table", "no such column", "Could not decode to UTF-8")
"""How damage shows that SQLite itself has no code for: tests run every statement, so none names what never was."""


class DamagedHistory(StorageError):
    """The file is not a readable history; ``set_aside`` moves it away so that a new one can be made."""


class NewerHistory(StorageError):
    """The file was written by a newer version of the app; it is left untouched."""


def connect(file: Path) -> sqlite3.Connection:
    """Open the database, made or migrated if need be. Every statement commits by itself outside a ``transaction``.

    Raises:
        DamagedHistory: the file is damaged or something else.
        NewerHistory: it comes from a newer version.
        StorageError: it cannot be opened or written.
    """
    with plain_words(file):
        connection = sqlite3.connect(file, timeout=_BUSY_TIMEOUT_S, isolation_level=None)
        try:
            connection.row_factory = sqlite3.Row
            revision = _revision(connection, file)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            # A deleted answer must not linger in free pages.
            connection.execute("PRAGMA secure_delete = ON")
            if revision != HEAD:
                _migrate(file, revision)
        except BaseException:
            connection.close()
            raise
        return connection


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is written inside is kept, or nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # SQLite has already rolled back by itself after some errors, such as a full disk.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def set_aside(file: Path) -> Path:
    """Give a damaged file and its companions another name in the same folder, and return that name.

    Raises:
        StorageError: it cannot be renamed.
    """
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    names = (f"{file.stem}-damaged-{stamp}{f'-{n}' if n else ''}{file.suffix}" for n in range(1000))
    aside = next(path for path in map(file.with_name, names) if not path.exists())
    with plain_words(file):
        file.rename(aside)
        for end in _BESIDE:
            companion = file.with_name(file.name + end)
            if companion.exists():
                companion.rename(aside.with_name(aside.name + end))
    return aside


@contextlib.contextmanager
def plain_words(file: Path) -> Iterator[None]:
    """Turn an error of the disk or the file into a ``StorageError``; a wrong statement stays the bug it is."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or str(error).startswith(_DAMAGE):
            raise _damaged(file, repr(error)) from error
        if code not in _WORDS:
            raise
        message, hint = _WORDS[code]
        raise StorageError(message.format(file=file), hint.format(file=file), repr(error)) from error
    except OSError as error:
        raise StorageError(
            "Your history could not be written.", f"Check the folder {file.parent} and its disk.", repr(error)
        ) from error


def _damaged(file: Path, detail: str) -> DamagedHistory:
    return DamagedHistory(
        f"Your history {file} is damaged and cannot be read.",
        "It can be kept aside under another name while a new history is begun. Your recordings stay where they are.",
        detail,
    )


def _revision(connection: sqlite3.Connection, file: Path) -> str | None:
    """The file's revision, None for a new one."""
    tables = {row["name"] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if not tables:
        return None
    if "alembic_version" not in tables:
        raise _damaged(file, f"tables of another program: {sorted(tables)}")
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return row["version_num"] if row else None


def _migrate(file: Path, revision: str | None, target: str = HEAD) -> None:
    """Apply the missing revisions in one transaction: after a failure the file is as it was before."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError
    from sqlalchemy import URL, NullPool, create_engine, event
    from sqlalchemy.exc import DBAPIError

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    if revision is not None:
        try:
            ScriptDirectory.from_config(config).get_revision(revision)
        except CommandError as error:
            raise NewerHistory(
                "Your history was written by a newer version of Voice Interview.",
                "Install the newer version again. Nothing was changed.",
                f"revision {revision}, known up to {HEAD}",
            ) from error
    engine = create_engine(
        URL.create("sqlite", database=str(file)),
        poolclass=NullPool,
        connect_args={"timeout": _BUSY_TIMEOUT_S, "isolation_level": None},
    )
    # The driver would begin no transaction for CREATE TABLE.
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, target)
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error):
            raise error.orig from error
        raise
