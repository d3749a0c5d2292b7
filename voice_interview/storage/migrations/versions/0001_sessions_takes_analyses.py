"""Sessions, takes, analyses."""

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables. Times are ISO 8601 in UTC, files are relative to the recordings folder."""
    op.execute("""
        CREATE TABLE sessions (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            bank_id TEXT NOT NULL,
            bank_title TEXT NOT NULL,
            started_at TEXT NOT NULL,
            finished_at TEXT
        )
    """)
    op.execute("""
        CREATE TABLE takes (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
            question_id TEXT NOT NULL,
            question TEXT NOT NULL,
            number INTEGER NOT NULL,
            status TEXT NOT NULL,
            file TEXT NOT NULL,
            duration_s REAL,
            lost_s REAL NOT NULL DEFAULT 0,
            created_at TEXT NOT NULL,
            cut_short TEXT,
            error TEXT,
            UNIQUE (session_id, question_id, number)
        )
    """)
    op.execute("CREATE INDEX takes_status ON takes (status)")
    op.execute("""
        CREATE TABLE analyses (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            take_id TEXT NOT NULL REFERENCES takes (id) ON DELETE CASCADE,
            created_at TEXT NOT NULL,
            analysis TEXT NOT NULL
        )
    """)
    op.execute("CREATE INDEX analyses_take ON analyses (take_id)")
