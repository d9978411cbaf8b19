"""How values of the wire live in SQLite: the text the server wrote, read back as Python's own
types.

What is stored is byte for byte what PostgreSQL's to_jsonb gives in UTC, so a row can go from the
wire into a table and from a table onto the wire without being read. Such texts sort in the order of
time.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import msgspec
from sqlalchemy import Boolean
from sqlalchemy.types import UserDefinedType

from sync.errors import Defect

_encode = msgspec.json.Encoder(order="deterministic").encode
_decode = msgspec.json.Decoder().decode


def moment_text(value: datetime) -> str:
    """The wire's text of an aware datetime: UTC, no fraction of zero, no trailing zeros."""
    if value.tzinfo is None:
        raise Defect("a moment without a time zone")
    text = value.astimezone(UTC).isoformat()
    if len(text) == 25:
        return text
    return f"{text[:26].rstrip('0')}+00:00"


def json_text(value: object) -> str:
    """Compact JSON with sorted keys."""
    return _encode(value).decode()


def json_value(text: str) -> Any:
    """What `json_text` wrote."""
    return _decode(text)


class _Text(UserDefinedType[Any]):
    """Kept as TEXT. A subclass says how a value is written and read."""

    def get_col_spec(self, **_: object) -> str:
        return "TEXT"

    @staticmethod
    def write(value: Any) -> str:
        raise NotImplementedError

    @staticmethod
    def read(text: str) -> Any:
        raise NotImplementedError

    def bind_processor(self, dialect: object) -> Callable[[Any], str | None]:
        write = self.write
        return lambda value: None if value is None else write(value)

    def result_processor(self, dialect: object, coltype: object) -> Callable[[str | None], Any]:
        read = self.read
        return lambda text: None if text is None else read(text)


class UtcDateTime(_Text):
    """An aware datetime in UTC."""

    cache_ok = True

    @staticmethod
    def write(value: datetime) -> str:
        return moment_text(value)

    @staticmethod
    def read(text: str) -> datetime:
        return datetime.fromisoformat(text)


class IsoDate(_Text):
    """A date of the calendar, "2026-11-20"."""

    cache_ok = True

    @staticmethod
    def write(value: date) -> str:
        if isinstance(value, datetime):
            raise Defect("a moment where a date belongs")
        return value.isoformat()

    @staticmethod
    def read(text: str) -> date:
        return date.fromisoformat(text)


class IsoTime(_Text):
    """A time on the clinic's own wall, "08:00:00"."""

    cache_ok = True

    @staticmethod
    def write(value: time) -> str:
        text = value.isoformat()
        return text if len(text) == 8 else text.rstrip("0")

    @staticmethod
    def read(text: str) -> time:
        return time.fromisoformat(text)


class Json(_Text):
    """Any JSON value."""

    cache_ok = True

    @staticmethod
    def write(value: object) -> str:
        return json_text(value)

    @staticmethod
    def read(text: str) -> Any:
        return json_value(text)


class Flag(Boolean):
    """True or false, kept as 1 or 0: a STRICT table knows no BOOLEAN."""

    __visit_name__ = "INTEGER"
