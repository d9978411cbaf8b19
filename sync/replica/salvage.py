"""What can still be read of a person's unsent work in a damaged replica that was set aside.

The file is only read, and stays. A page that is not authentic gives nothing: what was on it is counted
as far as that can be counted, and said.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import (
    ColumnElement,
    Engine,
    NullPool,
    Table,
    literal_column,
    select,
    text,
    true,
)
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from sync.replica import cipher
from sync.replica.export import CarriedCard, CarriedDraft, Content, bring_in
from sync.replica.replica import Replica
from sync.replica.settings import write_setting
from sync.replica.tables import cards, outbox, settings
from sync.replica.transaction import Transaction

FORMS: Final = "form/"
"""What was typed and not saved is kept among the settings, under keys that begin like this."""

_NUMBERS: Final = {
    "outbox": "SELECT seq FROM outbox INDEXED BY outbox_by_row ORDER BY seq",
    "cards": "SELECT rowid FROM cards INDEXED BY cards_open WHERE closed_at IS NULL ORDER BY rowid",
}
_IS_OPEN: Final = {"outbox": true(), "cards": cards.c.closed_at.is_(None)}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What was brought over. `lost` counts drafts that were there and cannot be read; None when not even
    their number can be.
    """

    drafts: int = 0
    cards: int = 0
    texts: int = 0
    lost: int | None = 0

    @property
    def is_whole(self) -> bool:
        """Nothing of the unsent work was on a bad page."""
        return self.lost == 0


@dataclass(frozen=True, slots=True)
class _Found:
    content: Content
    texts: dict[str, Any]
    lost: int | None


async def salvage(replica: Replica, aside: Path, key: bytes, *, label: str) -> Salvaged:
    """Bring the unsent work of the file `aside` into this replica. Nothing readable brings nothing."""
    found = await asyncio.to_thread(_read, aside, key, replica.person)

    def put(tx: Transaction) -> Salvaged:
        brought = bring_in(tx, found.content)
        for name, value in found.texts.items():
            write_setting(tx.db, name, value)
        return Salvaged(brought.drafts, brought.cards, len(found.texts), found.lost)

    return await replica.write(label, put)


def _read(aside: Path, key: bytes, person: str) -> _Found:
    # A connection that has met a bad page answers nothing any more: each question has its own.
    engine = cipher.make_engine(lambda: cipher.connect(aside, key, mode="ro"), poolclass=NullPool)
    try:
        drafts, lost_drafts = _rows(engine, outbox, CarriedDraft, "seq")
        open_cards, lost_cards = _rows(engine, cards, CarriedCard, "rowid")
        mine = [draft for draft in drafts if draft.author == person]
        held = [card for card in open_cards if card.person == person]
        texts = _texts(engine)
    finally:
        engine.dispose()
    lost = None if lost_drafts is None or lost_cards is None else lost_drafts + lost_cards
    return _Found(Content(person, "", mine, held), texts, lost)


def _rows(db: Engine, table: Table, shape: type[T], number: str) -> tuple[list[T], int | None]:
    """Every row that can be read, and how many cannot; None when even that cannot be told."""
    fields = shape.__struct_fields__  # type: ignore[attr-defined]
    at: ColumnElement[int] = literal_column(f"{table.name}.{number}")
    wanted = select(*(table.c[name] for name in fields)).where(_IS_OPEN[table.name])
    whole = _tried(db, wanted.order_by(at))
    if whole is not None:
        return [shape(*row) for row in whole], 0
    # The numbers are in an index too, on pages of its own.
    known = _tried(db, text(_NUMBERS[table.name]))
    if known is None:
        return [], None
    found, lost = [], 0
    for (n,) in known:
        row = _tried(db, wanted.where(at == n))
        if row is None:
            lost += 1
        else:
            found += [shape(*values) for values in row]
    return found, lost


def _texts(db: Engine) -> dict[str, Any]:
    wanted = select(settings.c.key, settings.c.value).where(settings.c.key.startswith(FORMS))
    return {row.key: row.value for row in _tried(db, wanted) or []}


def _tried(db: Engine, statement: Any) -> list[Any] | None:
    """What the statement finds, or None when it meets a bad page."""
    try:
        with db.begin() as connection:
            return list(connection.execute(statement).all())
    except (dbapi2.Error, DBAPIError):
        return None
