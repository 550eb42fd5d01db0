"""Alembic starts here; `bot.database` has the connection."""

from bot.database import run_migrations

run_migrations()
