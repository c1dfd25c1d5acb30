"""Questions about balance, bills, tiers, usage, prices, late fee and readings; disputed bills; own readings."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal, InvalidOperation

from actions.base import ServiceAction
from actions.forms import FormStep, answered_no, answered_yes
from actions.handoff import open_request
from actions.periods import followed_periods
from actions.questions import (
    Asked,
    QuestionAction,
    ask_which_account,
    asked_for,
    chosen_accounts,
    known,
    last_asked,
    proved_customer,
    refuse_foreign_number,
    tell_again,
)
from actions.turn import Reply, Turn
from bot.billing import Answer, RequestFacts
from bot.clock import today
from bot.formats import plain_digits
from bot.periods import Period, find
from bot.periods.period import months_later, of_span
from bot.regions import region_named
from bot.service_requests import due_label, request_card

DISPUTE_FORM = "billing_dispute_form"
READING_FORM = "billing_reading_form"

_BY_DAY = re.compile(r"每天|每日|天天|逐日|一天|哪天|哪一天|日用电|日电量|几天|昨|前天|这周|上周")
_BY_MONTH = re.compile(r"每个?月|逐月|按月|各月|月用电")
_BY_DAY_OR_MONTH = re.compile(f"{_BY_DAY.pattern}|{_BY_MONTH.pattern}")

_KINDS_OF_USE = (
    ("ev_residential", re.compile(r"充电桩|充电车位")),
    ("residential_shared", re.compile(r"合表")),
    ("farming", re.compile(r"农业|农田|灌溉|养殖|大棚|鱼塘")),
    ("industrial", re.compile(r"大工业|工业|工厂|厂里|厂房")),
    ("commercial", re.compile(r"商业|商铺|商用|店|门面|工商业|办公")),
)
_HIGH_VOLTAGE = {"industrial": "1_to_10kV"}


class QueryBalance(QuestionAction):
    """What is owed or left."""

    NAME = "action_query_balance"
    by_period = False
    follow_ups = ("query_bill", "query_payment_ways")

    def ask(self, account_id: int | None, period: Period | None, text: str) -> Answer:
        return self.services.billing.balance(known(account_id))


class QueryBill(QuestionAction):
    """The bill of a month, or the bills of several."""

    NAME = "action_query_bill"
    follow_ups = ("explain_bill", "query_usage", "dispute_bill")

    def ask(self, account_id: int | None, period: Period | None, text: str) -> Answer:
        return self.services.billing.bill(known(account_id), period)

    def offer(self, answer: Answer) -> str | None:
        # “最近一期是…，要看看吗？”
        return "newest_bill" if answer.response == "utter_bill_future" else None


class ExplainBill(QuestionAction):
    """Why it is so high."""

    NAME = "action_explain_bill"
    leans = True
    follow_ups = ("dispute_bill", "query_usage", "compare_tariffs")

    def ask(self, account_id: int | None, period: Period | None, text: str) -> Answer:
        return self.services.billing.explain(known(account_id), period)


class QueryTiers(QuestionAction):
    """Where the account stands in the tiers."""

    NAME = "action_query_tiers"
    by_period = False
    follow_ups = ("query_prices", "query_usage")

    def ask(self, account_id: int | None, period: Period | None, text: str) -> Answer:
        return self.services.billing.tiers(known(account_id))


class QueryUsage(QuestionAction):
    """Usage by day or month."""

    NAME = "action_query_usage"
    words = _BY_DAY_OR_MONTH
    follow_ups = ("query_bill", "compare_tariffs")

    def ask(self, account_id: int | None, period: Period | None, text: str) -> Answer:
        granularity = "day" if _BY_DAY.search(text) else "auto"
        if _BY_MONTH.search(text):
            granularity = "month"
        if period is None:
            period = self._usual(granularity)
        return self.services.billing.usage(known(account_id), period, granularity)

    def _usual(self, granularity: str) -> Period:
        """Without a time: the last thirty measured days, or the last six full months."""
        now = today(self.services.clock)
        if granularity == "day":
            return of_span(now - timedelta(days=30), now - timedelta(days=1))
        this_month = now.replace(day=1)
        return of_span(months_later(this_month, -6), this_month - timedelta(days=1))


class CompareTariffs(QuestionAction):
    """Which tariff would have been cheaper."""

    NAME = "action_compare_tariffs"
    by_period = False
    follow_ups = ("query_prices", "apply_connection")

    def ask(self, account_id: int | None, period: Period | None, text: str) -> Answer:
        return self.services.billing.compare_tariffs(known(account_id))


class QueryPrices(QuestionAction):
    """Current prices: of what is named, else of the bound account, else the operator's own."""

    NAME = "action_query_prices"
    personal = False
    by_period = False
    follow_ups = ("query_tiers", "compare_tariffs")

    def ask(self, account_id: int | None, period: Period | None, text: str) -> Answer:
        region = self._region(text)
        kind = next((name for name, words in _KINDS_OF_USE if words.search(text)), None)
        if account_id is not None and region is None and kind is None:
            return self.services.billing.prices_of(account_id)
        kind = kind or "residential"
        return self.services.billing.prices(region, kind, _HIGH_VOLTAGE.get(kind, "below_1kV"))

    def _region(self, text: str) -> str | None:
        """The region that is named; one without known prices is named by its own name."""
        known = self.services.regions
        named = region_named(text) or next((title for title in known if title in text), None)
        return None if named is None else known.get(named, named)


class QueryLateFee(QuestionAction):
    """How much late fee, why, until when."""

    NAME = "action_query_late_fee"
    by_period = False
    by_rule = True
    follow_ups = ("query_balance", "query_payment_ways")

    def ask(self, account_id: int | None, period: Period | None, text: str) -> Answer:
        return self.services.billing.late_fee(known(account_id))


class QueryReading(QuestionAction):
    """What the meter showed."""

    NAME = "action_query_reading"
    follow_ups = ("report_reading", "dispute_bill")

    def ask(self, account_id: int | None, period: Period | None, text: str) -> Answer:
        return self.services.billing.readings(known(account_id), period)


class AskOtherPeriod(ServiceAction):
    """那上个月呢: the last question for another time."""

    NAME = "action_ask_other_period"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        if not tell_for_other_time(self, turn, reply):
            reply.say("utter_no_question_before")


def tell_for_other_time(action: ServiceAction, turn: Turn, reply: Reply) -> bool:
    """Ask the last question for the time that a turn names; False where it names none."""
    last = last_asked(turn)
    before = list(last.periods) if last else []
    periods = followed_periods(turn, before, today(action.services.clock))
    if last is None:
        if not periods:
            return False
        reply.say("utter_what_about_it", label="、".join(one.label for one in periods))
        reply.remember("billing_question", Asked("query_bill", tuple(periods)).as_slot())
        return True
    if not periods:
        return False
    tell_again(action, asked_for(tuple(periods), last, turn.text), turn, reply)
    return True


class AskWhy(ServiceAction):
    """为什么: the reason for what was said last."""

    NAME = "action_ask_why"

    REASONS = {"query_late_fee": "query_late_fee", "query_tiers": "query_prices"}
    """Where the reason for an answer isn't the change of the bill."""

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        last = last_asked(turn)
        question = self.REASONS.get(last.question, "explain_bill") if last else "explain_bill"
        periods = last.periods if last and question == "explain_bill" else ()
        tell_again(self, Asked(question, periods, turn.text), turn, reply)


class DisputeBill(ServiceAction):
    """Take up a disputed bill: the one talked about, or the newest."""

    NAME = "action_dispute_bill"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        last = last_asked(turn)
        named = followed_periods(turn, [], today(self.services.clock))
        periods = tuple(named) or (last.periods if last else ())
        begin_dispute(self, Asked("dispute_bill", periods, turn.text), turn, reply)


def begin_dispute(action: ServiceAction, asked: Asked, turn: Turn, reply: Reply) -> None:
    """Find the bill and start the form; through the proof of identity where it is missing."""
    account_id = personal_account(action, asked, turn, reply)
    if account_id is None:
        return
    facts = _disputed(action, account_id, asked)
    if facts is None:
        _say_no_bill(asked, reply)
        return
    reply.remember("billing_question", Asked("query_bill", asked.periods).as_slot())
    reply.remember("billing_request_account", account_id)
    reply.remember("billing_dispute_bill", asked.as_slot())
    reply.forget(*DisputeForm.SLOTS)
    reply.say("utter_dispute_begins", label=facts.label)
    reply.start(DISPUTE_FORM)


class ReportReading(ServiceAction):
    """Take a reading that the customer has read."""

    NAME = "action_report_reading"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        begin_reading(self, Asked("report_reading", (), turn.text), turn, reply)


def begin_reading(action: ServiceAction, asked: Asked, turn: Turn, reply: Reply) -> None:
    """Start the form, with the reading if it was said already."""
    account_id = personal_account(action, asked, turn, reply)
    if account_id is None:
        return
    reply.remember("billing_request_account", account_id)
    reply.forget("billing_reading_confirm")
    reply.remember("billing_reading_value", read_reading(asked.text))
    reply.start(READING_FORM)


def personal_account(action: ServiceAction, asked: Asked, turn: Turn, reply: Reply) -> int | None:
    """The one account that a request is about; None: the customer is asked for what is missing."""
    customer = proved_customer(action, asked, turn, reply)
    if customer is None or refuse_foreign_number(turn, customer.accounts, reply):
        return None
    chosen = chosen_accounts(turn, customer.accounts)
    if len(chosen) != 1:
        ask_which_account(asked, customer.accounts, reply)
        return None
    reply.remember("account_selected", chosen[0].id)
    return chosen[0].id


def begun_account(action: ServiceAction, asked: Asked, turn: Turn, reply: Reply) -> int | None:
    """The account that a request was begun for, whichever was talked about in between."""
    customer = proved_customer(action, asked, turn, reply)
    if customer is None:
        return None
    begun = turn.slots.get("billing_request_account")
    own = next((one.id for one in customer.accounts if one.id == begun), None)
    if own is None:
        ask_which_account(asked, customer.accounts, reply)
    return own


def _disputed(action: ServiceAction, account_id: int, asked: Asked) -> RequestFacts | None:
    period = asked.periods[0] if asked.periods else None
    return action.services.billing.dispute_summary(account_id, period)


def _say_no_bill(asked: Asked, reply: Reply) -> None:
    label = asked.periods[0].label if asked.periods else "最近"
    reply.say("utter_dispute_no_bill", label=label)


REQUESTS = {"dispute_bill": begin_dispute, "report_reading": begin_reading}
"""What waits for proof of identity beside questions, by its intent."""

_ONLY_A_MONTH = re.compile(
    r"(?:不对|不是|错了?|应该|我?(?:说|要|讲)的|是|改成?|查|那|的|份|个?月|期|账单|电费|[,，。！!啊呀哦吧 ])*"
)
"""What stands around a month that alone is corrected."""

_DISPUTE_REASONS = {
    "reading": "抄表读数不对",
    "meter": "怀疑电表不准",
    "stranger": "不是我家用的电",
}


class DisputeForm(FormStep):
    """The steps of a disputed bill: the reason, then the yes."""

    NAME = "validate_billing_dispute_form"
    FORM = DISPUTE_FORM
    SLOTS = ("billing_dispute_reason", "billing_dispute_confirm")
    OFFERS = ("dispute", *_DISPUTE_REASONS)

    def take(self, slot: str, turn: Turn, reply: Reply) -> bool:
        """Take the customer's answer."""
        offer = str(turn.entity("offer"))
        if turn.intent == "dispute_bill" and offer in _DISPUTE_REASONS:
            reply.remember("billing_dispute_reason", _DISPUTE_REASONS[offer])
            return True
        if slot == "billing_dispute_reason":
            return self._take_reason(turn, reply)
        if slot == "billing_dispute_confirm":
            if answered_yes(turn, "dispute"):
                reply.remember("billing_dispute_confirm", True)
                return True
            if answered_no(turn, "dispute"):
                reply.say("utter_dispute_not_sent")
                reply.forget("billing_dispute_reason")
                reply.complete_form()
                return True
            return self._take_correction(turn, reply)
        return False

    def _take_correction(self, turn: Turn, reply: Reply) -> bool:
        """Another month or reason, said before the yes; the question repeats it."""
        if turn.intent not in ("dispute_bill", "inform", "ask_other_period", "nlu_fallback"):
            return False
        named = find(turn.text, today(self.services.clock))
        if len(named) == 1 and _ONLY_A_MONTH.fullmatch(turn.text.replace(named[0].text, "")):
            bill = Asked("dispute_bill", (named[0].period,), turn.text)
            reply.remember("billing_dispute_bill", bill.as_slot())
            return True
        if turn.intent == "ask_other_period" or len(turn.text) < 4:
            return False
        reply.remember("billing_dispute_reason", turn.text)
        return True

    def _take_reason(self, turn: Turn, reply: Reply) -> bool:
        told = ("dispute_bill", "explain_bill", "make_complaint", "inform", "nlu_fallback")
        if turn.text and turn.intent in told:
            if len(turn.text) < 2:
                reply.say("utter_dispute_reason_short")
                return True
            reply.remember("billing_dispute_reason", turn.text)
            return True
        return False


class AskDisputeConfirm(ServiceAction):
    """Repeat what will be sent and ask for a yes."""

    NAME = "action_ask_billing_dispute_form_billing_dispute_confirm"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Ask."""
        asked = _disputed_bill(turn)
        account_id = begun_account(self, asked, turn, reply)
        if account_id is None:
            return
        facts = _disputed(self, account_id, asked)
        if facts is None:
            _say_no_bill(asked, reply)
            return
        reply.say(
            "utter_ask_dispute_confirm",
            label=facts.label,
            reason=str(turn.slots.get("billing_dispute_reason") or ""),
        )


class OpenDispute(ServiceAction):
    """Store the request to check a disputed bill."""

    NAME = "action_open_dispute"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Store it, if the form ended with a yes."""
        reason = turn.slots.get("billing_dispute_reason")
        if not turn.slots.get("billing_dispute_confirm") or not reason:
            return
        asked = _disputed_bill(turn)
        account_id = begun_account(self, asked, turn, reply)
        if account_id is None:
            return
        facts = _disputed(self, account_id, asked)
        if facts is None:
            _say_no_bill(asked, reply)
            return
        request = open_request(
            self,
            "disputed_bill",
            facts.summary,
            turn,
            account_id=account_id,
            details={**facts.details, "客户说明": str(reason)},
        )
        reply.say(
            "utter_dispute_opened",
            card=request_card(request),
            number=request.number,
            due=due_label(request.due_at),
            label=facts.label,
        )
        reply.forget(*DisputeForm.SLOTS)


class ReadingForm(FormStep):
    """The steps of an own reading: the number, then the yes."""

    NAME = "validate_billing_reading_form"
    FORM = READING_FORM
    SLOTS = ("billing_reading_value", "billing_reading_confirm")
    OFFERS = ("reading",)

    def take(self, slot: str, turn: Turn, reply: Reply) -> bool:
        """Take the customer's answer."""
        if slot == "billing_reading_value":
            return self._take_value(turn, reply)
        if slot == "billing_reading_confirm":
            value = read_reading(turn.text)
            if value is not None:  # 不对，是12345
                reply.remember("billing_reading_value", value)
                return True
            if answered_yes(turn, "reading"):
                reply.remember("billing_reading_confirm", True)
                return True
            if answered_no(turn, "reading"):
                reply.forget("billing_reading_value")
                return True
        return False

    def _take_value(self, turn: Turn, reply: Reply) -> bool:
        value = read_reading(turn.text)
        if value is None:
            if turn.intent not in ("inform", "nlu_fallback", "report_reading", "affirm"):
                return False
            reply.say("utter_reading_not_readable")
        reply.remember("billing_reading_value", value)
        return True


class AskReadingConfirm(ServiceAction):
    """Repeat the reading and ask for a yes."""

    NAME = "action_ask_billing_reading_form_billing_reading_confirm"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Ask."""
        reply.say("utter_ask_reading_confirm", reading=str(turn.slots.get("billing_reading_value")))


class OpenReading(ServiceAction):
    """Store the request to take over an own reading."""

    NAME = "action_open_reading"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Store it, if the form ended with a yes."""
        value = turn.slots.get("billing_reading_value")
        if not turn.slots.get("billing_reading_confirm") or not value:
            return
        account_id = begun_account(self, Asked("report_reading", (), str(value)), turn, reply)
        if account_id is None:
            return
        facts = self.services.billing.reading_summary(account_id)
        request = open_request(
            self,
            "meter_reading",
            f"客户自报示数{value}" + (f"；{facts.summary}" if facts else ""),
            turn,
            account_id=account_id,
            details={"客户自报示数": str(value), **(facts.details if facts else {})},
        )
        reply.say(
            "utter_reading_opened",
            card=request_card(request),
            reading=str(value),
            number=request.number,
            due=due_label(request.due_at),
        )
        reply.forget(*ReadingForm.SLOTS)


_READING = re.compile(r"(?<![0-9])([0-9]{1,6}(?:\.[0-9]{1,2})?)(?![0-9]|号|月|年|户|元|块|天|日)")


def read_reading(text: str) -> str | None:
    """The reading in a sentence, as a decimal number in kWh; None where there is none."""
    found = _READING.search(plain_digits_keeping_points(text))
    if found is None:
        return None
    try:
        return format(Decimal(found[1]).normalize(), "f")
    except InvalidOperation:
        return None


def plain_digits_keeping_points(text: str) -> str:
    """Digits folded, with the decimal point that `plain_digits` would take for a gap."""
    return "点".join(
        plain_digits(part) for part in re.split(r"(?<=[0-9])[.．点](?=[0-9])", text)
    ).replace("点", ".")


def _disputed_bill(turn: Turn) -> Asked:
    """The bill that the dispute was begun for."""
    return Asked.of_slot(turn.slots.get("billing_dispute_bill")) or Asked("dispute_bill")
