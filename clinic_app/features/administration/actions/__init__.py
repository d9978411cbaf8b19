"""What an administrator does: commands for the replica, and questions only the server can answer."""

from clinic_app.features.administration.actions.members import (
    LastAdmin,
    MemberChanged,
    SetMember,
)
from clinic_app.features.administration.actions.online import (
    Computer,
    Invitation,
    Known,
    People,
    cancel_wipe,
    invite,
    order_wipe,
    people,
    withdraw,
)
from clinic_app.features.administration.actions.records import (
    Add,
    Added,
    Change,
    Changed,
    ChangedMeanwhile,
    Gone,
    Overlapping,
    Remove,
    Removed,
    SetPolicy,
    Unchanged,
)

__all__ = [
    "Add",
    "Added",
    "Change",
    "Changed",
    "ChangedMeanwhile",
    "Computer",
    "Gone",
    "Invitation",
    "Known",
    "LastAdmin",
    "MemberChanged",
    "Overlapping",
    "People",
    "Remove",
    "Removed",
    "SetMember",
    "SetPolicy",
    "Unchanged",
    "cancel_wipe",
    "invite",
    "order_wipe",
    "people",
    "withdraw",
]
