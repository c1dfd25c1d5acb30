"""The twelve kinds of billing question, asked through the web chat contract alone.

`python -m tests.product.questions [ADDRESS]` binds a demo customer at a running demo product, asks
them all and prints what came back; it is an example of an integration, too.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

from bot.demo.people import Person, person
from tests.chat_client import ChatClient, Message
from tests.product.binding import bind

DEFAULT_ADDRESS = "http://127.0.0.1:8000"
ASKED_BY = person("arrears")


@dataclass(frozen=True)
class Question:
    """One kind of question.

    Args:
        kind: what it is about.
        text: as a customer says it.
        card: the schema of the card that answers it.
    """

    kind: str
    text: str
    card: str


QUESTIONS = (
    Question("balance or arrears", "我现在欠多少电费", "balance"),
    Question("a bill", "上个月电费多少", "bill"),
    Question("several bills", "最近半年的账单", "bill_list"),
    Question("why it is so high", "为什么上个月电费这么高", "bill_change"),
    Question("place in the tiers", "我今年用到第几档了", "tiers"),
    Question("usage", "最近一周每天用了多少度", "usage"),
    Question("another tariff", "换成峰谷电价划算吗", "comparison"),
    Question("current prices", "现在一度电多少钱", "prices"),
    Question("payments", "我最近交过哪些电费", "payments"),
    Question("invoices", "电费发票开了没有", "invoices"),
    Question("ways to pay", "不会用手机怎么交电费", "payment_ways"),
    Question("late fee", "违约金怎么算的", "late_fee"),
    Question("meter readings", "上个月电表抄的多少", "readings"),
)


def ask_all(chat: ChatClient, customer: Person = ASKED_BY) -> dict[str, list[Message]]:
    """Bind a customer and ask every question; the answers by the question's kind."""
    bind(chat, customer)
    return {question.kind: chat.say(question.text) for question in QUESTIONS}


def main() -> int:
    """Print questions and answers; 0 if each was answered with its card."""
    address = sys.argv[1] if len(sys.argv) > 1 else DEFAULT_ADDRESS
    missed = 0
    with ChatClient(address) as chat:
        answers = ask_all(chat)
    for question in QUESTIONS:
        said = answers[question.kind]
        cards = [line["card"]["schema"] for line in said if line["card"]]
        missed += question.card not in cards
        print(f"\n[{question.kind}] {question.text}")
        for line in said:
            print(f"  {(line['text'] or '').replace(chr(10), chr(10) + '  ')}")
        print(f"  card: {', '.join(cards) or 'none'}")
    print(f"\n{len(QUESTIONS) - missed} of {len(QUESTIONS)} answered with their card.")
    return 0 if missed == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
