"""Numbers, dates and labels as customers read them, and the sentences that facts are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")

BILL_STATUS = {"paid": "已交清", "partly": "部分已交", "unpaid": "待交", "overdue": "已逾期"}

PAYMENT_STATUS = {
    "posted": "已入账",
    "pending": "处理中，还没入账",
    "failed": "没有成功",
    "refunded": "已退回",
}

CHANNEL = {
    "wechat": "微信",
    "alipay": "支付宝",
    "app": "掌上营业厅",
    "bank_debit": "银行代扣",
    "bank_counter": "银行柜台",
    "hall": "营业厅",
    "agent_shop": "代收点",
}

PAID_BY = {
    "wechat": "用微信",
    "alipay": "用支付宝",
    "app": "用掌上营业厅",
    "bank_debit": "由银行代扣",
    "bank_counter": "在银行柜台",
    "hall": "在营业厅",
    "agent_shop": "在代收点",
}
"""How it was paid, before 交."""

READING_METHOD = {"remote": "远程自动抄表", "manual": "人工抄表", "estimated": "估算"}

BAND = {"peak": "峰", "valley": "谷", "flat": "平"}

BAND_NAME = {"peak": "高峰", "flat": "平段", "valley": "低谷"}

TARIFF_CLASS = {
    "residential": "居民一户一表",
    "residential_shared": "居民合表",
    "ev_residential": "居民充电桩",
    "commercial": "一般工商业",
    "industrial": "大工业",
    "farming": "农业生产",
}

PLACE = {
    "residential": "家里",
    "ev_residential": "充电桩",
    "commercial": "店里",
    "industrial": "厂里",
    "farming": "农业用电",
}
"""How customers call an account by its kind of use."""

WELFARE = {"minimum_living": "低保", "five_guarantees": "特困（五保）"}

TIER = {1: "第一档", 2: "第二档", 3: "第三档"}

INVOICE_KIND = {"ordinary": "普通发票", "special": "专用发票"}


def money(amount: Decimal) -> str:
    """An amount in 元 with two digits: 46.10."""
    return f"{amount.quantize(CENT, ROUND_HALF_UP):.2f}"


def kwh(energy: Decimal) -> str:
    """kWh with at most two digits and no zeros behind: 230.5."""
    text = f"{energy.quantize(CENT, ROUND_HALF_UP):.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text


def per_day(energy: Decimal) -> str:
    """kWh per day with one digit: 3.2."""
    return f"{energy.quantize(Decimal('0.1'), ROUND_HALF_UP):.1f}"


def unit_price(price: Decimal) -> str:
    """元 per kWh, at least two digits, no zeros behind: 0.538."""
    text = f"{price:.8f}".rstrip("0")
    _, _, behind = text.partition(".")
    return text + "0" * (2 - len(behind)) if len(behind) < 2 else text


def percent(share: Decimal, digits: int = 0) -> str:
    """A share as a percentage: 0.384 is 38%."""
    return f"{(share * 100).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)}%"


def percents(parts: Sequence[Decimal]) -> list[str]:
    """Shares of a whole in tenths of a per cent that sum to 100, the largest remainders rounded up."""
    whole = sum(parts, Decimal(0))
    if not whole:
        return ["0%"] * len(parts)
    exact = [part * 1000 / whole for part in parts]
    floors = [int(share) for share in exact]
    order = sorted(range(len(parts)), key=lambda i: (floors[i] - exact[i], i))
    for position in order[: 1000 - sum(floors)]:
        floors[position] += 1
    return [f"{share // 10}.{share % 10}%".replace(".0%", "%") for share in floors]


def day(value: date) -> str:
    """2026年10月5日."""
    return f"{value.year}年{value.month}月{value.day}日"


def short_day(value: date) -> str:
    """10月5日."""
    return f"{value.month}月{value.day}日"


def month(value: date) -> str:
    """2026年10月."""
    return f"{value.year}年{value.month}月"


def month_key(value: date) -> str:
    """2026-10, as cards carry it."""
    return f"{value.year:04d}-{value.month:02d}"


def moment(value: datetime) -> str:
    """An aware moment as cards carry it, to the second."""
    return value.replace(microsecond=0).isoformat()


def time_of(value: datetime) -> str:
    """10月5日14:30."""
    return f"{value.month}月{value.day}日{value.hour:02d}:{value.minute:02d}"


def tier(number: int) -> str:
    """第一档, 第二档, …."""
    return TIER.get(number, f"第{number}档")


def listed(items: Sequence[str], most: int = 4) -> str:
    """甲、乙、丙等7个: the first few, and how many there are."""
    if len(items) <= most:
        return "、".join(items)
    return f"{'、'.join(items[:most])}等{len(items)}个"


def day_ranges(days: Iterable[date], most: int = 4) -> str:
    """Days in words with neighbours joined: 10月3日、10月8日至10日."""
    ordered = sorted(days)
    ranges: list[tuple[date, date]] = []
    for current in ordered:
        if ranges and (current - ranges[-1][1]).days == 1:
            ranges[-1] = (ranges[-1][0], current)
        else:
            ranges.append((current, current))
    words = []
    for first, last in ranges:
        if first == last:
            words.append(short_day(first))
        elif first.month == last.month:
            words.append(f"{short_day(first)}至{last.day}日")
        else:
            words.append(f"{short_day(first)}至{short_day(last)}")
    if len(words) > most:
        return f"{'、'.join(words[:most])}等"
    return "、".join(words)


def month_ranges(months: Iterable[date]) -> str:
    """Months in words with neighbours joined: 2025年11月到2026年1月、2026年3月."""
    ranges: list[tuple[date, date]] = []
    for current in sorted(months):
        if ranges and months_between(ranges[-1][1], current) == 1:
            ranges[-1] = (ranges[-1][0], current)
        else:
            ranges.append((current, current))
    return "、".join(month_span(first, last) for first, last in ranges)


def months_between(first: date, last: date) -> int:
    """Whole calendar months from one month to another."""
    return (last.year - first.year) * 12 + last.month - first.month


def add_months(month_start: date, count: int) -> date:
    """The first day of the month that lies `count` months away."""
    index = month_start.year * 12 + month_start.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def shown_day(value: date, today: date) -> str:
    """10月5日 in the running year, else 2025年10月5日."""
    return short_day(value) if value.year == today.year else day(value)


def more(amount: Decimal, high: str = "多", low: str = "少") -> str:
    """多 or 少, by the sign."""
    return high if amount >= 0 else low


def stops(*sentences: str) -> str:
    """Sentences one after the other; the empty ones left out."""
    return "".join(sentence for sentence in sentences if sentence)


def costs(amount: Decimal) -> str:
    """多花46.10元 or 少花3.00元."""
    return f"{'多' if amount >= 0 else '少'}花{money(abs(amount))}元"


def month_span(first: date, last: date) -> str:
    """2024年10月到2026年10月, 2026年3月到5月, or one month alone."""
    if first == last:
        return month(first)
    return (
        f"{month(first)}到{last.month}月"
        if first.year == last.year
        else (f"{month(first)}到{month(last)}")
    )
