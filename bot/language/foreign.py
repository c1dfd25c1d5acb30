"""Other people's business that sounds like ours (医保卡余额, 宽带报修, 二手车过户); pure."""

from __future__ import annotations

import re

from bot.language.subjects import has_subject

_THINGS = (
    "自来水|水[表费卡]|燃气|煤气|天然气|液化气|暖气费?|供暖费|话费|手机费|手机套餐|(?:手机)?流量(?!计)|套餐|宽带|网费|网络(?!时)|物业费|停车费|"
    "医保|社保|养老金|公积金|低保金|驾照|驾驶证|护照|户口本?(?=补|迁|丢)|身份证(?=丢|掉|过期|补)|车票|机票|航班|快递|外卖|股票|彩票|房贷|信用卡(?=还|账|额|逾|余)|银行卡?(?=余额|账单|欠)|会员|"
    "公交卡|饭卡|(?:二手|旧|新|汽|轿|货|摩托)?(?<!电动)(?<!电瓶)车(?=辆?(?:过户|年检|险|牌|票|管))"
)
_OF_THEM = "余额|账单|帐单|发票|欠费|阶梯|价格|单价|收费|过户|报修|故障|停(?!电)|缴费|交费|充值|户号|装表|抄表|材料|电话|客服|营业厅|套餐|分钟"
_SAYS_NOTHING = re.compile("还?剩|电话|电信")
_OURS = re.compile("电|热线|95598")
_NAMED = re.compile(_THINGS)
_WITH_WHAT_IS_ASKED = re.compile(f"(?:{_THINGS})[^,，。?？电]{{0,6}}?(?:{_OF_THEM})|(?:{_THINGS})")


def is_others_business(text: str) -> bool:
    """Whether a text names what others supply, and nothing of ours beside it.

    Args:
        text: as typed; 水费和电费一起交吗 is ours too.
    """
    return bool(_NAMED.search(text)) and not _is_ours(_WITH_WHAT_IS_ASKED.sub("", text))


def _is_ours(rest: str) -> bool:
    said = _SAYS_NOTHING.sub("", rest)
    return bool(_OURS.search(said)) or has_subject(said)
