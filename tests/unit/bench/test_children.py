"""Child processes of the benchmark end with it."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from tests.bench.children import ChildFailed, run


def test_the_end_of_the_log_is_told(tmp_path: Path) -> None:
    told: list[str] = []
    run([sys.executable, "-c", "print('half')"], {}, tmp_path / "log", told.append)
    assert told[-1] == "half\n"


def test_a_failure_names_the_log(tmp_path: Path) -> None:
    with pytest.raises(ChildFailed, match=str(tmp_path / "log")):
        run([sys.executable, "-c", "raise SystemExit(3)"], {}, tmp_path / "log")


def test_an_interrupt_ends_the_child(tmp_path: Path) -> None:
    def interrupt(text: str) -> None:
        if text.strip():
            raise KeyboardInterrupt

    code = "import os,time;print(os.getpid(),flush=True);time.sleep(60)"
    with pytest.raises(KeyboardInterrupt):
        run([sys.executable, "-c", code], {}, tmp_path / "log", interrupt)
    child = int((tmp_path / "log").read_text())
    time.sleep(0.1)
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
