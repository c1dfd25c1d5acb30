"""Bring both databases to the newest schema and fill the demo utility."""

from __future__ import annotations

import sys

from bot.clock import today
from bot.databases.migrate import MigrationError, migrate
from bot.databases.sessions import connect, sessions
from bot.demo.seed import ensure_seeded, seed
from bot.gateway.staff import ensure_demo_staff
from bot.settings import Settings, settings


def prepare_databases(chosen: Settings) -> None:
    """Migrate both databases; in demo mode seed the demo utility and its member of staff."""
    chosen.var_dir.mkdir(parents=True, exist_ok=True)
    migrate(chosen)
    if chosen.demo:
        ensure_seeded(connect(chosen.utility_db_url, timeout_seconds=60), today(chosen.clock))
        if chosen.staff_password:
            ensure_demo_staff(
                sessions(connect(chosen.bot_db_url)), chosen.staff_password, chosen.clock
            )


def migrate_all() -> int:
    """Bring both databases to the newest schema.

    Returns:
        0 when both are there, 1 when one could not be migrated.
    """
    return 0 if _migrated(settings()) else 1


def seed_demo(*, scale: int | None) -> int:
    """Fill the utility database with the demo utility, migrating it first.

    Args:
        scale: number of accounts; None for the demo's usual number.

    Returns:
        0 when it is filled, 1 when a database could not be migrated.
    """
    chosen = settings()
    if not _migrated(chosen):
        return 1
    engine = connect(chosen.utility_db_url, timeout_seconds=60)
    if scale is None:
        seed(engine, today(chosen.clock))
    else:
        seed(engine, today(chosen.clock), scale=scale)
    return 0


def _migrated(chosen: Settings) -> bool:
    try:
        migrate(chosen)
    except MigrationError as error:
        print(error, file=sys.stderr)
        return False
    return True
