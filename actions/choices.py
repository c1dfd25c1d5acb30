"""What intents and offers are called in human words, on buttons."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from actions.turn import Button

TITLES: Mapping[str, str] = {
    "query_balance": "欠费和余额",
    "query_bill": "查电费账单",
    "explain_bill": "电费为什么高",
    "query_tiers": "阶梯用到第几档",
    "query_usage": "查用电量",
    "compare_tariffs": "峰谷划不划算",
    "query_prices": "电价多少",
    "query_late_fee": "违约金",
    "query_reading": "电表读数",
    "dispute_bill": "账单有疑问，要核查",
    "report_reading": "自己报电表读数",
    "query_payments": "缴费记录",
    "trace_payment": "交了费没到账",
    "query_invoice": "电费发票",
    "query_payment_ways": "怎么交费",
    "query_cut_off": "欠费停电和复电",
    "bind_account": "绑定户号",
    "unbind_account": "解除绑定",
    "switch_account": "换一个户号",
    "query_accounts": "我绑定的户号",
    "change_reserved_phone": "预留手机号换了",
    "not_account_holder": "我不是户主",
    "ask_why_needed": "为什么要验证",
    "request_person": "请工作人员联系我",
    "query_request": "登记的事办得怎样了",
    "report_outage": "停电、报修",
    "apply_connection": "办理用电业务",
    "query_generation": "光伏发电和上网电费",
    "make_complaint": "投诉、意见",
    "query_office": "营业厅在哪里",
    "query_hotline": "服务热线",
    "query_privacy": "隐私说明",
    "help": "你能帮我什么",
}
"""Intents without a title (yes, no, greetings) are never offered as a choice."""

OFFER_TITLES: Mapping[str, str] = {
    "newest_bill": "看最近一期",
    "payment_trace": "登记核对",
    "invoice": "登记开票",
}
"""What is offered with an answer, as its button says it."""

MOST = 3
LEAST_CONFIDENCE = 0.08
"""Below it a guess is no help to choose from."""


def likely_choices(ranking: Sequence[tuple[str, float]]) -> list[str]:
    """The intents worth asking about, the likeliest first.

    Args:
        ranking: intents with their confidence, best first.
    """
    fitting = [name for name, share in ranking if name in TITLES and share >= LEAST_CONFIDENCE]
    return fitting[:MOST]


def choice_buttons(intents: Sequence[str], entities: Mapping[str, Any]) -> list[Button]:
    """A button for each intent, and one for none of them.

    Args:
        intents: what may have been meant.
        entities: what the sentence said and the choice keeps, such as the period.
    """
    carried = json.dumps(entities, ensure_ascii=False) if entities else ""
    buttons = [{"title": TITLES[name], "payload": f"/{name}{carried}"} for name in intents]
    return [*buttons, {"title": "都不是", "payload": "/out_of_scope"}]


def follow_up_buttons(intents: Sequence[str]) -> list[Button]:
    """A button for each intent."""
    return [{"title": TITLES[name], "payload": f"/{name}"} for name in intents]


def offer_button(offer: str) -> Button:
    """The button that accepts an offer."""
    return {"title": OFFER_TITLES[offer], "payload": f'/affirm{{"offer":"{offer}"}}'}
