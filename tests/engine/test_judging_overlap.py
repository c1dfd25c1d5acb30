"""Nothing that is trained on says (nearly) the same as a sentence of the held-out set."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bot.settings import ROOT
from tests.judging.overlap import Taught, core, is_short, likeness, overlaps, taught
from tests.judging.sentences import SLICES, dangers, marked, slice_of, timed

OTHERS = {"danger": dangers, "entities": marked, "times": timed}
MOST_SHORT = 0.2
"""Of a slice's sentences may be short, and so without a check."""


@cache
def everything_taught() -> list[Taught]:
    return taught()


def held_out(name: str) -> list[str]:
    found = slice_of(name) if name in SLICES else OTHERS[name]()
    return [one.text for one in found]


@pytest.mark.parametrize("name", [*SLICES, *OTHERS])
def test_nothing_taught_is_held_out(name: str) -> None:
    found = overlaps(held_out(name), everything_taught())
    listed = "\n".join(f"  {one}" for one in found)
    assert not found, (
        f"{len(found)} sentences are (nearly) in tests/judging/{name} too. The held-out set is "
        f"frozen; take them out of the training data, and don't write others after it:\n{listed}"
    )


@pytest.mark.parametrize("name", [*SLICES, *OTHERS])
def test_few_sentences_are_too_short_to_check(name: str) -> None:
    sentences = held_out(name)
    short = sum(map(is_short, sentences))
    assert short <= MOST_SHORT * len(sentences), f"{short} of {len(sentences)} are short"


def test_everything_taught_is_found_with_its_line() -> None:
    found = everything_taught()
    places = {one.file.relative_to(ROOT / "data").parts[0] for one in found}
    files = {"wishes.tsv", "rule_or_record.tsv", "follow_ups.tsv", "facts.yml"}
    assert places == {"nlu", "safety", "knowledge", *files}
    for one in found[::97]:
        lines = one.file.read_text(encoding="utf-8").splitlines()
        assert one.text[:4] in lines[one.line - 1]


@pytest.mark.parametrize(
    ("taught_sentence", "found"),
    [
        ("路灯坏了找谁修", True),
        ("路燈壞了，找誰修啊？", True),
        ("路灯坏了找哪个修", False),  # likeness is for longer sentences
        ("我们小区门口的那盏路灯已经坏了三天了没有人来修理", True),
        ("门口路灯坏了三天", False),
        ("路灯坏", False),
    ],
)
def test_nearly_the_same(taught_sentence: str, found: bool) -> None:
    sentences = ["路灯坏了找谁修呢", "我们小区门口的那盏路灯已经坏了三天了没有人来修"]
    there = overlaps(sentences, [Taught(Path("some.yml"), 1, taught_sentence)])
    assert bool(there) == found


def test_short_sentences_are_exempt() -> None:
    assert overlaps(["好的好的"], [Taught(Path("some.yml"), 1, "好的好的")]) == []
    assert is_short("好 的，好的！")
    assert not is_short("好的好的吧")


def test_a_core_has_no_signs_and_no_particles() -> None:
    assert core("那，電費的 事呢？！ＡＢ") == "那电费事ab"
    assert core("啊啊啊啊啊") == "啊啊啊啊啊"
    assert likeness("abcd", "abcd") == 1
    assert likeness("abcde", "abcdf") == pytest.approx(2 / 4)
    assert likeness("a", "a") == 0
