"""/rest/v1: functions called over HTTP, in the caller's role, as PostgREST does it.

Statuses and bodies: PostgREST/postgrest src/PostgREST/Error.hs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec
import psycopg
from psycopg import sql
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg_pool import AsyncConnectionPool, PoolTimeout
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sync.embedded.routines import SCHEMA, Catalogue, Routine
from sync.embedded.tokens import BadToken, Fault, Tokens, bearer

_JSON = "application/json; charset=utf-8"
_LEEWAY = 30.0


class RestError(Exception):
    """One of PostgREST's refusals."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        details: str | None = None,
        hint: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"code": code, "details": details, "hint": hint, "message": message}
        self.headers = {"Proxy-Status": f"PostgREST; error={code}", **(headers or {})}

    def answer(self) -> Response:
        return JSONResponse(self.body, self.status, self.headers, media_type=_JSON)


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
    """The endpoints, over a pool of connections of the role `authenticator`."""

    def __init__(
        self, pool: AsyncConnectionPool[Any], tokens: Tokens, catalogue: Catalogue
    ) -> None:
        self._pool = pool
        self._tokens = tokens
        self._catalogue = catalogue

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
            return await self._call(request, routine, given, body or b"{}", claims)
        except RestError as error:
            return error.answer()

    def _claims(self, request: Request) -> dict[str, Any]:
        header = request.headers.get("authorization")
        token = bearer(header)
        if token is None:
            return {"role": "anon"}
        if not token:
            raise _unauthorized("PGRST301", "Empty JWT is sent in Authorization header")
        try:
            claims = self._tokens.read(token, _LEEWAY)
        except BadToken as bad:
            raise _bad_token(bad) from bad
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
                raise _from_postgres(error, authenticated=False) from error
            found = self._catalogue.find(name, wanted)
        if not found:
            raise _no_function(name, given, self._catalogue.suggest(name, wanted))
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
                    await db.execute(sql.SQL(begin))
                    await db.execute(_set_locally(len(settings)), _flat(settings), prepare=True)
                    cursor = await db.execute(routine.call(given), [text], prepare=True)
                    row = await cursor.fetchone()
                    await db.execute("commit")
                except psycopg.Error:
                    if not db.closed:
                        await db.execute("rollback")
                    raise
        except psycopg.Error as error:
            raise _from_postgres(error, authenticated=role != "anon") from error
        if routine.returns == "void":
            return Response(status_code=204)
        answer = row[0] if row else None
        return Response(
            b"null" if answer is None else answer,
            headers={"Content-Range": "0-0/*", "Content-Type": _JSON},
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


def _no_function(name: str, given: tuple[str, ...], hint: str | None) -> RestError:
    called = f"{SCHEMA}.{name}"
    listed = ", ".join(given)
    plural = "s" if len(given) > 1 else ""
    named = f"({listed})" if given else " without parameters"
    searched = f" with parameter{plural} {listed}" if given else " without parameters"
    return RestError(
        404,
        "PGRST202",
        f"Could not find the function {called}{named} in the schema cache",
        f"Searched for the function {called}{searched} or with a single unnamed json/jsonb "
        "parameter, but no matches were found in the schema cache.",
        hint,
    )


def _unauthorized(code: str, message: str, details: str | None = None) -> RestError:
    said = f'Bearer error="invalid_token", error_description="{message}"'
    return RestError(401, code, message, details, headers={"WWW-Authenticate": said})


def _bad_token(bad: BadToken) -> RestError:
    if bad.fault is Fault.PARTS:
        return _unauthorized("PGRST301", f"Expected 3 parts in JWT; got {bad.parts}")
    if bad.fault is Fault.MALFORMED:
        return _unauthorized("PGRST301", "JWT cryptographic operation failed")
    if bad.fault is Fault.UNSECURED:
        words = "Wrong or unsupported encoding algorithm"
        details = "JWT is unsecured but expected 'alg' was not 'none'"
        return _unauthorized("PGRST301", words, details)
    if bad.fault is Fault.SIGNATURE:
        details = "None of the keys was able to decode the JWT"
        return _unauthorized("PGRST301", "No suitable key or wrong key type", details)
    if bad.fault is Fault.EXPIRED:
        return _unauthorized("PGRST303", "JWT expired")
    if bad.fault is Fault.NOT_YET:
        return _unauthorized("PGRST303", "JWT not yet valid")
    return _unauthorized("PGRST303", "The JWT 'exp' claim must be a number")


# By class of SQLSTATE, the longest prefix that fits; 400 for the rest.
_STATUS = {
    "08": 503, "09": 500, "0L": 403, "0P": 403, "21000": 500, "23503": 409, "23505": 409,
    "25": 500, "25006": 405, "28": 403, "2D": 500, "38": 500, "39": 500, "3B": 500, "40": 500,
    "42883": 404, "42P01": 404, "42P17": 500, "53": 503, "53400": 500, "54": 500, "55": 500,
    "57": 500, "57P01": 503, "58": 500, "F0": 500, "HV": 500, "P0": 500, "P0001": 400, "XX": 500,
}  # fmt: skip


def status_of(sqlstate: str, message: str = "", *, authenticated: bool = True) -> int:
    """The HTTP status PostgREST gives to an error of PostgreSQL."""
    if sqlstate == "42501":
        return 403 if authenticated else 401
    if sqlstate == "22023" and re.fullmatch(r'role ".*" does not exist', message):
        return 401
    if custom := re.fullmatch(r"PT(\d{3})", sqlstate):
        return int(custom[1])
    return next((s for n in (5, 2) if (s := _STATUS.get(sqlstate[:n]))), 400)


def _from_postgres(error: psycopg.Error, *, authenticated: bool) -> RestError:
    if isinstance(error, PoolTimeout):
        words = "Timed out acquiring connection from connection pool."
        return RestError(504, "PGRST003", words)
    if error.sqlstate is None:
        words = "Database client error. Retrying the connection."
        return RestError(503, "PGRST001", words, str(error).splitlines()[0] if str(error) else None)
    said = error.diag
    message = said.message_primary or ""
    status = status_of(error.sqlstate, message, authenticated=authenticated)
    asked = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return RestError(status, error.sqlstate, message, said.message_detail, said.message_hint, asked)
