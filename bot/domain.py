"""What Rasa's domain gets from the topics' own files: intents, forms with their slots, actions, responses.

`domain.yml` holds only what all topics share. Whoever adds a topic adds files of its name; the importer
(`bot/engine/importer.py`) merges what they say into the domain, for training, `rasa` commands and tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.forms import Form, load_forms
from bot.intents import load_intents
from bot.settings import ROOT

_CUSTOM = {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]}


def derived_domain(root: Path = ROOT) -> dict[str, Any]:
    """The parts of the domain that the files of a project's topics define.

    Args:
        root: the project's folder.

    Raises:
        DataFileError: a file of `data/intents` or `data/forms` can't be used.
    """
    forms = load_forms(root / "data" / "forms")
    actions = {
        *_actions_of_rules(root),
        *(name for one in forms.values() for name in actions_of(one)),
    }
    return {
        "version": "3.1",
        "intents": list(load_intents(root / "data" / "intents")),
        "forms": {one.loop: {"required_slots": list(_required(one))} for one in forms.values()},
        "slots": {slot: dict(_CUSTOM) for one in forms.values() for slot in one.slots},
        "actions": sorted(actions),
    }


def whole_domain(root: Path = ROOT) -> dict[str, Any]:
    """The domain as the importer makes it, for what doesn't read a project with the importer."""
    shared: dict[str, Any] = YAML(typ="safe").load(
        (root / "domain.yml").read_text(encoding="utf-8")
    )
    derived = derived_domain(root)
    return {**shared, **derived, "slots": {**shared["slots"], **derived["slots"]}}


def actions_of(form: Form) -> tuple[str, str, str]:
    """The names of a form's actions: begin, take an answer, submit."""
    return f"action_begin_{form.name}", f"validate_{form.loop}", f"action_submit_{form.name}"


def _required(form: Form) -> Iterator[str]:
    optional = {form.slot(one.name) for one in form.fields if one.optional}
    yield from (slot for slot in form.slots if slot not in optional)


def _actions_of_rules(root: Path) -> Iterator[str]:
    for path in sorted((root / "data" / "rules").glob("*.yml")):
        content = YAML(typ="safe").load(path.read_text(encoding="utf-8")) or {}
        for rule in content.get("rules") or ():
            for step in rule.get("steps") or ():
                name = str(step.get("action") or "")
                if name.startswith("action_") and name != "action_listen":
                    yield name
