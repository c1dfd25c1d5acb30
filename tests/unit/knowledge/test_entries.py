"""The entries of the knowledge: complete, dated, read anew when they change, errors with their line."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from bot.datafiles import DataFileError
from bot.intents import load_intents
from bot.knowledge import Library, library_of, load_library
from bot.knowledge.entries import FOLDER

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
    entries = load_library().entries().values()
    named = {intent for entry in entries for intent in (*entry.intents, *entry.told_by)}
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


def test_a_folder_is_read_once_in_a_process() -> None:
    assert library_of() is library_of(FOLDER)


def test_a_question_is_known_without_its_signs() -> None:
    library = load_library()
    assert library.has_question("校表要钱吗？")
    assert not library.has_question("校表要钱吗，另外上个月电费多少")


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


# -- short answers, sources, fraud -----------------------------------------------------------------

ENTRIES = load_library().entries()
ADDRESS = ("http", "www.", ".com", ".cn", ".net", "转载", "转引", "文库", "post_")
FRAUD = {name: one for name, one in ENTRIES.items() if one.topic == "fraud" and one.intents}
"""The tricks; what is asked afterwards has no intent of its own, see data/safety/fraud_talk.yml."""
CODE_ENTRIES = ("fraud_code", "fraud_code_unasked", "fraud_code_told")


@pytest.mark.parametrize("name", ENTRIES)
def test_a_short_answer_is_one_or_two_sentences(name: str) -> None:
    short = ENTRIES[name].short
    assert 6 <= len(short) <= 90
    assert 1 <= sum(map(short.count, "。！？")) <= 3
    assert "{" not in short.replace("{hotline}", "")
    assert short != ENTRIES[name].answer


def test_most_short_answers_fit_on_two_lines() -> None:
    lengths = [len(one.short) for one in ENTRIES.values()]
    assert sum(length <= 60 for length in lengths) >= 0.9 * len(lengths)


@pytest.mark.parametrize("name", ENTRIES)
def test_what_the_customer_is_told_names_no_address(name: str) -> None:
    one = ENTRIES[name]
    for text in (one.source, one.short, one.answer):
        assert not any(sign in text for sign in ADDRESS), text


def test_a_source_with_an_address_is_refused(tmp_path: Path) -> None:
    for source in ("example.com的转载", "https://example.com/1", "网上资料"):
        written(tmp_path, one().replace("source: 用电常识", f"source: {source}"))
        with pytest.raises(DataFileError, match="source"):
            load_library(tmp_path)
    written(tmp_path, one().replace("source: 用电常识", "source: 国网上海市电力公司的公告"))
    assert load_library(tmp_path).entries()


def test_a_short_answer_too_long_is_refused(tmp_path: Path) -> None:
    written(tmp_path, one().replace("short: 也费一点电。", "short: " + "长" * 91))
    with pytest.raises(DataFileError, match="short"):
        load_library(tmp_path)


def test_repealed_rules_are_told_only_as_such() -> None:
    """An entry that cites a text of 1996 or 2011 is over, or says that it still holds."""
    for name, entry in ENTRIES.items():
        if "1996年" in entry.source or "2011年" in entry.source:
            holds_still = "家用电器损坏处理办法" in entry.source
            assert holds_still or not entry.holds(TODAY), name


def test_no_answer_promises_what_the_assistant_does_not_do() -> None:
    for name, entry in ENTRIES.items():
        for promise in ("我给您登记", "我帮您登记", "随时有人接手", "马上给您办"):
            assert promise not in entry.answer + entry.short, name


def test_there_is_an_entry_for_each_trick() -> None:
    assert len(FRAUD) >= 14
    assert all(len(one.questions) >= 10 for one in FRAUD.values())


@pytest.mark.parametrize("name", FRAUD)
def test_a_fraud_entry_warns_first_and_says_what_to_do(name: str) -> None:
    entry = FRAUD[name]
    helps = {"report_fraud", "report_loss"} & set(entry.intents)
    assert helps
    if "report_loss" in helps:
        assert any(word in entry.short for word in ("银行", "110")), entry.short
    elif name != "fraud_report":
        # The first sentence holds back: don't click, pay, tell, open, fill in, buy, be afraid.
        first = entry.short.split("。")[0]
        assert "别" in first or "先挂掉" in first, entry.short
        assert any(one in entry.short + entry.answer for one in ("{hotline}", "12315", "110")), name
    assert "户主姓名" not in entry.short


@pytest.mark.parametrize("name", CODE_ENTRIES)
def test_the_code_rule_is_the_same_everywhere(name: str) -> None:
    """A code is told to nobody; here it is typed after the customer's own request alone."""
    told = FRAUD[name].short + FRAUD[name].answer
    assert any(word in told for word in ("都不说", "都不能说", "别告诉任何人", "都别说"))


def test_no_entry_asks_to_tell_a_code() -> None:
    for name, entry in ENTRIES.items():
        for wrong in ("验证码告诉我", "验证码发给我", "把码念给我", "念给您填"):
            assert wrong not in entry.answer + entry.short, name
