"""Deciding what becomes of a refused draft: commands for `Replica.write`, and what comes of them.

Every decision is a new draft (or none) and a closed card that keeps all three texts and what was
chosen. Drafts that waited for the refused one follow the new one; where there is no new one they
either go by themselves, or, when they hang on a record that will never be, are put away with it,
each on a closed card of its own. `Reopen` takes a decision back while none of it has been sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from clinic_app.domain.appointments import may_become
from clinic_app.features.conflicts import queries
from clinic_app.features.conflicts.actions import settling
from clinic_app.features.conflicts.actions.settling import Around
from clinic_app.features.conflicts.model.lines import MANAGED, Line, Trouble, lines, trouble
from clinic_app.features.conflicts.queries import CardRow, free_time
from sync.replica.rows import shape, shown_row, to_wire
from sync.replica.tables import REPLICATED, patients
from sync.replica.tables.types import IsoDate, IsoTime, UtcDateTime

if TYPE_CHECKING:
    from sync.replica.transaction import Transaction

NOTE_LIMIT: Final = 4000


@dataclass(frozen=True, slots=True)
class Settled:
    """Decided. `drafts` carry it to the server; empty when nothing has to go. Undo: `Reopen`."""

    card_id: str
    choice: str
    drafts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AlreadySettled:
    """Somebody was quicker, or Enter was pressed twice. Nothing was written."""

    card_id: str


@dataclass(frozen=True, slots=True)
class NotFree:
    """The chosen time has been taken meanwhile. Nothing was written."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class NotPossible:
    """The record does not allow it (any more): `status` is what an appointment is now, or empty."""

    card_id: str
    status: str = ""


@dataclass(frozen=True, slots=True)
class NoRoom:
    """Both texts together are longer than the note may be. Nothing was written."""

    limit: int


@dataclass(frozen=True, slots=True)
class Reopened:
    """The card waits for a decision again."""

    card_id: str


@dataclass(frozen=True, slots=True)
class TooLate:
    """What was decided is on its way or on the server: it can be changed, not taken back."""

    card_id: str


@dataclass(frozen=True, slots=True)
class KeepPerField:
    """Write the lines chosen as mine over the server's present record; the others stay as there."""

    card_id: str
    mine: frozenset[str] | None
    """Keys of lines; None means every line that clashes."""
    choice: str = "per_field"

    def __call__(self, tx: Transaction) -> Settled | AlreadySettled | NotPossible:
        card = find(tx, self.card_id)
        if card is None or card.closed_at is not None:
            return AlreadySettled(self.card_id)
        present = shown_row(tx.db, card.tbl, card.row_id)
        if present is None:
            return NotPossible(card.id)
        clashing = [line for line in lines_of(card) if line.is_clash]
        chosen = {
            line.key: "mine" if self.mine is None or line.key in self.mine else "theirs"
            for line in clashing
        }
        wish: dict[str, Any] = {}
        for line in clashing:
            if chosen[line.key] == "mine":
                wish |= line.side({**present, **card.base, **card.mine})
        becomes = str(wish.get("status", present.get("status", "")))
        now = str(present.get("status", ""))
        if becomes != now and not may_become(now, becomes):
            return NotPossible(card.id, now)
        if wish:
            tx.update(REPLICATED[card.tbl], card.row_id, **typed(card.tbl, wish))
        settling.close(tx, card, self.choice, drafts=tx.drafts, chosen=chosen)
        return Settled(card.id, self.choice, tuple(tx.drafts))


def keep_mine(card_id: str) -> KeepPerField:
    """Everything that clashes as it was typed here."""
    return KeepPerField(card_id, None, "kept_mine")


def keep_theirs(card_id: str) -> KeepPerField:
    """Everything that clashes as the server has it."""
    return KeepPerField(card_id, frozenset(), "kept_theirs")


@dataclass(frozen=True, slots=True)
class KeepBoth:
    """The server's values stay in their fields; `text` (mine, in words) goes into the note."""

    card_id: str
    text: str

    def __call__(self, tx: Transaction) -> Settled | AlreadySettled | NotPossible | NoRoom:
        card = find(tx, self.card_id)
        if card is None or card.closed_at is not None:
            return AlreadySettled(self.card_id)
        present = shown_row(tx.db, card.tbl, card.row_id)
        if present is None or card.tbl != patients.name:
            return NotPossible(card.id)
        note = "\n".join(part for part in (present["note"].strip(), self.text.strip()) if part)
        if len(note) > NOTE_LIMIT:
            return NoRoom(NOTE_LIMIT)
        tx.update(patients, card.row_id, note=note)
        settling.close(tx, card, "kept_both", drafts=tx.drafts)
        return Settled(card.id, "kept_both", tuple(tx.drafts))


@dataclass(frozen=True, slots=True)
class MoveTo:
    """Book what could not be had at another time: a fresh draft with everything else as it was."""

    card_id: str
    provider_id: str
    room_id: str | None
    starts_at: datetime
    ends_at: datetime

    def __call__(self, tx: Transaction) -> Settled | AlreadySettled | NotFree | NotPossible:
        card = find(tx, self.card_id)
        if card is None or card.closed_at is not None:
            return AlreadySettled(self.card_id)
        for busy in tx.rows(free_time.taken_by(self.provider_id, self.starts_at, self.ends_at)):
            if busy.id != card.row_id:
                return NotFree(busy.starts_at, busy.ends_at)
        place = {
            "provider_id": self.provider_id,
            "room_id": self.room_id,
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
            "is_overbooked": False,
            "overbook_reason": "",
        }
        return _write(tx, card, place, "moved")


@dataclass(frozen=True, slots=True)
class SendAgain:
    """Offer it once more, with `corrections` (Python values) where the server had found fault.

    What hung on a record that was deleted comes back as a new record.
    """

    card_id: str
    corrections: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, tx: Transaction) -> Settled | AlreadySettled | NotPossible:
        card = find(tx, self.card_id)
        if card is None or card.closed_at is not None:
            return AlreadySettled(self.card_id)
        if trouble(card.status, card.code) is Trouble.DELETED:
            values = {**card.base, **card.mine}
            kept = typed(card.tbl, {n: v for n, v in values.items() if n not in MANAGED})
            facility = (
                {"facility_id": card.base["facility_id"]} if "facility_id" in card.base else {}
            )
            tx.insert(REPLICATED[card.tbl], **{**kept, **facility, **self.corrections})
            settling.close(tx, card, "sent_again", drafts=tx.drafts)
            return Settled(card.id, "sent_again", tuple(tx.drafts))
        return _write(tx, card, self.corrections, "sent_again")


@dataclass(frozen=True, slots=True)
class Discard:
    """Let the refused draft go; its text stays on the card. What hangs on it is put away with it."""

    card_id: str
    choice: str = "discarded"

    def __call__(self, tx: Transaction) -> Settled | AlreadySettled:
        card = find(tx, self.card_id)
        if card is None or card.closed_at is not None:
            return AlreadySettled(self.card_id)
        around = settling.put_away(tx, card) if card.kind == "insert" else Around()
        settling.close(tx, card, self.choice, around=around)
        return Settled(card.id, self.choice)


def booked_elsewhere(card_id: str) -> Discard:
    """The visit has been booked in the schedule meanwhile: the refused draft is not needed."""
    return Discard(card_id, "booked_elsewhere")


@dataclass(frozen=True, slots=True)
class Reopen:
    """Undo: take a decision back while nothing of it has been sent."""

    card_id: str

    def __call__(self, tx: Transaction) -> Reopened | TooLate:
        card = find(tx, self.card_id)
        if card is None or not settling.can_reopen(tx.db, card):
            return TooLate(self.card_id)
        if card.closed_at is not None:
            settling.reopen(tx, card)
        return Reopened(card.id)


def find(tx: Transaction, card_id: str) -> CardRow | None:
    """The card, as this transaction sees it."""
    rows = tx.rows(queries.card(card_id))
    return rows[0] if rows else None


def lines_of(card: CardRow) -> list[Line]:
    """What is to be decided on a card."""
    return lines(card.tbl, card.base, card.mine, card.theirs, card.fields)


def typed(table: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of the wire as a command takes them; what nobody may write is left out."""
    known = shape(table)
    found = {}
    for name, value in values.items():
        if name not in known.writable:
            continue
        kind: Any = known.table.c[name].type
        is_text = isinstance(value, str)
        readable = isinstance(kind, UtcDateTime | IsoDate | IsoTime)
        found[name] = kind.read(value) if readable and is_text else value
    return found


def _write(
    tx: Transaction, card: CardRow, changed: Mapping[str, Any], choice: str
) -> Settled | NotPossible:
    """Offer a refused draft anew with some fields changed, and close its card."""
    table = REPLICATED[card.tbl]
    around = Around()
    if card.kind == "insert":
        edits, removed = settling.take_edits(tx, card)
        around = Around(removed=removed)
        values = {**typed(card.tbl, {**card.mine, **edits}), **changed}
        if shown_row(tx.db, card.tbl, card.row_id) is None:
            tx.insert(table, id=card.row_id, **values)
        else:
            tx.update(table, card.row_id, **values)
    elif shown_row(tx.db, card.tbl, card.row_id) is None:
        return NotPossible(card.id)
    elif card.kind == "delete":
        tx.delete(table, card.row_id)
    else:
        tx.update(table, card.row_id, **{**typed(card.tbl, card.mine), **changed})
    became = {"instead": to_wire(card.tbl, changed)} if changed else {}
    settling.close(tx, card, choice, drafts=tx.drafts, chosen=became, around=around)
    return Settled(card.id, choice, tuple(tx.drafts))
