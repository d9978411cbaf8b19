"""Sync status: how things stand, what waits, what the server has, and whether all of it is whole."""

from clinic_app.domain.roles import STAFF
from clinic_app.features.sync_status.view import SyncStatusPage
from clinic_app.ui.page import Feature

FEATURE = Feature(
    key="sync_status", title="Sync status", icon="sync", roles=STAFF, page=SyncStatusPage
)
