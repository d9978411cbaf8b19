"""The schedule: who comes when, to whom; book, move, cancel.

FEATURE is made when it is asked for: commands and queries also serve programs without a screen,
which must not load Qt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clinic_app.ui.page import Feature

    FEATURE: Feature

__all__ = ["FEATURE"]


def __getattr__(name: str) -> object:
    if name != "FEATURE":
        raise AttributeError(name)
    from clinic_app.domain.roles import STAFF
    from clinic_app.features.schedule.view import SchedulePage
    from clinic_app.ui.page import Feature

    made = Feature(
        key="schedule", title="Schedule", icon="schedule", roles=STAFF, page=SchedulePage
    )
    globals()[name] = made
    return made
