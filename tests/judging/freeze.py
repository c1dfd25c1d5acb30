"""Freeze files of the held-out set: `python -m tests.judging.freeze FILE...` notes their SHA-256 once."""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

from ruamel.yaml import YAML

from tests.judging.sentences import FOLDER, files

FROZEN = FOLDER / "frozen.yml"
HEAD = """\
# SHA-256 of each file of the held-out set that is finished. Written by `python -m tests.judging.freeze`;
# a file that is frozen doesn't change any more: what it measures could not be compared with before.
"""


def frozen() -> dict[str, str]:
    """The noted hashes by file name."""
    if not FROZEN.exists():
        return {}
    return dict(YAML(typ="safe").load(FROZEN.read_text(encoding="utf-8")) or {})


def fingerprint(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main(arguments: list[str] | None = None) -> int:
    """Note the hashes of files that are finished.

    Returns:
        0 when they are noted, 1 when one is unknown or was frozen with another content.
    """
    names = [one.name for one in files()]
    parser = argparse.ArgumentParser(prog="python -m tests.judging.freeze", description=__doc__)
    parser.add_argument("files", nargs="+", metavar="FILE", help=f"of {', '.join(names)}")
    chosen = parser.parse_args(arguments).files
    noted = frozen()
    for name in chosen:
        if name not in names:
            print(f"{name} is no file of the held-out set.", file=sys.stderr)
            return 1
        found = fingerprint(FOLDER / name)
        if noted.setdefault(name, found) != found:
            print(f"{name} is frozen with another content.", file=sys.stderr)
            return 1
    lines = [f"{name}: {noted[name]}\n" for name in sorted(noted)]
    FROZEN.write_text(HEAD + "".join(lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
