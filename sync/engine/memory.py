"""What the engine keeps in the replica between two starts: the session, and when it last came through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select

from sync.backend.protocol import Session
from sync.replica import direct, handing, health, lease, outbox, settled
from sync.replica.settings import EPOCH, LAST_SYNCED_AT, read_setting, write_setting
from sync.replica.signed_lease import Signed
from sync.replica.tables import METADATA
from sync.replica.tables import session as session_table
from sync.steps.pull import Pulled

NOTHING_WAITS: Final = outbox.Waiting(drafts=0, parked=0, oldest_at=None, next_attempt_at=None)
_OPEN_CARDS: Final = "SELECT count(*) FROM cards WHERE person = ? AND closed_at IS NULL"


@dataclass(frozen=True, slots=True)
class Counts:
    """What waits for the server, how many cards wait for the person, and whether cards that were
    handed over are to be opened or settled (see `replica/handing.py`).
    """

    waiting: outbox.Waiting = NOTHING_WAITS
    cards: int = 0
    is_handover_due: bool = False


def stored_session(db: Connection) -> Session | None:
    """The session as it was stored last, by this process or by another one of this person."""
    kept = db.scalars(select(session_table.c.session)).first()
    return None if kept is None else as_session(kept)


def remembered(db: Connection) -> tuple[Session | None, str | None, datetime | None]:
    """The session, the epoch of the server, and when a round last came through."""
    last = read_setting(db, LAST_SYNCED_AT)
    return (
        stored_session(db),
        read_setting(db, EPOCH),
        None if last is None else datetime.fromisoformat(last),
    )


def as_session(kept: dict[str, Any]) -> Session:
    """A stored session."""
    return Session(**(kept | {"issued_at": datetime.fromisoformat(kept["issued_at"])}))


def keep_session(db: Connection, session: Session) -> None:
    """Store it in the place of whatever was stored."""
    forget_session(db)
    body = {name: getattr(session, name) for name in session.__struct_fields__}
    db.execute(
        insert(session_table).values(
            id=1, session=body | {"issued_at": session.issued_at.isoformat()}
        )
    )


def note_success(db: Connection, now: datetime, pulled: Pulled) -> None:
    """A round came through. What is forgotten by age goes by the server's clock: ours may be wrong."""
    write_setting(db, LAST_SYNCED_AT, now.isoformat())
    settled.prune(db, pulled.server_now or now)
    told = pulled.lease
    if told is not None:
        signed = Signed(told.note, told.signature, told.key) if told.note else None
        heard = pulled.server_now or now
        lease.keep(db, told.not_after, heard, now, signed=signed, epoch=pulled.epoch)
    if pulled.told:
        health.note_pull(db, pulled.told, now, pulled.mismatched)


def forget_everything(db: Connection) -> None:
    """Empty every table; the pages they filled are overwritten (secure_delete)."""
    for table in reversed(METADATA.sorted_tables):
        if table.name not in ("patients_search", "patients_match"):  # kept by triggers
            db.execute(delete(table))


def forget_session(db: Connection) -> None:
    """Nobody is signed in any more; drafts and rows stay."""
    db.execute(delete(session_table))


def unsettled(db: Connection) -> Counts:
    """What there is to do for this person."""
    ((open_cards,),) = direct.rows(db, _OPEN_CARDS, (db.info.get("person"),))
    return Counts(outbox.waiting(db), open_cards, handing.is_due(db))
