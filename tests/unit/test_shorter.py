"""An answer in one sentence: the fact stays, the rest goes."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from bot.settings import ROOT

# Loaded by its path: the package `actions.dialogue` needs the action server's environment.
_SPEC = importlib.util.spec_from_file_location(
    "shorter", Path(ROOT) / "actions/dialogue/shorter.py"
)
assert _SPEC is not None
assert _SPEC.loader is not None
shorter = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(shorter)


@pytest.mark.parametrize(
    ("said", "short"),
    [
        (
            ["33*****018这户2026年10月电费106.34元（31天）。已经交清了。"],
            "2026年10月电费106.34元。",
        ),
        (["会清零。每年1月1日重新算。"], "每年1月1日重新算。"),
        (["新户主身份证、房产证明、户号。", "也可以直接打 0579-0000-0000。"], "新户主身份证、房产证明、户号。"),
        (["登记好了，单号 MD20261130-0007。", "打您的手机 154****1018。"], "登记好了，单号 MD20261130-0007。"),
        (["最晚 12月1日前打您的手机 154****1018。"], "最晚 12月1日前打您的手机 154****1018。"),
        (["您想问的是哪一个？"], "您想问的是哪一个？"),
    ],
)  # fmt: skip
def test_the_fact_stays(said: list[str], short: str) -> None:
    assert shorter.in_short(said) == short
