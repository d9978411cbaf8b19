"""The few pages this backend shows to a browser: nothing but its own words, and nothing from outside."""

from __future__ import annotations

import html
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

_STYLE: Final = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem;"
    "color:#1b2733;background:#f6f8fa}h1{font-size:1.4rem}"
    "article,form{background:#fff;border:1px solid #d5dde5;border-radius:8px;padding:1rem;"
    "margin:0 0 1rem}h2{font-size:1rem;margin:0 0 .3rem}p{margin:.2rem 0}"
    ".code{font:600 1.5rem/1.4 ui-monospace,monospace;letter-spacing:.15em}"
    "button{font:inherit;display:block;width:100%;text-align:left;margin:.3rem 0;padding:.6rem .8rem;"
    "border:1px solid #b8c4d0;border-radius:6px;background:#fff;cursor:pointer}"
    "a{overflow-wrap:anywhere}small{color:#5a6b7b}"
)

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def escaped(text: object) -> str:
    """Text as it may stand in a page, between tags and in quotes."""
    return html.escape(str(text), quote=True)


def page(title: str, body: str, status: int = 200) -> Response:
    """A page. `body` is markup: whatever came from outside went through `escaped`."""
    return HTMLResponse(
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escaped(title)}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{escaped(title)}</h1>{body}</body></html>",
        status,
        HEADERS,
    )


def is_from_here(request: Request) -> bool:
    """Whether a browser of this computer asked for this computer, and no page that renamed itself."""
    host = urlsplit(f"//{request.headers.get('host', '')}").hostname
    caller = request.client.host if request.client else ""
    return host in ("127.0.0.1", "localhost", "::1") and caller in ("127.0.0.1", "::1")


def turned_away() -> Response:
    """The answer to everybody else."""
    return PlainTextResponse("Only on this computer.", 403, HEADERS)
