"""Appointments that share a moment with a stretch of time, found by index."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from clinic_app.domain.durations import LONGEST


def touching(columns: Any, starts_at: datetime, ends_at: datetime) -> tuple[Any, ...]:
    """Conditions for rows that share a moment with [starts_at, ends_at).

    No appointment is longer than `LONGEST`, which gives the index on starts_at its lower end; with
    `ends_at` alone the search would begin with the first appointment there ever was.
    """
    return (
        columns.starts_at < ends_at,
        columns.starts_at > starts_at - LONGEST,
        columns.ends_at > starts_at,
    )
