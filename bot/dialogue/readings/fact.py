"""What a waiting form lacks: a number, a name, a reason; taken in any order, as much as is said."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.dialogue.reading import Read, Reading, Situation
from bot.dialogue.readings.repair import repair_wanted
from bot.dialogue.sentence import FALLBACK, OUT_OF_SCOPE, Sentence
from bot.forms import Form
from bot.forms.definitions import CONFIRM
from bot.forms.kinds import ASKS, read_facts, says_no, says_yes
from bot.language.corrections import corrected

_STRICT = frozenset(
    {"account_number", "holder_name", "code", "month", "reading", "phone", "amount"}
)
"""Kinds that are no question's words: what reads as one of them is one."""
_WRONG = re.compile(
    "^(?:不对|错了|不是|不|(?:写|说|看|发|打|输|搞)错了?)[，,。 、啊呀哦]*(?:应该)?(?:是|改成|改为)?(?=[0-9０-９])"
)
"""不对 是 2345: what was said before is replaced."""
_SURE = 0.55
_EXPLICIT = re.compile("提交|确认|确定|交吧|报吧|登记")
_STOPS = re.compile(
    "^(?:还是|那|就|我|先|都)*(?:算了|取消|不办|不弄|不查|不绑|不报|不登记|停|退出|先不|不要了|不用了|撤)|(?:不办了|不弄了|不绑了|不报了|不提交了|不登记了)$"
)


class FactReading(Reading):
    """The answer to what a form asks for, or anything else that it lacks."""

    NAME = "fact"

    def read(self, situation: Situation) -> Read | None:
        """Read facts for the form that waits, or for one that was put aside."""
        waiting = situation.form
        if waiting is None:
            return self._resumed(situation)
        frame, form = waiting
        sentence = situation.sentence
        asked = frame.about.get("asked")
        if _STOPS.search(sentence.core) or repair_wanted(sentence.plain):
            return None
        if asked == CONFIRM:
            answer = self._confirmed(situation, quiet=bool(frame.about.get("quiet")))
            if answer is not None:
                return answer
        right = corrected(sentence.text)
        if right is not None:
            facts = self._corrected(situation.understand(right), form, asked)
            if facts:
                return Read("inform", f"corrects what the form {form.name} has", facts=facts)
        wrong = _WRONG.match(sentence.text.strip())
        if asked == CONFIRM and wrong is not None:
            rest = situation.understand(sentence.text.strip()[wrong.end() :])
            facts = read_facts(form, rest, self._lenient(situation, form, asked))
            if facts:
                return Read("inform", f"corrects what the form {form.name} has", facts=facts)
        facts = read_facts(form, sentence, self._lenient(situation, form, asked))
        if facts:
            return Read("inform", f"the form {form.name} lacks it", facts=facts)
        return self._unread(situation, form, asked)

    def _corrected(self, right: Sentence, form: Form, asked: str | None) -> Mapping[str, object]:
        """What a correction gives; before sending a bare number is the number that was given."""
        facts = read_facts(form, right, None)
        numbers = [one for one in form.fields if one.kind in ("reading", "amount")]
        if facts or asked != CONFIRM or len(numbers) != 1:
            return facts
        return read_facts(form, right, numbers[0].name)

    def _confirmed(self, situation: Situation, *, quiet: bool) -> Read | None:
        text = situation.sentence.text
        if says_yes(text) and (not quiet or _EXPLICIT.search(text)):
            return Read("inform", "a yes to the question before sending", facts={CONFIRM: True})
        if says_no(text) and not quiet:
            return Read("inform", "a no to the question before sending", facts={CONFIRM: False})
        return None

    def _lenient(self, situation: Situation, form: Form, asked: str | None) -> str | None:
        """The field whose free text may be taken: not where the sentence is another errand."""
        sentence = situation.sentence
        if asked == CONFIRM:
            # 不对，是抄多了: the reason said anew before the yes
            texts = [one.name for one in form.fields if one.kind in ("text", "reading")]
            field = form.field(texts[-1]) if texts else None
        else:
            field = form.field(asked)
        if field is None:
            return None
        if field.kind in _STRICT | {"consent", "choice"}:
            return field.name
        if ASKS.search(sentence.text):
            return None
        own = {*form.begins, *field.tells, "inform"}
        return field.name if sentence.likeliest in own or sentence.sure < _SURE else None

    def _unread(self, situation: Situation, form: Form, asked: str | None) -> Read | None:
        """An answer that was tried and can't be read."""
        field = form.field(asked)
        sentence = situation.sentence
        if field is None or ASKS.search(sentence.text):
            return None
        digits = sum(one.isdigit() for one in sentence.plain)
        other = sentence.sure >= _SURE and sentence.likeliest not in ("inform", "nlu_fallback")
        if field.kind in ("account_number", "code", "reading"):
            tried = digits >= 3 and digits * 2 >= len(sentence.plain)
        elif field.kind == "holder_name":
            tried = 1 < len(sentence.plain) <= 5 and not other
        elif field.kind == "text":
            tried = len(sentence.plain) == 1 and not other
        else:
            tried = False
        if not tried:
            return None
        return Read(
            "inform", f"an answer to {field.name} that can't be read", facts={"unread": asked}
        )

    def _resumed(self, situation: Situation) -> Read | None:
        """What only a paused form can want: a code, a 户号 with a name."""
        paused = situation.paused
        if paused is None:
            return None
        frame, form = paused
        sentence = situation.sentence
        wanted = form.field(frame.about.get("asked"))
        if wanted is None or wanted.kind not in ("code", "account_number", "holder_name"):
            return None
        named = wanted.kind == "holder_name" and _nothing_but_a_name(situation)
        facts = read_facts(form, sentence, wanted.name if named else None)
        if wanted.name not in facts:
            return None
        return Read("resume_form", f"the paused form {form.name} lacks it", facts=facts)


def _nothing_but_a_name(situation: Situation) -> bool:
    """Whether a sentence can be a holder's name: short, asking nothing, no errand of its own."""
    sentence = situation.sentence
    return (
        1 < len(sentence.plain) <= 8
        and not ASKS.search(sentence.text)
        and (sentence.sure < _SURE or sentence.likeliest in ("inform", OUT_OF_SCOPE, FALLBACK))
    )
