"""What the benchmark says about the machine: its processor and cores, and what processes hold in memory."""

from __future__ import annotations

import os
import platform
from pathlib import Path

PROC = Path("/proc")


def description() -> dict[str, str]:
    """The machine that was measured on."""
    return {
        "processor": _field("cpuinfo", "model name") or platform.machine(),
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{_kilobytes('meminfo', 'MemTotal') / 1024**2:.0f} GB",
        "system": f"{platform.system()} {platform.release()}",
    }


def resident_bytes(process: int) -> int:
    """Resident memory (RSS) of a process and of all that it has started.

    Args:
        process: its id; one that has ended holds nothing.
    """
    children = _children()
    waiting, held = [process], 0
    while waiting:
        one = waiting.pop()
        waiting += children.get(one, [])
        held += _kilobytes(f"{one}/status", "VmRSS") * 1024
    return held


def _children() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for folder in PROC.glob("[0-9]*"):
        parent = _kilobytes(f"{folder.name}/status", "PPid")
        found.setdefault(parent, []).append(int(folder.name))
    return found


def _kilobytes(file: str, name: str) -> int:
    return int((_field(file, name) or "0").split()[0])


def _field(file: str, name: str) -> str | None:
    try:
        lines = (PROC / file).read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    for line in lines:
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return None
