"""A utility of a few rows, built by a test, with bills computed by the tariff engine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from bot.billing.wording import add_months
from bot.clock import SHANGHAI
from bot.databases import utility as tables
from bot.databases.sessions import Sessions, writing
from bot.tariffs import (
    BandPrice,
    Charge,
    HouseholdRule,
    PriceBook,
    PriceSet,
    Season,
    Step,
    Terms,
    TimeOfUse,
    Usage,
    WelfareRule,
    Window,
    rate,
)

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=SHANGHAI)
TODAY = NOW.date()


def _steps(*prices: str) -> tuple[Step, ...]:
    limits = [Decimal(0), Decimal(2760), Decimal(4800), None]
    return tuple(
        Step(n + 1, limits[n] or Decimal(0), limits[n + 1], Decimal(price))
        for n, price in enumerate(prices)
    )


def _bands(*rows: tuple[str, str]) -> tuple[BandPrice, ...]:
    return tuple(
        BandPrice(n + 1, band, Decimal(price))
        for n, row in enumerate(rows)
        for band, price in zip(("peak", "valley"), row, strict=True)
    )


OLD = PriceSet(
    id="test-2020",
    region="testland",
    region_title="测试省",
    tariff_class="residential",
    title="测试居民电价（2020）",
    voltage="below_1kV",
    valid_from=date(2020, 1, 1),
    valid_until=date(2026, 6, 30),
    source="https://example.org/2020",
    grade="C",
    checked_on=date(2020, 2, 1),
    note="",
    tier_period="year",
    seasons=(Season("全年", tuple(range(1, 13)), _steps("0.538", "0.588", "0.838")),),
    time_of_use=TimeOfUse(
        "segments",
        "by_share",
        (Window("peak", time(8), time(22)), Window("valley", time(22), time(8))),
        _bands(("0.568", "0.288"), ("0.618", "0.338"), ("0.868", "0.588")),
    ),
    household=HouseholdRule(5, Decimal(100), 7, "https://example.org/household", "C", ""),
    welfare=WelfareRule(("minimum_living",), Decimal(15), "https://example.org/welfare", "D", ""),
    components=(),
    rounding="total",
)
NEW = replace(
    OLD,
    id="test-2026",
    title="测试居民电价（2026）",
    valid_from=date(2026, 7, 1),
    valid_until=None,
    checked_on=date(2026, 7, 2),
    seasons=(Season("全年", tuple(range(1, 13)), _steps("0.548", "0.598", "0.848")),),
)
SHARED = replace(
    OLD,
    id="test-shared",
    tariff_class="residential_shared",
    title="测试合表电价",
    valid_until=None,
    tier_period="none",
    seasons=(Season("全年", tuple(range(1, 13)), (Step(1, Decimal(0), None, Decimal("0.558")),)),),
    time_of_use=None,
    household=None,
)
SHOP = replace(SHARED, id="test-shop", tariff_class="commercial", title="测试工商业电价")
ONLY_SHARED = [
    replace(NEW, id="test-10kV", voltage="1_to_10kV", time_of_use=None, valid_from=OLD.valid_from),
    replace(SHARED, id="test-shared-10kV", voltage="1_to_10kV"),
]
DEAR_BANDS = replace(
    NEW,
    id="test-dear-bands",
    voltage="20kV",
    valid_from=OLD.valid_from,
    time_of_use=replace(
        OLD.time_of_use,
        prices=_bands(("0.9", "0.7"), ("0.9", "0.7"), ("0.9", "0.7")),
    ),
)
BOOK = PriceBook([OLD, NEW, SHARED, SHOP, *ONLY_SHARED, DEAR_BANDS])


@dataclass
class SmallUtility:
    """Adds rows; each method returns the id of what it added."""

    sessions: Sessions
    next_number: int = 1

    def customer(self, **fields: object) -> int:
        row = {"name": "测试户主", "kind": "person", "customer_class": "residential", **fields}
        return self._add(tables.Customer(**row))

    def station(self) -> int:
        station = self._add(
            tables.SupplyStation(
                name="测试供电所", address="测试路1号", phone="0000", opening_hours="8:30到17:00"
            )
        )
        return self._add(tables.Area(level="district", name="测试区", supply_station_id=station))

    def account(self, *, customer: int | None = None, **fields: object) -> int:
        area = fields.pop("area_id", None) or self._add(
            tables.Area(level="community", name="测试社区", parent_id=fields.pop("parent", None))
        )
        self.next_number += 1
        row = {
            "number": f"33{self.next_number:08d}",
            "customer_id": customer or self.customer(),
            "area_id": area,
            "address": "测试市测试路12号3幢401室",
            "region": "testland",
            "tariff_class": "residential",
            "voltage": "below_1kV",
            "capacity_kw": 8,
            "payment_mode": "postpaid",
            "opened_on": date(2020, 1, 1),
            "balance": Decimal(0),
            **fields,
        }
        account = self._add(tables.Account(**row))
        self.meter(account)
        return account

    def meter(self, account: int, **fields: object) -> int:
        self.next_number += 1
        row = {
            "account_id": account,
            "asset_number": f"3300000000{self.next_number:012d}",
            "kind": "smart",
            "installed_on": date(2020, 1, 1),
            **fields,
        }
        return self._add(tables.Meter(**row))

    def bill(
        self,
        account: int,
        month: date,
        kwh: str,
        *,
        peak: str | None = None,
        before: str = "0",
        days: int | None = None,
        paid: str | None = "all",
        **fields: object,
    ) -> int:
        """A bill of a calendar month with lines as the engine computes them.

        Args:
            account: whose.
            month: first day of the month.
            kwh: used.
            peak: of it in the peak.
            before: kWh of the year before it.
            days: fewer days than the month has.
            paid: an amount, “all”, or None.
            **fields: other columns.
        """
        last = add_months(month, 1) - timedelta(days=1)
        if days is not None:
            last = month + timedelta(days=days - 1)
        with self.sessions() as session:
            owner = session.get(tables.Account, account)
        used = Decimal(kwh)
        valley = None if peak is None else used - Decimal(peak)
        price_set = BOOK.find(owner.region, owner.tariff_class, owner.voltage, last)
        row = {
            "account_id": account,
            "month": month,
            "period_start": month,
            "period_end": last,
            "kwh": used,
            "peak_kwh": None if peak is None else Decimal(peak),
            "valley_kwh": valley,
            "year_kwh_before": Decimal(before),
            "price_set_id": price_set.id,
            "time_of_use": owner.time_of_use,
            "household_size": owner.household_size,
            "welfare": owner.welfare,
            "issued_on": last + timedelta(days=3),
            "due_on": last + timedelta(days=25),
            **fields,
        }
        charge = computed(row, owner.opened_on)
        row.setdefault("amount", charge.total)
        settled = {"all": row["amount"], None: Decimal(0)}.get(paid)
        row["paid_amount"] = Decimal(paid or 0) if settled is None else settled
        if row["paid_amount"] == row["amount"]:
            row.setdefault("settled_on", row["due_on"])
        lines = [
            tables.BillLine(
                position=position,
                kind=line.kind.value,
                tier=line.tier,
                band=line.band,
                kwh=line.kwh,
                unit_price=line.unit_price,
                amount=line.amount,
            )
            for position, line in enumerate(charge.lines)
        ]
        return self._add(tables.Bill(**row, lines=lines))

    def year(self, account: int, year: int, months: range, kwh: str, **fields: object) -> None:
        """Bills of the same kWh for some months of a year."""
        for position, month in enumerate(months):
            before = str(Decimal(kwh) * position)
            self.bill(account, date(year, month, 1), kwh, before=before, **fields)

    def day(
        self, meter: int, day: date, kwh: str, valley: str | None = None, quality: str = "measured"
    ) -> None:
        self._add(
            tables.DailyReading(
                meter_id=meter,
                day=day,
                kwh=Decimal(kwh),
                peak_kwh=None if valley is None else Decimal(kwh) - Decimal(valley),
                valley_kwh=None if valley is None else Decimal(valley),
                quality=quality,
            ),
            key=None,
        )

    def reading(
        self, meter: int, month: date, previous: str, current: str, **fields: object
    ) -> None:
        last = add_months(month, 1) - timedelta(days=1)
        row = {
            "meter_id": meter,
            "month": month,
            "read_on": last,
            "previous_reading": Decimal(previous),
            "reading": Decimal(current),
            **fields,
        }
        self._add(tables.MonthlyReading(**row), key=None)

    def payment(
        self,
        account: int,
        paid_at: datetime,
        amount: str,
        *,
        status: str = "posted",
        bills: dict[int, tuple[str, str]] | None = None,
    ) -> int:
        """A payment; `bills` maps bill ids to what it settled of it and the late fee with it."""
        self.next_number += 1
        payment = self._add(
            tables.Payment(
                account_id=account,
                paid_at=paid_at,
                amount=Decimal(amount),
                channel="wechat",
                reference=f"P{self.next_number:012d}",
                status=status,
                posted_at=paid_at + timedelta(minutes=5) if status == "posted" else None,
            )
        )
        for bill, (settled, fee) in (bills or {}).items():
            self._add(
                tables.PaymentAllocation(
                    payment_id=payment,
                    bill_id=bill,
                    amount=Decimal(settled),
                    late_fee=Decimal(fee),
                ),
                key=None,
            )
        return payment

    def invoice(self, bill: int, **fields: object) -> int:
        self.next_number += 1
        row = {
            "bill_id": bill,
            "number": f"{self.next_number:020d}",
            "title": "测试户主",
            "kind": "ordinary",
            "amount": Decimal("1.00"),
            "issued_on": TODAY,
            "status": "issued",
            **fields,
        }
        return self._add(tables.Invoice(**row))

    def meter_of(self, account: int) -> int:
        with self.sessions() as session:
            return session.query(tables.Meter.id).filter_by(account_id=account).first()[0]

    def change(self, table: type, key: int, **fields: object) -> None:
        with writing(self.sessions) as session:
            row = session.get(table, key)
            for name, value in fields.items():
                setattr(row, name, value)

    def _add(self, row: object, key: str | None = "id") -> int:
        with writing(self.sessions) as session:
            return _added(session, row, key)


def _added(session: Session, row: object, key: str | None) -> int:
    session.add(row)
    session.flush()
    return 0 if key is None else getattr(row, key)


def computed(row: dict[str, object], opened_on: date) -> Charge:
    """What the engine makes of a bill's row."""
    return rate(
        BOOK.get(str(row["price_set_id"])),
        Usage(row["kwh"], row["peak_kwh"], row["valley_kwh"]),
        Terms(
            time_of_use=bool(row["time_of_use"]),
            household_size=row["household_size"],
            welfare=row["welfare"],
            opened_on=opened_on,
        ),
        start=row["period_start"],
        end=row["period_end"],
        year_kwh_before=row["year_kwh_before"],
    )
