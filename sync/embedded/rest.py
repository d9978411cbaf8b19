"""/rest/v1: functions called over HTTP, in the caller's role, as PostgREST does it.

Statuses and bodies: PostgREST/postgrest src/PostgREST/Error.hs.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec
import psycopg
from psycopg import sql
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg_pool import AsyncConnectionPool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sync.embedded.rest_error import (
    JSON,
    RestError,
    bad_token,
    from_postgres,
    no_function,
    unauthorized,
)
from sync.embedded.routines import SCHEMA, Catalogue, Routine
from sync.embedded.tokens import BadToken, Tokens, bearer

_LEEWAY = 30.0

OnCalled = Callable[[str, bytes, bytes], Awaitable[None]]
"""Told the name of a function, what was asked and what was answered."""


class _Untouched(Loader):
    """JSON leaves as the bytes PostgreSQL wrote: half a megabyte is not worth two conversions."""

    def load(self, data: Buffer) -> bytes:
        return bytes(data)


async def prepare_connection(db: psycopg.AsyncConnection[Any]) -> None:
    """For the pool: how a connection for callers is set up once."""
    await db.set_autocommit(True)
    for kind in ("json", "jsonb"):
        db.adapters.register_loader(kind, _Untouched)


class RestRoutes:
    """The endpoints, over a pool of connections of the role `authenticator`.

    `on_called` hears of every call that came through.
    """

    def __init__(
        self,
        pool: AsyncConnectionPool[Any],
        tokens: Tokens,
        catalogue: Catalogue,
        on_called: OnCalled | None = None,
    ) -> None:
        self._pool = pool
        self._tokens = tokens
        self._catalogue = catalogue
        self._on_called = on_called

    def routes(self) -> list[Route]:
        return [
            Route("/rest/v1/rpc/{name}", self._rpc, methods=["POST", "GET", "HEAD"]),
            Route("/rest/v1/", self._root, methods=["GET"]),
        ]

    async def reload(self) -> None:
        """Read the functions anew: a schema changed."""
        async with self._pool.connection() as db:
            await self._catalogue.read(db)

    async def _root(self, _: Request) -> Response:
        about = {"title": "standard public schema", "version": "embedded"}
        body = {"swagger": "2.0", "info": about, "basePath": "/", "paths": {}}
        return JSONResponse(body, media_type="application/openapi+json; charset=utf-8")

    async def _rpc(self, request: Request) -> Response:
        try:
            if request.method != "POST":
                words = f"Cannot use the {request.method} method on RPC"
                raise RestError(405, "PGRST101", words)
            claims = self._claims(request)
            body = await request.body()
            given = _argument_names(body)
            routine = await self._find(request.path_params["name"], given)
            answer = await self._call(request, routine, given, body or b"{}", claims)
            if self._on_called is not None:
                await self._on_called(request.path_params["name"], body, bytes(answer.body))
            return answer
        except RestError as error:
            return error.answer()

    def _claims(self, request: Request) -> dict[str, Any]:
        header = request.headers.get("authorization")
        token = bearer(header)
        if token is None:
            return {"role": "anon"}
        if not token:
            raise unauthorized("PGRST301", "Empty JWT is sent in Authorization header")
        try:
            claims = self._tokens.read(token, _LEEWAY)
        except BadToken as bad:
            raise bad_token(bad) from bad
        claims.setdefault("role", "anon")
        return claims

    async def _find(self, name: str, given: tuple[str, ...]) -> Routine:
        wanted = frozenset(given)
        found = self._catalogue.find(name, wanted)
        if not found:
            # PostgREST would need to be told that the schema changed; tests change it all the time.
            try:
                await self.reload()
            except psycopg.Error as error:
                raise from_postgres(error, authenticated=False) from error
            found = self._catalogue.find(name, wanted)
        if not found:
            raise no_function(name, given, self._catalogue.suggest(name, wanted))
        if len(found) > 1:
            words = "Could not choose the best candidate function between: "
            advice = (
                "Try renaming the parameters or the function itself in the database so function "
                "overloading can be resolved"
            )
            choices = ", ".join(routine.signature for routine in found)
            raise RestError(300, "PGRST203", words + choices, hint=advice)
        return found[0]

    async def _call(
        self,
        request: Request,
        routine: Routine,
        given: tuple[str, ...],
        body: bytes,
        claims: dict[str, Any],
    ) -> Response:
        role = str(claims["role"])
        mode = "read write" if routine.is_volatile else "read only"
        settings = {
            "search_path": f'"{SCHEMA}", "extensions"',
            "role": role,
            "request.jwt.claims": msgspec.json.encode(claims).decode(),
            "request.method": request.method,
            "request.path": request.url.path,
            "request.headers": _told_headers(request),
            **self._catalogue.settings_of(role),
            **routine.settings,
        }
        isolation = settings.pop("default_transaction_isolation", "read committed")
        begin = f"begin isolation level {_known_isolation(isolation)} {mode}"
        try:
            text = body.decode()
        except UnicodeDecodeError as error:
            raise RestError(400, "PGRST102", "Empty or invalid json") from error
        try:
            async with self._pool.connection() as db:
                try:
                    async with db.pipeline():  # one way there and back for all of them
                        await db.execute(sql.SQL(begin))
                        await db.execute(_set_locally(len(settings)), _flat(settings), prepare=True)
                        if self._catalogue.pre_request is not None:
                            await db.execute(self._catalogue.pre_request, prepare=True)
                        cursor = await db.execute(routine.call(given), [text], prepare=True)
                        row = await cursor.fetchone()
                    await db.execute("commit")
                except psycopg.Error:
                    if not db.closed:
                        await db.execute("rollback")
                    raise
        except psycopg.Error as error:
            raise from_postgres(error, authenticated=role != "anon") from error
        if routine.returns == "void":
            return Response(status_code=204)
        answer = row[0] if row else None
        return Response(
            b"null" if answer is None else answer,
            headers={"Content-Range": "0-0/*", "Content-Type": JSON},
        )


def _told_headers(request: Request) -> str:
    secret = ("authorization", "cookie")
    told = {name: value for name, value in request.headers.items() if name not in secret}
    return msgspec.json.encode(told).decode()


def _argument_names(body: bytes) -> tuple[str, ...]:
    try:
        return tuple(msgspec.json.decode(body, type=dict[str, msgspec.Raw])) if body else ()
    except msgspec.DecodeError as error:
        raise RestError(400, "PGRST102", "Empty or invalid json") from error


def _set_locally(count: int) -> sql.SQL:
    return sql.SQL("select " + ", ".join(["set_config(%s, %s, true)"] * count))


def _flat(settings: Mapping[str, str]) -> list[str]:
    return [part for pair in settings.items() for part in pair]


def _known_isolation(name: str) -> str:
    return name if name in ("repeatable read", "serializable") else "read committed"
