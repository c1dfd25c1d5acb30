"""Bind a demo customer through the web chat contract alone."""

from __future__ import annotations

from bot.demo.people import Person
from tests.chat_client import ChatClient


def bind(chat: ChatClient, person: Person) -> None:
    """Prove to be a demo customer: consent, 户号, name and the code from the demo phone.

    Raises:
        AssertionError: the dialogue took another way.
    """
    chat.say("我要绑定户号")
    chat.press_titled("同意")
    chat.say(person.number)
    chat.say(person.name)
    answers = chat.say(chat.newest_code(person.phone))
    assert any("已经绑定" in (answer["text"] or "") for answer in answers), answers
