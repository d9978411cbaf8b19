"""Find, register and correct patients."""

from clinic_app.domain.roles import STAFF
from clinic_app.features.patients.view import PatientsPage
from clinic_app.ui.page import Feature

FEATURE = Feature(key="patients", title="Patients", icon="patients", roles=STAFF, page=PatientsPage)
