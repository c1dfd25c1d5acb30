"""Chinese time expressions (“上个月”, “去年冬天”, “近半年”) to exact calendar periods, pure.

What is a matter of choice, chosen once:

* A month, quarter, half, season or holiday without a year is the latest one that has begun.
  With a year, or as 明年/下个月, it may lie in the future: the caller says “not yet”.
* Spring is March to May, summer June to August, autumn September to November, winter December to
  February and named after its December. 今年冬天 is the running winter in January and February,
  the one just over from March to August, the coming one from September.
* 近N天 ends yesterday (today isn't measured yet), 近N个月, 近半年, 近一年 end with the last full
  month (the running one has no bill yet); only 近一个月 is rolling: from the same day of last
  month to yesterday. 几天 is 7 days, 几个月 is 6 months, 这两天
  is yesterday and today.
* 月初, 月中, 月底 are the days 1-10, 11-20 and from 21 on; 上半月 ends with the 15th; 月底前 runs from today to the last day.
* 未来N天 begins tomorrow. N天前 is that day, N个月前 that month. 近N个季度 ends with the last full quarter.
* 中秋, 端午, 清明, 元宵, 双十一 and 除夕 are the day itself; 中秋假期 its three days.
* 国庆 is 1-7 October, 五一 1-5 May, 元旦 1-3 January, 春节 the eve and seven days; in some years
  the official holiday differs by a day or two.
* Weeks begin on Monday.

Clock times and parts of a day (“前天晚上八点”) are in `bot.periods.moments`; for `find` 昨晚 is a day.
"""

from __future__ import annotations

from bot.periods.bare import bare_day
from bot.periods.expressions import Found, find
from bot.periods.moments import FoundMoment, Moment, find_moments
from bot.periods.period import Period
from bot.periods.steps import month_step

__all__ = [
    "Found",
    "FoundMoment",
    "Moment",
    "Period",
    "bare_day",
    "find",
    "find_moments",
    "month_step",
]
