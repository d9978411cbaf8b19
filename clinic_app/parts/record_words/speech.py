"""One record, one field, one value, one person: each in the words a clinic uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from clinic_app.parts.record_words import labels
from clinic_app.parts.record_words.names import Mention, Names
from clinic_app.ui import format as fmt
from clinic_app.ui.i18n import tr
from clinic_app.ui.widgets.chip import state_word

_STATES = frozenset(
    {"scheduled", "confirmed", "arrived", "in_progress", "completed", "cancelled", "no_show"}
)


@dataclass(frozen=True, slots=True)
class Speech:
    """What is needed to speak: the names, the clinic's zone, and which day is today there."""

    names: Names
    zone: str
    today: date

    def person(self, user_id: object) -> str:
        """A colleague by name, or somebody."""
        return self.names.people.get(str(user_id)) or tr("Records", "somebody")

    def when(self, at: datetime) -> str:
        """The time, with the day when it was not today."""
        here = fmt.local(at, self.zone)
        if here.date() == self.today:
            return fmt.clock_time(here)
        return fmt.moment(at, self.zone, self.today)

    def record(self, mention: Mention) -> str:
        """Which record it is, on one line."""
        values = mention.values
        if mention.tbl == "patients":
            return joined(self.patient_named(mention.row_id), tr("Records", "patient record"))
        if mention.tbl == "appointments":
            at = _moment(values.get("starts_at"))
            return joined(
                self.patient_named(values.get("patient_id")),
                self.names.providers.get(str(values.get("provider_id")), ""),
                self.when(at) if at else "",
            )
        provider = self.names.providers.get(str(values.get("provider_id")), "")
        own = str(values.get("display_name") or values.get("name") or provider)
        return joined(labels.table(mention.tbl), own)

    def patient_named(self, patient_id: object) -> str:
        """A patient by name, or a patient."""
        return self.names.patients.get(str(patient_id)) or tr("Records", "A patient")

    def fields(self, table: str, names: Iterable[str]) -> str:
        """Several fields by name, each label once."""
        return ", ".join(dict.fromkeys(labels.field(table, name) for name in names))

    def value(self, name: str, value: Any) -> str:
        """One value as a person reads it; an empty text where there is none."""
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return tr("Records", "yes") if value else tr("Records", "no")
        text = str(value)
        known = self._known(name)
        if known is not None:
            return known.get(text) or tr("Records", "one that is not here")
        if name == "status":
            return state_word(text) if text in _STATES else text
        if name.endswith("_at"):
            at = _moment(text)
            return text if at is None else self.when(at)
        if name.endswith("_date"):
            return _written(text, date.fromisoformat, fmt.full_date)
        if name in ("starts", "ends"):
            return _written(text, time.fromisoformat, fmt.clock_time)
        if name == "phone":
            return fmt.phone(text)
        return labels.choice(name, text)

    def _known(self, name: str) -> Mapping[str, str] | None:
        return {
            "provider_id": self.names.providers,
            "patient_id": self.names.patients,
            "type_id": self.names.types,
            "room_id": self.names.rooms,
            "facility_id": self.names.facilities,
            "user_id": self.names.people,
        }.get(name)


def joined(*parts: str) -> str:
    """Parts on one line with a dot between them; empty ones are left out."""
    return " · ".join(part for part in parts if part)


def _moment(text: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return at if at.tzinfo else None


def _written(text: str, read: Any, write: Any) -> str:
    """A value in the form of the wire; one that is not in it is shown as it stands."""
    try:
        return str(write(read(text)))
    except ValueError:
        return text
