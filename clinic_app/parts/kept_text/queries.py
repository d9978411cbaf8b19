"""What was typed into a form and not saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from sync.replica.query import Query
from sync.replica.tables import settings


@dataclass(frozen=True, slots=True)
class Kept:
    """Text that was typed into a form and not saved yet."""

    value: dict[str, Any]


def kept_form(key: str) -> Query[Kept]:
    """What was typed into the form of this key; no row when nothing is kept."""
    return Query(select(settings.c.value).where(settings.c.key == key), Kept)
