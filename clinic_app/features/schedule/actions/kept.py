"""A booking that was begun and not made: kept on this computer until it is made or given up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete

from clinic_app.features.schedule import queries
from sync.replica.settings import read_setting, write_setting
from sync.replica.tables import settings

if TYPE_CHECKING:
    from sync.replica.transaction import Transaction


@dataclass(frozen=True, slots=True)
class KeepBooking:
    """Keep what is in the booking panel, or forget it. It never leaves this computer, and is no
    change of the clinic's data: nothing is drafted, nothing audited."""

    person_id: str
    value: Mapping[str, Any] | None

    def __call__(self, tx: Transaction) -> None:
        if self.value is None:
            tx.db.execute(delete(settings).where(settings.c.key == _key(self.person_id)))
        else:
            write_setting(tx.db, _key(self.person_id), dict(self.value))


def kept_booking(db: Connection, person_id: str) -> dict[str, Any] | None:
    """What this person had begun, for `Replica.read`; None when that booking was made after all."""
    value = read_setting(db, _key(person_id))
    if not isinstance(value, dict) or not value.get("id"):
        return None
    made = queries.appointment_card(str(value["id"])).run(db)
    return None if made else value


def _key(person_id: str) -> str:
    return f"form/{person_id}/schedule/booking"
