"""The cable, pulled on request: what networks, proxies and hotels do to a client, done on purpose.

Driven by `Faults.set`, or over HTTP at /faults by whoever holds the control token of the data
folder. A client is told from others by its header `x-client-info`: a fault is for those whose value
contains `for_device`, or for everybody.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Literal, get_args

import msgspec
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from sync.clock import Clock
from sync.embedded.tokens import bearer
from sync.embedded.wires import Wires

Mode = Literal[
    "cut", "delay", "truncate", "html502", "captive", "drop_socket", "lose_answer", "none"
]
MODES: tuple[str, ...] = get_args(Mode)
PATH = "/faults"

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_BAD_GATEWAY = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>"
)
_CAPTIVE = (
    "<!DOCTYPE html><html><head><title>Guest Wi-Fi</title></head>"
    "<body><h1>Welcome. Please accept the terms to go online.</h1></body></html>"
)


class Fault(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """One wish: what to do, to whom, to which paths, how often (for ever) and how long.

    `seconds` is the wait of a delay, and for all others when the fault ends by itself.
    """

    mode: Mode
    for_device: str | None = None
    path: str | None = None
    times: int | None = None
    seconds: float | None = None


class Faults:
    """An ASGI application around the gateway that spoils what it is asked to."""

    def __init__(self, app: App, wires: Wires, clock: Clock, control_token: str) -> None:
        self._app = app
        self._wires = wires
        self._clock = clock
        self._control_token = control_token
        self._active: list[tuple[Fault, float | None]] = []
        self._under_way: dict[int, Scope] = {}
        self.spoiled = 0

    def set(
        self,
        mode: Mode,
        *,
        for_device: str | None = None,
        path: str | None = None,
        times: int | None = None,
        seconds: float | None = None,
    ) -> None:
        """Begin a fault in place of the one for the same client; `none` ends it.

        Without `for_device`, `none` ends all. `cut` and `drop_socket` also end what is under way.
        """
        self._apply(Fault(mode, for_device, path, times, seconds))

    def clear(self) -> None:
        """The network is fine again, for everybody."""
        self._active.clear()

    @property
    def active(self) -> list[Fault]:
        """The faults that are on."""
        now = self._clock.monotonic()
        self._active = [(f, end) for f, end in self._active if end is None or now < end]
        return [fault for fault, _ in self._active]

    def _apply(self, fault: Fault) -> None:
        if fault.mode == "none" and fault.for_device is None:
            self.clear()
            return
        kept = [entry for entry in self._active if entry[0].for_device != fault.for_device]
        if fault.mode != "none":
            lasts = fault.mode != "delay" and fault.seconds is not None
            end = self._clock.monotonic() + (fault.seconds or 0) if lasts else None
            kept.append((fault, end))
        self._active = kept
        if fault.mode in ("cut", "drop_socket"):
            self._end_under_way(fault)

    def _end_under_way(self, fault: Fault) -> None:
        for scope in list(self._under_way.values()):
            if (fault.mode == "cut" or scope["type"] == "websocket") and _concerns(fault, scope):
                self._wires.cut(scope)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
        elif scope["path"] == PATH and scope["type"] == "http":
            answer = await self._control(Request(scope, receive))
            await answer(scope, receive, send)
        else:
            self._under_way[id(scope)] = scope
            try:
                await self._through(scope, receive, send)
            finally:
                del self._under_way[id(scope)]

    async def _through(self, scope: Scope, receive: Receive, send: Send) -> None:
        fault = self._next_for(scope)
        mode = fault.mode if fault else "none"
        if mode in ("cut", "drop_socket"):
            await self._cut(scope)
        elif mode == "html502":
            await _page(scope, receive, send, HTMLResponse(_BAD_GATEWAY, 502))
        elif mode == "captive":
            await _page(scope, receive, send, HTMLResponse(_CAPTIVE, 200))
        elif mode == "truncate" and scope["type"] == "http":
            await self._app(scope, receive, self._truncating(scope, send))
        elif mode == "lose_answer" and scope["type"] == "http":
            await self._app(scope, receive, _nowhere)
            await self._cut(scope)
        else:
            if mode == "delay" and fault is not None:
                await asyncio.sleep(fault.seconds or 0)
            await self._app(scope, receive, send)

    def _next_for(self, scope: Scope) -> Fault | None:
        for fault in self.active:
            if not _concerns(fault, scope):
                continue
            if fault.mode == "drop_socket" and scope["type"] != "websocket":
                continue
            if fault.mode in ("truncate", "lose_answer") and scope["type"] != "http":
                continue
            self.spoiled += 1
            if fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    self._active = [entry for entry in self._active if entry[0] is not fault]
            return fault
        return None

    async def _cut(self, scope: Scope) -> None:
        self._wires.cut(scope)
        # The server notices the end of a connection in the next turns of the loop, and only then
        # does not answer in our place.
        for _ in range(3):
            await asyncio.sleep(0)

    def _truncating(self, scope: Scope, send: Send) -> Send:
        over = False

        async def half(message: Message) -> None:
            nonlocal over
            if over:
                return
            if message["type"] != "http.response.body":
                await send(message)
                return
            over = True
            body = message.get("body", b"")
            await send({**message, "body": body[: len(body) // 2], "more_body": True})
            # What was written must leave first.
            await asyncio.sleep(0.05)
            await self._cut(scope)

        return half

    async def _control(self, request: Request) -> Response:
        given = bearer(request.headers.get("authorization")) or ""
        if not hmac.compare_digest(given.encode(), self._control_token.encode()):
            return JSONResponse({"error": "the control token of the data folder is needed"}, 401)
        if request.method == "POST":
            try:
                self._apply(msgspec.json.decode(await request.body(), type=Fault))
            except msgspec.DecodeError as error:
                return JSONResponse({"error": str(error)}, 400)
        elif request.method != "GET":
            return JSONResponse({"error": "GET or POST"}, 405)
        state = {"active": self.active, "spoiled": self.spoiled, "modes": MODES}
        return Response(msgspec.json.encode(state), media_type="application/json")


def _concerns(fault: Fault, scope: Scope) -> bool:
    if fault.path is not None and fault.path not in scope["path"]:
        return False
    if fault.for_device is None:
        return True
    return fault.for_device in Headers(scope=scope).get("x-client-info", "")


async def _page(scope: Scope, receive: Receive, send: Send, page: Response) -> None:
    if scope["type"] == "http":
        await page(scope, receive, send)
        return
    start = {"type": "websocket.http.response.start", "status": page.status_code}
    await send({**start, "headers": page.raw_headers})
    await send({"type": "websocket.http.response.body", "body": page.body})


async def _nowhere(message: Message) -> None:
    """An answer that nobody gets."""
