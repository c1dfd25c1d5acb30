"""How an answer to a form's field is read, by the field's kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from bot.formats import plain_digits
from bot.forms.definitions import Form, FormField
from bot.language.codes import read_code
from bot.language.names import corrected_name, read_claim
from bot.periods import Period

if TYPE_CHECKING:
    from bot.dialogue.sentence import Sentence

Value = str | bool

ASKS = re.compile(
    "吗|(?<![这那多])么(?!样)|怎|咋|如何|多久|几天|几点|几号|哪|会不会|能不能|可不可以|要不要|是不是|有没有|凭什么|为什么|为啥|点解|啥|什么|多少|几多|好多|"
    "[?？]|呢$|([\u4e00-\u9fff])不\\1"
)
"""What makes a question of a sentence."""

_YES = re.compile(
    "(?:是的?|对的?|嗯+|好的?|行|可以|中|要得|同意|我同意|没问题|没错|不错|正确|确认|确定|提交|交吧|就这样|就这么办|办吧|登记|登吧|ok|OK|要|需要|愿意|"
    "成|得|系|係|好啊|好呀|好嘞|好吧|行吧|可以的?|嗯嗯|对对|是是|麻烦了?|那就办|办|弄吧|提吧|报吧|发吧|[👌✅🆗☑✔]\ufe0f?)"
)
_NO = re.compile(
    "(?:不|不要|不用|不需要|不必|用不着|没必要|不是|不对|不同意|我不同意|不行|不可以|不愿意|不想|不办|不提交|不交|先不|别(?!的)|甭|算了|唔要|唔使|唔系|不中|错了?|不正确|没有|否)"
)
_READING = re.compile(r"(?<![0-9])([0-9]{1,6}(?:\.[0-9]{1,2})?)(?![0-9]|号|月|年|户|元|块|天|日)")
_BARE_NUMBER = re.compile(
    r"(?:现在)?(?:是|就是|读数|示数|表上)?(?:是|显示)?[0-9.,，\s]+(?:度|字)?[。!！]?"
)
_ONLY_A_MONTH = re.compile(
    r"(?:不对|不是|错了?|应该|我?(?:说|要|讲|查|核|问)的|是|改成?|的|份|个?月|期|账单|电费|核查|[,，。！!啊呀哦吧 ])*"
)


def says_yes(text: str) -> bool:
    """Whether a text is nothing but a yes."""
    return _made_of(_YES, text)


def says_no(text: str) -> bool:
    """Whether a text is nothing but a no."""
    return _made_of(_NO, text)


def _made_of(words: re.Pattern[str], text: str) -> bool:
    rest = re.sub(r"[\s,，。.!！~、;；]", "", text)
    if not rest or len(rest) > 12 or "你好" in rest or "您好" in rest:
        return False
    return bool(
        re.fullmatch(
            f"(?:{words.pattern}|谢谢你?|我|你|那|就|啊|呀|吧|呢|哦|哈|嘛|了|的|啦)+", rest
        )
    ) and bool(words.match(rest) or words.match(rest.lstrip("那就你我")))


def _month(field: FormField, sentence: Sentence, asked: bool) -> Value | None:
    named = [str(one) for one in sentence.values("period")]
    if len(named) != 1:
        return None
    period = Period.from_iso(named[0])
    if period.granularity != "month":
        return None
    if asked:
        return named[0]
    spans = [
        (int(one["start"]), int(one["end"]))
        for one in sentence.entities
        if one.get("entity") == "period" and "start" in one and "end" in one
    ]
    rest = sentence.text
    for start, end in sorted(spans, reverse=True):
        rest = rest[:start] + rest[end:]
    return named[0] if _ONLY_A_MONTH.fullmatch(rest) else None


def _reading(field: FormField, sentence: Sentence, asked: bool) -> Value | None:
    text = sentence.text
    found = read_reading(text)
    if found is None or sentence.value("phone") or sentence.value("account_number"):
        return None
    if asked and (_BARE_NUMBER.fullmatch(text.strip()) or not ASKS.search(text)):
        return found
    return (
        found
        if re.search("读数|示数|表(?:上|底|显示)|电表|抄(?:到|表)|走到|度数", text)
        and not ASKS.search(text)
        else None
    )


def _amount(field: FormField, sentence: Sentence, asked: bool) -> Value | None:
    found = sentence.value("amount")
    return str(found) if found is not None and (asked or not ASKS.search(sentence.text)) else None


def _phone(field: FormField, sentence: Sentence, asked: bool) -> Value | None:
    found = sentence.value("phone")
    return str(found) if found else None


def _place(field: FormField, sentence: Sentence, asked: bool) -> Value | None:
    found = [
        str(value)
        for name in ("district", "street", "community", "address", "building")
        for value in sentence.values(name)
    ]
    if found and not ASKS.search(sentence.text):
        return "".join(found) if not asked else sentence.text.strip()
    free = asked and 3 <= len(sentence.plain) <= 60 and not ASKS.search(sentence.text)
    return sentence.text.strip() if free else None


def _account_number(field: FormField, sentence: Sentence, asked: bool) -> Value | None:
    found = sentence.value("account_number")
    return str(found) if found else None


def _holder_name(field: FormField, sentence: Sentence, asked: bool) -> Value | None:
    claim = read_claim(sentence.text)
    # Not asked for, a name alone could be any word: only beside a number, or called one.
    beside = claim.number is not None or re.search("户主|户名|姓名|机主", sentence.text)
    return (claim.name if asked or beside else None) or corrected_name(sentence.text)


def _code(field: FormField, sentence: Sentence, asked: bool) -> Value | None:
    found = sentence.value("code") or (read_code(sentence.text) if asked else None)
    return str(found) if found else None


def _consent(field: FormField, sentence: Sentence, asked: bool) -> Value | None:
    if not asked:
        return None
    if says_no(sentence.text) or (sentence.intent == "deny" and sentence.sure > 0.5):
        return False
    if says_yes(sentence.text) or (sentence.intent == "affirm" and sentence.sure > 0.5):
        return True
    return None


def _choice(field: FormField, sentence: Sentence, asked: bool) -> Value | None:
    plain = sentence.plain
    for one in field.choices:
        # 不是 is no part of 不是我家用的电
        part = len(plain) >= 3 and plain in one
        if plain == one or part or one in plain:
            return one
    return None


def _text(field: FormField, sentence: Sentence, asked: bool) -> Value | None:
    chosen = _choice(field, sentence, asked)
    if chosen is not None:
        return chosen
    if (
        not asked
        or len(sentence.plain) < 2
        or not re.search(r"[\u3400-\u9fffA-Za-z]", sentence.text)
    ):
        return None
    if says_yes(sentence.text) or says_no(sentence.text):
        return None
    told = sentence.likeliest in (*field.tells, "inform") or sentence.sure < 0.4
    return sentence.text.strip() if told else None


Reader = Callable[[FormField, "Sentence", bool], "Value | None"]

READERS: Mapping[str, Reader] = {
    "text": _text,
    "choice": _choice,
    "month": _month,
    "reading": _reading,
    "amount": _amount,
    "phone": _phone,
    "place": _place,
    "account_number": _account_number,
    "holder_name": _holder_name,
    "code": _code,
    "consent": _consent,
}
"""By kind: the value that a sentence gives to a field, or None.

Each is given the field, the sentence, and whether the field is what was asked for just now.
"""


def read_facts(form: Form, sentence: Sentence, asked: str | None) -> dict[str, Value]:
    """Everything that a sentence gives to a form, by field, in any order.

    Args:
        form: that waits.
        sentence: the customer's.
        asked: the field that was asked for just now.
    """
    found: dict[str, Value] = {}
    months = {one.name for one in form.fields if one.kind == "month"}
    # Texts last: what is nothing but a month is no reason besides.
    for one in sorted(form.fields, key=lambda one: one.kind == "text"):
        if one.kind == "text" and months & found.keys():
            continue
        value = READERS[one.kind](one, sentence, one.name == asked)
        if value is not None:
            found[one.name] = value
    return found


def read_reading(text: str) -> str | None:
    """The meter reading in a sentence, as a decimal number in kWh; None where there is none."""
    found = _READING.search(_digits_keeping_points(text))
    if found is None:
        return None
    try:
        return format(Decimal(found[1]).normalize(), "f")
    except InvalidOperation:
        return None


def _digits_keeping_points(text: str) -> str:
    """Digits folded, with the decimal point that `plain_digits` would take for a gap."""
    return "点".join(
        plain_digits(part) for part in re.split(r"(?<=[0-9])[.．点](?=[0-9])", text)
    ).replace("点", ".")
