"""/factors: a second proof by codes of an authenticator.

supabase/auth internal/api/mfa.go.
"""

from __future__ import annotations

import uuid
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sync.embedded import sessions, totp
from sync.embedded.auth_core import AuthCore, Caller, Connection, address_of, body_of, text_in
from sync.embedded.auth_error import AuthError, invalid, speaking

CHALLENGE_S: Final = 300
UNFINISHED_S: Final = 300
MOST_FACTORS: Final = 10
ISSUER: Final = "Clinic"

Factor = dict[str, Any]


class FactorRoutes:
    """The endpoints of enrolling, proving and removing."""

    def __init__(self, core: AuthCore) -> None:
        self._core = core

    def routes(self) -> list[Route]:
        one = "/auth/v1/factors/{factor_id}"
        return [
            Route("/auth/v1/factors", speaking(self._enrol), methods=["POST"]),
            Route(f"{one}/challenge", speaking(self._challenge), methods=["POST"]),
            Route(f"{one}/verify", speaking(self._verify), methods=["POST"]),
            Route(one, speaking(self._remove), methods=["DELETE"]),
        ]

    async def _enrol(self, request: Request) -> Response:
        async with self._core.pool.connection() as db:
            caller = await self._core.caller(request, db)
            body = await body_of(request)
            kind = body.get("factor_type")
            if kind in ("phone", "webauthn"):
                name = "Phone" if kind == "phone" else "WebAuthn"
                words = f"MFA enroll is disabled for {name}"
                raise AuthError(422, f"mfa_{kind.replace('auth', '_auth')}_enroll_disabled", words)
            if kind != "totp":
                raise invalid("factor_type needs to be totp, phone, or webauthn")
            name = text_in(body, "friendly_name")
            await check_room(db, caller, name)
            secret, factor_id = totp.new_secret(), str(uuid.uuid4())
            await db.execute(
                """
                insert into auth.mfa_factors (id, user_id, friendly_name, factor_type, status,
                                              secret)
                values (%s, %s, %s, 'totp', 'unverified', %s)
                """,
                [factor_id, caller.id, name, secret],
            )
        uri = totp.address(secret, text_in(body, "issuer") or ISSUER, caller.user["email"])
        shown = {"qr_code": totp.picture(uri), "secret": secret, "uri": uri}
        told = {"id": factor_id, "type": "totp", "friendly_name": name, "totp": shown}
        return JSONResponse(told)

    async def _challenge(self, request: Request) -> Response:
        async with self._core.pool.connection() as db:
            caller = await self._core.caller(request, db)
            factor = await _factor(db, caller, request)
            self._core.count(request, "factor_challenge")
            found = await db.execute(
                """
                insert into auth.mfa_challenges (factor_id, ip_address) values (%s, %s)
                returning id::text, extract(epoch from created_at)::bigint + %s as expires_at
                """,
                [factor["id"], address_of(request), CHALLENGE_S],
            )
            made = await found.fetchone()
            await db.execute(
                "update auth.mfa_factors set last_challenged_at = now() where id = %s",
                [factor["id"]],
            )
        assert made is not None
        return JSONResponse(made | {"type": factor["factor_type"]})

    async def _verify(self, request: Request) -> Response:
        async with self._core.pool.connection() as db:
            caller = await self._core.caller(request, db)
            factor = await _factor(db, caller, request)
            self._core.count(request, "factor_verify")
            body = await body_of(request)
            code = text_in(body, "code")
            if not code:
                raise invalid("Code needs to be non-empty")
            challenge = await _open_challenge(db, factor, text_in(body, "challenge_id"), request)
            if not totp.fits(factor["secret"], code, self._core.tokens.now()):
                raise AuthError(422, "mfa_verification_failed", "Invalid TOTP code entered")
            await db.execute(
                "update auth.mfa_challenges set verified_at = now() where id = %s", [challenge]
            )
            await db.execute(
                """
                update auth.mfa_factors set status = 'verified', updated_at = now()
                where id = %s and status <> 'verified'
                """,
                [factor["id"]],
            )
            grant = await sessions.raise_level(
                db, caller.id, caller.session, "totp", str(factor["id"])
            )
            await db.execute(
                """
                delete from auth.mfa_factors
                where user_id = %s and factor_type = 'totp' and status = 'unverified'
                """,
                [caller.id],
            )
            return await self._core.granted(db, grant)

    async def _remove(self, request: Request) -> Response:
        async with self._core.pool.connection() as db:
            caller = await self._core.caller(request, db)
            factor = await _factor(db, caller, request)
            if factor["factor_type"] == "recovery_code":
                words = (
                    "Recovery codes cannot be unenrolled with this endpoint, "
                    "use DELETE /factors/recovery-codes"
                )
                raise invalid(words, 422)
            if factor["status"] == "verified":
                if caller.aal < "aal2":
                    words = "AAL2 required to unenroll verified factor"
                    raise AuthError(422, "insufficient_aal", words)
                await _leave_no_codes_alone(db, caller, factor)
            await sessions.lower_level(db, str(factor["id"]), "totp")
            await db.execute("delete from auth.mfa_factors where id = %s", [factor["id"]])
        return JSONResponse({"id": str(factor["id"])})


async def check_room(db: Connection, caller: Caller, name: str) -> None:
    """Raises GoTrue's refusal of another factor."""
    await db.execute(
        """
        delete from auth.mfa_factors f
        where status = 'unverified' and created_at < now() - make_interval(secs => %s)
              and not exists (select from auth.mfa_challenges c where c.factor_id = f.id)
        """,
        [UNFINISHED_S],
    )
    known = await factors_of(db, caller)
    if any(name and factor["friendly_name"] == name for factor in known):
        words = f'A factor with the friendly name "{name}" for this user already exists'
        raise AuthError(422, "mfa_factor_name_conflict", words)
    if len(known) >= MOST_FACTORS:
        words = "Maximum number of verified factors reached, unenroll to continue"
        raise AuthError(422, "too_many_enrolled_mfa_factors", words)
    if any(factor["status"] == "verified" for factor in known) and caller.aal < "aal2":
        raise AuthError(403, "insufficient_aal", "AAL2 required to enroll a new factor")


async def factors_of(db: Connection, caller: Caller) -> list[Factor]:
    """Everything a person has enrolled or begun to."""
    found = await db.execute("select * from auth.mfa_factors where user_id = %s", [caller.id])
    return await found.fetchall()


async def _factor(db: Connection, caller: Caller, request: Request) -> Factor:
    wanted = request.path_params["factor_id"]
    try:
        uuid.UUID(wanted)
    except ValueError:
        raise AuthError(404, "validation_failed", "factor_id must be an UUID") from None
    found = await db.execute(
        "select * from auth.mfa_factors where id = %s and user_id = %s", [wanted, caller.id]
    )
    factor = await found.fetchone()
    if factor is None:
        raise AuthError(404, "mfa_factor_not_found", "Factor not found")
    return factor


async def _open_challenge(db: Connection, factor: Factor, wanted: str, request: Request) -> str:
    found = await db.execute(
        """
        select id::text, verified_at is not null or ip_address <> %s::inet as is_other,
               created_at + make_interval(secs => %s) < now() as is_over
        from auth.mfa_challenges where id::text = %s and factor_id = %s for update
        """,
        [address_of(request), CHALLENGE_S, wanted, factor["id"]],
    )
    challenge = await found.fetchone()
    if challenge is None:
        words = "MFA factor with the provided challenge ID not found"
        raise AuthError(422, "mfa_factor_not_found", words)
    if challenge["is_other"]:
        words = "Challenge and verify IP addresses mismatch."
        raise AuthError(422, "mfa_ip_address_mismatch", words)
    if challenge["is_over"]:
        words = (
            f"MFA challenge {wanted} has expired, verify against another challenge or create a new "
            "challenge."
        )
        raise AuthError(422, "mfa_challenge_expired", words)
    return str(challenge["id"])


async def _leave_no_codes_alone(db: Connection, caller: Caller, leaving: Factor) -> None:
    others = [
        factor
        for factor in await factors_of(db, caller)
        if factor["id"] != leaving["id"] and factor["status"] == "verified"
    ]
    if others and all(factor["factor_type"] == "recovery_code" for factor in others):
        words = (
            "Recovery codes cannot be the only verified factor. Please enroll another factor "
            "before unenrolling this one or delete your recovery codes."
        )
        raise AuthError(422, "mfa_recovery_codes_sole_factor", words)
