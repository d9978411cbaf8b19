"""A network that spoils what goes through it: an HTTP proxy in front of the gateway.

Understands just enough to hold whole requests in its hand, so that it can lose an answer after the
server has committed, deliver a request twice, or answer in the server's place as hotels do. Sockets
are passed through as bytes.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress
from random import Random
from types import TracebackType
from typing import Final, Literal
from urllib.parse import urlsplit

Fate = Literal[
    "pass",
    "refuse",
    "stall",
    "stall_answer",
    "lose_answer",
    "truncate",
    "trickle",
    "html502",
    "captive",
    "twice",
]
_PAGE_502: Final = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
_PAGE_CAPTIVE: Final = b"<!DOCTYPE html><html><body>Welcome! Accept the terms.</body></html>"
_STALL_S: Final = 5.0


class Proxy:
    """While the context lasts. `weather` says what happens how often; empty: all is well."""

    def __init__(self, upstream: str, rng: Random) -> None:
        parts = urlsplit(upstream)
        assert parts.hostname is not None
        assert parts.port is not None
        self._host, self._port = parts.hostname, parts.port
        self._rng = rng
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._sockets: set[asyncio.StreamWriter] = set()
        self.weather: dict[Fate, float] = {}
        self.fates = Counter[Fate]()

    @property
    def url(self) -> str:
        """Where a client finds it."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> Proxy:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._server is not None
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def cut_sockets(self) -> None:
        """End every websocket."""
        for writer in list(self._sockets):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            # Cancelled only by the end of the proxy.
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                while await self._exchange(reader, writer):
                    pass
        finally:
            self._tasks.discard(task)
            writer.transport.abort()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request and its fate. False when the connection is over."""
        head = await reader.readuntil(b"\r\n\r\n")
        lines = (line.partition(b":") for line in head.split(b"\r\n")[1:] if line)
        headers = {name.strip().lower(): value.strip() for name, _, value in lines}
        is_socket = headers.get(b"upgrade", b"").lower() == b"websocket"
        fate = self._choose(is_socket=is_socket)
        self.fates[fate] += 1
        if is_socket:
            if fate == "pass":
                await self._pipe(head, reader, writer)
            return False
        body = await reader.readexactly(int(headers.get(b"content-length", b"0")))
        request = head.replace(b"\r\n\r\n", b"\r\nconnection: close\r\n\r\n") + body
        match fate:
            case "refuse":
                return False
            case "stall":
                await asyncio.sleep(_STALL_S)
                return False
            case "html502":
                writer.write(_page(b"502 Bad Gateway", _PAGE_502))
            case "captive":
                writer.write(_page(b"200 OK", _PAGE_CAPTIVE))
            case _:
                await self._spoil(fate, request, writer)
        await writer.drain()
        return False

    async def _spoil(self, fate: Fate, request: bytes, writer: asyncio.StreamWriter) -> None:
        """What the server gets; its answer may not arrive."""
        if fate == "twice":
            echo = asyncio.create_task(self._again(request))
            self._tasks.add(echo)
            echo.add_done_callback(self._tasks.discard)
        answer = await self._ask(request)
        match fate:
            case "lose_answer":
                return
            case "stall_answer":
                await asyncio.sleep(_STALL_S)
            case "truncate":
                writer.write(answer[: max(1, len(answer) - self._rng.randint(1, len(answer) // 2))])
            case "trickle":
                for at in range(0, len(answer), max(1, len(answer) // 6)):
                    writer.write(answer[at : at + max(1, len(answer) // 6)])
                    await asyncio.sleep(0.03)
            case _:
                writer.write(answer)

    async def _again(self, request: bytes) -> None:
        """The same bytes, at the same time and once more later."""
        with suppress(OSError):
            await self._ask(request)
            await asyncio.sleep(0.3)
            await self._ask(request)

    async def _ask(self, request: bytes) -> bytes:
        reader, writer = await asyncio.open_connection(self._host, self._port)
        try:
            writer.write(request)
            await writer.drain()
            return await reader.read()
        finally:
            writer.close()

    async def _pipe(
        self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        there, back = await asyncio.open_connection(self._host, self._port)
        back.write(head)
        self._sockets |= {writer, back}
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(_copy(reader, back))
                group.create_task(_copy(there, writer))
        finally:
            self._sockets -= {writer, back}
            back.close()

    def _choose(self, *, is_socket: bool) -> Fate:
        draw = self._rng.random()
        for fate, chance in self.weather.items():
            draw -= chance
            if draw < 0:
                whole = fate in ("refuse", "html502", "captive", "pass")
                return fate if whole or not is_socket else "refuse"
        return "pass"


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while piece := await reader.read(65_536):
        writer.write(piece)
        await writer.drain()
    writer.close()


def _page(status: bytes, body: bytes) -> bytes:
    return (
        b"HTTP/1.1 " + status + b"\r\ncontent-type: text/html\r\nconnection: close\r\n"
        b"content-length: " + str(len(body)).encode() + b"\r\n\r\n" + body
    )
