"""Run by Alembic: applies the revisions on the connection that ``database.migrate`` hands over."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
