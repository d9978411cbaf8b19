"""What is typed into the booking panel comes back: after a crash, a power cut, a sign-out."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

from clinic_app.features.schedule.actions import KeepBooking, kept_booking
from clinic_app.features.schedule.view.booking import BookingPanel
from clinic_app.ui.context import Context

KEEP_AFTER_MS: Final = 1500
"""How long typing goes on before it is written down: no power cut costs more than this."""


class KeptBooking(QObject):
    """Writes the panel down while somebody fills it in."""

    def __init__(self, ctx: Context, panel: BookingPanel) -> None:
        super().__init__(panel)
        self._ctx, self._panel = ctx, panel
        self._is_kept = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_AFTER_MS)
        self._timer.timeout.connect(self._on_time)
        panel.typed.connect(self._on_typed)

    async def keep(self) -> None:
        """Write down what is in the panel now."""
        self._timer.stop()
        value = self._panel.snapshot()
        if value is not None and not self._ctx.replica.is_newer:
            self._is_kept = True
            command = KeepBooking(self._ctx.person.id, value)
            await self._ctx.replica.write("Keep a booking", command)

    def forget(self) -> None:
        """It is booked, or given up."""
        self._timer.stop()
        if self._is_kept and not self._ctx.replica.is_newer:
            self._is_kept = False
            command = KeepBooking(self._ctx.person.id, None)
            self._ctx.scope.start("forget", self._ctx.replica.write("Keep a booking", command))

    async def bring_back(self) -> bool:
        """Fill the panel with what was begun the last time; False when nothing was."""
        if self._panel.is_open:
            return False
        value = await self._ctx.replica.read(partial(kept_booking, person_id=self._ctx.person.id))
        if value is None or self._panel.is_open:
            return False
        self._is_kept = True
        await self._panel.restore(value)
        return True

    @Slot()
    def _on_typed(self) -> None:
        if self._panel.is_open and not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _on_time(self) -> None:
        self._ctx.scope.start("keep booking", self.keep())
