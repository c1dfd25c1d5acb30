"""Alembic's entry for the history of the utility database."""

from __future__ import annotations

from bot.databases.migrate import run_in_alembic
from bot.databases.utility import Base

run_in_alembic(Base.metadata)
