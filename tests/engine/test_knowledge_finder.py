"""The finder: the hits of a message, and the intent where the classifier is in doubt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema, SchemaNode
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.fallback_classifier import FallbackClassifier
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.encoders import encoder
from bot.nlu.knowledge_finder import KNOWLEDGE, KnowledgeFinder

ENTRY = """\
entries:
- id: saving
  title: 空调怎么省电
  questions: [夏天空调怎么开省电, 开空调怎样少花电费]
  short: 也费一点电。
  answer: 夏天温度别调太低，配个电扇一样凉快。
  region: china
  review_by: 2029-01-01
  source: 用电常识
  grade: common
  checked_on: 2026-11-01
"""


def finder(folder: Path, monkeypatch: pytest.MonkeyPatch, threshold: float) -> KnowledgeFinder:
    (folder / "faq.yml").write_text(ENTRY, encoding="utf-8")
    monkeypatch.setenv("VAR_DIR", str(folder))
    fallback = SchemaNode({}, FallbackClassifier, "load", "process", {"threshold": threshold})
    context = ExecutionContext(GraphSchema({"fallback": fallback}), "model")
    storage = LocalModelStorage(folder / "model")
    return KnowledgeFinder.create({"folder": str(folder)}, storage, Resource("finder"), context)


def understood(one: KnowledgeFinder, text: str, confidence: float) -> Message:
    intent = {"name": "query_usage", "confidence": confidence}
    message = Message({TEXT: text, INTENT: intent, "intent_ranking": [intent]})
    vector = np.asarray(encoder("use-multilingual").encode([text]))
    message.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, "test"))
    (found,) = one.process([message])
    return found


@pytest.mark.parametrize(
    ("text", "confidence", "wanted"),
    [
        ("空调咋开省电", 0.5, "ask_knowledge"),
        ("空调咋开省电", 0.7, "query_usage"),  # the classifier is sure
        ("高铁票怎么退", 0.1, "query_usage"),  # nothing is near
    ],
)
def test_the_nearest_decides_where_the_fallback_would(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, confidence: float, wanted: str
) -> None:
    message = understood(finder(tmp_path, monkeypatch, 0.6), text, confidence)
    assert message.get(INTENT)["name"] == wanted
    hits: list[dict[str, Any]] = message.get(KNOWLEDGE)
    assert [one["id"] for one in hits] == ["saving"]
