"""From the utility's rows to the tariff engine: usage, terms and cost of a bill."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.billing.difference import Cost, NotComputable, Plan, Situation
from bot.billing.records import AccountRecord, BillRecord, LineRecord
from bot.tariffs import (
    Charge,
    Line,
    LineKind,
    PriceBook,
    PriceSet,
    PriceUnknown,
    Terms,
    Usage,
    UsageMismatch,
    rate,
)


def plan_of(account: AccountRecord, price: PriceSet, on: date) -> Plan:
    """What is agreed for an account on a day and has a published rule in a price set.

    A registration for which no rule is known changes no bill; `unknown_rules` names it.
    """
    household = account.household_size if _registered(account, on) else None
    welfare = account.welfare
    if price.household is None:
        household = None
    if price.welfare is None or welfare not in price.welfare.kinds:
        welfare = None
    return Plan(account.time_of_use, household, welfare)


def unknown_rules(account: AccountRecord, price: PriceSet, on: date) -> list[str]:
    """What an account has registered that a price set knows no rule for, in words."""
    found = []
    if price.tier_period != "none" and price.household is None and _registered(account, on):
        found.append("一户多人口")
    if account.welfare is not None and (
        price.welfare is None or account.welfare not in price.welfare.kinds
    ):
        found.append("免费电量")
    return found


def _registered(account: AccountRecord, on: date) -> bool:
    until = account.household_valid_until
    return account.household_size is not None and (until is None or on <= until)


def terms_of(account: AccountRecord, plan: Plan) -> Terms:
    """What was agreed, as the engine takes it."""
    return Terms(
        time_of_use=plan.time_of_use,
        household_size=plan.household_size,
        welfare=plan.welfare,
        opened_on=account.opened_on,
    )


def situation_of(bill: BillRecord) -> Situation:
    """What a bill was computed from."""
    return Situation(
        price_set_id=bill.price_set_id,
        plan=Plan(bill.time_of_use, bill.household_size, bill.welfare),
        start=bill.period_start,
        end=bill.period_end,
        days=bill.days,
        kwh=bill.kwh,
        peak_kwh=bill.peak_kwh,
        valley_kwh=bill.valley_kwh,
        year_kwh_before=bill.year_kwh_before,
    )


def used_in_year(bill: BillRecord, year: int) -> Decimal:
    """kWh of a calendar year up to a bill's end; a bill over the year's end is divided by days."""
    if bill.period_end.year != year:
        return Decimal(0)
    if bill.period_start.year == year:
        return bill.year_kwh_before + bill.kwh
    days = (bill.period_end - date(year, 1, 1)).days + 1
    return (bill.kwh * days / bill.days).quantize(Decimal("0.01"))


def charge(prices: PriceBook, account: AccountRecord, situation: Situation) -> Charge:
    """What a situation costs, line by line.

    Raises:
        NotComputable: price set, rule or bands are missing.
    """
    try:
        return rate(
            prices.get(situation.price_set_id),
            Usage(situation.kwh, situation.peak_kwh, situation.valley_kwh),
            terms_of(account, situation.plan),
            start=situation.start,
            end=situation.end,
            year_kwh_before=situation.year_kwh_before,
        )
    except (PriceUnknown, UsageMismatch) as error:
        raise NotComputable(str(error)) from None


@dataclass(frozen=True)
class Costs:
    """Computes situations of one account, each once.

    Args:
        prices: all price sets.
        account: whose contract holds.
        known: what was computed before.
    """

    prices: PriceBook
    account: AccountRecord
    known: dict[Situation, Decimal]

    def __call__(self, situation: Situation) -> Decimal:
        """The cost in 元.

        Raises:
            NotComputable: price set, rule or bands are missing.
        """
        if situation not in self.known:
            self.known[situation] = charge(self.prices, self.account, situation).total
        return self.known[situation]


def cost_of(prices: PriceBook, account: AccountRecord) -> Cost:
    """The cost function of one account."""
    return Costs(prices, account, {})


def engine_line(line: LineRecord) -> Line:
    """A stored line as the engine's, for its label."""
    return Line(LineKind(line.kind), line.tier, line.band, line.kwh, line.unit_price, line.amount)
