"""How the audit trail looks."""

from clinic_app.features.audit.view.page import AuditPage

__all__ = ["AuditPage"]
