"""Every sentence the administration says, in one place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from PySide6.QtCore import QDate

from clinic_app.features.administration.model import INVITABLE, Spec
from clinic_app.ui import format as fmt
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import tr

MODALITIES = ("in_person", "video", "audio", "chat")
COLORS = ("", "#0B6E75", "#1D5FBF", "#15803D", "#B45309", "#B42318", "#7C3AED", "#5D6E78")


def today(ctx: Context) -> date:
    """The date on the clinic's calendar."""
    return fmt.local(ctx.clock.now(), ctx.person.time_zone).date()


def field(name: str) -> str:
    """The label of a field."""
    return {
        "name": tr("Administration", "Name"),
        "display_name": tr("Administration", "Name"),
        "specialty": tr("Administration", "Specialty"),
        "room_id": tr("Administration", "Usual room"),
        "member_id": tr("Administration", "Account"),
        "minutes": tr("Administration", "Length"),
        "modality": tr("Administration", "How they meet"),
        "color": tr("Administration", "Colour"),
        "time_zone": tr("Administration", "Time zone"),
        "phone": tr("Administration", "Phone"),
        "address": tr("Administration", "Address"),
        "email": tr("Administration", "E-mail"),
        "role": tr("Administration", "Role"),
        "auto_lock_minutes": tr("Administration", "Lock the screen after"),
        "lease_days": tr("Administration", "Work without the server for"),
        "is_locked_after_lease": tr("Administration", "After that, close it until contact"),
        "is_second_factor_required": tr("Administration", "Everybody shows a second proof"),
        "is_recording_allowed": tr("Administration", "Calls may be recorded"),
    }[name]


def hint(name: str) -> str:
    """What somebody should know before they fill it in."""
    return {
        "member_id": tr("Administration", "Whose own schedule it is, if they sign in here."),
        "time_zone": tr("Administration", "Like Europe/Madrid. Every time on the screen is in it."),
        "auto_lock_minutes": tr("Administration", "Minutes without a key or the mouse."),
        "lease_days": tr("Administration", "Days a computer may go without hearing from it."),
        "is_locked_after_lease": tr(
            "Administration", "Otherwise it can still be read, but not written on."
        ),
        "is_second_factor_required": tr(
            "Administration",
            "Patients and visits are served only to who shows the code of an authenticator. You need"
            " one yourself to ask for it.",
        ),
        "is_recording_allowed": tr(
            "Administration", "Only with everybody in the call agreeing, each time."
        ),
    }.get(name, "")


def unit(name: str) -> str:
    """What stands behind a number."""
    if name == "lease_days":
        return " " + tr("Administration", "days")
    return " " + tr("Administration", "minutes")


def problem(spec: Spec, code: str) -> str:
    """What is wrong with a field, and what to do about it."""
    match code:
        case "missing":
            return tr("Administration", "This has to be filled in.")
        case "long":
            return tr(
                "Administration", "That is too long: at most {most} characters.", most=spec.longest
            )
        case "shape":
            return tr("Administration", "An e-mail address looks like name@example.org.")
        case "zone":
            return tr("Administration", "There is no such time zone. It looks like Europe/Madrid.")
        case "few":
            return tr("Administration", "At least {least}.", least=spec.least)
        case "many":
            return tr("Administration", "At most {most}.", most=spec.most)
        case _:
            return tr("Administration", "This has to be a number.")


def role(value: str) -> str:
    """What a role is called."""
    return {
        "patient": tr("Role", "Patient"),
        "doctor": tr("Role", "Doctor"),
        "nurse": tr("Role", "Nurse"),
        "reception": tr("Role", "Reception"),
        "facility_admin": tr("Role", "Administrator"),
        "system_admin": tr("Role", "System administrator"),
    }.get(value, value)


def roles() -> list[tuple[str, str]]:
    """The roles an administrator gives: (value, words)."""
    return [(value, role(value)) for value in INVITABLE]


def what_a_role_may(value: str) -> str:
    """One sentence on a role, for who is about to give it."""
    return {
        "doctor": tr("Administration", "Treats: sees and writes what treatment is about."),
        "nurse": tr("Administration", "Treats: sees and writes what treatment is about."),
        "reception": tr(
            "Administration", "Books and registers; never holds what treatment is about."
        ),
        "facility_admin": tr(
            "Administration",
            "Books, registers, and decides about people and rules; never holds what treatment is about.",
        ),
    }.get(value, "")


def modalities() -> list[tuple[str, str]]:
    """How patient and provider meet: (value, words)."""
    known = {
        "in_person": tr("Administration", "In person"),
        "video": tr("Administration", "Video"),
        "audio": tr("Administration", "Phone"),
        "chat": tr("Administration", "Chat"),
    }
    return [(value, known[value]) for value in MODALITIES]


def colors() -> list[tuple[str, str]]:
    """The colours a kind of visit can have: (value, words)."""
    known = (
        tr("Administration", "None"),
        tr("Administration", "Teal"),
        tr("Administration", "Blue"),
        tr("Administration", "Green"),
        tr("Administration", "Amber"),
        tr("Administration", "Red"),
        tr("Administration", "Violet"),
        tr("Administration", "Grey"),
    )
    return list(zip(COLORS, known, strict=True))


def draft(state: str | None) -> str:
    """How far a change has come; empty when the server has everything."""
    known = {
        "waiting": tr("Administration", "Saved here, not sent yet"),
        "sent": tr("Administration", "Being sent"),
        "acked": tr("Administration", "Sent, being confirmed"),
        "parked": tr("Administration", "Waits in Needs attention"),
    }
    return known.get(state, state) if state else ""


def state(*, is_active: bool, draft_state: str | None) -> str:
    """In use or not; a change the server does not have yet says that instead."""
    if draft_state:
        return draft(draft_state)
    return "" if is_active else tr("Administration", "Out of use")


def weekday(number: int) -> str:
    """ISO weekday in full."""
    monday = QDate(2026, 11, 23)
    named = fmt.locale().toString(monday.addDays(number - 1), "dddd")
    return named[:1].upper() + named[1:]


def weekdays() -> list[tuple[str, str]]:
    """Monday to Sunday: (value, words)."""
    return [(str(number), weekday(number)) for number in range(1, 8)]


def absence(starts_at: datetime, ends_at: datetime, zone: str, today: date) -> str:
    """From when to when somebody is away, as short as is clear."""
    starts, ends = fmt.local(starts_at, zone), fmt.local(ends_at, zone)
    if starts.date() == ends.date():
        return f"{fmt.moment(starts_at, zone, today)} – {fmt.clock_time(ends)}"
    return f"{fmt.moment(starts_at, zone, today)} – {fmt.moment(ends_at, zone, today)}"


def computer(place: str, device: str) -> str:
    """What a computer is called; its number tells two without a name apart."""
    return place or tr("Administration", "Computer {number}", number=device[-6:])


def offline(what: str) -> str:
    """Why something has to wait for a line."""
    return tr("Administration", "{what} needs the server, which cannot be reached.", what=what)


def fields(names: Iterable[str]) -> str:
    """Several fields by name, as a list."""
    return ", ".join(field(name) for name in names)


def joined(*parts: str) -> str:
    """Parts on one line with a dot between them; empty ones are left out."""
    return " · ".join(part for part in parts if part)
