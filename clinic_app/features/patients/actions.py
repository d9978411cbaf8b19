"""What the desk does with patients: commands for `Replica.write`, and what comes of them.

Registering advises before it writes: whoever looks like the new person comes back first, and the
same command with `deliberately=True` registers all the same. A correction writes the fields that
were edited and nothing else, so that two people may work on one record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from clinic_app.domain.edits import edited_elsewhere
from clinic_app.domain.names import Identity, Likeness, lookalikes
from clinic_app.features.patients import queries
from clinic_app.features.patients.model import FIELDS
from clinic_app.features.patients.queries import PatientCard
from sync.errors import Defect
from sync.replica.search import PatientFound
from sync.replica.tables import patients

if TYPE_CHECKING:
    from sync.replica.transaction import Transaction

MOST_LOOKALIKES: Final = 5


@dataclass(frozen=True, slots=True)
class Registered:
    """They have a record on this computer. Undo: `ArchivePatient(patient_id)`."""

    patient_id: str


@dataclass(frozen=True, slots=True)
class Lookalike:
    """Somebody registered already who may be the same person, and why."""

    patient: PatientFound
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class PossibleDuplicates:
    """Nothing was written: these people look like the new one, the most alike first."""

    rows: tuple[Lookalike, ...]


@dataclass(frozen=True, slots=True)
class Corrected:
    """The record has the new values. Undo: `CorrectDetails(patient_id, before)`."""

    patient_id: str
    before: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The record had these values already; nothing was written."""

    patient_id: str


@dataclass(frozen=True, slots=True)
class ChangedMeanwhile:
    """Nothing was written: fields that were edited here have been edited elsewhere since.

    `theirs` holds what the record says now.
    """

    patient_id: str
    theirs: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Archived:
    """They are not in the lists any more; the record stays. Undo: `Reactivate(patient_id)`."""

    patient_id: str


@dataclass(frozen=True, slots=True)
class Reactivated:
    """They are back in the lists. Undo: `ArchivePatient(patient_id)`."""

    patient_id: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The record is not here: removed, or out of this person's reach."""

    patient_id: str


@dataclass(frozen=True, slots=True)
class RegisterPatient:
    """Open a record. `patient_id` is made when the form opens, so a second Enter changes nothing."""

    patient_id: str
    facility_id: str
    details: Mapping[str, Any] = field(default_factory=dict)
    deliberately: bool = False

    def __call__(self, tx: Transaction) -> Registered | PossibleDuplicates:
        if tx.rows(queries.patient_card(self.patient_id)):
            return Registered(self.patient_id)
        if not self.deliberately:
            alike = self._alike(tx)
            if alike:
                return PossibleDuplicates(alike)
        tx.insert(
            patients, id=self.patient_id, facility_id=self.facility_id, **_known(self.details)
        )
        return Registered(self.patient_id)

    def _alike(self, tx: Transaction) -> tuple[Lookalike, ...]:
        given, family = self.details.get("given_name", ""), self.details.get("family_name", "")
        new = Identity(given, family, self.details.get("birth_date"), self.details.get("phone", ""))
        nearby: dict[str, PatientFound] = {}
        for query in queries.may_be(self.facility_id, new):
            nearby |= {row.id: row for row in tx.rows(query)}
        known = [(row, queries.identity(row)) for row in nearby.values()]
        found = lookalikes(new, known, MOST_LOOKALIKES)
        return tuple(Lookalike(row, likeness) for row, likeness in found)


@dataclass(frozen=True, slots=True)
class CorrectDetails:
    """Write the fields that were edited. `seen` holds what they said when the editor looked last."""

    patient_id: str
    changes: Mapping[str, Any]
    seen: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, tx: Transaction) -> Corrected | Unchanged | ChangedMeanwhile | Gone:
        row = _find(tx, self.patient_id)
        if row is None:
            return Gone(self.patient_id)
        changes = _known(self.changes)
        now = {name: getattr(row, name) for name in changes}
        theirs = edited_elsewhere(now, changes, self.seen)
        if theirs:
            return ChangedMeanwhile(self.patient_id, theirs)
        before = {name: now[name] for name, value in changes.items() if now[name] != value}
        if not tx.update(patients, self.patient_id, **changes):
            return Unchanged(self.patient_id)
        return Corrected(self.patient_id, before)


@dataclass(frozen=True, slots=True)
class ArchivePatient:
    """Take somebody out of the lists; nothing of theirs is deleted."""

    patient_id: str

    def __call__(self, tx: Transaction) -> Archived | Gone:
        if _find(tx, self.patient_id) is None:
            return Gone(self.patient_id)
        tx.update(patients, self.patient_id, is_active=False)
        return Archived(self.patient_id)


@dataclass(frozen=True, slots=True)
class Reactivate:
    """Put somebody back into the lists."""

    patient_id: str

    def __call__(self, tx: Transaction) -> Reactivated | Gone:
        if _find(tx, self.patient_id) is None:
            return Gone(self.patient_id)
        tx.update(patients, self.patient_id, is_active=True)
        return Reactivated(self.patient_id)


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = values.keys() - set(FIELDS)
    if unknown:
        raise Defect(f"not a detail of a patient: {', '.join(sorted(unknown))}")
    return dict(values)


def _find(tx: Transaction, patient_id: str) -> PatientCard | None:
    rows = tx.rows(queries.patient_card(patient_id))
    return rows[0] if rows else None
