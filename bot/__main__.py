"""The operator's commands: `python -m bot COMMAND`; `make help` lists what they serve."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from bot.settings import SettingsError


def _run(arguments: argparse.Namespace) -> int:
    from bot.commands.run import run

    return run(prepare_only=arguments.prepare_only)


def _stop(_: argparse.Namespace) -> int:
    from bot.commands.run import stop

    return stop()


def _doctor(_: argparse.Namespace) -> int:
    from bot.commands.doctor import doctor

    return doctor()


def _env(_: argparse.Namespace) -> int:
    from bot.commands.env_file import write_env_file

    return write_env_file()


def _pages(arguments: argparse.Namespace) -> int:
    from bot.commands.pages import build_pages, test_pages

    return build_pages() or (test_pages() if arguments.test else 0)


def _migrate(_: argparse.Namespace) -> int:
    from bot.commands.databases import migrate_all

    return migrate_all()


def _seed(arguments: argparse.Namespace) -> int:
    from bot.commands.databases import seed_demo

    return seed_demo(scale=arguments.scale)


def _backup(_: argparse.Namespace) -> int:
    from bot.commands.backup import backup

    return backup()


def _staff(arguments: argparse.Namespace) -> int:
    from bot.commands.staff import add_staff

    return add_staff(arguments.name, arguments.role)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        The process's exit code: 0 done, 1 failed, 2 wrong usage.
    """
    parser = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    def command(
        name: str, what: str, do: Callable[[argparse.Namespace], int]
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=what, description=what)
        added.set_defaults(do=do)
        return added

    run = command("run", "prepare everything and run the product until Ctrl-C", _run)
    run.add_argument("--prepare-only", action="store_true", help="stop before starting it")
    command("stop", "stop a product that was left running", _stop)
    command("doctor", "check this installation and say what is missing", _doctor)
    command("env", "write .env with fresh keys if there is none", _env)
    pages = command("pages", "build the web pages if they are older than their sources", _pages)
    pages.add_argument("--test", action="store_true", help="run their type check and tests too")
    command("migrate", "bring both databases to the newest schema", _migrate)
    seed = command("seed", "fill the utility database with the demo utility", _seed)
    seed.add_argument("--scale", type=int, default=None, help="number of accounts")
    command("backup", "copy both databases to a dated folder", _backup)
    staff = command("staff", "add a member of staff or set a new password", _staff)
    staff.add_argument("name")
    staff.add_argument("--role", choices=["agent", "trainer", "admin"], default="agent")

    arguments = parser.parse_args(argv)
    try:
        return int(arguments.do(arguments))
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
