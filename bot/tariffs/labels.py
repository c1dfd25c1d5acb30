"""Chinese names of tiers, bands and bill lines."""

from __future__ import annotations

from bot.tariffs.rating import Line, LineKind

_NUMERALS = "零一二三四五六七八九"
_BANDS = {"peak": "高峰", "flat": "平段", "valley": "低谷"}


def tier_label(tier: int) -> str:
    """“第二档”."""
    return f"第{_NUMERALS[tier]}档"


def band_label(band: str) -> str:
    """“高峰”, “平段” or “低谷”."""
    return _BANDS[band]


def line_label(line: Line) -> str:
    """What a bill's line is for, ready to show: “第二档低谷电费”."""
    tier = "" if line.tier is None else tier_label(line.tier)
    band = "" if line.band is None else band_label(line.band)
    if line.kind is LineKind.ENERGY:
        return f"{tier}{band}电费"
    if line.kind is LineKind.SURCHARGE:
        return f"{tier}阶梯加价"
    if line.kind is LineKind.FREE:
        return f"{band}免费电量减免"
    return "分位取整"
