"""JSON Schema of every card that a channel shows, and the check of a card against its schema."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

FOLDER = Path(__file__).resolve().parent
SUFFIX = ".schema.json"
SHARED = "definitions"

Card = dict[str, Any]
"""A card: `schema` names it, the other fields are as its schema says; money and kWh are strings."""


class CardError(ValueError):
    """A card breaks its schema; the text names the field and what is wrong."""


def names() -> list[str]:
    """The names of all cards."""
    found = (path.name[: -len(SUFFIX)] for path in FOLDER.glob(f"*{SUFFIX}"))
    return sorted(name for name in found if name != SHARED)


@cache
def schema(name: str) -> dict[str, Any]:
    """The schema of a card with the shared definitions inside it.

    Raises:
        CardError: there is no such card.
    """
    path = FOLDER / f"{name}{SUFFIX}"
    if name == SHARED or not path.is_file():
        raise CardError(f"there is no card {name!r}; the cards are {', '.join(names())}")
    shared = json.loads((FOLDER / f"{SHARED}{SUFFIX}").read_text(encoding="utf-8"))
    # One document: the two environments have versions of jsonschema that resolve files differently.
    text = path.read_text(encoding="utf-8").replace(f"{SHARED}{SUFFIX}#/$defs/", "#/$defs/")
    loaded: dict[str, Any] = {**json.loads(text), "$defs": shared["$defs"]}
    return loaded


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(schema(name))


def validate(card: Card) -> None:
    """Check a card against the schema that it names.

    Raises:
        CardError: it names no known schema or breaks it.
    """
    name = card.get("schema")
    if not isinstance(name, str):
        raise CardError("a card names its schema in the field 'schema'")
    error = next(iter(sorted(_validator(name).iter_errors(card), key=lambda e: e.json_path)), None)
    if error is not None:
        raise CardError(f"card {name!r}, {error.json_path}: {error.message}")
