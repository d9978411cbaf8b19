"""A button that says what it does, how weighty that is, and which key does it too."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
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

# Which token the text, the icon and the key hint of each role take.
_INK = {"primary": "on_brand", "danger": "on_red", "warn": "red", "link": "brand", "quiet": "muted"}


class Button(QPushButton):
    """`role` is plain, primary, danger (filled red), warn (red words), quiet or link.

    `hint` is a shortcut shown as a small key behind the words ("B", "Enter"); it is shown
    only: the shortcut itself belongs to a Command.
    """

    def __init__(
        self,
        text: str,
        role: str = "plain",
        parent: QWidget | None = None,
        *,
        hint: str = "",
        icon: str = "",
        on_click: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._hint, self._icon_name = hint, icon
        self.setProperty("role", role)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self._on_click = on_click
        if on_click is not None:
            self.clicked.connect(self._on_clicked)
        self._tint()
        looks().changed.connect(self._tint)

    @property
    def role(self) -> str:
        """What kind of button this is."""
        return str(self.property("role"))

    def set_role(self, role: str) -> None:
        """Make the same button weigh more or less."""
        restyle(self, "role", role)
        self._tint()

    def set_hint(self, hint: str) -> None:
        """Show another key behind the words."""
        self._hint = hint
        self.updateGeometry()
        self.update()

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text)

    def _on_clicked(self) -> None:
        if self._on_click is not None:
            self._on_click()

    def _ink(self) -> str:
        return _INK.get(self.role, "ink") if self.isEnabled() else "disabled"

    def _tint(self) -> None:
        if self._icon_name:
            self.setIcon(icons.icon(self._icon_name, theme().color(self._ink())))
            self.setIconSize(QSize(theme().text("large"), theme().text("large")))

    def _hint_size(self) -> QSize:
        if not self._hint:
            return QSize(0, 0)
        metrics = QFontMetrics(theme().font("small"))
        return QSize(metrics.horizontalAdvance(key_text(self._hint)) + 12, metrics.height() + 2)

    # Overrides of Qt

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self._tint()

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        hint = self._hint_size()
        if hint.width():
            size.setWidth(size.width() + hint.width() + theme().space("small"))
        return size

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        hint = self._hint_size()
        if not hint.width():
            super().paintEvent(event)
            return
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self)
        whole = option.rect
        shift = hint.width() + theme().space("small")
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        option.rect = (
            whole.adjusted(shift, 0, 0, 0) if mirrored else whole.adjusted(0, 0, -shift, 0)
        )
        painter.drawControl(QStyle.ControlElement.CE_PushButtonLabel, option)
        left = room.left() if mirrored else room.right() - hint.width() + 1
        box = QRectF(left, whole.center().y() - hint.height() / 2 + 1, hint.width(), hint.height())
        self._paint_hint(painter, box)

    def _paint_hint(self, painter: QPainter, box: QRectF) -> None:
        worn = theme()
        filled = self.role in ("primary", "danger") and self.isEnabled()
        back = {"primary": "brand_deep", "danger": "red_hover"}[self.role] if filled else "surface"
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(worn.color(back))
        painter.setPen(worn.color(back if filled else "line"))
        painter.drawRoundedRect(
            box.adjusted(0.5, 0.5, -0.5, -0.5), worn.radius("small"), worn.radius("small")
        )
        painter.setFont(worn.font("small"))
        painter.setPen(worn.color(self._ink() if filled else "muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key_text(self._hint))
