"""The file with sentences of real customers."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.intents import load_intents
from tests.bench.real_speech import MAPPING, NoSuchSpeech, read


def test_guesses_become_intents(tmp_path: Path) -> None:
    file = tmp_path / "said.tsv"
    file.write_text(
        "utterance\tintent_guess\tkind\n"
        "停电了还没人来\toutage_report(单户)|complaint\tV\n"
        "今天星期几\tout_of_scope(hard: near-domain)\tD\n"
        "猜不到\tno_such_guess\tD\n",
        encoding="utf-8",
    )
    found = read(file)
    assert [(one.text, one.intents, one.line) for one in found.sentences] == [
        ("停电了还没人来", ("report_outage", "make_complaint", "make_suggestion"), 2),
        ("今天星期几", ("out_of_scope", "chitchat"), 3),
    ]
    assert found.unknown == ["no_such_guess"]


@pytest.mark.parametrize("content", ["", "a\tb\n1\t2\n"])
def test_another_file_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "said.tsv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(NoSuchSpeech, match="utterance and intent_guess"):
        read(file)
    with pytest.raises(NoSuchSpeech, match="can't be read"):
        read(tmp_path / "none.tsv")


def test_the_mapping_names_intents() -> None:
    mapping = YAML(typ="safe").load(MAPPING.read_text(encoding="utf-8"))
    assert {one for right in mapping.values() for one in right} <= set(load_intents())
