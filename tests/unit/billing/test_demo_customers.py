"""What the named demo customers ask, in their words, answered from their own records.

Amounts stand as places that are filled from the records, so that a change of prices or rounding
changes no row: `{b[2026-10].amount}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

import pytest
from sqlalchemy import select

from bot.billing import Answer, Billing, records, wording
from bot.billing.question import Question
from bot.billing.tier_facts import place_of
from bot.cards import validate
from bot.clock import SHANGHAI, FixedClock
from bot.databases import utility as tables
from bot.databases.sessions import Sessions, connect, sessions
from bot.demo.seed import seed
from bot.periods import Period, find
from bot.settings import Settings, load
from bot.tariffs import load_price_book
from tests.unit.billing.conftest import RESPONSES

NOW = datetime(2026, 11, 30, 10, 0, tzinfo=SHANGHAI)
TODAY = NOW.date()

SUMMER, PAIR, ELDERLY, ARREARS, CUT_OFF = "018", "026", "042", "059", "067"
LOSS, FAMILY, FAULT, POOR, PREPAID = "075", "083", "091", "109", "117"
LANDLORD, SHOP, FACTORY, CHARGER = "125", "133", "141", "034"


@dataclass(frozen=True)
class Shown:
    """A bill's numbers as they are told."""

    amount: str
    kwh: str
    unpaid: str


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sessions]:
    engine = connect(f"sqlite:///{tmp_path_factory.mktemp('named') / 'utility.db'}")
    tables.Base.metadata.create_all(engine)
    seed(engine, TODAY, scale=20)
    yield sessions(engine)
    engine.dispose()


@pytest.fixture(scope="module")
def ids(demo: Sessions) -> dict[str, int]:
    with demo() as session:
        rows = session.execute(select(tables.Account.number, tables.Account.id))
        return {number[-3:]: key for number, key in rows if number.startswith("3309001")}


@pytest.fixture
def billing(demo: Sessions, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Billing:
    monkeypatch.setenv("REGION", "zhejiang")
    return Billing(demo, load_price_book(), FixedClock(NOW), load(env_file=None))


def bills_of(demo: Sessions, account: int) -> dict[str, Shown]:
    with demo() as session:
        return {
            wording.month_key(bill.month): Shown(
                wording.money(bill.amount), wording.kwh(bill.kwh), wording.money(bill.unpaid)
            )
            for bill in records.bills(session, account, date(2024, 1, 1), TODAY)
        }


def rendered(answer: Answer) -> str:
    if answer.card is not None:
        validate(answer.card)
    texts = [
        RESPONSES.render(answer.response, channel, **answer.facts).text
        for channel in ("web", "wechat")
    ]
    for text in texts:
        assert "{" not in text
        assert "None" not in text
        assert "。。" not in text
        assert not text.startswith(("，", "。", "是", "没有登记"))
    return texts[0]


def periods_in(text: str) -> list[Period]:
    return list(dict.fromkeys(found.period for found in find(text, TODAY)))


Row = tuple[str, str, str, tuple[str, ...]]

ROWS: tuple[Row, ...] = (
    # Is it paid, when, by what: the bill of that month, not the payments in it.
    (SUMMER, "query_payments", "十月份的电费交掉没有", ("{b[2026-10].amount}元", "11月5日在营业厅交清")),
    (SUMMER, "query_bill", "九月的缴了没", ("{b[2026-09].amount}元", "10月11日在营业厅交清")),
    (SUMMER, "query_payments", "上个月的啥时候交的呀", ("11月5日",)),
    (SUMMER, "query_payments", "八月那期用什么交的", ("10月4日在银行柜台", "违约金")),
    (SUMMER, "query_payments", "这个月电费交了没", ("还没有出", "{b[2026-10].amount}元")),
    (ARREARS, "query_payments", "八月的我明明交过了啊，不是交了吗", ("40.00元", "还欠{b[2026-08].unpaid}元")),
    (ARREARS, "query_payments", "最近一次交了多少", ("9月20日在营业厅交的40.00元",)),
    (ARREARS, "query_bill", "今年的都交清了没", ("3期没交清",)),
    (SUMMER, "query_bill", "今年的都交清了没", ("10期电费都交清了",)),
    (PAIR, "query_payments", "十月的怎么交的", ("11月15日由银行代扣",)),
    (PREPAID, "query_payments", "十月的电费扣了没", ("{b[2026-10].amount}元", "从余额里扣清")),
    (POOR, "query_bill", "十月份交了没", ("46.49元正在处理", "请先不要再交")),
    (FAULT, "query_bill", "十月的电费交了吗", ("还没交", "正在按您的异议核查")),
    # All that was asked for of a month.
    (SUMMER, "query_bill", "九月份多少钱，几度电，交没交", ("{b[2026-09].amount}元", "{b[2026-09].kwh}度", "交清")),
    (SUMMER, "query_usage", "七月用电量跟电费都讲下", ("{b[2026-07].amount}元", "{b[2026-07].kwh}度")),
    (SUMMER, "query_usage", "今年总共几度电，一共多少电费", ("2026年1月到10月", "元", "度")),
    # Superlatives, differences, averages.
    (SUMMER, "query_bill", "今年哪个月顶贵", ("2026年7月", "{b[2026-07].amount}元")),
    (SUMMER, "explain_bill", "花钱最多的是哪个月", ("2026年7月",)),
    (SUMMER, "query_bill", "今年最便宜的一个月", ("2026年4月", "{b[2026-04].amount}元")),
    (SUMMER, "query_usage", "去年用电最多是哪个月", ("2025年8月", "{b[2025-08].kwh}度")),
    (SUMMER, "query_usage", "这个月哪天用得最多", ("11月22日", "7.87度")),
    (SUMMER, "query_bill", "八月和九月哪个高", ("2026年8月更高",)),
    (SUMMER, "query_bill", "七月比八月多了好多钱", ("{b[2026-08].amount}元", "{b[2026-07].amount}元")),
    (SUMMER, "query_bill", "上个月跟上上个月差多少", ("92.16元",)),
    (SUMMER, "query_bill", "今年和去年比多花了多少", ("2026年1月到10月", "去年同期（2025年1月到10月）")),
    (SUMMER, "query_bill", "平均一个月多少电费", ("平均每月",)),
    (SUMMER, "query_usage", "平均每天用几度", ("平均每天",)),
    (PREPAID, "query_balance", "我平均一个月要充多少", ("平均每月电费",)),
    (SUMMER, "query_payments", "这两年哪年交得多", ("2025年更高", "2026年1月到10月")),
    # A part of a time is said to be a part.
    (SUMMER, "query_bill", "2024年电费一共多少", ("2024年9月到12月", "2024年只有9月到12月的记录")),
    (SUMMER, "query_payments", "2024年总共交了多少钱", ("只有2024年9月以后的记录",)),
    (ARREARS, "explain_bill", "2024年的电费怎么这么多", ("2024年只有",)),
    (SUMMER, "query_usage", "2024年用了多少度电", ("2024年只有2024年9月到12月的记录",)),
    (SUMMER, "query_bill", "六年前的账单还查得到吗", ("2024年9月到2026年10月",)),
    (SUMMER, "query_bill", "明年三月的电费", ("还没有到",)),
    # Bands: the whole is the whole.
    (SHOP, "query_usage", "上个月谷电占多少", ("低谷154.74度（23.5%）", "平段226.74度")),
    (SHOP, "query_usage", "去年谷电占几成", ("低谷2095.55度（24.2%）", "平段2947.46度")),
    (FACTORY, "query_usage", "去年平段用了多少", ("平段196746.06度",)),
    (SUMMER, "query_usage", "上个月晚上用了多少度", ("低谷68.97度",)),
    (SHOP, "query_usage", "上个月高峰用了多少", ("高峰277.12度（42.1%）",)),
    # Days and what they cost.
    (SUMMER, "query_usage", "今天用了几度", ("第二天才能查到", "11月29日")),
    (SUMMER, "query_usage", "昨天用了几度电", ("2026年11月29日用电",)),
    (SUMMER, "query_bill", "昨天大概花了多少电费", ("大约", "元")),
    (SUMMER, "query_usage", "七月十五号用了多少", ("2026年7月15日用电16.46度",)),
    (SUMMER, "query_bill", "这个月到现在多少钱了", ("还没有出", "大约")),
    # What if.
    (SUMMER, "query_bill", "这个月要是用到300度得交多少", ("2026年11月用300度", "176.40元", "第二档")),
    (ELDERLY, "query_bill", "这个月用100度多少钱", ("53.80元",)),
    (SUMMER, "query_bill", "再用100度要多少钱", ("再用100度", "58.80元")),
    # Late fees.
    (ARREARS, "query_late_fee", "违约金现在多少", ("{now.fee}元",)),
    (ARREARS, "query_late_fee", "九月那笔违约金是多少", ("5.94元", "41天")),
    (ARREARS, "query_late_fee", "12月10号去交要多少", ("{tenth.total}元", "{tenth.fee}元")),
    (ARREARS, "query_late_fee", "下周一交呢", ("12月7日交",)),
    (ARREARS, "query_late_fee", "这是咋算出来的", ("203.36×1‰×71天＝14.44元",)),
    (ARREARS, "query_late_fee", "一天加多少", ("0.47元",)),
    (ARREARS, "query_late_fee", "最多收多少，有没有封顶", ("30%",)),
    (ARREARS, "query_late_fee", "从哪天开始算的", ("9月21日",)),
    (ARREARS, "query_late_fee", "今年收了我多少违约金", ("8.73元",)),
    (ARREARS, "query_late_fee", "6月那次也收了违约金吗", ("1.94元",)),
    (ARREARS, "query_balance", "现在一共欠多少", ("{now.total}元", "{now.principal}元", "{now.fee}元")),
    (ARREARS, "query_late_fee", "要是年底再交得多少违约金", ("12月31日交",)),
    (ARREARS, "query_late_fee", "为什么有违约金", ("9月20日到期", "71天")),
    (SUMMER, "explain_bill", "是不是涨价了", ("没有涨价",)),
    (SHOP, "explain_bill", "电价涨了吗", ("电价2026年1月1日起有调整", "少花")),
    (SUMMER, "change_tariff", "我想开峰谷", ("能省",)),
    (SUMMER, "query_prices", "谷电一度多少钱", ("第一档是高峰0.568元、低谷0.288元",)),
    (SHOP, "query_usage", "上个月峰谷用电", ("平段226.74度",)),
    (ARREARS, "query_bill", "哪几个月没交", ("3期没交清",)),
    # What a payment settles.
    (ARREARS, "query_payments", "9月20号交的40块算哪个月的", ("40.00元", "2026年8月的电费", "203.36元")),
    (ARREARS, "query_balance", "我现在先交200，抵哪个月", ("2026年8月的200.00元", "还剩3.36元")),
    (ARREARS, "query_balance", "先交300抵哪一笔", ("2026年8月的电费交清", "2026年9月的96.64元")),
    (ARREARS, "explain_bill", "八月怎么是203，不是243吗", ("243.36元", "40.00元", "203.36元")),
    # Prepaid.
    (PREPAID, "query_balance", "充多少钱能用一个月", ("用30天", "64.")),
    (PREPAID, "query_cut_off", "余额用光了会不会马上断电", ("自动断电", "不等30天", "8.45元", "今天就充值")),
    (PREPAID, "query_balance", "还剩多少钱", ("8.45元", "3天")),
    (PREPAID, "query_balance", "充100块能用几天", ("108.45元", "44天")),
    (PREPAID, "query_balance", "撑得到周末吗", ("3天",)),
    (PREPAID, "query_reading", "换表那会儿底数多少", ("9月13日换的表", "13611.21", "从0开始")),
    # On its way.
    (POOR, "trace_payment", "要不要再交一遍", ("先不要再交", "46.49元")),
    (POOR, "query_payments", "我重新交一次行不行", ("先不要再交", "46.49元")),
    (POOR, "query_balance", "我欠费吗", ("正在处理",)),
    (SUMMER, "query_payments", "还要再交吗", ("不用再交",)),
    # Cut off.
    (CUT_OFF, "query_cut_off", "怎么把我家电停了", ("11月24日", "{now.principal}元", "{now.fee}元", "{now.total}元", "24小时")),
    (CUT_OFF, "query_outage", "我家为啥没电", ("因欠费停电",)),
    (CUT_OFF, "query_cut_off", "哪天停的", ("11月24日",)),
    (CUT_OFF, "query_cut_off", "今晚能送电吗", ("24小时",)),
    (CUT_OFF, "query_cut_off", "也没人通知我啊", ("通知", "{now.total}元")),
    (CUT_OFF, "query_cut_off", "钱我已经交了，咋还没来电", ("还没有收到", "{now.total}元")),
    (CUT_OFF, "trace_payment", "刚才微信付了578块", ("还没有收到这笔578.00元",)),
    (SUMMER, "query_cut_off", "会停我家电吗", ("没有欠费停电",)),
    (ARREARS, "query_cut_off", "会不会停电", ("71天", "30天")),
    # Tiers.
    (SUMMER, "query_tiers", "几月份到二档的", ("9月25日", "2760度", "424.98度")),
    (SUMMER, "query_usage", "超了多少度", ("424.98度",)),
    (SUMMER, "query_tiers", "明年清零不", ("2027年1月1日",)),
    (SUMMER, "query_tiers", "离三档还有多少度", ("1615.02度",)),
    (SUMMER, "query_prices", "我家第二档从多少度开始", ("2760度",)),
    (SUMMER, "query_tiers", "今年用到几档了", ("3184.98度", "第二档")),
    (SUMMER, "query_tiers", "第二档还剩多少度", ("1615.02度", "第三档")),
    (ELDERLY, "query_tiers", "什么时候到二档", ("还没到第二档",)),
    (SHOP, "query_tiers", "几档了", ("不分阶梯",)),
    # 一户多人口, 低保.
    (FAMILY, "change_tariff", "一户多人口哪天到期", ("2026年12月31日", "31天")),
    (FAMILY, "change_tariff", "一户多人口登记了几个人", ("7人",)),
    (FAMILY, "query_prices", "我家第二档从几度开始", ("{second}度",)),
    (POOR, "change_tariff", "低保的免费电用上没", ("15度", "8.07元")),
    (POOR, "query_bill", "上个月免费的扣了没", ("15度", "2026年10月")),
    (POOR, "query_payments", "这个月免费的扣了没", ("还没出账", "15度")),
    (SUMMER, "change_tariff", "低保电用上了没", ("没有登记低保",)),
    # Readings, invoices, disputes, generation.
    (SUMMER, "query_reading", "几号抄的表", ("11月1日", "10182.71", "每月1日")),
    (SHOP, "query_invoice", "上个月发票开了没", ("11月6日已开",)),
    (SUMMER, "query_invoice", "十月发票", ("还没有开",)),
    (FAULT, "dispute_bill", "我上次申诉怎么样了", ("2026年10月", "{b[2026-10].amount}元", "正在核查")),
    (SUMMER, "dispute_bill", "申诉处理得怎么样了", ("没有正在核查",)),
    (FAMILY, "query_generation", "上个月光伏发了多少", ("2026年10月", "539.19度")),
    (FAMILY, "query_usage", "昨天送出去多少度", ("11月29日", "11.95度")),
    (FAMILY, "query_usage", "这个月光伏送了几度", ("407.38度",)),
    (FAMILY, "query_usage", "光伏十月比九月多送几度", ("多14.06度", "539.19度", "525.13度")),
    (FAMILY, "query_reading", "光伏上网那块表的读数", ("11月1日抄到12854.21", "13261.59")),
    (FAULT, "query_reading", "11月1日的示数", ("11月1日抄到11562.51",)),
    (PREPAID, "query_reading", "新表现在多少字", ("232.56", "364.19")),
    (PREPAID, "query_reading", "九月换表两块表各走多少", ("旧表走了68.04度", "新表100.92度", "168.96度")),
    # Paid late: by how much, how often, the latest.
    (SUMMER, "query_bill", "八月那期晚了几天", ("晚了14天", "9月20日到期", "10月4日", "3.73元")),
    (SUMMER, "query_bill", "十月的没晚吧", ("没有晚", "11月5日")),
    (LANDLORD, "query_payments", "今年有几期拖了", ("7期交晚了", "24天")),
    (LANDLORD, "query_payments", "今年拖得最久的是哪个月的", ("2026年8月", "晚了24天", "5.63元")),
    (ARREARS, "query_bill", "九月那期拖了多少天", ("已经晚了41天",)),
    (CUT_OFF, "query_late_fee", "停着电违约金还在涨吗", ("会，", "{now.fee}元", "0.55元")),
    (CUT_OFF, "query_bill", "六月的付了多少钱", ("148.65元", "3.06元")),
    # Which months are owed, which most, what is due on a day.
    (ARREARS, "query_balance", "都欠了哪几个月", ("3期", "203.36元", "144.83元", "124.49元")),
    (ARREARS, "query_balance", "哪个月欠得最多", ("2026年8月", "203.36元")),
    (ARREARS, "query_late_fee", "12月20号才发钱 那时候违约金是多少", ("31.0", "503.7")),
    (SUMMER, "query_bill", "电费几号前交", ("2026年11月", "12月20日")),
    (SHOP, "query_bill", "每个月几号算逾期", ("12月25日", "25日")),
    # Money of a band, of a higher tier.
    (PAIR, "query_bill", "十月谷电那部分多少钱", ("39.62元", "117.21度", "0.338元")),
    (FACTORY, "query_bill", "十月哪个时段花钱最多", ("高峰花钱最多", "20345.78元", "11737.73元")),
    (SUMMER, "query_bill", "十月峰电部分几块钱", ("没有按峰谷计费",)),
    (SUMMER, "query_tiers", "九月因为二档多花了多少钱", ("61.36度", "3.07元")),
    (LOSS, "query_tiers", "到十月底超了多少度", ("10月31日", "136.06度")),
    # Does time of use pay.
    (LOSS, "query_bill", "上个月亏了多少", ("不划算", "121.99元", "119.22元", "2.77元")),
    (LOSS, "compare_tariffs", "今年开峰谷亏没亏", ("不划算，亏了", "38.43元")),
    (PAIR, "compare_tariffs", "峰谷划不划算", ("划算，没亏",)),
    # Welfare.
    (POOR, "query_bill", "十月份减了我几块", ("15度", "8.07元")),
    (POOR, "query_bill", "十月不减的话要交多少", ("54.56元", "8.07元")),
    (POOR, "query_bill", "今年一共免了多少度", ("150度",)),
    # Top-ups.
    (PREPAID, "query_payments", "再上一次是哪天充的", ("10月19日", "71.00元")),
    (PREPAID, "query_payments", "今年充得最多的一次", ("8月13日", "143.00元")),
    (PREPAID, "query_balance", "剩的钱够几度", ("8.45元", "15.7度")),
    # Under another intent.
    (CHARGER, "query_payments", "今年一共充了多少度电", ("2026年到11月29日", "1995.09度")),
    (FACTORY, "query_bill", "上个月电费明细", ("高峰电费", "平段电费", "低谷电费")),
    (SUMMER, "compare_tariffs", "开峰谷划算不", ("能省",)),
    (SUMMER, "explain_bill", "七月电费怎么那么高", ("主要是每天平均多用了",)),
)  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} {row[2]}")
def test_the_fact_that_is_asked_for(
    demo: Sessions, ids: dict[str, int], billing: Billing, row: Row
) -> None:
    number, question, text, expected = row
    account = ids[number]
    answers = billing.answer(question, [account], periods_in(text), text)
    assert len(answers) == 1
    told = rendered(answers[0])
    places = {
        "b": bills_of(demo, account),
        "second": second_tier(demo, account),
        "now": due(demo, account, TODAY),
        "tenth": due(demo, account, date(2026, 12, 10)),
    }
    for part in expected:
        assert part.format(**places) in told, told


@dataclass(frozen=True)
class Due:
    """What has to be paid on a day, as it is told."""

    principal: str
    fee: str
    total: str


def due(demo: Sessions, account: int, day: date) -> Due:
    """By hand: 1‰ a day on what is unpaid, each bill to the 分; nobody paid after a due day."""
    principal = fee = Decimal(0)
    with demo() as session:
        for bill in records.unpaid_bills(session, account):
            days = max((day - bill.due_on).days, 0)
            principal += bill.unpaid
            fee += (bill.unpaid * days / 1000).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Due(wording.money(principal), wording.money(fee), wording.money(principal + fee))


def second_tier(demo: Sessions, account: int) -> str:
    """The kWh from which the second tier begins, from the price book."""
    with demo() as session:
        question = Question(
            session,
            records.account(session, account),
            load_price_book(),
            NOW,
            load(env_file=None),
        )
        place = place_of(question)
    begins = None if place is None else place.begins(2)
    return "" if begins is None else wording.kwh(begins)


def test_every_answer_of_the_table_is_short(
    demo: Sessions, ids: dict[str, int], billing: Billing
) -> None:
    """A phone shows two sentences: the fact and one that helps."""
    for number, question, text, _ in ROWS:
        answers = billing.answer(question, [ids[number]], periods_in(text), text)
        told = rendered(answers[0])
        assert len(re.findall(r"[。！？]", told)) <= 4, told
        assert len(told) <= 170, told


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("query_bill", "两个加起来上个月多少", ("两户", "167.42元", "家里112.96元", "充电桩54.46元")),
        ("query_usage", "哪户用得多", ("家里更多", "235.88度")),
        ("query_balance", "两户加起来欠多少", ("两户都没有欠费",)),
        ("query_usage", "两户昨天一共用了几度", ("2026年11月29日两户一共用电",)),
    ],
)  # fmt: skip
def test_two_accounts_are_summed_or_compared(
    ids: dict[str, int], billing: Billing, question: str, text: str, expected: tuple[str, ...]
) -> None:
    [answer] = billing.answer(question, [ids[PAIR], ids[CHARGER]], periods_in(text), text)
    told = rendered(answer)
    assert all(part in told for part in expected), told


def test_two_accounts_without_a_sum_are_told_one_by_one(
    ids: dict[str, int], billing: Billing
) -> None:
    text = "上个月电费"
    first, second = billing.answer("query_bill", [ids[PAIR], ids[CHARGER]], periods_in(text), text)
    assert rendered(first).startswith("33*****026这户")
    assert rendered(second).startswith("33*****034这户")


def test_several_months_are_told_one_by_one_at_most_three(
    ids: dict[str, int], billing: Billing
) -> None:
    text = "五月、六月、七月和八月的电费交了没"
    answers = billing.answer("query_bill", [ids[SUMMER]], periods_in(text), text)
    assert [answer.facts["label"] for answer in answers] == ["2026年5月", "2026年6月", "2026年7月"]


@pytest.mark.parametrize(
    ("question", "before", "text", "periods", "expected"),
    [
        ("query_usage", "今年用了多少度", "去年同期呢", ["2025-01-01/2025-12-31"], "2025年1月1日—11月29日用电"),
        ("query_bill", "上个月电费多少", "那度数呢", ["2026-10-01/2026-10-31"], "180.85度"),
        ("query_late_fee", "违约金多少", "那电费一共呢", [], "3期电费"),
        ("query_bill", "今年哪个月最贵", "去年呢", ["2025-01-01/2025-12-31"], "2025年8月"),
        ("query_bill", "这个月用300度多少钱", "那500度呢", [], "用500度"),
    ],
)  # fmt: skip
def test_a_follow_up_keeps_what_was_asked(
    ids: dict[str, int],
    billing: Billing,
    question: str,
    before: str,
    text: str,
    periods: list[str],
    expected: str,
) -> None:
    account = ids[ARREARS if "late_fee" in question else SUMMER]
    times = [Period.from_iso(one) for one in periods]
    [answer] = billing.answer(question, [account], times, text, before=before)
    assert expected in rendered(answer)


def test_the_situation_tells_the_buttons(
    demo: Sessions, ids: dict[str, int], billing: Billing
) -> None:
    cut_off = billing.situation(ids[CUT_OFF])
    assert cut_off.cut_off_since == date(2026, 11, 24)
    assert wording.money(cut_off.owed) == due(demo, ids[CUT_OFF], TODAY).principal
    prepaid = billing.situation(ids[PREPAID])
    assert (prepaid.prepaid, prepaid.days_left) == (True, 3)
    assert prepaid.exchanged_on == date(2026, 9, 13)
    assert billing.situation(ids[POOR]).pending == Decimal("46.49")
    assert billing.situation(ids[POOR]).welfare == "minimum_living"
    assert billing.situation(ids[FAULT]).disputed_months == (date(2026, 10, 1),)
    family = billing.situation(ids[FAMILY])
    assert (family.household_size, family.household_until) == (7, date(2026, 12, 31))
    assert family.generates
    calm = billing.situation(ids[ELDERLY])
    assert (calm.owed, calm.pending, calm.prepaid) == (0, 0, False)
