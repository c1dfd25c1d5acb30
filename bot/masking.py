"""Personal data out of logs and transcripts: phones, 户号, ID and bank cards, codes, e-mail, tokens.

Built for safety first: a number that looks like a person's is masked, also when it is written with
full-width digits, in groups, or spelled in Chinese numerals. Amounts, kWh, dates and times stay.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.formats import is_id_card
from bot.surnames import COMPOUND, SURNAMES

_STAR = "*"

# One character for one character, so that positions found in the folded text fit the original.
_FOLDED = {ord("０") + n: str(n) for n in range(10)}
_FOLDED.update({ord(c): " " for c in "\u00a0\u2002\u2003\u2009\u3000\t"})
_FOLDED.update({ord(c): "-" for c in "－—–―‐‑‒_"})
_FOLDED.update({ord("＠"): "@", ord("．"): ".", ord("Ｘ"): "X", ord("ｘ"): "x"})
_SPOKEN = {ord(c): str(n) for n, c in enumerate("零一二三四五六七八九")}
_SPOKEN.update({ord("〇"): "0", ord("幺"): "1", ord("两"): "2"})

_WORTH_A_LOOK = re.compile(r"[0-9０-９@＠]|[零〇一二三四五六七八九幺两]{4}|eyJ")
_TOKEN = re.compile(r"eyJ[0-9A-Za-z_-]{8,}(?:\.[0-9A-Za-z_-]+){1,2}")
_EMAIL = re.compile(r"([0-9A-Za-z])[0-9A-Za-z._%+-]*@([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)+)")
_SPOKEN_RUN = re.compile(
    r"[0-9零〇一二三四五六七八九幺两](?:[ -]?[0-9零〇一二三四五六七八九幺两]){6,}"
)
_CREDIT_CODE = re.compile(
    r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Za-z])"
)
# Never personal: ids that we issue, points in time. They are skipped before numbers are sought.
_HARMLESS = re.compile(
    r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
    r"|(?<![0-9A-Za-z])(?=[0-9]*[a-f])(?=[0-9a-f]*[0-9])[0-9a-f]{24,}(?![0-9A-Za-z])"
    r"|(?<![0-9A-Za-z])MD20[0-9]{6}-[0-9]{4,6}(?![0-9])"
    r"|(?<![0-9])(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-5][0-9]"
    r"(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?(?![0-9])"
)
_DOTTED_PHONE = re.compile(r"(?<![0-9.])1[3-9][0-9]\.[0-9]{4}\.[0-9]{4}(?![0-9.])")
_RUN = re.compile(r"[0-9](?: ?-? ?[0-9])+[xX]?(?![A-WYZa-wyz])|[0-9](?: ?-? ?[0-9])+")
_DATES = re.compile(
    r"(?:(?:19|20)[0-9]{2}-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12][0-9]|3[01])|"
    r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])|"
    r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2]))"
)
_ONLY_DATES = re.compile(rf"{_DATES.pattern}(?: ?-? ?{_DATES.pattern})*")
_UNIT_BEHIND = re.compile(
    r"\s*(?:元|块|圆|度|千瓦|万|亿|分钱|角|瓦|伏|安|户|条|个|次|台|米|平|年|岁|天|小时|分钟|秒|%|％|"
    r"(?i:kwh|kw|kva|mwh|rmb|yuan|ms|bytes?|kb|mb)(?![A-Za-z]))"
)
_MONEY_BEFORE = re.compile(r"[¥￥$]\s*$")
_CODE_WORD = re.compile(
    r"验证码|校验码|动态码|短信码|驗證碼|密码|口令|(?i:\botp\b|verification code)"
)
_SIX = re.compile(r"(?<![0-9])[0-9](?:[ -]?[0-9]){5}(?![0-9])")
_CODE_DISTANCE = 16  # characters between the word 验证码 and the code
_CODE_MESSAGE_LENGTH = 14  # a message this short that holds six digits is taken for a code
_HAN = "[\u4e00-\u9fff㐀-䶿]"
_GIVEN = f"(?:(?![电费账单号码人工客服]){_HAN}){{1,2}}"
_NAME = f"(?:(?:{'|'.join(sorted(COMPOUND))})|[{''.join(sorted(SURNAMES))}]){_GIVEN}"
_NAME_ENDS = "(?=的|先生|女士|$|[^\u4e00-\u9fff㐀-䶿])"
_FIRM = f"{_HAN}{{2,20}}(?:公司|厂|店|铺|超市|饭店|酒店|学校|医院|合作社|商行|经营部)"
# “户主是林晓棠”, “我叫林晓棠”: the text itself says that it is a name.
_SAID_NAME = re.compile(
    "(?:户主|户名|姓名|名字|名称|联系人|我叫|叫做|我是|本人)(?:的?(?:姓名|名字))?(?:是|叫|为|写的是)?"
    rf"[：:，,\s]*(?P<name>{_FIRM}|{_NAME}){_NAME_ENDS}"
)
# “3309001018 林晓棠”, “林晓棠，3309001018”: a name beside a number, masked by then.
_NAME_BY_NUMBER = re.compile(
    rf"[0-9*]{{6,}}[\s，,、。；;]*(?P<name>{_NAME}){_NAME_ENDS}"
    rf"|(?<!{_HAN})(?P<first>{_NAME})[\s，,、：:]*(?=[0-9*]{{6,}})"
)
_ALONE = re.compile(rf"[\s“\"]*(?:是|叫)?(?P<name>{_FIRM}|{_NAME})[\s。！!”\"]*")
_BUILDING = re.compile(
    r"[0-9０-９A-Za-z]|[一二三四五六七八九十百]+(?:号|幢|栋|座|弄|单元|室|组|队|楼|层)"
)


def mask(text: str, public: Collection[str] = ()) -> str:
    """The text with personal numbers, codes, e-mail addresses and sign-in tokens masked.

    Args:
        text: a log record, a line of a transcript; any length.
        public: numbers that are nobody's own and stay, as the utility's hotline.
    """
    if any(number in text for number in public):
        known = "|".join(re.escape(number) for number in public)
        pieces = re.split(f"(?<![0-9])({known})(?![0-9])", text)
        return "".join(
            piece if at % 2 else _without_numbers(piece) for at, piece in enumerate(pieces)
        )
    return _without_numbers(text)


def mask_said_names(text: str, *, alone: bool = False) -> str:
    """The text with the names masked that it says are names.

    Args:
        text: what a customer wrote, its numbers masked already.
        alone: it answers a question for a name: then a name is all it has to be.
    """
    if alone and (whole := _ALONE.fullmatch(text)):
        return text[: whole.start("name")] + mask_name(whole["name"]) + text[whole.end("name") :]
    for pattern in (_SAID_NAME, _NAME_BY_NUMBER):
        spans = []
        for found in pattern.finditer(text):
            group = "name" if found["name"] else "first"
            spans.append((*found.span(group), mask_name(found[group])))
        text = _replaced(text, spans)
    return text


def _without_numbers(text: str) -> str:
    if not _WORTH_A_LOOK.search(text):
        return text
    if "eyJ" in text:
        text = _TOKEN.sub("[token]", text)
    folded = text.translate(_FOLDED)
    spans: list[tuple[int, int, str]] = []
    if "@" in folded:
        spans += [(m.start(), m.end(), f"{m[1]}***@{m[2]}") for m in _EMAIL.finditer(folded)]
    folded = _digits_of_spoken_runs(folded)
    folded = _blank(folded, spans)
    for found in _CREDIT_CODE.finditer(folded):
        if found[0][:17].isdigit():
            continue
        spans.append((found.start(), found.end(), _keep(found[0], 2, 4)))
    for found in _DOTTED_PHONE.finditer(folded):
        spans.append((found.start(), found.end(), mask_phone(found[0].replace(".", ""))))
    folded = _HARMLESS.sub(lambda m: "\n" * len(m[0]), _blank(folded, spans))
    for found in _RUN.finditer(folded):
        spans += _mask_run(folded, found.start(), found.end())
    spans += _codes(text, _blank(folded, spans))
    return _replaced(text, spans)


def mask_number(number: str) -> str:
    """A 户号, a meter's number: the first two and the last three digits, stars between."""
    return _keep(number, 2, 3)


def mask_phone(phone: str) -> str:
    """A phone number: 154****1234; a short one keeps its last two digits."""
    digits = re.sub(r"[^0-9]", "", phone.translate(_FOLDED))
    if len(digits) >= 11:
        return f"{digits[:-8]}****{digits[-4:]}"
    if len(digits) >= 7:
        return _keep(digits, 0, 4)
    return _keep(digits, 0, min(2, len(digits) // 2))


def mask_name(name: str) -> str:
    """A holder's name: 张*, 欧阳**; of a firm the first two and the last two characters."""
    name = name.strip()
    if len(name) > 4:
        return _keep(name, 2, 2)
    kept = 2 if len(name) > 2 and name.startswith(COMPOUND) else 1
    return _keep(name, kept, 0)


def mask_address(address: str) -> str:
    """An address down to the community or street: what begins with the first number is left out."""
    found = _BUILDING.search(address)
    if found is None:
        return address
    return f"{address[: found.start()]}***"


def is_bank_card(number: str) -> bool:
    """Whether 16 to 19 digits pass the Luhn check of bank cards."""
    if not re.fullmatch(r"[0-9]{16,19}", number):
        return False
    total = 0
    for position, digit in enumerate(reversed(number)):
        doubled = int(digit) * (1 + position % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def _keep(text: str, head: int, tail: int) -> str:
    if len(text) <= head + tail:
        return text[:1] + _STAR * max(1, len(text) - 1) if text else text
    return text[:head] + _STAR * (len(text) - head - tail) + text[len(text) - tail :]


def _digits_of_spoken_runs(text: str) -> str:
    def as_digits(found: re.Match[str]) -> str:
        # Four numerals at least: 一 before a number is mostly a word of its own.
        numerals = sum(1 for character in found[0] if ord(character) in _SPOKEN)
        return found[0].translate(_SPOKEN) if numerals >= 4 else found[0]

    return _SPOKEN_RUN.sub(as_digits, text)


def _blank(text: str, spans: list[tuple[int, int, str]]) -> str:
    """The text with the spans made unreadable, so that nothing is found there again."""
    for start, end, _ in spans:
        text = text[:start] + "\n" * (end - start) + text[end:]
    return text


def _mask_run(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    run = text[start:end]
    if _ONLY_DATES.fullmatch(run):
        return []
    dated = re.match(rf"(?:{_DATES.pattern} )+", run)
    if dated and sum(c.isdigit() for c in run[dated.end() :]) >= 10:
        start, run = start + dated.end(), run[dated.end() :]
    bare = re.sub(r"[^0-9Xx]", "", run)
    grouped = any(c in " -" for c in run)
    # A point or a colon belongs to an amount or a time, unless the whole part is far too long.
    decimal = re.match(r"[.:][0-9]", text[end : end + 2]) or re.search(
        r"[0-9][.:]$", text[max(0, start - 2) : start]
    )
    digits = bare.rstrip("Xx")
    if grouped:
        worth = len(digits) >= 10
    elif decimal:
        worth = len(digits) >= 10 and not re.fullmatch(r"1[0-9]{9}", digits)  # a Unix time
    elif len(digits) < 10 and (
        _UNIT_BEHIND.match(text, end) or _MONEY_BEFORE.search(text[:start][-4:])
    ):
        worth = False
    else:
        worth = len(digits) >= 7
    if not worth:
        return []
    if len(bare) != 18:
        end -= len(bare) - len(digits)  # the letter behind is none of the number's
        bare = digits
    return [(start, end, _masked_digits(bare))]


def _masked_digits(bare: str) -> str:
    mobile = re.fullmatch(r"(?:00)?(?:86)?(1[3-9][0-9]{9})", bare)
    if mobile:
        return mask_phone(mobile[1])
    if is_id_card(bare):
        return _keep(bare, 3, 4)
    if is_bank_card(bare):
        return _keep(bare, 0, 4)
    return _keep(bare, 2, 3)


def _codes(text: str, folded: str) -> list[tuple[int, int, str]]:
    """One-time codes: six digits beside the word 验证码, or alone in a very short message."""
    words = [(found.start(), found.end()) for found in _CODE_WORD.finditer(text)]
    alone = len(text.strip()) <= _CODE_MESSAGE_LENGTH
    if not words and not alone:
        return []
    spans = []
    for found in _SIX.finditer(folded):
        near = any(
            found.start() - end <= _CODE_DISTANCE and start - found.end() <= _CODE_DISTANCE
            for start, end in words
        )
        if not near and (
            _UNIT_BEHIND.match(folded, found.end())
            or _MONEY_BEFORE.search(folded[: found.start()])
            or _DATES.fullmatch(found[0])
            or "." in folded[max(0, found.start() - 1) : found.end() + 1]
        ):
            continue
        spans.append((found.start(), found.end(), _STAR * 6))
    return spans


def _replaced(text: str, spans: list[tuple[int, int, str]]) -> str:
    parts = []
    at = 0
    for start, end, masked in sorted(spans):
        if start < at:
            continue
        parts += [text[at:start], masked]
        at = end
    parts.append(text[at:])
    return "".join(parts)
