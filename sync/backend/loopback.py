"""Where a browser brings somebody back to: a listener on this computer, for one visit (RFC 8252).

The address carries a random state. Whoever asks without it, another program or a page that guesses
ports, is turned away and uses nothing up. What the right visit brings is a code that is worth
something only together with a secret this program keeps (see `pkce`).
"""

from __future__ import annotations

import asyncio
import hmac
import html
import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlsplit

from sync.backend.classify_auth import redirect_trouble
from sync.errors import Expected, TookTooLong

LIFETIME_S: Final = 300.0
"""As long as the sign-in service remembers a way in that was begun."""

_PATH: Final = "/signed-in"
_REQUEST_WITHIN_S: Final = 10.0
_LONGEST: Final = 16 * 1024
_MOST_AT_ONCE: Final = 16


@dataclass(frozen=True, slots=True)
class PageWords:
    """What the browser shows in the end."""

    title: str = "You are signed in"
    sentence: str = "You can close this window."
    failed_title: str = "Nobody was signed in"


class Loopback:
    """`address` is where a browser is to be sent; `code` waits for what it brings."""

    def __init__(self, words: PageWords) -> None:
        self.address = ""
        self._host = ""
        self._state = secrets.token_urlsafe(32)
        self._words = words
        self._brought: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._server: asyncio.Server | None = None
        self._guests: set[asyncio.Task[None]] = set()

    async def code(self, within: float = LIFETIME_S) -> str:
        """The code that was brought. Raises TookTooLong, NotAgreed, NoAccount and their like."""
        try:
            async with asyncio.timeout(within):
                return await asyncio.shield(self._brought)
        except TimeoutError:
            raise TookTooLong("Nobody came back from the browser.") from None

    async def start(self) -> None:
        """Listen on a port that nobody else uses."""
        self._server = await asyncio.start_server(
            self._welcome, "127.0.0.1", 0, limit=_LONGEST, backlog=_MOST_AT_ONCE
        )
        port = self._server.sockets[0].getsockname()[1]
        self._host = f"127.0.0.1:{port}"
        self.address = f"http://{self._host}{_PATH}?state={self._state}"

    async def stop(self) -> None:
        """Listen no more, and let nobody wait for an answer that does not come."""
        if self._server is not None:
            self._server.close()
        for guest in self._guests:
            guest.cancel()
        if self._guests:
            await asyncio.wait(self._guests, timeout=2.0)
        if self._server is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._server.wait_closed(), 2.0)
        if not self._brought.done():
            self._brought.cancel()
        elif not self._brought.cancelled():
            self._brought.exception()  # nobody may have waited for it

    async def _welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        guest = asyncio.current_task()
        assert guest is not None
        self._guests.add(guest)
        try:
            if len(self._guests) <= _MOST_AT_ONCE:
                async with asyncio.timeout(_REQUEST_WITHIN_S):
                    head = await reader.readuntil(b"\r\n\r\n")
                    writer.write(self._answer(head.decode("latin-1")))
                    await writer.drain()
        except (OSError, TimeoutError, EOFError, asyncio.LimitOverrunError):
            pass  # a guest that does not behave is nobody we wait for
        finally:
            self._guests.discard(guest)
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    def _answer(self, head: str) -> bytes:
        line, *rest = head.split("\r\n")
        method, _, target = line.partition(" ")
        target = target.partition(" ")[0]
        hosts = [each for each in rest if each.lower().startswith("host:")]
        named = hosts[0].partition(":")[2].strip() if len(hosts) == 1 else ""
        parts = urlsplit(target)
        told = parse_qs(parts.query)
        state = told.get("state", [""])[0]
        is_ours = (
            method == "GET"
            and named == self._host
            and parts.path == _PATH
            and hmac.compare_digest(state.encode(), self._state.encode())
        )
        if not is_ours or self._brought.done():
            return _page(404, "Not found", "")
        if code := told.get("code", [""])[0]:
            self._brought.set_result(code)
            return _page(200, self._words.title, self._words.sentence)
        trouble: Expected = redirect_trouble(told.get("error_code", [""])[0])
        self._brought.set_exception(trouble)
        return _page(200, self._words.failed_title, self._words.sentence)


@asynccontextmanager
async def listening(words: PageWords | None = None) -> AsyncGenerator[Loopback, None]:
    """A listener for the length of the block."""
    loopback = Loopback(words or PageWords())
    await loopback.start()
    try:
        yield loopback
    finally:
        await loopback.stop()


def _page(status: int, title: str, sentence: str) -> bytes:
    reason = {200: "OK", 404: "Not Found"}[status]
    body = (
        '<!DOCTYPE html><html><head><meta charset="utf-8">'
        f"<title>{html.escape(title)}</title></head>"
        '<body style="font:18px system-ui,sans-serif;margin:4rem">'
        f"<h1>{html.escape(title)}</h1><p>{html.escape(sentence)}</p></body></html>"
    ).encode()
    head = (
        f"HTTP/1.1 {status} {reason}",
        "Content-Type: text/html; charset=utf-8",
        f"Content-Length: {len(body)}",
        # The address bar keeps the code: it must not go on to anybody.
        "Referrer-Policy: no-referrer",
        "Cache-Control: no-store",
        "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'",
        "X-Content-Type-Options: nosniff",
        "Connection: close",
        "",
        "",
    )
    return "\r\n".join(head).encode() + body
