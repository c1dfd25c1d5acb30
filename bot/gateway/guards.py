"""What stands before every request: its origin, its size, the answer's headers, the access log."""

from __future__ import annotations

import asyncio
import logging
import time
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.gateway import errors
from bot.gateway.addresses import TrustedProxies, shortened
from bot.gateway.metrics import Metrics
from bot.incidents import incident_number
from bot.settings import Settings

log = logging.getLogger("bot.gateway.access")

LARGEST_BODY = 16 * 1024  # bytes; a text of 2,000 characters in the longest JSON spelling fits
SLOWEST_BODY_SECONDS = 10.0
_WITH_BODY = {"POST", "PUT", "PATCH", "DELETE"}
_QUIET = {"/healthz", "/readyz", "/metrics"}


def own_origin(connection: HTTPConnection, origin: str, proxies: TrustedProxies) -> bool:
    """Whether a page of this very gateway asks."""
    parts = urlsplit(origin)
    return parts.netloc.lower() == connection.headers.get(
        "host", ""
    ).lower() and parts.scheme == proxies.scheme(connection.scope)


def origin_allowed(connection: HTTPConnection, settings: Settings, proxies: TrustedProxies) -> bool:
    """Whether a request comes from a page that may send it, or from no browser at all.

    Args:
        connection: the request or the socket's handshake.
        settings: with the allowed origins.
        proxies: for the scheme that the client sees.
    """
    origin = connection.headers.get("origin")
    if origin is None:
        return True
    return origin in settings.allowed_origins or own_origin(connection, origin, proxies)


class Guard:
    """The outermost layer of the app.

    Args:
        app: what it guards.
        settings: allowed origins.
        proxies: whose forwarded addresses count.
        metrics: what is counted.
    """

    def __init__(
        self, app: ASGIApp, settings: Settings, proxies: TrustedProxies, metrics: Metrics
    ) -> None:
        self._app = app
        self._settings = settings
        self._proxies = proxies
        self._metrics = metrics
        self._cors = CORSMiddleware(
            app,
            allow_origins=list(settings.allowed_origins),
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["Authorization", "Content-Type"],
            expose_headers=["Retry-After"],
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 0

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _add_headers(scope, MutableHeaders(scope=message), self._proxies)
            await send(message)

        try:
            await self._guarded(scope, receive, noted)
        except asyncio.CancelledError:
            raise
        except Exception:
            # A fault inside a route is answered and logged by `answer_errors`, then raised again.
            if status != 500:
                incident = incident_number()
                log.exception("a request failed", extra={"incident": incident})
                if status == 0:
                    await errors.answer(errors.unexpected(incident))(scope, receive, noted)
        finally:
            self._note(scope, status, time.perf_counter() - started)

    async def _guarded(self, scope: Scope, receive: Receive, send: Send) -> None:
        connection = HTTPConnection(scope)
        path = scope["path"]
        if path.startswith("/api/") and not origin_allowed(
            connection, self._settings, self._proxies
        ):
            await errors.answer(errors.origin_refused())(scope, receive, send)
            return
        if scope["method"] in _WITH_BODY:
            try:
                body = await asyncio.wait_for(_body(scope, receive), SLOWEST_BODY_SECONDS)
            except asyncio.TimeoutError:
                slow = errors.Problem(408, "too_slow", "请求发送得太慢了。", "请检查网络后再试。")
                await errors.answer(slow)(scope, receive, send)
                return
            if body is None:
                await errors.answer(errors.too_large(LARGEST_BODY))(scope, receive, send)
                return
            receive = _replaying(body, receive)
        # Only the customers' API is for other sites' pages; the staff's never is.
        inner = self._cors if path.startswith("/api/chat/") else self._app
        await inner(scope, receive, send)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", None) or _short(scope["path"])
        self._metrics.request_seconds.labels(route, str(status)).observe(seconds)
        if status >= 400:
            self._metrics.refused.labels(str(status)).inc()
        log.log(
            logging.DEBUG if scope["path"] in _QUIET else logging.INFO,
            "%s %s %d",
            scope["method"],
            route,
            status,
            extra={
                "took_ms": round(seconds * 1000, 1),
                "client": shortened(self._proxies.client(scope)),
                "conversation": scope.get("mingdeng.conversation"),
            },
        )


async def _body(scope: Scope, receive: Receive) -> bytes | None:
    """The whole body; None when it is too large."""
    declared = Headers(scope=scope).get("content-length", "")
    if declared.isdigit() and int(declared) > LARGEST_BODY:
        return None
    parts = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b""
        part = message.get("body", b"")
        size += len(part)
        if size > LARGEST_BODY:
            return None
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def _replaying(body: bytes, receive: Receive) -> Receive:
    handed_over = False

    async def replay() -> Message:
        nonlocal handed_over
        if handed_over:
            return await receive()
        handed_over = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def _add_headers(scope: Scope, headers: MutableHeaders, proxies: TrustedProxies) -> None:
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    headers.setdefault("Cache-Control", "no-store")
    headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
    if proxies.scheme(scope) == "https":
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")


def _short(path: str) -> str:
    # Unknown addresses must not make a new time series each.
    return "/assets" if path.startswith("/assets/") else "other"
