"""Pipeline component: appliances, papers, business, ways to pay, scope, places and buildings."""

from __future__ import annotations

from bisect import bisect_left
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    EXTRACTOR,
)
from rasa.shared.nlu.training_data.message import Message

from bot.gazetteers import load_gazetteers
from bot.nlu.entity_extractor import RuleEntityExtractor
from bot.nlu.fingerprints import of_files, sources
from bot.nlu.known_places import KnownPlaces, reader_of
from bot.nlu.normalised import Normalised
from bot.nlu.normaliser import normalised
from bot.settings import ROOT, SettingsError, settings

FOLDER = "data/gazetteers"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class GazetteerExtractor(EntityExtractorMixin, GraphComponent):
    """Finds the words of `folder`, and the places of the utility's database while a model serves.

    Where a stretch overlaps one of the rules' the longer stays: 五一路15号 is an address.

    Args:
        known: hands out the finder.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """What has to come before."""
        return [RuleEntityExtractor]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The configuration's keys and defaults."""
        return {"folder": FOLDER}

    def __init__(self, known: KnownPlaces) -> None:
        self._known = known

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> GazetteerExtractor:
        """A new component without places: training needs no database."""
        return cls(KnownPlaces(load_gazetteers(_folder(config)), None))

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> GazetteerExtractor:
        """The component of a model that serves, with the places that can be read by now."""
        try:
            read = reader_of(settings().utility_db_url)
        except SettingsError:
            # `rasa test nlu` needs no installation with keys.
            return cls.create(config, model_storage, resource, execution_context)
        known = KnownPlaces(load_gazetteers(_folder(config)), read)
        known.wait()
        return cls(known)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Change with the words and the code, as Rasa compares configurations only."""
        words = of_files(_folder(config).glob("*.yml"))
        return words + sources(
            "normalised.py", "gazetteer.py", "phrases.py", "addresses.py", "known_places.py"
        )

    def process(self, messages: list[Message]) -> list[Message]:
        """Add what is found to each message's entities."""
        finder = self._known.finder()
        for message in messages:
            normal = normalised(message)
            found = []
            before = message.get(ENTITIES, [])
            stops = [_position_behind(normal, one) for one in before]
            for one in finder.find(normal.text, stops):
                first, last = normal.typed_span(one.start, one.end)
                found.append(
                    {
                        ENTITY_ATTRIBUTE_TYPE: one.entity,
                        ENTITY_ATTRIBUTE_VALUE: one.value,
                        ENTITY_ATTRIBUTE_START: first,
                        ENTITY_ATTRIBUTE_END: last,
                    }
                )
            both = merged(before, self.add_extractor_name(found))
            message.set(ENTITIES, both, add_to_output=True)
        return messages


def _position_behind(normal: Normalised, entity: dict[str, Any]) -> int:
    """Where in the normalised text an entity of the typed text has ended."""
    return bisect_left(normal.starts, int(entity[ENTITY_ATTRIBUTE_END]))


def merged(before: list[dict[str, Any]], more: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Entities of the rules and of the gazetteer, in order; of two that overlap the longer.

    Args:
        before: of the rules, which win where both are as long.
        more: of the gazetteer.
    """
    kept = [one for one in more if not any(_beaten(one, other) for other in before)]
    rules = [
        one
        for one in before
        # What another component has added has its own reasons to be there.
        if one.get(EXTRACTOR) != RuleEntityExtractor.__name__
        or not any(_overlap(one, other) for other in kept)
    ]
    return sorted([*rules, *kept], key=lambda one: int(one[ENTITY_ATTRIBUTE_START]))


def _beaten(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return _overlap(one, other) and _length(one) <= _length(other)


def _overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool(
        one[ENTITY_ATTRIBUTE_START] < other[ENTITY_ATTRIBUTE_END]
        and other[ENTITY_ATTRIBUTE_START] < one[ENTITY_ATTRIBUTE_END]
    )


def _length(one: dict[str, Any]) -> int:
    return int(one[ENTITY_ATTRIBUTE_END]) - int(one[ENTITY_ATTRIBUTE_START])


def _folder(config: dict[str, Any]) -> Path:
    return ROOT / (config.get("folder") or FOLDER)
