"""The forms of `data/forms/<name>.yml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.datafiles import DataFile, load_data_file
from bot.settings import ROOT

FOLDER = ROOT / "data" / "forms"
CONFIRM = "confirm"
"""The name of what every form with a question before sending asks for last."""
CONFIRM_TITLE = "提交前的确认"
_SCHEMA = Path(__file__).with_name("form.schema.json")
_PLACE = re.compile(r"\{(\w+)\}")
_KNOWN_PLACES = frozenset({"number", "due", "account", "hotline", "utility_name"})


@dataclass(frozen=True)
class FormField:
    """One thing that a form asks for.

    Args:
        name: unique in its form.
        title: what it is called before customers and staff.
        kind: how an answer is read, see `bot.forms.kinds`.
        question: how it is asked for; empty for what is optional.
        quiet: the same in a few words, after something else was answered.
        why: what it is wanted for, to who asks that.
        choices: what can be chosen by a button.
        optional: taken when said, never asked for.
        sensitive: never kept in a draft or shown to the staff.
        when: asked for only where other fields have these values.
        tells: intents whose sentences count as this text.
        unreadable: what is said when an answer can't be read.
        examples: answers as customers give them.
    """

    name: str
    title: str
    kind: str
    question: str = ""
    quiet: str = ""
    why: str = ""
    choices: tuple[str, ...] = ()
    optional: bool = False
    sensitive: bool = False
    when: Mapping[str, str] | None = None
    tells: tuple[str, ...] = ()
    unreadable: str = ""
    examples: tuple[str, ...] = ()

    def wanted(self, values: Mapping[str, Any]) -> bool:
        """Whether it is asked for, given the other fields' values."""
        if self.optional:
            return False
        return all(values.get(name) == value for name, value in (self.when or {}).items())


@dataclass(frozen=True)
class Form:
    """A form.

    Args:
        name: the file's; `<name>_form` in Rasa.
        topic: whose it is.
        title: what it is called before customers and staff.
        begins: the intents that begin it.
        fields: what it asks for, in this order.
        personal: identity is proved first.
        request: the kind of request that it becomes; None: its action decides.
        begun: what is said when it begins; empty for nothing.
        confirm: the question that repeats everything before it is sent; None: none is asked.
        done: what is said when it has been sent.
    """

    name: str
    topic: str
    title: str
    begins: tuple[str, ...]
    fields: tuple[FormField, ...]
    personal: bool = False
    request: str | None = None
    begun: str = ""
    confirm: str | None = None
    done: str = ""

    @property
    def loop(self) -> str:
        """Its name in Rasa."""
        return f"{self.name}_form"

    def slot(self, field: str) -> str:
        """The slot of a field in Rasa."""
        return f"{self.name}_{field}"

    @property
    def slots(self) -> tuple[str, ...]:
        """The slots of all fields, and of the yes before it is sent."""
        names = [one.name for one in self.fields] + ([CONFIRM] if self.confirm else [])
        return tuple(self.slot(name) for name in names)

    @property
    def titles(self) -> Mapping[str, str]:
        """What the form and its slots are called, by their names in Rasa."""
        fields = {self.slot(one.name): one.title for one in self.fields}
        return {self.loop: self.title, **fields, self.slot(CONFIRM): CONFIRM_TITLE}

    def field(self, name: str | None) -> FormField | None:
        """One field, or None."""
        return next((one for one in self.fields if one.name == name), None)

    def lacking(self, values: Mapping[str, Any]) -> str | None:
        """The next field to ask for, `confirm` when all is there; None: nothing is lacking.

        Args:
            values: by field; `confirm` is true once it was said.
        """
        for one in self.fields:
            if one.wanted(values) and values.get(one.name) is None:
                return one.name
        if self.confirm and not values.get(CONFIRM):
            return CONFIRM
        return None


@cache
def load_forms(folder: Path = FOLDER) -> Mapping[str, Form]:
    """All forms by name.

    Raises:
        DataFileError: a file can't be used; the text says where and why.
    """
    return {
        path.stem: _form(load_data_file(path, _SCHEMA)) for path in sorted(folder.glob("*.yml"))
    }


def _form(file: DataFile) -> Form:
    content = dict(file.content)
    fields = tuple(_fields(file))
    names = {one.name for one in fields}
    for text in ("confirm", "done"):
        for place in _PLACE.findall(content.get(text, "")):
            if place not in names | _KNOWN_PLACES:
                raise file.error((text,), f"has {{{place}}}; there is no such field.")
    content.update(name=file.path.stem, fields=fields, begins=tuple(content["begins"]))
    return Form(**content)


def _fields(file: DataFile) -> Iterator[FormField]:
    seen: set[str] = set()
    for number, content in enumerate(file.content["fields"]):
        where = ("fields", number)
        name = content["name"]
        if name in seen or name == CONFIRM:
            raise file.error((*where, "name"), f"{name!r} is used twice.")
        if not content.get("optional") and not content.get("question"):
            raise file.error((*where, "question"), "is missing: what isn't optional is asked for.")
        if content["kind"] == "choice" and not content.get("choices"):
            raise file.error((*where, "choices"), "is missing: a choice needs what can be chosen.")
        for other in content.get("when", {}):
            if other not in seen:
                raise file.error((*where, "when"), f"names {other!r}, which no field before it is.")
        seen.add(name)
        lists = {key: tuple(content.get(key, ())) for key in ("choices", "tells", "examples")}
        yield FormField(**{**content, **lists})
