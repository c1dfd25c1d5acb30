"""Copy the databases of this installation to a dated folder, while it runs."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from bot.settings import settings


def backup() -> int:
    """Back up the bot's and the tracker's database, and the utility's in demo mode.

    SQLite files are copied with its online backup; PostgreSQL with `pg_dump` in its custom format.

    Returns:
        0 when all were copied, 1 when one was not.
    """
    chosen = settings()
    folder = chosen.var_dir / "backups" / chosen.clock().strftime("%Y%m%d-%H%M%S")
    folder.mkdir(parents=True)
    os.chmod(folder, 0o700)
    databases = {"bot": chosen.bot_db_url, "trackers": chosen.tracker_db_url}
    if chosen.demo:
        databases["utility"] = chosen.utility_db_url
    failed = [name for name, url in databases.items() if not _copy(make_url(url), folder / name)]
    if failed:
        print(f"Not backed up: {', '.join(failed)}.", file=sys.stderr)
        return 1
    print(
        f"Backed up to {folder}. Restore: stop the product, then copy the .db files back, or "
        "pg_restore --clean the .dump files."
    )
    return 0


def _copy(url: URL, target: Path) -> bool:
    if url.get_backend_name() == "sqlite":
        source = Path(str(url.database))
        if not source.exists():
            print(f"{source} is not there; was the product ever started?", file=sys.stderr)
            return False
        with (
            closing(sqlite3.connect(source)) as from_,
            closing(sqlite3.connect(target.with_suffix(".db"))) as to,
        ):
            from_.backup(to)
        return True
    pg_dump = shutil.which("pg_dump")
    if pg_dump is None:
        print("Backing up PostgreSQL needs pg_dump (package postgresql-client).", file=sys.stderr)
        return False
    # the password goes through the environment: a command line is seen by everyone
    environment = {**os.environ, "PGPASSWORD": url.password or ""}
    bare = url.set(password=None, drivername="postgresql").render_as_string()
    done = subprocess.run(
        [pg_dump, "--format=custom", f"--file={target.with_suffix('.dump')}", bare],
        env=environment,
    )
    return done.returncode == 0
