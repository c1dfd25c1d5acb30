"""The importer gives what Rasa's gives, and reads each file once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data import loading

from bot.domain import actions_of, derived_domain
from bot.engine.importer import ProjectFiles
from bot.forms import load_forms
from bot.intents import load_intents
from bot.settings import ROOT

FILES = {
    "config.yml": "recipe: default.v1\nlanguage: zh\nimporters:\n- name: bot.engine.importer.ProjectFiles\n",
    "domain.yml": 'version: "3.1"\nintents: [greet, thank]\n',
    "data/one.yml": 'version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - 你好\n    - 您好\n',
    "data/two.yml": 'version: "3.1"\nnlu:\n- intent: thank\n  examples: |\n    - 谢谢\n    - 多谢\n',
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def test_it_gives_what_rasas_importer_gives(folder: Path) -> None:
    where = (str(folder / "config.yml"), str(folder / "domain.yml"), [str(folder / "data")])
    ours, theirs = ProjectFiles(*where), RasaFileImporter(*where)
    assert len(ours.get_nlu_data("zh").training_examples) == 4
    assert ours.get_nlu_data("zh").fingerprint() == theirs.get_nlu_data("zh").fingerprint()
    assert ours.get_domain().fingerprint() == theirs.get_domain().fingerprint()


def test_each_file_is_read_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: Counter[str] = Counter()
    load = loading.load_data

    def counted(name: str, language: str = "en") -> object:
        read[Path(name).name] += 1
        return load(name, language)

    monkeypatch.setattr(loading, "load_data", counted)
    importer = TrainingDataImporter.load_from_config(
        str(folder / "config.yml"), str(folder / "domain.yml"), [str(folder / "data")]
    )
    importer.get_domain()
    assert len(importer.get_nlu_data().intent_examples) == 4
    assert len(importer.get_nlu_data(language="zh").intent_examples) == 4
    assert read == {"one.yml": 1, "two.yml": 1}


# -- what the topics' files define ---------------------------------------------------------------

WHERE = (
    str(ROOT / "config.yml"),
    str(ROOT / "domain.yml"),
    [str(ROOT / "data" / name) for name in ("nlu", "rules", "responses")],
)


@pytest.fixture(scope="module")
def project() -> Domain:
    """The product's domain, as training and `rasa` commands get it."""
    return ProjectFiles(*WHERE).get_domain()


def test_intents_forms_slots_and_actions_come_from_the_topics_files(project: Domain) -> None:
    assert set(load_intents()) <= set(project.intents)
    for form in load_forms().values():
        assert project.required_slots_for_form(form.loop)
        assert set(actions_of(form)) <= set(project.action_names_or_texts)
        assert set(form.slots) <= {one.name for one in project.slots}
    assert "focus" in {one.name for one in project.slots}


def test_what_a_form_asks_for_is_required_and_what_is_optional_is_not(project: Domain) -> None:
    for form in load_forms().values():
        required = project.required_slots_for_form(form.loop)
        for one in form.fields:
            assert (form.slot(one.name) in required) is not one.optional
        assert (form.slot("confirm") in required) is (form.confirm is not None)


def test_no_slot_of_a_form_is_filled_by_rasa_or_steers_it(project: Domain) -> None:
    """Everything is taken by the reading and the form's step."""
    for one in project.slots:
        if one.name in derived_domain()["slots"]:
            assert one.mappings == [{"type": "custom"}]
            assert not one.influence_conversation


def test_an_action_is_named_by_a_rule_or_a_form_and_by_nothing_else(project: Domain) -> None:
    named = set(derived_domain()["actions"])
    assert set(project.user_actions) >= named
    shared = {name for name in project.user_actions if name.startswith(("action_", "validate_"))}
    assert shared == named


def test_without_topics_the_domain_is_the_file_alone(folder: Path) -> None:
    files = ProjectFiles(
        str(folder / "config.yml"), str(folder / "domain.yml"), [str(folder / "data")]
    )
    assert set(files.get_domain().intents) >= {"greet", "thank"}
    assert files.get_domain().forms == {}


def test_a_topic_in_another_folder_is_that_folders(folder: Path) -> None:
    intents = folder / "data" / "intents"
    intents.mkdir()
    (intents / "lamp.yml").write_text(
        "intents:\n- name: query_lamp\n  title: 应急灯\n  about: 应急灯怎么借。\n", encoding="utf-8"
    )
    (folder / "data" / "rules").mkdir()
    (folder / "data" / "forms").mkdir()
    (folder / "data" / "rules" / "lamp.yml").write_text(
        'version: "3.1"\nrules:\n- rule: lamp\n  steps: [{intent: query_lamp}, {action: action_query_lamp}]\n',
        encoding="utf-8",
    )
    assert derived_domain(folder) == {
        "version": "3.1",
        "intents": ["query_lamp"],
        "forms": {},
        "slots": {},
        "actions": ["action_query_lamp"],
    }
