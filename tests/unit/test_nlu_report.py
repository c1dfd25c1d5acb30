"""The report on understanding: what it finds, and what stands on its page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser

import pytest

from bot.engine.judged import Entity, Judged, Marked, Understood
from bot.engine.nlu_findings import Findings, findings
from bot.engine.nlu_page import ENTITIES, SLICES, Heading, page
from tests.judging.sentences import SLICES as JUDGED_SLICES

HEADING = Heading(
    "mingdeng-1.tar.gz", "来自 <here>。", "2026-11-24 12:00", {"a": "查<账单>", "b": "查余额"}
)


def judged(text: str, *wishes: str) -> Judged:
    return Judged(text, tuple(tuple(wish.split("|")) for wish in wishes), 1)


def sure(text: str, intent: str, confidence: float = 0.9, *entities: Entity) -> Understood:
    return Understood(text, intent, ((intent, confidence),), entities)


def some() -> Findings:
    slices: dict[str, Sequence[Judged]] = {
        "clean": [
            judged("甲", "a"),
            judged("乙<b>", "a"),
            judged("丙", "a|b"),
            judged("丁", "b"),
            judged("戊", "b", "a"),
            judged("己", "a"),
        ],
        "out_of_scope_far": [judged("庚", "out_of_scope"), judged("辛", "out_of_scope")],
    }
    understood = [
        sure("甲", "a", 0.95),
        sure("乙<b>", "b", 0.8),
        sure("丙", "b", 0.45),
        Understood("丁", "nlu_fallback", (("a", 0.3), ("b", 0.25))),
        sure("戊", "a"),
        sure("己", "b", 0.7),
        sure("庚", "chitchat"),
        sure("辛", "a", 0.5),
        sure("电话138", "a", 0.9, Entity("code", "138", "138")),
    ]
    marked = [Marked("电话138", (("phone", "138"), ("kwh", "8")))]
    return findings(slices, marked, {one.text: one for one in understood})


def flawless() -> Findings:
    return findings({"own": [judged("甲", "a")]}, [], {"甲": sure("甲", "a")})


def test_slices_tell_what_customers_get() -> None:
    clean, far = some().slices
    assert clean.outcomes == {"right": 2, "asked": 1, "declined": 0, "wrong": 2}
    assert (clean.count, clean.refusing, clean.good) == (5, False, pytest.approx(2 / 5))
    assert far.outcomes == {"right": 0, "asked": 0, "declined": 1, "wrong": 1}
    assert (far.refusing, far.good) == (True, 0.5)
    assert (some().count, some().left_out) == (7, 1)


def test_confusions_by_number_and_confidence() -> None:
    first, *others = some().confusions
    assert (first.expected, first.got) == ("a", "b")
    assert [one.text for one in first.cases] == ["乙<b>", "己"]
    assert {(one.expected, one.got) for one in others} == {
        ("b", "a"),
        ("out_of_scope", "chitchat"),
        ("out_of_scope", "a"),
    }


def test_intents_the_worst_first() -> None:
    found = {one.name: (one.precision, one.recall) for one in some().intents}
    assert found == {
        "a": (pytest.approx(1 / 3), pytest.approx(1 / 3)),
        "b": (pytest.approx(1 / 3), pytest.approx(1 / 2)),
        "out_of_scope": (1, 0),
    }
    assert [one.name for one in some().intents] == ["out_of_scope", "a", "b"]


def test_confidence_is_compared_with_what_is_right() -> None:
    found = some()
    assert sum(one.count for one in found.bins) == 7
    top = found.bins[-1]
    assert (top.count, top.right) == (2, 0.5)
    assert [one.text for one in found.least_sure] == ["丙", "甲"]


def test_entities_missed_and_invented() -> None:
    found = some().entities
    assert found is not None
    assert (found.hits, found.missed, found.invented) == (0, {"phone": 1, "kwh": 1}, {"code": 1})


class _Names(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.add(tag)
        if tag not in ("meta", "rect", "line", "circle", "polyline"):
            self.open.append(tag)
        self.ids += [found["id"] or ""] if "id" in found else []
        self.links += [found["href"] or ""] if "href" in found else []

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            assert self.open.pop() == tag


def read(text: str) -> _Names:
    found = _Names()
    found.feed(text)
    assert found.open == []
    return found


def test_the_page_leads_from_the_picture_to_the_sentences() -> None:
    found = read(page(HEADING, some()))
    assert len(found.ids) == len(set(found.ids))
    assert "#a--b" in found.links
    assert {one.removeprefix("#") for one in found.links} <= set(found.ids)


def test_the_page_is_one_file_without_scripts() -> None:
    text = page(HEADING, some())
    assert read(text).tags.isdisjoint({"script", "link", "img", "iframe"})
    assert not re.search(r"https?://|url\(|@import", text)


def test_what_customers_wrote_is_text() -> None:
    text = page(HEADING, some())
    assert "乙&lt;b&gt;" in text
    assert "查&lt;账单&gt;" in text
    assert "<here>" not in text
    assert "乙<b>" not in text


def test_the_page_tells_entities_with_their_places() -> None:
    text = page(HEADING, some())
    assert "电话<mark>138</mark>" in text
    assert "漏掉 手机号：138" in text
    assert "多找 验证码：138" in text


def test_nothing_confused_is_told_so() -> None:
    text = page(HEADING, flawless())
    assert "一句也没有听错" in text
    assert "听错的句子" not in text
    assert "1 个意图全对" in text
    assert "没找对的数字和名称" not in text


def test_everything_judged_has_a_chinese_name() -> None:
    assert set(SLICES) == set(JUDGED_SLICES)
    assert all(re.search("[\u4e00-\u9fff]", one) for one in [*SLICES.values(), *ENTITIES.values()])
