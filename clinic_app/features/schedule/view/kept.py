"""What is typed into the booking panel comes back: after a crash, a power cut, a sign-out."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Slot

from clinic_app.features.schedule import queries
from clinic_app.features.schedule.view.booking import BookingPanel
from clinic_app.parts.kept_text import KeptText
from clinic_app.ui.context import Context

KIND: Final = "schedule"
BOOKING: Final = "booking"
"""There is one panel, so a person has one booking that was begun."""


class KeptBooking(QObject):
    """Writes the panel down while somebody fills it in."""

    def __init__(self, ctx: Context, panel: BookingPanel) -> None:
        super().__init__(panel)
        self._ctx, self._panel = ctx, panel
        self._is_begun = False
        self._text = KeptText(ctx, KIND, panel.snapshot, self)
        self._text.begin(BOOKING)
        panel.typed.connect(self._on_typed)

    async def keep(self) -> None:
        """Write down what is in the panel now, with the cursor, wherever it went without typing."""
        self._on_typed()
        await self._text.keep()

    def forget(self) -> None:
        """It is booked, or given up."""
        if self._is_begun:
            self._is_begun = False
            self._ctx.scope.start("forget", self._text.forget())

    async def bring_back(self) -> bool:
        """Fill the panel with what was begun the last time; False when nothing was, or when it was
        booked after all (the power went between the booking and the forgetting).
        """
        if self._panel.is_open:
            return False
        value = await self._text.bring_back()
        if value is None or await self._is_booked(str(value["id"])) or self._panel.is_open:
            return False
        self._is_begun = True
        await self._panel.restore(value)
        return True

    async def _is_booked(self, appointment_id: str) -> bool:
        return bool(await self._ctx.replica.read(queries.appointment_card(appointment_id).run))

    @Slot()
    def _on_typed(self) -> None:
        if self._panel.is_open:
            self._is_begun = True
            self._text.note_edit()
