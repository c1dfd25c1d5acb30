"""What the meter showed, and what people need to know who check a reading or a disputed bill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bot.billing import records, wording
from bot.billing.answers import Answer, RequestFacts
from bot.billing.question import Months, Question, month_of, months_of
from bot.masking import mask_number

if TYPE_CHECKING:
    from bot.periods import Period

CONDITION_MONTHS = 2
USUAL_MONTHS = 6  # readings from which the usual day is told
SUMMARY_LENGTH = 255  # characters, as `ServiceRequest.summary`


def readings(question: Question, period: Period | None) -> Answer:
    """The readings that a period's bills were made from, or the newest ones without a period."""
    read = _read_in(question, period)
    if read is not None:
        return read
    months = _asked(question, period)
    if months is None:
        return question.answer("utter_readings_none", label="最近", available_note="")
    found = records.readings(question.session, question.account.id, months.first, months.last)
    if not found:
        known = records.billed_months(question.session, question.account.id)
        note = f"可以查到的是{wording.month_span(*known)}的。" if known else ""
        return question.answer("utter_readings_none", label=months.label, available_note=note)
    notes = _notes(found, question.today)
    card: dict[str, Any] = {
        "schema": "readings",
        "account": question.masked_account,
        "label": months.label,
        "items": [_item(reading) for reading in found],
    }
    if notes:
        card["notes"] = notes
    newest = [reading for reading in found if reading.month == found[-1].month]
    return question.answer(
        "utter_readings",
        card,
        label=months.label,
        readings="；".join(_told(reading) for reading in newest),
        notes="".join(notes),
        more_note=f"一共{len(found)}条记录，其余的请看列表。" if len(found) > len(newest) else "",
    )


def _read_in(question: Question, period: Period | None) -> Answer | None:
    """The reading that was taken on a day, or in the month that isn't billed yet; else None.

    11月1号抄的 is what October's bill was made from; what it shows by now is that and the days since.
    """
    if period is None or period.start > question.today:
        return None
    runs = period.start >= question.this_month or (
        period.granularity == "day" and period.end >= question.this_month
    )
    if period.granularity != "day" and not runs:
        return None
    first = wording.add_months(period.start.replace(day=1), -1)
    found = records.readings(question.session, question.account.id, first, question.this_month)
    on = [one for one in found if period.start <= one.read_on <= period.end]
    if not on:
        return now(question) if runs else None
    days = period.granularity == "day"
    return _reading_answer(question, on[-1], since=not days and on[-1] is found[-1])


def now(question: Question) -> Answer | None:
    """What the meter shows by now: the last reading and what was used since; None without readings."""
    months = _asked(question, None)
    if months is None:
        return None
    found = records.readings(question.session, question.account.id, months.first, months.last)
    return _reading_answer(question, found[-1], since=True) if found else None


def _reading_answer(question: Question, reading: records.ReadingRecord, *, since: bool) -> Answer:
    days: Sequence[records.DayRecord] = ()
    if since:
        days = records.days(question.session, question.account.id, reading.read_on, question.today)
    return question.answer(
        "utter_reading_on",
        day=wording.shown_day(reading.read_on, question.today),
        reading=wording.kwh(reading.reading),
        method=wording.READING_METHOD[reading.method],
        since_note=since_note(reading, days, "用了"),
    )


def since_note(reading: records.ReadingRecord, days: Sequence[records.DayRecord], verb: str) -> str:
    """What came after a reading, and what the meter shows by that: ，到11月29日又用了…度，大约是….

    Args:
        reading: the last one.
        days: measured since, oldest first; none: nothing is told.
        verb: 用了 or 送出.
    """
    if not days:
        return ""
    kwh = sum((one.kwh for one in days), Decimal(0))
    return (
        f"，到{wording.short_day(days[-1].day)}又{verb}{wording.kwh(kwh)}度，"
        f"大约是{wording.kwh(reading.reading + kwh)}"
    )


def reading_day(question: Question, period: Period | None) -> Answer | None:
    """On which day the meter was read, and on which it usually is; None without readings."""
    months = _asked(question, period)
    if months is None:
        return None
    session, account = question.session, question.account.id
    found = records.readings(session, account, months.first, months.last)
    if not found:
        return None
    newest = found[-1]
    recent = records.readings(
        session, account, wording.add_months(newest.month, -USUAL_MONTHS), newest.month
    )
    days = {reading.read_on.day for reading in recent if reading.removed_on != reading.read_on}
    usual = f"一般每月{days.pop()}日抄表。" if len(days) == 1 else ""
    return question.answer(
        "utter_reading_day",
        label=wording.month(newest.month),
        day=wording.shown_day(newest.read_on, question.today),
        method=wording.READING_METHOD[newest.method],
        reading=wording.kwh(newest.reading),
        usual_note=usual,
    )


def exchange(question: Question) -> Answer:
    """The newest exchange of the meter: the day, the old meter's last and the new one's first."""
    session, account = question.session, question.account.id
    meters = records.meters(session, account, question.account.opened_on, question.today)
    if len(meters) < 2:
        return question.answer("utter_meter_not_exchanged")
    old, new = meters[-2], meters[-1]
    first = wording.add_months(new.installed_on.replace(day=1), -1)
    found = records.readings(session, account, first, wording.add_months(first, 2))
    last = [one for one in found if one.asset_number == old.asset_number]
    begun = [one for one in found if one.asset_number == new.asset_number]
    if not last or not begun:
        return question.answer(
            "utter_meter_exchanged_day",
            day=wording.shown_day(new.installed_on, question.today),
        )
    month = [one for one in (last[-1], begun[0]) if one.month == new.installed_on.replace(day=1)]
    each = [one.reading - one.previous_reading for one in month]
    together = (
        f"{wording.month(month[0].month)}旧表走了{wording.kwh(each[0])}度、"
        f"新表{wording.kwh(each[1])}度，一共{wording.kwh(sum(each, Decimal(0)))}度。"
        if len(each) == 2
        else ""
    )
    return question.answer(
        "utter_meter_exchanged",
        day=wording.shown_day(new.installed_on, question.today),
        last=wording.kwh(last[-1].reading),
        first=wording.kwh(begun[0].previous_reading),
        together_note=together,
        balance_note=_balance_note(question),
    )


def installed(question: Question, direction: str) -> Answer | None:
    """Since when the meter has hung there; None without one.

    Args:
        question: whose.
        direction: `import`, or `export` for the one that measures what a PV plant feeds in.
    """
    session, account = question.session, question.account
    meters = records.meters(session, account.id, account.opened_on, question.today, direction)
    if not meters:
        return None
    return question.answer(
        "utter_meter_installed",
        what="计上网电量的表" if direction == "export" else "现在这块电表",
        day=wording.shown_day(meters[-1].installed_on, question.today),
    )


def _balance_note(question: Question) -> str:
    """The money is kept with the 户号, not in the meter: a prepaid customer asks for it."""
    if question.account.postpaid:
        return ""
    return f"余额记在户号上，换表不影响，现在是{wording.money(question.account.balance)}元。"


def dispute_summary(question: Question, period: Period | None) -> RequestFacts | None:
    """What a disputed bill is about, or None where the month has no bill."""
    bill = _bill(question, period)
    if bill is None:
        return None
    label = wording.month(bill.month)
    details = {
        "账单月份": label,
        "金额": f"{wording.money(bill.amount)}元",
        "电量": f"{wording.kwh(bill.kwh)}度（{bill.days}天）",
        "状态": wording.BILL_STATUS[bill.status(question.today)],
    }
    sentences = [
        f"对{label}电费有异议：{wording.money(bill.amount)}元，{wording.kwh(bill.kwh)}度/{bill.days}天"
    ]
    earlier = {
        "上月": wording.add_months(bill.month, -1),
        "去年同月": wording.add_months(bill.month, -12),
    }
    bases = {
        base.month: base
        for base in records.bills(
            question.session, question.account.id, earlier["去年同月"], earlier["上月"]
        )
    }
    for name, month in earlier.items():
        base = bases.get(month)
        if base is None:
            continue
        change = bill.amount - base.amount
        text = f"{wording.money(base.amount)}元，{wording.kwh(base.kwh)}度/{base.days}天"
        details[name] = text
        sentences.append(f"{name}{text}（{'+' if change >= 0 else ''}{wording.money(change)}元）")
    meter = records.readings(question.session, question.account.id, bill.month, bill.month)
    for reading in meter:
        details[f"电表{mask_number(reading.asset_number)}"] = _shown(reading)
        sentences.append(_shown(reading))
    sentences += _notes(meter, question.today)
    if bill.disputed:
        sentences.append("这张账单已经在争议处理中")
    return RequestFacts(_cut("；".join(_bare(s) for s in sentences)), details, bill.id, label)


def reading_summary(question: Question, period: Period | None) -> RequestFacts | None:
    """What a doubted reading is about, or None where the month has no bill."""
    bill = _bill(question, period)
    if bill is None:
        return None
    label = wording.month(bill.month)
    found = records.readings(question.session, question.account.id, bill.month, bill.month)
    details = {"账单月份": label, "计费电量": f"{wording.kwh(bill.kwh)}度"}
    sentences = [f"请核对{label}的电表示数，计费{wording.kwh(bill.kwh)}度"]
    for reading in found:
        details[f"电表{mask_number(reading.asset_number)}"] = _shown(reading)
        sentences.append(_shown(reading))
    if not found:
        sentences.append("系统里没有这个月的示数记录")
    sentences += _notes(found, question.today)
    return RequestFacts(_cut("；".join(_bare(s) for s in sentences)), details, bill.id, label)


@dataclass(frozen=True)
class Doubt:
    """A reason to offer a check of a bill's reading.

    Args:
        reason: estimated, exchange, fault or offline.
        sentence: for the customer.
    """

    reason: str
    sentence: str


def doubts(found: Sequence[records.ReadingRecord], today: date) -> list[Doubt]:
    """Reasons in one month's readings to offer a check.

    A meter's condition is today's: it says something about the last months only.
    """
    reasons = []
    label = wording.month(found[0].month) if found else ""
    if any(reading.method == "estimated" for reading in found):
        reasons.append(
            Doubt(
                "estimated",
                f"{label}的示数是估算的，不是实际抄到的。",
            )
        )
    if len(found) > 1:
        changed = found[-1].installed_on
        reasons.append(
            Doubt(
                "exchange",
                f"{wording.day(changed)}换过电表，这个月的电量是新旧两块表加起来的。",
            )
        )
    oldest = wording.add_months(today.replace(day=1), -CONDITION_MONTHS)
    found = [reading for reading in found if reading.month >= oldest]
    if any(reading.condition == "fault_suspected" for reading in found):
        reasons.append(Doubt("fault", "系统提示这块电表可能有异常，建议安排一次核验。"))
    if any(reading.condition == "offline" for reading in found):
        reasons.append(Doubt("offline", "这块电表目前采集不到数据，示数可能不是最新的。"))
    return reasons


def _asked(question: Question, period: Period | None) -> Months | None:
    if period is not None:
        return months_of(period)
    newest = records.latest_bills(question.session, question.account.id, 1)
    return month_of(newest[0]) if newest else None


def _bill(question: Question, period: Period | None) -> records.BillRecord | None:
    until = None if period is None else months_of(period).last
    newest = records.latest_bills(question.session, question.account.id, 1, until)
    if not newest or (period is not None and newest[0].month < months_of(period).first):
        return None
    return newest[0]


def _rows(reading: records.ReadingRecord) -> list[tuple[str, Decimal, Decimal]]:
    rows = [("总", reading.previous_reading, reading.reading)]
    if reading.reading_peak is not None and reading.previous_peak is not None:
        rows.append(("峰", reading.previous_peak, reading.reading_peak))
    if reading.reading_valley is not None and reading.previous_valley is not None:
        rows.append(("谷", reading.previous_valley, reading.reading_valley))
    return rows


def _item(reading: records.ReadingRecord) -> dict[str, Any]:
    return {
        "label": wording.month(reading.month),
        "meter_masked": mask_number(reading.asset_number),
        "read_on": reading.read_on.isoformat(),
        "method": reading.method,
        "method_label": wording.READING_METHOD[reading.method],
        "rows": [
            {
                "label": label,
                "previous": wording.kwh(previous),
                "current": wording.kwh(current),
                "kwh": wording.kwh(current - previous),
            }
            for label, previous, current in _rows(reading)
        ],
    }


def _shown(reading: records.ReadingRecord) -> str:
    """示数1234.5→1465，230.5度，10月31日远程自动抄表."""
    return (
        f"示数{wording.kwh(reading.previous_reading)}→{wording.kwh(reading.reading)}，"
        f"{wording.kwh(reading.reading - reading.previous_reading)}度，"
        f"{wording.short_day(reading.read_on)}{wording.READING_METHOD[reading.method]}"
    )


def _told(reading: records.ReadingRecord) -> str:
    """10月31日抄到1465，上次1234.5，用了230.5度."""
    return (
        f"{wording.short_day(reading.read_on)}抄到{wording.kwh(reading.reading)}，"
        f"上次{wording.kwh(reading.previous_reading)}，"
        f"用了{wording.kwh(reading.reading - reading.previous_reading)}度"
    )


def _notes(found: Sequence[records.ReadingRecord], today: date) -> list[str]:
    """Sentences about what is doubtful in the newest month's readings."""
    if not found:
        return []
    newest = found[-1].month
    return [doubt.sentence for doubt in doubts([r for r in found if r.month == newest], today)]


def _bare(sentence: str) -> str:
    return sentence.rstrip("。")


def _cut(text: str) -> str:
    return text if len(text) <= SUMMARY_LENGTH else text[: SUMMARY_LENGTH - 1] + "…"
