"""What one message says, read alone: the understanding of the engine's pipeline in plain values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.facts import OTHER

FALLBACK = "nlu_fallback"
SURE_FACT = 0.55
"""A fact so likely is surely asked for: held out, 97 of 100 are right then (docs/engine.md)."""
OUT_OF_SCOPE = "out_of_scope"

_SIGNS = re.compile(r"[\s,，。.!！?？、;；:：~～…—\-“”\"'‘’()（）【】\[\]]+")
_FILLERS = re.compile(
    r"^(?:(?:那个?|嗯+|哦+|噢|啊|呃|额|唉|哎|喂|诶|你好|您好|请问一?下?|请|麻烦你?|劳驾|我想问一?下?|我问一?下?|问一?下|"
    r"想问一?下?|帮我|给我|师傅|同志|小灯|亲|就是|然后呢?|所以|但是|可是|不过|"
    r"(?:先|再)?(?:插|打断)(?:一[句下嘴]|句|个?嘴)话?|(?:先|再|顺便|顺带|顺嘴)多?问(?:一[句下嘴声]|句|个事)?|"
    r"(?:先|再|顺便|顺带)?[讲说](?:一句|句)(?!话)|对了|话说)[,，、 ]*)+"
)
_TAILS = re.compile(
    r"(?:[啊呀哦噢喔哈嘛呗哩咧诶嘞噻撒哟哇啦]|谢谢你?|谢了|多谢|麻烦了|好吗|行吗)+$"
)


@dataclass(frozen=True)
class Sentence:
    """One message as it is understood alone.

    Args:
        text: as typed; empty for a pressed button.
        intent: the pipeline's decision, or what a button says.
        ranking: intents with their confidence, best first, without the fallback.
        entities: as Rasa has them: `{entity, value, start, end, …}`.
        knowledge: ids of the nearest entries with their nearness, best first.
        rule: how surely it asks for a rule and not for one's own record, 0 to 1; None: not judged.
        facts: the likeliest facts of a record with their chance, best first (`data/facts.yml`).
        swindle: what most likely answers it in a talk about a swindle, best first (`data/safety/fraud_talk.tsv`).
        pressed: whether a button was pressed.
    """

    text: str
    intent: str = FALLBACK
    ranking: Sequence[tuple[str, float]] = ()
    entities: Sequence[Mapping[str, Any]] = ()
    knowledge: Sequence[tuple[str, float]] = ()
    rule: float | None = None
    pressed: bool = False
    facts: Sequence[tuple[str, float]] = ()
    swindle: Sequence[tuple[str, float]] = ()
    words: str = field(default="", repr=False)

    @property
    def sure(self) -> float:
        """Confidence of the likeliest intent."""
        return self.ranking[0][1] if self.ranking else 0.0

    @property
    def likeliest(self) -> str:
        """The likeliest intent, whatever the pipeline decided; the fallback's name where there is none."""
        return self.ranking[0][0] if self.ranking else FALLBACK

    @property
    def fact(self) -> tuple[str, float]:
        """The likeliest fact of a record with its chance; empty and 0 where none was looked for."""
        return next(iter(self.facts), ("", 0.0))

    @property
    def asks_fact(self) -> bool:
        """Whether a fact of a record is surely asked for."""
        name, chance = self.fact
        return name not in ("", OTHER) and chance >= SURE_FACT

    @property
    def near(self) -> float:
        """How near the nearest entry is."""
        return self.knowledge[0][1] if self.knowledge else 0.0

    def chance(self, *intents: str) -> float:
        """Confidence of some intents together."""
        return sum(share for name, share in self.ranking if name in intents)

    def values(self, entity: str) -> list[Any]:
        """All values of an entity, in their order."""
        return [one.get("value") for one in self.entities if one.get("entity") == entity]

    def value(self, entity: str) -> Any:
        """The first value of an entity, or None."""
        return next(iter(self.values(entity)), None)

    def without(self, entity: str) -> str:
        """The text without the places that say an entity."""
        spans = [
            (int(one["start"]), int(one["end"]))
            for one in self.entities
            if one.get("entity") == entity and "start" in one and "end" in one
        ]
        rest = self.text
        for start, end in sorted(spans, reverse=True):
            rest = rest[:start] + rest[end:]
        return rest

    @property
    def plain(self) -> str:
        """The text without signs and blanks."""
        return _SIGNS.sub("", self.text)

    @property
    def last_clause(self) -> str:
        """The core of what is said last."""
        return core_of(re.split(r"[,，。.!！?？;；\s]+", self.text.strip(" 。.!！~"))[-1])

    @property
    def core(self) -> str:
        """The text without signs, politeness before it and particles behind it."""
        return core_of(self.text)


def core_of(text: str) -> str:
    """A text without signs, politeness before it and particles behind it; never empty for a text of words."""
    plain = _SIGNS.sub("", text)
    core = _TAILS.sub("", _FILLERS.sub("", plain))
    return plain if core in ("", "了", "的", "吧", "呢", "你", "您") else core
