"""What the schedule shows: bounded questions to the replica, each a value that can be watched."""

from clinic_app.features.schedule.queries.facility import (
    hours_of,
    hours_of_provider,
    providers_of,
    providers_of_day,
    time_off_between,
    time_off_of_provider,
    types_of,
)
from clinic_app.features.schedule.queries.rows import (
    STATUS_LABELS,
    UNDONE,
    AppointmentRow,
    BusyRow,
    HoursRow,
    ProviderRow,
    TimeOffRow,
    TypeRow,
)
from clinic_app.features.schedule.queries.taken import (
    BUSY_LIMIT,
    busy_between,
    busy_of,
    patient_busy_between,
)
from clinic_app.features.schedule.queries.visits import (
    appointment_card,
    day_of,
    next_appointments_of,
    waiting_now,
    week_of,
)

__all__ = [
    "BUSY_LIMIT",
    "STATUS_LABELS",
    "UNDONE",
    "AppointmentRow",
    "BusyRow",
    "HoursRow",
    "ProviderRow",
    "TimeOffRow",
    "TypeRow",
    "appointment_card",
    "busy_between",
    "busy_of",
    "day_of",
    "hours_of",
    "hours_of_provider",
    "next_appointments_of",
    "patient_busy_between",
    "providers_of",
    "providers_of_day",
    "time_off_between",
    "time_off_of_provider",
    "types_of",
    "waiting_now",
    "week_of",
]
