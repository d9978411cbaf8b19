"""Who looked at whose record: one line of the audit trail for each time a record comes into sight.

A record that changes while it is shown was looked at once, also when the window was locked meanwhile:
that has lines of its own. Going to another page and coming back is looking again; so is coming back to
it from another record.
"""

from __future__ import annotations

import logging

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from clinic_app.ui.context import Context
from clinic_app.ui.i18n import marked
from sync.errors import Expected

PATIENT = marked("Deed", "Look at a patient's record")
APPOINTMENT = marked("Deed", "Look at an appointment")
CARD = marked("Deed", "Look at a refused change")

log = logging.getLogger(__name__)


class Looking(QObject):
    """`at` says which record is shown on the page, `away` that none is; both as often as one likes."""

    def __init__(self, ctx: Context, label: str, page: QWidget) -> None:
        super().__init__(page)
        self._ctx, self._label, self._page = ctx, label, page
        self._shown = self._told = ("", "")
        page.installEventFilter(self)

    def at(self, table: str, row_id: str) -> None:
        """This record is shown."""
        self._shown = (table, row_id)
        self._tell()

    def known(self, table: str, row_id: str) -> None:
        """This record comes into sight because of what its author just wrote there: that has a line."""
        self._shown = self._told = (table, row_id)

    def away(self) -> None:
        """None is shown any more."""
        self._shown = self._told = ("", "")

    def _tell(self) -> None:
        if self._shown[1] and self._shown != self._told and self._page.isVisible():
            self._told = self._shown
            self._ctx.scope.start("looked", self._note(*self._shown))

    async def _note(self, table: str, row_id: str) -> None:
        try:
            await self._ctx.replica.note("view", self._label, table=table, row_id=row_id)
        except Expected as trouble:
            # What is on the screen already is not taken away because the disk is full.
            log.warning("a look was not written down: %s", trouble.code)

    # Overrides of Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._page:
            # Not with the whole window: then the page itself is not told to hide.
            if event.type() == QEvent.Type.Hide and self._page.isHidden():
                self._told = ("", "")
            elif event.type() == QEvent.Type.Show:
                self._tell()
        return super().eventFilter(watched, event)
