"""Numbers and times that customers write, and their places in the typed text."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.message import Message

from bot.clock import SHANGHAI, FixedClock
from bot.nlu.entities import find, find_all
from bot.nlu.entity_extractor import RuleEntityExtractor
from bot.nlu.normalised import normalise

FORMAT = "[0-9]{10}"
NOW = FixedClock(datetime(2026, 11, 22, 10, tzinfo=SHANGHAI))


def found(typed: str) -> list[tuple[str, str]]:
    return [(one.entity, one.value) for one in find(normalise(typed).text, FORMAT)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("户号3301234567的电费", [("account_number", "3301234567")]),
        ("户号３３０１２３４５６７", [("account_number", "3301234567")]),
        ("330 123 4567", [("account_number", "3301234567")]),
        ("330-1234-567", [("account_number", "3301234567")]),
        ("三三〇一二三四五六七", [("account_number", "3301234567")]),
        ("手机13812345678", [("phone", "13812345678")]),
        ("138 1234 5678", [("phone", "13812345678")]),
        ("幺三八一二三四五六七八", [("phone", "13812345678")]),
        ("验证码是482913", [("code", "482913")]),
        ("482 913", []),
        ("身份证330102199001011235", []),
        ("33012345678", []),
        ("3301234567 13812345678", [("account_number", "3301234567"), ("phone", "13812345678")]),
        ("交了100元", [("amount", "100")]),
        ("交了一百二十块五", [("amount", "120.5")]),
        ("扣了我1,234.50元", [("amount", "1234.5")]),
        ("￥88.8", [("amount", "88.8")]),
        ("两千三百块钱", [("amount", "2300")]),
        ("1.5万元", [("amount", "15000")]),
        ("十五元", [("amount", "15")]),
        ("一共用了300度电", [("kwh", "300")]),
        ("两百一十度", [("kwh", "210")]),
        ("用了1千2百度", [("kwh", "1200")]),
        ("一万二千元", [("amount", "12000")]),
        ("一百零五块", [("amount", "105")]),
        ("12万3千元", [("amount", "123000")]),
        ("350kWh", [("kwh", "350")]),
        ("350千瓦时", [("kwh", "350")]),
        ("百度一下", []),
        ("要几百块", []),
        # numbers that name something
        ("身份证11010519491231002X", [("id_number", "11010519491231002X")]),
        ("１１０１０５１９４９１２３１００２ｘ", [("id_number", "11010519491231002X")]),
        ("110105 19491231 002X", [("id_number", "11010519491231002X")]),
        ("11010519491231002", []),
        ("110105194912310021", []),
        ("税号91350100M000100Y43", [("credit_code", "91350100M000100Y43")]),
        ("税号91350100m000100y43", [("credit_code", "91350100M000100Y43")]),
        ("9135 0100 M000 100Y 43", [("credit_code", "91350100M000100Y43")]),
        ("税号91350100M000100Y44", []),
        ("3330330188204600000001", [("meter_number", "3330330188204600000001")]),
        ("表号：12345678", [("meter_number", "12345678")]),
        ("电表号是12345678901", [("meter_number", "12345678901")]),
        ("资产号 20231234567", [("meter_number", "20231234567")]),
        ("条形码3330330188204600000001", [("meter_number", "3330330188204600000001")]),
        ("表号1234567", []),
        ("户号三三零一八八二零四六", [("account_number", "3301882046")]),
        ("三三零 一八八 二零四六", [("account_number", "3301882046")]),
        ("3301882046一共多少", [("account_number", "3301882046")]),
        ("户号3301882046三月的账单", [("account_number", "3301882046")]),
        ("330 188 2046", [("account_number", "3301882046")]),
        ("幺三九零零零零幺二三四", [("phone", "13900001234")]),
        ("+86 139 0000 1234", [("phone", "13900001234")]),
        ("8613900001234", [("phone", "13900001234")]),
        ("手机13900001234wx同号", [("phone", "13900001234")]),
        ("3301882046 139 0000 1234", [("account_number", "3301882046"), ("phone", "13900001234")]),
        ("482913 13900001234", [("code", "482913"), ("phone", "13900001234")]),
        ("四八二九一三", [("code", "482913")]),
        ("6222 0212 3456 7890 123", []),
        ("6222 1312 3456 789", []),
        ("0579-0000-0100", []),
        ("400-123-4567", []),
        ("MD20261122-0001", []),
        ("12345热线", []),
        ("95598", []),
        ("户号482913", []),
        ("示数482913.5", []),
        ("482913元", [("amount", "482913")]),
        # money
        ("136块5毛", [("amount", "136.5")]),
        ("三块五", [("amount", "3.5")]),
        ("三块五毛钱", [("amount", "3.5")]),
        ("12元5角2分", [("amount", "12.52")]),
        ("5毛钱", [("amount", "0.5")]),
        ("两块半", [("amount", "2.5")]),
        ("两千多块", [("amount", "2000")]),
        ("两三百块", [("amount", "200")]),
        ("十几块", [("amount", "10")]),
        ("100到200元", [("amount", "100")]),
        ("三块五月的", [("amount", "3")]),
        ("一块电表坏了", []),
        ("两块电表", []),
        ("我们一块交", []),
        ("充了一块", [("amount", "1")]),
        ("元旦那天", []),
        ("5分钟", []),
        ("三百五十六块八毛二", [("amount", "356.82")]),
        ("四十五块二毛五", [("amount", "45.25")]),
        ("356块82", [("amount", "356.82")]),
        ("五毛三分八一度", [("amount", "0.538")]),
        ("两毛八一度", [("amount", "0.28")]),
        ("涨到六毛五了", [("amount", "0.65")]),
        ("一百块零五毛", [("amount", "100.5")]),
        ("百把块钱", [("amount", "100")]),
        ("千把块", [("amount", "1000")]),
        ("百八十块", [("amount", "80")]),
        ("十几万元", [("amount", "100000")]),
        ("三十多万元", [("amount", "300000")]),
        ("壹仟贰佰元", [("amount", "1200")]),
        ("两佰伍拾元整", [("amount", "250")]),
        ("三百蚊", [("amount", "300")]),
        ("300rmb", [("amount", "300")]),
        # bare, where money is spoken of
        ("充了200怎么还没到账", [("amount", "200")]),
        ("上个月交了一百二", [("amount", "120")]),
        ("最低充50吗", [("amount", "50")]),
        ("扣了我两千多，为什么", [("amount", "2000")]),
        ("欠了1.2万", [("amount", "12000")]),
        ("缴了350余额没变", [("amount", "350")]),
        ("电费1.5一度", [("amount", "1.5")]),
        ("单价0.538", [("amount", "0.538")]),
        ("扣了两次", []),
        ("欠了12户的", []),
        ("交了11个月", []),
        ("付2025年的", []),
        ("充电费打95598", []),
        ("充值95598", []),
        ("三块电池板", []),
        # energy
        ("三百多度电", [("kwh", "300")]),
        ("15 kWh", [("kwh", "15")]),
        ("300到400度电", [("kwh", "300")]),
        ("三四百度", [("kwh", "300")]),
        ("1.2元一度", [("amount", "1.2")]),
        ("一块五一度", [("amount", "1.5")]),
        ("1块8一度", [("amount", "1.8")]),
        ("几十块", []),
        ("0.538元一度电", [("amount", "0.538")]),
        ("一度很生气", []),
        ("再一度停电", []),
        ("空调开26度", []),
        ("空调用了300度", [("kwh", "300")]),
        ("气温三十八度", []),
        ("空调26度一直开着", []),
        ("空调一天用26度", [("kwh", "26")]),
        ("家里才十六度", []),
        ("近视300度", []),
        ("转了180度", []),
        ("10kWh", [("kwh", "10")]),
        # power and voltage
        ("10kW", [("capacity", "10kW")]),
        ("8千瓦", [("capacity", "8kW")]),
        ("8个千瓦", [("capacity", "8kW")]),
        ("四百千瓦", [("capacity", "400kW")]),
        ("2000瓦", [("capacity", "2kW")]),
        ("315KVA", [("capacity", "315kVA")]),
        ("四百千伏安", [("capacity", "400kVA")]),
        ("1.5匹的空调", [("capacity", "1.5匹")]),
        ("两匹", [("capacity", "2匹")]),
        ("一匹马", []),
        ("220V", [("voltage", "220V")]),
        ("三百八十伏", [("voltage", "380V")]),
        ("10KV线路", [("voltage", "10kV")]),
        ("10千伏", [("voltage", "10kV")]),
        ("一万伏", [("voltage", "10kV")]),
        ("两千瓦", [("capacity", "2kW")]),
        ("一匹半", [("capacity", "1.5匹")]),
        ("3千瓦半", [("capacity", "3.5kW")]),
        ("10个kW", [("capacity", "10kW")]),
        ("36伏安全电压", [("voltage", "36V")]),
        ("36伏安", []),
        ("AC220V", [("voltage", "220V")]),
        ("230几伏", [("voltage", "230V")]),
        ("一百七八十伏", [("voltage", "170V")]),
        # without a unit, where voltage is spoken of
        ("电压只有一百八", [("voltage", "180V")]),
        ("电压掉到160了", [("voltage", "160V")]),
        ("万用表测了才180", [("voltage", "180V")]),
        ("想要380的电", [("voltage", "380V")]),
        ("三百八的动力电", [("voltage", "380V")]),
        ("电压2次不稳", []),
        ("电压380元", [("amount", "380")]),
        ("220号", []),
        ("380的电费", []),
        ("三相四线", []),
        ("示数05321", []),
        ("2026-03-15的账单", []),
    ],
)
def test_numbers(typed: str, expected: list[tuple[str, str]]) -> None:
    assert found(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        # a balance keeps its sign
        ("余额-12.5元", [("amount", "-12.5")]),
        ("余额：-8.45", [("amount", "-8.45")]),
        ("余额是－30元", [("amount", "-30")]),
        ("账户显示-8.45元", [("amount", "-8.45")]),
        ("负12块5", [("amount", "-12.5")]),
        ("余额负的十二块五", [("amount", "-12.5")]),
        ("余额欠着12.5", [("amount", "-12.5")]),
        ("余额倒欠30", [("amount", "-30")]),
        ("欠着12.5", [("amount", "12.5")]),
        ("100-200元", [("amount", "100")]),
        ("户号3301882046-30元", [("amount", "30")]),
        # kilowatt-hours
        ("123千瓦·时", [("kwh", "123")]),
        ("123 kW·h", [("kwh", "123")]),
        ("12kw.h", [("kwh", "12")]),
        ("0.5兆瓦·时", [("kwh", "500")]),
        ("1.2万千瓦·时", [("kwh", "12000")]),
        ("一度半电", [("kwh", "1.5")]),
        ("用了一度半", [("kwh", "1.5")]),
        ("两度半", [("kwh", "2.5")]),
        ("三百二十度半", [("kwh", "320.5")]),
        ("3百度", [("kwh", "300")]),
        ("半度电", [("kwh", "0.5")]),
        ("1.2万度", [("kwh", "12000")]),
        ("空调开到26度半", []),
        ("15千瓦", [("capacity", "15kW")]),
        # digits of addresses on the net
        ("把发票发到1380000123@qq.com", []),
        ("发到13900001234@163.com", []),
        ("a3301882046b@qq.com", []),
        ("见http://pay.example.cn/3301882046?x=13900001234", []),
        ("www.example.cn/3301882046", []),
        ("3301882046，邮箱abc12@qq.com", [("account_number", "3301882046")]),
        # telephones
        ("+86-139-0000-1234", [("phone", "13900001234")]),
        ("0086 13900001234", [("phone", "13900001234")]),
        ("139-0000-1234", [("phone", "13900001234")]),
        ("(0579)82345678", []),
        ("0579-82345678", []),
        ("座机0579823456", []),
        ("固话 05798234567", []),
        # account numbers in groups
        ("3301 8820 46", [("account_number", "3301882046")]),
        ("户号33018 82046", [("account_number", "3301882046")]),
        ("三三零-幺八八-二零四六", [("account_number", "3301882046")]),
    ],
)
def test_numbers_in_other_forms(typed: str, expected: list[tuple[str, str]]) -> None:
    assert found(typed) == expected


def test_a_mobile_is_no_account_number_whatever_its_format() -> None:
    assert [(one.entity) for one in find("13900001234", "[0-9]{10,13}")] == ["phone"]
    assert [(one.entity) for one in find("33018820461", "[0-9]{10,13}")] == ["account_number"]


def test_a_notice_speaks_of_days_to_come() -> None:
    message = "停电通知：12月10日早5:00-6:00停电"
    now = datetime(2026, 11, 30, 10, tzinfo=SHANGHAI)
    (one,) = find_all(normalise(message).text, FORMAT, now)
    assert one.value == "2026-12-10T05:00/2026-12-10T06:00"


def test_the_format_of_the_utility_counts() -> None:
    text = "户号SH12345678"
    assert [one.value for one in find(text, "[0-9]{10}")] == []


def entities_of(typed: str) -> list[dict[str, Any]]:
    message = Message({"text": typed})
    RuleEntityExtractor(FORMAT, NOW).process([message])
    result: list[dict[str, Any]] = message.get("entities")
    return result


def test_places_are_those_of_the_typed_text() -> None:
    typed = "我的 户号：３３０１２３４５６７，上個月  電費是１００元吗？？"
    got = {one["entity"]: typed[one["start"] : one["end"]] for one in entities_of(typed)}
    assert got == {
        "account_number": "３３０１２３４５６７",
        "period": "上個月",
        "amount": "１００元",
    }


def test_a_period_is_an_iso_interval_by_the_injected_clock() -> None:
    (one,) = entities_of("上个月的电费")
    assert (one["entity"], one["value"]) == ("period", "2026-10-01/2026-10-31")
    assert one["extractor"] == "RuleEntityExtractor"


def stretches(typed: str) -> list[tuple[str, str]]:
    return [(one["entity"], typed[one["start"] : one["end"]]) for one in entities_of(typed)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("昨晚八点停的电", [("moment", "昨晚八点")]),
        ("昨晚用了多少度", [("moment", "昨晚")]),
        ("前天晚上八點跳閘", [("moment", "前天晚上八點")]),
        ("上个月到昨晚的电费", [("period", "上个月"), ("moment", "昨晚")]),
        ("今年一到三月的账单", [("period", "今年一到三月")]),
        ("一共３００多度电", [("kwh", "３００多度电")]),
        (
            "交了两千多块，户号330 188 2046",
            [("amount", "两千多块"), ("account_number", "330 188 2046")],
        ),
        ("202503账期", [("period", "202503")]),
        ("验证码202503", [("code", "202503")]),
        ("十二点五度电", [("kwh", "十二点五度电")]),
        ("三点五元", [("amount", "三点五元")]),
        ("3301882046十月份的", [("account_number", "3301882046"), ("period", "十月份")]),
        ("3301882046昨晚停电", [("account_number", "3301882046"), ("moment", "昨晚")]),
        ("微信充了兩百塊錢", [("amount", "兩百塊錢")]),
        ("缴了 350 ，余额没变", [("amount", "350")]),
        ("五毛三 一度", [("amount", "五毛三")]),
        ("300元左右", [("amount", "300元")]),
        ("电压才１６０", [("voltage", "１６０")]),
        ("一匹半的空调", [("capacity", "一匹半")]),
    ],
)
def test_stretches_of_the_typed_text(typed: str, expected: list[tuple[str, str]]) -> None:
    assert stretches(typed) == expected


def test_a_moment_is_an_iso_interval_by_the_injected_clock() -> None:
    (one,) = entities_of("前天晚上八点没电")
    assert (one["entity"], one["value"]) == ("moment", "2026-11-20T20:00/2026-11-20T21:00")


def test_letters_in_the_format_of_a_utility() -> None:
    assert [one.value for one in find("户号SH12345678", "SH[0-9]{8}")] == ["SH12345678"]


PIECES = st.sampled_from(
    [
        *"0123456789一二三四五六七八九十百千万零幺两半多点元块毛角分度号月年Xx .-:¥",
        "千瓦",
        "kWh",
        "kVA",
        "表号",
        "到",
        "昨晚",
        "小时前",
    ]
)


@given(st.lists(PIECES, max_size=24).map("".join))
def test_any_text_is_survived_and_spans_lie_in_it(typed: str) -> None:
    normal = normalise(typed).text
    last = 0
    for one in find_all(normal, FORMAT, NOW()):
        assert last <= one.start < one.end <= len(normal)
        assert one.value
        last = one.end
    for entity in entities_of(typed):
        assert 0 <= entity["start"] < entity["end"] <= len(typed)


@given(st.text(max_size=40))
def test_arbitrary_text(typed: str) -> None:
    for entity in entities_of(typed):
        assert 0 <= entity["start"] < entity["end"] <= len(typed)


@given(st.from_regex(r"[0-9]{12,17}|[0-9]{19,21}|[0-9]{23,40}", fullmatch=True))
def test_a_longer_number_contains_no_shorter_one(digits: str) -> None:
    # 86 is the country's code
    assume(not digits.startswith(("86", "0086")))
    assert found(digits) == []


def test_nothing_in_an_empty_text() -> None:
    assert entities_of("？") == []
