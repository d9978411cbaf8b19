"""/otp, /recover, /verify, /reauthenticate: ways in that lead through a mailbox.

supabase/auth internal/api: otp.go, magic_link.go, recover.go, verify.go, reauthenticate.go.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from sync.embedded import email_change, flows, one_time, pages, users
from sync.embedded.auth_core import AuthCore, Connection, body_of, text_in
from sync.embedded.auth_error import AuthError, invalid, speaking
from sync.embedded.mails import deliver
from sync.embedded.one_time import PKCE, User

_EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}")
_OAUTH_WORDS: Final = {
    400: "invalid_request",
    401: "unauthorized_client",
    403: "access_denied",
    422: "unprocessable_entity",
    500: "server_error",
}


class MailRoutes:
    """The endpoints that send codes and take them."""

    def __init__(self, core: AuthCore) -> None:
        self._core = core

    def routes(self) -> list[Route]:
        return [
            Route("/auth/v1/otp", speaking(self._otp), methods=["POST"]),
            Route("/auth/v1/recover", speaking(self._recover), methods=["POST"]),
            Route("/auth/v1/verify", speaking(self._verify), methods=["POST"]),
            Route("/auth/v1/verify", speaking(self._follow_link), methods=["GET"]),
            Route("/auth/v1/reauthenticate", speaking(self._reauthenticate), methods=["GET"]),
            Route("/welcome", self._welcome, methods=["GET"]),
        ]

    async def _otp(self, request: Request) -> Response:
        self._core.count(request, "otp")
        body = await body_of(request)
        if text_in(body, "phone"):
            raise AuthError(400, "phone_provider_disabled", "Unsupported phone provider")
        email = email_in(body, "One of email or phone must be set")
        async with self._core.pool.connection() as db:
            user = await users.by_email(db, email)
            if user is None and body.get("create_user", True) is False:
                raise AuthError(422, "otp_disabled", "Signups not allowed for otp")
            if user is None or user["email_confirmed_at"] is None:
                words = "Signups not allowed for this instance"
                raise AuthError(422, "signup_disabled", words)
            await self._send(request, db, user, "magiclink", body)
        return JSONResponse({})

    async def _recover(self, request: Request) -> Response:
        self._core.count(request, "recover")
        body = await body_of(request)
        email = email_in(body, "Password recovery requires an email")
        async with self._core.pool.connection() as db:
            user = await users.by_email(db, email)
            if user is not None:
                await self._send(request, db, user, "recovery", body)
        return JSONResponse({})

    async def _reauthenticate(self, request: Request) -> Response:
        async with self._core.pool.connection() as db:
            user, _, _ = await self._core.caller(request, db)
            await self._not_too_often(db, user, "reauthentication")
            code = one_time.new_code()
            await db.execute(
                "update auth.users set reauthentication_token = %s,"
                " reauthentication_sent_at = now() where id = %s",
                [one_time.hash_of(user["email"], code), user["id"]],
            )
            deliver(self._core, user["email"], "reauthentication", code)
        return JSONResponse({})

    async def _send(
        self, request: Request, db: Connection, user: User, kind: str, body: dict[str, object]
    ) -> None:
        challenge = flows.challenge_of(
            text_in(body, "code_challenge"), text_in(body, "code_challenge_method")
        )
        await self._not_too_often(db, user, kind)
        if challenge:
            await flows.begin(db, challenge, provider=kind, method=kind, user_id=str(user["id"]))
        code = one_time.new_code()
        hashed = (PKCE if challenge else "") + one_time.hash_of(user["email"], code)
        await one_time.keep(db, user, kind, hashed)
        return_to = self._core.return_address(request.query_params.get("redirect_to"))
        deliver(self._core, user["email"], kind, code, hashed, return_to)

    async def _not_too_often(self, db: Connection, user: User, kind: str) -> None:
        left = await one_time.pause_left(db, user, kind, self._core.limits.mail_pause_s)
        if left:
            words = f"For security purposes, you can only request this after {left} seconds."
            raise AuthError(429, "over_email_send_rate_limit", words)

    async def _verify(self, request: Request) -> Response:
        self._core.count(request, "verify")
        body = await body_of(request)
        kind, code, hashed = (text_in(body, name) for name in ("type", "token", "token_hash"))
        email = text_in(body, "email").strip().lower()
        if not kind:
            raise invalid("Verify requires a verification type")
        if bool(code) == bool(hashed):
            raise invalid("Verify requires either a token or a token hash")
        if hashed and email:
            raise invalid("Only the token_hash and type should be provided")
        if code and not email:
            raise invalid("Only an email address or phone number should be provided on verify")
        async with self._core.pool.connection() as db:
            if hashed:
                user, counts_as = await one_time.by_hash(db, kind, hashed)
            else:
                user, counts_as = await one_time.by_code(db, kind, email, code)
                hashed = one_time.hash_of(email, code)
            if not await self._accepted(db, user, counts_as, hashed):
                return JSONResponse({"msg": email_change.HALF_DONE, "code": "200"})
            return await self._core.open(request, db, str(user["id"]), "otp")

    async def _accepted(self, db: Connection, user: User, kind: str, hashed: str) -> bool:
        if kind == "email_change":
            return await email_change.confirm(db, user, hashed)
        await one_time.use_up(db, user, kind)
        return True

    async def _follow_link(self, request: Request) -> Response:
        self._core.count(request, "verify")
        kind, hashed = request.query_params.get("type"), request.query_params.get("token")
        if not kind:
            raise invalid("Verify requires a verification type")
        if not hashed:
            raise invalid("Verify requires a token or a token hash")
        back = self._core.return_address(request.query_params.get("redirect_to"))
        is_pkce = hashed.startswith(PKCE)
        try:
            async with self._core.pool.connection() as db:
                user, counts_as = await one_time.by_hash(db, kind, hashed)
                if not await self._accepted(db, user, counts_as, hashed):
                    return _redirect(with_fragment(back, {"message": email_change.HALF_DONE}))
                if is_pkce:
                    code = await flows.code_for(db, str(user["id"]), kind)
                    return _redirect(with_query(back, {"code": code}))
                granted = await self._core.open(request, db, str(user["id"]), "otp")
        except AuthError as error:
            return _redirect(failed(back, error, in_query=is_pkce))
        return _redirect(with_fragment(back, tokens_in(bytes(granted.body)) | {"type": kind}))

    async def _welcome(self, request: Request) -> Response:
        if not pages.is_from_here(request):
            return pages.turned_away()
        return pages.page("You can go back to the program", "<p>This page can be closed.</p>")


def email_in(body: dict[str, object], missing: str) -> str:
    """The address in a body. Raises validation_failed."""
    email = text_in(body, "email").strip().lower()
    if not email:
        raise invalid(missing)
    if not _EMAIL.fullmatch(email):
        raise invalid("Unable to validate email address: invalid format")
    return email


def with_query(address: str, more: dict[str, str]) -> str:
    """An address with more said behind its question mark."""
    parts = urlsplit(address)
    query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), *more.items()])
    return urlunsplit(parts._replace(query=query))


def with_fragment(address: str, more: dict[str, str]) -> str:
    """An address with words behind its hash mark, which browsers do not send anywhere."""
    return urlunsplit(urlsplit(address)._replace(fragment=urlencode(more)))


def failed(address: str, error: AuthError, *, in_query: bool) -> str:
    """Where a browser goes with a refusal."""
    told = {
        "error": _OAUTH_WORDS.get(error.status, "server_error"),
        "error_code": error.code,
        "error_description": error.message,
    }
    return with_fragment(with_query(address, told) if in_query else address, told)


def tokens_in(body: bytes) -> dict[str, str]:
    """What the implicit way hands to a page."""
    granted = msgspec.json.decode(body)
    names = ("access_token", "expires_at", "expires_in", "refresh_token", "token_type")
    return {name: str(granted[name]) for name in names}


def _redirect(address: str) -> Response:
    return RedirectResponse(address, 303, headers=pages.HEADERS)
