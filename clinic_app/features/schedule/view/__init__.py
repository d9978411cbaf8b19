"""The schedule's screens."""

from clinic_app.features.schedule.view.page import SchedulePage

__all__ = ["SchedulePage"]
