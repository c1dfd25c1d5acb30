"""How an answer to a form's field is read, by the field's kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from bot.formats import plain_digits
from bot.forms.definitions import Form, FormField
from bot.language.codes import read_code, spelled_digits
from bot.language.names import corrected_name, read_claim
from bot.nlu import numerals
from bot.periods import Period

if TYPE_CHECKING:
    from bot.dialogue.sentence import Sentence

Value = str | bool

ASKS = re.compile(
    "吗|(?<![这那多])么(?!样)|怎|咋|如何|多久|几天|几点|几号|哪|会不会|能不能|可不可以|要不要|是不是|有没有|凭什么|为什么|为啥|点解|干[嘛吗]|啥|什么|多少|几多|好多|"
    "(?<![十百千万好没就才只这那])几(?:度|块|毛|元|期|分钱)|来着$|[?？]|呢$|((?!不)[\u4e00-\u9fff])不\\1"
)
"""What makes a question of a sentence."""
_RHETORIC = re.compile(
    "(?:怎么?|咋)(?:可能|会|还|就|又|都|能|这么|那么)|哪(?:有|来|能|会|用得)(?:了|的|这么)?|凭什么|难道|莫非|"
    "(?:(?<=[那这好就才没只])|(?<=[就才没只].)|(?<=[就才没只]..))几[天个次度块期]|"
    "(?:是不是|会不会|怕不是)(?:是)?(?=.{0,12}(?:错|坏|不准|不对|快了|偷|漏|串|混|重复))"
)
"""Words of a question that tells: 怎么可能四百多度, 是不是表坏了."""
_LEAST_TOLD = 4
"""Characters that a question of that sort tells at least."""
_CONTACT = re.compile(
    "(?:我的?|俺|本人|请|麻烦|可以|就|联系|联络|电话|手机|号码?|打|拨|给|找|叫|喊|让|他们?|你们?|人|来|这个?|回|到|是|为|留|和|跟|方便|随时|有事|"
    "都行|那|现在|记|改|换|成|用|留|一个|个|新|按反|打反|打错|错|哈|啊|吧|呀|的|了|[:：,，。.!！ ])*"
)
_NUMBER_TO_CALL = re.compile(r"\+?[0-9][0-9 \-]{5,}[0-9]")
_CLAUSE = re.compile(r"[,，。.;；!！\s]+")
_OPENS = re.compile(
    "核查|复核|核实|核对|复查|异议|不认|不服|申诉|查|登记|要求|立案|投诉|举报|意见|请|麻烦|帮|给我|你们|问题|疑问|有误|"
    "(?:账单|电费|单子|账|钱)(?:好像|肯定|是|有点|都|也|很|太|算|收|又|给我)*(?:不对|错|离谱|有错|多|高|贵|乱)"
)
"""A clause that asks for the form, and gives no reason for it."""
_LEAST_REASON = 5
_LEAST_NO = 3
HOURS = re.compile(
    "早上|上午|中午|下午|傍晚|晚上|夜里|晚一?点|早一?点|白天|周末|工作日|星期|礼拜|今天|今晚|明天|明早|后天|下班|上班|随时|太早|太晚|"
    "[0-9一二两三四五六七八九十]点"
)
"""When somebody may be called."""
_LEAST_REMARK = 6
_AGREES = re.compile(
    "(?<![不没未])(?:同意|愿意|乐意|情愿|答应|允许|认可)(?![书后]|之后|以后|了会|才|的(?!$|你|给|让|啊|呀|哈|哦|吧|了|查|核|验))"
)
"""Consent beside other words: 随便问问 同意, 愿意核对."""
_LETS = re.compile(
    "(?:(?:可以|行|得行|要得|好|成|中|没问题|没意见|准|允|让|尽管|只管|放心|随你|随便|认)(?:的|了|吧|啊|呀|嘞|嘛)?|就|那|嗯|哦|噢|也|都|我|给|来|去|你|您|你们|"
    "查|核对|核实|核|验证|验|看|对|绑定?|办|弄|搞|用|一下|呗|吧|啊|了|嘛)+"
)
_LETS_BY = re.compile("可以|行|要得|好|成|中|没问题|没意见|准|尽管|只管|放心|随你|随便|让你")
"""A clause that lets somebody look: 可以查, 行你核吧, 放心查."""
_REFUSES = re.compile(
    "[不没未](?:同意|愿意?|乐意|答应|允许|想|敢|肯)|别查|不(?:查|看|弄|办|绑|给)|不放心"
)
CORRELATIVE = re.compile("(什么|啥|谁|哪|怎么|咋|多少)[^,，。?？]{1,5}\\1")
"""你要啥我给啥: words of a question that asks nothing."""
_CALLED = re.compile("户主|户名|姓名|机主|名字|(?:我|本人|人家|他|她)(?:的名字)?[叫姓]|名叫")
"""What makes a name of a word that wasn't asked for."""
_MISDIALLED = re.compile(
    "(?:按|打|写|输|发|说|报|记|填|抄|看|弄|搞)(?:反|错|岔|漏|串|花|混|颠倒)|[少多]打|手[误滑抖]|完蛋|糟糕?|不好意思|重新发"
)
"""That a number was wrong is no remark to be passed on."""
_REASON_LEAD = re.compile("^(?:原因|理由|情况)(?:嘛|呢|吧|就?是|[:：,，、 ])+")

_YES = re.compile(
    "(?:是的?|对的?|嗯+|好的?|行|可以|中|要得|同意|我同意|没问题|没错|不错|正确|确认|确定|提交|交吧|就这样|就这么办|办吧|登记|登吧|ok|OK|要|需要|愿意|"
    "成|得|系|係|好啊|好呀|好嘞|好吧|行吧|可以的?|嗯嗯|嗯[呐哪]|对对|对[滴头嘞]|是是|麻烦了?|那就办|办|弄吧|提吧|报吧|发吧|[👌✅🆗☑✔]\ufe0f?)"
)
_SENDS = re.compile(
    "(?:提交|提|上交|上报|报送|立案|登记|登|交|报|递|送|发|确认|确定)(?:上去|上来|过去|一下|掉|定)?"
)
"""What names the sending of a form; nothing of it is a yes anywhere else: 交 may be to pay."""
_SENDS_OR_YES = re.compile(f"(?:{_SENDS.pattern}|{_YES.pattern})")
_AROUND = "这[回次]|没错|谢谢你?|帮我|给我|我|你|那|就|这样|这么|这下|它|啊|呀|吧|呢|呗|哦|哈|嘛|嘞|咯|喽|噻|撒|哩|了|的|啦"
"""What may stand around a yes and a no without changing them."""
_SENT = "(?:(?:刚才?|刚刚|才)?(?:报|填|写|说|讲|登|登记)(?:的|过的|好的)(?:那个?|这个?)?|[把将]|[这那](?:个|张|份|条)|读数|示数|数字?|核查|单子|表|东西)(?=.*[交报登递送发确])"
"""What is sent, as it is called beside the word for sending: 那个读数交了吧."""
_LEADS = re.compile("[那就你我哦啊呀哎它]|这[回次]|没错|这样|这么|这下|帮我|给我")
_SENT_FIRST = re.compile(f"{_SENT}|{_LEADS.pattern}")
_NO = re.compile(
    "(?:先?(?:不|别|甭|莫)(?:提交|交|报|登记|发|送)|不|不要|不用|不需要|不必|用不着|没必要|不是|不对|不同意|我不同意|不行|不可以|不愿意|不想|不办|不提交|不交|先不|别(?!的)|甭|算了|唔要|唔使|唔系|不中|错了?|不正确|没有|否)"
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


def consents(text: str) -> bool:
    """Whether a clause of a text agrees to being checked, whatever stands beside it.

    同意的，户号…; 可以查 王小丽; 愿意核对. A question about it and a refusal in any clause don't.

    Args:
        text: as typed.
    """
    clauses = [one for one in _CLAUSE.split(text) if one]
    if any(says_no(one) or _REFUSES.search(one) for one in clauses):
        return False
    if any(_agrees_in_words(one) for one in clauses):
        return True
    lets = [one for one in clauses if _lets(one)]
    # A plain yes beside anything but the facts themselves may be a yes to something else.
    return bool(lets) and all(
        _is_fact(one) for one in clauses if not _LETS.fullmatch(one) and one not in lets
    )


def _agrees_in_words(clause: str) -> bool:
    return bool(_AGREES.search(clause)) and not ASKS.search(CORRELATIVE.sub("", clause))


def _lets(clause: str) -> bool:
    lets = bool(_LETS.fullmatch(clause) and _LETS_BY.search(clause))
    return says_yes(clause) or (lets and "你好" not in clause and "您好" not in clause)


def _is_fact(clause: str) -> bool:
    claim = read_claim(clause)
    return claim.number is not None or claim.name is not None or _CALLED.search(clause) is not None


def agrees(text: str) -> bool:
    """Whether a text says the word itself that the notice asks for: 那我同意你查好了."""
    return consents(text) and any(_agrees_in_words(one) for one in _CLAUSE.split(text))


def says_send(text: str) -> bool:
    """Whether a text is nothing but a yes that names the sending: 交吧, 那就这么报上去."""
    return bool(_SENDS.search(text)) and _made_of(
        _SENDS_OR_YES, text, f"{_AROUND}|{_SENT}", _SENT_FIRST
    )


def says_unsent(text: str) -> bool:
    """Whether a text is nothing but a no that names the sending: 不提交, 先别报."""
    return bool(_SENDS.search(text)) and says_no(text)


def _made_of(
    words: re.Pattern[str],
    text: str,
    around: str = _AROUND,
    leads: re.Pattern[str] = _LEADS,
) -> bool:
    rest = re.sub(r"[\s,，。.!！~、;；…]", "", text)
    if not rest or len(rest) > 14 or "你好" in rest or "您好" in rest:
        return False
    if not re.fullmatch(f"(?:{words.pattern}|{around})+", rest):
        return False
    while rest and not words.match(rest):
        lead = leads.match(rest)
        rest = rest[lead.end() :] if lead else ""
    return bool(rest)


def _month(field: FormField, sentence: Sentence, asked: bool) -> Value | None:
    named = [str(one) for one in sentence.values("period")]
    if len(named) != 1:
        return None
    period = Period.from_iso(named[0])
    if period.granularity != "month":
        return None
    if asked:
        return named[0]
    return named[0] if _ONLY_A_MONTH.fullmatch(sentence.without("period")) else None


def _reading(field: FormField, sentence: Sentence, asked: bool) -> Value | None:
    text = sentence.text
    if asked and not re.search("[0-9]", text):
        spoken = sentence.core.removesuffix("度")
        if re.fullmatch(numerals.CHINESE, spoken):
            text = spelled_digits(spoken) or numerals.plain(numerals.to_decimal(spoken))
    found = read_reading(text)
    if found is None or sentence.value("phone") or sentence.value("account_number"):
        return None
    if asked and (_BARE_NUMBER.fullmatch(text.strip()) or not ASKS.search(text)):
        return found
    return (
        found
        if re.search(
            "读数|示数|表(?:上|底|显示|数)|表(?!号|位|龄|箱)[^0-9,，。号]{0,4}[0-9]{2,}|电表|抄(?:到|表)|走到|度数|报(?:个|一下)?(?:表|数)",
            text,
        )
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
    beside = claim.number is not None or _CALLED.search(sentence.text)
    return (claim.name if asked or beside else None) or corrected_name(sentence.text)


def _code(field: FormField, sentence: Sentence, asked: bool) -> Value | None:
    found = sentence.value("code") or (read_code(sentence.text) if asked else None)
    return str(found) if found else None


def _consent(field: FormField, sentence: Sentence, asked: bool) -> Value | None:
    if not asked:
        return None
    first = _CLAUSE.split(sentence.text.strip())[0]
    refused = says_no(sentence.text) or (says_no(first) and len(first) >= _LEAST_NO)
    if refused or (sentence.intent == "deny" and sentence.sure > 0.5):
        return False
    if says_yes(sentence.text) or (sentence.intent == "affirm" and sentence.sure > 0.5):
        return True
    return True if consents(sentence.text) else None


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
    said = beside_the_phone(sentence)
    if not asked or len(said) < 2 or not re.search(r"[\u3400-\u9fffA-Za-z]", said):
        return None
    if says_yes(said) or says_no(said):
        return None
    return said


def remark_beside(text: str) -> str:
    """What a message with a number to call asks for besides, such as when to call; empty: nothing.

    Args:
        text: as typed.
    """
    clauses = _CLAUSE.split(_NUMBER_TO_CALL.sub(" ", plain_digits(text.strip())))
    said = [
        one
        for one in clauses
        if not (_CONTACT.fullmatch(one) or says_yes(one) or says_no(one) or _MISDIALLED.search(one))
    ]
    worth = any(HOURS.search(one) or len(one) >= _LEAST_REMARK for one in said)
    return "，".join(said) if worth else ""


def beside_the_phone(sentence: Sentence) -> str:
    """What a sentence says beside a number to call; empty: nothing.

    Args:
        sentence: the customer's.
    """
    text = _REASON_LEAD.sub("", sentence.text.strip())
    if not sentence.value("phone"):
        return text
    clauses = _CLAUSE.split(_NUMBER_TO_CALL.sub(" ", text))
    return "，".join(one for one in clauses if not _CONTACT.fullmatch(one))


def tells(text: str) -> bool:
    """Whether a text tells something; a question that is none does, too: 怎么可能四百多度."""
    bare = _RHETORIC.sub("", text)
    if bare == text:
        return not ASKS.search(text)
    rest = re.sub(r"[\s,，。.!！?？]", "", bare)
    return len(rest) >= _LEAST_TOLD and not ASKS.search(rest)


def reason_told(form: Form, sentence: Sentence) -> dict[str, Value]:
    """The reason in the words that begin a form, by its field: 核查9月电费，那个月我没在家.

    Args:
        form: that is begun.
        sentence: the customer's.
    """
    field = next((one for one in form.fields if one.kind == "text" and one.tells), None)
    clauses = _CLAUSE.split(beside_the_phone(sentence))
    told = [one for one in clauses if len(one) >= _LEAST_REASON]
    told = [one for one in told if tells(one) and not _OPENS.search(one)]
    if field is None or not told or len(clauses) < 2:
        return {}
    return {field.name: "，".join(told)}


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
