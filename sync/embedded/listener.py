"""One connection that hears what the database announces: new messages, a changed schema."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

import msgspec
import psycopg
from psycopg.rows import dict_row

from sync.embedded.channels import Hub

_log = logging.getLogger(__name__)

_MESSAGES = "realtime_messages"
_SCHEMA = "pgrst"
# Supabase keeps messages for three days.
_KEPT = "3 days"
_SWEEP = 3600.0


class _Announced(msgspec.Struct):
    id: str
    topic: str | None = None
    event: str | None = None
    private: bool | None = None
    payload: msgspec.Raw = msgspec.Raw(b"null")


class Listener:
    """Delivers announcements until cancelled; `listening` is set while it can."""

    def __init__(
        self,
        dsn: str,
        hub: Hub,
        schema_changed: Callable[[], Awaitable[None]],
        *,
        pause: float = 1.0,
    ) -> None:
        self.listening = asyncio.Event()
        self._dsn = dsn
        self._hub = hub
        self._schema_changed = schema_changed
        self._pause = pause

    async def run(self) -> None:
        """Listen, and again after each interruption; what was missed is lost, as with Realtime."""
        while True:
            try:
                await self._listen()
            except psycopg.Error as error:
                _log.warning("listening to the database was interrupted: %s", type(error).__name__)
            finally:
                self.listening.clear()
            await asyncio.sleep(self._pause)

    async def _listen(self) -> None:
        db = await psycopg.AsyncConnection.connect(self._dsn, autocommit=True, row_factory=dict_row)
        async with db:
            await db.execute(f"listen {_MESSAGES}")
            await db.execute(f"listen {_SCHEMA}")
            self.listening.set()
            while True:
                await db.execute(
                    "delete from realtime.messages where inserted_at < now() - %s::interval",
                    [_KEPT],
                )
                async for notice in db.notifies(timeout=_SWEEP):
                    if notice.channel == _SCHEMA:
                        await self._schema_changed()
                    else:
                        await self._deliver(notice.payload)

    async def _deliver(self, text: str) -> None:
        message = msgspec.json.decode(text, type=_Announced)
        if message.topic is None:
            found = await self._fetch(message.id)
            if found is None:
                return
            message = found
        payload = {
            "event": message.event,
            "type": "broadcast",
            "payload": message.payload,
            "meta": {"id": message.id},
        }
        self._hub.broadcast((bool(message.private), message.topic or ""), payload)

    async def _fetch(self, message_id: str) -> _Announced | None:
        """A message too long for its announcement."""
        # A connection of its own: this one is in the middle of listening.
        async with await psycopg.AsyncConnection.connect(self._dsn) as db:
            found = await db.execute(
                "select topic, event, private, payload::text from realtime.messages where id = %s",
                [message_id],
            )
            row = await found.fetchone()
        if row is None:
            return None
        topic, event, private, payload = row
        return _Announced(message_id, topic, event, private, msgspec.Raw(payload.encode()))
