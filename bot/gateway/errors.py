"""Errors as the contract words them: `{code, message, hint}`, the message in Chinese."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from bot.incidents import incident_number

log = logging.getLogger(__name__)


class SpokenReply(BaseModel):
    """What is said to the customer when it can't be stored (danger, a person asked for)."""

    sender: str = Field(examples=["system"])
    type: str = Field(examples=["text"])
    text: str
    buttons: list[dict[str, str]] = []
    card: dict[str, Any] | None = Field(default=None, description="of a danger: `danger`")


class ErrorAnswer(BaseModel):
    """Every answer that is an error."""

    code: str = Field(examples=["token_expired"], description="stable, for programs")
    message: str = Field(examples=["会话已过期。"], description="for people, in Chinese")
    hint: str = Field(description="what to do about it")
    reply: SpokenReply | None = Field(
        default=None,
        description="while the storage is down, or too many dangers came: shown to the customer as it is",
    )


class Problem(HTTPException):
    """An error with everything its answer says.

    Args:
        status: HTTP status.
        code: stable, for programs.
        message: for people, in Chinese.
        hint: what to do about it.
        headers: more headers of the answer.
        reply: a sentence for the customer that could not be stored.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        hint: str = "",
        *,
        headers: Mapping[str, str] | None = None,
        reply: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(status, detail=message, headers=dict(headers or {}))
        self.code = code
        self.message = message
        self.hint = hint
        self.reply = reply

    def body(self) -> dict[str, Any]:
        """The answer's JSON."""
        content: dict[str, Any] = {"code": self.code, "message": self.message, "hint": self.hint}
        if self.reply is not None:
            content["reply"] = dict(self.reply)
        return content

    def event(self) -> dict[str, Any]:
        """The same as an event of the socket."""
        return {"event": "error", **self.body()}


def token_missing() -> Problem:
    return Problem(
        401,
        "token_missing",
        "缺少会话凭证。",
        "先调用 POST /api/chat/sessions，并在 Authorization 头里带上 Bearer 凭证。",
        headers={"WWW-Authenticate": "Bearer"},
    )


def token_invalid() -> Problem:
    return Problem(
        401,
        "token_invalid",
        "会话凭证无效。",
        "用 POST /api/chat/sessions 新建会话。",
        headers={"WWW-Authenticate": "Bearer"},
    )


def token_expired() -> Problem:
    return Problem(
        401,
        "token_expired",
        "会话凭证已过期。",
        "用 POST /api/chat/sessions/renew 换新凭证，会话和记录都还在。",
        headers={"WWW-Authenticate": "Bearer"},
    )


def conversation_ended(reply: Mapping[str, Any] | None = None) -> Problem:
    return Problem(
        401,
        "conversation_ended",
        "这次对话已经结束。",
        "用 POST /api/chat/sessions 新建会话。",
        headers={"WWW-Authenticate": "Bearer"},
        reply=reply,
    )


def origin_refused() -> Problem:
    return Problem(
        403,
        "origin_refused",
        "不接受来自这个网站的请求。",
        "请管理员把网站地址加到 ALLOWED_ORIGINS。",
    )


def too_large(limit: int) -> Problem:
    return Problem(413, "too_large", "发送的内容太大了。", f"一次最多 {limit} 字节，请分几次发送。")


def too_many(retry_after_seconds: int) -> Problem:
    return Problem(
        429,
        "too_many_requests",
        "操作太频繁了，请稍等一下再试。",
        f"{retry_after_seconds} 秒后可以再试。",
        headers={"Retry-After": str(retry_after_seconds)},
    )


def storage_unavailable(reply: Mapping[str, Any] | None = None) -> Problem:
    return Problem(
        503,
        "storage_unavailable",
        "系统暂时不能保存消息。",
        "请过几分钟用同一个 client_msg_id 再发一次。",
        headers={"Retry-After": "5"},
        reply=reply,
    )


def unexpected(incident: str) -> Problem:
    return Problem(
        500,
        "internal_error",
        "系统出了点问题，请稍后再试。",
        f"问题编号 {incident}，可以报给客服。",
    )


_HTTP_WORDS = {
    404: ("not_found", "没有这个地址。", "接口说明见 /docs。"),
    405: ("method_not_allowed", "这个地址不支持这种请求方式。", "接口说明见 /docs。"),
    400: ("bad_request", "请求读不出来。", "请求体应是 JSON，Content-Type 为 application/json。"),
}


def answer(problem: Problem) -> JSONResponse:
    """The HTTP answer of a problem."""
    return JSONResponse(problem.body(), status_code=problem.status_code, headers=problem.headers)


def answer_errors(app: FastAPI) -> None:
    """Word every error of the app as the contract does."""

    @app.exception_handler(HTTPException)
    async def http_error(_: Request, error: HTTPException) -> JSONResponse:
        if isinstance(error, Problem):
            return answer(error)
        code, message, hint = _HTTP_WORDS.get(
            error.status_code, ("error", "请求没有成功。", str(error.detail))
        )
        return answer(Problem(error.status_code, code, message, hint, headers=error.headers))

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        # Only where and why: what was sent may hold personal data.
        faults = "；".join(
            f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}"
            for fault in error.errors()[:3]
        )
        return answer(Problem(422, "invalid_request", "请求的内容不符合接口要求。", faults))

    @app.exception_handler(Exception)
    async def fault(_: Request, error: Exception) -> JSONResponse:
        incident = incident_number()
        log.error("a request failed", exc_info=error, extra={"incident": incident})
        return answer(unexpected(incident))
