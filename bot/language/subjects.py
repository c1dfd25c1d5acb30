"""The words that name what a text is about; a short question without any leans on what was said before; pure."""

from __future__ import annotations

import re
from functools import cache

from bot.settings import ROOT

_NO_SUBJECT = frozenset(
    (
        "上个月",
        "上上个月",
        "这个月",
        "半年",
        "电",
        "千瓦时",
        "户主",
        "送电",
        "一档",
        "二档",
        "三档",
        "第一档",
        "第二档",
        "第三档",
        "平段",
        "谷电",
        "峰电",
    )
)
"""Words of the dictionary that don't say what a question is about."""
_MORE_SUBJECTS = [
    "电费",
    "账单",
    "发票",
    "余额",
    "欠费",
    "违约金",
    "滞纳金",
    "停电",
    "跳闸",
    "过户",
    "销户",
    "报装",
    "增容",
    "充电桩",
    "光伏",
    "电表",
    "读数",
    "投诉",
    "举报",
    "营业厅",
    "验证码",
    "户号",
    "绑定",
    "解绑",
    "阶梯",
    "电价",
    "峰谷",
    "代扣",
    "退费",
    "退款",
    "短信",
    "提醒",
    "人工",
    "客服",
    "校表",
    "换表",
    "复电",
    "来电",
    "低保",
    "多人口",
    "密码",
    "地址",
    "公众号",
    "app",
    "骗",
    "诈骗",
    "征信",
    "欠",
    "剩",
]


@cache
def _subjects() -> re.Pattern[str]:
    words = {
        line.split()[0]
        for line in (ROOT / "data/dictionary/electricity.txt")
        .read_text(encoding="utf-8")
        .splitlines()
        if line.strip()
    }
    known = (words | set(_MORE_SUBJECTS)) - _NO_SUBJECT
    return re.compile("|".join(map(re.escape, sorted(known, key=len, reverse=True))))


def subjects_in(text: str) -> list[str]:
    """The words of a text that name what it is about."""
    return _subjects().findall(text)


def has_subject(text: str) -> bool:
    """Whether a text names what it is about."""
    return bool(_subjects().search(text))
