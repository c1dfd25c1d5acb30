"""Tables and verdicts as the benchmark prints them."""

from __future__ import annotations

from collections.abc import Sequence


def drawn(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown, the first column to the left, the others to the right.

    Args:
        head: the columns' names.
        rows: as many cells each.
    """
    widths = [max(len(row[place]) for row in [head, *rows]) for place in range(len(head))]
    lines = [_line(head, widths), "|-" + "-|-".join("-" * width for width in widths) + "-|"]
    return "\n".join([*lines, *(_line(row, widths) for row in rows)])


def verdict(wanted: str, met: bool, found: str) -> str:
    """One line that says whether a target is met.

    Args:
        wanted: the target.
        met: whether it is.
        found: what was measured.
    """
    return f"- Wanted: {wanted}. {'Met' if met else 'Not met'}: {found}."


def ms(seconds: float | None) -> str:
    """A time in milliseconds, or a dash."""
    return "—" if seconds is None else f"{seconds * 1000:.1f} ms"


def mb(size: int | None) -> str:
    """A size in megabytes, or a dash."""
    return "—" if size is None else f"{size / 1024**2:.0f} MB"


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = (
        cell.rjust(width) if place else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return f"| {first} | " + " | ".join(others) + " |"
