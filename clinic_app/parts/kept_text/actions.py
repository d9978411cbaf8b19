"""Keep unsaved text, or forget it: a command for `Replica.write`, and the key it is kept under."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete

from sync.replica.settings import write_setting
from sync.replica.tables import settings

if TYPE_CHECKING:
    from sync.replica.transaction import Transaction


@dataclass(frozen=True, slots=True)
class KeepForm:
    """Keep what is in a form and not saved yet, or forget it when there is nothing to keep.

    Not a change of the clinic's data: it never leaves this computer and leaves no trace in the
    audit trail.
    """

    key: str
    value: Mapping[str, Any] | None

    def __call__(self, tx: Transaction) -> None:
        if self.value is None:
            tx.db.execute(delete(settings).where(settings.c.key == self.key))
        else:
            write_setting(tx.db, self.key, dict(self.value))


def form_key(person_id: str, kind: str, about: str) -> str:
    """Where a person's unsaved text is kept: "patients" or "administration/rooms", and what it is
    about, a record or `new`. Keys are in the replicas of every computer: they stay what they are.
    """
    return f"form/{person_id}/{kind}/{about}"
