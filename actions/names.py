"""Reads an account holder's name out of what was typed, and tells a name from a sentence."""

from __future__ import annotations

import re
import unicodedata

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

# The hundred and some surnames that cover all but a few of the people, and the compound ones.
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶"
    "阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖"
    "龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿"
    "卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边"
    "楼褚应骆臧蒲娄岑滕宗麻连沙祖蓝肖闫付尚代冷简古卓池佟"
)
_COMPOUND = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "司徒",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "夏侯",
    "令狐",
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
    if bare.startswith(_COMPOUND):
        return bare if len(bare) in (3, 4) else None
    return bare if bare[0] in _SURNAMES and len(bare) <= 4 else None


def corrected_name(text: str) -> str | None:
    """The name in a sentence like 名字写错了，是王小丽; None where none is corrected."""
    found = _CORRECTION.search(_bare(text))
    return read_name(found["name"]) if found else None


def _bare(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).replace("•", "·").replace("・", "·")
    return re.sub(r"[\s。.!！?？]+", "", folded)
