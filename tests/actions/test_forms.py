"""Forms never raise, whatever is said; what their files say comes true in actions; drafts hold nothing secret."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.dialogue.accounts import described_accounts, pointed_accounts, wants_all, wants_other
from actions.dialogue.asked import Asked
from actions.dialogue.base import ServiceAction
from actions.dialogue.forms import FormStep, filled, pressed_facts
from actions.dialogue.periods import followed_periods
from actions.dialogue.services import Services
from actions.dialogue.turn import FOCUS, REQUESTED_SLOT, Reply, Turn
from bot.dialogue.focus import Focus
from bot.domain import actions_of
from bot.forms import Form, load_forms
from bot.forms.definitions import CONFIRM
from bot.forms.kinds import read_reading
from bot.identity.accounts import accounts_of
from bot.language.names import corrected_name, read_claim, read_name
from tests.actions.conftest import NOW, Begin, People, Stored
from tests.actions.dialogue import ACTIONS, DOMAIN, FORMS, Dialogue

ALL = load_forms()
FIELDS = [
    (form, field) for form in ALL for field in [*(one.name for one in ALL[form].fields), CONFIRM]
]

PIECES = [
    *("户号", "名字写错了，是", "王小明", "验证码", "不对，是", "9月", "上个月", "第二户", "两户"),
    *("3300000002", "15412345678", "123456", "123.45", "０１２３", "²", "①", "一二三", "/affirm"),
    *("是", "不", "公司", "·", "。", " ", "\n", "\u200b", "\ud83d\ude00", "{", "}", "'", '"', "%s"),
    *("继续", "算了", "没看懂", "第一个", "提交", "还是", "？", "[强]", "用了多少"),
]
TEXTS = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=6).map("".join))
VALUES = st.one_of(
    st.none(), TEXTS, st.integers(-5, 10**12), st.booleans(), st.lists(TEXTS, max_size=2)
)
INTENTS = st.sampled_from([*DOMAIN["intents"], "nlu_fallback"])
ODD = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize(("form", "asked"), FIELDS)
@ODD
@given(facts=st.dictionaries(st.sampled_from(["x", "unread"]), VALUES), choice=VALUES)
def test_a_step_never_fails_on_what_it_is_given(
    begin: Begin, people: People, form: str, asked: str, facts: dict[str, Any], choice: Any
) -> None:
    """Neither by facts that no field has nor by buttons that nobody made."""
    dialogue = begin(people.single)
    dialogue.say("greet", "您好")
    dialogue.push("form", ALL[form].topic, name=form, draft=1, asked=asked, digressions=0)
    turn = Turn(
        "conversation-1",
        "c:1",
        "inform",
        "……",
        {"field": [asked], "choice": [choice], "offer": [choice]},
        slots=dict(dialogue.slots),
        form=ALL[form].loop,
        focus=dialogue.focus,
        facts=facts,
    )
    step: Any = ACTIONS[f"validate_{form}_form"](dialogue.services)
    reply = Reply(focus=turn.focus)
    step.answer(turn, reply)
    names = {event["name"] for event in reply.events if event["event"] == "slot"}
    assert names <= {*ALL[form].slots, REQUESTED_SLOT}
    assert reply.events or reply.touched or not reply.messages


@ODD
@given(turns=st.lists(st.tuples(INTENTS, TEXTS), min_size=1, max_size=5))
@pytest.mark.parametrize("first", ["bind_account", "dispute_bill", "report_reading", "query_bill"])
def test_whatever_is_said_something_is_answered(
    begin: Begin, people: People, first: str, turns: list[tuple[str, str]]
) -> None:
    dialogue = begin(people.single)
    dialogue.say(first)
    for intent, text in turns:
        responses = dialogue.say(intent, text)
        assert responses
        assert "utter_action_failed" not in responses


@ODD
@given(text=TEXTS)
def test_what_reads_texts_never_raises(text: str) -> None:
    turn = Turn("c", "c:1", "inform", text)
    assert read_name(text) is None or read_name(str(read_name(text)))
    corrected_name(text)
    read_claim(text)
    value = read_reading(text)
    assert value is None or float(value) >= 0
    followed_periods(turn, [], NOW.date())
    wants_all(text)
    wants_other(text)


@ODD
@given(
    text=TEXTS,
    entities=st.dictionaries(
        st.sampled_from(["account_index", "account_number"]),
        st.lists(VALUES, min_size=1, max_size=2),
    ),
)
def test_an_account_is_pointed_at_or_not(
    services: Services, people: People, text: str, entities: dict[str, list[Any]]
) -> None:
    with services.identity._utility() as session:
        accounts = list(accounts_of(session, people.village.customer))
    turn = Turn("c", "c:1", "switch_account", text, entities)
    for chosen in (pointed_accounts(turn, accounts), described_accounts(text, accounts)):
        assert len(chosen) <= 1
        assert all(one in accounts for one in chosen)


@ODD
@given(value=st.one_of(VALUES, st.dictionaries(st.sampled_from(["question", "text"]), VALUES)))
def test_a_frame_that_holds_no_question_is_none_or_one_without_times(value: Any) -> None:
    asked = Asked.of_frame(value)
    assert asked is None or asked.periods == ()


# -- the file of a form and its actions ----------------------------------------------------------


@pytest.mark.parametrize("name", sorted(ALL))
def test_a_form_has_its_three_actions_its_slots_and_its_rule(name: str) -> None:
    form = ALL[name]
    assert {one for one in actions_of(form) if one in ACTIONS} == set(actions_of(form))
    assert set(form.slots) <= set(DOMAIN["slots"])
    assert set(FORMS[form.loop]) <= set(form.slots)
    step = ACTIONS[f"validate_{name}_form"]
    assert issubclass(step, FormStep)
    assert step.form is form


@pytest.mark.parametrize("name", sorted(one for one, form in ALL.items() if form.request))
def test_a_form_goes_from_its_first_intent_to_its_request(
    begin: Begin, people: People, requests: Stored, name: str
) -> None:
    """By its own examples: each field's first one, in the order in which it is asked for."""
    form = ALL[name]
    dialogue = begin(people.single)
    dialogue.say(form.begins[0])
    for _ in range(len(form.fields) + 1):
        if dialogue.form is None:
            break
        assert dialogue.form == form.loop
        _answer(dialogue, form)
    (row,) = requests()
    assert row.kind == form.request
    assert dialogue.responses == ["utter_form_done"]


def _answer(dialogue: Dialogue, form: Form) -> None:
    asked = str(dialogue.asked).removeprefix(f"{form.name}_")
    if asked == CONFIRM:
        dialogue.press_titled("提交")
        return
    field = form.field(asked)
    assert field is not None
    assert field.examples, f"{form.name}.{asked} has no example"
    dialogue.say("inform", field.examples[0])


def test_nothing_secret_of_a_proof_becomes_a_draft(
    begin: Begin, people: People, drafts: Stored
) -> None:
    dialogue = begin()
    dialogue.say("bind_account", f"{people.single.numbers[0]} {people.single.name}")
    dialogue.press_titled("同意")
    assert drafts() == []
    held = str(dialogue.slots[FOCUS])
    assert people.single.numbers[0] not in held
    assert people.single.name not in held


def test_a_button_gives_only_what_the_form_offers() -> None:
    dispute, binding = ALL["dispute"], ALL["binding"]

    def given(form: Form, field: str, choice: object) -> dict[str, Any]:
        entities = {"field": [field], "choice": [choice]}
        return pressed_facts(form, Turn("c", "m", "inform", entities=entities))

    assert given(dispute, "reason", "怀疑电表不准") == {"reason": "怀疑电表不准"}
    assert given(binding, "consent", "yes") == {"consent": True}
    assert given(binding, "consent", "no") == {"consent": False}
    for form, field, choice in (
        (dispute, "reason", "别的"),
        (dispute, "month", "2026-10-01/2026-10-31"),
        (dispute, "nothing", "怀疑电表不准"),
        (binding, "consent", "maybe"),
        (binding, "number", "3300000002"),
        (binding, "code", "123456"),
    ):
        assert given(form, field, choice) == {}


def test_a_customers_braces_are_no_places() -> None:
    assert filled("说明：{reason}，{month}", {"reason": "{month}", "month": "9月"}) == (
        "说明：{month}，9月"
    )


def test_the_made_actions_are_named_after_their_form() -> None:
    made = {one.NAME for one in ACTIONS.values() if issubclass(one, ServiceAction)}
    assert {name for form in ALL.values() for name in actions_of(form)} <= made


def test_a_focus_of_a_running_form_survives_json(begin: Begin, people: People) -> None:
    dialogue = begin(people.single)
    dialogue.say("dispute_bill", "10月的账单有问题")
    slot = dialogue.slots[FOCUS]
    assert Focus.of_slot(slot, dialogue.services.clock()).as_slot() == slot
