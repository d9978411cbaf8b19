"""What all the endpoints of /auth/v1 share: the caller, the limits, the answer that carries tokens."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import msgspec
import psycopg
from psycopg.rows import DictRow
from psycopg_pool import AsyncConnectionPool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sync.embedded import sessions, users
from sync.embedded.auth_error import AuthError, words_of
from sync.embedded.limiter import Kind, Limits, RateLimiter, in_seconds
from sync.embedded.mailbox import Mailbox
from sync.embedded.tokens import BadToken, Tokens, bearer

Connection = psycopg.AsyncConnection[DictRow]
Pool = AsyncConnectionPool[Connection]


class Caller(NamedTuple):
    """Whom a token speaks for, in which session, and how surely that was proved."""

    user: DictRow
    session: str
    aal: str

    @property
    def id(self) -> str:
        return str(self.user["id"])


@dataclass(frozen=True)
class AuthCore:
    """`url` is where the gateway is; `is_open` lets everybody on this computer be anybody."""

    pool: Pool
    tokens: Tokens
    limiter: RateLimiter
    limits: Limits
    mailbox: Mailbox
    url: str
    is_open: bool

    @property
    def site(self) -> str:
        """Where a browser is left when nothing better is known."""
        return f"{self.url}/welcome"

    def now(self) -> datetime:
        """The time, as tokens and mails count it."""
        return datetime.fromtimestamp(self.tokens.now(), UTC)

    def count(self, request: Request, kind: Kind) -> None:
        """Raises the 429 of somebody who asks too often."""
        wait = self.limiter.wait_for(kind, address_of(request))
        if wait:
            words = "Request rate limit reached"
            raise AuthError(429, "over_request_rate_limit", words, Retry_After=in_seconds(wait))

    def return_address(self, wanted: str | None) -> str:
        """Where a browser may be sent afterwards: this computer or this gateway, else the site."""
        if not wanted:
            return self.site
        parts = urlsplit(wanted)
        if parts.scheme == "http" and parts.hostname and not parts.username:
            try:
                if ipaddress.ip_address(parts.hostname).is_loopback:
                    return wanted
            except ValueError:
                pass
        return self.site

    async def caller(self, request: Request, db: Connection) -> Caller:
        """Who asks. Raises the 401 and 403 of GoTrue."""
        token = bearer(request.headers.get("authorization"))
        if not token:
            raise AuthError(401, "no_authorization", "This endpoint requires a valid Bearer token")
        try:
            claims = self.tokens.read(token)
        except BadToken as bad:
            raise AuthError(403, "bad_jwt", f"invalid JWT: {words_of(bad)}") from bad
        if not claims.get("sub"):
            raise AuthError(403, "bad_jwt", "invalid claim: missing sub claim")
        found = await db.execute(
            f"select {users.COLUMNS}, (select coalesce(s.aal, 'aal1')"  # noqa: S608 - constant
            " from auth.sessions s where s.id::text = %s and s.user_id = users.id) as session_aal"
            " from auth.users where id::text = %s",
            [claims.get("session_id"), claims["sub"]],
        )
        user = await found.fetchone()
        if user is None:
            raise AuthError(403, "user_not_found", "User from sub claim in JWT does not exist")
        if user["session_aal"] is None:
            words = "Session from session_id claim in JWT does not exist"
            raise AuthError(403, "session_not_found", words)
        return Caller(user, str(claims["session_id"]), user["session_aal"])

    async def open(self, request: Request, db: Connection, user_id: str, method: str) -> Response:
        """A new session for somebody who has proved to be that person, as an answer."""
        agent = request.headers.get("user-agent", "")
        grant = await sessions.open_session(db, user_id, agent, address_of(request), method)
        return await self.granted(db, grant)

    async def granted(self, db: Connection, grant: sessions.Grant) -> Response:
        """The answer that carries a session's tokens."""
        user = await users.by_id(db, grant.user_id)
        assert user is not None
        proof = await sessions.proof_of(db, grant.session_id)
        access_token, expires_at = self.tokens.mint(users.claims_of(user, grant.session_id, proof))
        return JSONResponse(
            {
                "access_token": access_token,
                "token_type": "bearer",
                "expires_in": self.tokens.lifetime,
                "expires_at": expires_at,
                "refresh_token": grant.refresh_token,
                "user": await users.as_json(db, user),
            },
            headers={"sb-auth-user-id": grant.user_id, "sb-auth-session-id": grant.session_id},
        )


def address_of(request: Request) -> str:
    """Where a request comes from."""
    return request.client.host if request.client else "127.0.0.1"


async def body_of(request: Request) -> dict[str, Any]:
    """The body as an object. Raises bad_json."""
    try:
        return msgspec.json.decode(await request.body(), type=dict[str, Any])
    except msgspec.DecodeError as error:
        words = "Could not parse request body as JSON"
        raise AuthError(400, "bad_json", words) from error


def text_in(body: dict[str, Any], name: str) -> str:
    """A field as text; empty when it is missing or something else."""
    value = body.get(name)
    return value if isinstance(value, str) else ""
