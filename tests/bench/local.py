"""Replicas filled without a server, and bare connections to compare with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from sync.clock import SystemClock
from sync.replica import cipher, cursors
from sync.replica.pages import put_server_rows
from sync.replica.replica import Replica, open_replica
from sync.replica.rows import shape
from tests.bench.workload import STAMP, Row

KEY = bytes(range(32))
SLICE = 1000


async def fill(
    path: Path, person: str, scope: str, tables: Mapping[str, Iterable[Row]], *, key: bytes = KEY
) -> None:
    """A replica in `path` that holds these rows as the server's, in one scope."""
    async with open_replica(path, key, person=person, clock=SystemClock()) as replica:
        await replica.apply(
            lambda db: cursors.begin(
                db, scope, kind="facility", owner=scope, grant=1, from_head=None
            )
        )
        version = 0
        for table, rows in tables.items():
            version = await _put(replica, scope, table, rows, version)
        await replica.apply(
            lambda db: cursors.advance(db, scope, version, state=cursors.LIVE), durable=True
        )


async def _put(replica: Replica, scope: str, table: str, rows: Iterable[Row], version: int) -> int:
    columns = shape(table).columns
    defaults = {"version": 1, "created_at": STAMP, "updated_at": STAMP, **shape(table).defaults}
    source = iter(rows)
    while part := list(islice(source, SLICE)):
        page = [
            (version + n, *((defaults | row).get(name) for name in columns))
            for n, row in enumerate(part, start=1)
        ]
        version += len(part)

        def put(db: Connection, page: Sequence[Any] = page) -> int:
            return put_server_rows(db, scope, table, columns, page)

        await replica.apply(put)
    return version


@contextmanager
def bare(path: Path, *, synchronous: str = "FULL") -> Iterator[Any]:
    """A sqlcipher3 connection with the settings of the replica's writer, and nothing around it."""
    db = cipher.connect(path, KEY)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA journal_size_limit = 67108864")
        db.execute("PRAGMA cache_size = -32768")
        db.execute(f"PRAGMA synchronous = {synchronous}")
        yield db
    finally:
        db.close()
