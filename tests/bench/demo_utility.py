"""The demo utility in a file, so that a model which is judged knows its places, as in the product."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.databases.sessions import connect
from bot.databases.utility import Base
from bot.demo.seed import seed

ACCOUNTS = 100
"""So few have every estate and road of the demo in their addresses."""
_KEY = "k" * 40


def made(folder: Path, today: date) -> dict[str, str]:
    """Make the database.

    Args:
        folder: where its file is put; it may be there already.
        today: the day that the demo is dated relative to.

    Returns:
        The environment of a process that is to know it: its URL, and keys, as no settings are read
        without them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    url = f"sqlite:///{folder / 'utility.db'}"
    engine = connect(url)
    try:
        Base.metadata.create_all(engine)
        seed(engine, today, scale=ACCOUNTS)
    finally:
        engine.dispose()
    return {"UTILITY_DB_URL": url, "TOKEN_KEY": _KEY, "ENGINE_TOKEN": _KEY}
