"""Fingerprints of what Rasa's own don't see: our components' code and the dictionary."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent


def of_files(files: Iterable[Path]) -> str:
    """A hash of names and contents.

    Args:
        files: in any order.
    """
    found = hashlib.sha256()
    for file in sorted(files):
        found.update(file.name.encode() + b"\0")
        found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()


def sources(*names: str) -> str:
    """A hash of modules of this package.

    Args:
        names: file names.
    """
    return of_files(HERE / name for name in names)
