"""The facts for support: counts, cursors, codes. Nothing that a person typed, and nobody's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, func, select, text

from sync.replica.settings import EPOCH, LAST_SYNCED_AT, REFILLED, read_setting
from sync.replica.tables import (
    REPLICATED,
    audit,
    cards,
    cursors,
    outbox,
    quarantine,
    scope_health,
    settled,
)

MOST_SCOPES: Final = 400


@dataclass(frozen=True, slots=True)
class ScopeFacts:
    """One cursor, and what the server last said of its scope."""

    scope: str
    kind: str
    state: str
    grant: int
    ver: int
    head: int | None
    rows: int
    there: int | None
    fill: int
    error: str | None
    pulled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the replica knows about itself. Words that come from outside are codes, see `code`."""

    device: str
    epoch: str
    shape: int
    sqlite: str
    cipher: str
    journal: str
    pages: int
    page_size: int
    last_synced_at: str
    refilled: int
    scopes: tuple[ScopeFacts, ...]
    rows: Mapping[str, int]
    drafts: Mapping[str, int]
    draft_errors: Mapping[str, int]
    oldest_draft: datetime | None
    most_attempts: int
    cards: Mapping[str, int]
    settled: int
    audit: int
    held_back: Mapping[str, int]


def facts(db: Connection) -> Facts:
    """Everything at one moment."""
    o = outbox.c
    return Facts(
        device=str(read_setting(db, "device") or ""),
        epoch=str(read_setting(db, EPOCH) or ""),
        shape=int(_pragma(db, "user_version")),
        sqlite=str(db.scalar(select(func.sqlite_version()))),
        cipher=str(_pragma(db, "cipher_version") or ""),
        journal=str(_pragma(db, "journal_mode")),
        pages=int(_pragma(db, "page_count")),
        page_size=int(_pragma(db, "page_size")),
        last_synced_at=str(read_setting(db, LAST_SYNCED_AT) or ""),
        refilled=len(read_setting(db, REFILLED) or {}),
        scopes=_scopes(db),
        rows={name: _count(db, table) for name, table in sorted(REPLICATED.items())},
        drafts=_by(db, o.state + "/" + o.kind + "/" + o.tbl),
        draft_errors=_by(db, o.error),
        oldest_draft=db.scalar(select(func.min(o.at, type_=o.at.type))),
        most_attempts=db.scalar(select(func.max(o.attempts))) or 0,
        cards=_by(db, _open() + "/" + cards.c.status + "/" + cards.c.code),
        settled=_count(db, settled),
        audit=_count(db, audit),
        held_back=_by(db, quarantine.c.tbl + "/" + quarantine.c.reason),
    )


def _open() -> Any:
    return func.iif(cards.c.closed_at.is_(None), "open", "closed")


def _scopes(db: Connection) -> tuple[ScopeFacts, ...]:
    c, h = cursors.c, scope_health.c
    found = (
        select(
            c.scope,
            c.kind,
            c.state,
            c.grant_no,
            c.ver,
            h.head,
            c.n,
            h.n,
            c.fill,
            h.error,
            h.pulled_at,
        )
        .select_from(cursors)
        .outerjoin(scope_health, h.scope == c.scope)
        .order_by(c.kind, c.scope)
        .limit(MOST_SCOPES)
    )
    return tuple(ScopeFacts(*row) for row in db.execute(found))


def _by(db: Connection, words: Any) -> dict[str, int]:
    """How many rows say the same."""
    counted = select(words, func.count()).where(words.is_not(None)).group_by(words).order_by(words)
    return {str(said): n for said, n in db.execute(counted)}


def _count(db: Connection, table: Any) -> int:
    return db.scalars(select(func.count()).select_from(table)).one()


def _pragma(db: Connection, name: str) -> Any:
    return db.execute(text(f"PRAGMA {name}")).scalar()
