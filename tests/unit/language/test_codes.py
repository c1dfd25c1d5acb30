"""A one-time code as people type it, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.codes import read_code


@pytest.mark.parametrize(
    "typed",
    [
        "482913", "482 913", "482-913", "4 8 2 9 1 3", "48 29 13", "4829 13", "4-8-2-9-1-3", "4,8,2,9,1,3",
        "４８２９１３", "四八二九一三", "四 八 二 九 一 三", "四八两九幺三", "是482913吧", "验证码是 4 8 2 9 1 3 对不对",
        "【明灯供电】验证码482 913，5分钟内有效，请勿告诉他人。如非本人操作请拨95598",
        "您的验证码为：482913，5分钟内有效。", "482913是您的验证码，户号尾号2046", "验证码 482913 户号3309002046",
        "收到了，482913", "手机13900002046收到的是482913", "您正在绑定户号3309002046，验证码 48 29 13",
        "code: 482913", "482913 482913", "482913 139 0000 2046",
    ],
)  # fmt: skip
def test_a_code(typed: str) -> None:
    assert read_code(typed) == "482913"


def test_digits_as_they_are_called() -> None:
    assert read_code("零七洞八幺拐") == "070817"
    assert read_code("洞拐两勾五六") == "072956"


@pytest.mark.parametrize(
    "typed",
    [
        "", "没收到", "48291", "4829134", "13900002046", "3309002046", "是482913还是482914", "过了5分钟了还没收到",
        "户号尾号482913", "四个八两个九", "95598", "330109199001010011",
    ],
)  # fmt: skip
def test_what_is_no_code(typed: str) -> None:
    assert read_code(typed) is None


@given(st.text(max_size=80) | st.text(alphabet="0123456789零幺 -，.码", max_size=80))
def test_any_text_is_survived(typed: str) -> None:
    code = read_code(typed)
    assert code is None or (len(code) == 6 and code.isdecimal() and code.isascii())
