"""The part of an entry that has something for a question asked about it again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.knowledge import library_of
from bot.knowledge.passages import passage

ENTRY = replace(
    library_of().entries()["tiers_year_reset"],
    short="到营业厅或手机应用办，两个工作日办好。",
    answer=(
        "到营业厅或手机应用办，两个工作日办好。办的时候带身份证和户号，代办的再带委托书。"
        "开通和取消都不收费。开通以后至少用一年，想改回来要等满一年。"
    ),
)
WORDS = library_of().words()


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("要带委托书吗", "委托书"),
        ("收费不", "不收费"),
        ("能不能改回来", "满一年"),
    ],
)
def test_the_sentence_that_fits_is_told(question: str, told: str) -> None:
    found = passage(replace(ENTRY, id="tiers_year_reset"), question, WORDS)
    assert told in found
    assert len(found) < len(ENTRY.answer)


def test_all_is_told_where_nothing_fits() -> None:
    assert passage(ENTRY, "唱歌跳舞", WORDS) == ENTRY.answer


def test_the_short_answer_is_told_again_where_it_says_it() -> None:
    assert passage(ENTRY, "几个工作日", WORDS) == ENTRY.short


@pytest.mark.parametrize("entry", library_of().entries().values(), ids=lambda one: one.id)
def test_what_is_told_stands_in_the_entry(entry: object) -> None:
    found = passage(entry, "要多久，要钱吗", WORDS)  # type: ignore[arg-type]
    assert found
    assert found in (entry.short, entry.answer) or found in entry.answer.replace(" ", "")  # type: ignore[attr-defined]
