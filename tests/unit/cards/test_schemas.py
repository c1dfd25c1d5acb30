"""The cards' schemas are sound, and a card that breaks one is refused with the field's name."""

from __future__ import annotations

import copy

import pytest
from jsonschema import Draft202012Validator

from bot import cards

BILL = {
    "schema": "bill",
    "account": {"number_masked": "33****0001", "address_masked": "明江市××路"},
    "month": "2026-10",
    "label": "2026年10月",
    "start": "2026-10-01",
    "end": "2026-10-31",
    "days": 31,
    "kwh": "230.5",
    "amount": "124.01",
    "paid_amount": "0.00",
    "status": "unpaid",
    "due_on": "2026-11-25",
    "lines": [{"label": "第一档", "kwh": "230.5", "unit_price": "0.538", "amount": "124.01"}],
}


@pytest.mark.parametrize("name", cards.names())
def test_each_schema_is_a_valid_closed_schema(name: str) -> None:
    schema = cards.schema(name)
    Draft202012Validator.check_schema(schema)
    assert schema["properties"]["schema"] == {"const": name}
    assert schema["additionalProperties"] is False


def test_the_architecture_lists_every_card() -> None:
    page = (cards.FOLDER.parent.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert [name for name in cards.names() if f"| `{name}` |" not in page] == []


def test_a_right_card_passes() -> None:
    cards.validate(BILL)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", 124.01),
        ("amount", "124.1"),
        ("status", "late"),
        ("month", "2026-10-01"),
        ("lines", []),
        ("account", {"number_masked": "33****0001", "address_masked": "x", "name": "王"}),
        ("surprise", "1"),
    ],
)
def test_a_wrong_field_is_named(field: str, value: object) -> None:
    card = copy.deepcopy(BILL)
    card[field] = value
    with pytest.raises(cards.CardError, match=field):
        cards.validate(card)


def test_a_missing_field_is_named() -> None:
    with pytest.raises(cards.CardError, match="due_on"):
        cards.validate({name: value for name, value in BILL.items() if name != "due_on"})


@pytest.mark.parametrize("card", [{}, {"schema": "definitions"}, {"schema": "../settings"}])
def test_an_unknown_card_is_refused(card: dict[str, str]) -> None:
    with pytest.raises(cards.CardError):
        cards.validate(card)
