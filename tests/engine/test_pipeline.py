"""Our pipeline of `config.yml` inside Rasa: trained, packed, loaded, asked."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.model_training import train
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.jieba_tokenizer import UtilityTokenizer
from bot.nlu.normaliser import Normaliser
from bot.settings import ROOT
from tests.engine.conftest import HERE

CONTEXT = ExecutionContext(GraphSchema({}))


@pytest.fixture(scope="module")
def agents(
    tmp_path_factory: pytest.TempPathFactory,
) -> list[Agent]:
    """The small assistant with the product's pipeline, trained twice without a common cache."""
    made = []
    patch = pytest.MonkeyPatch()
    patch.chdir(ROOT)  # the dictionary's folder is named from there
    patch.setenv("TOKEN_KEY", "k" * 40)
    patch.setenv("ENGINE_TOKEN", "e" * 40)
    for _ in range(2):
        patch.setenv("RASA_CACHE_DIRECTORY", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("VAR_DIR", str(tmp_path_factory.mktemp("var")))
        result = train(
            str(HERE / "domain.yml"),
            str(ROOT / "config.yml"),
            [str(HERE / "data.yml")],
            output=str(tmp_path_factory.mktemp("models")),
        )
        assert result.model is not None
        made.append(Agent.load(result.model))
    patch.undo()
    return made


def parsed(agent: Agent, text: str) -> dict[str, Any]:
    return asyncio.run(agent.parse_message(text))


def test_it_understands_what_it_learnt(agents: list[Agent]) -> None:
    answer = parsed(agents[0], "查 電費？？")
    assert (
        answer["intent_ranking"][-0 if answer["intent"]["name"] != "nlu_fallback" else 1]["name"]
        == "ask_remote"
    )
    assert answer["text"] == "查 電費？？"


def test_two_trainings_answer_alike(agents: list[Agent]) -> None:
    for text in ("你好", "登记一下", "完全无关的话"):
        one, other = (parsed(agent, text) for agent in agents)
        assert one["intent"] == other["intent"]
        assert one["intent_ranking"] == other["intent_ranking"]


def test_buttons_still_reach_the_intent(agents: list[Agent]) -> None:
    assert parsed(agents[0], "/ask_remote")["intent"] == {"name": "ask_remote", "confidence": 1.0}


@pytest.mark.parametrize("text", ["？", "\u200b", "🙂", "a", "1234567890" * 20])
def test_odd_texts_are_no_error(agents: list[Agent], text: str) -> None:
    assert "intent" in parsed(agents[0], text)


def tokenizer(dictionary: Path, storage: Path) -> UtilityTokenizer:
    config = {**UtilityTokenizer.get_default_config(), "dictionary_path": str(dictionary)}
    return UtilityTokenizer.create(
        config,
        LocalModelStorage.create(storage),
        Resource("tokenizer"),
        CONTEXT,
    )


def words(one: UtilityTokenizer, text: str) -> list[tuple[str, str]]:
    message = Message({"text": text})
    Normaliser().process([message])
    return [(token.text, text[token.start : token.end]) for token in one.tokenize(message, "text")]


@pytest.fixture
def dictionary(tmp_path: Path) -> Path:
    folder = tmp_path / "dictionary"
    folder.mkdir()
    (folder / "words.txt").write_text("余电上网宝 90000 n\n", encoding="utf-8")
    return folder


def test_words_of_the_dictionary_with_places_in_the_typed_text(
    dictionary: Path, tmp_path: Path
) -> None:
    (tmp_path / "model").mkdir()
    assert words(tokenizer(dictionary, tmp_path / "model"), "開 余電上網寶？？") == [
        ("开", "開"),
        ("余电上网宝", "余電上網寶"),
        ("?", "？"),
    ]


def test_the_model_carries_its_dictionary(dictionary: Path, tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    one = tokenizer(dictionary, tmp_path / "model")
    one.train(TrainingData())
    (dictionary / "words.txt").write_text("", encoding="utf-8")
    again = UtilityTokenizer.load(one._config, one._model_storage, one._resource, CONTEXT)
    assert "余电上网宝" in [word for word, _ in words(again, "余电上网宝")]


def test_dictionaries_of_two_models_do_not_mix(dictionary: Path, tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    tokenizer(dictionary, tmp_path / "one")
    (dictionary / "words.txt").write_text("", encoding="utf-8")
    other = tokenizer(dictionary, tmp_path / "other")
    assert "余电上网宝" not in [word for word, _ in words(other, "余电上网宝")]


def test_a_changed_dictionary_trains_anew(dictionary: Path) -> None:
    config = {"dictionary_path": str(dictionary)}
    before = UtilityTokenizer.fingerprint_addon(config)
    (dictionary / "words.txt").write_text("阶梯电价 1000 n\n", encoding="utf-8")
    assert UtilityTokenizer.fingerprint_addon(config) != before


def test_the_dictionary_holds_words_and_nothing_else() -> None:
    for file in (ROOT / "data" / "dictionary").iterdir():
        assert file.suffix == ".txt", f"{file.name} is no dictionary"
        for line in file.read_text(encoding="utf-8").splitlines():
            word, frequency, _ = line.split()
            assert word
            assert frequency.isdigit()
