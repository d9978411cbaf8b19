"""Every sentence the patients page says, in one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from clinic_app.domain.names import Reason, display_name, listed_name
from clinic_app.features.patients import model
from clinic_app.features.patients.queries import PatientCard, VisitRow
from clinic_app.ui import format as fmt
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import tr
from clinic_app.ui.widgets.chip import state_word
from sync.replica.search import PatientFound

GENDERS = ("unknown", "female", "male", "other")
_STATES = frozenset(
    {"scheduled", "confirmed", "arrived", "in_progress", "completed", "cancelled", "no_show"}
)


def today(ctx: Context) -> date:
    """The date on the clinic's calendar."""
    return fmt.local(ctx.clock.now(), ctx.person.time_zone).date()


def spoken_name(row: PatientFound | PatientCard) -> str:
    """The name as one says it."""
    return display_name(row.given_name, row.family_name) or tr("Patients", "No name")


def list_name(row: PatientFound) -> str:
    """The name as a list sorts it."""
    return listed_name(row.given_name, row.family_name) or tr("Patients", "No name")


def birth_and_age(birth: date | None, today: date) -> str:
    """ "12 Mar 1968 · 58 y", or that it is not known."""
    if birth is None:
        return tr("Patients", "birth date not known")
    return joined([fmt.full_date(birth), fmt.age(birth, today)])


def number(record_number: str | None) -> str:
    """The record number, which only the server can give."""
    return record_number or tr("Patients", "number given when sent")


def list_detail(row: PatientFound, today: date) -> str:
    """What tells two people of one name apart."""
    return joined([birth_and_age(row.birth_date, today), number(row.record_number)])


def newcomer(values: Mapping[str, Any], today: date) -> str:
    """Who is being registered, to be compared with those who are."""
    return joined(
        [
            display_name(values["given_name"], values["family_name"]),
            birth_and_age(values["birth_date"], today),
            fmt.phone(values["phone"]),
        ]
    )


def gender(value: str) -> str:
    """The word for a gender; one that a newer server knows is shown as it is."""
    known = {
        "male": tr("Patients", "Male"),
        "female": tr("Patients", "Female"),
        "other": tr("Patients", "Other"),
        "unknown": tr("Patients", "Not known"),
    }
    return known.get(value, value)


def draft(state: str | None) -> str:
    """How far a change has come; empty when the server has everything."""
    known = {
        "waiting": tr("Patients", "Saved here, not sent yet"),
        "sent": tr("Patients", "Being sent"),
        "acked": tr("Patients", "Sent, being confirmed"),
        "parked": tr("Patients", "Waits in Needs attention"),
    }
    return known.get(state, state) if state else ""


def field(name: str) -> str:
    """The label of a detail."""
    return {
        "family_name": tr("Patients", "Family name"),
        "given_name": tr("Patients", "Given name"),
        "birth_date": tr("Patients", "Birth date"),
        "gender": tr("Patients", "Gender"),
        "phone": tr("Patients", "Phone"),
        "email": tr("Patients", "E-mail"),
        "address": tr("Patients", "Address"),
        "note": tr("Patients", "Note for the desk"),
    }[name]


def problem(name: str, code: str) -> str:
    """What is wrong with the text of a field, and what to do about it."""
    match code:
        case "missing":
            return tr("Patients", "Without a family name nobody finds this record again.")
        case "long":
            return tr(
                "Patients", "That is too long: at most {most} characters.", most=model.LONGEST[name]
            )
        case "future":
            return tr("Patients", "This date lies ahead. Check the year.")
        case "too_old":
            return tr("Patients", "That is too long ago. Check the year.")
        case "shape":
            return tr("Patients", "An e-mail address looks like name@example.org.")
        case _:
            return tr(
                "Patients",
                "There is no such date. Type it like {example}.",
                example=birth_example(),
            )


def odd_phone() -> str:
    """A hint beside a phone number that looks mistyped; it stops nothing."""
    return tr("Patients", "This does not look like a phone number. It is saved as it is.")


def birth_pattern() -> str:
    """The locale's short date with all four digits of the year."""
    return fmt.numeric_pattern()


def birth_text(birth: date | None) -> str:
    """A birth date as it stands in the form."""
    return "" if birth is None else fmt.locale().toString(fmt.to_qdate(birth), birth_pattern())


def birth_example() -> str:
    """A date nobody can misread, in the locale's order."""
    return birth_text(date(1980, 12, 31))


def reasons(found: Iterable[Reason]) -> str:
    """Why two people look alike, or apart."""
    known = {
        Reason.SAME_NAME: tr("Patients", "same name"),
        Reason.SIMILAR_NAME: tr("Patients", "similar name"),
        Reason.SWAPPED_NAME: tr("Patients", "names the other way round"),
        Reason.SAME_BIRTH_DATE: tr("Patients", "same birth date"),
        Reason.SIMILAR_BIRTH_DATE: tr("Patients", "birth date nearly the same"),
        Reason.OTHER_BIRTH_DATE: tr("Patients", "other birth date"),
        Reason.SAME_PHONE: tr("Patients", "same phone"),
    }
    return ", ".join(known[reason] for reason in found)


def fields(names: Iterable[str]) -> str:
    """Several details by name, as a list."""
    return ", ".join(field(name) for name in names)


def visit_state(row: VisitRow) -> str:
    """Where an appointment stands; a change the server does not have yet says that instead."""
    if row.draft:
        return draft(row.draft)
    return state_word(row.status) if row.status in _STATES else row.status


def last_change(row: PatientCard, zone: str, today: date) -> str:
    """Who changed the record last, and when."""
    if row.updated_at is None:
        return ""
    return tr(
        "Patients",
        "{who}, {when}",
        who=row.updated_by_name or tr("Patients", "somebody"),
        when=fmt.moment(row.updated_at, zone, today),
    )


def changed_by(row: PatientCard, zone: str) -> str:
    """The strong words of the strip over a form whose record was changed elsewhere."""
    who = row.updated_by_name or tr("Patients", "Somebody")
    if row.updated_at is None:
        return tr("Patients", "{who} changed this record.", who=who)
    at = fmt.clock_time(row.updated_at, zone)
    return tr("Patients", "{who} changed this record at {time}.", who=who, time=at)


def kept_since(at: datetime, zone: str, today: date) -> str:
    """Text that was typed before and is back."""
    when = fmt.moment(at, zone, today)
    return tr("Patients", "What you typed ({when}) is back.", when=when)


def joined(parts: Iterable[str]) -> str:
    """Parts on one line with a dot between them; empty ones are left out."""
    return " · ".join(part for part in parts if part)
