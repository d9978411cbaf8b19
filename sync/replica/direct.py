"""Straight to the driver, for the few statements that every draft, push and pull runs.

They are in the transaction of the `Connection` they are given, and what they write is announced only
when `changes.note` is told. SQLAlchemy's way to the driver is worth its price everywhere else; here
it costs several times what the statement itself does, between the key that was pressed and the
screen that shows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection


def rows(db: Connection, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Run a statement and return what it finds, as SQLite keeps it. Raises the driver's own errors."""
    driver: Any = db.connection.driver_connection
    found: list[tuple[Any, ...]] = driver.execute(statement, values).fetchall()
    return found


def first(db: Connection, statement: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
    """The first row it finds, or None."""
    driver: Any = db.connection.driver_connection
    found: tuple[Any, ...] | None = driver.execute(statement, values).fetchone()
    return found


def many(db: Connection, statement: str, values: Sequence[Sequence[Any]]) -> None:
    """Run a statement once for each of these."""
    driver: Any = db.connection.driver_connection
    driver.executemany(statement, values)
