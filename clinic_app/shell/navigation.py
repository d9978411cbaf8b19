"""The dark column at the left: where one can go, what waits there, how sync is, who works."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from clinic_app.shell.sync_pill import SyncPill
from clinic_app.ui import icons
from clinic_app.ui.context import Person
from clinic_app.ui.i18n import tr
from clinic_app.ui.keys import key_text
from clinic_app.ui.page import Feature
from clinic_app.ui.theme import looks, theme
from clinic_app.ui.widgets.badge import Badge
from clinic_app.ui.widgets.label import Label
from sync.clock import Clock

WIDTH = 196


class _Entry(QPushButton):
    """One place to go, with the number of things that wait there."""

    def __init__(self, feature: Feature, shortcut: str, parent: QWidget) -> None:
        super().__init__(tr("Feature", feature.title), parent)
        self.feature = feature
        self.setProperty("role", "nav")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(key_text(shortcut))
        self.badge = Badge(0, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 10, 0)
        row.addStretch(1)
        row.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(self.text())
        self.toggled.connect(self._tint)
        looks().changed.connect(self._tint)
        self._tint()

    def set_badge(self, count: int) -> None:
        self.badge.set_count(count)
        waits = tr("Shell", "%n wait(s)", count) if count else ""
        self.setAccessibleName(f"{self.text()}, {waits}" if waits else self.text())

    def _tint(self) -> None:
        token = "navigation_ink" if self.isChecked() else "navigation_muted"
        self.setIcon(icons.icon(self.feature.icon, theme().color(token)))
        self.setIconSize(QSize(16, 16))


class _PersonBlock(QFrame):
    def __init__(self, person: Person, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "person")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 9, 10, 2)
        layout.setSpacing(2)
        layout.addWidget(Label(person.name, "person", self, wrap=True))
        where = f"{role_word(person.role)} · {person.facility_name}"
        layout.addWidget(Label(where, "person-place", self, wrap=True))
        self.setAccessibleName(f"{person.name}, {where}")


class Navigation(QWidget):
    """`chosen` carries the key of the feature a person wants to see."""

    chosen = Signal(str)

    def __init__(
        self,
        features: Sequence[Feature],
        person: Person,
        clock: Clock,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "navigation")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Shell", "Navigation"))
        self._entries: dict[str, _Entry] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.buttonClicked.connect(self._on_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 14, 10, 12)
        layout.setSpacing(2)
        layout.addLayout(self._product())
        for number, feature in enumerate(features, start=1):
            shortcut = feature.shortcut or (f"F{number}" if number <= 8 else "")
            entry = _Entry(feature, shortcut, self)
            self._entries[feature.key] = entry
            self._group.addButton(entry)
            layout.addWidget(entry)
        layout.addStretch(1)
        self.pill = SyncPill(clock, person.time_zone, self)
        layout.addWidget(self.pill)
        layout.addSpacing(8)
        self.person = _PersonBlock(person, self)
        layout.addWidget(self.person)
        self._fit()

    def show_chosen(self, key: str) -> None:
        """Mark where the person is now."""
        if key in self._entries:
            self._entries[key].setChecked(True)

    def set_badge(self, key: str, count: int) -> None:
        """Say how much waits behind an entry; nothing for zero."""
        if key in self._entries:
            self._entries[key].set_badge(count)

    def badge(self, key: str) -> int:
        """The number shown behind an entry."""
        return self._entries[key].badge.count

    @property
    def keys(self) -> list[str]:
        """The features shown, in order."""
        return list(self._entries)

    def _product(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(8, 2, 8, 12)
        row.setSpacing(6)
        self._mark = QLabel(self)
        row.addWidget(self._mark)
        row.addWidget(Label(tr("Shell", "Clinic"), "product", self), 1)
        looks().changed.connect(self._fit)
        return row

    def _fit(self) -> None:
        """As wide as the longest entry wants, so that no language and no text size is cut."""
        worn = theme()
        self._mark.setPixmap(
            icons.pixmap("brand", 15, worn.color("navigation_ink"), self.devicePixelRatioF())
        )
        widest = max((entry.sizeHint().width() + 24 for entry in self._entries.values()), default=0)
        self.setFixedWidth(max(round(WIDTH * worn.text_scale), widest + 20))

    def _on_clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, _Entry):
            self.chosen.emit(button.feature.key)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._entries:
            self._fit()


def role_word(role: str) -> str:
    """What a role is called on the screen."""
    return {
        "patient": tr("Role", "Patient"),
        "doctor": tr("Role", "Doctor"),
        "nurse": tr("Role", "Nurse"),
        "reception": tr("Role", "Reception"),
        "facility_admin": tr("Role", "Administrator"),
        "system_admin": tr("Role", "System administrator"),
    }.get(role, role)
