"""Server rows this version cannot store: kept as they came, so that one bad row never stops a page.

A held back row still counts as held by its scope; an update of the program, or a better version of
the row, takes it out again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import exc as sa
from sqlcipher3 import dbapi2

from sync.replica import direct
from sync.replica.changes import note
from sync.replica.rows import WireRow, shape, show
from sync.replica.tables.types import IsoDate, IsoTime, UtcDateTime, json_text, moment_text

# What SQLite says of a value it will not take, as opposed to a disk or a file in trouble.
_UNSTORABLE = (
    dbapi2.IntegrityError,
    dbapi2.InterfaceError,
    dbapi2.ProgrammingError,
    dbapi2.DataError,
    OverflowError,
    TypeError,
    ValueError,
    UnicodeError,
)


def unstorable(error: Exception) -> bool:
    """Whether it is the row's fault."""
    if isinstance(error, sa.DBAPIError) and error.orig is not None:
        return isinstance(error.orig, _UNSTORABLE)
    return isinstance(error, _UNSTORABLE)


def store(
    db: Connection,
    table: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    at: int,
    sql: str,
) -> None:
    """Run `sql` for every row of a page; rows that SQLite will not take are mended or held back."""
    cursor = db.connection.cursor()
    try:
        # No savepoint: it would make FTS5 write out its index here and again at the end, at half the
        # speed. The statement that fails undoes itself, and storing the others again changes nothing.
        cursor.executemany(sql, rows)
    except Exception as error:
        if not unstorable(error):
            raise
        for row in rows:
            values = row[at + 1 : at + 1 + len(columns)]
            store_row(db, table, dict(zip(columns, values, strict=True)))
        return
    finally:
        cursor.close()
    ids = (
        json_text([row[at + 1 + columns.index("id")] for row in rows]) if _holds(db, table) else ""
    )
    if ids:
        direct.rows(
            db,
            "DELETE FROM quarantine WHERE tbl = ? AND row_id IN (SELECT value FROM json_each(?))",
            (table, ids),
        )


def store_row(db: Connection, table: str, row: WireRow) -> bool:
    """Show one server row, mended where only its form is another. False when it is held back."""
    try:
        show(db, table, row["id"], mended(table, row))
    except Exception as error:
        if not unstorable(error):
            raise
        hold_back(db, table, row, type(error).__name__)
        return False
    release(db, table, row["id"])
    return True


def hold_back(db: Connection, table: str, row: WireRow, reason: str) -> None:
    """Keep a row aside. The reason names no value: it may be shown to support."""
    note(db, "quarantine")
    db.exec_driver_sql(
        "INSERT INTO quarantine (tbl, row_id, body, reason) VALUES (?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET body = excluded.body, reason = excluded.reason",
        (table, str(row["id"]), json_text(row), reason),
    )


def release(db: Connection, table: str, row_id: str) -> None:
    """The row is stored now, or gone."""
    direct.rows(db, "DELETE FROM quarantine WHERE tbl = ? AND row_id = ?", (table, row_id))


def mended(table: str, row: WireRow) -> WireRow:
    """The row with times written in the one form this replica keeps.

    Raises ValueError for what is no time at all.
    """
    kinds = shape(table).table.c
    return {name: _mend(kinds[name].type, v) if name in kinds else v for name, v in row.items()}


def _mend(kind: object, value: Any) -> Any:
    if value is None or not isinstance(kind, UtcDateTime | IsoDate | IsoTime):
        return value
    if isinstance(kind, IsoDate):
        return date.fromisoformat(value).isoformat()
    if isinstance(kind, IsoTime):
        return IsoTime.write(time.fromisoformat(value))
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment_text(moment)


def _holds(db: Connection, table: str) -> bool:
    held = direct.first(db, "SELECT 1 FROM quarantine WHERE tbl = ? LIMIT 1", (table,))
    return held is not None
