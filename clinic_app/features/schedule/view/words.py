"""Every sentence the schedule says, in one place, so that the picture and the panels say the same."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from clinic_app.domain.booking import Concern, InPast, OutsideHours, PatientBusy, SlotTaken
from clinic_app.domain.durations import minutes, waiting_minutes
from clinic_app.domain.names import display_name
from clinic_app.features.schedule.queries import AppointmentRow
from clinic_app.ui import format as fmt
from clinic_app.ui.i18n import tr
from clinic_app.ui.widgets.chip import state_word

_KNOWN = frozenset(
    {"scheduled", "confirmed", "arrived", "in_progress", "completed", "cancelled", "no_show"}
)


def patient_name(row: AppointmentRow) -> str:
    """Who comes; a patient whose row has not come yet, or may not be seen, has no name."""
    return display_name(row.given_name or "", row.family_name or "") or tr("Schedule", "Patient")


def status_word(status: str) -> str:
    """The word for a state; one that a newer server invented is shown as it is."""
    return state_word(status) if status in _KNOWN else status


def modality_word(modality: str) -> str:
    """How doctor and patient meet."""
    known = {
        "in_person": tr("Schedule", "In person"),
        "video": tr("Schedule", "Video"),
        "audio": tr("Schedule", "Phone"),
        "chat": tr("Schedule", "Chat"),
    }
    return known.get(modality, modality)


def draft_word(draft: str | None) -> str:
    """How far a change has come on its way to the server; empty when it is there."""
    known = {
        "waiting": tr("Schedule", "Draft, not sent yet"),
        "sent": tr("Schedule", "Sending"),
        "acked": tr("Schedule", "Sent, being confirmed"),
        "parked": tr("Schedule", "Needs attention"),
    }
    return known.get(draft, draft) if draft else ""


def state_line(row: AppointmentRow, now: datetime) -> str:
    """The state, with how long it has lasted where somebody waits for its end."""
    word = status_word(row.status)
    if row.status in ("arrived", "in_progress") and row.since is not None:
        return f"{word} · {fmt.duration(waiting_minutes(row.since, now))}"
    return word


def what_for(row: AppointmentRow) -> str:
    """The reason that was written down, else the kind of visit."""
    return row.reason.split("\n")[0].strip() or row.type_name or ""


def block_lines(row: AppointmentRow, now: datetime) -> tuple[str, ...]:
    """What stands below the name in the calendar, the most important first."""
    draft = draft_word(row.draft)
    length = fmt.duration(minutes(row.ends_at - row.starts_at))
    what = what_for(row)
    first = what or length
    if row.status in ("arrived", "in_progress", "no_show", "cancelled"):
        second = state_line(row, now)
    elif row.is_overbooked:
        second = tr("Schedule", "Overbooked: {reason}", reason=row.overbook_reason)
    else:
        second = f"{length} · {status_word(row.status)}" if what else status_word(row.status)
    lines = [first, draft, second] if draft else [first, second]
    return tuple(line for line in lines if line)


def spoken(row: AppointmentRow, zone: ZoneInfo) -> str:
    """The appointment in one sentence for somebody who does not see it."""
    parts = [
        patient_name(row),
        fmt.span(row.starts_at.astimezone(zone), row.ends_at.astimezone(zone), ""),
        row.provider_name or "",
        what_for(row),
        status_word(row.status),
        modality_word(row.modality) if row.modality != "in_person" else "",
        tr("Schedule", "overbooked") if row.is_overbooked else "",
        draft_word(row.draft),
    ]
    return ", ".join(part for part in parts if part)


def tooltip(row: AppointmentRow, now: datetime, zone: ZoneInfo) -> str:
    """Everything that may not fit into the calendar, in lines."""
    born = (
        f"{fmt.full_date(row.birth_date)} · {fmt.age(row.birth_date, now.date())}"
        if row.birth_date
        else ""
    )
    what = " · ".join(dict.fromkeys(part for part in (row.type_name or "", row.reason) if part))
    lines = [
        patient_name(row),
        " · ".join(part for part in (born, row.phone or "") if part),
        f"{fmt.span(row.starts_at.astimezone(zone), row.ends_at.astimezone(zone), '')}"
        f" · {modality_word(row.modality)}",
        what,
        state_line(row, now),
        tr("Schedule", "Overbooked: {reason}", reason=row.overbook_reason)
        if row.is_overbooked
        else "",
        tr("Schedule", "Cancelled: {reason}", reason=row.cancel_reason)
        if row.status == "cancelled" and row.cancel_reason
        else "",
        draft_word(row.draft),
    ]
    return "\n".join(line for line in lines if line)


def gone() -> str:
    """What is said of an appointment that cannot be found."""
    return tr("Schedule", "This appointment is not here any more.")


def concern_line(concern: Concern, provider: str, zone: ZoneInfo) -> str:
    """What speaks against a time, in one sentence."""
    match concern:
        case SlotTaken():
            return tr(
                "Schedule",
                "{provider} already has an appointment {span}.",
                provider=provider,
                span=_span(concern.starts_at, concern.until, zone),
            )
        case OutsideHours():
            if not concern.working:
                return tr("Schedule", "{provider} does not work on that day.", provider=provider)
            return tr(
                "Schedule",
                "Outside the working hours of {provider}: {hours}.",
                provider=provider,
                hours=_listed(_span(one.starts_at, one.ends_at, zone) for one in concern.working),
            )
        case InPast():
            return tr("Schedule", "That time has passed.")
        case PatientBusy():
            return tr(
                "Schedule",
                "The patient has another appointment {span}.",
                span=_span(concern.starts_at, concern.until, zone),
            )


def _span(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    return fmt.span(starts_at.astimezone(zone), ends_at.astimezone(zone), "")


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(parts)
