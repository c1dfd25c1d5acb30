"""The held-out set: readable, large enough, with intents that exist, and frozen."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from bot.engine.judged import (
    Understood,
    UnreadableSentences,
    outcome,
    read_entities,
    read_list,
    read_sentences,
)
from bot.intents import load_intents
from tests.judging import freeze
from tests.judging.sentences import FEWEST, FOLDER, SLICES, dangers, files, marked, slice_of, timed

KNOWN = set(load_intents())


@pytest.mark.parametrize("name", SLICES)
def test_a_slice_is_large_enough_and_knows_its_intents(name: str) -> None:
    found = slice_of(name)
    assert len(found) >= FEWEST
    unknown = {
        (one.line, intent)
        for one in found
        for wish in one.wishes
        for intent in wish
        if intent not in KNOWN
    }
    assert not unknown, f"{name}.tsv has intents that data/intents doesn't have"


def test_the_other_files_can_be_read() -> None:
    assert {one.danger for one in dangers()} == {True, False}
    assert marked()
    assert {one.kind for one in timed()} == {"period", "moment"}


@pytest.mark.parametrize("name", sorted(freeze.frozen()))
def test_what_is_frozen_stays_as_it_is(name: str) -> None:
    assert freeze.fingerprint(FOLDER / name) == freeze.frozen()[name], (
        f"tests/judging/{name} was changed after it was frozen; bring it back"
    )


def test_every_file_is_frozen() -> None:
    missing = {one.name for one in files()} - set(freeze.frozen())
    if missing:
        pytest.skip(f"not frozen yet: {', '.join(sorted(missing))}")


def test_a_hash_is_noted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "clean.tsv").write_text("one", encoding="utf-8")
    monkeypatch.setattr(freeze, "FOLDER", tmp_path)
    monkeypatch.setattr(freeze, "FROZEN", tmp_path / "frozen.yml")
    assert freeze.main(["clean.tsv"]) == 0
    assert freeze.frozen() == {"clean.tsv": hashlib.sha256(b"one").hexdigest()}
    assert freeze.main(["clean.tsv"]) == 0
    (tmp_path / "clean.tsv").write_text("other", encoding="utf-8")
    assert freeze.main(["clean.tsv"]) == 1
    assert freeze.main(["absent.tsv"]) == 1
    assert freeze.frozen() == {"clean.tsv": hashlib.sha256(b"one").hexdigest()}


def written(folder: Path, text: str, name: str = "some.tsv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_alternatives_wishes_comments_and_a_sentence_of_signs(tmp_path: Path) -> None:
    text = "# about\nsentence\tintent\n甲\ta|b\n# more\n乙\ta+b|c\n\n####\tout_of_scope\n"
    found = read_sentences(written(tmp_path, text))
    assert [(one.line, one.text, one.wishes) for one in found] == [
        (3, "甲", (("a", "b"),)),
        (5, "乙", (("a",), ("b", "c"))),
        (7, "####", (("out_of_scope",),)),
    ]
    assert found[0].intents == ("a", "b")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sentence,intent\n", "line 1: the head has to be “sentence<tab>intent”"),
        ("", "line 1: the head is missing"),
        ("sentence\tintent\n甲 a\n", "line 2: has to be a sentence, a tab and the intent"),
        ("sentence\tintent\n甲\ta\tb\n", "line 2: has to be"),
        ("sentence\tintent\n甲\t\n", "line 2: has to be"),
        ("sentence\tintent\n甲\ta\n甲\tb\n", "line 3: the sentence is in line 2 too"),
        ("sentence\tintent\n甲\ta||b\n", "line 2: 'a||b' names no intent"),
    ],
)
def test_errors_of_tables_name_file_and_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UnreadableSentences, match=r"some\.tsv") as caught:
        read_sentences(written(tmp_path, text))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("text: 甲\n", "line 1: has to be a list"),
        ("- text: [\n", "isn't YAML"),
        ("- text: 甲\n  entities: []\n- text: 乙\n", "line 3: has to be a mapping"),
        ("- text: 甲\n  entities: [[phone]]\n", "line 1: an entity is [name, stretch]"),
        ("- text: 甲\n  entities: [[phone, 乙]]\n", "line 1: the phone isn't a part"),
    ],
)
def test_errors_of_lists_name_file_and_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UnreadableSentences, match=r"some\.yml") as caught:
        read_entities(written(tmp_path, text, "some.yml"))
    assert message in str(caught.value)


def test_a_file_that_is_missing_or_no_utf_8(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSentences, match="No such file"):
        read_sentences(tmp_path / "absent.tsv")
    (tmp_path / "some.yml").write_bytes("甲".encode("gbk"))
    with pytest.raises(UnreadableSentences, match="isn't UTF-8"):
        read_list(tmp_path / "some.yml", ["period"])


def understood(intent: str | None, *ranking: tuple[str, float]) -> Understood:
    return Understood("甲", intent, ranking)


@pytest.mark.parametrize(
    ("found", "what"),
    [
        (understood("b", ("b", 0.9)), "right"),
        (understood("nlu_fallback", ("x", 0.2), ("y", 0.15), ("a", 0.08)), "asked"),
        (understood("nlu_fallback", ("x", 0.2), ("y", 0.15), ("a", 0.079)), "declined"),
        (understood("nlu_fallback", ("x", 0.2), ("y", 0.2), ("z", 0.2), ("a", 0.2)), "declined"),
        (understood("out_of_scope", ("out_of_scope", 0.8), ("a", 0.2)), "declined"),
        (understood("x", ("x", 0.6), ("a", 0.3)), "wrong"),
        (understood(None), "declined"),
    ],
)
def test_what_a_customer_gets(found: Understood, what: str) -> None:
    assert outcome(("a", "b"), found) == what


def test_what_is_understood_is_read_from_rasas_parse_data() -> None:
    found = Understood.of(
        {
            "text": "查上个月",
            "intent": {"name": "nlu_fallback", "confidence": 0.7},
            "intent_ranking": [
                {"name": "nlu_fallback", "confidence": 0.7},
                {"name": "query_bill", "confidence": 0.3},
            ],
            "entities": [{"entity": "period", "start": 1, "end": 4, "value": "2026-10"}],
        }
    )
    assert (found.best, found.confidence, found.asks_back) == ("query_bill", 0.3, True)
    assert [(one.name, one.stretch, one.value) for one in found.entities] == [
        ("period", "上个月", "2026-10")
    ]
