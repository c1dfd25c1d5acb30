"""Add a member of staff or set a new password."""

from __future__ import annotations

import getpass
import sys

from bot.databases.sessions import connect, sessions
from bot.gateway.staff import set_password
from bot.settings import settings

SHORTEST_PASSWORD = 10


def add_staff(name: str, role: str) -> int:
    """Ask for a password and store its hash.

    Args:
        name: what the person signs in with.
        role: agent, trainer or admin.

    Returns:
        0 when stored, 1 when the passwords are too short or differ.
    """
    chosen = settings()
    password = getpass.getpass("Password: ")
    if len(password) < SHORTEST_PASSWORD:
        print(f"A password has at least {SHORTEST_PASSWORD} characters.", file=sys.stderr)
        return 1
    if getpass.getpass("Once more: ") != password:
        print("The two passwords differ; nothing was stored.", file=sys.stderr)
        return 1
    set_password(sessions(connect(chosen.bot_db_url)), name, password, role, chosen.clock)
    print(f"Stored {name} ({role}).")
    return 0
