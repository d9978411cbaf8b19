"""The people of a clinic, what can be booked there, and the rules its computers obey."""

from clinic_app.domain.roles import ADMINISTERING
from clinic_app.features.administration.view import AdministrationPage
from clinic_app.ui.page import Feature

FEATURE = Feature(
    key="administration",
    title="People and rules",
    icon="person",
    roles=ADMINISTERING,
    page=AdministrationPage,
)
