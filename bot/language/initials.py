"""First letters of Pinyin, as they are typed in haste: nh, xx, cdf."""

from __future__ import annotations

INITIALS = {
    "nh": "你好",
    "zm": "在吗",
    "zbz": "在不在",
    "xx": "谢谢",
    "xxn": "谢谢你",
    "zj": "再见",
    "bb": "拜拜",
    "hd": "好的",
    "df": "电费",
    "cdf": "查电费",
    "dfcx": "电费查询",
    "dfzd": "电费账单",
    "jdf": "交电费",
    "jf": "缴费",
    "cz": "充值",
    "qf": "欠费",
    "cqf": "查欠费",
    "ye": "余额",
    "cye": "查余额",
    "ydl": "用电量",
    "dj": "电价",
    "djcx": "电价查询",
    "jtdj": "阶梯电价",
    "fgdj": "峰谷电价",
    "wyj": "违约金",
    "znj": "滞纳金",
    "fp": "发票",
    "kfp": "开发票",
    "td": "停电",
    "tdl": "停电了",
    "bx": "报修",
    "yyt": "营业厅",
    "gh": "过户",
    "hh": "户号",
    "bdhh": "绑定户号",
    "bd": "绑定",
    "ts": "投诉",
    "qx": "取消",
    "qxdj": "取消登记",
    "cx": "撤销",
    "jb": "解绑",
    "jbhh": "解绑户号",
}
"""What they stand for; those for a person are `bot.safety.person_words`: they need no engine."""


def spelled_out(plain: str) -> str | None:
    """The words that initials stand for; None: they stand for none that we know.

    Args:
        plain: without signs.
    """
    return INITIALS.get(plain.lower())
