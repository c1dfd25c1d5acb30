"""再往前一个月, 下一个月: a month beside the one that was talked about; pure."""

from __future__ import annotations

import re

_EARLIER = re.compile(
    r"再[往向朝]前(?![面头边]?的?一?[次回笔])|(?:[往向朝]|再)前[面头边]?(?:推|翻|倒|数)?(?:的|那)*一?个?月"
    r"|前一个月|再上一?个月|前[面头边]的?那?一?个月|上一个月"
)
_LATER = re.compile(r"后一个月|[往向朝]后(?:推|翻|数)?一?个?月|后[面头边]的?那?一?个月|下一个月")


def month_step(text: str) -> int:
    """How many months later (or earlier: below 0) than the time talked about a text points; 0: it doesn't.

    Args:
        text: the customer's words.
    """
    if _EARLIER.search(text):
        return -1
    return 1 if _LATER.search(text) else 0
