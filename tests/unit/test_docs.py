"""The documentation says nothing that isn't there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.demo.people import PEOPLE
from bot.settings import ROOT

READMES = (ROOT / "README.md", ROOT / "README.zh.md")
PAGES = (*READMES, *sorted((ROOT / "docs").glob("*.md")))
LINK = re.compile(r"\]\(([^)#]+)[^)]*\)")
TARGET = re.compile(r"`make ([a-z0-9-]+)`")
PATH = re.compile(r"`((?:bot|actions|data|tests|docs|deploy)/[\w./-]*)`")
CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(params=PAGES, ids=lambda path: path.name)
def page(request: pytest.FixtureRequest) -> Path:
    """One page of the documentation."""
    found: Path = request.param
    return found


def test_links_lead_to_files(page: Path) -> None:
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        assert link.startswith("http") or (page.parent / link).exists(), link


def test_named_make_targets_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(TARGET.findall(page.read_text(encoding="utf-8"))) <= targets


def test_named_files_and_folders_exist(page: Path) -> None:
    for path in PATH.findall(page.read_text(encoding="utf-8")):
        assert (ROOT / path).exists(), path


def test_named_tests_exist(page: Path) -> None:
    tests = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob("tests/**/test_*.py"))
    for name in re.findall(r"`(test_\w+)`", page.read_text(encoding="utf-8")):
        assert f"def {name}(" in tests, name


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_every_demo_customer_stands_in_the_readme(readme: Path) -> None:
    text = readme.read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([0-9].*) \| (.*) \| (.*) \|$", text, re.MULTILINE)
    assert rows == [
        (f"{'、'.join(one.numbers)} {one.name}", one.about, " · ".join(one.questions))
        for one in PEOPLE
    ]


def test_both_readmes_have_the_same_shape() -> None:
    english, chinese = (path.read_text(encoding="utf-8") for path in READMES)
    assert len(re.findall(r"^#+ ", english, re.MULTILINE)) == len(
        re.findall(r"^#+ ", chinese, re.MULTILINE)
    )
    assert CODE.findall(english) == CODE.findall(chinese)
    assert sorted(set(re.findall(r"docs/[\w./-]+", english))) == sorted(
        set(re.findall(r"docs/[\w./-]+", chinese))
    )
