"""The arithmetic of the evidence: bounded, total, and linear in the length of a text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.safety.evidence import FILE, Evidence, folded, grams_of, load_evidence
from bot.safety.wording import normalised

LEARNT = load_evidence()
MOST_BYTES = 400_000


class Counted(dict[str, tuple[float, float]]):
    """Grams that count how often they are asked for."""

    asked = 0

    def __contains__(self, key: object) -> bool:
        self.asked += 1
        return super().__contains__(key)

    def get(self, key: str, default: object = None) -> tuple[float, float] | None:  # type: ignore[override]
        self.asked += 1
        return super().get(key)


@given(st.text(max_size=300))
def test_any_text_has_a_probability(text: str) -> None:
    plain = normalised(text)
    assert 0 <= LEARNT.of(plain) <= 1
    assert 0 <= LEARNT.of_parts(plain) <= 1


@pytest.mark.parametrize("text", ["", "？？？", "👍", "电" * 400, "1" * 50, "aaaa，aaaa"])
def test_nothing_said_is_no_evidence(text: str) -> None:
    assert LEARNT.of(normalised(text)) == 0
    assert LEARNT.of_parts(normalised(text)) == 0


@given(st.text(alphabet="电线着火掉了，。我家 a1", min_size=50, max_size=800))
def test_work_is_bounded_by_length(text: str) -> None:
    grams = Counted(LEARNT.grams)
    evidence = Evidence(LEARNT.bias, grams)
    plain = normalised(text)
    evidence.of(plain)
    evidence.of_parts(plain)
    # Whole, clauses and pairs of clauses: each character four times, as itself and in a pair.
    assert grams.asked <= 20 * (len(plain) + 2)


def test_grams_are_characters_and_pairs_with_borders() -> None:
    known = {"火", "着", "了"}
    assert grams_of("着火x", known) == ["^", "着", "火", "¤", "$", "^着", "着火", "火¤", "¤$"]
    assert folded("着火了！！3栋 12号，") == "着火了,0栋,00号"


def test_single_part_is_left_to_the_whole() -> None:
    assert LEARNT.of_parts("电线着火了") == 0
    assert LEARNT.of_parts("你好,电线着火了") > 0.9


def test_run_on_message_has_parts_too() -> None:
    before = "那个我就是想问一下我家上个月的电费是多少然后发票怎么开"
    assert LEARNT.of_parts(f"{before}还有楼下电表箱着火了正在冒烟{before}") > 0.9


def test_file_is_small() -> None:
    assert FILE.stat().st_size < MOST_BYTES


@pytest.mark.parametrize("content", ["[]", "{}", '{"bias": 1, "grams": {"a": 1}}', "no"])
def test_other_file_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "evidence.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError):
        load_evidence(file)
