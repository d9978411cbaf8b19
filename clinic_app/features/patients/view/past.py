"""What lies behind: past appointments, or who changed what of the record."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QStackedWidget, QWidget

from clinic_app.features.patients.queries import VisitRow
from clinic_app.parts.record_history import RecordHistory
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import tr
from clinic_app.ui.live_table import LiveTable
from clinic_app.ui.widgets import Card, EmptyState, LiveView, Segmented, table_view

VISITS: Final = "visits"
CHANGES: Final = "changes"


class Past(Card):
    """Visits are what one looks for; the changes are followed only while they are shown."""

    def __init__(
        self, ctx: Context, visits: LiveTable[VisitRow], parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("Patients", "Past"), parent, flush=True)
        self._patient_id = ""
        self.which = Segmented(
            [(VISITS, tr("Patients", "Visits")), (CHANGES, tr("Patients", "Changes"))],
            name=tr("Patients", "What of the past"),
        )
        self.which.chosen.connect(self.show_which)
        self.head.insertWidget(1, self.which)
        never = EmptyState(tr("Patients", "Nothing yet"), parent=self)
        self.table = table_view(visits, tr("Patients", "Past appointments"), self)
        self.table.horizontalHeader().hide()
        self.history = RecordHistory(ctx, self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(LiveView(self.table, visits, never, self))
        self._stack.addWidget(self.history)
        self.body.addWidget(self._stack)

    def follow(self, patient_id: str) -> None:
        """Whose past it is."""
        self._patient_id = patient_id
        self.show_which(self.which.value)

    def leave(self) -> None:
        """Nobody's."""
        self._patient_id = ""
        self.history.leave()

    def show_which(self, which: str) -> None:
        """Show visits or changes."""
        self.which.choose(which)
        self._stack.setCurrentIndex(0 if which == VISITS else 1)
        if which == CHANGES and self._patient_id:
            self.history.follow("patients", self._patient_id)
        else:
            self.history.leave()
