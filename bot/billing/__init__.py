"""Everything asked about a bill: queries, explanations and comparisons, facts as cards."""

from __future__ import annotations

from bot.billing.answers import AccountNotFound, Answer, RequestFacts
from bot.billing.service import Billing
from bot.billing.situation import AccountSituation

__all__ = ["AccountNotFound", "AccountSituation", "Answer", "Billing", "RequestFacts"]
