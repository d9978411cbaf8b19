"""Sessions and their refresh tokens, by GoTrue's first algorithm (the one hosted projects run).

A refresh token is used once. Its successor names it as parent. Using it again is allowed while its
successor is still the active one (the answer was lost), or within the reuse window; otherwise
somebody else has it too, and the whole family is revoked.
"""

from __future__ import annotations

import secrets
import string
import uuid
from dataclasses import dataclass
from typing import Any, Final, LiteralString

from psycopg import AsyncConnection

REUSE_WINDOW = "10 seconds"
_ALPHABET = string.ascii_lowercase + string.digits

Connection = AsyncConnection[dict[str, Any]]

SECOND: Final = frozenset({"totp", "mfa/phone", "mfa/webauthn", "mfa/recovery_code"})
"""Ways of proof that raise a session to aal2."""


@dataclass(frozen=True)
class Refused:
    """GoTrue's no: one of its error codes, and its words."""

    code: str
    message: str


@dataclass(frozen=True)
class Grant:
    """A session and the refresh token that keeps it alive."""

    user_id: str
    session_id: str
    refresh_token: str


@dataclass(frozen=True)
class Proof:
    """How surely a session's person is known (`aal`), and by what, the latest first."""

    aal: str
    amr: list[dict[str, Any]]


async def open_session(
    db: Connection, user_id: str, agent: str, address: str, method: str
) -> Grant:
    """A new session of a person who has just proved to be that person, by this method."""
    session = str(uuid.uuid4())
    await db.execute(
        "insert into auth.sessions (id, user_id, user_agent, ip) values (%s, %s, %s, %s)",
        [session, user_id, agent, address],
    )
    await _claim(db, session, method)
    token = await _issue(db, user_id, session, None)
    await db.execute(
        "update auth.users set last_sign_in_at = now(), updated_at = now() where id = %s", [user_id]
    )
    return Grant(user_id, session, token)


async def proof_of(db: Connection, session: str) -> Proof:
    """What is known about who works in a session."""
    found = await db.execute(
        """
        select authentication_method as method, extract(epoch from updated_at)::bigint as timestamp
        from auth.mfa_amr_claims where session_id = %s order by updated_at desc
        """,
        [session],
    )
    amr = await found.fetchall()
    aal = "aal2" if any(claim["method"] in SECOND for claim in amr) else "aal1"
    return Proof(aal, amr)


async def raise_level(
    db: Connection, user_id: str, session: str, method: str, factor_id: str
) -> Grant:
    """The session after a second factor was shown: another refresh token, and aal2.

    Ends all of the person's sessions below, as GoTrue does after every such proof.
    """
    await _one(db, "select id from auth.sessions where id = %s for update", [session])
    await _claim(db, session, method)
    active = await _one(
        db,
        """
        update auth.refresh_tokens set revoked = true, updated_at = now()
        where id = (select max(id) from auth.refresh_tokens
                    where session_id = %s and not revoked)
        returning token
        """,
        [session],
    )
    token = await _issue(db, user_id, session, active["token"] if active else None)
    await db.execute(
        "update auth.sessions set aal = 'aal2', factor_id = %s, updated_at = now() where id = %s",
        [factor_id, session],
    )
    await db.execute(
        "delete from auth.sessions where user_id = %s and coalesce(aal, 'aal1') < 'aal2'", [user_id]
    )
    return Grant(user_id, session, token)


async def lower_level(db: Connection, factor_id: str, method: str) -> None:
    """The sessions that were raised by a factor which is gone now are aal1 again."""
    await db.execute(
        """
        delete from auth.mfa_amr_claims c using auth.sessions s
        where c.session_id = s.id and s.factor_id = %s and c.authentication_method = %s
        """,
        [factor_id, method],
    )
    await db.execute(
        """
        update auth.sessions set aal = 'aal1', factor_id = null, updated_at = now()
        where factor_id = %s
        """,
        [factor_id],
    )


async def refresh(db: Connection, token: str, agent: str, address: str) -> Grant | Refused:
    """The session of a refresh token with the token to use next, or why there is none.

    A refusal is returned, not raised: revoking the family must be committed.
    """
    found = await _one(
        db,
        """
        select t.session_id, t.user_id, u.banned_until > now() as banned,
               s.not_after < now() as over
        from auth.refresh_tokens t
        left join auth.sessions s on s.id = t.session_id
        left join auth.users u on u.id::text = t.user_id
        where t.token = %s
        """,
        [token],
    )
    if found is None:
        return _refused("refresh_token_not_found", "Refresh Token Not Found")
    if found["banned"]:
        return _refused("user_banned", "User Banned")
    if found["session_id"] is None:
        return _refused("session_not_found", "No Valid Session Found")
    if found["over"]:
        return _refused("session_expired", "Session Expired")
    outcome = await _rotate(db, token, str(found["session_id"]), found["user_id"])
    if isinstance(outcome, Grant):
        # Where and by which program it was used last is what a list of devices shows.
        await db.execute(
            "update auth.sessions set refreshed_at = now(), user_agent = %s, ip = %s where id = %s",
            [agent, address, outcome.session_id],
        )
    return outcome


async def _rotate(db: Connection, token: str, session: str, user_id: str) -> Grant | Refused:
    # One refresh of a session at a time; whoever waited here sees what the other one did.
    lock = "select id from auth.sessions where id = %s for update"
    if await _one(db, lock, [session]) is None:
        return _refused("session_not_found", "No Valid Session Found")
    used = await _one(
        db,
        """
        select t.revoked, now() > t.updated_at + %s::interval as too_late,
               (select array[a.token, a.parent] from auth.refresh_tokens a
                where a.session_id = t.session_id and not a.revoked
                order by a.id desc limit 1) as active
        from auth.refresh_tokens t where t.token = %s
        """,
        [REUSE_WINDOW, token],
    )
    assert used is not None, "tokens are not deleted while their session is locked"
    if used["revoked"]:
        active = used["active"]
        if active is not None and active[1] == token:
            return Grant(user_id, session, active[0])
        if used["too_late"]:
            # Dated back, so that no token of the family finds its own reuse window open.
            await db.execute(
                """
                update auth.refresh_tokens
                set revoked = true, updated_at = created_at - interval '1 day'
                where session_id = %s
                """,
                [session],
            )
            return _refused("refresh_token_already_used", "Already Used")
    await db.execute(
        "update auth.refresh_tokens set revoked = true, updated_at = now() where token = %s",
        [token],
    )
    return Grant(user_id, session, await _issue(db, user_id, session, token))


async def is_fresh(db: Connection, session: str) -> bool:
    """Whether the person proved who they are within a day: a new password asks for that."""
    query = "select from auth.sessions where id = %s and created_at > now() - interval '1 day'"
    return await _one(db, query, [session]) is not None


async def close_sessions(db: Connection, user_id: str, session: str, scope: str) -> None:
    """Sign out: `local` this session, `others` all but this one, `global` all of the person's."""
    which = {
        "local": "id = %(session)s",
        "others": "user_id = %(user)s and id <> %(session)s",
        "global": "user_id = %(user)s",
    }[scope]
    await db.execute(
        f"delete from auth.sessions where {which}",  # noqa: S608 - one of three constants
        {"session": session, "user": user_id},
    )


async def _claim(db: Connection, session: str, method: str) -> None:
    await db.execute(
        """
        insert into auth.mfa_amr_claims (session_id, authentication_method) values (%s, %s)
        on conflict (session_id, authentication_method) do update set updated_at = now()
        """,
        [session, method],
    )


async def _issue(db: Connection, user_id: str, session: str, parent: str | None) -> str:
    token = "".join(secrets.choice(_ALPHABET) for _ in range(12))
    await db.execute(
        """
        insert into auth.refresh_tokens (token, user_id, session_id, parent)
        values (%s, %s, %s, %s)
        """,
        [token, user_id, session, parent],
    )
    return token


async def _one(db: Connection, query: LiteralString, values: list[Any]) -> dict[str, Any] | None:
    return await (await db.execute(query, values)).fetchone()


def _refused(code: str, words: str) -> Refused:
    return Refused(code, f"Invalid Refresh Token: {words}")
