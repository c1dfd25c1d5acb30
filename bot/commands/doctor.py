"""Check an installation: each part with ok or what is wrong and how to mend it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import redis
from sqlalchemy.exc import SQLAlchemyError

from bot.commands.pages import fitting_node
from bot.commands.run import ENGINE_PYTHON
from bot.databases.migrate import behind
from bot.databases.sessions import connect
from bot.settings import ROOT, Settings, SettingsError, load

Finding = tuple[str, str | None]
"""What was checked, and what is wrong with it (None: nothing)."""


def doctor() -> int:
    """Check this installation and print what was found.

    Returns:
        0 when nothing is wrong, 1 otherwise.
    """
    wrong = 0
    for what, trouble in _findings():
        wrong += trouble is not None
        print(
            f"{'ok   ' if trouble is None else 'WRONG'}  {what}{'' if trouble is None else ': ' + trouble}"
        )
    print("\nAll is well." if wrong == 0 else f"\n{wrong} to mend.")
    return 0 if wrong == 0 else 1


def _findings() -> Iterator[Finding]:
    yield f"Python {sys.version.split()[0]} for the gateway", None
    yield "Python 3.10 with Rasa for the engine", _engine()
    yield (
        "Node.js for building the pages",
        (None if fitting_node() else "20.19+ or 22.12+ is missing; `make setup` installs one"),
    )
    try:
        chosen = load()
    except SettingsError as error:
        yield "settings", str(error)
        return
    yield "settings", None
    yield "keys are kept from others", _private(ROOT / ".env")
    for name, url in (
        ("UTILITY_DB_URL", chosen.utility_db_url),
        ("BOT_DB_URL", chosen.bot_db_url),
        ("TRACKER_DB_URL", chosen.tracker_db_url),
    ):
        yield f"database {name}", _database(url)
    yield "schema of the databases", _attempt(lambda: _schema(chosen))
    if chosen.redis_url:
        yield "Redis", _attempt(lambda: _redis(str(chosen.redis_url)))
    yield (
        "web pages",
        (
            None
            if (ROOT / "bot/web/dist/index.html").exists()
            else "not built; `make run` builds them"
        ),
    )
    yield (
        "a trained model",
        (
            None
            if list(chosen.models_dir.glob("*.tar.gz"))
            else "none in models/; `make train` makes one"
        ),
    )
    yield "Chromium for the tests of the pages", _chromium()
    yield "the running product", _running(chosen)


def _attempt(check: Callable[[], str | None]) -> str | None:
    try:
        return check()
    except (SQLAlchemyError, redis.RedisError, OSError) as error:
        return str(error).splitlines()[0]


def _engine() -> str | None:
    if not ENGINE_PYTHON.exists():
        return "the environment is missing; run `make setup`"
    code = "import sys, importlib.metadata as m; assert sys.version_info[:2]==(3,10); m.version('rasa')"
    done = subprocess.run([ENGINE_PYTHON, "-c", code], capture_output=True)
    return None if done.returncode == 0 else "Rasa is not installed in it; run `make setup`"


def _private(env_file: Path) -> str | None:
    if env_file.exists() and env_file.stat().st_mode & 0o077:
        return "others can read .env; run chmod 600 .env"
    return None


def _database(url: str) -> str | None:
    def ask() -> None:
        with connect(url).connect() as connection:
            connection.exec_driver_sql("SELECT 1")

    return _attempt(ask)


def _schema(chosen: Settings) -> str | None:
    return " ".join(str(database) for database in behind(chosen)) or None


def _redis(url: str) -> str | None:
    redis.Redis.from_url(url, socket_timeout=2).ping()
    return None


def _chromium() -> str | None:
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    return (
        None
        if Path(path).exists()
        else f"not at {path}; on Debian: apt install chromium fonts-noto-cjk"
    )


def _running(chosen: Settings) -> str | None:
    try:
        answer = httpx.get(f"http://{chosen.gateway_host}:{chosen.gateway_port}/readyz", timeout=5)
    except httpx.HTTPError:
        return "not running; `make run` starts it"
    return None if answer.status_code == 200 else f"not ready: {answer.json().get('parts')}"
