"""A person's unsent work as a file of their own, and back into a replica of theirs, here or elsewhere.

The drafts keep their ids. So one that has meanwhile gone another way (the old computer came back, the
file was brought in twice) is recognised here or by the server's ledger and applied once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, func, insert, select

from sync.replica import outbox
from sync.replica.audit import Line
from sync.replica.audit import append as append_line
from sync.replica.overlay import has_drafts, keep_server_row, relay
from sync.replica.replica import Replica
from sync.replica.rows import shown_row
from sync.replica.sealed_file import (
    Changed,
    FileTrouble,
    NewerFile,
    read_sealed,
    seal,
    unseal,
    write_sealed,
)
from sync.replica.slots import COST, PasswordCost
from sync.replica.tables import REPLICATED, audit, cards, settled
from sync.replica.tables import outbox as outbox_table
from sync.replica.transaction import Transaction

SUFFIX: Final = ".clinic-drafts"


class NotYours(FileTrouble):
    """Another person's work: only they can bring it in."""

    code = "file.not_yours"


@dataclass(frozen=True, slots=True)
class Exported:
    """What went into a file."""

    drafts: int
    cards: int


@dataclass(frozen=True, slots=True)
class Imported:
    """What came out of a file. `here`: known here already, waiting or on a card; `on_server`: the
    server has had it before.
    """

    drafts: int = 0
    cards: int = 0
    here: int = 0
    on_server: int = 0


class CarriedDraft(msgspec.Struct, frozen=True):
    """A draft as it goes from one replica to another."""

    id: str
    group_id: str
    kind: str
    tbl: str
    row_id: str
    base_version: int | None
    base: dict[str, Any]
    patch: dict[str, Any]
    depends_on: list[str]
    at: datetime
    author: str
    device: str
    label: str
    attempts: int
    card_id: str | None


class CarriedCard(msgspec.Struct, frozen=True):
    """An open card as it goes from one replica to another."""

    id: str
    mutation_id: str
    group_id: str
    kind: str
    tbl: str
    row_id: str
    person: str
    label: str
    status: str
    code: str
    body: dict[str, Any]
    edited_at: datetime
    opened_at: datetime


class Content(msgspec.Struct, frozen=True):
    """A person's unsent work."""

    person: str
    device: str
    drafts: list[CarriedDraft]
    cards: list[CarriedCard]


async def export_drafts(
    replica: Replica,
    path: Path,
    passphrase: str,
    now: datetime,
    *,
    label: str = "Export unsent drafts",
    cost: PasswordCost = COST,
) -> Exported:
    """Write everything of this person that the server has not confirmed, and every open card.

    Nothing is taken away here. Raises StorageFull or FileTrouble; a file that was there is then as
    it was. `label` is for the audit trail, which hears of it first.
    """
    await replica.write(
        label, lambda tx: append_line(tx.db, [Line(tx.now, tx.author, tx.device, label, "export")])
    )
    content = await replica.read(lambda db: _gather(db, replica))
    sealed = await asyncio.to_thread(
        seal,
        msgspec.json.encode(content),
        passphrase,
        person=replica.person,
        made_at=now,
        cost=cost,
    )
    await asyncio.to_thread(write_sealed, path, sealed)
    return Exported(len(content.drafts), len(content.cards))


async def import_drafts(
    replica: Replica, path: Path, passphrase: str, *, label: str = "Bring drafts in"
) -> Imported:
    """Put what the file holds and this replica does not know into the outbox and among the cards.

    Raises NotYours, WrongPassphrase, Incomplete, Changed, NewerFile, NotAnExport or FileTrouble; then
    nothing was changed.
    """
    sealed = await asyncio.to_thread(read_sealed, path)
    if sealed.person != replica.person:
        raise NotYours("it belongs to somebody else")
    opened = await asyncio.to_thread(unseal, sealed, passphrase)
    content = _read(opened, replica.person)
    return await replica.write(label, lambda tx: bring_in(tx, content))


def unsent(db: Connection) -> Exported:
    """How much an export would hold now."""
    return Exported(
        db.scalars(_own_drafts(db).with_only_columns(func.count()).order_by(None)).one(),
        db.scalars(_open_cards(db).with_only_columns(func.count()).order_by(None)).one(),
    )


def _own_drafts(db: Connection) -> Any:
    own = outbox_table.c.author == db.info.get("person")
    columns = [outbox_table.c[name] for name in CarriedDraft.__struct_fields__]
    return select(*columns).where(own).order_by(outbox_table.c.seq)


def _open_cards(db: Connection) -> Any:
    own = (cards.c.person == db.info.get("person")) & cards.c.closed_at.is_(None)
    columns = [cards.c[name] for name in CarriedCard.__struct_fields__]
    return select(*columns).where(own).order_by(cards.c.opened_at, cards.c.id)


def _gather(db: Connection, replica: Replica) -> Content:
    return Content(
        replica.person,
        replica.device,
        [CarriedDraft(*row) for row in db.execute(_own_drafts(db))],
        [CarriedCard(*row) for row in db.execute(_open_cards(db))],
    )


def _read(opened: bytes, person: str) -> Content:
    try:
        content = msgspec.json.decode(opened, type=Content)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Changed("the content is not of this form") from error
    authors = {draft.author for draft in content.drafts} | {card.person for card in content.cards}
    if authors | {content.person} != {person}:
        raise NotYours("a part of it belongs to somebody else")
    moments = [d.at for d in content.drafts] + [c.edited_at for c in content.cards]
    if any(at.tzinfo is None for at in moments):
        raise Changed("a moment without a time zone")
    tables = {draft.tbl for draft in content.drafts} | {card.tbl for card in content.cards}
    if not tables <= REPLICATED.keys():
        raise NewerFile("it speaks of records that this program does not know")
    return content


def bring_in(tx: Transaction, content: Content) -> Imported:
    """Put what is not known here into the outbox and among the cards."""
    db = tx.db
    on_server = set(db.scalars(select(settled.c.id)))
    waiting = set(db.scalars(select(outbox_table.c.id)))
    card_of = {
        row.mutation_id: row
        for row in db.execute(select(cards.c.mutation_id, cards.c.id, cards.c.closed_at))
    }
    here = taken = 0
    # A card of the file, or the one that the same draft has ended on here.
    open_here: dict[str, str] = {}
    new_cards = []
    for card in content.cards:
        known = card_of.get(card.mutation_id)
        if known is not None and known.closed_at is None:
            open_here[card.id] = known.id
        if known is not None or card.mutation_id in waiting:
            here += 1
        elif card.mutation_id in on_server:
            taken += 1
        else:
            open_here[card.id] = card.id
            new_cards.append(card)
    for card in new_cards:
        db.execute(insert(cards).values(msgspec.structs.asdict(card)))
    new_drafts = []
    for draft in content.drafts:
        if draft.id in on_server:
            taken += 1
        elif draft.id in waiting or draft.id in card_of:
            here += 1
        else:
            new_drafts.append(draft)
    for draft in new_drafts:
        _put(tx, draft, open_here.get(draft.card_id or ""))
    outbox.park_followers(db)
    return Imported(len(new_drafts), len(new_cards), here, taken)


def _put(tx: Transaction, draft: CarriedDraft, card_id: str | None) -> None:
    """A draft after all that wait here already, laid over its row like one of them."""
    db = tx.db
    row = shown_row(db, draft.tbl, draft.row_id)
    if row is not None and not has_drafts(db, draft.tbl, draft.row_id):
        keep_server_row(db, draft.tbl, draft.row_id, row)
    values: Mapping[str, Any] = msgspec.structs.asdict(draft) | {
        "lane": f"{draft.tbl}:{draft.row_id}",
        # Sent or acknowledged elsewhere: the server knows, and says it again.
        "state": outbox.WAITING if card_id is None else outbox.PARKED,
        "card_id": card_id,
    }
    db.execute(insert(outbox_table).values(values))
    relay(db, draft.tbl, draft.row_id)
    line = Line(
        draft.at,
        draft.author,
        draft.device,
        draft.label,
        draft.kind,
        draft.tbl,
        draft.row_id,
        sorted(draft.patch),
    )
    told = [
        audit.c[name] == getattr(line, name) for name in ("at", "person", "tbl", "row_id", "action")
    ]
    if db.execute(select(audit.c.seq).where(*told)).first() is None:
        append_line(db, [line])
