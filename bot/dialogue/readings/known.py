"""换表要钱吗, 代扣怎么取消: nearly a question of one entry of the knowledge, whatever intent it looks like."""

from __future__ import annotations

from bot.dialogue.reading import Read, Reading, Situation, entity
from bot.dialogue.sentence import OUT_OF_SCOPE, Sentence
from bot.forms.kinds import ASKS
from bot.intents import Intent
from bot.knowledge import ITSELF

ASK_KNOWLEDGE = "ask_knowledge"
_NEAR = 0.5
_AHEAD = 0.08
_RULE = 0.7
"""Chosen with tests/engine/knowledge_questions.tsv: of its 259 questions 22 are decided by it, 21 rightly."""
_SHORTEST = 5
_OWN_QUESTION_ONLY = frozenset(
    (
        OUT_OF_SCOPE,
        "ask_why_needed",
        "query_office",
        "query_prices",
        "query_privacy",
        "report_fraud",
        "report_loss",
        "request_person",
    )
)
"""Intents beside which being near isn't enough: 水表走得快 is near to 电表走得快, and what prices, halls and
privacy are about they say themselves."""
_OWN_QUESTION_ONLY_TOPICS = frozenset(("chitchat", "steering"))


class KnownReading(Reading):
    """A question that an entry answers.

    Intents that tell an entry beside what they do themselves (records, services, warnings) stay, with the
    entry chosen; every other one gives way to it.
    """

    NAME = "known"

    def read(self, situation: Situation) -> Read | None:
        """Read a question of the knowledge; a form that waits has its own answers."""
        sentence = situation.sentence
        if situation.form is not None or sentence.pressed or not sentence.knowledge:
            return None
        intent = situation.intents.get(sentence.intent)
        if not _asks_for_it(sentence, intent):
            return None
        name = sentence.knowledge[0][0]
        entry = situation.entries.get(name)
        if entry is None or sentence.intent in entry.told_by:
            return None
        chosen = [(name, ITSELF), *sentence.knowledge[1:]]
        why = f"a question of the entry {name}"
        if intent is not None and (intent.record or intent.callback or intent.topic == "fraud"):
            return Read(intent.name, why, knowledge=chosen, confidence=sentence.sure)
        said = [*sentence.entities, entity("knowledge", name)]
        return Read(ASK_KNOWLEDGE, why, said, knowledge=chosen, confidence=sentence.near)


def _asks_for_it(sentence: Sentence, intent: Intent | None) -> bool:
    """Whether it is an entry's own question, or a question for a rule to which one entry alone is near."""
    near = sentence.near
    if near >= ITSELF:
        return True
    second = sentence.knowledge[1][1] if len(sentence.knowledge) > 1 else 0.0
    return (
        (intent is None or not _says_itself(intent))
        and near >= _NEAR
        and near - second >= _AHEAD
        and (sentence.rule or 0.0) >= _RULE
        and len(sentence.core) >= _SHORTEST
        and ASKS.search(sentence.text) is not None
    )


def _says_itself(intent: Intent) -> bool:
    """Whether only an entry's own question goes before what the intent says itself."""
    return intent.name in _OWN_QUESTION_ONLY or intent.topic in _OWN_QUESTION_ONLY_TOPICS
