"""The demo's bills, and how they were paid: lines, payments, allocations, late fees, invoices."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import ROUND_CEILING, Decimal
from random import Random

from bot.clock import SHANGHAI
from bot.demo.consumption import SEED, Use
from bot.demo.metering import Cycle
from bot.demo.profiles import Holder, Profile, first_of
from bot.demo.rows import Rows
from bot.tariffs import Charge, LateFeeRules, PriceBook, PriceSet, Terms, Usage, late_fee, rate

REGION = "zhejiang"
RESIDENTIAL = {"residential", "residential_shared", "ev_residential"}
HUNDREDTH = Decimal("0.01")
NO_MONEY = Decimal("0.00")
OVERPAID = Decimal("50.00")
PARTLY_PAID = Decimal("40.00")
LOW_BALANCE = Decimal("8.00")  # and less than one yuan more
INVOICE_MONTHS = 12
CHANNELS = ("wechat", "alipay", "app", "app", "wechat", "hall", "agent_shop", "bank_counter")


@dataclass(frozen=True)
class Prices:
    """What bills are computed with.

    Args:
        book: all price sets.
        late_fees: rates and limits of late fees.
    """

    book: PriceBook
    late_fees: LateFeeRules


@dataclass
class _Bill:
    """A bill while it waits for its payments."""

    id: int
    month: date
    amount: Decimal
    issued_on: date
    due_on: date
    paid: Decimal = NO_MONEY
    settled_on: date | None = None

    @property
    def unpaid(self) -> Decimal:
        return self.amount - self.paid


@dataclass
class _Money:
    """A prepayment while it waits for bills."""

    payment_id: int
    left: Decimal


@dataclass
class Ledger:
    """One account's bills and payments.

    Args:
        rows: where they are written to.
        account_id: the account's row.
        profile: the account.
        holder: who holds it.
        today: what happens today or later isn't known.
        prices: what bills are computed with.
    """

    rows: Rows
    account_id: int
    profile: Profile
    holder: Holder
    today: date
    prices: Prices
    balance: Decimal = NO_MONEY
    _chance: Random = field(init=False)
    _bills: list[tuple[_Bill, dict[str, object]]] = field(default_factory=list)
    _prepaid: list[_Money] = field(default_factory=list)
    _payments: int = 0
    _debt: list[_Bill] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._chance = Random(f"{SEED}/{self.profile.number}/payments")  # noqa: S311 - no secret

    def bill(self, cycle: Cycle, year_before: int) -> None:
        """Bill a complete month, if its bill is issued by today.

        Args:
            cycle: the month.
            year_before: hundredths of kWh used before it in its calendar year.
        """
        issued_on = first_of(cycle.month, 1).replace(day=self.profile.issue_day)
        if issued_on > self.today or cycle.use.total == 0:
            return
        usage = self._usage(cycle.use)
        price_set, terms, charge = self._charge(cycle, usage, year_before)
        values: dict[str, object] = {
            "account_id": self.account_id,
            "month": cycle.month,
            "period_start": cycle.start,
            "period_end": cycle.end,
            "kwh": usage.kwh,
            "peak_kwh": usage.peak_kwh,
            "valley_kwh": usage.valley_kwh,
            "year_kwh_before": year_before * HUNDREDTH,
            "price_set_id": price_set.id,
            "time_of_use": terms.time_of_use,
            "household_size": terms.household_size,
            "welfare": terms.welfare,
            "amount": charge.total,
            "issued_on": issued_on,
            "due_on": issued_on.replace(day=self.profile.due_day),
            "disputed": False,
        }
        number = self.rows.next_id("bills")
        for position, line in enumerate(charge.lines, 1):
            self.rows.add(
                "bill_lines",
                bill_id=number,
                position=position,
                kind=line.kind.value,
                tier=line.tier,
                band=line.band,
                kwh=line.kwh,
                unit_price=line.unit_price,
                amount=line.amount,
            )
        bill = _Bill(
            number,
            cycle.month,
            charge.total,
            issued_on,
            issued_on.replace(day=self.profile.due_day),
        )
        self._bills.append((bill, values))

    def close(self, running: Cycle | None, year_before: int) -> None:
        """Let all bills be paid as the profile says, and write them.

        Args:
            running: this month up to yesterday; a prepaid account pays for it day by day.
            year_before: hundredths of kWh used before this month in its calendar year.
        """
        if self.profile.payment_mode == "prepaid":
            self._pay_in_advance(running, year_before)
        else:
            self._pay_afterwards()
        newest = self._bills[-1][0] if self._bills else None
        for bill, values in self._bills:
            self.rows.add(
                "bills",
                **{
                    **values,
                    "id": bill.id,
                    "paid_amount": bill.paid,
                    "settled_on": bill.settled_on,
                    "disputed": bill is newest and "disputed" in self.profile.troubles,
                },
            )
        self._issue_invoices()

    def _charge(
        self, cycle: Cycle, usage: Usage, year_before: int
    ) -> tuple[PriceSet, Terms, Charge]:
        profile = self.profile
        price_set = self.prices.book.find(
            REGION, profile.tariff_class, profile.voltage, cycle.start
        )
        since, until = profile.household_since, profile.household_valid_until
        registered = (
            since is not None
            and since <= cycle.month
            and (until is None or cycle.end <= until)
            # Without a published rule for the region a registration changes no bill.
            and price_set.household is not None
        )
        terms = Terms(
            time_of_use=profile.time_of_use_since is not None
            and profile.time_of_use_since <= cycle.start,
            household_size=profile.household_size if registered else None,
            welfare=profile.welfare if price_set.welfare is not None else None,
            opened_on=profile.opened_on,
        )
        charge = rate(
            price_set,
            usage,
            terms,
            start=cycle.start,
            end=cycle.end,
            year_kwh_before=year_before * HUNDREDTH,
        )
        return price_set, terms, charge

    def _usage(self, use: Use) -> Usage:
        if self.profile.meter_kind == "mechanical":
            return Usage(use.total * HUNDREDTH)
        return Usage(use.total * HUNDREDTH, use.peak * HUNDREDTH, use.valley * HUNDREDTH)

    # --- postpaid ------------------------------------------------------------------------------

    def _pay_afterwards(self) -> None:
        bills = [bill for bill, _ in self._bills]
        for bill in bills:
            if bill.amount == 0:
                bill.settled_on = bill.issued_on
        owed = [bill for bill in bills if bill.amount > 0]
        unpaid = owed[len(owed) - self.profile.unpaid_bills :] if self.profile.unpaid_bills else []
        troubles = self.profile.troubles
        if owed and "disputed" in troubles and not unpaid:
            unpaid = owed[-1:]
        waiting: list[_Bill] = []
        for bill in owed:
            if bill in unpaid:
                continue
            if bill is owed[-1] and "payment_pending" in troubles:
                self._payment(self._yesterday(bill.issued_on), bill.amount, "wechat", "pending")
                continue
            waiting.append(bill)
            if self.profile.habit == "bundles" and bill.month.month % 2:
                continue  # it is paid together with the next one
            self._pay_together(waiting, self._day_of_payment(bill))
            waiting = []
        if waiting:
            self._pay_together(waiting, self._day_of_payment(waiting[-1]))
        if unpaid and "arrears" in troubles and unpaid[0].amount > PARTLY_PAID * 2:
            first = unpaid[0]
            self._settle([(first, PARTLY_PAID, NO_MONEY)], self._moment(first.due_on), "hall")
        self._add_odd_payments(owed)

    def _day_of_payment(self, bill: _Bill) -> date:
        habit = self.profile.habit
        if habit == "debit":
            return bill.due_on - timedelta(days=5)
        if habit == "late" and self._chance.random() < 0.4:
            return bill.due_on + timedelta(days=self._chance.randint(1, 24))
        return bill.issued_on + timedelta(
            days=self._chance.randint(0, (bill.due_on - bill.issued_on).days)
        )

    def _pay_together(self, bills: list[_Bill], day: date) -> None:
        if day >= self.today:
            return
        channel = "bank_debit" if self.profile.habit == "debit" else self._channel()
        self._settle(
            [(bill, bill.unpaid, self._late_fee(bill, day)) for bill in bills],
            self._moment(day),
            channel,
        )

    def _late_fee(self, bill: _Bill, day: date) -> Decimal:
        if day <= bill.due_on:
            return NO_MONEY
        return late_fee(
            bill.unpaid,
            bill.due_on,
            day,
            residential=self.profile.tariff_class in RESIDENTIAL,
            bill_amount=bill.amount,
            rules=self.prices.late_fees,
        ).fee

    def _settle(
        self, parts: list[tuple[_Bill, Decimal, Decimal]], moment: datetime, channel: str
    ) -> None:
        total = sum((amount + fee for _, amount, fee in parts), NO_MONEY)
        number = self._payment(moment, total, channel, "posted")
        for bill, amount, fee in parts:
            self._allocate(number, bill, amount, fee, moment.date())

    def _add_odd_payments(self, owed: list[_Bill]) -> None:
        paid = [bill for bill in owed if bill.settled_on is not None]
        if not paid:
            return
        newest = paid[-1]
        troubles = self.profile.troubles
        moment = self._moment(max(newest.issued_on, newest.settled_on or newest.issued_on))
        if "payment_failed" in troubles:
            self._payment(moment - timedelta(hours=2), newest.amount, "alipay", "failed")
        if "payment_refunded" in troubles:
            self._payment(moment + timedelta(minutes=4), newest.amount, "wechat", "refunded")
        if "overpaid" in troubles:
            self._payment(moment + timedelta(minutes=9), OVERPAID, "hall", "posted")
            self.balance += OVERPAID

    # --- prepaid -------------------------------------------------------------------------------

    def _pay_in_advance(self, running: Cycle | None, year_before: int) -> None:
        troubles = self.profile.troubles
        for bill, values in self._bills:
            start = values["period_start"]
            assert isinstance(start, date)
            self._top_up_to(bill.amount, start, bill.issued_on)
            self._use_up(bill)
        used = NO_MONEY
        if running is not None and running.use.total:
            used = self._charge(running, self._usage(running.use), year_before)[2].total
        if "low_balance" in troubles:
            wanted = used.to_integral_value(ROUND_CEILING) + LOW_BALANCE
        elif "overdrawn" in troubles:
            wanted = NO_MONEY
        else:
            wanted = used + self._chance.randint(5, 30)
        start = min(first_of(self.today), self.today - timedelta(days=1))
        self._top_up_to(wanted, start, self.today)
        self.balance = sum((money.left for money in self._prepaid), NO_MONEY) - used

    def _top_up_to(self, wanted: Decimal, start: date, before: date) -> None:
        """Pay in until there is enough, on days from `start` to the one before `before`.

        Whole hundreds mostly; who runs out of money pays in no more than is needed.
        """
        barely = bool(self.profile.troubles & {"low_balance", "overdrawn"})
        there = sum((money.left for money in self._prepaid), NO_MONEY)
        while there < wanted:
            step = 1 if barely else self._chance.choice((50, 100, 100, 200))
            amount = ((wanted - there) / step).to_integral_value(ROUND_CEILING) * step
            day = start + timedelta(days=self._chance.randrange(max(1, (before - start).days)))
            number = self._payment(self._moment(day), amount, self._channel(), "posted")
            self._prepaid.append(_Money(number, amount))
            there += amount

    def _use_up(self, bill: _Bill) -> None:
        while bill.unpaid > 0:
            money = self._prepaid[0]
            amount = min(money.left, bill.unpaid)
            money.left -= amount
            self._allocate(money.payment_id, bill, amount, NO_MONEY, bill.issued_on)
            if money.left == 0:
                self._prepaid.pop(0)
        bill.settled_on = bill.issued_on

    # --- rows ----------------------------------------------------------------------------------

    def _payment(self, moment: datetime, amount: Decimal, channel: str, status: str) -> int:
        self._payments += 1
        posted_at = moment + timedelta(minutes=self._chance.randint(1, 9))
        return self.rows.add_numbered(
            "payments",
            account_id=self.account_id,
            paid_at=moment,
            amount=amount,
            channel=channel,
            reference=f"MJ{self.profile.number}{self._payments:04d}",
            status=status,
            posted_at=posted_at if status == "posted" else None,
        )

    def _allocate(
        self, payment_id: int, bill: _Bill, amount: Decimal, fee: Decimal, day: date
    ) -> None:
        self.rows.add(
            "payment_allocations",
            payment_id=payment_id,
            bill_id=bill.id,
            amount=amount,
            late_fee=fee,
        )
        bill.paid += amount
        if bill.unpaid == 0:
            bill.settled_on = day

    def _issue_invoices(self) -> None:
        kind = self.profile.invoices
        if kind == "none":
            return
        oldest = first_of(self.today, -INVOICE_MONTHS)
        settled = [bill for bill, _ in self._bills if bill.settled_on and bill.month >= oldest]
        if kind == "some":
            settled = settled[-2:-1]
        for bill in settled:
            issued_on = min(
                (bill.settled_on or bill.issued_on) + timedelta(days=1),
                self.today - timedelta(days=1),
            )
            reversed_ = bill is settled[-1] and "invoice_reversed" in self.profile.troubles
            self.rows.add_numbered(
                "invoices",
                bill_id=bill.id,
                number=f"{bill.month:%y%m}33{self.profile.number}{bill.month:%m}00",
                title=self.holder.name,
                tax_number=self.holder.tax_number,
                kind="special" if kind == "special" else "ordinary",
                amount=bill.amount,
                issued_on=issued_on,
                status="red" if reversed_ else "issued",
            )

    def _channel(self) -> str:
        if self.holder.contact_preference in ("phone", "visit"):
            return self._chance.choice(("hall", "agent_shop", "bank_counter"))
        return self._chance.choice(CHANNELS)

    def _moment(self, day: date) -> datetime:
        at = time(self._chance.randint(8, 21), self._chance.randint(0, 59))
        return datetime.combine(day, at, SHANGHAI)

    def _yesterday(self, not_before: date) -> datetime:
        day = max(self.today - timedelta(days=1), not_before)
        hour = 20 if day < self.today else 0
        return datetime.combine(day, time(hour, 15), SHANGHAI)
