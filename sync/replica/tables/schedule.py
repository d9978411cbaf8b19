"""The calendar of a clinic: rooms, providers and their hours, types, appointments."""

from __future__ import annotations

from sqlalchemy import Column, Index

from sync.replica.tables.base import choice, flag, moment, number, ref, replicated, words
from sync.replica.tables.types import IsoTime, UtcDateTime

rooms = replicated(
    "rooms",
    ref("facility_id", "facilities"),
    words("name"),
    number("position"),
    flag("is_active", default=True),
)

providers = replicated(
    "providers",
    ref("facility_id", "facilities"),
    ref("member_id", "facility_members", nullable=True),
    words("display_name"),
    words("specialty"),
    ref("room_id", "rooms", nullable=True),
    number("position"),
    flag("is_active", default=True),
)

provider_hours = replicated(
    "provider_hours",
    ref("facility_id", "facilities"),
    ref("provider_id", "providers"),
    number("weekday", 1),
    Column("starts", IsoTime, nullable=False),
    Column("ends", IsoTime, nullable=False),
)
Index("provider_hours_by_provider", provider_hours.c.provider_id, provider_hours.c.weekday)

time_off = replicated(
    "time_off",
    ref("facility_id", "facilities"),
    ref("provider_id", "providers"),
    moment("starts_at"),
    moment("ends_at"),
    words("reason"),
)
Index("time_off_by_provider", time_off.c.provider_id, time_off.c.starts_at)

appointment_types = replicated(
    "appointment_types",
    ref("facility_id", "facilities"),
    words("name"),
    number("minutes", 20),
    words("color"),
    choice("modality", "in_person"),
    number("position"),
    flag("is_active", default=True),
)

appointments = replicated(
    "appointments",
    ref("facility_id", "facilities"),
    ref("patient_id", "patients"),
    ref("provider_id", "providers"),
    ref("room_id", "rooms", nullable=True),
    ref("type_id", "appointment_types", nullable=True),
    moment("starts_at"),
    moment("ends_at"),
    choice("status", "scheduled"),
    choice("modality", "in_person"),
    words("reason"),
    flag("is_overbooked", default=False),
    words("overbook_reason"),
    words("cancel_reason"),
    # The server copies it from the patient, so that a patient may see the appointment.
    ref("patient_user_id", "profiles", nullable=True, managed=True),
    # The server notes it; none in rows that were stored before it told.
    Column("status_since", UtcDateTime, info={"managed": True}),
)
Index("appointments_by_provider", appointments.c.provider_id, appointments.c.starts_at)
Index("appointments_by_start", appointments.c.starts_at)
Index("appointments_by_patient", appointments.c.patient_id, appointments.c.starts_at)
