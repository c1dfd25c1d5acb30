"""Reads an account holder's name out of what was typed, and tells a name from a sentence."""

from __future__ import annotations

import re
import unicodedata

from bot.surnames import COMPOUND, SURNAMES

_HAN = r"[\u4e00-\u9fff㐀-䶿·]"
_INTRODUCTION = re.compile(
    r"^(?:我是|我叫|叫|是|户主(?:姓名|名字)?(?:是|叫)?|户名(?:是|叫)?|姓名(?:是|叫)?|名字(?:是|叫)?|"
    r"用电户名(?:是|叫)?|名称(?:是|叫)?|登记的(?:名字)?是|户主的?名字(?:是|叫)?)[:：,，]?"
)
_TAIL = re.compile(r"(?:的|啊|呀|吧|哦|哈|，谢谢|谢谢)$")
_CORRECTION = re.compile(
    r"(?:户主|户名|姓名|名字|名称)(?:写错了?|填错了?|错了)?[,，。 ]*(?:应该)?(?:是|叫|改成|改为)"
    rf"(?P<name>{_HAN}{{2,20}})"
)

_ORGANISATION = re.compile(
    rf"^(?:{_HAN}|[0-9A-Za-z（）()]){{2,30}}"
    r"(?:公司|厂|店|中心|学校|医院|银行|集团|合作社|委员会|村委会|居委会|幼儿园|酒店|宾馆|超市|商行|"
    r"经营部|事务所|农场|局|院|所|站|社|馆|会|铺|坊|部|行|屋|城|村|队|园)$"
)
_NEVER = re.compile(
    r"电|费|钱|账|户号|查|绑|码|不|没|怎|什么|啥|吗|呢|谢|取消|算了|人工|客服|您好|你好|机|号"
)


def read_name(text: str) -> str | None:
    """The name that a text consists of, or None if it reads like something else.

    A person's name is two to four characters that begin with a surname (more with a 间隔号); an
    organisation's ends like one.

    Args:
        text: as typed, in answer to the question for the name.
    """
    bare = _bare(text)
    bare = _TAIL.sub("", _INTRODUCTION.sub("", bare))
    if _ORGANISATION.match(bare) and len(bare) > 3:
        return bare
    if _NEVER.search(bare) or not re.fullmatch(rf"{_HAN}{{2,15}}", bare):
        return None
    if "·" in bare:
        return bare
    if bare.startswith(COMPOUND):
        return bare if len(bare) in (3, 4) else None
    return bare if bare[0] in SURNAMES and len(bare) <= 4 else None


def corrected_name(text: str) -> str | None:
    """The name in a sentence like 名字写错了，是王小丽; None where none is corrected."""
    found = _CORRECTION.search(_bare(text))
    return read_name(found["name"]) if found else None


def _bare(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).replace("•", "·").replace("・", "·")
    return re.sub(r"[\s。.!！?？]+", "", folded)
