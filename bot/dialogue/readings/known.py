"""换表要钱吗, 代扣怎么取消: nearly a question of one entry of the knowledge, whatever intent it looks like."""

from __future__ import annotations

from bot.dialogue.reading import Read, Reading, Situation, entity
from bot.dialogue.sentence import FALLBACK, OUT_OF_SCOPE, Sentence
from bot.forms.kinds import ASKS
from bot.intents import Intent
from bot.knowledge import ITSELF, Entry
from bot.language.foreign import is_others_business

ASK_KNOWLEDGE = "ask_knowledge"
_NEAR = 0.5
_AHEAD = 0.08
_RULE = 0.7
"""Chosen with tests/engine/knowledge_questions.tsv: of its 259 questions 22 are decided by it, 21 rightly."""
_NEAR_BEYOND = 0.65
"""How near an entry has to be to what was taken for something that isn't ours."""
_SHORTEST = 5
_TELLING_TOPICS = frozenset(("chitchat", "steering"))
"""Whose intents say themselves what there is to say."""


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
        name = sentence.knowledge[0][0]
        entry = situation.entries.get(name)
        if not _asks_for_it(sentence, intent, _ahead(situation, entry)):
            return None
        if entry is None or sentence.intent in entry.told_by:
            return None
        chosen = [(name, ITSELF), *sentence.knowledge[1:]]
        why = f"a question of the entry {name}"
        if intent is not None and (intent.record or intent.callback or intent.topic == "fraud"):
            return Read(intent.name, why, knowledge=chosen, confidence=sentence.sure)
        said = [*sentence.entities, entity("knowledge", name)]
        return Read(ASK_KNOWLEDGE, why, said, knowledge=chosen, confidence=sentence.near)


def _ahead(situation: Situation, entry: Entry | None) -> float:
    """How much nearer the nearest entry is than the next one that isn't akin to it: a button below it."""
    hits = situation.sentence.knowledge
    others = [(situation.entries.get(name), score) for name, score in hits[1:]]
    rivals = [
        score
        for other, score in others
        if entry is None or other is None or not entry.is_akin(other)
    ]
    return hits[0][1] - max(rivals, default=0.0)


def _asks_for_it(sentence: Sentence, intent: Intent | None, ahead: float) -> bool:
    """Whether it is an entry's own question, or a question for a rule to which one entry alone is near."""
    near = sentence.near
    if near >= ITSELF:
        return True
    if len(sentence.core) < _SHORTEST or near < _NEAR or ahead < _AHEAD:
        return False
    if (sentence.rule or 0.0) < _RULE:
        return False
    if is_others_business(sentence.text):
        return False
    if sentence.intent in (OUT_OF_SCOPE, FALLBACK) and near >= _NEAR_BEYOND:
        return True  # 电卡丢了补办 isn't beyond us if an entry is that near
    tells = intent is not None and _says_itself(intent)
    return not tells and ASKS.search(sentence.text) is not None


def _says_itself(intent: Intent) -> bool:
    """Whether only an entry's own question goes before it: 水表走得快 is near to 电表走得快."""
    return intent.tells or intent.topic in _TELLING_TOPICS
