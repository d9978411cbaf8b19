"""Accounts in auth.users, as GoTrue keeps them. Passwords are Argon2id, which GoTrue reads too."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from typing import Any

import psycopg
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from psycopg.conninfo import make_conninfo

from sync.embedded.sessions import Connection, Proof

# The least cost that OWASP accepts: invented people in a demo, and tests by the hundred.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_NOBODYS_HASH = _HASHER.hash("nobody has this password")

COLUMNS = """
    id, aud, role, email, encrypted_password, email_confirmed_at, confirmed_at, last_sign_in_at,
    raw_app_meta_data, raw_user_meta_data, phone, created_at, updated_at, banned_until, is_anonymous,
    invited_at, confirmation_token, confirmation_sent_at, recovery_token, recovery_sent_at,
    reauthentication_token, reauthentication_sent_at, email_change, email_change_token_new,
    email_change_token_current, email_change_confirm_status, email_change_sent_at,
    banned_until > now() as banned
"""


def create_user(dsn: str, email: str, password: str, full_name: str, **metadata: Any) -> str:
    """Add a confirmed account and return its id; `dsn` may name any role of the server.

    Raises psycopg.errors.UniqueViolation when the address has an account.
    """
    with psycopg.connect(make_conninfo(dsn, user="supabase_auth_admin")) as db:
        return insert_user(db, email, password, full_name, **metadata)


def insert_user(
    db: psycopg.Connection, email: str, password: str, full_name: str, **metadata: Any
) -> str:
    """As `create_user`, within the caller's transaction (a connection that may write auth.users)."""
    person = str(uuid.uuid4())
    address = email.strip().lower()
    about = json.dumps({"full_name": full_name, "email_verified": True, **metadata})
    identity = json.dumps({"sub": person, "email": address, "email_verified": True})
    db.execute(
        """
        insert into auth.users (id, email, encrypted_password, email_confirmed_at,
                                raw_user_meta_data, instance_id)
        values (%s, %s, %s, now(), %s, '00000000-0000-0000-0000-000000000000')
        """,
        [person, address, _HASHER.hash(password), about],
    )
    db.execute(
        """
        insert into auth.identities (provider_id, user_id, identity_data, provider)
        values (%s, %s, %s, 'email')
        """,
        [person, person, identity],
    )
    return person


def password_fits(kept: str | None, password: str) -> bool:
    """Whether this is the password; takes its time also when there is no account."""
    try:
        return _HASHER.verify(kept or _NOBODYS_HASH, password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def hash_password(password: str) -> str:
    """A password as it is kept."""
    return _HASHER.hash(password)


async def by_id(db: Connection, user_id: str) -> dict[str, Any] | None:
    """An account."""
    query = f"select {COLUMNS} from auth.users where id = %s"  # noqa: S608 - constant
    return await (await db.execute(query, [user_id])).fetchone()


async def by_email(db: Connection, email: str, *, lock: bool = False) -> dict[str, Any] | None:
    """The account of an address; not one that belongs to a single sign-on.

    With `lock`, whoever uses the account's codes up next waits for the end of this transaction.
    """
    query = (
        f"select {COLUMNS} from auth.users"  # noqa: S608 - constant
        " where lower(email) = lower(%s) and not is_sso_user and deleted_at is null"
        f"{' for update' if lock else ''}"
    )
    return await (await db.execute(query, [email.strip()])).fetchone()


async def set_password(db: Connection, user_id: str, hashed: str) -> None:
    """Another password; codes that were mailed before count no longer."""
    await db.execute(
        """
        update auth.users set encrypted_password = %s, recovery_token = '',
            confirmation_token = '', reauthentication_token = '', updated_at = now()
        where id = %s
        """,
        [hashed, user_id],
    )


async def add_metadata(db: Connection, user_id: str, more: dict[str, Any]) -> None:
    """What a person says about themself; nothing is ever allowed because of it."""
    await db.execute(
        """
        update auth.users set updated_at = now(), raw_user_meta_data =
            jsonb_strip_nulls(coalesce(raw_user_meta_data, '{}') || %s::jsonb)
        where id = %s
        """,
        [json.dumps(more), user_id],
    )


def claims_of(user: dict[str, Any], session: str, proof: Proof) -> dict[str, Any]:
    """What an access token says about a person."""
    return {
        "sub": str(user["id"]),
        "email": user["email"] or "",
        "phone": user["phone"] or "",
        "app_metadata": user["raw_app_meta_data"] or {},
        "user_metadata": user["raw_user_meta_data"] or {},
        "role": user["role"] or "authenticated",
        "aal": proof.aal,
        "amr": proof.amr,
        "session_id": session,
        "is_anonymous": user["is_anonymous"],
    }


async def as_json(db: Connection, user: dict[str, Any]) -> dict[str, Any]:
    """The user object of GoTrue's answers, with identities and second factors."""
    identities = await db.execute(
        "select * from auth.identities where user_id = %s order by created_at", [user["id"]]
    )
    factors = await db.execute(
        """
        select id::text, friendly_name, factor_type, status, created_at, updated_at
        from auth.mfa_factors where user_id = %s order by created_at
        """,
        [user["id"]],
    )
    whole = {
        "id": str(user["id"]),
        "aud": user["aud"],
        "role": user["role"],
        "email": user["email"] or "",
        "email_confirmed_at": stamp(user["email_confirmed_at"]),
        "phone": user["phone"] or "",
        "invited_at": stamp(user["invited_at"]),
        "confirmed_at": stamp(user["confirmed_at"]),
        "new_email": user["email_change"] or None,
        "last_sign_in_at": stamp(user["last_sign_in_at"]),
        "app_metadata": user["raw_app_meta_data"] or {},
        "user_metadata": user["raw_user_meta_data"] or {},
        "identities": [_identity(identity) for identity in await identities.fetchall()],
        "factors": [_factor(factor) for factor in await factors.fetchall()] or None,
        "created_at": stamp(user["created_at"]),
        "updated_at": stamp(user["updated_at"]),
        "banned_until": stamp(user["banned_until"]),
        "is_anonymous": user["is_anonymous"],
    }
    return {name: value for name, value in whole.items() if value is not None}


def _factor(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"created_at": stamp(row["created_at"]), "updated_at": stamp(row["updated_at"])}


def _identity(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "identity_id": str(row["id"]),
        "id": row["provider_id"],
        "user_id": str(row["user_id"]),
        "identity_data": row["identity_data"],
        "provider": row["provider"],
        "last_sign_in_at": stamp(row["last_sign_in_at"]),
        "created_at": stamp(row["created_at"]),
        "updated_at": stamp(row["updated_at"]),
        "email": row["email"],
    }


def stamp(moment: datetime | None) -> str | None:
    """A time as GoTrue writes it."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
