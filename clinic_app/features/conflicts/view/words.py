"""Every sentence about a refused draft, in one place: what happened, in plain words, and what is next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from clinic_app.domain.names import display_name
from clinic_app.features.conflicts.model.lines import Line, Trouble, trouble
from clinic_app.features.conflicts.queries import CardRow, ParkedRow
from clinic_app.features.conflicts.queries.names import Names
from clinic_app.features.conflicts.view import rules
from clinic_app.parts.why import why_not
from clinic_app.ui import format as fmt
from clinic_app.ui.i18n import tr
from clinic_app.ui.widgets.chip import state_word

_STATES = frozenset(
    {"scheduled", "confirmed", "arrived", "in_progress", "completed", "cancelled", "no_show"}
)


@dataclass(frozen=True, slots=True)
class Speech:
    """What is needed to put a card into words: names, the clinic's zone, today's date, and the reader's
    role for the rule behind a no.
    """

    names: Names
    zone: str
    today: date
    role: str = ""

    # Who and when

    def person(self, user_id: object) -> str:
        """A colleague by name, or somebody."""
        return self.names.members.get(str(user_id)) or tr("Conflicts", "somebody")

    def time(self, at: datetime) -> str:
        """The time today, with the day when it was another."""
        here = fmt.local(at, self.zone)
        if here.date() == self.today:
            return fmt.clock_time(here)
        return fmt.moment(at, self.zone, self.today)

    def when(self, at: datetime) -> str:
        """A moment with its day, as one says it."""
        words = fmt.moment(at, self.zone, self.today)
        return words[:1].upper() + words[1:]

    # What it is about

    def patient(self, card: CardRow | ParkedRow) -> str:
        """Whose record or visit it is."""
        mine = card.mine if isinstance(card, CardRow) else card.patch
        values = {**card.base, **mine}
        if card.tbl == "patients":
            name = display_name(
                str(values.get("given_name", "")), str(values.get("family_name", ""))
            )
            return self.names.patients.get(card.row_id) or name or tr("Conflicts", "A patient")
        known = self.names.patients.get(str(values.get("patient_id")))
        return known or tr("Conflicts", "A patient")

    def provider(self, values: Mapping[str, Any]) -> str:
        """Who the visit is with."""
        known = self.names.providers.get(str(values.get("provider_id")))
        return known or tr("Conflicts", "a colleague")

    def subject(self, card: CardRow | ParkedRow) -> str:
        """One line that says which record a card is about."""
        mine = card.mine if isinstance(card, CardRow) else card.patch
        values = {**card.base, **mine}
        if card.tbl == "patients":
            return joined(self.patient(card), tr("Conflicts", "patient record"))
        if card.tbl == "appointments":
            at = values.get("starts_at")
            time = self.time(datetime.fromisoformat(at)) if at else ""
            return joined(self.patient(card), self.provider(values), time)
        return table_name(card.tbl)

    # The list

    def title(self, card: CardRow, lines: list[Line]) -> str:
        """What happened, in a few words."""
        match trouble(card.status, card.code):
            case Trouble.SLOT:
                return tr("Conflicts", "Appointment slot taken")
            case Trouble.DELETED:
                return tr("Conflicts", "The record is gone")
            case Trouble.FORBIDDEN:
                return tr("Conflicts", "Not allowed")
            case Trouble.OUTDATED:
                return tr("Conflicts", "This program is too old for it")
            case Trouble.INVALID:
                if card.code == "dependency":
                    return tr("Conflicts", "Put away with another draft")
                return tr("Conflicts", "Not accepted")
            case Trouble.CLASH:
                return self._clash_title(card, [line for line in lines if line.is_clash])

    def _clash_title(self, card: CardRow, clashing: list[Line]) -> str:
        state = str((card.theirs or {}).get("status", ""))
        if card.code == "closed" and state in _STATES:
            return tr("Conflicts", "Appointment is {state} now", state=state_word(state).lower())
        if card.code in ("closed", "status_changed"):
            return tr("Conflicts", "The appointment's state changed")
        if card.code == "moved":
            return tr("Conflicts", "Appointment was moved")
        if card.code == "edited":
            return tr("Conflicts", "Changed before it was removed")
        if len(clashing) == 1:
            return tr("Conflicts", "{field} differs", field=field_name(card.tbl, clashing[0].key))
        return tr("Conflicts", "%n field(s) differ", len(clashing))

    def made(self, card: CardRow) -> str:
        """What the person did, and when."""
        at = self.time(card.edited_at)
        if card.kind == "insert" and card.tbl == "appointments":
            return tr("Conflicts", "Booked here at {time}", time=at)
        if card.kind == "insert":
            return tr("Conflicts", "Registered here at {time}", time=at)
        if card.kind == "delete":
            return tr("Conflicts", "Removed here at {time}", time=at)
        return tr("Conflicts", "Edited here at {time}", time=at)

    # The card

    def heading(self, card: CardRow, lines: list[Line]) -> str:
        """The sentence over an open card."""
        patient, values = self.patient(card), {**card.base, **card.mine}
        if trouble(card.status, card.code) is Trouble.SLOT:
            at = self.time(datetime.fromisoformat(values["starts_at"]))
            who = self.provider(values)
            if card.kind == "insert":
                return tr(
                    "Conflicts",
                    "{patient} could not be booked at {time} with {provider}",
                    patient=patient,
                    time=at,
                    provider=who,
                )
            return tr(
                "Conflicts",
                "{patient} could not be put at {time} with {provider}",
                patient=patient,
                time=at,
                provider=who,
            )
        clashing = [line for line in lines if line.is_clash]
        if card.code == "same_field" and clashing:
            return tr(
                "Conflicts",
                "{patient}: two people changed the {fields}",
                patient=patient,
                fields=", ".join(field_name(card.tbl, line.key).lower() for line in clashing),
            )
        return f"{patient}: {self.title(card, lines).lower()}"

    def story(self, card: CardRow) -> str:
        """What happened, in sentences: who else, when, and that nothing is lost."""
        kept = tr("Conflicts", "Your draft is kept here until you decide.")
        if trouble(card.status, card.code) is Trouble.SLOT:
            return f"{self._taken(card)} {kept}"
        if trouble(card.status, card.code) is Trouble.CLASH and card.theirs:
            return f"{self._theirs(card)} {kept}"
        said = (rules.refusal(card), self._rule(card), kept)
        return " ".join(each for each in said if each)

    def _rule(self, card: CardRow) -> str:
        """The rule behind a no, from the policy that the server obeys."""
        if not self.role or card.code not in ("not_allowed", "not_visible"):
            return ""
        return why_not(self.role, card.tbl, card.kind, is_seen=card.code == "not_allowed")

    def _taken(self, card: CardRow) -> str:
        blocking = card.blocking
        if blocking is None:
            return tr("Conflicts", "Somebody else has this time now.")
        known = self.names.blocking.get(blocking.appointment_id or "")
        provider = self.provider({**card.base, **card.mine})
        span = fmt.span(blocking.starts_at, blocking.ends_at, self.zone)
        if known is None or not known[0]:
            return tr(
                "Conflicts",
                "Somebody else has {span} with {provider} now.",
                span=span,
                provider=provider,
            )
        patient, by, at = known
        who = self.person(by)
        if at is None:
            return tr(
                "Conflicts",
                "{who} booked {patient} into the same time.",
                who=who[:1].upper() + who[1:],
                patient=patient,
            )
        return tr(
            "Conflicts",
            "{who} booked {patient} into the same time at {time}.",
            who=who[:1].upper() + who[1:],
            patient=patient,
            time=self.time(at),
        )

    def _theirs(self, card: CardRow) -> str:
        theirs = card.theirs or {}
        who = self.person(theirs.get("updated_by"))
        who = who[:1].upper() + who[1:]
        at = theirs.get("updated_at")
        if not at:
            return tr("Conflicts", "{who} changed it before your draft arrived.", who=who)
        return tr(
            "Conflicts",
            "{who} changed it at {time}, before your draft arrived.",
            who=who,
            time=self.time(datetime.fromisoformat(at)),
        )

    def theirs_column(self, card: CardRow) -> str:
        """The head of the server's column."""
        theirs = card.theirs or {}
        at = theirs.get("updated_at")
        if not at:
            return tr("Conflicts", "Server")
        return tr(
            "Conflicts",
            "Server, {time} by {who}",
            time=self.time(datetime.fromisoformat(at)),
            who=self.person(theirs.get("updated_by")),
        )

    # Values

    def side(self, card: CardRow, line: Line, values: Mapping[str, Any] | None) -> str:
        """What one side says on a line; an empty text where it says nothing."""
        if values is None:
            return ""
        part = {name: values.get(name) for name in line.fields}
        if line.key == "time" and part.get("starts_at") and part.get("ends_at"):
            starts, ends = (datetime.fromisoformat(str(part[n])) for n in ("starts_at", "ends_at"))
            day = fmt.day_near(fmt.local(starts, self.zone).date(), self.today)
            who = self.provider(part) if "provider_id" in part else ""
            return joined(f"{day} {fmt.span(starts, ends, self.zone)}", who)
        if line.key == "name":
            return display_name(str(part["given_name"] or ""), str(part["family_name"] or ""))
        return joined(*(self.value(name, value) for name, value in part.items()))

    def value(self, name: str, value: Any) -> str:
        """One value as a person reads it."""
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return tr("Conflicts", "yes") if value else tr("Conflicts", "no")
        text = str(value)
        known = {
            "provider_id": self.names.providers,
            "patient_id": self.names.patients,
            "type_id": self.names.types,
            "room_id": self.names.rooms,
        }.get(name)
        if known is not None:
            return known.get(text) or tr("Conflicts", "one that is not here")
        if name == "status":
            return state_word(text) if text in _STATES else text
        if name.endswith("_at"):
            return fmt.moment(datetime.fromisoformat(text), self.zone, self.today)
        if name.endswith("_date"):
            return fmt.full_date(date.fromisoformat(text))
        if name == "phone":
            return fmt.phone(text)
        return rules.choice(name, text)


def field_name(table: str, key: str) -> str:
    """The label of a line."""
    return rules.fields(table).get(key, key.replace("_", " ").capitalize())


def table_name(table: str) -> str:
    """A record by its kind."""
    return rules.tables().get(table, table.replace("_", " "))


def joined(*parts: str) -> str:
    """Parts on one line with a dot between them; empty ones are left out."""
    return " · ".join(part for part in parts if part)
