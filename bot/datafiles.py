"""YAML files of facts, read with their line numbers and checked against a JSON Schema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.settings import ROOT

Where = tuple[str | int, ...]
"""A place inside a file: the keys and positions that lead there, `()` for the whole file."""

_TAG = "tag:yaml.org,2002:"


class DataFileError(Exception):
    """A data file can't be used; the text names file, line and field and says what it may be.

    Args:
        path: the file.
        line: counted from 1.
        where: the field, as in `sets[0].valid_from`; empty for the whole file.
        what: the rest of the sentence, after the field's name.
    """

    def __init__(self, path: Path, line: int, where: str, what: str) -> None:
        self.path = path
        self.line = line
        self.field = where
        name = path.relative_to(ROOT) if path.is_absolute() and ROOT in path.parents else path
        super().__init__(f"{name}, line {line}: {where or 'the file'} {what}")


@dataclass(frozen=True)
class DataFile:
    """What a file says, as plain values: numbers with a point are Decimal, dates ISO text.

    Args:
        path: where it was read.
        content: dicts, lists, str, int, Decimal, bool, None.
        lines: the line, counted from 1, of each place.
    """

    path: Path
    content: Any  # YAML has no narrower type
    lines: Mapping[Where, int] = field(repr=False)

    def at(self, where: Where) -> Any:
        """The value at a place."""
        value = self.content
        for part in where:
            value = value[part]
        return value

    def line_of(self, where: Where) -> int:
        """The line of a place, or of the nearest thing around it that is written down."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)

    def error(self, where: Iterable[str | int], what: str) -> DataFileError:
        """An error at a place, for what a schema can't say (“is used twice”)."""
        place = tuple(where)
        return DataFileError(self.path, self.line_of(place), field_name(place), what)


def field_name(where: Where) -> str:
    """A place as people write it: `sets[0].steps[1].price`."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in where)
    return text.lstrip(".")


def load_data_file(path: Path, schema: Path) -> DataFile:
    """Read a YAML file and check it.

    Args:
        path: the YAML file.
        schema: a JSON Schema (draft 2020-12); a field's `description` says what it may be.

    Raises:
        DataFileError: it is missing, isn't YAML, names a field twice, or doesn't fit the schema.
    """
    loaded = _read(path)
    fault = best_match(_validator(schema).iter_errors(loaded.content))
    if fault is not None:
        raise _as_sentence(loaded, fault)
    return loaded


@cache
def _validator(schema: Path) -> Draft202012Validator:
    content = json.loads(schema.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(content)
    return Draft202012Validator(content)


def _read(path: Path) -> DataFile:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise DataFileError(path, 1, "", f"can't be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise DataFileError(path, 1, "", "isn't UTF-8 text; save it as UTF-8.") from None
    try:
        root = YAML(typ="rt").compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = 1 if mark is None else mark.line + 1
        raise DataFileError(path, line, "", f"isn't YAML: {error.problem}.") from None
    if root is None:
        raise DataFileError(path, 1, "", "is empty.")
    lines: dict[Where, int] = {}
    return DataFile(path, _value(root, (), lines, path), lines)


def _value(node: Node, where: Where, lines: dict[Where, int], path: Path) -> Any:
    lines.setdefault(where, node.start_mark.line + 1)
    if isinstance(node, MappingNode):
        return _mapping(node, where, lines, path)
    if isinstance(node, SequenceNode):
        return [
            _value(item, (*where, position), lines, path)
            for position, item in enumerate(node.value)
        ]
    if isinstance(node, ScalarNode):
        return _scalar(node, where, path)
    raise AssertionError(f"a node of YAML is a mapping, a sequence or a scalar, not {node!r}")


def _mapping(
    node: MappingNode, where: Where, lines: dict[Where, int], path: Path
) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = str(key_node.value)
        place = (*where, key)
        if key_node.tag == _TAG + "merge":
            raise DataFileError(path, line, field_name(where), "uses <<; write the fields out.")
        if key in content:
            raise DataFileError(
                path, line, field_name(place), f"is there twice, first in line {lines[place]}."
            )
        lines[place] = line
        content[key] = _value(value_node, place, lines, path)
    return content


def _scalar(node: ScalarNode, where: Where, path: Path) -> str | int | Decimal | bool | None:
    text: str = node.value
    kind = node.tag[len(_TAG) :] if node.tag and node.tag.startswith(_TAG) else ""
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    try:
        if kind == "int":
            return int(text.replace("_", ""))
        if kind == "float":
            number = Decimal(text.replace("_", ""))
            if number.is_finite():
                return number
            raise ValueError
    except (ValueError, ArithmeticError):
        line = node.start_mark.line + 1
        raise DataFileError(
            path, line, field_name(where), f"is {text!r}; it may be a plain decimal number."
        ) from None
    return text


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return "a group of fields"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, Decimal)):
        return str(value)
    text = str(value)
    return repr(text if len(text) <= 40 else text[:39] + "…")


_TYPES = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "object": "a group of fields",
    "array": "a list",
    "null": "empty",
}


def _allowed(schema: Mapping[str, Any]) -> str:
    """What a field may be, in words: its description, or what its keywords say."""
    if "description" in schema:
        return str(schema["description"])
    if "enum" in schema:
        return "one of " + ", ".join(_shown(value) for value in schema["enum"])
    if "const" in schema:
        return _shown(schema["const"])
    kinds = schema.get("type", [])
    words = [_TYPES[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds)]
    text = " or ".join(words) or "what the schema says"
    limits = {
        "minimum": "at least {}",
        "exclusiveMinimum": "more than {}",
        "maximum": "at most {}",
        "minItems": "with at least {} entries",
        "maxItems": "with at most {} entries",
        "minLength": "of at least {} characters",
        "maxLength": "of at most {} characters",
        "pattern": "that matches {}",
    }
    parts = [said.format(schema[key]) for key, said in limits.items() if key in schema]
    return " ".join([text, *parts])


def _as_sentence(loaded: DataFile, fault: ValidationError) -> DataFileError:
    where: Where = tuple(fault.absolute_path)
    schema = fault.schema if isinstance(fault.schema, Mapping) else {}
    if fault.validator == "required":
        missing = next(name for name in schema["required"] if name not in loaded.at(where))
        wanted = schema.get("properties", {}).get(missing, {})
        return loaded.error((*where, missing), f"is missing; it may be {_allowed(wanted)}.")
    if fault.validator == "additionalProperties":
        known = sorted(schema.get("properties", {}))
        patterns = [re.compile(text) for text in schema.get("patternProperties", {})]
        unknown = next(
            name
            for name in loaded.at(where)
            if name not in known and not any(pattern.search(name) for pattern in patterns)
        )
        return loaded.error((*where, unknown), f"is no known field; there are {', '.join(known)}.")
    return loaded.error(where, f"is {_shown(fault.instance)}; it may be {_allowed(schema)}.")
