"""不是7月是6月, 我问的是度数: what was understood wrongly is replaced."""

from __future__ import annotations

from bot.dialogue.reading import Read, Reading, Situation
from bot.dialogue.sentence import Sentence
from bot.language.corrections import corrected

_SURE = 0.45


class CorrectionReading(Reading):
    """The customer replaces what was understood: the right part alone counts."""

    NAME = "correction"

    def read(self, situation: Situation) -> Read | None:
        """Read a correction of the last question."""
        question = situation.focus.newest("question", "rule")
        if question is None or situation.sentence.pressed:
            return None
        right = corrected(situation.sentence.text)
        return None if right is None else self._replaced(situation, right)

    def _replaced(self, situation: Situation, right: str) -> Read | None:
        sentence = situation.understand(right)
        last = str(
            (situation.focus.newest("question") or situation.focus.frames[-1]).about.get("question")
            or ""
        )
        if _only_a_time(sentence, right) and last:
            return Read(
                "ask_other_period",
                "another time replaces it",
                sentence.entities,
                words=right,
                knowledge=(),
                confidence=1.0,
            )
        if sentence.sure >= _SURE and sentence.intent not in ("inform", "deny", "affirm", "stop"):
            entities = [*sentence.entities, *_carried(situation, sentence)]
            return Read(
                sentence.intent,
                "another question replaces it",
                entities,
                knowledge=sentence.knowledge,
                confidence=sentence.sure,
                rule=sentence.rule,
                words=right,
            )
        return None


def _only_a_time(sentence: Sentence, right: str) -> bool:
    if not sentence.values("period"):
        return False
    spans = [
        int(one["end"]) - int(one["start"])
        for one in sentence.entities
        if one.get("entity") in ("period", "moment") and "start" in one
    ]
    return len(right) - sum(spans) <= 3


def _carried(situation: Situation, sentence: Sentence) -> list[dict[str, object]]:
    """The times of the last question, where the new one names none."""
    if sentence.values("period"):
        return []
    question = situation.focus.newest("question")
    periods = question.about.get("periods") if question else None
    return [{"entity": "period", "value": iso} for iso, _ in periods or ()]
