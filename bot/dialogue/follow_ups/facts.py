"""A fact of a record, asked in the plain wording that the answers are written for."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.focus import Frame
from bot.dialogue.follow_ups.leaning import entities_of, is_part_of_day
from bot.dialogue.reading import Read, Situation
from bot.facts import Fact
from bot.language.account_words import kinds_described


def asked_plainly(
    situation: Situation, frame: Frame | None, fact: Fact, why: str, *, joined: bool
) -> Read:
    """The question for a fact, with its plain wording in the place of the customer's.

    Args:
        situation: with the message alone.
        frame: the record that it leans on, or None.
        fact: that is asked for.
        why: the reason.
        joined: whether the customer's own words stay before the plain ones.
    """
    sentence = situation.sentence
    said = [one for one in sentence.entities if not is_part_of_day(one, sentence.text)]
    plain = replace(sentence, text=fact.words, entities=said)
    keeps = joined or bool(kinds_described(sentence.text))
    leans = frame is not None and not fact.of_account
    entities = entities_of(replace(situation, sentence=plain), frame) if frame and leans else said
    return Read(
        fact.question,
        why,
        entities,
        rule=0.0,
        words=f"{sentence.text}，{fact.words}" if keeps else fact.words,
    )
