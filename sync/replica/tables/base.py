"""What every table of the replica is made of: the columns the server manages, references, and
checks.

A replicated table mirrors a table of the server column by column, and adds `extra`: what the server
sent that this version has no column for, kept as JSON so that nothing is lost before the program is
updated. Nothing here is a foreign key: rows arrive in any order. `info["refers"]` says what an id
column points to; `info["default"]` is what the server will put where a new row says nothing.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, Column, Integer, MetaData, Table, Text, text

from sync.replica.tables.types import Flag, IsoDate, IsoTime, UtcDateTime

METADATA = MetaData()
MANAGED = frozenset({"version", "created_at", "created_by", "updated_at", "updated_by"})

# A text that is not of this shape would be stored well and break every list that shows it: such a
# row belongs into quarantine instead.
_SHAPES: dict[type, str] = {
    UtcDateTime: "????-??-??T??:??:??*+00:00",
    IsoDate: "????-??-??",
    IsoTime: "??:??:??*",
}


def replicated(name: str, *columns: Column[Any], rowid: Column[Any] | None = None) -> Table:
    """A table the server has too. `rowid` is a local number that a search index points to."""
    mirrored: tuple[Column[Any], ...] = (
        Column("id", Text, primary_key=rowid is None, nullable=False, unique=rowid is not None),
        Column("version", Integer),
        *columns,
        Column("created_at", UtcDateTime),
        Column("created_by", Text, info={"refers": "profiles"}),
        Column("updated_at", UtcDateTime),
        Column("updated_by", Text, info={"refers": "profiles"}),
        Column("extra", Text, info={"local": True}),
    )
    checks = [
        CheckConstraint(f"{column.name} GLOB '{shape}'")
        for column in mirrored
        if (shape := _SHAPES.get(type(column.type)))
    ]
    return Table(
        name,
        METADATA,
        *([] if rowid is None else [rowid]),
        *mirrored,
        *checks,
        info={"replicated": True},
        sqlite_strict=True,
    )


def words(name: str, *, nocase: bool = False) -> Column[str]:
    """Text that is never null; empty when nobody wrote any."""
    kind = Text(collation="NOCASE") if nocase else Text()
    return Column(name, kind, nullable=False, server_default=text("''"), info={"default": ""})


def choice(name: str, default: str) -> Column[str]:
    """One of a few words. A word this version does not know is kept and shown."""
    return Column(
        name, Text, nullable=False, server_default=text(f"'{default}'"), info={"default": default}
    )


def ref(name: str, table: str, *, nullable: bool = False, managed: bool = False) -> Column[str]:
    """The id of a row of another table; `managed` when the server alone writes it."""
    return Column(name, Text, nullable=nullable, info={"refers": table, "managed": managed})


def moment(name: str) -> Column[Any]:
    """A point in time that is always known."""
    return Column(name, UtcDateTime, nullable=False)


def flag(name: str, *, default: bool) -> Column[bool]:
    """Yes or no."""
    return Column(
        name,
        Flag,
        nullable=False,
        server_default=text(str(int(default))),
        info={"default": default},
    )


def number(name: str, default: int = 0) -> Column[int]:
    """A whole number that is always known."""
    return Column(
        name,
        Integer,
        nullable=False,
        server_default=text(str(default)),
        info={"default": default},
    )
