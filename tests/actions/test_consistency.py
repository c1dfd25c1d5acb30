"""Domain, rules, responses, training data and actions name the same things."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from actions.dialogue.choices import OFFER_TITLES, TITLES
from actions.dialogue.forms import FormStep
from actions.dialogue.questions import QuestionAction, question_actions
from actions.handoff import OFFERS, UNSERVED, callback_offer
from bot.accounts.place_names import AREA_KINDS
from bot.intents import load_intents
from bot.settings import ROOT
from tests.actions.dialogue import ACTIONS, AFTER_FORM, DOMAIN, FORMS, RESPONSES, RULES, read_yaml

FALLBACK = "nlu_fallback"  # Rasa's own
TOPIC_NAMES = ("billing", "payment", "account", "handoff", "faq", "chitchat", "outage")
OFFERED = re.compile(r'"offer":\s*"(\w+)"')


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
SAID_BY_FORMS = {
    f"utter_ask_{slot}"
    for slots in FORMS.values()
    for slot in slots
    if f"utter_ask_{slot}" in RESPONSES
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
    asking = {
        name
        for name in DOMAIN["actions"]
        if name.startswith(("action_ask_account", "action_ask_billing"))
    }
    slots = {slot for slots in FORMS.values() for slot in slots}
    assert {name for name in asking if not name.endswith(tuple(slots))} == set()
    validators = {f"validate_{form}" for form in FORMS}
    reached = {*RULES.values(), *AFTER_FORM.values(), *asking, *validators}
    assert set(DOMAIN["actions"]) <= reached
    assert {name for name in reached if name.startswith("action_")} <= set(DOMAIN["actions"])


def test_every_form_has_its_step_and_goes_on_at_its_end() -> None:
    steps = {one.FORM for one in ACTIONS.values() if issubclass(one, FormStep)}
    assert steps == set(FORMS) == set(AFTER_FORM)


def test_everything_that_a_form_asks_for_is_asked_in_words() -> None:
    for form, slots in FORMS.items():
        for slot in slots:
            names = (f"ask_{form}_{slot}", f"ask_{slot}")
            assert any(
                f"action_{name}" in DOMAIN["actions"] or f"utter_{name}" in RESPONSES
                for name in names
            ), slot


# -- responses ---------------------------------------------------------------------------------


def test_every_response_that_is_said_is_written() -> None:
    """Written once: reading them refuses a name in two files."""
    named = EXACT | SAID_BY_RULES
    assert {name for name in named if name not in RESPONSES} == set()


def test_every_written_response_is_said() -> None:
    said = EXACT | SAID_BY_RULES | SAID_BY_FORMS
    unsaid = {
        name
        for name in RESPONSES.names()
        if name not in said and not name.startswith(tuple(BEGINNINGS))
    }
    assert unsaid == set()


def test_every_status_of_a_request_has_its_words() -> None:
    assert "utter_request_" in BEGINNINGS
    for status in ("open", "done", "cancelled"):
        assert f"utter_request_{status}" in RESPONSES


def test_no_response_of_a_rule_or_a_form_needs_a_fact() -> None:
    for name in SAID_BY_RULES | SAID_BY_FORMS:
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
        found = re.fullmatch(r"/(\w+)({.*})?", payload)
        assert found, (name, payload)
        assert found[1] in RULES, name
        for entity in re.findall(r'"(\w+)":', found[2] or ""):
            assert entity in DOMAIN["entities"], name


def test_every_offer_on_a_button_is_known() -> None:
    own = {offer for one in ACTIONS.values() if issubclass(one, FormStep) for offer in one.OFFERS}
    for name, payload in buttons():
        for offer in OFFERED.findall(payload):
            assert offer in {*OFFERS, *own}, name


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


def test_every_offer_has_words_and_is_known() -> None:
    with_an_answer = {
        name
        for path in (ROOT / "actions/billing.py", ROOT / "actions/payment.py")
        for name in literals(path)
        if name in {*OFFERS, "newest_bill"}
    } - {"reading"}
    assert with_an_answer == set(OFFER_TITLES)
    assert set(OFFER_TITLES) <= {*OFFERS, "newest_bill"}


def test_every_kind_of_an_offered_request_has_a_term() -> None:
    kinds = {one["kind"] for one in read_yaml("data/service_requests.yml")["kinds"]}
    assert {kind for kind, _ in OFFERS.values()} <= kinds


def test_every_topic_that_is_not_served_yet_has_its_words() -> None:
    offered = {intent for intent, action in RULES.items() if action == "action_offer_callback"}
    assert offered == set(UNSERVED)
    for intent, response in UNSERVED.items():
        assert response in RESPONSES
        assert callback_offer(intent) in OFFERS


# -- intents, slots, entities ------------------------------------------------------------------


def test_every_intent_is_answered() -> None:
    assert set(RULES) == {*DOMAIN["intents"], FALLBACK}


def test_every_question_answers_the_intent_that_it_is_named_after() -> None:
    for intent, action in question_actions().items():
        assert issubclass(action, QuestionAction)
        assert RULES[intent] == action.NAME


def test_every_intent_has_sentences_in_one_file() -> None:
    found = [
        entry["intent"].split("/")[0]
        for path in sorted((ROOT / "data/nlu").glob("*.yml"))
        for entry in read_yaml(str(path))["nlu"]
        if "intent" in entry
    ]
    assert sorted(found) == sorted(DOMAIN["intents"])


def test_slots_carry_their_topic() -> None:
    for slot in DOMAIN["slots"]:
        assert slot.startswith(tuple(f"{topic}_" for topic in TOPIC_NAMES)), slot


def test_every_slot_and_entity_is_used() -> None:
    used = set().union(*(literals(path) for path in sources("actions", "bot/nlu")))
    assert set(DOMAIN["slots"]) <= used
    carried = {entity for _, payload in buttons() for entity in re.findall(r'"(\w+)":', payload)}
    found_by_rules = {"amount", "kwh"}  # found, so that they aren't taken for something else
    gazetteers = {path.stem for path in (ROOT / "data/gazetteers").glob("*.yml")}
    found_by_words = gazetteers | set(AREA_KINDS)
    assert set(DOMAIN["entities"]) <= used | carried | found_by_rules | found_by_words


def test_rules_and_responses_stand_in_files_of_one_topic() -> None:
    topics = {path.stem for path in (ROOT / "data/nlu").glob("*.yml")}
    rules = {path.stem for path in (ROOT / "data/rules").glob("*.yml")}
    responses = {path.stem for path in (ROOT / "data/responses").glob("*.yml")}
    assert rules == topics
    assert responses == topics | {"safety"}
