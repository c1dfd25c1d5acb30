"""Which code was measured."""

from __future__ import annotations

import subprocess

from bot.settings import ROOT


def commit() -> str:
    """The short hash of the commit, with “+” when files differ from it; “unknown” without git."""
    try:
        found = _git("rev-parse", "--short", "HEAD")
        return f"{found}+" if _git("status", "--porcelain") else found
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()
