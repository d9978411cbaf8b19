"""Shown rows in the shape of the wire: a dict of JSON values, columns named as on the server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from typing import Any

from sqlalchemy import Connection, Integer, Table, Text

from sync.errors import Defect
from sync.replica import direct
from sync.replica.changes import note
from sync.replica.tables import MANAGED, REPLICATED
from sync.replica.tables.types import (
    Flag,
    IsoDate,
    IsoTime,
    Json,
    UtcDateTime,
    json_text,
    json_value,
)

WireRow = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """What this program knows of a replicated table."""

    name: str
    columns: tuple[str, ...]
    flags: frozenset[str]
    refers: Mapping[str, str]
    defaults: Mapping[str, Any]
    writable: frozenset[str]
    select: str
    table: Table


@cache
def shape(name: str) -> Shape:
    """The shape of a replicated table. Raises Defect for any other name."""
    table = REPLICATED.get(name)
    if table is None:
        raise Defect(f"{name} is not a replicated table")
    columns = [c for c in table.columns if not c.info.get("local")]
    names = tuple(c.name for c in columns)
    return Shape(
        name=name,
        columns=names,
        flags=frozenset(c.name for c in columns if isinstance(c.type, Flag)),
        refers={c.name: c.info["refers"] for c in columns if "refers" in c.info},
        defaults={c.name: c.info["default"] for c in columns if "default" in c.info},
        writable=frozenset(
            c.name for c in columns if c.name not in MANAGED and not c.info.get("managed")
        ),
        select=f"SELECT {', '.join(names)}, extra FROM {name}",  # noqa: S608
        table=table,
    )


def shown_row(db: Connection, table: str, row_id: str) -> WireRow | None:
    """The row as the screens show it now, with what the server sent beyond our columns."""
    known = shape(table)
    found = direct.first(db, f"{known.select} WHERE id = ?", (row_id,))
    return None if found is None else _row(known, found)


def shown_rows(db: Connection, table: str, row_ids: Iterable[str]) -> dict[str, WireRow]:
    """Those of these rows that the screens show, by their id."""
    known = shape(table)
    asked = f"{known.select} WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608 - names of our own
    found = (_row(known, each) for each in direct.rows(db, asked, (json_text(list(row_ids)),)))
    return {row["id"]: row for row in found}


def _row(known: Shape, found: Sequence[Any]) -> WireRow:
    *values, extra = found
    row = dict(zip(known.columns, values, strict=True))
    for name in known.flags:
        if row[name] is not None:
            row[name] = bool(row[name])
    if extra is not None:
        # A column of ours is never overruled by what was kept before we had it.
        row = json_value(extra) | row
    return row


def show(db: Connection, table: str, row_id: str, row: WireRow | None) -> None:
    """Make this the row the screens show; None takes it away. One that is shown already is not written
    again: with its index entries and its words to search for that costs many times the look.
    """
    if shown_row(db, table, row_id) == row:
        return
    note(db, table)
    if row is None:
        direct.rows(db, f"DELETE FROM {table} WHERE id = ?", (row_id,))  # noqa: S608
    else:
        known = shape(table)
        direct.rows(db, upsert(table, known.columns), _values(known, row))


def show_rows(db: Connection, table: str, rows: Mapping[str, WireRow | None]) -> None:
    """`show` for several rows, by their id."""
    known = shape(table)
    there = shown_rows(db, table, rows)
    other = {row_id: row for row_id, row in rows.items() if there.get(row_id) != row}
    gone = [(row_id,) for row_id, row in other.items() if row is None]
    new = [_values(known, row) for row in other.values() if row is not None]
    if other:
        note(db, table)
        direct.many(db, f"DELETE FROM {table} WHERE id = ?", gone)  # noqa: S608
        direct.many(db, upsert(table, known.columns), new)


def _values(known: Shape, row: WireRow) -> tuple[Any, ...]:
    unknown = {name: value for name, value in row.items() if name not in known.columns}
    values = (row.get(name, known.defaults.get(name)) for name in known.columns)
    return (*values, json_text(unknown) if unknown else None)


@cache
def upsert(table: str, columns: tuple[str, ...]) -> str:
    """SQL that puts a row of these columns and `extra`, in this order, over one of the same id."""
    names = (*columns, "extra")
    return (
        f"INSERT INTO {table} ({', '.join(names)}) "  # noqa: S608 - names of our own
        f"VALUES ({', '.join('?' * len(names))}) "
        f"ON CONFLICT (id) DO UPDATE SET "
        + ", ".join(f"{n} = excluded.{n}" for n in names if n != "id")
    )


def to_wire(table: str, values: Mapping[str, Any]) -> WireRow:
    """Python values as the wire has them. Raises Defect for a column no person writes."""
    known = shape(table)
    row: WireRow = {}
    for name, value in values.items():
        if name not in known.writable:
            raise Defect(f"{table}.{name} is not a column that a person writes")
        row[name] = _wire(known.table.c[name].type, value)
    return row


_PYTHON: tuple[tuple[type, type], ...] = (
    (UtcDateTime, datetime),
    (IsoDate, date),
    (IsoTime, time),
    (Flag, bool),
    (Integer, int),
    (Text, str),
)


def _wire(kind: object, value: Any) -> Any:
    if value is None or isinstance(kind, Json):
        return value
    plain: Any = value.value if isinstance(value, Enum) else value
    wanted = next(python for sql, python in _PYTHON if isinstance(kind, sql))
    fits = isinstance(plain, wanted) and not (wanted is int and isinstance(plain, bool))
    if not fits:
        raise Defect(f"{type(plain).__name__} where {wanted.__name__} belongs")
    if isinstance(plain, str):
        # PostgreSQL holds no such character, and refuses a whole push over one.
        plain = plain.replace("\x00", "")
    return kind.write(plain) if isinstance(kind, UtcDateTime | IsoDate | IsoTime) else plain
