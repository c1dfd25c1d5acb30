"""The built web pages under the gateway's own origin, each with the rules a browser is to keep."""

from __future__ import annotations

from pathlib import Path

from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Mount, Route, Router
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from bot.gateway import errors
from bot.settings import ROOT

BUILT = ROOT / "bot" / "web" / "dist"
PAGES = {
    "/": "index.html",
    "/widget": "widget.html",
    "/requests": "requests.html",
    "/privacy": "privacy.html",
}
EMBEDDED = {"/widget"}
"""Pages that stand in a frame on the utility's own web site."""

_NOT_BUILT = """<!doctype html><html lang="zh-CN"><meta charset="utf-8">
<title>页面还没有构建</title><h1>页面还没有构建</h1>
<p>服务已经启动，但网页文件还不存在。请在项目目录里运行 <code>make run</code>，
或者运行 <code>python -m bot pages</code>，然后刷新本页。</p></html>
"""


class _Assets(StaticFiles):
    """Files whose names carry a hash of their content: they never change."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code in (200, 304):
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def missing_pages(folder: Path = BUILT) -> str | None:
    """What keeps the pages from being shown, or None."""
    absent = [name for name in [*PAGES.values(), "loader.js"] if not (folder / name).is_file()]
    if not absent:
        return None
    return f"not built: {', '.join(absent)}; `make run` builds them"


def pages(allowed_origins: tuple[str, ...], folder: Path = BUILT) -> ASGIApp:
    """An app that serves the built pages.

    Args:
        allowed_origins: sites that may show the widget in a frame.
        folder: what the build wrote.
    """

    async def page(request: Request) -> Response:
        path = request.url.path
        file = folder / PAGES[path]
        policy = _policy(allowed_origins if path in EMBEDDED else (), own=path in EMBEDDED)
        headers = {"Content-Security-Policy": policy, "Cache-Control": "no-cache"}
        if not file.is_file():
            return HTMLResponse(_NOT_BUILT, 503, {**headers, "Retry-After": "10"})
        return FileResponse(file, headers=headers, media_type="text/html; charset=utf-8")

    async def top_level(request: Request) -> Response:
        # loader.js, favicon.svg and whatever else the build puts beside the pages.
        file = (folder / request.path_params["name"]).resolve()
        if file.parent != folder.resolve() or not file.is_file() or file.name.startswith("."):
            return errors.answer(
                errors.Problem(404, "not_found", "没有这个地址。", "接口说明见 /docs。")
            )
        headers = {"Cache-Control": "no-cache"}
        if file.suffix == ".svg":
            # Opened by itself an SVG is a document; it may run nothing.
            headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
        return FileResponse(file, headers=headers)

    assets = _Assets(directory=folder / "assets", check_dir=False)
    return GZipMiddleware(
        Router(
            [
                *(Route(path, page, methods=["GET"]) for path in PAGES),
                Mount("/assets", assets),
                Route("/{name}", top_level, methods=["GET"]),
            ]
        ),
        minimum_size=1024,
    )


def _policy(framed_by: tuple[str, ...], *, own: bool) -> str:
    ancestors = " ".join([*(["'self'"] if own else []), *framed_by]) or "'none'"
    return "; ".join(
        [
            "default-src 'self'",
            "script-src 'self'",
            # React and ChatUI set styles on elements.
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "frame-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            f"frame-ancestors {ancestors}",
        ]
    )
