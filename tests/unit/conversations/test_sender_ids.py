"""The ids of messages and of the wishes in them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.conversations.sender_ids import LONGEST_ID, body_hash, is_of_a_wish, wish_id

CLIENT_IDS = st.text("abcXYZ019_.:-", min_size=1, max_size=64)


def test_a_wish_is_numbered_behind_its_message() -> None:
    assert wish_id("a-1", 2) == "a-1#2"
    assert wish_id("x" * 62, 3) == f"{'x' * 62}#3"


def test_long_ids_stay_apart_and_fit() -> None:
    one, other = wish_id("x" * 63 + "a", 2), wish_id("x" * 63 + "b", 2)
    assert one != other
    assert len(one) <= LONGEST_ID
    assert one.endswith("#2")


@given(st.lists(st.tuples(CLIENT_IDS, st.integers(2, 4)), unique=True, min_size=2, max_size=8))
def test_wishes_of_different_messages_have_different_ids(wishes: list[tuple[str, int]]) -> None:
    ids = [wish_id(parent, number) for parent, number in wishes]
    assert len(set(ids)) == len(ids)
    assert not any(is_of_a_wish(parent) for parent, _ in wishes)
    assert all(is_of_a_wish(one) and len(one) <= LONGEST_ID for one in ids)


def test_ids_of_a_wish_are_told_by_their_end() -> None:
    assert not is_of_a_wish("a#")
    assert not is_of_a_wish("#2a")
    assert not is_of_a_wish("a#2\n")


def test_the_hash_tells_text_from_payload() -> None:
    assert body_hash("text", "/stop") != body_hash("payload", "/stop")
    assert body_hash("text", "停电") == body_hash("text", "停电")
