"""Signing in again over open work: the same cards in a sheet, for one person only."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from clinic_app.features.auth.model import entrance
from clinic_app.features.auth.model.doors import Doors
from clinic_app.features.auth.model.server import Server
from clinic_app.features.auth.model.state import (
    KnownPerson,
)
from clinic_app.features.auth.view.way_in import WayIn
from clinic_app.ui import ask
from clinic_app.ui.i18n import tr
from clinic_app.ui.theme import theme
from sync.clock import Clock

_WIDTH = 480


class AgainSheet(QDialog):
    """Ends with `accept` when the person is in. The work under it stays as it is."""

    def __init__(
        self,
        parent: QWidget | None,
        doors: Doors,
        clock: Clock,
        server: Server,
        person: KnownPerson,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Auth", "Sign in again"))
        self.setProperty("kind", "sheet")
        self.way = WayIn(doors, clock, entrance.again(server, person), (), self)
        self.way.opened.connect(self.accept)
        self.way.setMinimumWidth(round(_WIDTH * theme().text_scale))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self.way)

    def event(self, event: QEvent) -> bool:
        """An override of Qt: more to say makes the sheet higher, and nothing in it is squeezed."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            wanted = self._layout.totalHeightForWidth(self.width())
            if wanted > self.height():
                self.resize(self.width(), wanted)
        return done


async def sign_in_again(
    parent: QWidget | None, doors: Doors, clock: Clock, server: Server, person: KnownPerson
) -> object | None:
    """Show the sheet; the token of who signed in, None when nobody did."""
    sheet = AgainSheet(parent, doors, clock, server, person)
    tokens: list[object] = []
    sheet.way.passed.connect(tokens.append)
    try:
        is_in = await ask.ask(sheet)
    finally:
        await sheet.way.scope.closed()
        await doors.leave()
    return tokens[0] if is_in and tokens else None
