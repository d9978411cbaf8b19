"""What tables, fields and words of closed lists are called on the screen: tables without any logic."""

from __future__ import annotations

from clinic_app.ui.i18n import tr


def table(name: str) -> str:
    """A record by its kind; one of a newer server by its own name."""
    return {
        "patients": tr("Records", "Patient record"),
        "appointments": tr("Records", "Appointment"),
        "providers": tr("Records", "Provider"),
        "provider_hours": tr("Records", "Working hours"),
        "time_off": tr("Records", "Time off"),
        "rooms": tr("Records", "Room"),
        "appointment_types": tr("Records", "Kind of appointment"),
        "facilities": tr("Records", "Clinic"),
        "facility_members": tr("Records", "Member of the clinic"),
        "profiles": tr("Records", "Own details"),
        "invitations": tr("Records", "Invitation"),
        "facility_policies": tr("Records", "Rules"),
    }.get(name, name.replace("_", " ").capitalize())


def field(table_name: str, name: str) -> str:
    """The label of a field."""
    own = {
        "patients": {
            "family_name": tr("Records", "Family name"),
            "given_name": tr("Records", "Given name"),
            "birth_date": tr("Records", "Birth date"),
            "gender": tr("Records", "Gender"),
        },
        "appointments": {
            "starts_at": tr("Records", "Begins"),
            "ends_at": tr("Records", "Ends"),
            "status": tr("Records", "State"),
            "patient_id": tr("Records", "Patient"),
            "provider_id": tr("Records", "With"),
            "type_id": tr("Records", "Kind"),
            "modality": tr("Records", "How they meet"),
            "is_overbooked": tr("Records", "Overbooked"),
            "overbook_reason": tr("Records", "Why overbooked"),
            "cancel_reason": tr("Records", "Why cancelled"),
        },
        "time_off": {"starts_at": tr("Records", "Begins"), "ends_at": tr("Records", "Ends")},
    }.get(table_name, {})
    common = {
        "name": tr("Records", "Name"),
        "display_name": tr("Records", "Name"),
        "full_name": tr("Records", "Name"),
        "phone": tr("Records", "Phone"),
        "email": tr("Records", "E-mail"),
        "address": tr("Records", "Address"),
        "note": tr("Records", "Note"),
        "is_active": tr("Records", "Active"),
        "reason": tr("Records", "Reason"),
        "room_id": tr("Records", "Room"),
        "provider_id": tr("Records", "Provider"),
        "position": tr("Records", "Position"),
        "role": tr("Records", "Role"),
        "starts": tr("Records", "From"),
        "ends": tr("Records", "Until"),
        "weekday": tr("Records", "Day of the week"),
        "facility_id": tr("Records", "Clinic"),
    }
    return own.get(name) or common.get(name) or name.replace("_", " ").capitalize()


def choice(name: str, value: str) -> str:
    """A word of a closed list; anything else as it is."""
    known = {
        "gender": {
            "male": tr("Records", "Male"),
            "female": tr("Records", "Female"),
            "other": tr("Records", "Other"),
            "unknown": tr("Records", "Not known"),
        },
        "modality": {
            "in_person": tr("Records", "In person"),
            "video": tr("Records", "Video"),
            "audio": tr("Records", "Phone"),
            "chat": tr("Records", "Chat"),
        },
    }
    return known.get(name, {}).get(value, value)


def outcome(choice: str) -> str:
    """What was decided about a refused change; a word of a newer program as it is."""
    return {
        "kept_mine": tr("Records", "Kept mine"),
        "kept_theirs": tr("Records", "Kept the server's"),
        "kept_both": tr("Records", "Kept both"),
        "per_field": tr("Records", "Chosen field by field"),
        "moved": tr("Records", "Booked at another time"),
        "booked_elsewhere": tr("Records", "Booked in the schedule"),
        "sent_again": tr("Records", "Sent again"),
        "discarded": tr("Records", "Discarded"),
        "handed_over": tr("Records", "Handed over"),
        "elsewhere": tr("Records", "Decided at another computer"),
        "returned": tr("Records", "Could not be handed over"),
    }.get(choice, choice)


def role_word(role: str) -> str:
    """What a role is called on the screen."""
    return {
        "patient": tr("Role", "Patient"),
        "doctor": tr("Role", "Doctor"),
        "nurse": tr("Role", "Nurse"),
        "reception": tr("Role", "Reception"),
        "facility_admin": tr("Role", "Administrator"),
        "system_admin": tr("Role", "System administrator"),
    }.get(role, role)
