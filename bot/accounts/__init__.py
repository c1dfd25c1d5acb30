"""Reading accounts: by number, of a customer, where they lie and which station serves them."""

from __future__ import annotations

from bot.accounts.places import area_path, station_of
from bot.accounts.queries import (
    account_by_id,
    account_by_number,
    accounts_of,
    customer_of,
    meters_of,
)
from bot.masking import mask_address as masked_address
from bot.masking import mask_number as masked_number

__all__ = [
    "account_by_id",
    "account_by_number",
    "accounts_of",
    "area_path",
    "customer_of",
    "masked_address",
    "masked_number",
    "meters_of",
    "station_of",
]
