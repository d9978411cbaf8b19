"""/auth/v1: signing in, refreshing, the person, signing out; answers and errors as GoTrue's.

Codes, statuses and bodies: supabase/auth internal/api (errors.go, token.go, logout.go).
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import psycopg
from psycopg.rows import DictRow
from psycopg_pool import AsyncConnectionPool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sync.embedded import sessions, users
from sync.embedded.limiter import RateLimiter
from sync.embedded.tokens import BadToken, Fault, Tokens, bearer

Pool = AsyncConnectionPool[psycopg.AsyncConnection[DictRow]]
Endpoint = Callable[[Request], Awaitable[Response]]

_VERSION_HEADER = "X-Supabase-Api-Version"
_NAMED_CODES_SINCE = "2024-01-01"


class AuthError(Exception):
    """One of GoTrue's refusals."""

    def __init__(self, status: int, code: str, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def answer(self, request: Request) -> Response:
        """The body in the form of the API version the client asked for."""
        asked = request.headers.get(_VERSION_HEADER, "")
        headers = {"x-sb-error-code": self.code, **self.headers}
        body: dict[str, Any] = {"code": self.status, "error_code": self.code, "msg": self.message}
        if asked >= _NAMED_CODES_SINCE:
            headers[_VERSION_HEADER] = _NAMED_CODES_SINCE
            body = {"code": self.code, "message": self.message}
        return JSONResponse(body, self.status, headers)


class AuthRoutes:
    """The endpoints, over a pool of connections that may read and write the auth schema."""

    def __init__(self, pool: Pool, tokens: Tokens, limiter: RateLimiter) -> None:
        self._pool = pool
        self._tokens = tokens
        self._limiter = limiter

    def routes(self) -> list[Route]:
        return [
            Route("/auth/v1/token", _speaking(self._token), methods=["POST"]),
            Route("/auth/v1/user", _speaking(self._user), methods=["GET"]),
            Route("/auth/v1/logout", _speaking(self._logout), methods=["POST"]),
            Route("/auth/v1/health", self._health, methods=["GET"]),
            Route("/auth/v1/settings", self._settings, methods=["GET"]),
        ]

    async def _token(self, request: Request) -> Response:
        wait = self._limiter.wait_for(request.client.host if request.client else "")
        if wait:
            raise AuthError(
                429,
                "over_request_rate_limit",
                "Request rate limit reached",
                Retry_After=str(math.ceil(wait)),
            )
        grant = request.query_params.get("grant_type")
        if grant == "password":
            return await self._by_password(request, await _body(request))
        if grant == "refresh_token":
            return await self._by_refresh_token(await _body(request))
        raise AuthError(400, "invalid_credentials", "unsupported_grant_type")

    async def _by_password(self, request: Request, body: dict[str, Any]) -> Response:
        email, password = body.get("email"), body.get("password")
        if not email or not isinstance(email, str):
            raise AuthError(400, "validation_failed", "missing email or phone")
        async with self._pool.connection() as db:
            found = await db.execute(
                f"select {users.COLUMNS}, banned_until > now() as banned"  # noqa: S608 - constant
                " from auth.users where lower(email) = lower(%s) and not is_sso_user",
                [email.strip()],
            )
            user = await found.fetchone()
        kept = user["encrypted_password"] if user else None
        # Hashing takes tens of milliseconds: not on the loop that carries everybody's requests.
        fits = await asyncio.to_thread(users.password_fits, kept, str(password or ""))
        if user is None or not fits:
            raise AuthError(400, "invalid_credentials", "Invalid login credentials")
        if user["banned"]:
            raise AuthError(400, "user_banned", "User is banned")
        if user["email_confirmed_at"] is None:
            raise AuthError(400, "email_not_confirmed", "Email not confirmed")
        async with self._pool.connection() as db:
            grant = await sessions.open_session(
                db,
                str(user["id"]),
                request.headers.get("user-agent", ""),
                request.client.host if request.client else None,
            )
            return await self._granted(db, grant)

    async def _by_refresh_token(self, body: dict[str, Any]) -> Response:
        token = body.get("refresh_token")
        if not token or not isinstance(token, str):
            wrong = {"error": "invalid_request", "error_description": "refresh_token required"}
            return JSONResponse(wrong, 400)
        async with self._pool.connection() as db:
            outcome = await sessions.refresh(db, token)
            if isinstance(outcome, sessions.Grant):
                return await self._granted(db, outcome)
        raise AuthError(400, outcome.code, outcome.message)

    async def _granted(
        self, db: psycopg.AsyncConnection[DictRow], grant: sessions.Grant
    ) -> Response:
        found = await db.execute(
            f"select {users.COLUMNS},"  # noqa: S608 - constant
            " (select created_at from auth.sessions s where s.id = %s) as signed_in_at"
            " from auth.users where id = %s",
            [grant.session_id, grant.user_id],
        )
        user = await found.fetchone()
        assert user is not None
        claims = users.claims_of(user, grant.session_id, user["signed_in_at"])
        access_token, expires_at = self._tokens.mint(claims)
        return JSONResponse(
            {
                "access_token": access_token,
                "token_type": "bearer",
                "expires_in": self._tokens.lifetime,
                "expires_at": expires_at,
                "refresh_token": grant.refresh_token,
                "user": users.as_json(user, await _identities(db, grant.user_id)),
            },
            headers={"sb-auth-user-id": grant.user_id, "sb-auth-session-id": grant.session_id},
        )

    async def _user(self, request: Request) -> Response:
        async with self._pool.connection() as db:
            user, _ = await self._caller(request, db)
            return JSONResponse(users.as_json(user, await _identities(db, str(user["id"]))))

    async def _logout(self, request: Request) -> Response:
        scope = request.query_params.get("scope", "global")
        if scope not in ("local", "others", "global"):
            raise AuthError(400, "validation_failed", f'Unsupported logout scope "{scope}"')
        async with self._pool.connection() as db:
            user, session = await self._caller(request, db)
            await sessions.close_sessions(db, str(user["id"]), session, scope)
        return Response(status_code=204)

    async def _caller(
        self, request: Request, db: psycopg.AsyncConnection[DictRow]
    ) -> tuple[DictRow, str]:
        token = bearer(request.headers.get("authorization"))
        if not token:
            raise AuthError(401, "no_authorization", "This endpoint requires a valid Bearer token")
        try:
            claims = self._tokens.read(token)
        except BadToken as bad:
            raise AuthError(403, "bad_jwt", f"invalid JWT: {_words(bad)}") from bad
        if not claims.get("sub"):
            raise AuthError(403, "bad_jwt", "invalid claim: missing sub claim")
        found = await db.execute(
            f"select {users.COLUMNS}, exists (select from auth.sessions s"  # noqa: S608 - constant
            " where s.id::text = %s and s.user_id = users.id) as has_session"
            " from auth.users where id::text = %s",
            [claims.get("session_id"), claims["sub"]],
        )
        user = await found.fetchone()
        if user is None:
            raise AuthError(403, "user_not_found", "User from sub claim in JWT does not exist")
        if not user["has_session"]:
            words = "Session from session_id claim in JWT does not exist"
            raise AuthError(403, "session_not_found", words)
        return user, str(claims["session_id"])

    async def _health(self, _: Request) -> Response:
        about = "GoTrue is a user registration and authentication API"
        return JSONResponse({"version": "embedded", "name": "GoTrue", "description": about})

    async def _settings(self, _: Request) -> Response:
        return JSONResponse(
            {
                "external": {"email": True, "phone": False, "anonymous_users": False},
                "disable_signup": True,
                "mailer_autoconfirm": True,
                "phone_autoconfirm": False,
                "sms_provider": "",
                "saml_enabled": False,
            }
        )


def _speaking(endpoint: Endpoint) -> Endpoint:
    """An endpoint whose AuthErrors are answered in GoTrue's words."""

    async def answered(request: Request) -> Response:
        try:
            return await endpoint(request)
        except AuthError as error:
            return error.answer(request)
        except psycopg.Error:
            trouble = AuthError(500, "unexpected_failure", "Database error querying schema")
            return trouble.answer(request)

    return answered


async def _body(request: Request) -> dict[str, Any]:
    try:
        return msgspec.json.decode(await request.body(), type=dict[str, Any])
    except msgspec.DecodeError as error:
        words = "Could not parse request body as JSON"
        raise AuthError(400, "bad_json", words) from error


async def _identities(db: psycopg.AsyncConnection[DictRow], user_id: str) -> list[dict[str, Any]]:
    found = await db.execute(
        "select * from auth.identities where user_id = %s order by created_at", [user_id]
    )
    return await found.fetchall()


def _words(bad: BadToken) -> str:
    why = {
        Fault.PARTS: "token is malformed: token contains an invalid number of segments",
        Fault.MALFORMED: "token is malformed: could not JSON decode header",
        Fault.UNSECURED: "token signature is invalid: signing method none is invalid",
        Fault.SIGNATURE: "token signature is invalid: signature is invalid",
        Fault.CLAIMS: "token has invalid claims: exp is invalid",
        Fault.EXPIRED: "token has invalid claims: token is expired",
        Fault.NOT_YET: "token has invalid claims: token is not valid yet",
    }
    return f"unable to parse or verify signature, {why[bad.fault]}"
