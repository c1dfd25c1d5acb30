"""Electricity prices as dated sets, and the pure engine that computes and explains a bill."""

from __future__ import annotations

from bot.tariffs.costs import cost_of, cost_of_day, cost_of_more
from bot.tariffs.debts import Allocation, Debt, Settled, late_fee_on, late_fee_owed, settle
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
from bot.tariffs.quotas import Terms, quota
from bot.tariffs.rating import Charge, Line, LineKind, Usage, UsageMismatch, rate, usage_like
from bot.tariffs.standings import Span, Standing, TierReached, standing, tiers_reached

__all__ = [
    "Allocation",
    "BandPrice",
    "Charge",
    "Component",
    "Debt",
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
    "Settled",
    "Span",
    "Standing",
    "Step",
    "Terms",
    "TierReached",
    "TimeOfUse",
    "Usage",
    "UsageMismatch",
    "WelfareRule",
    "Window",
    "band_label",
    "cost_of",
    "cost_of_day",
    "cost_of_more",
    "late_fee",
    "late_fee_after_payments",
    "late_fee_on",
    "late_fee_owed",
    "line_label",
    "load_late_fee_rules",
    "load_price_book",
    "quota",
    "rate",
    "settle",
    "standing",
    "tier_label",
    "tiers_reached",
    "usage_like",
]
