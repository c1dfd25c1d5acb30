"""Several wishes in one message: the way to cut it that makes the most sense."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.engine import wish_learning
from bot.engine.judged import Judged, UnreadableSentences
from bot.engine.readings import LONGEST, MOST, Ranking, Reading, readings
from bot.engine.training_data import Example
from bot.engine.wish_learning import Read, learnt, read_messages
from bot.engine.wishes import FILE, may_be_several, wishes_of

UNDERSTOOD = {
    "投诉": "make_complaint",
    "来电": "query_outage",
    "停电": "report_outage",
    "上个月电费": "query_bill",
    "发票": "query_invoice",
    "营业厅": "query_office",
    "谢谢": "thank",
}


def understand(texts: list[str]) -> list[Ranking]:
    """Sure of a text with one of the words, unsure which where there are several."""
    found: list[Ranking] = []
    for text in texts:
        intents = [intent for word, intent in UNDERSTOOD.items() if word in text]
        share = 0.98 / max(1, len(intents))
        found.append([(one, share) for one in intents] or [("out_of_scope", 0.3)])
    return found


def wishes(text: str) -> list[tuple[str, str]]:
    return [(one.text, one.intent) for one in wishes_of(text, understand)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("停电了，还有上个月电费多少", ["停电了", "上个月电费多少"]),
        ("停电了，上个月电费多少", ["停电了", "上个月电费多少"]),
        ("停电了，还有个事，就是那个，上个月电费多少", ["停电了", "就是那个，上个月电费多少"]),
        ("停电了，然后再帮我查一下上个月电费", ["停电了", "查一下上个月电费"]),
        ("上个月电费多少？发票怎么开", ["上个月电费多少？", "发票怎么开"]),
        ("上个月电费多少 顺便问下营业厅在哪", ["上个月电费多少", "问下营业厅在哪"]),
        ("发票怎么开，另外上个月电费多少，对了营业厅几点开门", ["发票怎么开", "上个月电费多少", "营业厅几点开门"]),
        ("帮我看看上个月电费多少我家的发票还没给公司", ["帮我看看上个月电费多少", "我家的发票还没给公司"]),
    ],
)  # fmt: skip
def test_wishes_are_cut(text: str, parts: list[str]) -> None:
    assert [one for one, _ in wishes(text)] == parts


def test_the_most_urgent_comes_first() -> None:
    found = wishes("上个月电费多少，还有，我家停电了")
    assert [intent for _, intent in found] == ["report_outage", "query_bill"]


@pytest.mark.parametrize(
    "text",
    [
        "上个月电费还有多少没交",
        "另外一户上个月电费多少",
        "上个月电费多少，还有，谢谢",  # thanks are no wish
        "上个月电费多少，还有上个月电费是哪天出的",  # the same thing twice
        "上个月电费多少？",
        "还有，上个月电费多少",
        "",
    ],
)
def test_what_is_one_wish_stays_whole(text: str) -> None:
    assert wishes(text) == []


def test_one_clause_asks_nobody() -> None:
    def never(texts: list[str]) -> list[Ranking]:
        raise AssertionError(texts)

    assert not may_be_several("上个月电费多少")
    assert readings("上个月电费多少", never) == []


def test_all_ways_are_read_and_the_model_is_asked_once() -> None:
    asked: list[list[str]] = []

    def listen(texts: list[str]) -> list[Ranking]:
        asked.append(texts)
        return understand(texts)

    found = readings("停电了，上个月电费多少，发票怎么开", listen)
    assert len(asked) == 1
    assert len(set(asked[0])) == len(asked[0]) == 6
    cuts = {tuple(wish.text for wish in one.wishes) for one in found}
    assert cuts == {
        ("停电了，上个月电费多少，发票怎么开",),
        ("停电了", "上个月电费多少，发票怎么开"),
        ("停电了，上个月电费多少", "发票怎么开"),
        ("停电了", "上个月电费多少", "发票怎么开"),
    }
    assert len(found) == 4


def test_long_messages_are_read_in_bounds() -> None:
    text = "，".join(f"第{one}户停电了" for one in "一二三四五六七八九十")
    found = readings(text, understand)
    assert all(len(one.wishes) <= MOST for one in found)
    assert readings("停电了，" * 6, understand)
    assert LONGEST < 6


def test_what_is_no_wish_stays_with_the_next_or_the_last() -> None:
    text = "您好呀，我家停电了，老人在家，上个月电费多少，麻烦您了"
    assert [one for one, _ in wishes(text)] == [
        "您好呀，我家停电了",
        "老人在家，上个月电费多少，麻烦您了",
    ]


def test_weights_have_the_signs() -> None:
    """The file was learnt with these signs: a renamed one would count nothing without a word."""
    weights = json.loads(FILE.read_text(encoding="utf-8"))["weights"]
    texts = [one.text for one in read_messages()]
    seen = {name for text in texts for one in readings(text, understand) for name in one.signs}
    assert set(weights) <= seen | {"together_unsurely"}
    assert seen <= set(weights)


def test_learning_prefers_what_is_right() -> None:
    cut = Reading((), {"links": 2.0})
    whole = Reading((), {"whole": 1.0})
    messages = [Read(True, [whole, cut], [False, True]) for _ in range(9)]
    messages += [Read(False, [whole, Reading((), {"links": 0.0})], [True, False])]
    weights = learnt(messages)
    assert cut.score(weights) > whole.score(weights)


def test_a_message_with_what_is_no_wish_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "wishes.tsv"
    file.write_text("sentence\tintent\n谢谢，电费多少\tthank+query_bill\n", encoding="utf-8")
    with pytest.raises(UnreadableSentences, match=r"line 2: 'thank' is no intent that is a wish"):
        read_messages(file)


def test_the_model_is_not_taught_the_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be surer of them than of what customers say."""
    told = [
        Example(Path("one.yml"), 1, "query_bill", "上个月电费多少"),
        Example(Path("one.yml"), 2, "query_bill", "九月的账单"),
        Example(Path("one.yml"), 3, "report_outage", "停电了"),
    ]
    monkeypatch.setattr(wish_learning, "examples", lambda: told)
    message = Judged("停电了，上个月电费多少", (("report_outage",), ("query_bill",)), 1)
    kept = wish_learning._sentences_without([message])
    assert "九月的账单" in kept
    assert "停电了" not in kept
    assert "上个月电费多少" not in kept
