"""A topic is added by files of its own name alone: a copy of the repository gets one, and nothing else changes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.domain import derived_domain
from bot.settings import ROOT

TOY = Path(__file__).parent / "toy"
FILES = [
    path.relative_to(TOY)
    for path in sorted(TOY.rglob("*"))
    if path.suffix in (".yml", ".py") and path.is_file()
]
PARTS = ("actions", "bot", "data", "tests", "domain.yml", "config.yml", "pyproject.toml")
LEFT_OUT = {
    "bot": ("__pycache__", "web"),
    "tests": ("__pycache__", "judging", "conversations", "product", "pages"),
}
ITS_OWN = (
    *("borrow_lamp", "query_lamp", "toy_form", "toy_place", "toy_size", "toy_bulbs", "toy_phone"),
    *("toy_confirm", "action_query_lamp", "action_begin_toy", "action_submit_toy"),
    "validate_toy_form",
)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository with the toy topic added."""
    root = tmp_path_factory.mktemp("toy") / "repository"
    root.mkdir()
    for name in PARTS:
        if (ROOT / name).is_dir():
            left_out = shutil.ignore_patterns(*LEFT_OUT.get(name, ("__pycache__",)))
            shutil.copytree(ROOT / name, root / name, ignore=left_out)
        else:
            shutil.copy(ROOT / name, root / name)
    for path in FILES:
        assert not (root / path).exists(), f"{path} is there already"
        shutil.copy(TOY / path, root / path)
    return root


def in_copy(root: Path, *command: str) -> str:
    """What a command prints there."""
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_it_consists_of_files_of_one_name() -> None:
    assert {path.stem.removeprefix("test_") for path in FILES} == {"toy"}
    assert len(FILES) == 7


def without_its_own(domain: Mapping[str, Any]) -> dict[str, Any]:
    """A domain without what the toy topic defines."""
    return {
        key: (
            {name: one for name, one in value.items() if name not in ITS_OWN}
            if isinstance(value, dict)
            else [one for one in value if one not in ITS_OWN]
            if isinstance(value, list)
            else value
        )
        for key, value in domain.items()
    }


def test_nothing_else_of_the_domain_changes(copy: Path) -> None:
    before, after = derived_domain(ROOT), derived_domain(copy)
    assert before != after
    assert without_its_own(after) == before


def test_talks_with_it_go_as_with_every_topic(copy: Path) -> None:
    assert " passed" in in_copy(copy, "-m", "pytest", "-q", "tests/actions/test_toy.py")


def test_everything_that_names_things_agrees(copy: Path) -> None:
    told = in_copy(copy, "-m", "pytest", "-q", "tests/actions/test_consistency.py")
    assert " passed" in told


def test_rasa_reads_it(copy: Path) -> None:
    """Domain, rules and sentences, as a training would."""
    told = in_copy(
        copy,
        "-c",
        "from bot.engine.importer import ProjectFiles\n"
        "from bot.engine.training_data import problems\n"
        "files = ProjectFiles('config.yml', 'domain.yml', ['data/nlu', 'data/rules', 'data/responses'])\n"
        "domain = files.get_domain()\n"
        "assert {'borrow_lamp', 'query_lamp'} <= set(domain.intents)\n"
        "assert 'toy_form' in domain.forms\n"
        "assert any('toy' in str(step) for step in files.get_stories().story_steps)\n"
        "said = [one for one in files.get_nlu_data().intent_examples if one.get('intent') == 'borrow_lamp']\n"
        "assert len(said) == 5\n"
        "assert not [one for one in problems() if 'toy' in str(one)]\n"
        "print('read')",
    )
    assert told.strip().endswith("read")
