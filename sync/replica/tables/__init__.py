"""The tables of the replica, as SQLAlchemy Core metadata."""

from __future__ import annotations

from sqlalchemy import Table

from sync.replica.tables.base import MANAGED, METADATA
from sync.replica.tables.handovers import handovers
from sync.replica.tables.local import (
    audit,
    cards,
    cursors,
    outbox,
    quarantine,
    scope_health,
    scope_rows,
    server_rows,
    session,
    settings,
    settled,
)
from sync.replica.tables.people import (
    facilities,
    facility_members,
    facility_policies,
    patients,
    patients_match,
    patients_search,
    profiles,
)
from sync.replica.tables.schedule import (
    appointment_types,
    appointments,
    provider_hours,
    providers,
    rooms,
    time_off,
)

REPLICATED: dict[str, Table] = {
    name: table for name, table in METADATA.tables.items() if table.info.get("replicated")
}

__all__ = [
    "MANAGED",
    "METADATA",
    "REPLICATED",
    "appointment_types",
    "appointments",
    "audit",
    "cards",
    "cursors",
    "facilities",
    "facility_members",
    "facility_policies",
    "handovers",
    "outbox",
    "patients",
    "patients_match",
    "patients_search",
    "profiles",
    "provider_hours",
    "providers",
    "quarantine",
    "rooms",
    "scope_health",
    "scope_rows",
    "server_rows",
    "session",
    "settings",
    "settled",
    "time_off",
]
