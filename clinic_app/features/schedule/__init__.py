"""The schedule: who comes when, to whom; book, move, cancel."""

from clinic_app.domain.roles import STAFF
from clinic_app.features.schedule.view import SchedulePage
from clinic_app.ui.page import Feature

FEATURE = Feature(key="schedule", title="Schedule", icon="schedule", roles=STAFF, page=SchedulePage)
