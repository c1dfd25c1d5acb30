"""The facts of `data/facts.yml`: checked, and asked for in words that the answers are written for."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.datafiles import DataFileError
from bot.facts import load_facts

GOOD = """facts:
- id: paid_day
  question: query_bill
  words: 哪天交的
  sentences: [一句, 两句, 三句, 四句, 五句]
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "facts.yml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_fact_is_read(tmp_path: Path) -> None:
    fact = load_facts(written(tmp_path, GOOD))["paid_day"]
    assert (fact.question, fact.words, fact.of_account) == ("query_bill", "哪天交的", False)
    assert len(fact.sentences) == 5


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (GOOD.replace("五句", "四句"), "四句"),
        (GOOD + GOOD.replace("facts:\n", "").replace("句", "条"), "paid_day"),
        (GOOD.replace("id: paid_day", "id: other"), "other"),
        (GOOD.replace("  words: 哪天交的\n", ""), "words"),
        (GOOD.replace("[一句, 两句, 三句, 四句, 五句]", "[一句]"), "five"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, wrong: str, named: str) -> None:
    with pytest.raises(DataFileError, match=named):
        load_facts(written(tmp_path, wrong))
