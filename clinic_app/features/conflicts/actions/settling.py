"""What happens around a decision: what waited goes on, what cannot go on is put away, and back again.

Everything needed to take a decision back is kept on the card itself, in `body["resolution"]`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from clinic_app.features.conflicts.queries import CardRow
from sync.replica import outbox
from sync.replica.outbox import Draft
from sync.replica.overlay import drafted, keep_server_row, relay, settle
from sync.replica.rows import shown_row
from sync.replica.tables import cards
from sync.replica.tables import outbox as outbox_table
from sync.replica.tables.types import moment_text

if TYPE_CHECKING:
    from sync.replica.transaction import Transaction

_MOMENTS: Final = ("at", "next_attempt_at", "sent_at")


@dataclass(frozen=True, slots=True)
class Around:
    """What else a decision touched: drafts taken out for good, and what the others hung on before."""

    removed: tuple[Draft, ...] = ()
    put_away: tuple[str, ...] = ()


def parked(db: Connection, card_id: str) -> list[Draft]:
    """The drafts that wait under a card, oldest first."""
    of_card = (outbox_table.c.card_id == card_id) & (outbox_table.c.state == outbox.PARKED)
    found = db.execute(select(outbox_table).where(of_card).order_by(outbox_table.c.seq))
    return [Draft(*row) for row in found]


def take_edits(tx: Transaction, card: CardRow) -> tuple[dict[str, Any], tuple[Draft, ...]]:
    """The later edits of a record that was never accepted, taken out of the outbox: they become part
    of the new draft. Left where they are they would go before it, to a record that is not there.
    """
    found = [
        each
        for each in parked(tx.db, card.id)
        if (each.tbl, each.row_id, each.kind) == (card.tbl, card.row_id, "update")
    ]
    patch: dict[str, Any] = {}
    for each in found:
        patch |= each.patch
        settle(tx.db, each.id)
    return patch, tuple(found)


def put_away(tx: Transaction, card: CardRow) -> Around:
    """Take out what hangs on a record that will never be; each keeps its text on a closed card."""
    hanging = set(outbox.dependents(tx.db, card.mutation_id))
    lost = [each for each in parked(tx.db, card.id) if each.id in hanging]
    made = []
    for each in reversed(lost):
        card_id = tx.new_id()
        tx.db.execute(
            insert(cards).values(
                id=card_id,
                mutation_id=each.id,
                group_id=each.group_id,
                kind=each.kind,
                tbl=each.tbl,
                row_id=each.row_id,
                person=each.author,
                label=each.label,
                status="dependency_failed",
                code="dependency",
                body={
                    "base": each.base,
                    "mine": each.patch,
                    "theirs": None,
                    "fields": sorted(each.patch),
                    "parent": card.id,
                    "resolution": {"choice": "discarded", "with": card.id},
                },
                edited_at=each.at,
                opened_at=tx.now,
                closed_at=tx.now,
                outcome="discarded",
            )
        )
        made.append(card_id)
        settle(tx.db, each.id, refused=True)
    return Around(tuple(lost), tuple(made))


def close(
    tx: Transaction,
    card: CardRow,
    choice: str,
    *,
    drafts: Sequence[str] = (),
    chosen: Mapping[str, Any] | None = None,
    around: Around | None = None,
) -> None:
    """Close a card with what was decided, and let go what waited under it.

    What hung on the refused draft hangs on `drafts` from now on. Its own id stays: the server has
    kept no verdict of a draft that waited, and reads what it hangs on anew.
    """
    around = around or Around()
    if not drafts:
        tx.note("decision", card.tbl, card.row_id, [choice])
    gone = {card.mutation_id, *(each.id for each in around.removed)}
    waiting = parked(tx.db, card.id)
    for each in waiting:
        kept = [one for one in each.depends_on if one not in gone]
        # An earlier draft of the same record goes before the new one and must not wait for it.
        is_same = (each.tbl, each.row_id) == (card.tbl, card.row_id)
        is_free = kept == each.depends_on or is_same
        _hang(tx.db, each.id, kept if is_free else dict.fromkeys([*drafts, *kept]))
    outbox.unpark(tx.db, card.id)
    resolution = {
        "choice": choice,
        "chosen": dict(chosen or {}),
        "drafts": list(drafts),
        "parked": {each.id: each.depends_on for each in waiting},
        "removed": [as_json(each) for each in around.removed],
        "cards": list(around.put_away),
        "by": tx.author,
        "at": moment_text(tx.now),
    }
    tx.db.execute(
        update(cards)
        .where(cards.c.id == card.id)
        .values(closed_at=tx.now, outcome=choice, body={**card.body, "resolution": resolution})
    )


def can_reopen(db: Connection, card: CardRow) -> bool:
    """Whether nothing of a decision has left this computer, and nothing new hangs on it."""
    made = card.resolution
    ids = [*made.get("drafts", ()), *made.get("parked", {})]
    mine = [outbox.draft(db, each) for each in ids]
    if any(each is None or each.state != outbox.WAITING or each.attempts for each in mine):
        return False
    hanging = {each for one in made.get("drafts", ()) for each in outbox.dependents(db, one)}
    return hanging <= set(ids)


def reopenable(card: CardRow) -> Callable[[Connection], bool]:
    """The same, for `Replica.read`."""

    def read(db: Connection) -> bool:
        return can_reopen(db, card)

    return read


def reopen(tx: Transaction, card: CardRow) -> None:
    """Undo `close` and what went with it: the card waits for a decision again."""
    tx.note("decision", card.tbl, card.row_id, ["reopened"])
    made = card.resolution
    for draft_id, hung_on in made.get("parked", {}).items():
        _hang(tx.db, draft_id, hung_on)
        outbox.park(tx.db, [draft_id], card.id)
    for draft_id in reversed(made.get("drafts", [])):
        settle(tx.db, draft_id, refused=True)
    for body in made.get("removed", ()):
        _put_back(tx.db, from_json(body), card.id)
    tx.db.execute(delete(cards).where(cards.c.id.in_(made.get("cards", []))))
    body = {name: value for name, value in card.body.items() if name != "resolution"}
    tx.db.execute(
        update(cards).where(cards.c.id == card.id).values(closed_at=None, outcome=None, body=body)
    )


def as_json(draft: Draft) -> dict[str, Any]:
    """A draft as it can be kept on a card."""
    body = {name: getattr(draft, name) for name in Draft.__slots__}
    return body | {name: body[name] and moment_text(body[name]) for name in _MOMENTS}


def from_json(body: Mapping[str, Any]) -> Draft:
    """The draft that `as_json` kept."""
    moments = {name: body[name] and datetime.fromisoformat(body[name]) for name in _MOMENTS}
    return Draft(**{**body, **moments})


def _put_back(db: Connection, draft: Draft, card_id: str) -> None:
    """A draft that was taken out waits under its card again, in its old place."""
    row = shown_row(db, draft.tbl, draft.row_id)
    if row is not None and not drafted(db, draft.tbl, [draft.row_id]):
        keep_server_row(db, draft.tbl, draft.row_id, row)
    draft = replace(draft, state=outbox.PARKED, card_id=card_id)
    db.execute(insert(outbox_table).values({n: getattr(draft, n) for n in Draft.__slots__}))
    relay(db, draft.tbl, draft.row_id)


def _hang(db: Connection, draft_id: str, on: Iterable[str]) -> None:
    db.execute(
        update(outbox_table).where(outbox_table.c.id == draft_id).values(depends_on=list(on))
    )
