"""Domain, rules, responses, forms, training data and actions name the same things."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from actions.dialogue.choices import TITLES
from actions.dialogue.forms import BeginForm, FormStep, SubmitForm
from actions.dialogue.offers import ASK, CALLBACK, callback_offer
from actions.dialogue.questions import QuestionAction, question_actions, resumables
from bot.accounts.place_names import AREA_KINDS
from bot.domain import actions_of
from bot.forms import load_forms
from bot.intents import load_intents
from bot.service_requests.kinds import load_kinds
from bot.settings import ROOT
from tests.actions.dialogue import (
    ACTIONS,
    AFTER_FORM,
    DOMAIN,
    FORMS,
    RESPONSES,
    RULES,
    SHARED,
    read_yaml,
)

FALLBACK = "nlu_fallback"  # Rasa's own
OFFERED = re.compile(r'"offer":\s*"(\w+)"')
UNSERVED = {one.name: one for one in load_intents().values() if one.callback}
KINDS = load_kinds().by_name


def sources(*folders: str) -> list[Path]:
    """Python files of folders, without the pages' packages."""
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "node_modules" not in path.parts
    ]


def literals(path: Path) -> set[str]:
    """The texts of a module, without docstrings; an f-string as its fixed beginning."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    }


SAID = {
    name
    for path in sources("actions", "bot")
    for name in literals(path)
    if re.fullmatch(r"utter_\w+", name) and name != "utter_action"  # Rasa's own field
}
EXACT = {name for name in SAID if not name.endswith("_")}
BEGINNINGS = SAID - EXACT
"""What an f-string begins with: `utter_request_`, `utter_danger_`."""
SAID_BY_RULES = {name for name in RULES.values() if name.startswith("utter_")}
SAID_BY_INTENTS = {str(one.callback) for one in UNSERVED.values()}
SAID_BY_THE_PROOF = {
    f"utter_{one.name}_not_readable" for one in load_forms()["binding"].fields if one.sensitive
}
SAID_BY_CONDUCT = {
    name
    for path in sorted((ROOT / "data/safety").glob("*.yml"))
    for name in re.findall(r"utter_\w+", path.read_text(encoding="utf-8"))
}


# -- actions -----------------------------------------------------------------------------------


def test_every_action_of_the_domain_is_written_and_every_written_one_is_there() -> None:
    written = {name for name, one in ACTIONS.items() if one.__module__.startswith("actions.")}
    assert written == set(DOMAIN["actions"])
    assert len(DOMAIN["actions"]) == len(set(DOMAIN["actions"]))


def test_every_action_has_its_own_name() -> None:
    names = [one.NAME for one in set(ACTIONS.values())]
    assert len(names) == len(set(names)) == len(ACTIONS)


def test_every_action_is_reached() -> None:
    of_forms = {name for form in load_forms().values() for name in actions_of(form)}
    reached = {*RULES.values(), *AFTER_FORM.values(), *of_forms}
    assert set(DOMAIN["actions"]) <= reached
    assert {name for name in reached if name.startswith("action_")} <= set(DOMAIN["actions"])


def test_every_form_has_its_step_and_goes_on_at_its_end() -> None:
    assert set(FORMS) == set(AFTER_FORM) == {one.loop for one in load_forms().values()}
    for form in load_forms().values():
        begin, step, submit = actions_of(form)
        assert issubclass(ACTIONS[step], FormStep)
        assert AFTER_FORM[form.loop] == submit
        assert issubclass(ACTIONS[submit], SubmitForm) or form.request is None
        for intent in form.begins:
            assert RULES[intent] == begin
        assert issubclass(ACTIONS[begin], BeginForm) or not form.personal


def test_no_response_asks_for_a_slot_beside_the_forms_own_question() -> None:
    """Rasa would say `utter_ask_<slot>` by itself, a second time."""
    for form, slots in FORMS.items():
        for slot in slots:
            for name in (f"ask_{form}_{slot}", f"ask_{slot}"):
                assert f"utter_{name}" not in RESPONSES
                assert f"action_{name}" not in DOMAIN["actions"]


# -- responses ---------------------------------------------------------------------------------


def test_every_response_that_is_said_is_written() -> None:
    """Written once: reading them refuses a name in two files."""
    named = EXACT | SAID_BY_RULES | SAID_BY_INTENTS
    assert {name for name in named if name not in RESPONSES} == set()


def test_every_written_response_is_said() -> None:
    said = EXACT | SAID_BY_RULES | SAID_BY_INTENTS | SAID_BY_CONDUCT | SAID_BY_THE_PROOF
    unsaid = {
        name
        for name in RESPONSES.names()
        if name not in said and not name.startswith(tuple(BEGINNINGS))
    }
    assert unsaid == set()


@pytest.mark.parametrize(
    ("beginning", "endings"),
    [
        ("utter_request_", ("open", "done", "cancelled", "withdrawn", "stays", "none")),
        ("utter_repair_", ("again", "shorter", "simpler", "nothing")),
        ("utter_binding_asks_", ("number", "name", "code")),
        ("utter_why_", ("number", "name", "code", "binding")),
    ],
)
def test_every_ending_has_its_words(beginning: str, endings: tuple[str, ...]) -> None:
    for ending in endings:
        assert f"{beginning}{ending}" in RESPONSES


def test_what_a_binding_cannot_read_has_its_words() -> None:
    for field in load_forms()["binding"].fields:
        if field.kind != "consent":
            assert f"utter_{field.name}_not_readable" in RESPONSES
            assert f"utter_binding_asks_{field.name}" in RESPONSES


def test_no_response_of_a_rule_needs_a_fact() -> None:
    for name in SAID_BY_RULES:
        RESPONSES.render(name, "web")
        RESPONSES.render(name, "wechat")


def buttons() -> list[tuple[str, str]]:
    """(response, payload) of every button in the response files."""
    return [
        (name, button["payload"].replace("{{", "{").replace("}}", "}"))
        for path in sorted((ROOT / "data/responses").glob("*.yml"))
        for name, variations in read_yaml(str(path))["responses"].items()
        for variation in variations
        for button in variation.get("buttons") or ()
    ]


def test_every_button_leads_somewhere() -> None:
    for name, payload in buttons():
        if payload.startswith("tel:"):
            continue
        found = re.fullmatch(r"/(\w+)({.*})?", payload)
        assert found, (name, payload)
        assert found[1] in RULES, name
        for entity in re.findall(r'"(\w+)":', found[2] or ""):
            assert entity in DOMAIN["entities"], name


def is_offer(name: str) -> bool:
    """Whether a plain yes to it does something."""
    for beginning in (CALLBACK, ASK):
        if name.startswith(beginning) and name.removeprefix(beginning) in DOMAIN["intents"]:
            return True
    return name in KINDS and KINDS[name].offered is not None


def test_every_offer_on_a_button_is_known() -> None:
    for name, payload in buttons():
        for offer in OFFERED.findall(payload):
            assert is_offer(offer) or offer in load_forms(), (name, offer)


def test_every_choice_of_a_form_on_a_button_is_one_of_its_fields() -> None:
    fields = {one.name: one for form in load_forms().values() for one in form.fields}
    for name, payload in buttons():
        for field, choice in re.findall(r'"field":"(\w+)","choice":"(\w+)"', payload):
            assert field in fields, name
            assert choice in ("yes", "no", *fields[field].choices), name


# -- titles and offers -------------------------------------------------------------------------


@pytest.mark.parametrize("question", sorted(question_actions()))
def test_every_follow_up_has_a_title_and_an_answer(question: str) -> None:
    for intent in question_actions()[question].follow_ups:
        assert intent in TITLES
        assert intent in RULES
        assert intent != question


def test_every_title_is_that_of_an_intent() -> None:
    assert list(load_intents()) == DOMAIN["intents"]
    assert set(TITLES) <= set(DOMAIN["intents"])
    assert len(set(TITLES.values())) == len(TITLES)


def test_every_request_of_a_form_has_a_term() -> None:
    for form in load_forms().values():
        assert form.request is None or form.request in KINDS


def test_every_topic_that_is_not_served_yet_has_its_words() -> None:
    offered = {intent for intent, name in RULES.items() if name == "action_offer_callback"}
    assert offered <= set(UNSERVED)
    for intent in UNSERVED:
        assert RULES[intent] in ACTIONS
        assert is_offer(callback_offer(intent))


# -- intents, slots, entities ------------------------------------------------------------------


def test_every_intent_is_answered() -> None:
    assert set(RULES) == {*DOMAIN["intents"], FALLBACK}


def test_every_question_answers_the_intent_that_it_is_named_after() -> None:
    for intent, action in question_actions().items():
        assert issubclass(action, QuestionAction)
        assert RULES[intent] == action.NAME


def test_what_can_wait_can_be_gone_on_with() -> None:
    for intent, action in resumables().items():
        assert intent in DOMAIN["intents"]
        assert RULES[intent] == action.NAME


def test_every_intent_has_sentences_in_one_file_or_is_read_from_the_talk() -> None:
    found = [
        entry["intent"].split("/")[0]
        for path in sorted((ROOT / "data/nlu").glob("*.yml"))
        for entry in read_yaml(str(path))["nlu"]
        if "intent" in entry
    ]
    typed = [one.name for one in load_intents().values() if not one.read]
    assert sorted(found) == sorted(typed)


def test_the_shared_domain_says_nothing_that_topics_say() -> None:
    assert not set(SHARED) & {"intents", "forms", "actions", "responses"}
    assert set(SHARED["slots"]) == {"focus"}


def test_slots_carry_their_form() -> None:
    for form in load_forms().values():
        assert all(slot.startswith(f"{form.name}_") for slot in form.slots)


def test_every_entity_is_used() -> None:
    used = set().union(*(literals(path) for path in sources("actions", "bot")))
    carried = {entity for _, payload in buttons() for entity in re.findall(r'"(\w+)":', payload)}
    gazetteers = {path.stem for path in (ROOT / "data/gazetteers").glob("*.yml")}
    assert set(DOMAIN["entities"]) <= used | carried | gazetteers | set(AREA_KINDS)


def test_what_belongs_to_a_topic_carries_its_name_everywhere() -> None:
    topics = {path.stem for path in (ROOT / "data/intents").glob("*.yml")}
    rules = {path.stem for path in (ROOT / "data/rules").glob("*.yml")}
    responses = {path.stem for path in (ROOT / "data/responses").glob("*.yml")}
    sentences = {path.stem for path in (ROOT / "data/nlu").glob("*.yml")}
    assert rules == topics
    assert sentences == topics
    assert responses == topics | {"safety", "forms"}
    assert {one.topic for one in load_forms().values()} <= topics
    assert {one.topic for one in load_intents().values()} == topics
