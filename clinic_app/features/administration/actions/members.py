"""What an administrator changes of somebody's membership."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from clinic_app.domain.roles import ADMINISTERING
from clinic_app.features.administration.actions.records import (
    Changed,
    ChangedMeanwhile,
    Gone,
    Unchanged,
    change,
)
from sync.replica.tables import facility_members

if TYPE_CHECKING:
    from sync.replica.transaction import Transaction


@dataclass(frozen=True, slots=True)
class MemberChanged:
    """They have the new name, role or state. Undo: `SetMember(row_id, before)`."""

    row_id: str
    before: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LastAdmin:
    """Nothing was written: nobody would be left who administers the facility."""

    row_id: str


@dataclass(frozen=True, slots=True)
class SetMember:
    """Rename somebody, give them another role, put them out or let them in again."""

    row_id: str
    changes: Mapping[str, Any]
    seen: Mapping[str, Any] = field(default_factory=dict)

    def __call__(
        self, tx: Transaction
    ) -> MemberChanged | Unchanged | ChangedMeanwhile | LastAdmin | Gone:
        m = facility_members.c
        row = tx.db.execute(select(m.facility_id, m.role).where(m.id == self.row_id)).first()
        if row is None:
            return Gone(self.row_id)
        becomes = self.changes.get("role", row.role)
        leaves = becomes not in ADMINISTERING or self.changes.get("is_active") is False
        if row.role in ADMINISTERING and leaves and not self._others(tx, row.facility_id):
            return LastAdmin(self.row_id)
        outcome = change(tx, facility_members, self.row_id, self.changes, self.seen)
        if isinstance(outcome, Changed):
            return MemberChanged(outcome.row_id, outcome.before)
        return outcome

    def _others(self, tx: Transaction, facility_id: str) -> bool:
        """Whether somebody else administers the facility."""
        m = facility_members.c
        found = select(m.id).where(
            m.facility_id == facility_id,
            m.id != self.row_id,
            m.is_active,
            m.role.in_(sorted(ADMINISTERING)),
        )
        return tx.db.execute(found.limit(1)).first() is not None
