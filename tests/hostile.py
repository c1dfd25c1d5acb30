"""Texts that nobody writes but somebody may send: each as long as the gateway lets a message be."""

from __future__ import annotations

import random

LONG = 2000
"""Characters that the gateway lets a message have."""

_random = random.Random(20240)
PIECES = {
    **{
        piece: piece
        for piece in (
            "零", "1", "一", "十", "百", "的", "一月", "还有", "，", "1.5", "1,", "12 ", "1-", "3-2-", "三三零 ", "今天",
            "上", "路1号", "1a", "昨晚", "八点", "查电费吗", "建设路12号", "3幢", "元", "1元", "5毛", "不转", "再", "吗",
            "去年", "国庆", "1/", "9.1-", "a.", "a@", "-12元", "余额-", "帮我查", "还有，", "!?", "第1", "差一刻", "、1月",
            "年", "前", "大", "1到", "周一", "近三个月", "2026-11-30 ", "11月30日八点半到九点 ", "A栋", "桂花苑",
            "望江小区3幢2单元501室 ", "3309001018 ", "13800138000 ", "上个月电费多少，", "電費", "不是七月是六月",
            "\U0001f600", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "①", "㍿", "\ufdfa", "\ufdfd", "é", "<b>", "http://a.b/c ",
        )
    },
    "han": "".join(chr(_random.randrange(0x4E00, 0x9FA5)) for _ in range(LONG)),
    "emoji": "".join(_random.choice("😀👍🙏❓⚡🔌💡🤬") for _ in range(LONG)),
    "numbers": "".join(_random.choice("0123456789零一两百万.,- 点元度月日号年上到至半") for _ in range(LONG)),
}  # fmt: skip

HOSTILE = {name: (piece * LONG)[:LONG] for name, piece in PIECES.items()}

_WISHES = (
    "你好我想问一下我家上个月的电费到底是多少钱怎么会这么高",
    "昨天晚上八点我们小区停电了什么时候能来电",
    "帮我把上个月的发票开一下发到邮箱",
    "查一下现在账户里还有多少余额",
    "问一下城东营业厅周末几点开门能不能交现金",
    "房子卖了电表怎么过户给新房主需要带什么材料",
)
SEVERAL = {
    "six wishes": "，还有".join(_WISHES),
    "six wishes and a tail": "，还有".join(one[:20] for one in _WISHES) + "的" * 1870,
    "six strange clauses": "，还有".join(
        "".join(chr(_random.randrange(0x4E00, 0x9FA5)) for _ in range(31)) for _ in _WISHES
    ),
}
"""Messages with as many clauses as are read, which cost the most."""
