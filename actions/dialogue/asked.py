"""A question as the conversation remembers it, and what the next one takes from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from actions.dialogue.turn import Turn
from bot.billing import Answer
from bot.billing.aspects import read_aspect
from bot.dialogue.follow_ups.leaning import COMPARES
from bot.masking import mask
from bot.periods import Period, find

_BETWEEN = "\n"
"""Stands between the words of a question and those of a short one that followed it."""
_OF_BILLS = frozenset(
    ("query_bill", "query_usage", "query_payments", "explain_bill", "query_late_fee")
)
"""Questions whose times are months of the same bills."""
_RECORDS_OF_BILLS = _OF_BILLS | {"query_balance", "query_tiers", "trace_payment", "query_invoice"}
"""Questions that can be asked of the bill which was talked about (那期还差多少)."""
_OF_A_MONTH = frozenset(
    ("share", "paid", "channel", "charged", "in_time", "days_late", "since", "unit_price")
)
_POINTS_AT_BILL = re.compile(
    "[这那该](?:[一个]|一个)?(?:期|单|张|份)|那一?个?月|那一?笔(?!钱|交)|同月"
)
_OF_THE_SAME = ("query_invoice",)
"""Questions of which several facts are asked one after the other: 开了吗, 抬头, 税号, 哪天."""
_LONGEST_OF_A_MONTH = 12
_OF_NO_MONTH = re.compile(
    "居民|大家|没(?:交|付|还|结)清|从.{0,2}(?:时候|几月|哪)|[一二三头]个?档|一般|平时|平常|怎么|咋|如何|每个?月|现在|目前|最近|总|一共|欠"
)
_LONGEST_DAY = 11
"""拖到12月20号呢 says only the day."""
_WHOLE_DEBT = re.compile("全部?|都|一共|总共|所有|一起|合计")
_TWO_TOGETHER = re.compile(
    "(?:这|那)?(?:[两俩]|两个)(?:个?月|户|个|笔|年|天|期|样)?|加(?:一)?(?:块|起来|起|下|一下|拢|总)|相加|两边|一块儿?|一起|^(?:那)?(?:一共|总共|合计|拢共|差)[呢吗]?$|"
    "^(?:那么?|度数|电费|钱|电量|金额|算下来|算起来|这么算|这样|这就?|就|算|到底|等于|相当于)*(?:差|多|少|贵|便宜|省|高|低|涨|降)(?:了|出|掉|用|花)?(?:多少|几多|几块|几度|好多|几)|"
    "(?:哪个|哪边|哪户|谁)[^,，。最]{0,4}(?:多|贵|高|少|低|便宜)"
)


@dataclass(frozen=True)
class Former:
    """What a question was about that another has followed: 这俩加一块 adds the two up.

    Args:
        periods: its times.
        accounts: ids of the accounts it was answered for.
    """

    periods: tuple[Period, ...]
    accounts: tuple[int, ...]


@dataclass(frozen=True)
class Asked:
    """A question as it is remembered.

    Args:
        question: the intent.
        periods: what it is about; empty if no time was named.
        text: as typed, for what only the words tell (each day, for shops, in Shanghai).
        before: the words of the question that a short one leans on.
        point: the month or day that the answer named: the dearest, the latest.
        accounts: ids of the accounts it was answered for.
        former: times and accounts of the question before it, where they were others.
    """

    question: str
    periods: tuple[Period, ...] = ()
    text: str = ""
    before: str = ""
    point: Period | None = None
    accounts: tuple[int, ...] = ()
    former: Former | None = None

    def as_frame(self) -> dict[str, Any]:
        """For a frame of the focus; the labels stay with their periods."""
        return {
            "question": self.question,
            "periods": [_written(period) for period in self.periods],
            "text": self.text,
            "before": self.before,
            "point": None if self.point is None else _written(self.point),
            "accounts": list(self.accounts),
            "former": None
            if self.former is None
            else [[_written(one) for one in self.former.periods], list(self.former.accounts)],
        }

    def answered(self) -> dict[str, Any]:
        """For a frame after the answer: without the 户号 and phones that were said with it."""
        return {**self.as_frame(), "text": mask(self.text), "before": mask(self.before)}

    @classmethod
    def of_frame(cls, about: Any) -> Asked | None:
        """What a frame holds, or None."""
        if not isinstance(about, dict) or not about.get("question"):
            return None
        return cls(
            str(about["question"]),
            tuple(_labelled(iso, label) for iso, label in about.get("periods") or ()),
            str(about.get("text") or ""),
            str(about.get("before") or ""),
            _labelled(*about["point"]) if about.get("point") else None,
            tuple(about.get("accounts") or ()),
            _former(about.get("former")),
        )

    @property
    def words(self) -> str:
        """The words that say what is asked: its own, after those of the first question if it names no record."""
        if not self.before or read_aspect(self.question, self.text).records:
            return self.text
        first, *_ = self.before.split(_BETWEEN)
        return f"{first}{_BETWEEN}{self.text}"

    @property
    def times(self) -> list[Period]:
        """What a follow-up is about: the month that the answer named, else all that was asked about."""
        return [self.point] if self.point is not None else list(self.periods)


def last_asked(turn: Turn) -> Asked | None:
    """The question that the conversation is about, or None."""
    frame = turn.focus.newest("question")
    return None if frame is None else Asked.of_frame(dict(frame.about))


def _written(period: Period) -> list[str]:
    return [period.to_iso(), period.label]


def _former(listed: Any) -> Former | None:
    if not listed:
        return None
    periods, accounts = listed
    return Former(tuple(_labelled(iso, label) for iso, label in periods), tuple(accounts))


def _labelled(iso: str, label: str) -> Period:
    period = Period.from_iso(iso)
    return Period(period.start, period.end, period.granularity, label)


def goes_on(turn: Turn, question: str, last: Asked) -> bool:
    """Whether a short question without a time is about the month of the bill that was just told.

    谷电占比, 交了没, 平段电费 say themselves what they ask for and not of when.
    """
    frame = turn.focus.newest("question")
    if (
        frame is None
        or turn.focus.since(frame) > 1
        or not {question, last.question} <= _OF_BILLS
        or len(last.times) != 1
        or len(turn.text) > _LONGEST_OF_A_MONTH
        or _OF_NO_MONTH.search(turn.text)
    ):
        return False
    aspect = read_aspect(question, turn.text)
    return aspect.kind in _OF_A_MONTH or aspect.banded


def bill_talked_about(last: Asked) -> Period | None:
    """The month of the one bill that the last answer was about, or None.

    Of a comparison (比七月多多少) it is the bill that was compared with another.
    """
    times = last.times
    if len(times) == 2 and COMPARES.match(last.text):
        times = times[:1]
    months = [one for one in times if one.granularity == "month" and len(one.months) == 1]
    return months[0] if len(times) == 1 and months else None


def pointed_at(turn: Turn, question: str, last: Asked) -> Period | None:
    """The bill that a question without a time is about because it points at it: 那期还差多少, 这单晚了几天.

    The next question about the same invoice points at its bill without a word.
    """
    frame = turn.focus.newest("question")
    if frame is None or turn.focus.since(frame) > 1:
        return None
    if not {question, last.question} <= _RECORDS_OF_BILLS:
        return None
    again = question == last.question and question in _OF_THE_SAME
    short = len(turn.text) <= _LONGEST_OF_A_MONTH and not _OF_NO_MONTH.search(turn.text)
    if _POINTS_AT_BILL.search(turn.text) or (again and short):
        return bill_talked_about(last)
    return None


def with_the_bill(
    periods: tuple[Period, ...], turn: Turn, question: str, last: Asked | None
) -> tuple[Period, ...]:
    """拖到12月20号呢 after the late fee of one bill: that bill's, on that day."""
    if last is None or question != last.question or question != "query_late_fee":
        return periods
    bill = bill_talked_about(last)
    days = len(periods) == 1 and periods[0].granularity == "day"
    # with words of its own (违约金变几块) it asks of all that is owed
    whole = _WHOLE_DEBT.search(turn.text) is not None or len(turn.text) > _LONGEST_DAY
    if bill is None or not days or whole:
        return periods
    return (bill, *periods) if read_aspect(question, turn.text).kind == "pay_on" else periods


def added_up(asked: Asked, turn: Turn, last: Asked | None, now: date) -> Asked:
    """The same for the two times, or the two accounts, that were told one after the other: 这俩加一块.

    Args:
        asked: the question as the turn asks it.
        turn: the customer's.
        last: the question before.
        now: what times are told from.
    """
    if last is None or last.former is None or not _TWO_TOGETHER.search(turn.text):
        return asked
    kind = read_aspect(asked.question, turn.text).kind
    if kind not in ("sum", "difference", "highest", "lowest") or find(turn.text, now):
        return asked
    former = last.former
    accounts = tuple(dict.fromkeys((*former.accounts, *last.accounts)))
    if len(accounts) > 1:
        return replace(asked, periods=last.periods, accounts=accounts)
    return replace(asked, periods=(*former.periods, *last.periods))


def _a_year_before(asked: Asked, last: Asked) -> Former | None:
    """Of two months that were compared the one whose partner of another year is asked about now."""
    if len(last.periods) < 2 or len(asked.periods) != 1:
        return None
    now = asked.periods[0]
    same = [
        one
        for one in last.periods
        if one.granularity == now.granularity == "month"
        and one.start.month == now.start.month
        and one != now
    ]
    return Former((same[0],), last.accounts) if len(same) == 1 else None


def remembered(
    asked: Asked, answers: Sequence[Answer], accounts: Sequence[int], last: Asked | None, now: date
) -> Asked:
    """A question with what its answer told, for the questions that follow.

    Args:
        asked: the question.
        answers: what was answered.
        accounts: whose records it was answered from.
        last: the question before it.
        now: what times are told from.
    """
    found = find(answers[0].facts.get("point", ""), now) if answers else []
    point = found[0].period if len(found) == 1 else None
    former = None
    if last is not None and len(last.accounts) == 1 and len(accounts) == 1:
        other = last.accounts != tuple(accounts)
        if other or (last.periods and last.periods != asked.periods and len(last.periods) == 1):
            former = Former(last.periods, last.accounts)
        else:
            former = _a_year_before(asked, last) or last.former
    return replace(asked, point=point, accounts=tuple(accounts), former=former)
