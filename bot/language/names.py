"""Reads an account holder's name out of what was typed, and tells a name from a sentence."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.nlu import identifiers
from bot.nlu.found import blanked
from bot.surnames import COMPOUND, SURNAMES

_HAN = r"[\u4e00-\u9fff㐀-䶿·]"
_LONGEST = 400
"""Characters of a sentence in which a claim is looked for; nobody needs more to say who holds an account."""

_HOLDER = (
    r"(?:登记|用电|开户)?的?(?:户主|户名|姓名|名字|名称|户头|机主|业主|单位(?:名称)?|公司(?:名称)?|全称|全名)"
    r"(?:姓名|名字|名称|的名字)?"
)
_KIN = (
    r"(?:我|俺)?(?:家|们)?的?(?:老?爸爸?|老?妈妈?|父亲|母亲|爹|娘|老公|老婆|爱人|丈夫|妻子|先生|太太|媳妇|对象|儿子|女儿|闺女|"
    r"爷爷|奶奶|外公|外婆|姥姥|姥爷|公公|婆婆|岳父|岳母|老丈人|丈母娘|哥哥?|弟弟?|姐姐?|妹妹?|叔叔?|房东|老板|孩子)"
)
# What a name is introduced by; the longer first.
_LEAD = re.compile(
    r"(?:(?:我|俺)?(?:是)?用?(?:的)?"
    rf"(?:{_HOLDER}|{_KIN})(?:现在|应该|好像|就)?(?:是|叫做?|为|写的是?|登记的?是?|姓)?"
    r"|(?:我|俺|他|她|人家|户主)?(?:的)?(?:大名)?(?:就|应该|好像)?(?:是|叫做?|姓)(?:叫)?"
    r"|登记(?:的)?(?:名字)?(?:是|为)?|(?:我|本人|俺))[:：,，、 ]*"
)
_TAIL = re.compile(
    r"(?:[的啊呀吧哦哈呢嘛噢喔哒啦]|没错|对吗|对吧|对不对|是吗|这个(?:人|名字)|的?名字|的?户头|的?户|先生|女士|，?谢谢|，?麻烦了?)+$"
)
_CORRECTION = re.compile(
    r"(?:户主|户名|姓名|名字|名称)(?:写错了?|填错了?|错了)?[,，。 ]*(?:应该)?(?:是|叫|改成|改为)"
    rf"(?P<name>{_HAN}{{2,20}})"
)
# 姓陈 陈方圆
_SURNAME_FIRST = re.compile(r"姓(?P<surname>.)[,，、 ]*(?=(?P=surname))")
_MARK = re.compile(r"[\s,，。.;；、:：!！?？/|\n]+")
_SAID_BEFORE = re.compile(
    r"^(?:你好|您好|好的?|嗯嗯?|哦|喔|那|就|对|行|可以|是的|没错|噢|请|麻烦|帮我|喏|给你|给您|查一?下?|绑定?)+(?=[^\s])"
)
# 户号 and what else announces a number
_NUMBER_WORD = re.compile(
    r"(?:我家?的?|电力|电费|用电|供电|国网|客户)?(?:户号|编号|户头号|账号|客户编?号)(?:就)?(?:是|为|叫)?[:：]?"
)

_ORGANISATION_END = (
    r"(?:公司|厂|店|中心|学校|医院|银行|集团|合作社|委员会|村委会|居委会|幼儿园|酒店|宾馆|超市|商行|"
    r"经营部|事务所|农场|局|院|所|站|社|馆|会|铺|坊|部|行|屋|城|村|队|园)"
)
_ORGANISATION = re.compile(rf"^(?:{_HAN}|[0-9A-Za-z（）()]){{2,30}}{_ORGANISATION_END}$")
_NEVER = re.compile(
    r"电|费|钱|账|户号|查|绑|码|不|没|怎|什么|啥|吗|呢|谢|取消|算了|人工|客服|您好|你好|机|号"
)
# Words that begin like a surname and are none: 应该, 时间, 单位, 方便.
_WORDS = re.compile(
    r"^(?:余额|明细|时段|谷电|申请|高峰|平段|全部|习惯|强调|安全|方式|关联|应该|时候?|时间|单位|单元|方便|强制|关于|关闭|简单|成功|连接|房[东租子]|边上|安装|包括|华东|高兴|万一|毛病|常常|常用|"
    r"白天|白跑|黄色|石头|金额|马上|江边|夏天|秦淮|温度|项目|车库|管理|向阳|古镇|游客|路口|路灯|林先|祖宗|尚未|代办|代为|位置|"
    r"任何|左右|易懂|左边|许多|何时|于是|和|对对|梅雨|雷雨|雷电|康复|解决|解释|查询|来电|来了|来看|应急|付款|付过|付完|童话)"
)
_INTRODUCED = re.compile(r"户主|户名|姓名|名字|用户|我|叫|是|姓|登记")
_TITLED = re.compile(r"(?:先生|女士|小姐|太太|师傅|老师|总|爸|妈|家|爷|奶|姨|叔|哥|姐)")


@dataclass(frozen=True)
class Claim:
    """What a sentence says of an account.

    Args:
        number: the 户号, digits only; None where none is said.
        name: of its holder; None where none is said.
    """

    number: str | None = None
    name: str | None = None


def read_claim(text: str, account_number: str = "[0-9]{10}") -> Claim:
    """Whatever of 户号 and holder's name a sentence has, in any order and wording.

    “3309001018 林晓棠”, “户号3309001018，户主林晓棠”, “就是陈方圆啊”, “我爸叫邱建国”. A name is taken only
    where the rest of its part of the sentence says nothing else: of 林先生的爸爸 none is.

    Args:
        text: as typed.
        account_number: regular expression of the whole 户号.
    """
    plain = _spaced(text[:_LONGEST])
    numbers = identifiers.find(plain, re.compile(account_number))
    number = next((one.value for one in numbers if one.entity == "account_number"), None)
    rest = blanked(plain, numbers)
    return Claim(number, _name_in(rest))


def read_name(text: str) -> str | None:
    """The name that a text consists of, or None if it reads like something else.

    A person's name is two to four characters that begin with a surname (more with a 间隔号); an
    organisation's ends like one.

    Args:
        text: as typed, in answer to the question for the name.
    """
    return _name_in(_spaced(text[:_LONGEST]))


def corrected_name(text: str) -> str | None:
    """The name in a sentence like 名字写错了，是王小丽; None where none is corrected."""
    found = _CORRECTION.search(_bare(text[:_LONGEST]))
    return read_name(found["name"]) if found else None


def _name_in(plain: str) -> str | None:
    """The name in a text whose numbers are blanked, part by part; a part with words of its own tells none."""
    whole = _name_of(_bare(plain))
    if whole is not None:
        return whole
    parts = [one for one in _MARK.split(_NUMBER_WORD.sub("\n", plain)) if one]
    # 王 五, 姓陈 陈方圆
    if 1 < len(parts) <= 4 and all(len(one) == 1 for one in parts):
        parts = ["".join(parts)]
    found = [name for one in parts if (name := _name_of(one)) is not None]
    return found[-1] if len(set(found)) == 1 or (found and _same_person(found)) else None


def _same_person(found: list[str]) -> bool:
    """Whether all names are the last one or its beginning: 姓陈，陈方圆."""
    return all(found[-1].startswith(one) for one in found)


def _name_of(part: str) -> str | None:
    bare = _SURNAME_FIRST.sub("", part)
    for _ in range(3):
        before = bare
        for candidate in (bare, _SAID_BEFORE.sub("", bare)):
            name = _plain_name(_TAIL.sub("", candidate)) or _plain_name(candidate)
            if name is not None:
                return name
        bare = _SAID_BEFORE.sub("", bare)
        lead = _LEAD.match(bare)
        if lead is not None and lead.end() < len(bare):
            bare = bare[lead.end() :]
        if bare == before:
            break
    return None


def _plain_name(bare: str) -> str | None:
    if (
        _ORGANISATION.match(bare)
        and len(bare) > 3
        and not _SENTENCE.search(bare)
        and "的" not in bare
    ):
        return bare
    if _NEVER.search(bare) or _WORDS.match(bare) or not re.fullmatch(rf"{_HAN}{{2,15}}", bare):
        return None
    if "·" in bare:
        return None if _INTRODUCED.match(bare) else bare
    if _TITLED.search(bare[1:]) or _SENTENCE.search(bare):
        return None
    if bare.startswith(COMPOUND):
        return bare if len(bare) in (3, 4) else None
    return bare if bare[0] in SURNAMES and len(bare) <= 4 else None


_SENTENCE = re.compile(
    r"^(?:我|你|您|他|她|是|叫|这|那|就|户|名|姓|登记|本人)|[是叫了吗呢吧啊]|租客|房东|什么|怎么|哪|为啥|忘|知道|可以|不|没|想|要|帮|请"
)


def _spaced(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).replace("•", "·").replace("・", "·")
    return re.sub(r"[^\S\n]+", " ", folded).strip()


def _bare(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).replace("•", "·").replace("・", "·")
    return re.sub(r"[\s。.!！?？]+", "", folded)
