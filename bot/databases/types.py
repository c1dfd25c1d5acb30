"""Column types shared by both databases."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import DateTime, Integer, Numeric
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from bot.clock import as_stored, from_stored


class Moment(TypeDecorator[datetime]):
    """An aware point in time; kept as naive UTC, read back in Asia/Shanghai."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else as_stored(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else from_stored(value)


class ScaledDecimal(TypeDecorator[Decimal]):
    """An exact decimal: NUMERIC where the database has it, a scaled integer on SQLite.

    SQLite would keep a NUMERIC as a float and compare and sum it as one.

    Args:
        scale: digits behind the point.
    """

    impl = Numeric
    cache_ok = True

    def __init__(self, scale: int) -> None:
        super().__init__(precision=18, scale=scale)
        self.scale = scale

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Decimal]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Integer())
        return dialect.type_descriptor(Numeric(18, self.scale))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Decimal | int | None:
        if value is None:
            return None
        exact = Decimal(value)
        scaled = exact.scaleb(self.scale)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{exact} has more than {self.scale} digits behind the point")
        return int(scaled) if dialect.name == "sqlite" else exact

    def process_result_value(self, value: Decimal | int | None, dialect: Dialect) -> Decimal | None:
        if value is None:
            return None
        if dialect.name == "sqlite":
            return Decimal(value).scaleb(-self.scale)
        return Decimal(value).quantize(Decimal(1).scaleb(-self.scale))


def Money() -> ScaledDecimal:
    """元, to the 分."""
    return ScaledDecimal(2)


def UnitPrice() -> ScaledDecimal:
    """元 per kWh, to eight digits (a few published prices carry that many)."""
    return ScaledDecimal(8)


def Energy() -> ScaledDecimal:
    """kWh, to two digits, as the meter transmits it."""
    return ScaledDecimal(2)
