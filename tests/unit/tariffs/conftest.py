"""The published price sets and those of the worked examples."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from bot.tariffs import PriceBook, load_price_book

# The same examples in every run, and no limit on how long a busy machine takes for one.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def book() -> PriceBook:
    """The price sets of `data/tariffs`."""
    return load_price_book()


@pytest.fixture(scope="session")
def examples() -> PriceBook:
    """The worked examples' own sets."""
    return load_price_book(Path(__file__).parent / "examples")
