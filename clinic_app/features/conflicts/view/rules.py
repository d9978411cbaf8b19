"""The words for what a server may say and for the names of fields: tables without any logic."""

from __future__ import annotations

from clinic_app.features.conflicts.model.lines import Trouble, trouble
from clinic_app.features.conflicts.queries import CardRow
from clinic_app.ui.i18n import tr


def refusal(card: CardRow) -> str:
    """Why the server would not take a draft, in a sentence."""
    kind = trouble(card.status, card.code)
    if kind is Trouble.DELETED:
        return tr("Conflicts", "Somebody removed this record while you were working on it.")
    if kind is Trouble.OUTDATED:
        return tr(
            "Conflicts",
            "The server knows more than this program and does not understand what was sent."
            " After an update it can be sent again.",
        )
    said = _by_rule().get(card.detail) or _by_code().get(card.code)
    if said:
        return said
    if kind is Trouble.FORBIDDEN:
        return _by_code()["not_allowed"]
    return tr("Conflicts", "The server does not accept it as it is.")


def _by_code() -> dict[str, str]:
    return {
        "not_allowed": tr("Conflicts", "Your role may not make this change."),
        "not_visible": tr("Conflicts", "You may not see this record any more, so not change it."),
        "author": tr("Conflicts", "It was written by somebody else on this computer."),
        "invalid": tr("Conflicts", "Something in it is not as it must be."),
        "duplicate": tr("Conflicts", "The same is there already."),
        "missing_parent": tr("Conflicts", "It belongs to a record that the server does not have."),
        "dependency": tr("Conflicts", "It hung on a draft that was not kept."),
        "bad_transition": tr("Conflicts", "An appointment cannot go from its state to this one."),
        "id_reuse": tr("Conflicts", "The server already has another draft under its number."),
        "too_old": tr("Conflicts", "It is older than the server remembers."),
    }


def _by_rule() -> dict[str, str]:
    """The server names the rule that was broken; those a person can meet have a sentence."""
    return {
        "patients_family_name_check": tr("Conflicts", "The family name is missing or too long."),
        "patients_given_name_check": tr("Conflicts", "The given name is too long."),
        "patients_birth_date_check": tr("Conflicts", "The birth date cannot be."),
        "patients_phone_check": tr("Conflicts", "The phone number is too long."),
        "patients_email_check": tr("Conflicts", "The e-mail address is too long."),
        "patients_address_check": tr("Conflicts", "The address is too long."),
        "patients_note_check": tr("Conflicts", "The note is too long."),
        "patients_gender_check": tr("Conflicts", "The server does not know this gender."),
        "appointments_check": tr("Conflicts", "The appointment ends before it begins."),
        "appointments_check1": tr("Conflicts", "The appointment is longer than 12 hours."),
        "appointments_reason_check": tr("Conflicts", "The reason is too long."),
        "overbooking needs a reason": tr("Conflicts", "Overbooking needs a reason."),
    }


def tables() -> dict[str, str]:
    """Records by their kind."""
    return {
        "patients": tr("Conflicts", "Patient record"),
        "appointments": tr("Conflicts", "Appointment"),
        "providers": tr("Conflicts", "Provider"),
        "provider_hours": tr("Conflicts", "Working hours"),
        "time_off": tr("Conflicts", "Time off"),
        "rooms": tr("Conflicts", "Room"),
        "appointment_types": tr("Conflicts", "Kind of appointment"),
        "facilities": tr("Conflicts", "Clinic"),
        "facility_members": tr("Conflicts", "Member of the clinic"),
    }


def fields(table: str) -> dict[str, str]:
    """The labels of a record's lines."""
    common = {
        "name": tr("Conflicts", "Name"),
        "phone": tr("Conflicts", "Phone"),
        "email": tr("Conflicts", "E-mail"),
        "address": tr("Conflicts", "Address"),
        "note": tr("Conflicts", "Note"),
        "is_active": tr("Conflicts", "Active"),
        "reason": tr("Conflicts", "Reason"),
        "room_id": tr("Conflicts", "Room"),
        "position": tr("Conflicts", "Position"),
    }
    own = {
        "patients": {
            "family_name": tr("Conflicts", "Family name"),
            "given_name": tr("Conflicts", "Given name"),
            "birth_date": tr("Conflicts", "Birth date"),
            "gender": tr("Conflicts", "Gender"),
        },
        "appointments": {
            "time": tr("Conflicts", "Time"),
            "status": tr("Conflicts", "State"),
            "patient_id": tr("Conflicts", "Patient"),
            "type_id": tr("Conflicts", "Kind"),
            "modality": tr("Conflicts", "How they meet"),
        },
        "time_off": {"time": tr("Conflicts", "Time")},
        "provider_hours": {"hours": tr("Conflicts", "Hours")},
    }
    return common | own.get(table, {})


def choice(name: str, value: str) -> str:
    """A word of a closed list; anything else as it is."""
    known = {
        "gender": {
            "male": tr("Conflicts", "Male"),
            "female": tr("Conflicts", "Female"),
            "other": tr("Conflicts", "Other"),
            "unknown": tr("Conflicts", "Not known"),
        },
        "modality": {
            "in_person": tr("Conflicts", "In person"),
            "video": tr("Conflicts", "Video"),
            "audio": tr("Conflicts", "Phone"),
            "chat": tr("Conflicts", "Chat"),
        },
    }
    return known.get(name, {}).get(value, value)


def outcome(choice: str | None) -> str:
    """What was decided, for the list of settled cards."""
    known = {
        "kept_mine": tr("Conflicts", "Kept mine"),
        "kept_theirs": tr("Conflicts", "Kept the server's"),
        "kept_both": tr("Conflicts", "Kept both"),
        "per_field": tr("Conflicts", "Chosen field by field"),
        "moved": tr("Conflicts", "Booked at another time"),
        "booked_elsewhere": tr("Conflicts", "Booked in the schedule"),
        "sent_again": tr("Conflicts", "Sent again"),
        "discarded": tr("Conflicts", "Discarded"),
    }
    return known.get(choice or "", choice or "")


def chip(card: CardRow) -> tuple[str, str]:
    """The word beside the heading and its tone."""
    match trouble(card.status, card.code):
        case Trouble.SLOT:
            return tr("Conflicts", "Slot taken"), "red"
        case Trouble.CLASH:
            return tr("Conflicts", "Two changes"), "amber"
        case Trouble.DELETED:
            return tr("Conflicts", "Gone"), "slate"
        case Trouble.FORBIDDEN:
            return tr("Conflicts", "Not allowed"), "red"
        case Trouble.INVALID:
            return tr("Conflicts", "Not accepted"), "red"
        case Trouble.OUTDATED:
            return tr("Conflicts", "Update needed"), "amber"
