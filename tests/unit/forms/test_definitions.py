"""Forms as data: what a file may say, with each mistake named by file, line and field; what is asked next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.datafiles import DataFileError
from bot.dialogue.readings.fact import FactReading
from bot.forms import Form, FormField, load_forms
from bot.forms.definitions import CONFIRM
from bot.forms.kinds import READERS
from bot.intents import load_intents
from bot.service_requests.kinds import load_kinds
from tests.unit.dialogue.situations import in_form, read_by

GOOD = """\
topic: billing
title: 试一试
begins: [try_it]
personal: true
request: other
begun: 好的，开始了。
fields:
- name: what
  title: 什么事
  kind: text
  question: 是什么事？
  choices: [这件, 那件]
- name: phone
  title: 电话
  kind: phone
  optional: true
- name: place
  title: 地点
  kind: place
  question: 在哪里？
  when: {what: 这件}
confirm: 要办的是{what}，提交吗？
done: 登记了，单号 {number}，{due} 前办好。
"""
Load = Callable[[str], Form]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def loaded(text: str) -> Form:
        folder = tmp_path / "forms"
        folder.mkdir(exist_ok=True)
        (folder / "try.yml").write_text(text, encoding="utf-8")
        load_forms.cache_clear()
        try:
            return load_forms(folder)["try"]
        finally:
            load_forms.cache_clear()

    return loaded


def test_a_form_is_what_its_file_says(load: Load) -> None:
    form = load(GOOD)
    assert (form.name, form.loop, form.topic) == ("try", "try_form", "billing")
    assert form.slots == ("try_what", "try_phone", "try_place", "try_confirm")
    assert form.field("what") == form.fields[0]
    assert form.fields[0].choices == ("这件", "那件")
    assert form.field("nothing") is None
    assert form.field(None) is None


def test_a_form_without_a_question_before_sending_has_no_slot_for_it(load: Load) -> None:
    text = GOOD.replace("confirm: 要办的是{what}，提交吗？\n", "")
    assert load(text).slots == ("try_what", "try_phone", "try_place")


@pytest.mark.parametrize(
    ("old", "new", "line", "field"),
    [
        ("topic: billing\n", "", 1, "topic is missing"),
        ("topic: billing", "topic: Billing!", 1, "topic"),
        ("title: 试一试", "title: 试", 2, "title"),
        ("title: 试一试", "title: 这个标题真的是太长太长太长太长了", 2, "title"),
        ("begins: [try_it]", "begins: []", 3, "begins"),
        ("begins: [try_it]", "begins: [Try It]", 3, "begins"),
        ("personal: true", "personal: maybe", 4, "personal"),
        ("request: other", "request: 别的", 5, "request"),
        ("begun: 好的，开始了。", "began: 好的，开始了。", 6, "began"),
        ("- name: what", "- name: 什么", 8, "fields[0].name"),
        ("  kind: text", "  kind: words", 10, "fields[0].kind"),
        ("  question: 是什么事？\n", "", 8, "fields[0].question"),
        ("  question: 在哪里？\n", "", 17, "fields[2].question"),
        ("choices: [这件, 那件]", "choices: [这件]", 12, "fields[0].choices"),
        ("kind: text", "kind: choice", 0, ""),  # has its choices: no mistake
        ("- name: phone", "- name: what", 13, "fields[1].name"),
        ("- name: phone", "- name: confirm", 13, "fields[1].name"),
        ("when: {what: 这件}", "when: {why: 这件}", 21, "fields[2].when"),
        ("when: {what: 这件}", "when: {place: 这件}", 21, "fields[2].when"),
        ("optional: true", "optional: perhaps", 16, "fields[1].optional"),
        ("要办的是{what}", "要办的是{which}", 22, "confirm"),
        ("单号 {number}", "单号 {id}", 23, "done"),
        ("title: 地点", "titel: 地点", 17, "fields[2].title is missing"),
        ("  kind: phone\n", "  kind: phone\n  sort: x\n", 16, "fields[1].sort"),
    ],
)
def test_a_mistake_is_named_by_file_line_and_field(
    load: Load, old: str, new: str, line: int, field: str
) -> None:
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    if not line:
        load(text)
        return
    with pytest.raises(DataFileError) as raised:
        load(text)
    assert raised.value.path.name == "try.yml"
    told = str(raised.value)
    assert f"line {line}: " in told, told
    assert field in told


def test_a_choice_without_choices_is_a_mistake(load: Load) -> None:
    text = GOOD.replace("kind: text", "kind: choice").replace("  choices: [这件, 那件]\n", "")
    with pytest.raises(DataFileError, match=r"line 8: fields\[0\]\.choices is missing"):
        load(text)


def test_no_fields_is_a_mistake(load: Load) -> None:
    head, _, _ = GOOD.partition("fields:\n")
    with pytest.raises(DataFileError, match="fields"):
        load(head)
    with pytest.raises(DataFileError, match="fields"):
        load(head + "fields: []\n")


def test_a_file_that_is_no_form_is_a_mistake(load: Load) -> None:
    for text in ("", "- a\n- b\n", "topic: [", "just words"):
        with pytest.raises(DataFileError, match="line"):
            load(text)


# -- what is asked next --------------------------------------------------------------------------


def test_fields_are_asked_for_in_their_order(load: Load) -> None:
    form = load(GOOD)
    assert form.lacking({}) == "what"
    assert form.lacking({"what": "这件"}) == "place"
    assert form.lacking({"what": "这件", "place": "东塘路"}) == CONFIRM
    assert form.lacking({"what": "这件", "place": "东塘路", CONFIRM: True}) is None


def test_what_depends_on_another_is_asked_for_only_then(load: Load) -> None:
    form = load(GOOD)
    assert form.lacking({"what": "那件"}) == CONFIRM
    assert form.lacking({"what": "那件", CONFIRM: True}) is None


def test_what_is_optional_is_never_asked_for(load: Load) -> None:
    form = load(GOOD)
    for values in ({}, {"what": "那件"}, {"what": "这件", "place": "x", CONFIRM: True}):
        assert form.lacking(values) != "phone"


@given(
    values=st.dictionaries(
        st.sampled_from(["what", "phone", "place", CONFIRM, "x"]), st.text(max_size=3)
    )
)
def test_each_answer_brings_the_end_nearer(values: dict[str, Any]) -> None:
    form = Form(
        "try",
        "billing",
        "试一试",
        ("try_it",),
        (
            FormField("what", "什么事", "text", question="是什么事？"),
            FormField("phone", "电话", "phone", optional=True),
            FormField("place", "地点", "place", question="在哪里？", when={"what": "这件"}),
        ),
        confirm="提交吗？",
    )
    for _ in range(4):
        lacking = form.lacking(values)
        if lacking is None:
            return
        values[lacking] = "这件"
    raise AssertionError("it never ends")


# -- the forms of this product -------------------------------------------------------------------

FORMS = load_forms()


@pytest.mark.parametrize("name", sorted(FORMS))
def test_what_a_form_names_is_there(name: str) -> None:
    form, intents = FORMS[name], load_intents()
    assert set(form.begins) <= set(intents)
    assert form.topic in {one.topic for one in intents.values()}
    assert form.request is None or form.request in load_kinds().by_name
    for one in form.fields:
        assert set(one.tells) <= set(intents)
        assert one.kind in READERS
        assert one.optional or (one.quiet and len(one.quiet) <= 30), one.name


@pytest.mark.parametrize(
    ("form", "field", "example"),
    [
        (name, one.name, example)
        for name, form in sorted(FORMS.items())
        for one in form.fields
        for example in (*one.examples, *one.choices)
    ],
)
def test_each_example_of_a_field_is_read(form: str, field: str, example: str) -> None:
    """As the reader reads it, where the field is asked for, or before the yes where it never is."""
    asked = CONFIRM if FORMS[form].field(field).optional else field  # type: ignore[union-attr]
    read = read_by(FactReading, example, **in_form(form, asked))
    assert read is not None
    assert field in read.facts
