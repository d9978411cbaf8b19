"""Unsaved text of a form, written down while it is typed and brought back when the form opens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from clinic_app.features.patients import actions, queries
from clinic_app.features.patients.actions import KeepForm
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import tr

KEEP_AFTER_MS: Final = 2000
NEW: Final = "new"


class KeptText(QObject):
    """Keeps what `snapshot` gives (None: there is nothing to keep) under the key of one form.

    `rested` comes each time the typing is written down.
    """

    rested = Signal()

    def __init__(
        self, ctx: Context, snapshot: Callable[[], Mapping[str, Any] | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._ctx, self._snapshot = ctx, snapshot
        self._key = ""
        self._is_dirty = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_AFTER_MS)
        self._timer.timeout.connect(self._on_time)

    def begin(self, about: str) -> None:
        """Keep the text about this patient (or NEW) from now on."""
        self._timer.stop()
        self._is_dirty = False
        self._key = actions.form_key(self._ctx.person.id, about)

    def note_edit(self) -> None:
        """Something was typed."""
        self._is_dirty = True
        if not self._timer.isActive():
            self._timer.start()

    def keep_soon(self) -> None:
        """Write down what is not written down yet: the text as it is now."""
        if not self._is_dirty:
            return
        value = self._snapshot()
        if self._ctx.scope.start("keep form", self._write(value)) is None:
            # The window is closing and starts nothing any more. What the replica was handed runs to
            # its end all the same, so the first step, which hands it over, is taken by hand.
            handing_over = self._write(value)
            handing_over.send(None)
            handing_over.close()

    async def keep(self) -> None:
        """Write down what is not written down yet, and return when it is."""
        if self._is_dirty:
            await self._write(self._snapshot())

    async def forget(self) -> None:
        """It is saved, or not wanted any more."""
        await self._write(None)

    async def bring_back(self) -> dict[str, Any] | None:
        """What was kept about this patient, if anything."""
        kept = await self._ctx.replica.read(queries.kept_form(self._key).run)
        return kept[0].value if kept else None

    async def _write(self, value: Mapping[str, Any] | None) -> None:
        self._timer.stop()
        self._is_dirty = False
        replica = self._ctx.replica
        if not replica.is_newer:  # else nothing can be kept, and the window says so
            await replica.write(tr("Patients", "Keep a form"), KeepForm(self._key, value))

    def _on_time(self) -> None:
        self.rested.emit()
        self.keep_soon()
