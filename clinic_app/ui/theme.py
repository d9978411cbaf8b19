"""How everything looks: colours and measures by name, one style sheet per theme, and who told whom.

Widgets say what they are (dynamic properties such as role="danger"), never how they look.
This is the only module that sets a style sheet, and it does so once per theme for the whole
application. Painters take their colours from `theme().color("brand")` and repaint on
`looks().changed`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

from PySide6.QtCore import QObject, QTemporaryDir, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from clinic_app.ui import icons
from sync.resources import resource

NAMES = ("light", "dark", "contrast")

# Little pictures a style sheet can only take from a file: (name, icon, colour token).
_PICTURES = (
    ("down", "chevron_down", "muted"),
    ("up", "chevron_up", "muted"),
    ("left", "chevron_left", "muted"),
    ("right", "chevron_right", "muted"),
    ("check", "check", "on_brand"),
    ("dash", "dash", "on_brand"),
    ("dot", "dot", "on_brand"),
)


@cache
def _measures() -> Mapping[str, Mapping[str, int]]:
    with resource("theme", "measures.toml").open("rb") as file:
        return tomllib.load(file)


@dataclass(frozen=True)
class Theme:
    """Colours by token name, and the measures every theme shares."""

    name: str
    colors: Mapping[str, str]
    is_dark: bool = False
    text_scale: float = 1.0

    def hex(self, token: str) -> str:
        """The colour as #RRGGBB; a KeyError means the token does not exist in any theme."""
        return self.colors[token]

    def color(self, token: str, alpha: float = 1.0) -> QColor:
        """The colour for a painter, with an opacity from 0 to 1."""
        color = QColor(self.colors[token])
        color.setAlphaF(alpha)
        return color

    def text(self, size: str = "body") -> int:
        """A text size in pixels: small, note, body, large or title."""
        return round(_measures()["text"][size] * self.text_scale)

    def space(self, size: str = "small") -> int:
        """A distance in pixels: hair, tiny, small, medium, large, wide or huge."""
        return _measures()["space"][size]

    def radius(self, size: str = "control") -> int:
        """A corner in pixels: small, chip, control or card."""
        return _measures()["radius"][size]

    def font(self, size: str = "body", *, bold: bool = False) -> QFont:
        """The application's font for a painter."""
        font = QFont(QApplication.font())
        font.setPixelSize(self.text(size))
        font.setBold(bold)
        return font

    def style_sheet(self, pictures: Path) -> str:
        """The style sheet of the whole application, from the templates in resources/theme."""
        words: dict[str, str] = dict(self.colors)
        words |= {f"text_{name}": f"{self.text(name)}px" for name in _measures()["text"]}
        words |= {f"space_{name}": f"{self.space(name)}px" for name in _measures()["space"]}
        words |= {f"radius_{name}": f"{self.radius(name)}px" for name in _measures()["radius"]}
        words |= {
            f"picture_{name}": _picture(pictures, self, name).as_posix() for name, _, _ in _PICTURES
        }
        words["mono"] = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
        sheets = sorted(resource("theme").glob("*.qss"))
        return "\n".join(Template(sheet.read_text("utf-8")).substitute(words) for sheet in sheets)

    def palette(self) -> QPalette:
        """The same colours for what Qt draws by itself."""
        palette = QPalette()
        role = QPalette.ColorRole
        for which, token in (
            (role.Window, "background"),
            (role.WindowText, "ink"),
            (role.Base, "surface"),
            (role.AlternateBase, "sunken"),
            (role.Text, "ink"),
            (role.PlaceholderText, "muted"),
            (role.Button, "surface"),
            (role.ButtonText, "ink"),
            (role.BrightText, "on_red"),
            (role.Highlight, "brand"),
            (role.HighlightedText, "on_brand"),
            (role.ToolTipBase, "toast"),
            (role.ToolTipText, "toast_ink"),
            (role.Link, "brand"),
            (role.LinkVisited, "brand"),
            (role.Light, "surface"),
            (role.Mid, "line"),
            (role.Dark, "line_strong"),
            (role.Shadow, "shadow"),
            (role.Accent, "brand"),
        ):
            palette.setColor(which, self.color(token))
        for which in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, which, self.color("disabled"))
        return palette


def load(name: str, text_scale: float = 1.0) -> Theme:
    """Read a theme from resources/theme; `name` is light, dark or contrast."""
    with resource("theme", f"{name}.toml").open("rb") as file:
        read = tomllib.load(file)
    return Theme(name, read["colors"], read["dark"], text_scale)


class Looks(QObject):
    """Which theme is worn now; `changed` tells painters to paint again."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = load("light")
        self._pictures = QTemporaryDir()

    def use(self, name: str, text_scale: float = 1.0) -> None:
        """Dress the whole application; `system` follows the computer's own light or dark."""
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            raise TypeError("a theme needs a QApplication")
        if name == "system":
            scheme = app.styleHints().colorScheme().name
            name = "dark" if scheme == "Dark" else "light"
        self.theme = load(name, text_scale)
        if app.style().name().lower() != "fusion":
            app.setStyle(QStyleFactory.create("Fusion"))
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        font.setPixelSize(self.theme.text())
        app.setFont(font)
        app.setPalette(self.theme.palette())
        app.setStyleSheet(self.theme.style_sheet(Path(self._pictures.path())))
        self.changed.emit()


_looks: list[Looks] = []


def looks() -> Looks:
    """The one Looks of this application."""
    if not _looks:
        _looks.append(Looks(QApplication.instance()))
    return _looks[0]


def theme() -> Theme:
    """What is worn now."""
    return looks().theme


def state_tokens(status: str) -> tuple[str, str, str]:
    """The tokens (edge, fill, text) of an appointment's state, the same on every page."""
    return _STATES[status]


_STATES = {
    "scheduled": ("slate_edge", "slate_weak", "ink"),
    "confirmed": ("blue", "blue_weak", "ink"),
    "arrived": ("amber_edge", "amber_weak", "ink"),
    "in_progress": ("brand", "brand_weak", "ink"),
    "completed": ("green", "green_weak", "green_ink"),
    "no_show": ("red_edge", "red_weak", "ink"),
    "cancelled": ("slate_edge", "surface", "muted"),
}


def _picture(folder: Path, worn: Theme, name: str) -> Path:
    found = folder / f"{worn.name}-{name}.svg"
    if not found.exists():
        _, icon, token = next(each for each in _PICTURES if each[0] == name)
        found.write_bytes(icons.svg(icon, worn.hex(token)))
    return found
