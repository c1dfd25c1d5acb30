"""What is learnt from `data/safety`: fresh, reproducible, and changed by a sentence."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from bot.engine import danger_learning, train, training_data
from bot.engine.danger_learning import DANGER, FOLDER, HARMLESS, LearningFailed
from bot.safety.evidence import FILE, folded, load_evidence
from bot.safety.wording import normalised
from tests.unit.safety import held_out

REMEDY = "run `python -m bot.engine.danger_learning` with the engine's Python and commit the file"
NEW = "大礼堂的水晶吊灯哔哔叫"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the trainers' sentences."""
    return Path(shutil.copytree(FOLDER, tmp_path / "safety"))


def add(file: Path, *sentences: str) -> None:
    """Write sentences at the end, as a trainer does."""
    lines = "".join(f"  - {one}\n" for one in sentences)
    file.write_text(file.read_text(encoding="utf-8") + lines, encoding="utf-8")


def test_the_committed_file_is_fresh() -> None:
    assert danger_learning.is_fresh(), REMEDY


def test_the_committed_file_can_be_made_again() -> None:
    mark = danger_learning.fingerprint()
    again = json.loads(danger_learning.learnt(danger_learning.sentences(), mark))
    committed = json.loads(FILE.read_text(encoding="utf-8"))
    assert list(again["grams"]) == list(committed["grams"]), REMEDY
    # Another processor may round the last digit differently.
    assert again["bias"] == pytest.approx(committed["bias"], abs=0.02)
    for gram, pair in again["grams"].items():
        assert pair == pytest.approx(committed["grams"][gram], abs=2), gram


def test_an_added_sentence_changes_the_result(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "evidence.json"
    assert danger_learning.refresh(folder, file)
    before = load_evidence(file).of(normalised(NEW))
    assert not danger_learning.refresh(folder, file)
    add(folder / DANGER, NEW, f"{NEW}，快来", f"{NEW}了")
    assert danger_learning.refresh(folder, file)
    assert load_evidence(file).of(normalised(NEW)) > max(0.5, before + 0.1)


def test_a_sentence_in_both_files_is_told(folder: Path) -> None:
    add(folder / HARMLESS, "電線掉了！")
    with pytest.raises(LearningFailed, match=r"“電線掉了！”在 danger.yml 第 \d+ 行"):
        danger_learning.sentences(folder)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("sentences: |\n  - 着火了\n  线断了\n", "第 3 行"),
        ("sentences: |\n", "一句话也没有"),
        ("sentences: [着火了]\n", "缺少"),
        ("a: [\n", "YAML 格式有误"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(folder: Path, content: str, said: str) -> None:
    (folder / DANGER).write_text(content, encoding="utf-8")
    with pytest.raises(LearningFailed, match=said):
        danger_learning.sentences(folder)


def test_every_sentence_is_known_with_its_line() -> None:
    for one in danger_learning.sentences()[::97]:
        lines = one.file.read_text(encoding="utf-8").splitlines()
        assert lines[one.line - 1] == f"  - {one.text}"


def test_rasa_does_not_take_the_files() -> None:
    assert not {FOLDER / DANGER, FOLDER / HARMLESS} & set(training_data.files())


def test_nothing_that_measures_is_learnt() -> None:
    measures = held_out.lines(held_out.DANGER) + held_out.lines(held_out.HARMLESS)
    learnt = {folded(normalised(one.text)) for one in danger_learning.sentences()}
    assert not [one for one in measures if folded(normalised(one)) in learnt]


def test_training_learns_first(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def fails() -> bool:
        raise LearningFailed("data/safety/danger.yml 第 3 行：…")

    monkeypatch.setattr(train, "models_dir", lambda: tmp_path)
    monkeypatch.setattr(danger_learning, "refresh", fails)
    assert train.main([]) == 1
    assert "第 3 行" in capsys.readouterr().err
