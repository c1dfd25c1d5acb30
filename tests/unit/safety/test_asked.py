"""What is asked in a danger, as it was learnt: chances, bounded work, and what the file has to be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.safety.asked import LONGEST, NONE, load_asked
from bot.safety.conduct import load_conduct
from bot.safety.wording import normalised

ASKED = load_asked()


def likeliest(text: str) -> str:
    return ASKED.chances(normalised(text))[0][0]


def test_its_labels_are_the_questions_of_the_conduct() -> None:
    assert set(ASKED.labels) <= {one.name for one in load_conduct().questions} | {NONE}
    assert len(ASKED.labels) >= 80


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("他手指头动了一下 要不要接着按", "stop_cpr"),
        ("120刚才已经打过啦", "called"),
        ("修这个你们跟不跟我要钱", "fee"),
        ("离多远才算安全", "distance"),
        ("拿根竹竿把线挑开行吗", "pole_tool"),
        ("桂花小区三幢二单元", NONE),
        ("好的谢谢", NONE),
    ],
)
def test_what_no_phrase_says_is_heard(text: str, question: str) -> None:
    assert likeliest(text) == question


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="电线着火能不吗a1，。 ", max_size=300))
def test_chances_are_shares(text: str) -> None:
    found = ASKED.chances(normalised(text))
    assert sum(chance for _, chance in found) == pytest.approx(1.0)
    assert [chance for _, chance in found] == sorted((one for _, one in found), reverse=True)


def test_no_more_than_the_first_characters_are_read() -> None:
    asked = normalised("能不能下车啊" * 20)
    assert len(asked) > LONGEST
    assert ASKED.chances(asked) == ASKED.chances(asked + "上个月电费多少" * 200)


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "asked.json"
    file.write_text(json.dumps({"labels": ["a"]}), encoding="utf-8")
    with pytest.raises(ValueError, match=r"asked\.json"):
        load_asked(file)
