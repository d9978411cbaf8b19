"""Ways in through a browser, by PKCE: who ends one must know what only the one who began it knew.

supabase/auth internal/api/pkce.go, internal/models/flow_state.go.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import uuid
from dataclasses import dataclass
from typing import Any, Final

from sync.embedded.auth_error import AuthError, invalid
from sync.embedded.sessions import Connection

LIFETIME_S: Final = 300
_CHALLENGE: Final = re.compile(r"[a-zA-Z._~0-9-]+")

Flow = dict[str, Any]


@dataclass(frozen=True)
class Challenge:
    """What a program hands over at the beginning; empty for a way in without PKCE."""

    text: str = ""
    method: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)


def challenge_of(text: str, method: str) -> Challenge:
    """Check what was handed over. Raises validation_failed."""
    if bool(text) != bool(method):
        raise invalid("PKCE flow requires code_challenge_method and code_challenge")
    if not text:
        return Challenge()
    if not 43 <= len(text) <= 128:
        raise invalid("code challenge has to be between 43 and 128 characters")
    if not _CHALLENGE.fullmatch(text):
        raise invalid(
            "code challenge can only contain alphanumeric characters, hyphens, periods, "
            "underscores and tildes"
        )
    if method.lower() not in ("s256", "plain"):
        raise invalid("Invalid code challenge method")
    return Challenge(text, method.lower())


async def begin(
    db: Connection,
    challenge: Challenge,
    *,
    provider: str,
    method: str,
    user_id: str | None = None,
    return_to: str | None = None,
) -> str:
    """Remember a way in that was begun; its id."""
    flow_id = str(uuid.uuid4())
    await db.execute(
        """
        insert into auth.flow_state (id, user_id, auth_code, code_challenge_method, code_challenge,
                                     provider_type, authentication_method, referrer)
        values (%s, %s, %s, %s, %s, %s, %s, %s)
        """,
        [
            flow_id,
            user_id,
            str(uuid.uuid4()),
            challenge.method,
            challenge.text,
            provider,
            method,
            return_to,
        ],
    )
    return flow_id


async def by_id(db: Connection, flow_id: str) -> Flow | None:
    """A way in that is under way and not too old."""
    found = await db.execute(
        f"select *, {_OVER} as over from auth.flow_state where id::text = %s",  # noqa: S608
        [LIFETIME_S, flow_id],
    )
    flow = await found.fetchone()
    return None if flow is None or flow["over"] else flow


async def code_for(db: Connection, user_id: str, method: str) -> str:
    """The code that ends a person's latest way in of this kind, handed to their browser now."""
    found = await db.execute(
        """
        update auth.flow_state set auth_code_issued_at = now(), updated_at = now()
        where id = (select id from auth.flow_state
                    where user_id = %s and authentication_method = %s
                    order by created_at desc limit 1)
        returning auth_code
        """,
        [user_id, method],
    )
    flow = await found.fetchone()
    if flow is None:
        words = "No associated flow state found. No valid flow state found for user."
        raise AuthError(400, "flow_state_not_found", words)
    return str(flow["auth_code"])


async def belongs_to(db: Connection, flow_id: str, user_id: str) -> str:
    """The person proved who they are elsewhere; the code that ends this way in."""
    found = await db.execute(
        """
        update auth.flow_state set user_id = %s, auth_code_issued_at = now(), updated_at = now()
        where id = %s returning auth_code
        """,
        [user_id, flow_id],
    )
    flow = await found.fetchone()
    assert flow is not None, "found a moment ago"
    return str(flow["auth_code"])


async def end(db: Connection, auth_code: str, verifier: str) -> Flow:
    """The way in that this code ends, once. Raises GoTrue's refusals."""
    if not auth_code or not verifier:
        raise invalid("invalid request: both auth code and code verifier should be non-empty")
    found = await db.execute(
        f"select *, {_OVER} as over from auth.flow_state"  # noqa: S608 - constant
        " where auth_code = %s for update",
        [LIFETIME_S, auth_code],
    )
    flow = await found.fetchone()
    if flow is None or flow["user_id"] is None:
        words = "invalid flow state, no valid flow state found"
        raise AuthError(404, "flow_state_not_found", words)
    if flow["over"]:
        raise AuthError(422, "flow_state_expired", "invalid flow state, flow state has expired")
    if not _fits(flow, verifier):
        words = "code challenge does not match previously saved code verifier"
        raise AuthError(400, "bad_code_verifier", words)
    await db.execute("delete from auth.flow_state where id = %s", [flow["id"]])
    return flow


# A mailed link may lie for a while: its time begins when it is opened.
_OVER: Final = """
    case when auth_code_issued_at is not null and authentication_method = 'magiclink'
         then auth_code_issued_at else created_at end + make_interval(secs => %s) < now()
"""


def _fits(flow: Flow, verifier: str) -> bool:
    made = verifier
    if flow["code_challenge_method"] == "s256":
        digest = hashlib.sha256(verifier.encode()).digest()
        made = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    return hmac.compare_digest(made.encode(), str(flow["code_challenge"]).encode())
