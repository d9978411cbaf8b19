"""A question as a value: its tables are read off the statement, its answers are frozen rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache, cached_property
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Select, Table
from sqlalchemy.sql import visitors

from sync.errors import Defect
from sync.replica.standing import standing

Row = TypeVar("Row")

# Kept by triggers, so no statement of ours ever names it as written.
_KEPT_BY_TRIGGERS = {"patients_search": "patients"}


def tables_of(statement: Select[Any]) -> frozenset[str]:
    """The names of all tables a statement reads, however deep: joins, aliases, EXISTS, CTEs."""
    found = {element.name for element in visitors.iterate(statement) if isinstance(element, Table)}
    return frozenset(_KEPT_BY_TRIGGERS.get(name, name) for name in found)


@dataclass(frozen=True, eq=False)
class Query(Generic[Row]):
    """What a page wants to see. `row` is a frozen dataclass with a field per selected column, in
    order.

    With `given`, the values of its `bindparam`s, the statement is a standing one: made once, and asked
    at a fraction of the cost. What a person's write or every change of a screen asks is written so.

    `also` names tables whose changes matter although the statement does not mention them.
    """

    statement: Select[Any]
    row: type[Row]
    also: frozenset[str] = frozenset()
    given: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        row: Any = self.row
        wanted, selected = _width(row), len(self.statement.selected_columns)
        if wanted != selected:
            raise Defect(f"{self.row.__name__}: {wanted} fields, {selected} columns selected")

    @cached_property
    def tables(self) -> frozenset[str]:
        """The tables whose changes matter; found when somebody watches, for a command only asks."""
        return tables_of(self.statement) | self.also

    def run(self, db: Connection) -> list[Row]:
        """The rows as they are now."""
        make: Any = self.row
        if self.given:
            asked = standing(self.statement, frozenset(self.given))
            return [make(*values) for values in asked.rows(db, self.given)]
        return [make(*values) for values in db.execute(self.statement)]


@cache
def _width(row: type[Any]) -> int:
    if not is_dataclass(row):
        raise Defect(f"{row.__name__} is not a dataclass")
    return len(fields(row))
