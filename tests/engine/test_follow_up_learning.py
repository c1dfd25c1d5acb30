"""What a few words after an entry mean is learnt from `data/follow_ups.tsv`."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.dialogue.follow_ups.neighbours import RECORD
from bot.engine.follow_up_learning import after, read_follow_ups
from bot.engine.judged import UnreadableSentences
from bot.engine.log_linear import Choices, learnt
from bot.knowledge import load_library
from tests.unit.dialogue.situations import heard

LIBRARY = load_library()
ENTRIES = LIBRARY.entries()
HEAD = "told\tmessage\tright\n"


def written(folder: Path, lines: str) -> Path:
    file = folder / "follow_ups.tsv"
    file.write_text(HEAD + lines, encoding="utf-8")
    return file


def test_the_file_has_enough_of_every_kind() -> None:
    found = read_follow_ups(ENTRIES)
    assert len(found) >= 800
    assert sum(one.told in one.right for one in found) >= 200
    assert sum(any(name.startswith(RECORD) for name in one.right) for one in found) >= 40


def test_a_row_is_read(tmp_path: Path) -> None:
    told, other = list(ENTRIES)[:2]
    (one,) = read_follow_ups(ENTRIES, written(tmp_path, f"{told}\t要钱吗\t{told}|{other}\n"))
    assert (one.told, one.message, one.right, one.line) == (told, "要钱吗", {told, other}, 2)


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("no_such_entry\t要钱吗\taccount_what\n", "no_such_entry"),
        ("account_what\t要钱吗\tno_such_entry\n", "no_such_entry"),
        ("account_what\t要钱吗\trecord:greet\n", "record:greet"),
        ("account_what\t要钱吗\n", "line 2"),
        ("account_what\t要钱吗\taccount_what\n" * 2, "line 3"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, row: str, named: str) -> None:
    with pytest.raises(UnreadableSentences, match=named):
        read_follow_ups(ENTRIES, written(tmp_path, row))


def test_the_situation_is_that_of_a_told_entry() -> None:
    entry = ENTRIES["account_what"]
    found = after(entry, "咋办", heard, LIBRARY)
    frame = found.focus.frames[-1]
    assert (frame.kind, frame.about["entry"]) == ("rule", entry.id)
    assert found.focus.since(frame) == 1


def test_the_right_choice_becomes_the_likeliest() -> None:
    cases = [
        Choices([{"good": 1.0}, {"bad": 1.0}, {}], [True, False, False]),
        Choices([{"bad": 1.0}, {"good": 0.8}], [False, True]),
        Choices([{"bad": 1.0}], [False]),  # teaches nothing
    ]
    found = learnt(cases, 0.1)
    assert found["good"] > 0 > found["bad"]
