"""Steps of forms never raise, whatever is said, and what isn't taken leaves no trace."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.account import KNOWN, BindingForm
from actions.accounts import described_accounts, pointed_accounts, wants_all, wants_other
from actions.billing import DisputeForm, ReadingForm, read_reading
from actions.forms import FormStep
from actions.periods import followed_periods
from actions.questions import Asked
from actions.services import Services
from actions.turn import REQUESTED_SLOT, Reply, Turn
from bot.identity import CodeSent, NoCodePending
from bot.language.names import corrected_name, read_name
from tests.actions.conftest import NOW, People
from tests.actions.dialogue import DOMAIN, FORMS

STEPS: list[type[FormStep]] = [BindingForm, DisputeForm, ReadingForm]
SLOTS = [(step, slot) for step in STEPS for slot in step.SLOTS]

PIECES = [
    *("户号", "名字写错了，是", "王小明", "验证码", "不对，是", "9月", "上个月", "第二户", "两户"),
    *("3300000002", "15412345678", "123456", "123.45", "０１２３", "²", "①", "一二三", "/affirm"),
    *("是", "不", "公司", "·", "。", " ", "\n", "\u200b", "\ud83d\ude00", "{", "}", "'", '"', "%s"),
]
TEXTS = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=6).map("".join))
VALUES = st.one_of(
    st.none(), TEXTS, st.integers(-5, 10**12), st.booleans(), st.lists(TEXTS, max_size=2)
)
PERIODS = st.sampled_from(
    ["2026-10-01/2026-10-31", "2030-01-01/2030-12-31", "2026-11-21/2026-11-21"]
)
ENTITIES = st.fixed_dictionaries(
    {},
    optional={
        name: st.lists(PERIODS if name == "period" else VALUES, min_size=1, max_size=2)
        for name in DOMAIN["entities"]
    },
)
INTENTS = st.sampled_from([*DOMAIN["intents"], "nlu_fallback", ""])
ODD = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Anybody:
    """An identity service that agrees to everything and keeps nothing."""

    def consent(self, conversation_id: str) -> None:
        """Nothing."""

    def start(self, *_: str) -> CodeSent:
        return CodeSent(NOW, 5)

    def resend(self, *_: str) -> CodeSent:
        return CodeSent(NOW, 5)

    def confirm(self, conversation_id: str, code: str) -> None:
        raise NoCodePending


@pytest.mark.parametrize(("step", "slot"), SLOTS)
@ODD
@given(text=TEXTS, intent=INTENTS, entities=ENTITIES, bound=st.booleans())
def test_a_step_never_raises(
    services: Services,
    step: type[FormStep],
    slot: str,
    text: str,
    intent: str,
    entities: dict[str, list[Any]],
    bound: bool,
) -> None:
    known = {"account_number": KNOWN, "account_name": KNOWN} if bound else {}
    turn = Turn(
        "conversation-1",
        "c:1",
        intent,
        text,
        entities,
        slots={REQUESTED_SLOT: slot, **known},
        form=step.FORM,
        requested_slot=slot,
    )
    anybody: Any = Anybody()
    reply = Reply()
    step(replace(services, identity=anybody)).answer(turn, reply)
    # Taken: the slot is set or asked for again. Not taken: no trace.
    names = [event["name"] for event in reply.events if event["event"] == "slot"]
    assert (slot in names) == bool(reply.events)
    assert reply.events or not reply.messages
    assert set(names) <= {*step.SLOTS, *DOMAIN["slots"], REQUESTED_SLOT}


@ODD
@given(text=TEXTS)
def test_what_reads_texts_never_raises(text: str) -> None:
    turn = Turn("c", "c:1", "inform", text)
    assert read_name(text) is None or read_name(str(read_name(text)))
    corrected_name(text)
    value = read_reading(text)
    assert value is None or float(value) >= 0
    followed_periods(turn, [], NOW.date())
    wants_all(turn)
    wants_other(turn)


@ODD
@given(text=TEXTS, entities=ENTITIES)
def test_an_account_is_pointed_at_or_not(
    services: Services, people: People, text: str, entities: dict[str, list[Any]]
) -> None:
    accounts = _accounts(services, people)
    turn = Turn("c", "c:1", "switch_account", text, entities)
    for chosen in (pointed_accounts(turn, accounts), described_accounts(turn, accounts)):
        assert len(chosen) <= 1
        assert all(one in accounts for one in chosen)


def _accounts(services: Services, people: People) -> list[Any]:
    from bot.identity.accounts import accounts_of

    with services.identity._utility() as session:
        return list(accounts_of(session, people.village.customer))


@ODD
@given(value=st.one_of(VALUES, st.dictionaries(st.sampled_from(["question", "text"]), VALUES)))
def test_a_slot_that_holds_no_question_is_none_or_one_without_times(value: Any) -> None:
    asked = Asked.of_slot(value)
    assert asked is None or asked.periods == ()


def test_each_step_has_the_slots_of_its_form() -> None:
    assert {step.FORM: list(step.SLOTS) for step in STEPS} == FORMS
