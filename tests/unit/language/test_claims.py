"""户号 and holder's name out of one sentence, in any order and wording."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.names import Claim, read_claim, read_name

NUMBER = "3309002046"


@pytest.mark.parametrize(
    "sentence",
    [
        "3309002046 林晓棠", "林晓棠 3309002046", "林晓棠3309002046", "3309002046林晓棠",
        "户号3309002046，户主林晓棠", "户主林晓棠，户号3309002046", "户号是3309002046，户名是林晓棠",
        "户号：3309002046 户名：林晓棠", "名字林晓棠户号3309002046", "户号3309002046名字林晓棠",
        "户主叫林晓棠，号是330 900 2046", "林晓棠，三三零九零零二零四六", "330-900-2046 林晓棠",
        "３３０９００２０４６，林晓棠", "3309002046户主姓名林晓棠没错", "我是3309002046的户主林晓棠",
        "我家户号3309002046，用我老婆名字开的，叫林晓棠", "好的，户号3309002046\n户主林晓棠",
        "绑定3309002046 林晓棠", "林晓棠/3309002046",
    ],
)  # fmt: skip
def test_number_and_name(sentence: str) -> None:
    assert read_claim(sentence) == Claim(NUMBER, "林晓棠")


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("就是陈方圆啊", "陈方圆"), ("姓陈 陈方圆", "陈方圆"), ("姓陈，陈方圆", "陈方圆"), ("我爸叫邱建国", "邱建国"),
        ("我爸邱建国", "邱建国"), ("户主是我老公 周立帆", "周立帆"), ("户主是我妈，叫沈桂香", "沈桂香"),
        ("登记的是沈桂香", "沈桂香"), ("户主应该是许丹吧", "许丹"), ("是的，陈方圆", "陈方圆"),
        ("陈方圆，就这个名字", "陈方圆"), ("本人陈方圆", "陈方圆"), ("王　五", "王五"), ("许丹的", "许丹"),
        ("单位名称：明江五金有限公司", "明江五金有限公司"), ("公司是望江区好味来餐饮店", "望江区好味来餐饮店"),
        ("明江五金（集团）有限公司", "明江五金(集团)有限公司"), ("我叫欧阳娜娜", "欧阳娜娜"),
        ("阿依古丽·买买提", "阿依古丽·买买提"), ("户主古丽·买买提，谢谢", "古丽·买买提"),
    ],
)  # fmt: skip
def test_a_name_alone(sentence: str, name: str) -> None:
    assert read_claim(sentence) == Claim(None, name)
    assert read_claim(f"{sentence}，户号{NUMBER}") == Claim(NUMBER, name)


@pytest.mark.parametrize(
    "sentence",
    [
        "不知道", "我是租客", "没有户号", "林先生的爸爸", "林先生", "我是房东", "我是户主", "我爸的名字",
        "叫什么来着", "户主不是我", "我是他儿子", "名字忘了", "户主去世了", "方便吗", "马上来", "时间来不及",
        "上个月电费多少", "姓林", "张小明的电费", "应该是的", "高兴", "户主是不是要到场", "林晓棠和陈方圆",
        "我们公司", "安装队什么时候来", "江边的村", "常住这里的人", "项目部", "周阿姨", "单元楼",
    ],
)  # fmt: skip
def test_what_is_no_name(sentence: str) -> None:
    assert read_claim(sentence) == Claim()
    assert read_name(sentence) is None
    assert read_claim(f"{NUMBER}，{sentence}").name is None


def test_the_number_alone() -> None:
    assert read_claim(f"户号{NUMBER}上个月欠费没有") == Claim(NUMBER, None)


def test_a_mobile_is_no_account_number() -> None:
    assert read_claim("13900002046 林晓棠", "[0-9]{10,13}") == Claim(None, "林晓棠")
    assert read_claim("3309002046@qq.com").number is None


def test_the_format_of_the_utility_counts() -> None:
    assert read_claim("户号33090020461 林晓棠", "[0-9]{11}") == Claim("33090020461", "林晓棠")


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from("我是叫姓户主号名林陈的，。 3309公司先生爸啊"), max_size=30).map(
        "".join
    )
)
def test_any_text_is_survived(text: str) -> None:
    claim = read_claim(text)
    assert claim.name is None or 2 <= len(claim.name) <= 40
    assert claim.number is None or len(claim.number) == 10
