"""What only the demo has: the phone that shows unsent text messages, and the customers to try."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from sqlalchemy import select

from bot.databases.bot import DemoTextMessage
from bot.databases.sessions import Sessions
from bot.demo.people import PEOPLE
from bot.gateway.addresses import block
from bot.gateway.chat import Shared, error_answers
from bot.gateway.context import Gateway
from bot.gateway.errors import Problem, storage_unavailable
from bot.gateway.storage import StorageDown

router = APIRouter(prefix="/api/demo", tags=["demo"], responses=error_answers(404))


class TextMessage(BaseModel):
    """A text message that demo mode did not send."""

    phone: str
    text: str
    sent_at: datetime


class TextMessages(BaseModel):
    """The newest first."""

    messages: list[TextMessage]


class DemoPerson(BaseModel):
    """A demo customer to try things out with."""

    name: str
    number: str = Field(description="the 户号 to bind with")
    phone: str
    about: str
    questions: list[str] = Field(alias="try")


def _only_in_demo(shared: Gateway, request: Request) -> None:
    if not shared.settings.demo:
        raise Problem(404, "not_found", "没有这个地址。", "这个地址只在演示模式下存在。")
    shared.rates.spend("phone", block(shared.proxies.client(request.scope)))


@router.get("/phone", responses=error_answers(503))
async def demo_phone(request: Request, shared: Shared) -> TextMessages:
    """The text messages that demo mode did not send. Outside demo mode this does not exist."""
    _only_in_demo(shared, request)
    try:
        return TextMessages(messages=await shared.storage(_text_messages, shared.bot_sessions))
    except StorageDown:
        raise storage_unavailable() from None


@router.get("/people")
async def demo_people(request: Request, shared: Shared) -> list[DemoPerson]:
    """The named customers of the demo utility. Outside demo mode this does not exist."""
    _only_in_demo(shared, request)
    return [
        DemoPerson.model_validate(
            {
                "name": person.name,
                "number": person.number,
                "phone": person.phone,
                "about": person.about,
                "try": list(person.questions),
            }
        )
        for person in PEOPLE
    ]


def _text_messages(sessions: Sessions) -> list[TextMessage]:
    with sessions() as session:
        newest = session.execute(
            select(DemoTextMessage).order_by(DemoTextMessage.id.desc()).limit(50)
        ).scalars()
        return [
            TextMessage(phone=message.phone, text=message.text, sent_at=message.sent_at)
            for message in newest
        ]
