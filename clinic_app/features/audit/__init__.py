"""Who did what in the clinic, with whose records, and when: the audit trail in words."""

from clinic_app.domain.roles import ADMINISTERING
from clinic_app.features.audit.view import AuditPage
from clinic_app.ui.page import Feature

FEATURE = Feature(
    key="audit",
    title="Who did what",
    icon="clock",
    roles=ADMINISTERING,
    page=AuditPage,
)
