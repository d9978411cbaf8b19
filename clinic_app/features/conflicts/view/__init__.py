"""Needs attention, on the screen."""

from clinic_app.features.conflicts.view.page import ConflictsPage

__all__ = ["ConflictsPage"]
