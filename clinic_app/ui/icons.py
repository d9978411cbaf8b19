"""Our own icons, drawn in the current colour at whatever size they are asked for."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from sync.resources import resource

_SIZES = (12, 14, 16, 20, 24, 32, 48)


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text("utf-8")


def svg(name: str, color: str) -> bytes:
    """The picture as SVG text with its strokes in `color` (#RRGGBB)."""
    return _source(name).replace("currentColor", color).encode()


@lru_cache(maxsize=512)
def _pixmap(name: str, size: int, color: str, ratio: float) -> QPixmap:
    pixmap = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg(name, color))).render(
        painter, QRectF(0, 0, size * ratio, size * ratio)
    )
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def pixmap(name: str, size: int, color: QColor, ratio: float = 1.0) -> QPixmap:
    """The icon at `size` logical pixels, tinted, sharp on a screen of this pixel ratio."""
    return _pixmap(name, size, color.name(), ratio)


def icon(name: str, color: QColor) -> QIcon:
    """The icon for a button or an item view, tinted once; ask again when the theme changes."""
    made = QIcon()
    for size in _SIZES:
        for ratio in (1.0, 2.0):
            made.addPixmap(pixmap(name, size, color, ratio))
    return made
