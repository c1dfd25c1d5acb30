"""The entries of the knowledge: complete, dated, read anew when they change, errors with their line."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from bot.datafiles import DataFileError
from bot.intents import load_intents
from bot.knowledge import Library, load_library

TODAY = date(2026, 11, 24)
ENTRY = """\
- id: {id}
  title: 待机费不费电
  questions: [{questions}]
  short: 也费一点电。
  answer: 待机也费一点电，长时间不用请拔插头。
  region: china
  review_by: 2029-01-01
  source: 用电常识
  grade: common
  checked_on: 2026-11-01
"""


def written(folder: Path, *entries: str, name: str = "faq.yml") -> Path:
    file = folder / name
    file.write_text("entries:\n" + "".join(entries), encoding="utf-8")
    return file


def one(
    name: str = "standby", questions: str = "待机费电吗, 不关插头费电吗", more: str = ""
) -> str:
    return ENTRY.format(id=name, questions=questions) + more


# -- what is delivered ---------------------------------------------------------------------------


def test_there_are_enough_entries_and_all_topics_have_some() -> None:
    entries = load_library().entries().values()
    assert len([entry for entry in entries if entry.holds(TODAY)]) >= 120
    assert {entry.topic for entry in entries} >= {
        "billing", "payment", "account", "outage", "meter", "connection", "complaint", "faq",
    }  # fmt: skip


def test_what_is_over_is_there_and_flagged() -> None:
    over = [entry for entry in load_library().entries().values() if entry.flag(TODAY) == "over"]
    assert len(over) >= 3
    assert not any(entry.holds(TODAY) for entry in over)


def test_nothing_has_to_be_reviewed_today() -> None:
    late = [one.id for one in load_library().entries().values() if one.flag(TODAY) == "to_review"]
    assert late == []


def test_the_intents_that_entries_name_exist() -> None:
    named = {intent for entry in load_library().entries().values() for intent in entry.intents}
    assert named <= set(load_intents())


def test_a_grade_d_answer_says_that_places_differ() -> None:
    for entry in load_library().entries().values():
        if entry.grade == "D":
            assert "当地" in entry.answer, entry.id


def test_only_known_facts_are_filled_into_answers() -> None:
    for entry in load_library().entries().values():
        assert "{" not in entry.answer.replace("{hotline}", ""), entry.id


# -- reading -------------------------------------------------------------------------------------


def test_a_changed_file_is_read_at_the_next_look(tmp_path: Path) -> None:
    file = written(tmp_path, one())
    library = Library(tmp_path)
    assert list(library.entries()) == ["standby"]
    written(tmp_path, one(), one("other", "电视费电吗, 冰箱费电吗"))
    os.utime(file, ns=(1, 1))
    assert list(library.entries()) == ["standby", "other"]


def test_a_broken_change_leaves_what_was_known(tmp_path: Path) -> None:
    written(tmp_path, one())
    library = Library(tmp_path)
    library.entries()
    written(tmp_path, one().replace("grade: common", "grade: X"))
    assert list(library.entries()) == ["standby"]
    written(tmp_path, one("mended"))
    assert list(library.entries()) == ["mended"]


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ([one().replace("2029-01-01", "2029-02-31")], "line 8: entries[0].review_by"),
        ([one(), one(questions="甲问题, 乙问题")], "'standby' is used twice"),
        ([one(), one("other")], "is a question of standby too; keep one"),
        ([one(more="  related: [nothing]\n")], "there is no such entry"),
        ([one(more="  valid_from: 2026-01-01\n  valid_until: 2025-01-01\n")], "before valid_from"),
        ([one(more="  colour: red\n")], "is no known field"),
        ([one().replace("  source: 用电常识\n", "")], "source is missing"),
    ],
)
def test_errors_name_the_place(tmp_path: Path, entries: list[str], told: str) -> None:
    written(tmp_path, *entries)
    with pytest.raises(DataFileError) as error:
        load_library(tmp_path)
    assert told in str(error.value)
