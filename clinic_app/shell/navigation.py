"""The dark column at the left: where one can go, what waits there, how sync is, who works."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from clinic_app.parts.record_words.labels import role_word
from clinic_app.shell.sync_pill import SyncPill
from clinic_app.ui import icons
from clinic_app.ui.context import Person
from clinic_app.ui.i18n import tr
from clinic_app.ui.keys import key_text
from clinic_app.ui.page import Feature
from clinic_app.ui.theme import Theme, looks, theme
from clinic_app.ui.widgets.label import Label
from sync.clock import Clock

WIDTH = 196
MOST_COUNTED = 99
_PAD = 10
_BADGE_ROOM = 18


class _Entry(QAbstractButton):
    """One place to go, with the number of things that wait there. Painted by hand: a style
    sheet cannot place icon, words and number, and mirror them."""

    def __init__(self, feature: Feature, shortcut: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.feature = feature
        self.count = 0
        self.setText(tr("Feature", feature.title))
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(key_text(shortcut))
        self.setAccessibleName(self.text())
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        looks().changed.connect(self.updateGeometry)

    def set_badge(self, count: int) -> None:
        """Show another number, and tell it to a screen reader."""
        self.count = count
        waits = tr("Shell", "%n waiting", count) if count else ""
        self.setAccessibleName(f"{self.text()}, {waits}" if waits else self.text())
        self.update()

    @property
    def _icon(self) -> int:
        return theme().text("large") + 1

    def _number(self) -> str:
        return str(self.count) if self.count <= MOST_COUNTED else f"{MOST_COUNTED}+"

    def sizeHint(self) -> QSize:
        bold = QFontMetrics(theme().font(bold=True))
        width = _PAD + self._icon + 9 + bold.horizontalAdvance(self.text()) + 8 + _BADGE_ROOM + _PAD
        return QSize(width, bold.height() + 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        worn, on = theme(), self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        back = "navigation_on" if on else "navigation_hover" if self.underMouse() else ""
        box = QRectF(self.rect())
        if back:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(worn.color(back))
            painter.drawRoundedRect(box, worn.radius(), worn.radius())
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(worn.color("navigation_ink"), 2))
            painter.drawRoundedRect(
                box.adjusted(1, 1, -1, -1), worn.radius() - 1, worn.radius() - 1
            )
        ink = worn.color("navigation_ink" if on or self.underMouse() else "navigation_muted")
        middle = self.height() // 2
        place = QRect(_PAD, middle - self._icon // 2, self._icon, self._icon)
        picture = icons.pixmap(self.feature.icon, self._icon, ink, self.devicePixelRatioF())
        painter.drawPixmap(self._mirrored(place), picture)
        left = _PAD + self._icon + 9
        painter.setFont(worn.font(bold=on))
        painter.setPen(ink)
        words = self._mirrored(QRect(left, 0, self.width() - left - _PAD, self.height()))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.count:
            self._paint_badge(painter, worn)

    def _paint_badge(self, painter: QPainter, worn: Theme) -> None:
        painter.setFont(worn.font("small", bold=True))
        metrics = painter.fontMetrics()
        height = metrics.height() + 4
        width = max(metrics.horizontalAdvance(self._number()) + 12, height + 3)
        place = QRect(self.width() - _PAD - width, (self.height() - height) // 2, width, height)
        place = self._mirrored(place)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(worn.color("badge"))
        painter.drawRoundedRect(place, height / 2, height / 2)
        painter.setPen(worn.color("on_badge"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._number())

    def _mirrored(self, place: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), place)


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
        return self._entries[key].count

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
            icons.pixmap(
                "brand", worn.text("large"), worn.color("navigation_ink"), self.devicePixelRatioF()
            )
        )
        widest = max((entry.sizeHint().width() for entry in self._entries.values()), default=0)
        self.setFixedWidth(max(round(WIDTH * worn.text_scale), widest + 20))

    def _on_clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, _Entry):
            self.chosen.emit(button.feature.key)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._entries:
            self._fit()
