"""Fields that only make sense together: they are merged, decided and shown as one.

As `sync.merge_rules` on the server has them; resources/docs/merge-policy.md says why. A field that is
not named here stands alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

GROUPS: Final[Mapping[str, Mapping[str, str]]] = {
    "appointments": {
        "starts_at": "time",
        "ends_at": "time",
        "provider_id": "time",
        "is_overbooked": "time",
        "overbook_reason": "time",
        "status": "status",
        "cancel_reason": "status",
    },
    "patients": {"family_name": "name", "given_name": "name"},
    "provider_hours": {"weekday": "hours", "starts": "hours", "ends": "hours"},
    "time_off": {"starts_at": "time", "ends_at": "time"},
}


def group_of(table: str, field: str) -> str:
    """The group a field belongs to: its own name when it stands alone."""
    return GROUPS.get(table, {}).get(field, field)
