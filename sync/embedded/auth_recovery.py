"""/factors/recovery-codes: ten words on paper for the day the authenticator is lost.

supabase/auth internal/api/recovery_codes.go (since 2.197). A project may have them switched off.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sync.embedded import sessions
from sync.embedded.auth_core import AuthCore, Caller, Connection, body_of, text_in
from sync.embedded.auth_error import AuthError, invalid, speaking
from sync.embedded.auth_factors import check_room, factors_of

COUNT: Final = 10
LENGTH: Final = 16
MOST_TRIES: Final = 5
LOCKED_S: Final = 900
NAME: Final = "Recovery codes"
_ALPHABET: Final = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # nothing that looks like something else


class RecoveryRoutes:
    """The endpoints of making, using and withdrawing them."""

    def __init__(self, core: AuthCore) -> None:
        self._core = core

    def routes(self) -> list[Route]:
        here = "/auth/v1/factors/recovery-codes"
        return [
            Route(here, speaking(self._status), methods=["GET"]),
            Route(here, speaking(self._generate), methods=["POST"]),
            Route(here, speaking(self._delete), methods=["DELETE"]),
            Route(f"{here}/regenerate", speaking(self._regenerate), methods=["POST"]),
            Route(f"{here}/verify", speaking(self._verify), methods=["POST"]),
        ]

    async def _status(self, request: Request) -> Response:
        async with self._core.pool.connection() as db:
            caller = await self._core.caller(request, db)
            kept = await _set_of(db, caller)
            if kept is None:
                raise _none_enrolled()
            found = await db.execute(
                """
                select count(*)::int as total,
                       count(*) filter (where consumed_at is null)::int as remaining
                from auth.mfa_recovery_codes where mfa_recovery_code_set_id = %s
                """,
                [kept["id"]],
            )
            counted = await found.fetchone()
        assert counted is not None
        told = {"id": str(kept["mfa_factor_id"]), "type": "recovery_code", **counted}
        return JSONResponse(told)

    async def _generate(self, request: Request) -> Response:
        async with self._core.pool.connection() as db:
            caller = await self._core.caller(request, db)
            name = NAME
            if await request.body():
                name = text_in(await body_of(request), "friendly_name").strip() or NAME
            _need_aal2(caller, "generate")
            if await _set_of(db, caller) is not None:
                words = (
                    "Recovery codes are already enrolled for this user, use regenerate to rotate "
                    "them"
                )
                raise AuthError(422, "mfa_verified_factor_exists", words)
            await check_room(db, caller, name)
            if not any(f["status"] == "verified" for f in await factors_of(db, caller)):
                words = "At least one other verified factor is required to generate recovery codes"
                raise AuthError(422, "mfa_recovery_codes_sole_factor", words)
            factor_id, set_id = str(uuid.uuid4()), str(uuid.uuid4())
            await db.execute(
                """
                insert into auth.mfa_factors (id, user_id, friendly_name, factor_type, status)
                values (%s, %s, %s, 'recovery_code', 'verified')
                """,
                [factor_id, caller.id, name],
            )
            await db.execute(
                """
                insert into auth.mfa_recovery_code_sets (id, user_id, mfa_factor_id)
                values (%s, %s, %s)
                """,
                [set_id, caller.id, factor_id],
            )
            return _shown(factor_id, name, await _fill(db, set_id))

    async def _regenerate(self, request: Request) -> Response:
        async with self._core.pool.connection() as db:
            caller = await self._core.caller(request, db)
            _need_aal2(caller, "regenerate")
            kept = await _set_of(db, caller)
            if kept is None:
                raise _none_enrolled()
            await _unlock(db, kept)
            await db.execute(
                "delete from auth.mfa_recovery_codes where mfa_recovery_code_set_id = %s",
                [kept["id"]],
            )
            factor_id = str(kept["mfa_factor_id"])
            return _shown(factor_id, kept["friendly_name"], await _fill(db, str(kept["id"])))

    async def _verify(self, request: Request) -> Response:
        refusal = AuthError(422, "mfa_verification_failed", "Invalid recovery code entered")
        async with self._core.pool.connection() as db:
            caller = await self._core.caller(request, db)
            self._core.count(request, "factor_verify")
            code = "".join(text_in(await body_of(request), "code").upper().split())
            code = code.replace("-", "")
            if not code:
                raise invalid("Code needs to be non-empty")
            kept = await _set_of(db, caller)
            if kept is None:
                raise refusal
            if kept["is_locked"]:
                words = "Too many failed verification attempts, try again later"
                raise AuthError(429, "mfa_recovery_codes_locked", words)
            if await _use(db, kept, code):
                await _unlock(db, kept)
                factor_id = str(kept["mfa_factor_id"])
                grant = await sessions.raise_level(
                    db, caller.id, caller.session, "mfa/recovery_code", factor_id
                )
                return await self._core.granted(db, grant)
            # The wrong try must be counted, so the refusal comes after the commit.
            await _count_failure(db, kept)
        raise refusal

    async def _delete(self, request: Request) -> Response:
        async with self._core.pool.connection() as db:
            caller = await self._core.caller(request, db)
            _need_aal2(caller, "delete")
            kept = await _set_of(db, caller)
            if kept is None:
                raise _none_enrolled()
            factor_id = str(kept["mfa_factor_id"])
            await sessions.lower_level(db, factor_id, "mfa/recovery_code")
            await db.execute("delete from auth.mfa_factors where id = %s", [factor_id])
        return JSONResponse({"id": factor_id})


async def _set_of(db: Connection, caller: Caller) -> dict[str, Any] | None:
    found = await db.execute(
        """
        select s.*, f.friendly_name, coalesce(s.verification_locked_until > now(), false) as is_locked
        from auth.mfa_recovery_code_sets s join auth.mfa_factors f on f.id = s.mfa_factor_id
        where s.user_id = %s for update of s
        """,
        [caller.id],
    )
    return await found.fetchone()


async def _fill(db: Connection, set_id: str) -> list[str]:
    codes = ["".join(secrets.choice(_ALPHABET) for _ in range(LENGTH)) for _ in range(COUNT)]
    for code in codes:
        await db.execute(
            """
            insert into auth.mfa_recovery_codes (mfa_recovery_code_set_id, code_hash)
            values (%s, %s)
            """,
            [set_id, _hash(set_id, code)],
        )
    return codes


async def _use(db: Connection, kept: dict[str, Any], code: str) -> bool:
    hashed = _hash(str(kept["id"]), code)
    used = await db.execute(
        """
        update auth.mfa_recovery_codes set consumed_at = now()
        where mfa_recovery_code_set_id = %s and code_hash = %s and consumed_at is null
        """,
        [kept["id"], hashed],
    )
    return used.rowcount == 1


async def _count_failure(db: Connection, kept: dict[str, Any]) -> None:
    await db.execute(
        """
        update auth.mfa_recovery_code_sets
        set failed_verification_count = (failed_verification_count + 1) %% %s,
            verification_locked_until = case when failed_verification_count + 1 >= %s
                then now() + make_interval(secs => %s) end,
            updated_at = now()
        where id = %s
        """,
        [MOST_TRIES, MOST_TRIES, LOCKED_S, kept["id"]],
    )


async def _unlock(db: Connection, kept: dict[str, Any]) -> None:
    await db.execute(
        """
        update auth.mfa_recovery_code_sets set failed_verification_count = 0,
            verification_locked_until = null, updated_at = now()
        where id = %s
        """,
        [kept["id"]],
    )


def _hash(set_id: str, code: str) -> str:
    # 78 random bits need no slow hash; the set's id keeps equal codes of two people apart.
    return hmac.new(set_id.encode(), code.encode(), hashlib.sha256).hexdigest()


def _need_aal2(caller: Caller, what: str) -> None:
    if caller.aal < "aal2":
        raise AuthError(403, "insufficient_aal", f"AAL2 required to {what} recovery codes")


def _none_enrolled() -> AuthError:
    return AuthError(404, "mfa_factor_not_found", "The user has not enrolled recovery codes")


def _shown(factor_id: str, name: str, codes: list[str]) -> Response:
    told = {"id": factor_id, "type": "recovery_code", "friendly_name": name}
    return JSONResponse({**told, "total": len(codes), "codes": codes})
