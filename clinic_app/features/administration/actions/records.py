"""Adding, changing and taking back the records an administrator keeps: commands for `Replica.write`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Table, func, select

from clinic_app.domain.edits import edited_elsewhere
from clinic_app.features.administration import model
from sync.errors import Defect
from sync.replica.rows import shown_row
from sync.replica.tables import (
    appointment_types,
    facilities,
    facility_policies,
    provider_hours,
    providers,
    rooms,
    time_off,
)

if TYPE_CHECKING:
    from sync.replica.transaction import Transaction

KEPT_HERE: Final[Mapping[str, Table]] = {
    "rooms": rooms,
    "providers": providers,
    "appointment_types": appointment_types,
    "provider_hours": provider_hours,
    "time_off": time_off,
    "facilities": facilities,
}
IN_ORDER: Final = frozenset({"rooms", "providers", "appointment_types"})
"""Tables whose rows stand in an order of their own; a new one comes last."""


@dataclass(frozen=True, slots=True)
class Added:
    """The record is there. Undo for plans: `Remove`; for the others: `Change(..., is_active=False)`."""

    row_id: str


@dataclass(frozen=True, slots=True)
class Changed:
    """The record has the new values. Undo: `Change(table, row_id, before)`."""

    row_id: str
    before: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Unchanged:
    """It had these values already."""

    row_id: str


@dataclass(frozen=True, slots=True)
class ChangedMeanwhile:
    """Nothing was written: what was edited here was edited elsewhere since. `theirs`: what it says now."""

    row_id: str
    theirs: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Removed:
    """The record is gone. Undo: `Add(table, facility_id, values)`."""

    row_id: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Gone:
    """It is not here: removed, or out of this person's reach."""

    row_id: str


@dataclass(frozen=True, slots=True)
class Overlapping:
    """Nothing was written: the stretch shares a moment with another one of the same day."""

    row_id: str


@dataclass(frozen=True, slots=True)
class Add:
    """A new record. `row_id` is made when the form opens, so a second Enter changes nothing."""

    table: str
    facility_id: str
    values: Mapping[str, Any]
    row_id: str

    def __call__(self, tx: Transaction) -> Added | Overlapping:
        table = _table(self.table)
        if shown_row(tx.db, self.table, self.row_id) is not None:
            return Added(self.row_id)
        values = dict(self.values)
        if self.table == "provider_hours" and _overlaps(tx, values):
            return Overlapping(self.row_id)
        if self.table in IN_ORDER:
            last = select(func.max(table.c.position)).where(table.c.facility_id == self.facility_id)
            values.setdefault("position", int(tx.db.scalar(last) or 0) + 1)
        tx.insert(table, id=self.row_id, facility_id=self.facility_id, **values)
        return Added(self.row_id)


@dataclass(frozen=True, slots=True)
class Change:
    """Write the fields that were edited. `seen` holds what they said when the editor looked last."""

    table: str
    row_id: str
    changes: Mapping[str, Any]
    seen: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, tx: Transaction) -> Changed | Unchanged | ChangedMeanwhile | Gone:
        return change(tx, _table(self.table), self.row_id, self.changes, self.seen)


@dataclass(frozen=True, slots=True)
class Remove:
    """Take a plan (working hours, an absence) back for good."""

    table: str
    row_id: str

    def __call__(self, tx: Transaction) -> Removed | Gone:
        table = _table(self.table)
        if self.table not in ("provider_hours", "time_off"):
            raise Defect(f"{self.table} is never removed")
        wanted = [c for c in table.columns if c.name in _PLANS[self.table]]
        row = tx.db.execute(select(*wanted).where(table.c.id == self.row_id)).first()
        if row is None:
            return Gone(self.row_id)
        tx.delete(table, self.row_id)
        names = [str(column.name) for column in wanted]
        return Removed(self.row_id, dict(zip(names, row, strict=True)))


@dataclass(frozen=True, slots=True)
class SetPolicy:
    """Give the facility's computers rules: the first ones, or others."""

    facility_id: str
    changes: Mapping[str, Any]

    def __call__(self, tx: Transaction) -> Changed | Unchanged:
        p = facility_policies.c
        row_id = tx.db.scalar(select(p.id).where(p.facility_id == self.facility_id))
        if row_id is None:
            made = tx.insert(facility_policies, facility_id=self.facility_id, **self.changes)
            defaults = model.read(model.POLICY, model.blank(model.POLICY)).values
            return Changed(made, {name: defaults.get(name) for name in self.changes})
        outcome = change(tx, facility_policies, str(row_id), self.changes, {})
        assert isinstance(outcome, Changed | Unchanged)
        return outcome


def change(
    tx: Transaction,
    table: Table,
    row_id: str,
    changes: Mapping[str, Any],
    seen: Mapping[str, Any],
) -> Changed | Unchanged | ChangedMeanwhile | Gone:
    """Write edited fields of a record, unless somebody edited them meanwhile."""
    names = sorted(changes)
    row = tx.db.execute(select(*(table.c[n] for n in names)).where(table.c.id == row_id)).first()
    if row is None:
        return Gone(row_id)
    now = dict(zip(names, row, strict=True))
    theirs = edited_elsewhere(now, changes, seen)
    if theirs:
        return ChangedMeanwhile(row_id, theirs)
    if not tx.update(table, row_id, **changes):
        return Unchanged(row_id)
    return Changed(row_id, {n: now[n] for n in names if now[n] != changes[n]})


_PLANS: Final = {
    "provider_hours": ("provider_id", "weekday", "starts", "ends"),
    "time_off": ("provider_id", "starts_at", "ends_at", "reason"),
}


def _table(name: str) -> Table:
    table = KEPT_HERE.get(name)
    if table is None:
        raise Defect(f"{name} is not kept by the administration")
    return table


def _overlaps(tx: Transaction, values: Mapping[str, Any]) -> bool:
    h = provider_hours.c
    same_day = select(h.starts, h.ends).where(
        h.provider_id == values["provider_id"], h.weekday == values["weekday"]
    )
    others = [(starts, ends) for starts, ends in tx.db.execute(same_day)]
    return model.overlap(values["starts"], values["ends"], others)
