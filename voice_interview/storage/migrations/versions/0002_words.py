"""The words of every transcript in a table of their own, so that they can be searched."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table and fill it from the analyses that are there."""
    op.execute("""
        CREATE TABLE words (
            analysis_id INTEGER NOT NULL REFERENCES analyses (id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            text TEXT NOT NULL,
            start_s REAL,
            end_s REAL,
            PRIMARY KEY (analysis_id, position)
        ) WITHOUT ROWID
    """)
    op.execute("""
        INSERT INTO words (analysis_id, position, text, start_s, end_s)
        SELECT analyses.id, word.key, json_extract(word.value, '$.text'),
            json_extract(word.value, '$.start_s'), json_extract(word.value, '$.end_s')
        FROM analyses, json_each(analyses.analysis, '$.words') AS word
        WHERE word.type = 'object'
    """)
    op.execute("CREATE INDEX words_text ON words (text COLLATE NOCASE)")
