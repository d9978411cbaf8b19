"""One-time codes as GoTrue keeps them: a hash over address and code, good for an hour, used once.

Verification: supabase/auth internal/api/verify.go.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any, Final, LiteralString

from sync.embedded import users
from sync.embedded.auth_error import AuthError, invalid
from sync.embedded.sessions import Connection

LIFETIME_S: Final = 3600
PKCE: Final = "pkce_"

User = dict[str, Any]

# Which columns a type of verification reads: the hash, and when the mail went out.
_CONFIRMATION: Final = (("confirmation_token", "confirmation_sent_at", "signup"),)
_RECOVERY: Final = (("recovery_token", "recovery_sent_at", "magiclink"),)
_CHANGE: Final = (
    ("email_change_token_new", "email_change_sent_at", "email_change"),
    ("email_change_token_current", "email_change_sent_at", "email_change"),
)
_COLUMNS: Final[dict[str, tuple[tuple[LiteralString, str, str], ...]]] = {
    "signup": _CONFIRMATION,
    "invite": _CONFIRMATION,
    "recovery": _RECOVERY,
    "magiclink": _RECOVERY,
    "email": _CONFIRMATION + _RECOVERY,
    "email_change": _CHANGE,
}


def new_code() -> str:
    """Six digits."""
    return f"{secrets.randbelow(1_000_000):06}"


def hash_of(email: str, code: str) -> str:
    """What is kept of a code, and what a mailed link carries."""
    return hashlib.sha224(f"{email}{code}".encode()).hexdigest()


async def keep(db: Connection, user: User, kind: str, hashed: str) -> None:
    """Replace the person's outstanding code of this kind."""
    column, sent_at, _ = _COLUMNS[kind][0]
    await db.execute(
        f"update auth.users set {column} = %s, {sent_at} = now() where id = %s",  # noqa: S608
        [hashed, user["id"]],
    )


async def pause_left(db: Connection, user: User, kind: str, pause_s: float) -> int:
    """Seconds until another mail of this kind may go to the person."""
    is_change = kind == "reauthentication"
    sent_at = user["reauthentication_sent_at" if is_change else _COLUMNS[kind][0][1]]
    found = await db.execute(
        "select ceil(extract(epoch from %s::timestamptz - now()) + %s)::int as left",
        [sent_at, pause_s],
    )
    row = await found.fetchone()
    return max(0, row["left"] or 0) if row else 0


async def by_code(db: Connection, kind: str, email: str, code: str) -> tuple[User, str]:
    """Whose code this is, and as what it counts. Raises the 403 of GoTrue."""
    if kind not in _COLUMNS:
        raise invalid("Unsupported verification type")
    if kind == "email_change":
        user = await _by_change(db, email)
    else:
        user = await users.by_email(db, email, lock=True)
    if user is None:
        raise _expired("Token")
    if user["banned"]:
        raise AuthError(403, "user_banned", "User is banned")
    hashed = hash_of(email, code)
    for column, sent_at, counts_as in _COLUMNS[kind]:
        kept = user[column] or ""
        good = kept and hmac.compare_digest(kept.removeprefix(PKCE), hashed)
        if good and await _is_young(db, user, sent_at):
            return user, counts_as if kind == "email" else kind
    raise _expired("Token")


async def by_hash(db: Connection, kind: str, hashed: str) -> tuple[User, str]:
    """Whose mailed link this is, and as what it counts. Raises the 403 of GoTrue."""
    if kind not in _COLUMNS:
        raise invalid("Invalid email verification type")
    for column, sent_at, counts_as in _COLUMNS[kind]:
        query = (
            f"select {users.COLUMNS} from auth.users"  # noqa: S608 - constants
            f" where {column} = %s for update"
        )
        user = await (await db.execute(query, [hashed])).fetchone() if hashed else None
        if user is None:
            continue
        if user["banned"]:
            raise AuthError(403, "user_banned", "User is banned")
        if await _is_young(db, user, sent_at):
            return user, counts_as if kind == "email" else kind
    raise _expired("Email link")


async def use_up(db: Connection, user: User, kind: str) -> None:
    """What a right code does: it is gone, and the address counts as confirmed."""
    column = _COLUMNS[kind][0][0]
    password = user["encrypted_password"]
    if kind == "invite" or (kind == "signup" and user["invited_at"]):
        # Nobody knows this one; the person is asked to choose one next.
        password = password or users.hash_password(secrets.token_urlsafe(48))
    await db.execute(
        f"update auth.users set {column} = '', encrypted_password = %s,"  # noqa: S608
        " email_confirmed_at = coalesce(email_confirmed_at, now()),"
        " updated_at = now() where id = %s",
        [password, user["id"]],
    )
    await db.execute(
        "update auth.identities set identity_data = identity_data || '{\"email_verified\": true}',"
        " updated_at = now() where user_id = %s and provider = 'email'",
        [user["id"]],
    )


async def confirm_again(db: Connection, user: User, nonce: str) -> None:
    """Take the code of `/reauthenticate`. Raises GoTrue's refusals."""
    if not nonce:
        words = "Password update requires reauthentication"
        raise AuthError(400, "reauthentication_needed", words)
    kept = user["reauthentication_token"] or ""
    fits = kept and hmac.compare_digest(kept, hash_of(user["email"], nonce))
    if not fits or not await _is_young(db, user, "reauthentication_sent_at"):
        words = "Nonce has expired or is invalid"
        raise AuthError(422, "reauthentication_not_valid", words)
    await db.execute(
        "update auth.users set reauthentication_token = '' where id = %s", [user["id"]]
    )


async def _by_change(db: Connection, email: str) -> User | None:
    query = (
        f"select {users.COLUMNS} from auth.users"  # noqa: S608 - constant
        " where lower(email_change) = lower(%s)"
        " or (lower(email) = lower(%s) and email_change <> '') for update"
    )
    return await (await db.execute(query, [email, email])).fetchone()


async def _is_young(db: Connection, user: User, sent_at: str) -> bool:
    found = await db.execute(
        "select %s::timestamptz + make_interval(secs => %s) >= now() as young",
        [user[sent_at], LIFETIME_S],
    )
    row = await found.fetchone()
    return bool(row and row["young"])


def _expired(what: str) -> AuthError:
    words = "has expired or is invalid" if what == "Token" else "is invalid or has expired"
    return AuthError(403, "otp_expired", f"{what} {words}")
