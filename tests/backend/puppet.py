"""A server on a loopback port that answers exactly what a test tells it to, byte by byte.

Real sockets, because what matters here happens on them: answers cut short, hung or never sent,
sockets that drop. Nothing of the clinic is in here; `tests.support.server` has the real gateway.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from websockets.frames import Frame as WsFrame
from websockets.frames import Opcode
from websockets.http11 import Request as WsRequest
from websockets.server import ServerProtocol

Json = dict[str, Any]


@dataclass
class Asked:
    """A request that came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def token(self) -> str:
        return self.headers.get("authorization", "").removeprefix("Bearer ")


@dataclass
class Reply:
    """An answer to give. `cut`: promise the whole body, send half and hang up."""

    status: int = 200
    body: Any = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    kind: str = "application/json"
    cut: bool = False
    gate: asyncio.Event | None = None
    """When given, the answer waits for it."""

    def raw(self) -> bytes:
        body = self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()
        head = {"content-type": self.kind, "content-length": str(len(body))} | self.headers
        if not self.kind:
            del head["content-type"]
        lines = [f"HTTP/1.1 {self.status} x", *(f"{k}: {v}" for k, v in head.items()), "", ""]
        return "\r\n".join(lines).encode() + (body[: len(body) // 2] if self.cut else body)


Answering = Callable[[Asked], Reply | Awaitable[Reply]]
HANG_UP = Reply(status=0)
"""Read the request, then close without a word."""


class PuppetSocket:
    """The server's end of one websocket. Frames are plain dicts, as on the wire."""

    def __init__(
        self, asked: Asked, writer: asyncio.StreamWriter, protocol: ServerProtocol
    ) -> None:
        self.asked = asked
        self.is_mute = False
        self._writer = writer
        self._protocol = protocol
        self._heard: asyncio.Queue[Json | None] = asyncio.Queue()
        self._kept: list[Json] = []

    async def frame(self, event: str) -> Json:
        """The next frame of this event; heartbeats are answered on the way unless `is_mute`."""
        for kept in self._kept:
            if kept["event"] == event:
                self._kept.remove(kept)
                return kept
        while True:
            frame = await self._heard.get()
            assert frame is not None, f"the client hung up before {event}"
            if frame["event"] == event:
                return frame
            self._kept.append(frame)

    async def hung_up(self) -> None:
        """Wait until the client is gone."""
        while await self._heard.get() is not None:
            pass

    def say(self, topic: str, event: str, payload: Json, ref: str | None = None) -> None:
        """Send a frame."""
        text = json.dumps({"topic": topic, "event": event, "payload": payload, "ref": ref})
        self._protocol.send_text(text.encode())
        self._flush()

    def reply(self, to: Json, status: str = "ok", reason: str = "") -> None:
        """Answer a frame."""
        response = {"reason": reason} if reason else {}
        payload = {"status": status, "response": response}
        self.say(to["topic"], "phx_reply", payload, to["ref"])

    async def let_in(self) -> Json:
        """Wait for a join and grant it."""
        join = await self.frame("phx_join")
        self.reply(join)
        return join

    def poke(self, topic: str, payload: Json | None = None) -> None:
        """What the database sends after a commit."""
        inner = {"event": "poke", "type": "broadcast", "payload": payload or {}}
        self.say(f"realtime:{topic}", "broadcast", inner)

    def drop(self) -> None:
        """Cut the connection without a farewell."""
        self._writer.transport.abort()

    def feed(self, data: bytes) -> None:
        self._protocol.receive_data(data)
        for event in self._protocol.events_received():
            if isinstance(event, WsFrame) and event.opcode is Opcode.TEXT:
                frame = json.loads(bytes(event.data))
                if frame["event"] == "heartbeat" and not self.is_mute:
                    self.reply(frame)
                self._heard.put_nowait(frame)
        self._flush()

    def gone(self) -> None:
        self._heard.put_nowait(None)

    def _flush(self) -> None:
        for data in self._protocol.data_to_send():
            if data:
                self._writer.write(data)


class Puppet:
    """Use as an async context manager. `on` says what a path answers; `asked` remembers all."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.asked: list[Asked] = []
        self._tls = tls
        self.sockets: asyncio.Queue[PuppetSocket] = asyncio.Queue()
        self.refuse_socket: Reply | None = None
        self._answers: dict[str, Answering] = {}
        self._connections: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    def on(self, path: str, *answers: Reply | Answering) -> None:
        """Answer this path with each in turn, the last for ever."""
        left = list(answers)

        async def answer(asked: Asked) -> Reply:
            now = left.pop(0) if len(left) > 1 else left[0]
            if isinstance(now, Reply):
                return now
            reply = now(asked)
            return reply if isinstance(reply, Reply) else await reply

        self._answers[path] = answer

    def count(self, path: str) -> int:
        """How often this path was asked for."""
        return sum(asked.path == path for asked in self.asked)

    async def __aenter__(self) -> Puppet:
        self._server = await asyncio.start_server(
            self._connected, "127.0.0.1", self.port, ssl=self._tls
        )
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._server is not None
        self._server.close()
        for task in list(self._connections):
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        await self._server.wait_closed()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                while await self._one(reader, writer):
                    pass
        except asyncio.CancelledError:
            pass  # the test is over
        finally:
            self._connections.discard(task)
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        first, *lines = head.decode().strip().split("\r\n")
        method, path, _ = first.split(" ")
        headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        asked = Asked(method, path, headers, body)
        self.asked.append(asked)
        if headers.get("upgrade", "").lower() == "websocket":
            await self._socket(asked, head, reader, writer)
            return False
        reply = await self._answer(asked)
        if reply.gate is not None:
            await reply.gate.wait()
        if reply is HANG_UP:
            return False
        writer.write(reply.raw())
        await writer.drain()
        return not reply.cut

    async def _answer(self, asked: Asked) -> Reply:
        answer = self._answers.get(asked.path)
        if answer is None:
            return Reply(404, {"message": f"nothing at {asked.path}"})
        reply = answer(asked)
        return reply if isinstance(reply, Reply) else await reply

    async def _socket(
        self,
        asked: Asked,
        head: bytes,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        if self.refuse_socket is not None:
            writer.write(self.refuse_socket.raw())
            await writer.drain()
            return
        protocol = ServerProtocol()
        protocol.receive_data(head)
        [request] = protocol.events_received()
        assert isinstance(request, WsRequest)
        protocol.send_response(protocol.accept(request))
        socket = PuppetSocket(asked, writer, protocol)
        socket._flush()
        self.sockets.put_nowait(socket)
        try:
            while data := await reader.read(65536):
                socket.feed(data)
        finally:
            socket.gone()
