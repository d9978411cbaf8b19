"""Appointments that share a moment with a stretch of time, found by index."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam

from clinic_app.domain.durations import LONGEST
from sync.replica.tables.types import UtcDateTime


def touching(columns: Any) -> tuple[Any, ...]:
    """Conditions for rows that share a moment with the `span` that is given with the statement.

    No appointment is longer than `LONGEST`, which gives the index on starts_at its lower end; with
    the end alone the search would begin with the first appointment there ever was.
    """
    return (
        columns.starts_at < bindparam("span_ends_at", type_=UtcDateTime),
        columns.starts_at > bindparam("span_reaches_back_to", type_=UtcDateTime),
        columns.ends_at > bindparam("span_starts_at", type_=UtcDateTime),
    )


def span(starts_at: datetime, ends_at: datetime) -> dict[str, datetime]:
    """The values of `touching` for [starts_at, ends_at)."""
    return {
        "span_starts_at": starts_at,
        "span_reaches_back_to": starts_at - LONGEST,
        "span_ends_at": ends_at,
    }
