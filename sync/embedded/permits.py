"""What a person may do on a private topic: asked of the policies on realtime.messages.

As Realtime asks: reading is probed by putting a message of each kind there and looking, as that
person, whether it can be seen; writing by trying to put one there as that person. Nothing of it is
committed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
import psycopg
from psycopg_pool import AsyncConnectionPool


@dataclass(frozen=True)
class Permit:
    """Broadcasts: `hears`, `speaks`. Presence: `sees`, `shows`."""

    hears: bool
    speaks: bool
    sees: bool
    shows: bool


ALL = Permit(hears=True, speaks=True, sees=True, shows=True)


async def ask(pool: AsyncConnectionPool[Any], topic: str, claims: Mapping[str, Any]) -> Permit:
    """What the bearer of these claims may do on a private topic. Raises psycopg.Error.

    The pool's connections must be able to become any role.
    """
    async with pool.connection() as db, db.transaction(force_rollback=True):
        probes = await db.execute(
            """
            insert into realtime.messages (topic, extension, private)
            values (%(topic)s, 'broadcast', true), (%(topic)s, 'presence', true)
            returning id, extension
            """,
            {"topic": topic},
        )
        kinds = {row["id"]: row["extension"] for row in await probes.fetchall()}
        await db.execute(
            """
            select set_config('role', %s, true), set_config('realtime.topic', %s, true),
                   set_config('request.jwt.claims', %s, true)
            """,
            [str(claims.get("role", "anon")), topic, msgspec.json.encode(claims).decode()],
        )
        look = "select id from realtime.messages where id = any (%s)"
        seen = {kinds[row["id"]] for row in await _rows(db, look, [list(kinds)])}
        return Permit(
            hears="broadcast" in seen,
            sees="presence" in seen,
            speaks=await _may_put(db, topic, "broadcast"),
            shows=await _may_put(db, topic, "presence"),
        )


async def _rows(db: psycopg.AsyncConnection[Any], query: str, values: list[Any]) -> list[Any]:
    try:
        async with db.transaction():
            return await (await db.execute(query, values)).fetchall()
    except psycopg.errors.InsufficientPrivilege:
        return []


async def _may_put(db: psycopg.AsyncConnection[Any], topic: str, extension: str) -> bool:
    try:
        async with db.transaction():
            await db.execute(
                "insert into realtime.messages (topic, extension, private) values (%s, %s, true)",
                [topic, extension],
            )
    except psycopg.errors.InsufficientPrivilege:
        return False
    return True
