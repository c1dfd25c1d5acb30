"""Percentiles, rates and ratios: what the benchmark's verdicts rest on."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench.figures import Spread, Times, median, percentile, rate, ratios, share_of

SECONDS = st.floats(min_value=0.001, max_value=100)


def test_a_percentile_lies_between_its_neighbours() -> None:
    values = [0.4, 0.1, 0.3, 0.2, 0.5]
    assert percentile(values, 0) == 0.1
    assert percentile(values, 0.5) == 0.3
    assert percentile(values, 1) == 0.5
    assert percentile(values, 0.95) == pytest.approx(0.48)
    assert percentile([7.0], 0.95) == 7.0


@given(st.lists(SECONDS, min_size=2, max_size=200))
def test_percentiles_are_those_of_the_standard_library(values: list[float]) -> None:
    assert median(values) == pytest.approx(statistics.median(values))
    twentieths = statistics.quantiles(values, n=20, method="inclusive")
    assert percentile(values, 0.95) == pytest.approx(twentieths[-1])


@pytest.mark.parametrize(("values", "share"), [([], 0.5), ([1.0], 1.1), ([1.0], -0.1)])
def test_no_percentile_of_nothing(values: list[float], share: float) -> None:
    with pytest.raises(ValueError):
        percentile(values, share)


def test_times_are_summed_up() -> None:
    times = Times.of([0.1] * 95 + [1.0] * 5)
    assert times.count == 100
    assert times.median == 0.1
    assert times.p95 == pytest.approx(0.145)
    assert times.longest == 1.0


def test_a_ratio_is_ours_over_theirs_of_the_same_round() -> None:
    # In the second round the machine was half as fast, for both.
    found = ratios([0.02, 0.04, 0.03], [0.10, 0.20, 0.10])
    assert found == Spread(*(pytest.approx(one) for one in (0.2, 0.2, 0.3)))


def test_rounds_have_to_match() -> None:
    with pytest.raises(ValueError):
        ratios([1.0], [1.0, 2.0])


@given(st.lists(SECONDS, min_size=1), st.floats(min_value=0.1, max_value=10))
def test_a_slower_machine_changes_no_ratio(values: list[float], slower: float) -> None:
    theirs = [3 * one for one in values]
    before = ratios(values, theirs)
    after = ratios([one * slower for one in values], [one * slower for one in theirs])
    assert before.middle == pytest.approx(1 / 3)
    assert after.middle == pytest.approx(before.middle)


def test_a_rate_is_turns_by_time() -> None:
    assert rate(160, 8.0) == 20
    with pytest.raises(ValueError):
        rate(1, 0)


def test_parts_and_rest_are_the_whole() -> None:
    parts = share_of({"understand": 0.006, "service": 0.004}, 0.030)
    assert parts["rest"] == pytest.approx(0.020)
    assert sum(parts.values()) == pytest.approx(0.030)
