"""Run by Alembic: brings the database behind the given connection up to date."""

from alembic import context

from bot.storage.team_tables import teams

context.configure(connection=context.config.attributes["connection"], target_metadata=teams.metadata)
context.run_migrations()
