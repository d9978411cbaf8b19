"""A recovery code as it goes on paper: one page that says what it is for and where to keep it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Final

from PySide6.QtGui import QPagedPaintDevice, QTextDocument

from clinic_app.ui.i18n import tr

_POINTS: Final = 11


@dataclass(frozen=True, slots=True)
class PaperCode:
    """What the page holds. `made_on` as the locale writes a date."""

    code: str
    person: str
    clinic: str
    computer: str
    made_on: str

    def rows(self) -> list[str]:
        """The code as it stands on the paper: two rows of four groups."""
        groups = self.code.split("-")
        half = (len(groups) + 1) // 2
        return ["  ".join(groups[:half]), "  ".join(groups[half:])]

    def sentences(self) -> list[str]:
        """What somebody has to know who finds the paper in a year."""
        return [
            tr(
                "Recovery",
                "Whoever has this code opens what is kept for this person on this computer, once,"
                " and sets a new password. The account at the server is not touched by it.",
            ),
            tr(
                "Recovery",
                "Keep it where you keep other keys: not at the desk, not in a file, not in a mail.",
            ),
            tr(
                "Recovery",
                "A new code, or new keys of the computer, make this paper worthless: throw it away"
                " then.",
            ),
        ]

    def facts(self) -> list[tuple[str, str]]:
        """Whose code it is."""
        return [
            (tr("Recovery", "Person"), self.person),
            (tr("Recovery", "Clinic"), self.clinic),
            (tr("Recovery", "Computer"), self.computer),
            (tr("Recovery", "Made on"), self.made_on),
        ]

    def as_text(self) -> str:
        """The page as plain text."""
        lines = [tr("Recovery", "Recovery code"), "", *self.rows(), ""]
        lines += [f"{name}: {value}" for name, value in self.facts()]
        return "\n".join([*lines, "", *self.sentences(), ""])

    def document(self) -> QTextDocument:
        """The page as Qt prints it."""
        rows = "<br>".join(escape(row).replace("  ", "&nbsp;&nbsp;") for row in self.rows())
        facts = "".join(
            f"<tr><td>{escape(name)}&nbsp;&nbsp;</td><td><b>{escape(value)}</b></td></tr>"
            for name, value in self.facts()
        )
        words = "".join(f"<p>{escape(sentence)}</p>" for sentence in self.sentences())
        document = QTextDocument()
        font = document.defaultFont()
        font.setPointSize(_POINTS)
        document.setDefaultFont(font)
        document.setHtml(
            f"<h1>{escape(tr('Recovery', 'Recovery code'))}</h1>"
            f"<p style='font-family:monospace;font-size:{_POINTS + 7}pt'><b>{rows}</b></p>"
            f"<table>{facts}</table>{words}"
        )
        return document

    def print_on(self, device: QPagedPaintDevice) -> None:
        """Print it; the device is a printer or a PDF."""
        self.document().print_(device)
