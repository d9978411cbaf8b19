"""All of the backend behind one loopback port: the keys of Supabase's gateway, then its services."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from types import TracebackType
from typing import Any

import uvicorn
from psycopg.conninfo import make_conninfo
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket

from sync.clock import Clock, SystemClock
from sync.embedded.admission import Admission
from sync.embedded.auth import AuthRoutes
from sync.embedded.auth_core import AuthCore
from sync.embedded.channels import Hub
from sync.embedded.faults import App, Faults, Receive, Scope, Send
from sync.embedded.folder import Keys
from sync.embedded.invitations import PATH as INVITATIONS
from sync.embedded.invitations import Invitations
from sync.embedded.limiter import Limits, RateLimiter
from sync.embedded.listener import Listener
from sync.embedded.mailbox import Mailbox
from sync.embedded.realtime import RealtimeServer
from sync.embedded.rest import RestRoutes, prepare_connection
from sync.embedded.routines import Catalogue
from sync.embedded.tokens import Tokens, bearer
from sync.embedded.wires import Wires

_NO_KEY = {
    "message": "No API key found in request",
    "hint": "No `apikey` request header or url param was found.",
}
_WRONG_KEY = {
    "message": "Invalid API key",
    "hint": "Double check your Supabase `anon` or `service_role` API key.",
}
# What a browser opens, which has no key: as on Supabase, and this backend's own pages.
_OPEN = frozenset(
    {
        *(f"/auth/v1/{name}" for name in ("verify", "callback", "authorize")),
        *("/demo-identity", "/mailbox", "/welcome", INVITATIONS),
    }
)


class Gateway:
    """The services of one database, on a listening socket, while the context lasts.

    `superuser_dsn` names a database that `apply` prepared. `is_open`, for invented clinics alone:
    everybody on this computer may read the mailbox and be anybody at the demo's identity provider.
    """

    def __init__(
        self,
        superuser_dsn: str,
        keys: Keys,
        listening: socket.socket,
        *,
        clock: Clock | None = None,
        token_seconds: int = 3600,
        limits: Limits | None = None,
        is_open: bool = False,
    ) -> None:
        clock = clock or SystemClock()
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        self.tokens = Tokens(keys.jwt_secret, clock, token_seconds)
        self.tokens.issuer = f"{self.url}/auth/v1"
        self._socket = listening
        self._callers = _pool(superuser_dsn, "authenticator", 10, configure=prepare_connection)
        self._accounts = _pool(superuser_dsn, "supabase_auth_admin", 4, row_factory=dict_row)
        self._topics = _pool(superuser_dsn, None, 4, row_factory=dict_row)
        hub = Hub()
        wires = Wires()
        limits = limits or Limits()
        self.mailbox = Mailbox(keys.control_token, is_open=is_open)
        core = AuthCore(
            self._accounts,
            self.tokens,
            RateLimiter(clock, limits),
            limits,
            self.mailbox,
            self.url,
            is_open,
        )
        self.invitations = Invitations(core, keys.control_token)
        told = self.invitations.on_called
        self._rest = RestRoutes(self._callers, self.tokens, Catalogue(), told)
        self._listener = Listener(superuser_dsn, hub, self._rest.reload)
        self._realtime = RealtimeServer(
            Admission(self._topics, self.tokens), hub, wires, self._listener.listening
        )
        services = Starlette(
            routes=[
                *AuthRoutes(core).routes(),
                *self.mailbox.routes(),
                *self.invitations.routes(),
                *self._rest.routes(),
                WebSocketRoute("/realtime/v1/websocket", self._realtime.endpoint),
            ],
            exception_handlers={404: _no_route, 405: _no_route, ClientDisconnect: _nobody},
        )
        # No compression: on the loopback it costs more than it saves.
        self.faults = Faults(_KeyCheck(services, keys), wires, clock, keys.control_token)
        self._server = _Server(
            uvicorn.Config(
                self.faults,
                http=wires.protocol(),
                ws="websockets-sansio",
                ws_max_size=5_000_000,
                ws_per_message_deflate=False,
                lifespan="off",
                access_log=False,
                log_config=None,
                timeout_keep_alive=75,
                timeout_graceful_shutdown=3,
                server_header=False,
            )
        )
        self._stack = contextlib.AsyncExitStack()

    async def __aenter__(self) -> Gateway:
        async with contextlib.AsyncExitStack() as stack:
            for pool in (self._callers, self._accounts, self._topics):
                await stack.enter_async_context(pool)
            await self._rest.reload()
            await stack.enter_async_context(_running(self._listener.run(), "database listener"))
            await stack.enter_async_context(self._serving())
            stack.push_async_callback(self._realtime.drain)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._stack.__aexit__(kind, error, trace)

    @contextlib.asynccontextmanager
    async def _serving(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self._server.serve(sockets=[self._socket]), name="gateway")
        try:
            async with asyncio.timeout(30):
                while not self._server.started:
                    if task.done():
                        task.result()
                    await asyncio.sleep(0.002)
            yield
        finally:
            self._server.should_exit = True
            async with asyncio.timeout(30):
                await asyncio.gather(task, return_exceptions=True)


class _Server(uvicorn.Server):
    """uvicorn that leaves signals to the program it runs in."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class _KeyCheck:
    """Nobody passes without the project's key; an Authorization header must not carry another one."""

    def __init__(self, app: App, keys: Keys) -> None:
        self._app = app
        self._keys = frozenset({keys.publishable_key, keys.secret_key})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and scope["path"] not in _OPEN:
            refusal = self._refusal(HTTPConnection(scope))
            if refusal is not None:
                await _refuse(scope, receive, send, refusal)
                return
        await self._app(scope, receive, send)

    def _refusal(self, asked: HTTPConnection) -> dict[str, str] | None:
        headers, query = asked.headers, asked.query_params
        key = headers.get("apikey") or headers.get("x-api-key") or query.get("apikey")
        if not key:
            return _NO_KEY
        if key not in self._keys:
            return _WRONG_KEY
        token = bearer(headers.get("authorization"))
        # A key is no token. The very same one is let through, and refused where it is read.
        return _WRONG_KEY if token and token.startswith("sb_") and token != key else None


async def _refuse(scope: Scope, receive: Receive, send: Send, body: dict[str, str]) -> None:
    if scope["type"] == "http":
        await JSONResponse(body, 401)(scope, receive, send)
        return
    words = "API key is missing" if body is _NO_KEY else "The token provided is not a valid JWT"
    websocket = WebSocket(scope, receive=receive, send=send)
    await websocket.send_denial_response(JSONResponse({"error": words}, 401))


async def _nobody(_: Request, __: Exception) -> Response:
    """Whoever asked was gone before the question was whole: no fault of anybody's, and nothing to tell."""
    return Response(status_code=499)


async def _no_route(_: Request, __: Exception) -> Response:
    return JSONResponse({"message": "no Route matched with those values"}, 404)


def _pool(
    dsn: str,
    user: str | None,
    size: int,
    *,
    row_factory: Any = None,
    configure: Callable[[Any], Awaitable[None]] | None = None,
) -> AsyncConnectionPool[Any]:
    named = make_conninfo(dsn, user=user) if user else dsn
    return AsyncConnectionPool(
        named,
        kwargs={"row_factory": row_factory} if row_factory else {},
        min_size=1,
        max_size=size,
        timeout=10.0,
        configure=configure,
        open=False,
        name=user or "realtime",
    )


@contextlib.asynccontextmanager
async def _running(work: Awaitable[None], name: str) -> AsyncIterator[None]:
    """Work beside ours that ends with the context."""

    async def run() -> None:
        await work

    task = asyncio.create_task(run(), name=name)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
