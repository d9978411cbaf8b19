"""How it looks."""

from clinic_app.features.sync_status.view.page import SyncStatusPage

__all__ = ["SyncStatusPage"]
