"""A button that says what it does, how weighty that is, and which key does it too."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from clinic_app.ui import icons
from clinic_app.ui.keys import key_text
from clinic_app.ui.theme import looks, theme
from clinic_app.ui.widgets.label import restyle

# Which token the words, the icon and the key of each role take.
_INK = {
    "primary": "on_brand",
    "danger": "on_red",
    "warn": "red",
    "link": "brand",
    "quiet": "muted",
    "toast": "toast_action",
}
_FILLED = {"primary": "brand_deep", "danger": "red_fill_hover"}
_GAP = 7


class Button(QPushButton):
    """`role` is plain, primary, danger (filled red), warn (red words), quiet or link.

    `hint` is a shortcut shown as a small key behind the words ("B", "Enter"); it is shown
    only: the shortcut itself belongs to a Command. A button without words needs `name`.
    """

    def __init__(
        self,
        text: str,
        role: str = "plain",
        parent: QWidget | None = None,
        *,
        hint: str = "",
        icon: str = "",
        name: str = "",
        on_click: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._hint, self._icon_name = hint, icon
        self._on_click = on_click
        self.setProperty("role", role)
        if icon and not text:
            self.setProperty("shape", "icon")
        self.setAccessibleName(name or text)
        self.setToolTip(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self.clicked.connect(self._on_clicked)
        looks().changed.connect(self.updateGeometry)

    @property
    def role(self) -> str:
        """What kind of button this is."""
        return str(self.property("role"))

    def set_role(self, role: str) -> None:
        """Make the same button weigh more or less."""
        restyle(self, "role", role)

    def set_hint(self, hint: str) -> None:
        """Show another key behind the words."""
        self._hint = hint
        self.updateGeometry()
        self.update()

    def set_icon(self, name: str) -> None:
        """Show another icon before the words."""
        self._icon_name = name
        self.updateGeometry()
        self.update()

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text)

    def _on_clicked(self) -> None:
        if self._on_click is not None:
            self._on_click()

    def _ink(self) -> str:
        if not self.isEnabled():
            return "disabled"
        return _INK.get(self.role, "ink")

    def _icon_side(self) -> int:
        return theme().text("large") if self._icon_name else 0

    def _hint_size(self) -> QSize:
        if not self._hint:
            return QSize(0, 0)
        metrics = QFontMetrics(theme().font("small"))
        return QSize(metrics.horizontalAdvance(key_text(self._hint)) + 12, metrics.height() + 3)

    # Overrides of Qt

    def sizeHint(self) -> QSize:
        """Qt's own size for the words, and room for the icon and the key."""
        size = super().sizeHint()
        if self._icon_name:
            # Without words Qt still counts the width of "XXXX".
            words = self.fontMetrics().horizontalAdvance("XXXX") if not self.text() else -_GAP
            size.setWidth(size.width() + self._icon_side() - words)
        if self._hint:
            size.setWidth(size.width() + self._hint_size().width() + _GAP + 2)
        return size

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._hint and not self._icon_name:
            super().paintEvent(event)
            return
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        side, hint = self._icon_side(), self._hint_size()
        words = self.fontMetrics().horizontalAdvance(self.text()) + 1 if self.text() else 0
        parts = [width for width in (side, words, hint.width()) if width]
        total = sum(parts) + _GAP * (len(parts) - 1)
        room = self.rect()
        left, middle = (room.width() - total) // 2, room.height() / 2
        if side:
            place = QRect(left, round(middle - side / 2), side, side)
            picture = icons.pixmap(
                self._icon_name, side, theme().color(self._ink()), self.devicePixelRatioF()
            )
            painter.drawPixmap(self._mirrored(place), picture)
            left += side + _GAP
        if words:
            option.rect = self._mirrored(QRect(left, 0, words, room.height()))
            option.icon = QIcon()
            painter.setPen(theme().color(self._ink()))
            painter.drawText(option.rect, Qt.AlignmentFlag.AlignCenter, self.text())
            left += words + _GAP
        if hint.width():
            place = QRect(left, round(middle - hint.height() / 2), hint.width(), hint.height())
            self._paint_hint(painter, QRectF(self._mirrored(place)))

    def _mirrored(self, place: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), place)

    def _paint_hint(self, painter: QPainter, box: QRectF) -> None:
        worn = theme()
        filled = _FILLED.get(self.role) if self.isEnabled() else None
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(worn.color(filled or "surface"))
        painter.setPen(worn.color(filled or "line"))
        corner = worn.radius("small")
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), corner, corner)
        painter.setFont(worn.font("small"))
        painter.setPen(worn.color(self._ink() if filled else "muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key_text(self._hint))
