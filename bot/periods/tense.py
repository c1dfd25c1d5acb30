"""Whether the dates of a text are those gone by or those to come.

A bill is asked for the December that is over; the notice of an outage that is planned speaks of the one
ahead. What a notice looks like is public: “因10千伏线路检修，将于12月10日5:00-6:00停电”.
"""

from __future__ import annotations

import re
from typing import Literal

Tense = Literal["past", "coming"]
"""`coming`: a date without a year is the one nearest to today, a clock time without a day the next."""

_NOTICE = re.compile(
    "(?:计划|预安排|临时|检修|施工)停电|停电(?:通知|公告|预告|计划|信息|告知)|停电(?:时间|范围|区域|原因|线路|日期)[为是:]"
    "|(?:将|拟|定)(?:于|在|对|实施|进行|安排)"
    "|因.{2,20}(?:检修|施工|改造|迁改|维护|消缺|接入|需要).{0,24}(?:停电|停止供电)"
    r"|[(（](?:接入|退出|送电|复电)[)）]"
)
_AHEAD = re.compile(
    "(?:会不会|是不是要|要不要|还会|又要|又会|会|要|准备|打算|预计|什么时候)(?:再|又|还|计划|安排|全天|一直)?(?:停(?![了过的])|检修|来电|来得了|送电|恢复)"
    "|(?:几点|什么时候|啥时候)(?:能|会|才)?(?:来电|来得|恢复|送电)|来得了|能来(?:电|吗|不)|来不来"
)
_GONE = re.compile(
    "停了|停的|断了|断的|停过|没电|跳闸|跳了|跳的|已经|又停|就停|来电了|昨|刚|前天|上[周个次]|那天"
)


def tense_of(text: str) -> Tense:
    """The tense of a text's dates.

    Args:
        text: normalised.
    """
    if _NOTICE.search(text):
        return "coming"
    return "coming" if _AHEAD.search(text) and not _GONE.search(text) else "past"
