"""Give an appointment another state: cancelled and back, confirmed, arrived, called in, done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinic_app.domain.appointments import ACTIVE, may_become
from clinic_app.domain.booking import SlotTaken
from clinic_app.features.schedule.actions.around import find, taken_by_others
from clinic_app.features.schedule.actions.outcomes import (
    Cancelled,
    Gone,
    NotPossible,
    Reinstated,
    StatusSet,
)
from sync.replica.tables import appointments

if TYPE_CHECKING:
    from sync.replica.transaction import Transaction


@dataclass(frozen=True, slots=True)
class CancelAppointment:
    """Take an appointment out of the calendar; the record of it stays."""

    appointment_id: str
    cancel_reason: str = ""

    def __call__(self, tx: Transaction) -> Cancelled | NotPossible | Gone:
        row = find(tx, self.appointment_id)
        if row is None:
            return Gone(self.appointment_id)
        if not may_become(row.status, "cancelled"):
            return NotPossible(row.id, row.status)
        patch = {"status": "cancelled"}
        if self.cancel_reason.strip() != row.cancel_reason:
            patch["cancel_reason"] = self.cancel_reason.strip()
        tx.update(appointments, row.id, **patch)
        return Cancelled(row.id, row.status, row.cancel_reason)


@dataclass(frozen=True, slots=True)
class Reinstate:
    """Put a cancelled or missed appointment back into its time, as far as the states allow.

    One that had arrived when it was cancelled comes back as confirmed: the way from cancelled to
    arrived is not a step, and whoever is there will be marked as arrived again.
    """

    appointment_id: str
    status: str = "scheduled"
    cancel_reason: str = ""

    def __call__(self, tx: Transaction) -> Reinstated | SlotTaken | NotPossible | Gone:
        row = find(tx, self.appointment_id)
        if row is None:
            return Gone(self.appointment_id)
        becomes = self.status if may_become(row.status, self.status) else "confirmed"
        if row.status in ACTIVE or not may_become(row.status, becomes):
            return NotPossible(row.id, row.status)
        taken = taken_by_others(tx, row)
        if taken is not None:
            return taken
        patch = {"status": becomes}
        if row.cancel_reason != self.cancel_reason:
            patch["cancel_reason"] = self.cancel_reason
        tx.update(appointments, row.id, **patch)
        return Reinstated(row.id, becomes, row.cancel_reason)


@dataclass(frozen=True, slots=True)
class SetStatus:
    """Confirmed, arrived, called in, done, did not come: one step of the allowed ones."""

    appointment_id: str
    status: str

    def __call__(self, tx: Transaction) -> StatusSet | SlotTaken | NotPossible | Gone:
        row = find(tx, self.appointment_id)
        if row is None:
            return Gone(self.appointment_id)
        if row.status == self.status:
            return StatusSet(row.id, row.status, row.status)
        if not may_become(row.status, self.status):
            return NotPossible(row.id, row.status)
        if row.status not in ACTIVE and self.status in ACTIVE:
            taken = taken_by_others(tx, row)
            if taken is not None:
                return taken
        tx.update(appointments, row.id, status=self.status)
        return StatusSet(row.id, row.status, self.status)
