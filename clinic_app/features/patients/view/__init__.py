"""The patients page and its pieces."""

from clinic_app.features.patients.view.page import PatientsPage

__all__ = ["PatientsPage"]
