"""The candidate's history in SQLite."""
