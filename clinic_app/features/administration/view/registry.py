"""What the server knows of people, asked for when somebody looks; and whether it could be asked."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from clinic_app.features.administration import actions
from clinic_app.features.administration.actions import Known, People
from clinic_app.ui.context import Context
from sync.errors import Expected


class Registry(QObject):
    """`changed` when an answer came, or none did. Old facts are shown until there are newer ones."""

    changed = Signal()

    def __init__(self, ctx: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.people = People()
        self.is_known = False
        self.trouble: Expected | None = None

    def look(self) -> None:
        """Ask again."""
        if self._ctx.server is not None:
            self._ctx.scope.restart("people", self.ask())

    async def ask(self) -> None:
        """Ask again, and return with the answer."""
        assert self._ctx.server is not None
        try:
            self.people = await actions.people(self._ctx.server, self._ctx.person.facility_id)
        except Expected as error:
            self.trouble = error
        else:
            self.is_known, self.trouble = True, None
        self.changed.emit()

    def known(self, user_id: str) -> Known | None:
        """What is known of somebody."""
        return self.people.known.get(user_id)
