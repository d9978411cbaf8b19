"""A statement that is made once and asked often: compiled when it is first asked, then given to the
driver with the values of the moment.

SQLAlchemy would find its own compiled form again each time; between the key that was pressed and the
screen that shows it, finding it costs more than SQLite does with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, Select
from sqlalchemy.dialects.sqlite.base import SQLiteDialect

from sync.errors import Defect
from sync.replica import direct

_DIALECT: Final = SQLiteDialect(paramstyle="qmark")

Change = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """`fixed` are the values of all marks, those that are given among them left open; `open` says
    where they go.
    """

    sql: str
    fixed: tuple[Any, ...]
    open: tuple[tuple[int, str, Change | None], ...]
    readers: tuple[tuple[int, Change], ...]

    def rows(self, db: Connection, given: Mapping[str, Any]) -> list[list[Any]]:
        """What it finds with these values, each column as its type has it in Python."""
        values = list(self.fixed)
        for at, name, write in self.open:
            value = given[name]
            values[at] = value if write is None else write(value)
        found = []
        for row in direct.rows(db, self.sql, values):
            kept = list(row)
            for at, read in self.readers:
                kept[at] = read(kept[at])
            found.append(kept)
        return found


@lru_cache(maxsize=256)
def standing(statement: Select[Any], names: frozenset[str]) -> Standing:
    """The standing form of a statement whose `bindparam`s of these names are given when it is asked.

    Raises Defect when it has no such mark.
    """
    compiled = statement.compile(dialect=_DIALECT)
    whole = compiled.construct_expanded_state(dict.fromkeys(names))
    marks = whole.positiontup or []
    if not names <= set(marks):
        raise Defect(f"the statement does not ask for {', '.join(sorted(names - set(marks)))}")
    writers: dict[str, Any] = {
        name: mark.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
        for name, mark in compiled.binds.items()
    }

    def written(name: str) -> Any:
        value, write = whole.parameters[name], writers.get(name)
        return value if write is None else write(value)

    return Standing(
        whole.statement,
        tuple(None if name in names else written(name) for name in marks),
        tuple((at, name, writers.get(name)) for at, name in enumerate(marks) if name in names),
        tuple(
            (at, read)
            for at, column in enumerate(statement.selected_columns)
            if (read := column.type.dialect_impl(_DIALECT).result_processor(_DIALECT, None))
        ),
    )
