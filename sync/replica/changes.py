"""Which tables a commit touched, told to whoever watches them.

A write happens on the replica's writer thread. While it runs, SQLAlchemy tells us each table it
inserts into, updates or deletes from; the bulk paths say so themselves. After the COMMIT has
returned, and not before, the names go to the event loop, and every watcher of one of them wakes. A
watcher woken earlier would read the database as it was and then sleep on the news. A rolled back
write is never announced.

Many commits before a watcher looks count as one: nobody replays history to a screen.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from sqlalchemy import Connection, Delete, Engine, Insert, Table, Update, event


class Watch:
    """One watcher's view of the feed: has something it reads changed since it last asked?"""

    def __init__(self, tables: frozenset[str]) -> None:
        self.tables = tables
        self._news = asyncio.Event()
        self._closed = False

    async def changed(self) -> bool:
        """Wait for news. False when the replica has closed and no news will come."""
        await self._news.wait()
        self._news.clear()
        return not self._closed

    @property
    def has_news(self) -> bool:
        """Whether `changed` would return at once."""
        return self._news.is_set()

    def wake(self) -> None:
        """There is news."""
        self._news.set()

    def close(self) -> None:
        """There will be no more news."""
        self._closed = True
        self._news.set()


class ChangeFeed:
    """Spreads the news of commits, on the event loop only: the replica brings them there."""

    def __init__(self) -> None:
        self._watches: set[Watch] = set()
        self._closed = False

    @contextmanager
    def watching(self, tables: Iterable[str]) -> Iterator[Watch]:
        """Watch these tables until the block ends."""
        watch = Watch(frozenset(tables))
        if self._closed:
            watch.close()
        self._watches.add(watch)
        try:
            yield watch
        finally:
            self._watches.discard(watch)

    def announce(self, tables: Iterable[str]) -> None:
        """A commit touched these tables."""
        touched = frozenset(tables)
        for watch in self._watches:
            if not watch.tables.isdisjoint(touched):
                watch.wake()

    def close(self) -> None:
        """End every watch."""
        self._closed = True
        for watch in self._watches:
            watch.close()


def note(db: Connection, *tables: str) -> None:
    """Remember that this transaction touched tables, where SQLAlchemy cannot see it."""
    db.info.setdefault("touched", set()).update(tables)


def take_noted(db: Connection) -> frozenset[str]:
    """What the transaction touched, forgotten afterwards."""
    return frozenset(db.info.pop("touched", ()))


def listen(engine: Engine) -> None:
    """Note every table that a statement built with SQLAlchemy writes."""

    @event.listens_for(engine, "after_execute")
    def _(db: Connection, element: object, *_: Any) -> None:
        if isinstance(element, Insert | Update | Delete):
            note(db, cast("Table", element.table).name)
