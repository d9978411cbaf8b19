"""A replica as an older program would have left it: what that one did not know is kept aside.

A program of before stores columns it does not know as JSON beside the row, and rows of tables it does
not know in the quarantine. What the program of today then opens is a replica with all the work in it
that has to be brought to today's shape.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from sqlalchemy import StaticPool

from sync.replica import cipher, migrations
from sync.replica.rows import shape
from sync.replica.tables import METADATA, REPLICATED
from sync.replica.tables.types import json_text

OLDEST: Final = 4
"""Before that the audit trail had no chain, and vouching for old lines is not what worlds are about."""
_KEPT_BY_TRIGGERS: Final = ("patients_search", "patients_match")


def age(path: Path, key: bytes, number: int, place: Path) -> Path | None:
    """Write to `place` what a program of shape `number` would have made of the replica in `path`, which
    nobody has open. None where there is work in it that such a program could not have done.
    """
    _empty(place, key, number)
    with closing(cipher.connect(place, key)) as db:
        db.execute(f"ATTACH DATABASE '{path}' AS today KEY \"x'{key.hex()}'\"")
        known = {
            name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        unknown = [name for name in REPLICATED if name not in known]
        for name in unknown:
            worked = (
                "SELECT 1 FROM today.outbox WHERE tbl = ?1 UNION SELECT 1 FROM today.cards "
                f"WHERE tbl = ?1 OR id IN (SELECT id FROM today.{name}) OR outcome = 'handed_over'"
            )
            if db.execute(worked, (name,)).fetchone():
                return None
        db.execute("BEGIN")
        for name in METADATA.tables:
            if name in known and name not in _KEPT_BY_TRIGGERS:
                _copy(db, name)
        for name in unknown:
            for row in _rows(db, name):
                held = (name, row["id"], json_text(row), "unknown table")
                db.execute(
                    "INSERT INTO quarantine (tbl, row_id, body, reason) VALUES (?, ?, ?, ?)", held
                )
        db.execute("COMMIT")
        db.execute("DETACH DATABASE today")
        db.execute("PRAGMA journal_mode = WAL")
    return place


def _empty(place: Path, key: bytes, number: int) -> None:
    engine = cipher.make_engine(
        lambda: cipher.connect(place, key, mode="rwc"),
        begin="BEGIN IMMEDIATE",
        poolclass=StaticPool,
    )
    with engine.begin() as db:
        db.exec_driver_sql(f"PRAGMA application_id = {cipher.APPLICATION_ID}")
    migrations.migrate(engine, migrations.STEPS[:number])
    engine.dispose()


def _copy(db: Any, name: str) -> None:
    here, there = _columns(db, "main", name), _columns(db, "today", name)
    common = [column for column in there if column in here]
    values = list(common)
    lost = [column for column in there if column not in here]
    if lost:
        kept = ", ".join(f"'$.{column}', {column}" for column in lost)
        values[values.index("extra")] = f"json_set(coalesce(extra, '{{}}'), {kept})"
    db.execute(
        f"INSERT OR REPLACE INTO main.{name} ({', '.join(common)}) "
        f"SELECT {', '.join(values)} FROM today.{name}"
    )


def _columns(db: Any, schema: str, name: str) -> list[str]:
    return [row[1] for row in db.execute(f"PRAGMA {schema}.table_info({name})")]


def _rows(db: Any, name: str) -> Iterator[dict[str, Any]]:
    """As the wire had them."""
    known = shape(name)
    for values in db.execute(f"SELECT {', '.join(known.columns)} FROM today.{name}").fetchall():
        row = dict(zip(known.columns, values, strict=True))
        yield row | {flag: bool(row[flag]) for flag in known.flags if row[flag] is not None}
