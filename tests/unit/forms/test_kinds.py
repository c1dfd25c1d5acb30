"""How an answer is read by the kind of its field: what is one, and what is none."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.forms import Form, FormField, load_forms
from bot.forms.kinds import (
    READERS,
    read_facts,
    read_reading,
    reason_told,
    says_no,
    says_send,
    says_yes,
    tells,
)
from tests.unit.dialogue.situations import NUMBER, OCTOBER, PHONE, SEPTEMBER, heard

CHOICES = ("抄表读数不对", "怀疑电表不准", "不是我家用的电")


def value(kind: str, text: str, *, asked: bool = True, intent: str = "nlu_fallback") -> Any:
    """What a sentence gives to a field of a kind."""
    field = FormField(
        "x", "某事", kind, question="？？？？", choices=CHOICES, tells=("dispute_bill",)
    )
    return READERS[kind](field, heard(text, intent), asked)


GOOD: dict[str, list[tuple[str, Any]]] = {
    "text": [
        ("抄表抄多了", "抄表抄多了"),
        ("这个月没人在家", "这个月没人在家"),
        ("比隔壁多一倍", "比隔壁多一倍"),
        ("数字对不上", "数字对不上"),
        ("怀疑电表不准", "怀疑电表不准"),
        ("电表不准", "怀疑电表不准"),
        ("我觉得是抄表读数不对", "抄表读数不对"),
        ("房子空着还有电费", "房子空着还有电费"),
        ("  上回的人抄错了 ", "上回的人抄错了"),
        ("abc def", "abc def"),
        ("用了一百度都不到", "用了一百度都不到"),
    ],
    "choice": [
        ("抄表读数不对", CHOICES[0]),
        ("读数不对", CHOICES[0]),
        ("怀疑电表不准", CHOICES[1]),
        ("电表不准", CHOICES[1]),
        ("怀疑电表不准吧", CHOICES[1]),
        ("就是不是我家用的电", CHOICES[2]),
        ("不是我家用的", CHOICES[2]),
        ("抄表读数", CHOICES[0]),
        ("“怀疑电表不准”", CHOICES[1]),
        ("不是我家用的电。", CHOICES[2]),
    ],
    "month": [
        ("9月", SEPTEMBER),
        ("9月的", SEPTEMBER),
        ("九月份", SEPTEMBER),
        ("2026年9月", SEPTEMBER),
        ("上个月", OCTOBER),
        ("上上个月的账单", SEPTEMBER),
        ("是9月的", SEPTEMBER),
        ("10月份的", OCTOBER),
        ("十月", OCTOBER),
        ("我说的是9月", SEPTEMBER),
        ("就9月那个", SEPTEMBER),
    ],
    "reading": [
        ("12345", "12345"),
        ("12345.6", "12345.6"),
        ("12345.60", "12345.6"),
        ("表上是12345", "12345"),
        ("电表显示 11510", "11510"),
        ("读数８８８", "888"),
        ("０１２３", "123"),
        ("示数是 1 234", "1234"),
        ("0", "0"),
        ("现在是 7765 度", "7765"),
        ("走到9981了", "9981"),
    ],
    "amount": [
        ("100元", "100"),
        ("50块", "50"),
        ("120.5元", "120.5"),
        ("一百块钱", "100"),
        ("交200元", "200"),
        ("三十块", "30"),
        ("八十八元", "88"),
        ("66.6元", "66.6"),
        ("500元吧", "500"),
        ("就交80元", "80"),
    ],
    "phone": [
        (PHONE, PHONE),
        ("154 0000 0001", PHONE),
        ("154-0000-0001", PHONE),
        ("我电话15400000001", PHONE),
        ("打15400000001这个", PHONE),
        ("１５４０００００００１", PHONE),
        ("手机号是15400000001", PHONE),
        ("电话：15400000001。", PHONE),
        ("+86 15400000001", PHONE),
        ("15400000001，谢谢", PHONE),
    ],
    "place": [
        ("东塘路310号", "东塘路310号"),
        ("听潮苑3幢2单元501", "听潮苑3幢2单元501"),
        ("村口老槐树下", "村口老槐树下"),
        ("城东菜场对面", "城东菜场对面"),
        ("小学门口的路边", "小学门口的路边"),
        ("人民路和中山路交叉口", "人民路和中山路交叉口"),
        ("我家楼下", "我家楼下"),
        ("望江区柳岸街道", "望江区柳岸街道"),
        ("第三排第二个电线杆", "第三排第二个电线杆"),
        ("地铁站A口", "地铁站A口"),
    ],
    "account_number": [
        (NUMBER, NUMBER),
        ("3301 000018", NUMBER),
        ("33-0100-0018", NUMBER),
        (f"户号{NUMBER}", NUMBER),
        (f"户号是：{NUMBER}", NUMBER),
        (f"{NUMBER}。", NUMBER),
        ("３３０１００００１８", NUMBER),
        ("三三零一零零零零一八", NUMBER),
        (f"是{NUMBER}这个", NUMBER),
        (f"我家户号 {NUMBER} 谢谢", NUMBER),
    ],
    "holder_name": [
        ("王小丽", "王小丽"),
        ("户主是王小丽", "王小丽"),
        ("我叫王小丽", "王小丽"),
        ("王 小丽", "王小丽"),
        ("欧阳娜娜", "欧阳娜娜"),
        ("阿依古丽·买买提", "阿依古丽·买买提"),
        ("明江五金有限公司", "明江五金有限公司"),
        ("户名：李雷", "李雷"),
        ("姓名是李雷。", "李雷"),
        ("桂花幼儿园", "桂花幼儿园"),
    ],
    "code": [
        ("246810", "246810"),
        ("验证码246810", "246810"),
        ("是246810", "246810"),
        ("246 810", "246810"),
        ("验证码是 246 810", "246810"),
        ("２４６８１０", "246810"),
        ("246810。", "246810"),
        ("收到了，246810", "246810"),
        ("码是246810", "246810"),
        ("短信写的246810", "246810"),
    ],
    "consent": [
        ("同意", True),
        ("我同意", True),
        ("好的", True),
        ("可以", True),
        ("嗯", True),
        ("行", True),
        ("没问题", True),
        ("对对", True),
        ("不同意", False),
        ("不行", False),
        ("不要", False),
        ("我不愿意", False),
        ("算了", False),
        ("同意的 户主王小丽", True),
        (f"愿意核对，{NUMBER}", True),
        (f"可以查 王小丽 {NUMBER}", True),
        ("放心查", True),
        ("那我同意，问啥答啥", True),
        ("不同意，之前上过当", False),
    ],
}
BAD: dict[str, list[str]] = {
    "text": ["啊", "？", "。。。", "好的", "不是", "1", "12345", "嗯嗯", "可以", "👍", ""],
    "choice": ["不知道", "表", "都有", "电费", "没有", "随便", "1", "贵", "好的", "你说呢"],
    "month": [
        "9月和10月", "去年", "昨天", "这个季度", "读数不对", "3号", "好的", "12345", "2026年", "下午", "每个月",
    ],
    "reading": [
        "没有", "9月的", "3号表", "等我看看", "是多少来着", PHONE, NUMBER, "不知道", "", "第二个", "100元",
    ],
    "amount": ["很多", "12345", "9月", "不知道", "好的", "3号", PHONE, "几块", "", "都行"],
    "phone": ["12345", "1540000000", NUMBER, "没有电话", "电话不对", "打给我", "9月", "110", "", "15400"],
    "place": ["在吗", "哪里", "？", "好", "为什么要地址", "不知道在哪", "1", "多远", "", "去哪办"],
    "account_number": [PHONE, "123456", "330100001", "33010000188", "没有", "户号在哪", "9月", "", "忘了", "王小丽"],
    "holder_name": ["电费", "不知道", "123", "查账单", "人工", "张", "你好", "abc", "", "没有户主", "算了"],
    "code": ["12345", "1234567", "没收到", "再发一次", NUMBER, PHONE, "", "什么码", "9月", "好的"],
    "consent": ["为什么", "电费多少", "1", "等等", "看情况", "", "隐私是什么", "你好", "王小丽", NUMBER, "同意了会怎么样", "好的 先说说电价", "我查查"],
}  # fmt: skip


def test_every_kind_is_looked_at_often_enough() -> None:
    assert set(GOOD) == set(BAD) == set(READERS)
    for kind in READERS:
        assert len(GOOD[kind]) >= 10
        assert len(BAD[kind]) >= 10


@pytest.mark.parametrize(
    ("kind", "text", "expected"), [(kind, *one) for kind, listed in GOOD.items() for one in listed]
)
def test_an_answer_is_read(kind: str, text: str, expected: Any) -> None:
    assert value(kind, text) == expected


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, one) for kind, all_ in BAD.items() for one in all_]
)
def test_what_is_no_answer_is_none(kind: str, text: str) -> None:
    assert value(kind, text) is None


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("text", "抄表抄多了"),
        ("month", "9月没这么多"),
        ("month", "9月我不在家"),
        ("reading", "12345"),
        ("place", "村口老槐树下"),
        ("holder_name", "王小丽"),
        ("consent", "好的"),
        ("consent", "不"),
        ("amount", "要交100元吗"),
    ],
)
def test_what_is_not_asked_for_is_taken_only_where_it_can_be_nothing_else(
    kind: str, text: str
) -> None:
    assert value(kind, text, asked=False) is None


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("phone", PHONE, PHONE),
        ("account_number", NUMBER, NUMBER),
        ("month", "是9月的", SEPTEMBER),
        ("reading", "表上是1236", "1236"),
        ("holder_name", f"{NUMBER} 王小丽", "王小丽"),
        ("holder_name", "户主叫王小丽", "王小丽"),
        ("code", "验证码246810", "246810"),
    ],
)
def test_what_can_be_nothing_else_is_taken_unasked(kind: str, text: str, expected: Any) -> None:
    assert value(kind, text, asked=False) == expected


@pytest.mark.parametrize(
    "text",
    [
        "那几天我们在外婆家怎么可能用三百度",
        "热水器都拆了咋还有这么多电",
        "冰箱就开了几天",
        "是不是抄的时候看错了",
        "会不会是表走快了呀",
        "难道空房子也要一百多块",
        "我一个人住哪用得了四百度",
        "门都锁着",
    ],
)
def test_a_question_that_is_none_tells(text: str) -> None:
    assert tells(text)


@pytest.mark.parametrize(
    "text", ["怎么核查", "核查要几天", "是不是要交钱", "怎么这么高", "会不会停电", "凭什么", "多久有结果"]
)  # fmt: skip
def test_a_question_asks(text: str) -> None:
    assert not tells(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("八月的账单要核查，那几天家里锁着门", "那几天家里锁着门"),
        ("帮我复核上个月电费 冰箱早就搬走了", "冰箱早就搬走了"),
        (f"账单有问题要核查 房子一直空着 联系电话{PHONE}", "房子一直空着"),
        ("要求查一下9月 三百度不可能 我一个人住", "三百度不可能，我一个人住"),
        ("电费不对，麻烦核实一下", None),
        ("账单有疑问", None),
        ("我要核查账单，谢谢啦", None),
        ("核查一下 要几天出结果", None),
        (f"要核查账单 打{PHONE}找我", None),
        ("上个月电费不对头 给我查清楚", None),
    ],
)
def test_the_reason_is_taken_from_the_words_that_begin_a_form(
    text: str, expected: str | None
) -> None:
    told = reason_told(load_forms()["dispute"], heard(text))
    assert told == ({} if expected is None else {"reason": expected})


YES = ["是", "是的", "好", "好的", "嗯", "嗯嗯", "行", "可以", "对", "中", "要得", "得", "OK", "没问题", "那好吧", "好嘞", "麻烦了", "我要", "确认", "就这样"]  # fmt: skip
NO = ["不", "不要", "不用", "不是", "不行", "不用了谢谢", "没有", "算了", "先不", "别", "甭", "唔使", "错了", "不需要", "我不想"]  # fmt: skip
NEITHER = ["好多", "是不是", "行不行", "不知道怎么办", "好几个月了", "对面那家", "要多少钱", "不到一百度", "没收到", "你好", "是9月的", "可以用微信吗", "别的呢", "", "。", "得多久"]  # fmt: skip


@pytest.mark.parametrize("text", YES)
def test_a_yes_is_one_and_no_no(text: str) -> None:
    assert says_yes(text)
    assert not says_no(text)


SENDS = ["提交", "好，交吧", "那就这么报上去", "行 报了吧", "对的 登记", "嗯呐 提交呗", "就交上去", "这下对了，报吧", "确认提交", "可以 送上去吧", "交", "麻烦提交一下", "那个示数报了吧", "没错 就它 递上去", "把单子交了吧"]  # fmt: skip


@pytest.mark.parametrize("text", SENDS)
def test_a_yes_that_names_the_sending_is_one(text: str) -> None:
    assert says_send(text)
    assert not says_no(text)


@pytest.mark.parametrize(
    "text", ["好", "对滴", "先不交", "别报", "交电费", "怎么交", "不提交", "报停", "我要报读数", "没交", ""]
)  # fmt: skip
def test_what_only_sounds_like_sending_is_none(text: str) -> None:
    assert not says_send(text)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("十月走了几度", True), ("欠了几块", True), ("报的数是多少来着", True),
        ("一个月不就几块钱嘛", False), ("好几度电没了", False), ("三十几度", False),
    ],
)  # fmt: skip
def test_a_small_amount_is_asked_for_by_its_unit(text: str, asks: bool) -> None:
    assert tells(text) is not asks


@pytest.mark.parametrize("text", NO)
def test_a_no_is_one_and_no_yes(text: str) -> None:
    assert says_no(text)
    assert not says_yes(text)


@pytest.mark.parametrize("text", NEITHER)
def test_other_words_are_neither(text: str) -> None:
    assert not says_yes(text)
    assert not says_no(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12345", "12345"),
        ("电表上是12345.60", "12345.6"),
        ("示数 1 234 5", "12345"),
        ("０１２３", "123"),
        ("是6点5", "6.5"),
        ("9月的读数", None),
        ("3号表", None),
        ("没有", None),
        ("", None),
        ("0", "0"),
    ],
)
def test_a_reading_is_read_out_of_a_sentence(text: str, expected: str | None) -> None:
    assert read_reading(text) == expected


def test_everything_is_taken_in_any_order_and_in_one_sentence() -> None:
    form = Form(
        "x",
        "outage",
        "报修",
        ("report_outage",),
        (
            FormField("place", "地点", "place", question="在哪里？"),
            FormField("phone", "电话", "phone", question="电话多少？"),
            FormField("month", "月份", "month", optional=True),
        ),
    )
    text = f"村口变压器旁边，电话{PHONE}"
    assert read_facts(form, heard(text), "place") == {"place": text, "phone": PHONE}
    assert read_facts(form, heard(PHONE), "place")["phone"] == PHONE


@given(text=st.text(max_size=30), kind=st.sampled_from(sorted(READERS)), asked=st.booleans())
def test_no_text_makes_a_reader_fail(text: str, kind: str, asked: bool) -> None:
    read = value(kind, text, asked=asked)
    assert read is None or isinstance(read, (str, bool))
