"""/auth/v1: signing in, refreshing, the person, signing out; answers and errors as GoTrue's.

Codes, statuses and bodies: supabase/auth internal/api (errors.go, token.go, user.go, logout.go).
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sync.embedded import email_change, flows, one_time, sessions, users
from sync.embedded.auth_core import AuthCore, Caller, Connection, address_of, body_of, text_in
from sync.embedded.auth_error import AuthError, invalid, speaking
from sync.embedded.auth_factors import FactorRoutes, factors_of
from sync.embedded.auth_mail import MailRoutes, email_in
from sync.embedded.auth_oauth import PROVIDER, OAuthRoutes
from sync.embedded.auth_recovery import RecoveryRoutes

SHORTEST_PASSWORD: Final = 12
"""As resources/supabase/config.toml asks of a project."""


class AuthRoutes:
    """The endpoints, over a pool of connections that may read and write the auth schema."""

    def __init__(self, core: AuthCore) -> None:
        self._core = core

    def routes(self) -> list[Route]:
        core = self._core
        further = (MailRoutes(core), OAuthRoutes(core), RecoveryRoutes(core), FactorRoutes(core))
        return [
            Route("/auth/v1/token", speaking(self._token), methods=["POST"]),
            Route("/auth/v1/user", speaking(self._user), methods=["GET"]),
            Route("/auth/v1/user", speaking(self._change_user), methods=["PUT"]),
            Route("/auth/v1/logout", speaking(self._logout), methods=["POST"]),
            Route("/auth/v1/health", self._health, methods=["GET"]),
            Route("/auth/v1/settings", self._settings, methods=["GET"]),
            *(route for part in further for route in part.routes()),
        ]

    async def _token(self, request: Request) -> Response:
        self._core.count(request, "token")
        match request.query_params.get("grant_type"):
            case "password":
                return await self._by_password(request, await body_of(request))
            case "refresh_token":
                return await self._by_refresh_token(request, await body_of(request))
            case "pkce":
                return await self._by_code(request, await body_of(request))
        raise AuthError(400, "invalid_credentials", "unsupported_grant_type")

    async def _by_password(self, request: Request, body: dict[str, Any]) -> Response:
        email = text_in(body, "email")
        if not email:
            raise invalid("missing email or phone")
        async with self._core.pool.connection() as db:
            user = await users.by_email(db, email)
        kept = user["encrypted_password"] if user else None
        # Hashing takes tens of milliseconds: not on the loop that carries everybody's requests.
        fits = await asyncio.to_thread(users.password_fits, kept, str(body.get("password") or ""))
        if user is None or not fits:
            raise AuthError(400, "invalid_credentials", "Invalid login credentials")
        if user["banned"]:
            raise AuthError(400, "user_banned", "User is banned")
        if user["email_confirmed_at"] is None:
            raise AuthError(400, "email_not_confirmed", "Email not confirmed")
        async with self._core.pool.connection() as db:
            return await self._core.open(request, db, str(user["id"]), "password")

    async def _by_refresh_token(self, request: Request, body: dict[str, Any]) -> Response:
        token = text_in(body, "refresh_token")
        if not token:
            wrong = {"error": "invalid_request", "error_description": "refresh_token required"}
            return JSONResponse(wrong, 400)
        agent = request.headers.get("user-agent", "")
        async with self._core.pool.connection() as db:
            outcome = await sessions.refresh(db, token, agent, address_of(request))
            if isinstance(outcome, sessions.Grant):
                return await self._core.granted(db, outcome)
        raise AuthError(400, outcome.code, outcome.message)

    async def _by_code(self, request: Request, body: dict[str, Any]) -> Response:
        async with self._core.pool.connection() as db:
            flow = await flows.end(db, text_in(body, "auth_code"), text_in(body, "code_verifier"))
            method = str(flow["authentication_method"])
            return await self._core.open(request, db, str(flow["user_id"]), method)

    async def _user(self, request: Request) -> Response:
        async with self._core.pool.connection() as db:
            caller = await self._core.caller(request, db)
            return JSONResponse(await users.as_json(db, caller.user))

    async def _change_user(self, request: Request) -> Response:
        async with self._core.pool.connection() as db:
            caller = await self._core.caller(request, db)
            self._core.count(request, "user")
            body = await body_of(request)
            password, email = text_in(body, "password"), ""
            if body.get("email"):
                email = email_in(body, "")
            has_factor = any(f["status"] == "verified" for f in await factors_of(db, caller))
            is_other = email and email != str(caller.user["email"]).lower()
            if (password or is_other) and has_factor and caller.aal < "aal2":
                words = "AAL2 session is required to update email or password when MFA is enabled."
                raise AuthError(401, "insufficient_aal", words)
            if "password" in body:
                await self._change_password(db, caller, password, text_in(body, "nonce"))
            if isinstance(body.get("data"), dict):
                await users.add_metadata(db, caller.id, body["data"])
            if is_other:
                await email_change.begin(self._core, db, caller, email)
            changed = await users.by_id(db, caller.id)
            assert changed is not None
            return JSONResponse(await users.as_json(db, changed))

    async def _change_password(
        self, db: Connection, caller: Caller, password: str, nonce: str
    ) -> None:
        if len(password) < SHORTEST_PASSWORD:
            words = f"Password should be at least {SHORTEST_PASSWORD} characters."
            weak = {"weak_password": {"reasons": ["length"]}}
            raise AuthError(422, "weak_password", words, more=weak)
        if not await sessions.is_fresh(db, caller.session):
            await one_time.confirm_again(db, caller.user, nonce)
        kept = caller.user["encrypted_password"]
        if kept and await asyncio.to_thread(users.password_fits, kept, password):
            words = "New password should be different from the old password."
            raise AuthError(422, "same_password", words)
        hashed = await asyncio.to_thread(users.hash_password, password)
        await users.set_password(db, caller.id, hashed)
        await sessions.close_sessions(db, caller.id, caller.session, "others")

    async def _logout(self, request: Request) -> Response:
        scope = request.query_params.get("scope", "global")
        if scope not in ("local", "others", "global"):
            raise invalid(f'Unsupported logout scope "{scope}"')
        async with self._core.pool.connection() as db:
            caller = await self._core.caller(request, db)
            await sessions.close_sessions(db, caller.id, caller.session, scope)
        return Response(status_code=204)

    async def _health(self, _: Request) -> Response:
        about = "GoTrue is a user registration and authentication API"
        return JSONResponse({"version": "embedded", "name": "GoTrue", "description": about})

    async def _settings(self, _: Request) -> Response:
        external = {"email": True, "phone": False, "anonymous_users": False}
        return JSONResponse(
            {
                "external": external | {PROVIDER: self._core.is_open},
                "disable_signup": True,
                "mailer_autoconfirm": False,
                "phone_autoconfirm": False,
                "sms_provider": "",
                "saml_enabled": False,
            }
        )
