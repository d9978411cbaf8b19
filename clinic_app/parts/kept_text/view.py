"""Unsaved text of a form, written down while it is typed and brought back when the form opens."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from clinic_app.parts.kept_text.actions import KeepForm, form_key
from clinic_app.parts.kept_text.queries import kept_form
from clinic_app.ui.context import Context

KEEP_AFTER_MS: Final = 1500
"""How long typing goes on before it is written down: no power cut costs more than this."""
NEW: Final = "new"
_LABEL: Final = "Keep a form"
"""Nobody reads it: what is not saved leaves no draft and no trace."""


class KeptText(QObject):
    """Keeps what `snapshot` gives (None: there is nothing to keep) under the key of one form.

    `kind` says whose forms these are, as `form_key` takes it. `rested` comes each time the typing
    is about to be written down because some time has passed.
    """

    rested = Signal()

    def __init__(
        self,
        ctx: Context,
        kind: str,
        snapshot: Callable[[], Mapping[str, Any] | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._ctx, self._kind, self._snapshot = ctx, kind, snapshot
        self._key = ""
        self._is_dirty = False
        self._on_its_way: dict[str, Mapping[str, Any] | None] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_AFTER_MS)
        self._timer.timeout.connect(self._on_time)

    def begin(self, about: str) -> None:
        """Keep the text about this record (or NEW) from now on."""
        self._timer.stop()
        self._is_dirty = False
        self._key = form_key(self._ctx.person.id, self._kind, about)

    def note_edit(self) -> None:
        """Something was typed."""
        self._is_dirty = True
        if not self._timer.isActive():
            self._timer.start()

    def keep_soon(self) -> None:
        """Write down what is not written down yet: the text as it is now."""
        if not self._is_dirty or self._ctx.replica.is_newer:
            return  # a newer replica keeps nothing, so there would be no first step to take by hand
        writing = self._write(self._key, self._snapshot())
        if self._ctx.scope.start("keep form", writing) is None:
            # The window is closing and starts nothing any more. What the replica was handed runs to
            # its end all the same, so the first step, which hands it over, is taken by hand.
            writing = self._write(self._key, self._snapshot())
            writing.send(None)
            writing.close()

    async def keep(self) -> None:
        """The same, and return when it is on the disk."""
        if self._is_dirty:
            await self._write(self._key, self._snapshot())

    def forget(self) -> Coroutine[Any, Any, None]:
        """It is saved, or not wanted any more; to be awaited, and gone for the next form at once."""
        return self._write(self._key, None)

    async def bring_back(self) -> Mapping[str, Any] | None:
        """What was kept, if anything; also what is on its way to the disk at this moment."""
        key = self._key
        if key in self._on_its_way:
            return self._on_its_way[key]
        kept = await self._ctx.replica.read(kept_form(key).run)
        return kept[0].value if kept else None

    def _write(self, key: str, value: Mapping[str, Any] | None) -> Coroutine[Any, Any, None]:
        """Noted at once, so that the next form to open finds it; written when it is awaited."""
        self._timer.stop()
        self._is_dirty = False
        self._on_its_way[key] = value
        return self._hand_over(key, value)

    async def _hand_over(self, key: str, value: Mapping[str, Any] | None) -> None:
        try:
            replica = self._ctx.replica
            if not replica.is_newer:  # else nothing can be kept, and the window says so
                await replica.write(_LABEL, KeepForm(key, value))
        finally:
            if self._on_its_way.get(key) is value:
                self._on_its_way.pop(key, None)

    def _on_time(self) -> None:
        self.rested.emit()
        self.keep_soon()
