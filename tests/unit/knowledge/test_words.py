"""How much of a text stands in an entry."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge import library_of
from bot.knowledge.words import EntryWords, pairs_of

WORDS = library_of().words()
RESET = "tiers_year_reset"


def test_what_stands_in_an_entry_counts_and_what_does_not_counts_not() -> None:
    title = library_of().entries()[RESET].title
    assert WORDS.weighed(title).share(WORDS.of(RESET).title) == pytest.approx(1.0)
    assert WORDS.weighed("鲸鱼唱歌").share(WORDS.of(RESET).title) == 0.0


def test_a_rare_pair_counts_more_than_a_common_one() -> None:
    common, rare = "电费", "清零"
    both = WORDS.weighed(f"{rare}{common}")
    assert both.share(pairs_of(rare)) > both.share(pairs_of(common))


def test_the_rest_is_what_the_short_answer_does_not_say() -> None:
    for name in library_of().entries():
        assert not WORDS.of(name).rest & WORDS.of(name).short


def test_the_words_are_read_anew_with_the_entries() -> None:
    library = library_of()
    assert library.words() is library.words()


@given(st.text(max_size=30))
def test_a_share_is_a_share(text: str) -> None:
    share = EntryWords({}).weighed(text).share(pairs_of(text))
    assert share in (0.0, pytest.approx(1.0))
    assert 0.0 <= WORDS.weighed(text).share(WORDS.of(RESET).answer) <= 1.0 + 1e-9
