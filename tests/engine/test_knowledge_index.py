"""Which entries a sentence finds: by meaning and characters, of the own region first."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from bot.knowledge import Entry, load_library
from bot.nlu.encoders import Vectors, encoder
from bot.nlu.knowledge_index import KnowledgeIndex
from bot.nlu.normalised import normalise


def entry(name: str, *questions: str, region: str = "china") -> Entry:
    day = date(2026, 11, 1)
    return Entry(name, "faq", name, questions, "答", region, "用电常识", None, "common", day, day)


def nearest(index: KnowledgeIndex, text: str) -> list[str]:
    plain = normalise(text).text
    vector: Vectors = encoder("use-multilingual").encode([plain])[0]
    return [one.id for one in index.nearest(plain, vector)]


@pytest.fixture(scope="module")
def index() -> KnowledgeIndex:
    entries = [
        entry("saving", "空调怎么开才省电", "夏天开空调怎样省电费"),
        entry("code", "验证码收不到", "短信码没来"),
        entry("size_here", "一户多人口怎么加电量", region="zhejiang"),
        entry("size_there", "广东一户多人口怎么加电量", region="guangdong"),
    ]
    return KnowledgeIndex(
        {one.id: one for one in entries}, encoder("use-multilingual"), region="zhejiang"
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("天热了空调咋用能省点", "saving"),
        ("手机上没有收到验證碼", "code"),
        ("家里人口多能多给点电量吗", "size_here"),
        ("广东人口多的电量怎么加", "size_there"),
    ],
)
def test_the_nearest_comes_first(index: KnowledgeIndex, text: str, wanted: str) -> None:
    assert nearest(index, text)[0] == wanted


def test_an_own_question_is_as_near_as_can_be(index: KnowledgeIndex) -> None:
    plain = normalise("空调怎么开才省电").text
    (best, *_) = index.nearest(plain, encoder("use-multilingual").encode([plain])[0])
    assert best.id == "saving"
    assert best.score == pytest.approx(1, abs=1e-4)


def test_every_entry_is_found_by_its_own_questions() -> None:
    entries = load_library().entries()
    index = KnowledgeIndex(entries, encoder("use-multilingual"))
    asked = [(one.id, question) for one in entries.values() for question in one.questions]
    texts = [normalise(question).text for _, question in asked]
    vectors = encoder("use-multilingual").encode(texts)
    lost = [
        (name, text)
        for (name, _), text, vector in zip(asked, texts, vectors, strict=True)
        if index.nearest(text, np.asarray(vector), most=1)[0].id != name
    ]
    assert lost == []
