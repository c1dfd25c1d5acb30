"""What a model ranks for several texts at once: together they take a third of the time.

What comes behind the ranking (entities, places, rule or record) isn't asked for.
"""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.judged import ranking_of
from bot.engine.readings import Ranking
from bot.nlu.knowledge_finder import KnowledgeFinder


def rankings(processor: MessageProcessor, texts: list[str]) -> list[Ranking]:
    """The intents of each text with their confidence, before the fallback, the likeliest first.

    Args:
        processor: with a model.
        texts: at least one.
    """
    target = _ranks(processor)
    results: dict[str, Any] = processor.graph_runner.run(
        inputs={
            PLACEHOLDER_MESSAGE: [UserMessage(one) for one in texts],
            PLACEHOLDER_TRACKER: DialogueStateTracker.from_events("default", []),
        },
        targets=[target],
    )
    return [ranking_of(one.data) for one in results[target]]


def _ranks(processor: MessageProcessor) -> str:
    """The node behind which no ranking changes any more; of a model without one, the last node."""
    nodes = processor.model_metadata.predict_schema.nodes
    found = (name for name, node in nodes.items() if node.uses is KnowledgeFinder)
    return next(found, str(processor.model_metadata.nlu_target))
