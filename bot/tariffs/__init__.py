"""Electricity prices as dated sets, and the pure engine that computes and explains a bill."""

from __future__ import annotations

from bot.tariffs.labels import band_label, line_label, tier_label
from bot.tariffs.late_fees import (
    LateFee,
    LateFeePart,
    LateFeeRules,
    late_fee,
    late_fee_after_payments,
    load_late_fee_rules,
)
from bot.tariffs.price_files import load_price_book
from bot.tariffs.price_sets import (
    BandPrice,
    Component,
    HouseholdRule,
    PriceBook,
    PriceSet,
    PriceUnknown,
    RuleUnknown,
    Season,
    Step,
    TimeOfUse,
    WelfareRule,
    Window,
)
from bot.tariffs.quotas import Terms
from bot.tariffs.rating import Charge, Line, LineKind, Usage, UsageMismatch, rate
from bot.tariffs.standings import Standing, standing

__all__ = [
    "BandPrice",
    "Charge",
    "Component",
    "HouseholdRule",
    "LateFee",
    "LateFeePart",
    "LateFeeRules",
    "Line",
    "LineKind",
    "PriceBook",
    "PriceSet",
    "PriceUnknown",
    "RuleUnknown",
    "Season",
    "Standing",
    "Step",
    "Terms",
    "TimeOfUse",
    "Usage",
    "UsageMismatch",
    "WelfareRule",
    "Window",
    "band_label",
    "late_fee",
    "late_fee_after_payments",
    "line_label",
    "load_late_fee_rules",
    "load_price_book",
    "rate",
    "standing",
    "tier_label",
]
