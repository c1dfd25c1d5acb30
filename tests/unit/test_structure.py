"""Who may import whom: topics know nothing of each other, the dialogue knows neither Rasa nor a database."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import ROOT

CORE = {"account", "handoff", "document"}
"""Topics that others may lean on: identity, requests for people, and papers."""
LEANS = {"steering": CORE | {"steering"}}
"""Who leans on more than its own: yes, no and stop are said to all of them."""
TOPICS = sorted(
    path.stem for path in (ROOT / "actions").glob("*.py") if not path.stem.startswith("_")
)


def imported(path: Path) -> Iterator[str]:
    """The modules that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: a relative import"
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)


def below(*folders: str) -> list[Path]:
    """All modules of packages."""
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def belongs(module: str, *packages: str) -> bool:
    """Whether a module is one of some packages or below it."""
    return any(module == one or module.startswith(f"{one}.") for one in packages)


def test_the_topics_are_found() -> None:
    assert {"billing", "payment", "account", "steering"} <= set(TOPICS)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_imports_no_other_topic(topic: str) -> None:
    others = {
        module.split(".")[1]
        for module in imported(ROOT / "actions" / f"{topic}.py")
        if module.startswith("actions.")
    } - {"dialogue", topic}
    assert others <= LEANS.get(topic, CORE), f"{topic} imports {sorted(others)}"


def test_what_all_topics_share_knows_none_of_them() -> None:
    for path in below("actions/dialogue"):
        topics = {
            module.split(".")[1] for module in imported(path) if module.startswith("actions.")
        } - {"dialogue"}
        assert topics == set(), f"{path.relative_to(ROOT)} imports {sorted(topics)}"


@pytest.mark.parametrize(
    "path",
    below("bot/dialogue", "bot/forms", "bot/language"),
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_the_dialogue_knows_neither_rasa_nor_a_database_nor_the_web(path: Path) -> None:
    refused = ["rasa", "rasa_sdk", "actions", "fastapi", "bot.gateway", "bot.engine"]
    if path.name != "drafts.py":
        refused += ["sqlalchemy", "bot.databases"]
    for module in imported(path):
        assert not belongs(module, *refused), f"{path.relative_to(ROOT)} imports {module}"


def test_services_know_neither_rasa_nor_the_actions() -> None:
    services = ("billing", "identity", "service_requests", "tariffs", "periods", "knowledge")
    for path in below(*(f"bot/{one}" for one in services)):
        for module in imported(path):
            refused = ("rasa", "rasa_sdk", "actions", "fastapi", "bot.gateway", "bot.engine")
            assert not belongs(module, *refused), f"{path.relative_to(ROOT)} imports {module}"


def test_a_form_of_a_topic_is_reached_by_data_and_not_by_name() -> None:
    """No reading and nothing shared names a topic's form, but the proof of identity."""
    names = {path.stem for path in (ROOT / "data/forms").glob("*.yml")} - {"binding"}
    for path in below("bot/dialogue", "bot/forms", "actions/dialogue"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert node.value not in {f"{one}_form" for one in names}, path
                assert node.value not in names - {"reading", "meter"}, path
