"""The page before the window: the clinic's mark over the cards of the way in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from clinic_app.features.auth.model import entrance
from clinic_app.features.auth.model.doors import Doors
from clinic_app.features.auth.model.server import Server
from clinic_app.features.auth.model.state import (
    Entrance,
    KnownPerson,
    Step,
)
from clinic_app.features.auth.view.way_in import WayIn
from clinic_app.ui import icons
from clinic_app.ui.i18n import tr
from clinic_app.ui.sync_status import SyncStatus
from clinic_app.ui.theme import looks, theme
from clinic_app.ui.widgets import Label
from sync.clock import Clock
from sync.errors import Expected

_WIDTH = 460
_MARK = 28


class AuthPage(QWidget):
    """The signals are those of `WayIn`."""

    demo_asked = Signal()
    server_found = Signal(object)
    passed = Signal(object)
    opened = Signal()

    def __init__(
        self,
        doors: Doors,
        clock: Clock,
        server: Server | None = None,
        people: Sequence[KnownPerson] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "page")
        self.setAccessibleName(tr("Auth", "Sign in"))
        self.way = WayIn(doors, clock, entrance.first(server, tuple(people)), people, self)
        self.scope = self.way.scope
        cards = self.way.cards
        self.where, self.who, self.fill = cards.where, cards.who, cards.fill
        self.code, self.browser = cards.code, cards.browser
        self.factor, self.key = cards.factor, cards.key
        self.way.demo_asked.connect(self.demo_asked)
        self.way.server_found.connect(self.server_found)
        self.way.passed.connect(self.passed)
        self.way.opened.connect(self.opened)
        self._lay_out()

    @property
    def state(self) -> Entrance:
        """Where somebody stands."""
        return self.way.state

    def follow_fill(self, statuses: AsyncIterator[SyncStatus]) -> None:
        """See `WayIn.follow_fill`."""
        self.way.follow_fill(statuses)

    def say_failed(self, error: Expected) -> None:
        """See `WayIn.say_failed`."""
        self.way.say_failed(error)

    def _lay_out(self) -> None:
        self._mark = QLabel(self)
        name = Label(tr("Shell", "Clinic"), "title", self)
        brand = QHBoxLayout()
        brand.setSpacing(theme().space())
        brand.addWidget(self._mark)
        brand.addWidget(name)
        brand.addStretch(1)
        column = QWidget(self)
        column.setFixedWidth(round(_WIDTH * theme().text_scale))
        inner = QVBoxLayout(column)
        inner.setContentsMargins(0, theme().space("huge"), 0, theme().space("huge"))
        inner.setSpacing(theme().space("large"))
        inner.addStretch(1)
        inner.addLayout(brand)
        inner.addWidget(self.way)
        inner.addStretch(2)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        middle = QWidget(area)
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(column)
        row.addStretch(1)
        area.setWidget(middle)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        self._tint()
        looks().changed.connect(self._tint)

    def _tint(self) -> None:
        color = theme().color("brand")
        self._mark.setPixmap(icons.pixmap("brand", _MARK, color, self.devicePixelRatioF()))

    # Overrides of Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.way.go()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and self.state.step is Step.FILLING:
            self.fill.enough.emit()
            return
        super().keyPressEvent(event)
