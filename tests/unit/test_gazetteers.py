"""The words of `data/gazetteers/`, and what is refused in such a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.datafiles import DataFileError
from bot.gazetteers import FOLDER, Word, expanded, load_gazetteers


def test_every_kind_has_its_file() -> None:
    words = load_gazetteers()
    assert {one.entity for one in words} == {path.stem for path in FOLDER.glob("*.yml")}
    assert {one.name for one in words if one.entity == "scope"} == {"household", "area"}


def test_templates() -> None:
    assert expanded("(就|只有)我(一|)家") == ["就我一家", "就我家", "只有我一家", "只有我家"]
    assert expanded("空调") == ["空调"]


def written(folder: Path, text: str, name: str = "appliance") -> Path:
    (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return folder


def test_a_file(tmp_path: Path) -> None:
    written(
        tmp_path,
        "entity: appliance\nwords:\n- {name: 灯, synonyms: [(电|台)灯], not_before: [泡]}\n",
    )
    (word,) = load_gazetteers(tmp_path)
    assert word == Word("appliance", "灯", ("灯", "电灯", "台灯"), not_before=("泡",))
    assert word.fits("灯坏了", 0, 1)
    assert not word.fits("灯泡", 0, 1)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("entity: document\nwords: [{name: 灯}]\n", 1, "as the file's name says"),
        ("entity: lamp\nwords: [{name: 灯}]\n", 1, "appliance"),
        ("entity: appliance\nwords:\n- {name: 灯}\n- {name: 电灯, synonyms: [灯]}\n", 4, "'灯'"),
        ("entity: appliance\nwords:\n- {name: 灯, synonym: [电灯]}\n", 3, "no known field"),
        ("entity: appliance\nwords:\n- {name: 灯, synonyms: ['(灯|)']}\n", 3, "can be empty"),
        ("entity: appliance\n", 1, "is missing"),
    ],
)
def test_what_is_refused(text: str, line: int, said: str, tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=said) as caught:
        load_gazetteers(written(tmp_path, text))
    assert caught.value.line == line


def test_no_word_is_meant_for_two_things(tmp_path: Path) -> None:
    written(tmp_path, "entity: appliance\nwords: [{name: 充电桩}]\n")
    written(tmp_path, "entity: business\nwords: [{name: 充电桩}]\n", "business")
    with pytest.raises(DataFileError, match="has already"):
        load_gazetteers(tmp_path)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("隔壁有电", True),
        ("隔壁都有电", False),
        ("问隔壁有电", False),
        ("停隔壁有电", True),
    ],
)
def test_what_stands_around(text: str, fits: bool) -> None:
    word = Word(
        "scope", "household", ("隔壁",), not_after=("问",), only_before=("有电",), near=("电",)
    )
    start = text.index("隔壁")
    assert word.fits(text, start, start + 2) is fits
