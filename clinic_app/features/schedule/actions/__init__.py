"""What a clerk does with appointments: commands for `Replica.write`, and what comes of them.

A command looks at the replica inside the transaction that writes, so nothing can slip in between.
What speaks against a booking comes back as an outcome and nothing is written; the same command with
`deliberately=True` (and a reason, where it lays one appointment over another) writes it all the
same. The server has the last word: what two workstations booked at once ends on a card.

Every command can run twice and have its effect once: a booking carries the id that was made when
its panel opened.
"""

from clinic_app.domain.booking import Concern, InPast, OutsideHours, PatientBusy, SlotTaken
from clinic_app.features.schedule.actions.around import look_ahead
from clinic_app.features.schedule.actions.booking import BookAppointment, MoveAppointment
from clinic_app.features.schedule.actions.outcomes import (
    Booked,
    Cancelled,
    Gone,
    Moved,
    NotPossible,
    Place,
    Reinstated,
    StatusSet,
    place_of,
)
from clinic_app.features.schedule.actions.states import CancelAppointment, Reinstate, SetStatus

__all__ = [
    "BookAppointment",
    "Booked",
    "CancelAppointment",
    "Cancelled",
    "Concern",
    "Gone",
    "InPast",
    "MoveAppointment",
    "Moved",
    "NotPossible",
    "OutsideHours",
    "PatientBusy",
    "Place",
    "Reinstate",
    "Reinstated",
    "SetStatus",
    "SlotTaken",
    "StatusSet",
    "look_ahead",
    "place_of",
]
