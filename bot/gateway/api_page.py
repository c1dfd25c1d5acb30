"""/docs: the OpenAPI description as one readable page, without anything from other servers."""

from __future__ import annotations

import html
import json
from typing import Any

_STYLE = """
body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1f2933}
section{border:1px solid #d9e2ec;border-radius:8px;padding:.5rem 1rem;margin:1rem 0}
h2{font-size:1.05rem;margin:.4rem 0}code,pre{font-family:ui-monospace,monospace;font-size:.9em}
pre{background:#f5f7fa;padding:.6rem;overflow:auto;border-radius:6px}
.m{display:inline-block;min-width:4.5rem;font-weight:700;color:#0b6e4f}td{padding:.1rem .8rem .1rem 0}
"""
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"
)


def api_page(description: dict[str, Any]) -> str:
    """The page.

    Args:
        description: an OpenAPI 3 document.
    """
    parts = [
        "<!doctype html><html lang='zh-CN'><meta charset='utf-8'>",
        "<meta name='viewport' content='width=device-width, initial-scale=1'>",
        f"<title>{_text(description['info']['title'])}</title><style>{_STYLE}</style>",
        f"<h1>{_text(description['info']['title'])}</h1>",
        f"<p>{_text(description['info'].get('description', ''))}</p>",
        "<p><a href='/openapi.json'>openapi.json</a></p>",
    ]
    for path, operations in description["paths"].items():
        parts += [_operation(path, method, what) for method, what in operations.items()]
    parts.append("<h2>Schemas</h2>")
    for name, schema in description.get("components", {}).get("schemas", {}).items():
        shown = json.dumps(schema, ensure_ascii=False, indent=2)
        parts.append(
            f"<section id='{_text(name)}'><h2>{_text(name)}</h2><pre>{_text(shown)}</pre></section>"
        )
    return "".join(parts) + "</html>"


def _operation(path: str, method: str, what: dict[str, Any]) -> str:
    rows = []
    for parameter in what.get("parameters", ()):
        described = parameter.get("description") or parameter.get("schema", {}).get("type", "")
        name = f"{parameter['name']} ({parameter['in']})"
        rows.append((name, _text(str(described))))
    body = what.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    if body:
        rows.append(("body", _schema_link(body)))
    for status, answer in what.get("responses", {}).items():
        schema = answer.get("content", {}).get("application/json", {}).get("schema")
        rows.append((status, _schema_link(schema) if schema else _text(answer["description"])))
    table = "".join(f"<tr><td><code>{_text(n)}</code></td><td>{v}</td></tr>" for n, v in rows)
    return (
        f"<section><h2><span class='m'>{_text(method.upper())}</span> <code>{_text(path)}</code></h2>"
        f"<p>{_text(what.get('description') or what.get('summary', ''))}</p>"
        f"<table>{table}</table></section>"
    )


def _schema_link(schema: dict[str, Any]) -> str:
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    if not name:
        return _text(str(schema.get("type", "")))
    return f"<a href='#{_text(name)}'>{_text(name)}</a>"


def _text(raw: str) -> str:
    return html.escape(raw, quote=True)
