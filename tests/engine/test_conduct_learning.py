"""What is asked in a danger is learnt from `data/safety/asked.tsv`: fresh, reproducible, changed by a message."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from bot.engine import conduct_learning
from bot.engine.conduct_learning import MESSAGES
from bot.engine.danger_learning import LearningFailed
from bot.safety.asked import FILE, load_asked
from bot.safety.wording import normalised

REMEDY = "run `python -m bot.engine.conduct_learning` with the engine's Python and commit the file"


@pytest.fixture
def messages(tmp_path: Path) -> Path:
    """A copy of the trainers' messages."""
    return Path(shutil.copy(MESSAGES, tmp_path / "asked.tsv"))


def test_the_committed_file_is_fresh() -> None:
    assert conduct_learning.is_fresh(), REMEDY


def test_the_committed_file_can_be_made_again() -> None:
    again = json.loads(
        conduct_learning.learnt(conduct_learning.rows(), conduct_learning.fingerprint())
    )
    committed = json.loads(FILE.read_text(encoding="utf-8"))
    assert again["labels"] == committed["labels"]
    assert again["grams"].keys() == committed["grams"].keys()


def test_a_new_message_is_learnt(tmp_path: Path, messages: Path) -> None:
    new = "泥鳅塘里那个增氧泵要紧伐"
    file = tmp_path / "asked.json"
    with messages.open("a", encoding="utf-8") as opened:
        opened.write(f"{new}\treach_things\n泥鳅塘里的增氧泵别管它行吗\treach_things\n")
    assert conduct_learning.refresh(messages, file)
    assert not conduct_learning.refresh(messages, file)
    assert load_asked(file).chances(normalised(new))[0][0] == "reach_things"


@pytest.mark.parametrize(
    ("line", "said"),
    [("能下车吗\tno_such_question\n", "no_such_question"), ("能下车吗\n", r"asked\.tsv")],
)
def test_a_wrong_line_is_named(messages: Path, line: str, said: str) -> None:
    with messages.open("a", encoding="utf-8") as opened:
        opened.write(line)
    with pytest.raises(LearningFailed, match=said):
        conduct_learning.rows(messages)
