"""Write `.env` from `.env.example`, with fresh keys, readable by its owner alone."""

from __future__ import annotations

import os
import secrets

from bot.settings import ROOT

GENERATED = ("TOKEN_KEY", "ENGINE_TOKEN", "STAFF_PASSWORD")
"""Settings that get a random value instead of the example's empty one."""


def write_env_file() -> int:
    """Write `.env` unless it exists.

    Returns:
        0.
    """
    target = ROOT / ".env"
    if target.exists():
        return 0
    lines = []
    for line in (ROOT / ".env.example").read_text(encoding="utf-8").splitlines():
        name = line.split("=", 1)[0]
        if name in GENERATED:
            line = f"{name}={secrets.token_urlsafe(12 if name == 'STAFF_PASSWORD' else 48)}"
        lines.append(line)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    print("Wrote .env with fresh keys.")
    return 0
