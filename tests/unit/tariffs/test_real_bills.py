"""Real bills of households, to the 分; they say how each grid company rounds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.tariffs import PriceBook, PriceSet, Terms, Usage, rate

TOU = Terms(time_of_use=True)
FLAT = Terms(time_of_use=False)
JULY = (date(2024, 7, 1), date(2024, 7, 31))


def by_bands(price_set: PriceSet, peak: int, valley: int, before: int = 0) -> Decimal:
    usage = Usage(Decimal(peak + valley), Decimal(peak), Decimal(valley))
    return rate(
        price_set, usage, TOU, start=JULY[0], end=JULY[1], year_kwh_before=Decimal(before)
    ).total


class TestZhejiang:
    """github.com/ARC-MX/sgcc_electricity_new, issues 82 and 98: month's kWh and 元 of 2024."""

    @pytest.mark.parametrize(
        ("peak", "valley", "before", "amount"),
        [
            (144, 63, 0, "99.93"),  # these three fit no other rounding
            (119, 73, 0, "88.61"),
            (129, 88, 2760, "109.46"),
            (301, 118, 0, "204.95"),
            (415, 143, 0, "276.90"),
            (164, 97, 0, "121.09"),
            (114, 77, 0, "86.93"),
            (160, 126, 0, "127.17"),
            (316, 376, 0, "287.78"),
            (150, 69, 0, "105.07"),
            (145, 66, 0, "101.37"),
            (124, 72, 0, "91.17"),
            (126, 74, 0, "92.88"),
            (416, 226, 0, "301.38"),
            (235, 266, 2760, "235.14"),
            (126, 88, 2760, "107.61"),
        ],
    )
    def test_each_line_is_rounded(
        self, book: PriceBook, peak: int, valley: int, before: int, amount: str
    ) -> None:
        price_set = book.get("zhejiang-residential-2023")
        assert by_bands(price_set, peak, valley, before) == Decimal(amount)

    @pytest.mark.parametrize(
        ("kwh", "before", "amount"), [(207, 0, "99.93"), (192, 0, "88.61"), (217, 2760, "109.46")]
    )
    def test_no_split_gives_these_if_the_sum_is_rounded(
        self, book: PriceBook, kwh: int, before: int, amount: str
    ) -> None:
        by_total = replace(book.get("zhejiang-residential-2023"), rounding="total")
        splits = {by_bands(by_total, peak, kwh - peak, before) for peak in range(kwh + 1)}
        assert Decimal(amount) not in splits


def test_sichuan_2026_04(examples: PriceBook) -> None:
    """github.com/renxiaoyaoo/ha-95598: 57 + 53 kWh by day, 56 in the valley."""
    price_set = examples.get("sichuan-by-time")
    usage = Usage(Decimal(166), Decimal(57), Decimal(56))
    days = {"start": date(2026, 4, 1), "end": date(2026, 4, 30), "year_kwh_before": Decimal(0)}
    bill = rate(price_set, usage, TOU, **days)
    assert [line.amount for line in bill.lines] == [
        Decimal("29.78"), Decimal("27.69"), Decimal("14.20"),
    ]  # fmt: skip
    assert bill.total == Decimal("71.67")
    assert rate(replace(price_set, rounding="total"), usage, TOU, **days).total == Decimal("71.66")


class TestHubei:
    """github.com/ARC-MX/sgcc_electricity_new, issue 46: 2024, the third month crosses a tier."""

    def test_a_month_that_crosses_a_tier(self, book: PriceBook) -> None:
        price_set = book.get("hubei-residential-2012")
        bill = rate(
            price_set,
            Usage(Decimal(807)),
            FLAT,
            start=date(2024, 3, 1),
            end=date(2024, 3, 31),
            year_kwh_before=Decimal(963 + 932),
        )
        assert [line.kwh for line in bill.lines] == [265, 542]
        assert bill.total == Decimal("477.41")

    @pytest.mark.parametrize(
        ("kwh", "before", "amount"),
        [(963, 0, "537.35"), (932, 963, "520.06"), (749, 2702, "455.39")],
    )
    def test_the_other_months(self, book: PriceBook, kwh: int, before: int, amount: str) -> None:
        price_set = book.get("hubei-residential-2012")
        bill = rate(
            price_set,
            Usage(Decimal(kwh)),
            FLAT,
            start=JULY[0],
            end=JULY[1],
            year_kwh_before=Decimal(before),
        )
        assert bill.total == Decimal(amount)


def test_henan_and_hunan(book: PriceBook) -> None:
    """Issues 228 and 233: a year of 1,441 kWh, a month of 194 kWh."""
    henan = book.get("henan-residential-2012")
    year = {"start": date(2025, 1, 1), "end": date(2025, 12, 31), "year_kwh_before": Decimal(0)}
    assert rate(henan, Usage(Decimal(1441)), FLAT, **year).total == Decimal("806.96")
    hunan = book.get("hunan-residential-2024")
    month = {"start": date(2026, 1, 1), "end": date(2026, 1, 31), "year_kwh_before": Decimal(0)}
    assert rate(hunan, Usage(Decimal(194)), FLAT, **month).total == Decimal("114.07")


class TestShanghai:
    """Issue 104: five bills of 2024 in a row, in whole 角; what is left goes to the next."""

    # Peak and valley give the published exact sums: 42.242, 70.928, 74.633, 61.983, 65.372.
    BILLS = ((61, 15, "42.2"), (106, 18, "71.0"), (113, 16, "74.6"), (92, 17, "62.0"), (96, 20, "65.3"))  # fmt: skip

    def test_the_rest_is_carried(self, book: PriceBook) -> None:
        price_set = book.get("shanghai-residential-2023")
        carried = Decimal("0.03")  # from a bill before
        for peak, valley, amount in self.BILLS:
            usage = Usage(Decimal(peak + valley), Decimal(peak), Decimal(valley))
            bill = rate(
                price_set,
                usage,
                TOU,
                start=JULY[0],
                end=JULY[1],
                year_kwh_before=Decimal(0),
                carried=carried,
            )
            assert bill.total == Decimal(amount), (peak, valley)
            assert sum(line.amount for line in bill.lines) == bill.total
            carried = bill.carried
            assert 0 <= carried < Decimal("0.1")
