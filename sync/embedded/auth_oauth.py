"""/authorize and /callback, and an identity provider to be sent to: "Demo identity".

A project sends people to Google or to the clinic's own directory. Here the directory is a page that
asks who one would like to be, so it exists in an invented clinic only (`AuthCore.is_open`).

supabase/auth internal/api: external.go, external_oauth.go.
"""

from __future__ import annotations

import json
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sync.embedded import flows, pages, users
from sync.embedded.auth_core import AuthCore, Connection
from sync.embedded.auth_error import AuthError, invalid, speaking
from sync.embedded.auth_mail import failed, with_query
from sync.embedded.one_time import User

PROVIDER: Final = "demo"
MOST_PEOPLE: Final = 50
STRANGER: Final = "stranger@elsewhere.example"


class OAuthRoutes:
    """The endpoints a browser is sent through."""

    def __init__(self, core: AuthCore) -> None:
        self._core = core

    def routes(self) -> list[Route]:
        return [
            Route("/auth/v1/authorize", speaking(self._authorize), methods=["GET"]),
            Route("/auth/v1/callback", speaking(self._callback), methods=["GET"]),
            Route("/demo-identity", self._choose_person, methods=["GET"]),
        ]

    async def _authorize(self, request: Request) -> Response:
        asked = request.query_params
        if asked.get("provider") != PROVIDER or not self._core.is_open:
            raise invalid("Unsupported provider: Provider could not be found")
        challenge = flows.challenge_of(
            asked.get("code_challenge", ""), asked.get("code_challenge_method", "")
        )
        if not challenge:
            # GoTrue would go on with the implicit way, which hands tokens to a page.
            raise invalid("PKCE flow requires code_challenge_method and code_challenge")
        async with self._core.pool.connection() as db:
            flow_id = await flows.begin(
                db,
                challenge,
                provider=PROVIDER,
                method="oauth",
                return_to=self._core.return_address(asked.get("redirect_to")),
            )
        return _redirect(with_query(f"{self._core.url}/demo-identity", {"state": flow_id}), 302)

    async def _choose_person(self, request: Request) -> Response:
        if not pages.is_from_here(request) or not self._core.is_open:
            return pages.turned_away()
        state = request.query_params.get("state", "")
        async with self._core.pool.connection() as db:
            if await flows.by_id(db, state) is None:
                return pages.page(
                    "This way in has ended", "<p>Begin again in the program.</p>", 400
                )
            found = await db.execute(
                """
                select email, coalesce(raw_user_meta_data ->> 'full_name', '') as name
                from auth.users where email_confirmed_at is not null order by 2, 1 limit %s
                """,
                [MOST_PEOPLE],
            )
            people = [(row["name"] or row["email"], row["email"]) for row in await found.fetchall()]
        people.append(("Somebody the clinic does not know", STRANGER))
        told = pages.escaped
        choices = "".join(
            f'<button name="code" value="{told(email)}">{told(name)}<br><small>{told(email)}'
            "</small></button>"
            for name, email in people
        )
        form = (
            '<form action="/auth/v1/callback" method="get">'
            f'<input type="hidden" name="state" value="{told(state)}">{choices}'
            '<button name="error" value="access_denied">Cancel</button></form>'
        )
        return pages.page("Demo identity: who are you?", form)

    async def _callback(self, request: Request) -> Response:
        if not self._core.is_open:
            raise invalid("Unsupported provider: Provider could not be found")
        asked = request.query_params
        async with self._core.pool.connection() as db:
            flow = await flows.by_id(db, asked.get("state", ""))
        if flow is None:
            words = "OAuth callback with invalid state"
            raise AuthError(400, "bad_oauth_state", words)
        back = str(flow["referrer"])
        try:
            if asked.get("error"):
                words = "The person did not agree"
                raise AuthError(403, "access_denied", words)
            async with self._core.pool.connection() as db:
                user = await self._person(db, asked.get("code", "").strip().lower())
                code = await flows.belongs_to(db, str(flow["id"]), str(user["id"]))
        except AuthError as error:
            return _redirect(failed(back, error, in_query=True), 302)
        return _redirect(with_query(back, {"code": code}), 302)

    async def _person(self, db: Connection, email: str) -> User:
        """Whose identity this is; an account with the same confirmed address gets it."""
        user = await users.by_email(db, email) if email else None
        if user is None:
            raise AuthError(422, "signup_disabled", "Signups not allowed for this instance")
        if user["banned"]:
            raise AuthError(403, "user_banned", "User is banned")
        about = {"sub": email, "email": email, "email_verified": True, "iss": "demo identity"}
        await db.execute(
            """
            insert into auth.identities (provider_id, user_id, identity_data, provider,
                                         last_sign_in_at)
            values (%s, %s, %s, %s, now())
            on conflict (provider_id, provider) do update set last_sign_in_at = now()
            """,
            [email, user["id"], json.dumps(about), PROVIDER],
        )
        kept = user["raw_app_meta_data"] or {}
        providers = list(dict.fromkeys([*kept.get("providers", ["email"]), PROVIDER]))
        await db.execute(
            "update auth.users set raw_app_meta_data = %s, updated_at = now() where id = %s",
            [msgspec.json.encode(kept | {"providers": providers}).decode(), user["id"]],
        )
        return user


def _redirect(address: str, status: int) -> Response:
    return RedirectResponse(address, status, headers=pages.HEADERS)
