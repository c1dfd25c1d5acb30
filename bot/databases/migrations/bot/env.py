"""Alembic's entry for the history of the bot database."""

from __future__ import annotations

from bot.databases.bot import Base
from bot.databases.migrate import run_in_alembic

run_in_alembic(Base.metadata)
