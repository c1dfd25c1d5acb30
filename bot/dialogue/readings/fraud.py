"""我已经点了, 钱能追回来吗, 他说不交就停电: short words about a swindle stay with the swindle."""

from __future__ import annotations

from bot.dialogue.focus import Frame
from bot.dialogue.reading import Read, Reading, Situation, entity
from bot.dialogue.sentence import Sentence
from bot.language.subjects import has_subject
from bot.safety.fraud_talk import Sign, load_fraud_talk, sign_in

TOPIC = "fraud"
WARNING, LOSS = "report_fraud", "report_loss"
BALANCE, PAY = "query_balance", "query_payment_ways"
COMPLAINT = "make_complaint"
ARREARS = "fraud_check_arrears"
"""How to check without the swindler's link, for who isn't bound: nobody is asked for identity here."""
_AFTER_LOSS = frozenset(
    ("fraud_loss", "fraud_recover", "fraud_police", "fraud_evidence", "fraud_calls_again")
)
"""What is told after a loss: “what now” means its steps."""
_SECRETS = ("密码", "卡号", "身份证", "验证码", "软件")
_RATHER_RULE = 0.7
_LONGEST = 28
_LONGEST_FIRST = 40
_STEADY = "fraud_steady"
_DRIFTS = frozenset(("nlu_fallback", "out_of_scope", "chitchat", "make_complaint", "bind_account"))
"""What short words about a swindle are often taken for: 他还坐着等, 我开飞行模式了."""
_LEAVES = ("投诉", "你们", "谢", "再见", "好的")
"""Words that leave it."""
_LATELY = 3
"""Turns of the customer in which a swindle is still what vague words are about."""
_NEW_TRICK = 0.9
"""A sentence that names a new trick so surely is one, unless it asks about the old one."""


class FraudReading(Reading):
    """What is said in a talk about a swindle, and what can't be about anything else."""

    NAME = "fraud"

    def read(self, situation: Situation) -> Read | None:
        """Read a short sentence about a swindle."""
        sentence = situation.sentence
        if sentence.pressed or not sentence.core or situation.form is not None:
            return None
        talk = load_fraud_talk()
        frame = self._frame(situation)
        if frame is not None:
            short = self._short(situation, frame)
            sign = sign_in(talk.follow_ups, sentence.text) if short else None
            if sign is not None:
                return self._answer(situation, frame, sign)
            if short and self._drifts(situation, frame):
                return _told(_STEADY, "vague words while a swindle is talked about")
        if len(sentence.core) <= _LONGEST_FIRST:
            sign = sign_in(talk.first, sentence.text)
            if sign is not None:
                return self._begin(sentence, sign)
        return None

    def _frame(self, situation: Situation) -> Frame | None:
        """The swindle that is talked about: newest, or of a moment ago where nothing else is understood."""
        newest = situation.focus.newest("question", "rule", "offer", "form")
        if newest is not None and newest.kind == "rule" and newest.topic == TOPIC:
            return newest
        told = (one for one in reversed(situation.focus.frames) if one.kind in ("rule", "earlier"))
        swindle = next((one for one in told if one.topic == TOPIC), None)
        if newest is None or swindle is None or situation.focus.since(swindle) > _LATELY:
            return None
        # Whether she owes anything, and how to pay, is asked of the swindle.
        aside = newest.kind == "question" and newest.about.get("question") in (BALANCE, PAY)
        drifts = newest.kind in ("offer", "rule") and situation.sentence.intent in _DRIFTS
        return swindle if aside or drifts else None

    def _drifts(self, situation: Situation, frame: Frame) -> bool:
        sentence = situation.sentence
        if frame.about.get("entry") == _STEADY or sentence.intent not in _DRIFTS:
            return False
        leaves = has_subject(sentence.core) or any(one in sentence.text for one in _LEAVES)
        return len(sentence.core) > 2 and not leaves

    def _short(self, situation: Situation, frame: Frame) -> bool:
        sentence = situation.sentence
        if len(sentence.core) > _LONGEST or sentence.value("account_number"):
            return False
        surely = sentence.likeliest == WARNING and sentence.sure >= _NEW_TRICK
        if len(sentence.core) <= 12 or not surely:
            return True
        trick = sign_in(load_fraud_talk().tricks, sentence.text)
        return trick is None or trick.entry == frame.about.get("entry")

    def _answer(self, situation: Situation, frame: Frame, sign: Sign) -> Read | None:
        if sign.do == "balance":
            # Who is bound hears her own; anybody else how to look it up without the swindler's link.
            return Read(
                BALANCE,
                "arrears, asked after a swindle",
                knowledge=[(ARREARS, 1.0)],
                rule=_RATHER_RULE,
            )
        if sign.do == "pay":
            return Read(PAY, "how to pay rightly, asked after a swindle")
        if sign.do == "loss":
            lost = any(one.about.get("question") == LOSS for one in situation.focus.frames)
            if lost:
                secrets = any(one in situation.sentence.text for one in _SECRETS)
                more = "fraud_data_given" if secrets else "fraud_loss"
                return _told(more, "more that is gone, after the first steps")
            return Read(LOSS, "given already, said after a warning")
        if sign.do == "again":
            current = str(frame.about.get("entry") or "fraud_default")
            current = "fraud_loss" if current in _AFTER_LOSS else current
            return _told(current, "what to do, asked after a warning", whole=True)
        return _told(str(sign.entry), "asked of the swindle that is talked about")

    def _begin(self, sentence: Sentence, sign: Sign) -> Read | None:
        if sign.do == "loss":
            return Read(LOSS, "says that a swindler got something")
        if sign.do == "complaint":
            # Only where it is taken for a swindle by others.
            mistaken = sentence.likeliest in (WARNING, LOSS)
            return Read(COMPLAINT, "calls us swindlers") if mistaken else None
        return Read(
            WARNING,
            "can only be about a swindle",
            knowledge=[(str(sign.entry), 1.0)],
        )


def _told(entry: str, why: str, *, whole: bool = False) -> Read:
    said = [entity("knowledge", entry)]
    if whole:
        said.append(entity("detail", "whole"))
    return Read("ask_knowledge", why, said, knowledge=[(entry, 1.0)], rule=1.0)
