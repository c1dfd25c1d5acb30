"""The documentation says nothing that isn't there."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot.demo.people import PEOPLE
from bot.settings import ROOT

READMES = (ROOT / "README.md", ROOT / "README.zh.md")
OPERATIONS = ROOT / "docs" / "operations.md"
PAGES = (*READMES, *sorted((ROOT / "docs").glob("*.md")))
LINK = re.compile(r"\]\(([^)#]+)[^)]*\)")
TARGET = re.compile(r"`make ([a-z0-9-]+)`|^\s*make ([a-z0-9-]+)", re.MULTILINE)
PATH = re.compile(r"`((?:bot|actions|data|tests|docs|deploy)/[\w./-]*)`")
CARDS = sorted(
    path.name.removesuffix(".schema.json")
    for path in (ROOT / "bot" / "cards").glob("*.schema.json")
    if not path.name.startswith("definitions")
)
UNSET = {
    "TOKEN_KEY",
    "ENGINE_TOKEN",
    "STAFF_PASSWORD",
    "REDIS_URL",
    "SMS_URL",
    "SMS_TOKEN",
    "TRUSTED_PROXIES",
}
"""Settings without a default; the example shows an empty value or how one may look."""
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
    named = {a or b for a, b in TARGET.findall(page.read_text(encoding="utf-8"))}
    assert named <= targets


def test_named_files_and_folders_exist(page: Path) -> None:
    for path in PATH.findall(page.read_text(encoding="utf-8")):
        assert (ROOT / path).exists(), path


def test_named_tests_exist(page: Path) -> None:
    tests = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob("tests/**/test_*.py"))
    for name in re.findall(r"`(test_\w+)`", page.read_text(encoding="utf-8")):
        assert f"def {name}(" in tests, name


@pytest.mark.parametrize(
    ("readme", "head", "about"),
    [
        (READMES[0], "| account and holder | who | try |", "about_english"),
        (READMES[1], "| 户号和户主 | 特点 | 可以问 |", "about"),
    ],
    ids=["README.md", "README.zh.md"],
)
def test_every_demo_customer_stands_in_the_readme(readme: Path, head: str, about: str) -> None:
    """A failure shows the table that belongs between the marks."""
    rows = [
        f"| {'、'.join(one.numbers)} {one.name} | {getattr(one, about)} "
        f"| {' · '.join(one.questions)} |"
        for one in PEOPLE
    ]
    wanted = "\n".join([head, "|---|---|---|", *rows])
    assert _between("people", readme) == wanted, f"write this table there:\n{wanted}"


def _between(mark: str, page: Path) -> str:
    text = page.read_text(encoding="utf-8")
    return text.partition(f"<!-- {mark} -->")[2].partition(f"<!-- /{mark} -->")[0].strip()


def test_the_table_of_settings_names_each_with_its_default() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    defaults = dict(re.findall(r"^#?([A-Z_]+)=(.*)$", example, re.MULTILINE))
    rows = re.findall(
        r"^\| `([A-Z_]+)` \| (.*?) \|", _between("settings", OPERATIONS), re.MULTILINE
    )
    told = {name: default.strip("`") for name, default in rows}
    assert told == {name: told.get(name) if name in UNSET else d for name, d in defaults.items()}
    assert {told[name] for name in UNSET} == {"–", "made at set-up"}
    assert [name for name, _ in rows] == list(told)


@pytest.mark.parametrize("name", CARDS)
def test_the_table_of_cards_names_every_field(name: str) -> None:
    schema = ROOT / "bot" / "cards" / f"{name}.schema.json"
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    row = re.search(rf"^\| `{name}` \| (.*) \|$", text, re.MULTILINE)
    assert row, f"docs/architecture.md has no row for the card {name}"
    fields = set(json.loads(schema.read_text(encoding="utf-8"))["properties"]) - {"schema"}
    assert fields <= set(re.findall(r"[a-z_]+", row[1]))


def test_both_readmes_have_the_same_shape() -> None:
    english, chinese = (path.read_text(encoding="utf-8") for path in READMES)
    assert len(re.findall(r"^#+ ", english, re.MULTILINE)) == len(
        re.findall(r"^#+ ", chinese, re.MULTILINE)
    )
    assert CODE.findall(english) == CODE.findall(chinese)
    assert sorted(set(re.findall(r"docs/[\w./-]+", english))) == sorted(
        set(re.findall(r"docs/[\w./-]+", chinese))
    )
