"""What a waiting form lacks: a number, a name, a reason; taken in any order, as much as is said."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.dialogue.reading import Read, Reading, Situation
from bot.dialogue.readings.repair import repair_wanted
from bot.dialogue.sentence import FALLBACK, OUT_OF_SCOPE, Sentence
from bot.forms import Form
from bot.forms.definitions import CONFIRM
from bot.forms.kinds import (
    ASKS,
    CORRELATIVE,
    READERS,
    agrees,
    read_facts,
    says_no,
    says_send,
    says_unsent,
    says_yes,
    tells,
)
from bot.language.codes import spelled_digits
from bot.language.corrections import corrected
from bot.language.names import read_name

_STRICT = ("account_number", "holder_name", "code", "month", "reading", "phone", "amount")
"""Kinds that are no question's words: what reads as one of them is one."""
_WRONG = re.compile(
    "^(?:不对|错了|不是|不|(?:写|说|看|发|打|输|搞)错了?)[，,。 、啊呀哦]*(?:应该)?(?:是|改成|改为)?(?=[0-9０-９])"
)
"""不对 是 2345: what was said before is replaced."""
_MISTAKEN = re.compile(
    "(?:说|讲|看|写|打|发|按|点|记|搞|弄|报|选|填|输|我抄)(?:岔|错|反|漏|花|串|糊涂)|[少多]打|口误|手误|手滑|眼花|更正|纠正|"
    "改成|改为|重新(?:发|报|写|填)|错了|坑我|不对"
)
"""Says that something was wrong; what is right stands somewhere beside it: 说岔了 是8月."""
_RESTATED = re.compile(
    "(?:理由|原因|说明|情况|说法).{0,4}(?:错|改|重).{0,6}?(?:应该是|应为|改成|改为|是|[:：,，。\\s])+(?P<right>.{4,})$"
)
"""The reason said anew: 理由写错了，应该是抄错了."""
_SURE = 0.55
_NO_REASON = re.compile(
    "(?:想|要|先)(?:查|问|看|办|交|知道|找|打)|帮我|请问|查一?下|看一?下|投诉|举报|人工|申请|开通|报修|没电|"
    "(?:没有?|不|伐)$"
)
"""A wish or a question, whatever it is about, is no reason."""
_LATELY = 3
"""So many turns later a plain word still sends a form that was put aside: what it holds was shown."""
_STOPS = re.compile(
    "^(?:还是|那|就|我|先|都|嗯|等下|等一下|等等)*(?:算[了鸟啦球]|取消|不办|不弄|不查|不绑|不报|不登记|停(?!电|产|业|用|水|机)|退出|先不|不要了|不用了|撤)|"
    "(?:先|暂时|还是|就)?(?:不|别|甭|莫)(?:想|要|用|再)?(?:办|弄|绑|报|提交|登记|交|查|核查|复核|填|搞)(?:了|啦)?(?:吧|啊|哈)?$|"
    "(?:取消|撤|撤了|撤掉|算了|拉倒|停一?停|停一?下|先停|放一?放|先?(?:放着|留着|搁着))(?:吧|了|掉|啊|哈)*$|"
    "(?:回头|等会儿?|等一会儿?|改天|晚点|下次|哪天|有空|有时间|找到|翻到|翻出).{0,8}再(?:办|加|绑|弄|填|报|来|搞|提交|登记|说)(?:吧|了|哈|咯|好了)*$|"
    "(?:就)?当(?:我)?(?:没|没有)(?:过|说|报过?|提过?)(?:这(?:回|个)?事)?(?:哈|吧|啊|了|好了)*$"
)
_STOPS_AT_LAST = re.compile(
    "(?:我|先|都|就|那|还是|今天|今儿|暂时|这会儿?)*(?:"
    "(?:不|别|莫|甭)(?:想|要|用|再|高兴)?(?:看|填|搞|弄|整|查|办|说|讲|发|写|报|改|绑|试|来|给|问|换|开|登|传|拍|玩|交代|折腾|费事|费劲|麻烦)(?:它|这个|这|那个|那)?(?:了|咯|啦)|"
    "先(?:不|别|莫|甭)(?:要|再)?(?:看|填|搞|弄|整|查|办|报|改|绑|换|开|登|传|拍|动|急)(?:它|这个|这|那个|那)?|(?:先)?(?:撂|搁|放)(?:着|下|一边)|算(?:求|毬|逑|了|鸟|啦)(?:了|吧)*|到时候?再(?:说|讲|看|办|弄)|拉倒|再说"
    ")(?:吧|啊|哈|咯|哦|嘛|先)*"
)
"""哎呀单子在老房子那边 不看了: what is said last gives it up, whatever goes before it."""
_SLIPPED = re.compile(
    "(?:我|啊|哎呀|哎|呀|不好意思|刚才|刚刚|是|就是|抱歉|对不起)*(?:手滑|手误|手抖|误点|误触|点错|按错|点岔|不小心(?:点|按|碰)(?:到|错)?)(?:了|啦|的|这个|啊|而已)*"
)
"""A slip of the thumb, and nothing said beside it."""
_FROM_PAUSED = ("code", "account_number", "holder_name", "reading")
_LEAST_READING = 3
_LEANS = ("ask_other_period", "ask_why", "inform")
"""What a sentence with a month in it sounds like, though it tells much besides."""
_LEAST_TOLD = 10
_LEAST_NAME = 3
"""Characters: two may be any word."""


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
        if asked == CONFIRM:
            answer = self._confirmed(situation, quiet=bool(frame.about.get("quiet")))
            if answer is not None:
                return answer
        mistaken = _MISTAKEN.search(sentence.text) and not stops_form(sentence.last_clause)
        if (gives_up(sentence) and not mistaken) or repair_wanted(sentence.plain):
            return None
        facts = self._changed(situation, form, asked)
        if not facts and gives_up(sentence):
            return None
        if facts:
            return Read("inform", f"corrects what the form {form.name} has", facts=facts)
        field = form.field(asked)
        consents = field is not None and field.kind == "consent"
        if asked != CONFIRM and says_send(sentence.text) and not (consents or _offered(situation)):
            return Read("resume_form", "wants to send what still lacks something")
        facts = {
            **read_facts(form, sentence, self._lenient(situation, form, asked)),
            **self._unasked_name(situation, form, asked),
        }
        if facts.keys() == {"consent"} and facts["consent"] and _asks_beside(sentence.text):
            return None  # 同意。不过先问一句: answered, and the consent is taken beside it
        if facts:
            return Read("inform", f"the form {form.name} lacks it", facts=facts)
        return self._unread(situation, form, asked)

    def _changed(self, situation: Situation, form: Form, asked: str | None) -> Mapping[str, object]:
        """What a correction says anew, by field; empty: it is none."""
        sentence = situation.sentence
        text = sentence.text.strip()
        right = corrected(text)
        facts = self._corrected(situation.understand(right), form, asked) if right else {}
        wrong = _WRONG.match(text)
        if not facts and asked == CONFIRM and wrong is not None:
            rest = situation.understand(text[wrong.end() :])
            facts = read_facts(form, rest, self._lenient(situation, form, asked))
        if not facts and _MISTAKEN.search(text) and tells(text):
            facts = _anew(form, sentence)
        return facts

    def _corrected(self, right: Sentence, form: Form, asked: str | None) -> Mapping[str, object]:
        """What a correction gives; before sending a bare number is the number that was given."""
        facts = read_facts(form, right, None)
        numbers = [one for one in form.fields if one.kind in ("reading", "amount")]
        if facts or asked != CONFIRM or len(numbers) != 1:
            return facts
        return read_facts(form, right, numbers[0].name)

    def _confirmed(self, situation: Situation, *, quiet: bool) -> Read | None:
        text = situation.sentence.text
        if quiet and _offered(situation) and "登记" in text:
            return None  # the answer to the other question offered to register something
        if says_send(text) or (says_yes(text) and not quiet):
            return Read("inform", "a yes to the question before sending", facts={CONFIRM: True})
        if says_no(text) and not quiet and (says_unsent(text) or not stops_form(text)):
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
        if field.kind in (*_STRICT, "consent", "choice"):
            return field.name
        if not tells(sentence.text):
            return None
        own = {*form.begins, *field.tells, "inform"}
        if sentence.likeliest in own or sentence.sure < _SURE:
            return field.name
        return field.name if asked != CONFIRM and self._may_be_a_reason(situation) else None

    def _may_be_a_reason(self, situation: Situation) -> bool:
        """Whether a sentence that is surely about something tells it rather than wishes it."""
        likeliest = situation.sentence.likeliest
        known = situation.intents.get(likeliest)
        told = likeliest in _LEANS and len(situation.sentence.plain) >= _LEAST_TOLD
        errand = known is None or (not known.offered and not told) or known.urgent
        begins = any(likeliest in one.begins for one in situation.forms.values())
        return not errand and not begins and not _NO_REASON.search(situation.sentence.text)

    def _unasked_name(
        self, situation: Situation, form: Form, asked: str | None
    ) -> Mapping[str, object]:
        """A holder's name before or after it is asked for, where it can be nothing else."""
        field = next((one for one in form.fields if one.kind == "holder_name"), None)
        plain = situation.sentence.plain
        if field is None or field.name == asked or len(plain) < _LEAST_NAME:
            return {}
        name = read_name(plain) if _nothing_but_a_name(situation) else None
        return {field.name: name} if name == plain else {}

    def _unread(self, situation: Situation, form: Form, asked: str | None) -> Read | None:
        """An answer that was tried and can't be read."""
        field = form.field(asked)
        sentence = situation.sentence
        if field is None or ASKS.search(sentence.text):
            return None
        digits = sum(one.isdigit() for one in sentence.plain)
        other = sentence.sure >= _SURE and sentence.likeliest not in ("inform", "nlu_fallback")
        if field.kind in ("account_number", "code", "reading"):
            tried = digits >= 2 and digits * 2 >= len(sentence.plain)
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
        asked = frame.about.get("asked")
        lately = situation.focus.since(frame) <= _LATELY
        if asked == CONFIRM and lately and says_send(sentence.text):
            facts: Mapping[str, object] = {CONFIRM: True}
            return Read("resume_form", f"sends the paused form {form.name}", facts=facts)
        wanted = form.field(asked)
        if wanted is not None and wanted.kind == "consent":
            return self._agreed_after_all(situation, form, wanted.name)
        if wanted is None or wanted.kind not in _FROM_PAUSED:
            return None
        named = wanted.kind == "holder_name" and _nothing_but_a_name(situation)
        number = wanted.kind == "reading" and lately and _nothing_but_a_number(sentence)
        facts = read_facts(form, sentence, wanted.name if named or number else None)
        if wanted.name not in facts:
            return None
        return Read("resume_form", f"the paused form {form.name} lacks it", facts=facts)

    def _agreed_after_all(self, situation: Situation, form: Form, field: str) -> Read | None:
        """那我同意你查好了: the notice was read, and is agreed to now, with what else is said."""
        text = situation.sentence.text
        if not agrees(text) or _asks_beside(text):
            return None
        facts = read_facts(form, situation.sentence, field)
        return Read("resume_form", f"agrees to what the paused form {form.name} asks", facts=facts)


def _asks_beside(text: str) -> bool:
    """Whether something is asked beside a consent; 你要啥我给啥 asks nothing."""
    return ASKS.search(CORRELATIVE.sub("", text)) is not None


def _offered(situation: Situation) -> bool:
    """Whether the answer just before offered something beside the form."""
    offer = situation.focus.newest("offer")
    return (
        offer is not None
        and situation.focus.since(offer) == 1
        and not offer.about.get("taken_back")
    )


def gives_up(sentence: Sentence) -> bool:
    """Whether a message ends the form that waits, whatever it says besides.

    Args:
        sentence: alone.
    """
    return stops_form(sentence.core) or bool(_STOPS_AT_LAST.fullmatch(sentence.last_clause))


def stops_form(core: str) -> bool:
    """Whether words end the form that waits, wherever they stand.

    Args:
        core: of the sentence, or of a part.
    """
    return bool(_STOPS.search(core) or _SLIPPED.fullmatch(core))


def _anew(form: Form, sentence: Sentence) -> Mapping[str, object]:
    """What stands beside the word that something was wrong: a number, a month, a name, a reason."""
    facts: dict[str, object] = {}
    for one in form.fields:
        if one.kind == "text":
            told = _RESTATED.search(sentence.text)
            value = told["right"].strip() if told else None
        elif one.kind == "holder_name":
            value = read_name(re.split(r"[,，。:：\s]+|是", sentence.text.strip())[-1])
        else:
            value = READERS[one.kind](one, sentence, True) if one.kind in _STRICT else None
        if value is not None:
            facts[one.name] = value
    return facts


def _nothing_but_a_number(sentence: Sentence) -> bool:
    digits = spelled_digits(sentence.plain) or sentence.plain
    return digits.isdigit() and len(digits) >= _LEAST_READING


def _nothing_but_a_name(situation: Situation) -> bool:
    """Whether a sentence can be a holder's name: short, asking nothing, no errand of its own."""
    sentence = situation.sentence
    return (
        1 < len(sentence.plain) <= 8
        and not ASKS.search(sentence.text)
        and (sentence.sure < _SURE or sentence.likeliest in ("inform", OUT_OF_SCOPE, FALLBACK))
    )
