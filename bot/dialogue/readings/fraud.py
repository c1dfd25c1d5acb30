"""我已经点了, 钱能追回来吗, 他说不交就停电: short words about a swindle stay with the swindle."""

from __future__ import annotations

import re

from bot.dialogue.focus import Frame
from bot.dialogue.follow_ups.leaning import steers
from bot.dialogue.reading import Read, Reading, Situation, entity
from bot.dialogue.sentence import Sentence
from bot.language.subjects import has_subject
from bot.safety.fraud_asked import BALANCE as BALANCE_ASKED
from bot.safety.fraud_asked import LOSS as LOSS_TOLD
from bot.safety.fraud_asked import NONE, THANKS
from bot.safety.fraud_asked import PAY as PAY_ASKED
from bot.safety.fraud_talk import Do, FraudTalk, Sign, load_fraud_talk, sign_in

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
_TAKEN = "fraud_warded_off"
_NOTHING_GONE = re.compile("没|未|不曾|要是|如果|万一|吗|会不会|要不要")
"""只点开没填, 会不会: nothing is gone yet, or more is asked."""
_DRIFTS = frozenset(("nlu_fallback", "out_of_scope", "chitchat", "make_complaint", "bind_account"))
"""What short words about a swindle are often taken for: 他还坐着等, 我开飞行模式了."""
_LEAVES = ("投诉", "你们", "谢", "再见", "好的")
"""Words that leave it."""
_OWN = (
    "我自己",
    "我有啥",
    "我有没有",
    "我还有",
    "我家的",
    "我户",
    "给我查",
    "帮我查",
    "查一下我",
    "查查我",
    "我真的欠",
    "我真欠",
)
"""Whose arrears: she wants them looked up here, and proves who she is."""
_AGAIN = 2.2
"""How much likelier the entry is that was told just before; chosen between two authors."""
_SIGNED = 4.0
"""How much likelier that is which the signs of the talk say; chosen in the same way."""
_LEAST = 0.08
_SURE_ERRAND = 0.8
_DONE: dict[str, Do] = {LOSS_TOLD: "loss", BALANCE_ASKED: "balance", PAY_ASKED: "pay"}
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
        if sentence.pressed:
            return None
        talk = load_fraud_talk()
        if situation.form is not None:
            # Where to report him is asked beside the consent to a binding, too.
            return self._late(situation, talk)
        frame = self._frame(situation)
        if not sentence.core:
            return self._on(situation, frame, talk) if frame is not None else None
        if frame is not None:
            if self._short(situation, frame):
                meant = self._meant(situation, frame, talk)
                if meant is not None:
                    return meant
                if self._drifts(situation, frame):
                    return _told(_STEADY, "vague words while a swindle is talked about")
        else:
            late = self._late(situation, talk)
            if late is not None:
                return late
        if len(sentence.core) <= _LONGEST_FIRST:
            sign = sign_in(talk.first, sentence.text)
            if sign is not None:
                return self._begin(sentence, sign)
        return None

    def _meant(self, situation: Situation, frame: Frame, talk: FraudTalk) -> Read | None:
        """What is meant, as it was learnt, likelier where it was told before or the signs of the talk say it."""
        sentence = situation.sentence
        told = str(frame.about.get("entry") or "")
        sign = sign_in(talk.follow_ups, sentence.text)
        if not sentence.swindle:
            return None if sign is None else self._answer(situation, frame, sign)
        signed = None if sign is None else _label(sign, told)
        weighed = dict(sentence.swindle)
        if signed is not None:
            weighed[signed] = _SIGNED * weighed.get(signed, min(weighed.values()))
        if told in weighed:
            weighed[told] *= _AGAIN
        best = max(weighed, key=lambda one: weighed[one])
        chance = weighed[best] / sum(weighed.values())
        if sign is not None and best == signed:
            return self._answer(situation, frame, sign)
        if best == NONE or chance < _LEAST or self._is_other_errand(situation, chance):
            return None
        if best == THANKS:
            thanks = steers(sentence) or sentence.likeliest == "thank"
            return None if thanks else _told(_TAKEN, "takes the warning")
        if best in _DONE:
            return self._answer(situation, frame, Sign(None, _DONE[best], (), ()))
        if self._is_loss(situation, best):
            return self._answer(situation, frame, Sign(None, "loss", (), ()))
        if best == told:
            return self._answer(situation, frame, Sign(None, "again", (), ()))
        return _told(best, "meant after what was told of the swindle")

    def _is_loss(self, situation: Situation, entry: str) -> bool:
        """Whether an entry about what is gone is told for the first time: then the first steps come before it."""
        known = situation.entries.get(entry)
        lost = any(one.about.get("question") == LOSS for one in situation.focus.frames)
        if known is None or LOSS not in known.intents[:1] or lost:
            return False
        return not _NOTHING_GONE.search(situation.sentence.text)

    def _is_other_errand(self, situation: Situation, chance: float) -> bool:
        """Whether the words name an errand of their own more surely than anything about the swindle."""
        sentence = situation.sentence
        known = situation.intents.get(sentence.intent)
        if known is None or not known.subject or known.topic == TOPIC:
            return False
        return (
            has_subject(sentence.core) and sentence.sure >= _SURE_ERRAND and sentence.sure > chance
        )

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
        # 要报警吗 is asked of it still, whatever was told in between.
        still = situation.sentence.intent in (WARNING, LOSS)
        drifts = newest.kind in ("offer", "rule") and situation.sentence.intent in _DRIFTS
        return swindle if aside or still or drifts else None

    def _on(self, situation: Situation, frame: Frame, talk: FraudTalk) -> Read | None:
        """所以, 然后呢: nothing but a wish to hear on."""
        sign = sign_in(talk.follow_ups, situation.sentence.text)
        goes_on = sign is not None and sign.do == "again"
        return self._answer(situation, frame, sign) if sign is not None and goes_on else None

    def _late(self, situation: Situation, talk: FraudTalk) -> Read | None:
        """What is still about a swindle, though something else was answered since."""
        told = (one for one in reversed(situation.focus.frames) if one.topic == TOPIC)
        frame = next(told, None)
        if frame is None or situation.focus.since(frame) > _LATELY:
            return None
        if not self._short(situation, frame):
            return None
        sign = sign_in([one for one in talk.follow_ups if one.late], situation.sentence.text)
        return None if sign is None else self._answer(situation, frame, sign)

    def _drifts(self, situation: Situation, frame: Frame) -> bool:
        sentence = situation.sentence
        if frame.about.get("entry") == _STEADY or sentence.intent not in _DRIFTS:
            return False
        leaves = has_subject(sentence.core) or _leaves(sentence)
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
            if any(one in situation.sentence.text for one in _OWN):
                return Read(BALANCE, "her own arrears, asked after a swindle")
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


def _label(sign: Sign, told: str) -> str:
    """What a sign says, as it is learnt."""
    if sign.entry is not None:
        return sign.entry
    labels = {do: label for label, do in _DONE.items()}
    return told if sign.do == "again" else labels.get(sign.do, NONE) if sign.do else NONE


def _leaves(sentence: Sentence) -> bool:
    """Whether words leave the swindle: 谢谢你提醒我啊, 我要投诉."""
    return any(one in sentence.text for one in _LEAVES)


def _told(entry: str, why: str, *, whole: bool = False) -> Read:
    said = [entity("knowledge", entry)]
    if whole:
        said.append(entity("detail", "whole"))
    return Read("ask_knowledge", why, said, knowledge=[(entry, 1.0)], rule=1.0)
