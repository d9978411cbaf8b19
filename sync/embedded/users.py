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

# The least cost that OWASP accepts: invented people in a demo, and tests by the hundred.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_NOBODYS_HASH = _HASHER.hash("nobody has this password")

COLUMNS = """
    id, aud, role, email, encrypted_password, email_confirmed_at, confirmed_at, last_sign_in_at,
    raw_app_meta_data, raw_user_meta_data, phone, created_at, updated_at, banned_until, is_anonymous
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


def claims_of(user: dict[str, Any], session: str, signed_in_at: datetime) -> dict[str, Any]:
    """What an access token says about a person."""
    return {
        "sub": str(user["id"]),
        "email": user["email"] or "",
        "phone": user["phone"] or "",
        "app_metadata": user["raw_app_meta_data"] or {},
        "user_metadata": user["raw_user_meta_data"] or {},
        "role": user["role"] or "authenticated",
        "aal": "aal1",
        "amr": [{"method": "password", "timestamp": int(signed_in_at.timestamp())}],
        "session_id": session,
        "is_anonymous": user["is_anonymous"],
    }


def as_json(user: dict[str, Any], identities: list[dict[str, Any]]) -> dict[str, Any]:
    """The user object of GoTrue's answers."""
    whole = {
        "id": str(user["id"]),
        "aud": user["aud"],
        "role": user["role"],
        "email": user["email"] or "",
        "email_confirmed_at": _stamp(user["email_confirmed_at"]),
        "phone": user["phone"] or "",
        "confirmed_at": _stamp(user["confirmed_at"]),
        "last_sign_in_at": _stamp(user["last_sign_in_at"]),
        "app_metadata": user["raw_app_meta_data"] or {},
        "user_metadata": user["raw_user_meta_data"] or {},
        "identities": [_identity(identity) for identity in identities],
        "created_at": _stamp(user["created_at"]),
        "updated_at": _stamp(user["updated_at"]),
        "banned_until": _stamp(user["banned_until"]),
        "is_anonymous": user["is_anonymous"],
    }
    return {name: value for name, value in whole.items() if value is not None}


def _identity(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "identity_id": str(row["id"]),
        "id": row["provider_id"],
        "user_id": str(row["user_id"]),
        "identity_data": row["identity_data"],
        "provider": row["provider"],
        "last_sign_in_at": _stamp(row["last_sign_in_at"]),
        "created_at": _stamp(row["created_at"]),
        "updated_at": _stamp(row["updated_at"]),
        "email": row["email"],
    }


def _stamp(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
