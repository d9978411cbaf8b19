"""The words for what a server may say and for the names of fields: tables without any logic."""

from __future__ import annotations

from clinic_app.features.conflicts.model.lines import Trouble, trouble
from clinic_app.features.conflicts.queries import CardRow
from clinic_app.parts.record_words import labels
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


def line_name(table: str, key: str) -> str:
    """The label of a line: of its field, or of the fields that are decided together."""
    together = {
        "appointments": {"time": tr("Conflicts", "Time"), "status": tr("Conflicts", "State")},
        "patients": {"name": tr("Conflicts", "Name")},
        "time_off": {"time": tr("Conflicts", "Time")},
        "provider_hours": {"hours": tr("Conflicts", "Hours")},
    }
    return together.get(table, {}).get(key) or labels.field(table, key)


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
