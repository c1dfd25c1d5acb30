"""Data files: plain values with line numbers, and errors that name file, line and field."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from bot.datafiles import DataFileError, field_name, load_data_file
from bot.settings import ROOT

SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["name"],
    "description": "a mapping with a name",
    "properties": {
        "name": {"type": "string", "description": "a name"},
        "count": {"type": "integer", "minimum": 1, "maximum": 9},
        "kind": {"enum": ["small", "large"]},
        "rows": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/row"}},
    },
    "$defs": {
        "row": {
            "type": "object",
            "required": ["day"],
            "properties": {
                "day": {"type": "string", "pattern": "^[0-9-]{10}$"},
                "price": {"type": "number"},
                "on": {"type": "boolean"},
                "nothing": {"type": "null"},
            },
        }
    },
}


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    path = tmp_path / "things.schema.json"
    path.write_text(json.dumps(SCHEMA), encoding="utf-8")
    return path


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "things.yml"
    path.write_text(text, encoding="utf-8")
    return path


GOOD = """\
# 注释
name: 明江
count: 3
rows:
  - day: 2024-01-31
    price: 0.538
    on: true
    nothing: null
  - &second {day: 2024-02-29, price: 1}
  - *second
"""


def test_values_are_plain_and_exact(tmp_path: Path, schema: Path) -> None:
    loaded = load_data_file(written(tmp_path, GOOD), schema)
    first, second, third = loaded.content["rows"]
    assert loaded.content["name"] == "明江"
    assert first == {"day": "2024-01-31", "price": Decimal("0.538"), "on": True, "nothing": None}
    assert isinstance(first["price"], Decimal)
    assert second == third
    json.dumps(second)


def test_lines(tmp_path: Path, schema: Path) -> None:
    loaded = load_data_file(written(tmp_path, GOOD), schema)
    assert loaded.line_of(("count",)) == 3
    assert loaded.line_of(("rows", 0, "price")) == 6
    assert loaded.line_of(("rows", 1, "unsaid")) == 9
    assert loaded.at(("rows", 1, "price")) == 1
    error = loaded.error(("rows", 0, "day"), "is a Sunday; it may be a workday.")
    assert str(error).endswith("things.yml, line 5: rows[0].day is a Sunday; it may be a workday.")
    assert (error.line, error.field) == (5, "rows[0].day")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("name: a\ncount: many\n", 2, "count is 'many'; it may be a whole number at least 1 at most 9."),
        ("name: a\ncount: 12\n", 2, "count is 12; it may be a whole number at least 1 at most 9."),
        ("name: a\nkind: tiny\n", 2, "kind is 'tiny'; it may be one of 'small', 'large'."),
        ("count: 2\n", 1, "name is missing; it may be a name."),
        ("name: 5\n", 1, "name is 5; it may be a name."),
        ("name: a\ncolour: red\n", 2, "colour is no known field; there are count, kind, name, rows."),
        ("name: a\nrows: []\n", 2, "rows is a list; it may be a list with at least 1 entries."),
        ("name: a\nrows:\n  - day: soon\n", 3, "rows[0].day is 'soon'; it may be text that matches"),
        ("name: a\nrows:\n  - day: 2024-01-01\n  - price: 3\n", 4, "rows[1].day is missing; it may be text"),
        ("name: a\nrows:\n  - day: 2024-01-01\n    on: 1\n", 4, "rows[0].on is 1; it may be true or false."),
        ("name: a\nname: b\n", 2, "name is there twice, first in line 1."),
        ("- a\n- b\n", 1, "the file is a list; it may be a mapping with a name."),
        ("name: [a\n", 2, "the file isn't YAML:"),
        ("", 1, "the file is empty."),
        ("name: a\nrows:\n  - {day: 2024-01-01, price: .inf}\n", 3, "rows[0].price is '.inf'; it may be a plain"),
        ("x: &x {a: 1}\nname:\n  <<: *x\n", 3, "name uses <<; write the fields out."),
        ("name: " + "x" * 99 + "\ncount: " + "y" * 99 + "\n", 2, "count is '" + "y" * 39 + "…'; it"),
    ],
)  # fmt: skip
def test_errors_name_file_line_and_field(
    tmp_path: Path, schema: Path, text: str, line: int, message: str
) -> None:
    with pytest.raises(DataFileError) as caught:
        load_data_file(written(tmp_path, text), schema)
    assert f"things.yml, line {line}: {message}" in str(caught.value)
    assert caught.value.line == line
    assert "\n" not in str(caught.value)


def test_missing_file(tmp_path: Path, schema: Path) -> None:
    with pytest.raises(DataFileError, match="can't be read: No such file"):
        load_data_file(tmp_path / "absent.yml", schema)


def test_wrong_encoding(tmp_path: Path, schema: Path) -> None:
    path = tmp_path / "things.yml"
    path.write_bytes("name: 明江".encode("gbk"))
    with pytest.raises(DataFileError, match="isn't UTF-8"):
        load_data_file(path, schema)


def test_files_of_the_project_are_named_from_its_root(schema: Path) -> None:
    with pytest.raises(DataFileError) as caught:
        load_data_file(ROOT / "data" / "absent.yml", schema)
    assert str(caught.value).startswith("data/absent.yml, line 1:")


def test_field_names() -> None:
    assert field_name(("sets", 0, "steps", 1, "price")) == "sets[0].steps[1].price"
    assert field_name(()) == ""
