"""Hold the frozen conversations with a running product and say how many turns came right: `make judge`.

It starts a product of its own whose clock shows the authors' moment. `--details FILE` writes what was said
where a turn came out wrong: for judging the judging, never to write data or rules from.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.clock import system_clock
from bot.databases.bot import Message, ServiceRequest
from bot.databases.sessions import Sessions, connect, sessions
from bot.demo.people import Person, person
from bot.formats import plain_digits
from tests.chat_client import ChatClient
from tests.judging.talks import (
    NOW,
    Question,
    Talk,
    Turn,
    general_questions,
    record_questions,
    talks,
)
from tests.product import Product

SIDE_BY_SIDE = 3

_ASKS_BY_RESPONSE = {
    "identity": r"^utter_(ask_consent|binding_first|binding_asks|ask_account|number_taken|step_up_needed|answered_after_)",
    "account": r"^utter_(choose_account|several_accounts)",
    "choice": r"^utter_(ask_meaning|knowledge_which|what_about_it|no_question_before|yes_to_what|ask_rephrase|"
    r"still_unclear|choose|doubt)",
    "code": r"^utter_(binding_code|binding_asks_code|ask_code|code_|step_up_needed)",
}
_ASKS_BY_TEXT = {
    "phone": r"(电话|手机|号码).{0,12}(发|留|告诉|多少|给我)|(发|留|告诉|给).{0,10}(电话|手机|号码)",
    "place": r"(地址|地点|位置|在哪|什么地方|哪里)",
    "month": r"(哪个?月|几月|哪一期|哪期|月份)",
    "reason": r"(哪里不对|什么问题|什么情况|原因|怎么不对|哪儿不对|说说)",
    "reading": r"(示数|读数|数字|度数|表上)",
    "confirm": r"(提交|确认|对吗|可以吗|登记吗|要登记|吗[？?]|是不是)",
    "code": r"验证码",
    "account": r"(哪一?户|哪个户|哪一个户)",
    "choice": r"(哪一?[件个项种]|是想|是要|还是).{0,30}[？?]|没.{0,3}明白|换个说法",
}


@dataclass
class Tally:
    """How turns came out.

    Args:
        right: of them.
        total: all.
        wrong: what was said where they didn't.
    """

    right: int = 0
    total: int = 0
    wrong: list[dict[str, Any]] = field(default_factory=list)

    def note(self, faults: Sequence[str], told: Mapping[str, Any]) -> None:
        """Count one turn."""
        self.total += 1
        if faults:
            self.wrong.append({**told, "faults": list(faults)})
        else:
            self.right += 1

    def __str__(self) -> str:
        share = 100 * self.right / self.total if self.total else 0.0
        return f"{self.right} of {self.total} ({share:.1f} %)"


@dataclass
class Holder:
    """Talks to one product.

    Args:
        base_url: the gateway's address.
        stored: its bot database.
    """

    base_url: str
    stored: Sessions

    def talk(self, one: Talk) -> Tally:
        """Hold a conversation."""
        tally = Tally()
        with ChatClient(self.base_url) as chat:
            who = person(one.person)
            if one.bound:
                self.prove(chat, who)
            for number, turn in enumerate(one.turns, 1):
                faults, said = self._turn(chat, who, turn)
                told = {"talk": one.name, "behaviour": one.behaviour, "turn": number}
                tally.note(faults, {**told, "customer": turn.customer, "right": turn.right, **said})
        return tally

    def ask(self, one: Question) -> tuple[bool, bool, dict[str, Any]]:
        """Ask one question in a conversation of its own.

        Returns:
            Whether it was told rightly, whether identity was asked for, and what was said.
        """
        with ChatClient(self.base_url) as chat:
            if one.person is not None:
                self.prove(chat, person(one.person))
            rows = self._rows(chat, _settled(chat, chat.say(one.text)))
        texts = _texts(rows)
        told = {"question": one.text, "says": one.says.pattern, "texts": texts}
        return bool(one.says.search(texts)), _asks("identity", rows), told

    def prove(self, chat: ChatClient, who: Person) -> None:
        """Bind a conversation as a customer does, as patient as she is."""
        chat.say("绑定户号")
        for words in ("同意", who.number, who.name):
            chat.say(words)
        rows = self._rows(chat, chat.say(chat.newest_code(who.phone)))
        names = [row["response"] for row in rows]
        if not any(str(name).startswith("utter_binding_done") for name in names):
            raise RuntimeError(f"{who.key} could not be bound: {names}")

    def _turn(self, chat: ChatClient, who: Person, turn: Turn) -> tuple[list[str], dict[str, Any]]:
        before = self._requests(chat)
        words = _filled(turn.customer, chat, who)
        rows = self._rows(chat, _settled(chat, chat.say(words)))
        after = self._requests(chat)
        faults = list(_faults(turn, words, rows, before, after))
        said = {
            "responses": [row["response"] for row in rows],
            "texts": _texts(rows),
            "buttons": [one["title"] for row in rows for one in row["buttons"] or ()],
        }
        return faults, said

    def _rows(self, chat: ChatClient, answers: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        with self.stored() as session:
            names = dict(
                session.execute(
                    select(Message.seq, Message.response).where(
                        Message.conversation_id == chat.conversation_id
                    )
                ).all()
            )
        return [{**one, "response": names.get(one["seq"]) or ""} for one in answers]

    def _requests(self, chat: ChatClient) -> dict[int, dict[str, Any]]:
        with self.stored() as session:
            rows = session.scalars(
                select(ServiceRequest).where(ServiceRequest.conversation_id == chat.conversation_id)
            )
            return {
                row.id: {
                    "kind": row.kind,
                    "status": row.status,
                    "phone": row.contact_phone,
                    "details": json.dumps(row.details, ensure_ascii=False),
                }
                for row in rows
            }


def _settled(chat: ChatClient, answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The answers with those of the message's further wishes, which come a moment later."""
    found = list(answers)
    quiet = 0
    while quiet < 2:
        time.sleep(0.12)
        more = [one for one in chat.fetch() if one["sender"] != "customer"]
        quiet = 0 if more else quiet + 1
        found += more
    return found


def _filled(words: str, chat: ChatClient, who: Person) -> str:
    places: dict[str, Callable[[], str]] = {
        "number2": lambda: who.numbers[-1],
        "number": lambda: who.number,
        "name": lambda: who.name,
        "phone": lambda: who.phone,
        "code": lambda: chat.newest_code(who.phone),
    }
    for name, value in places.items():
        if f"{{{name}}}" in words:
            words = words.replace(f"{{{name}}}", value())
    return words


def _faults(
    turn: Turn,
    words: str,
    rows: Sequence[Mapping[str, Any]],
    before: Mapping[int, Mapping[str, Any]],
    after: Mapping[int, Mapping[str, Any]],
) -> Iterable[str]:
    texts = _texts(rows)
    for pattern in turn.says:
        if not pattern.search(texts):
            yield f"doesn't say {pattern.pattern}"
    for pattern in turn.never:
        if pattern.search(texts):
            yield f"says {pattern.pattern}"
    if turn.asks and not _asks(turn.asks, rows):
        yield f"doesn't ask for {turn.asks}"
    for one in turn.never_asks:
        if _asks(one, rows, strictly=True):
            yield f"asks for {one}"
    titles = "\n".join(one["title"] for row in rows for one in row["buttons"] or ())
    if turn.offers and not turn.offers.search(f"{texts}\n{titles}"):
        yield f"doesn't offer {turn.offers.pattern}"
    if turn.stored and not _was_stored(turn.stored, words, texts, before, after):
        yield f"stored isn't {turn.stored}"


def _asks(what: str, rows: Sequence[Mapping[str, Any]], *, strictly: bool = False) -> bool:
    """Whether an answer asks for something; strictly: only what is sure to be a question for it."""
    pattern = _ASKS_BY_RESPONSE.get(what)
    if pattern and any(re.search(pattern, row["response"]) for row in rows):
        return True
    if what == "identity" or (
        strictly and what in ("confirm", "place", "choice", "code", "reading")
    ):
        return False
    return bool(re.search(_ASKS_BY_TEXT[what], _texts(rows)))


def _was_stored(
    what: str,
    words: str,
    texts: str,
    before: Mapping[int, Mapping[str, Any]],
    after: Mapping[int, Mapping[str, Any]],
) -> bool:
    new = [row for number, row in after.items() if number not in before]
    changed = [row for number, row in after.items() if before.get(number) != row]
    if what == "none":
        return not new
    if what == "any":
        return bool(new)
    if what == "withdrawn":
        gone = any(row["status"] == "cancelled" for row in changed)
        return gone or bool(
            re.search(
                r"(撤销|撤回|取消|撤掉|作废).{0,20}(工作人员|人工|热线)|(工作人员|人工|热线).{0,20}(撤|取消|作废)",
                texts,
            )
        )
    if what == "phone":
        digits = plain_digits(words)
        return any(row["phone"] and row["phone"][-8:] in digits for row in after.values())
    if what == "place":
        return any(
            row["kind"] == "danger" and re.search(r"地点|地址|place", row["details"])
            for row in changed
        )
    return any(row["kind"] == what for row in changed)


def _texts(rows: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(str(row["text"] or "") for row in rows)


def main(arguments: list[str] | None = None) -> int:
    """Hold them all and print the shares."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.judging.hold", description=(__doc__ or "").split("\n\n")[0]
    )
    parser.add_argument("--details", type=Path, metavar="FILE", help="write the wrong turns")
    parser.add_argument("--only", choices=["conversations", "questions"], help="one part")
    parser.add_argument("--url", help="of a product that runs already (with --bot-db-url)")
    parser.add_argument("--bot-db-url", help="its bot database")
    options = parser.parse_args(arguments)
    if options.url:
        return _hold(Holder(options.url, sessions(connect(options.bot_db_url))), options)
    shift = round((NOW - system_clock()).total_seconds())
    with tempfile.TemporaryDirectory() as folder:
        product = Product(Path(folder), {"CLOCK_SHIFT_SECONDS": str(shift)})
        try:
            product.start()
            return _hold(Holder(product.base_url, sessions(connect(product.bot_db_url))), options)
        finally:
            product.stop()


def _hold(holder: Holder, options: argparse.Namespace) -> int:
    wrong: list[dict[str, Any]] = []
    if options.only != "questions":
        wrong += _hold_talks(holder)
    if options.only != "conversations":
        wrong += _hold_questions(holder)
    if options.details:
        options.details.write_text(json.dumps(wrong, ensure_ascii=False, indent=1), "utf-8")
    return 0


def _hold_talks(holder: Holder) -> list[dict[str, Any]]:
    # One at a time for a person: their codes go to the same phone.
    by_person: dict[str, list[Talk]] = defaultdict(list)
    for one in talks():
        by_person[one.person].append(one)

    def hold(of_person: list[Talk]) -> list[tuple[Talk, Tally]]:
        return [(one, holder.talk(one)) for one in of_person]

    largest_first = sorted(by_person.values(), key=len, reverse=True)
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        held = [each for some in pool.map(hold, largest_first) for each in some]
    turns: dict[str, Tally] = defaultdict(Tally)
    whole: dict[str, Tally] = defaultdict(Tally)
    for one, tally in held:
        for name in (one.behaviour, "all"):
            turns[name].right += tally.right
            turns[name].total += tally.total
            whole[name].note(["wrong"] if tally.wrong else [], {})
    for name in sorted(turns, key=lambda one: (one == "all", one)):
        print(f"{name:<16} turns {turns[name]!s:<24} whole conversations {whole[name]}")
    return [each for _, tally in held for each in tally.wrong]


def _hold_questions(holder: Holder) -> list[dict[str, Any]]:
    wrong = []
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        general = list(pool.map(holder.ask, general_questions()))
    told = sum(right for right, _, _ in general)
    asked = sum(asks for _, asks, _ in general)
    print(f"general questions: told {told} of {len(general)}, asked for identity {asked}")
    wrong += [
        {**said, "kind": "general", "identity": asks}
        for right, asks, said in general
        if not right or asks
    ]

    by_person: dict[str, list[Question]] = defaultdict(list)
    for one in record_questions():
        by_person[str(one.person)].append(one)
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        own = [
            each
            for some in pool.map(
                lambda asked: [holder.ask(one) for one in asked], by_person.values()
            )
            for each in some
        ]
    print(f"record questions: told {sum(right for right, _, _ in own)} of {len(own)}")
    wrong += [{**said, "kind": "record"} for right, _, said in own if not right]
    return wrong


if __name__ == "__main__":
    sys.exit(main())
