"""A strip for what is unusual about working here: reading only, opened in an emergency, new keys wanted."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinic_app.ui.i18n import tr
from clinic_app.ui.widgets.banner import Banner


class Wish(StrEnum):
    """What the strip's button asks for."""

    GLASS = "glass"
    KEYS = "keys"
    REFILL = "refill"


class RulesBanner(Banner):
    """`wanted` carries a Wish when its button is pressed."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("amber", parent)
        self._wish = Wish.GLASS
        self.acted.connect(self._on_acted)
        self.hide()

    def say_read_only(self, since: str) -> None:
        """Nothing may be changed here; `since` says when it last heard from the clinic."""
        self._say(
            "amber",
            tr("Lease", "Reading only."),
            tr(
                "Lease",
                "This computer last heard from the clinic {since}. You can write again as soon as it"
                " is connected.",
                since=since,
            ),
            tr("Lease", "Open in an emergency…"),
            Wish.GLASS,
        )

    def say_unreadable(self) -> None:
        """Nothing may be changed here, because what the server allowed was edited or is for somebody else."""
        self._say(
            "amber",
            tr("Lease", "Reading only."),
            tr(
                "Lease",
                "This computer's permission to work without the server cannot be read. You can write"
                " again as soon as the server has given a new one. What you wrote is kept.",
            ),
            tr("Lease", "Open in an emergency…"),
            Wish.GLASS,
        )

    def say_newer(self) -> None:
        """A newer program has written what is kept here."""
        self._say(
            "amber",
            tr("Shell", "Made by a newer version: you can read, not write."),
            tr(
                "Shell",
                "A newer version of this program has been used on this computer. Nothing is sent or"
                " fetched until this one is updated, and what waits to be sent is safe.",
            ),
        )

    def say_broken(self, since: str, until: str) -> None:
        """It was opened in an emergency, and for how long."""
        self._say(
            "danger",
            tr("Lease", "Opened in an emergency."),
            tr(
                "Lease",
                "Since {since}, until {until} or the next contact. It is in the audit trail, and the"
                " clinic hears of it.",
                since=since,
                until=until,
            ),
        )

    def say_keys_wanted(self) -> None:
        """The clinic asks for another key of what is kept here."""
        self._say(
            "info",
            tr("Keys", "New keys wanted."),
            tr(
                "Keys",
                "Your clinic asks that what is kept on this computer be locked with new keys. It"
                " takes a moment, and you can go on afterwards.",
            ),
            tr("Keys", "Make new keys…"),
            Wish.KEYS,
        )

    def say_damaged(self) -> None:
        """The file was found to be damaged while somebody works."""
        self._say(
            "danger",
            tr("Keys", "What is kept on this computer is damaged."),
            tr(
                "Keys",
                "Parts of it cannot be read any more. It can be put aside, where it stays, and"
                " everything the server has be fetched again.",
            ),
            tr("Keys", "Set aside and fetch again…"),
            Wish.REFILL,
        )

    def say_put_out(self, clinic: str) -> None:
        """The person works in the clinic no more, and its records have gone from here."""
        self._say(
            "danger",
            tr("Shell", "You do not work in {clinic} any more.", clinic=clinic),
            tr(
                "Shell",
                "Its records were taken back from this computer. What you had not sent is kept, with"
                " all its texts. If this is a mistake, an administrator can activate you again.",
            ),
        )

    def say_nothing(self) -> None:
        """All is as usual."""
        self.hide()

    def _say(
        self, tone: str, text: str, detail: str, action: str = "", wish: Wish = Wish.GLASS
    ) -> None:
        self._wish = wish
        self.set_tone(tone)
        self.say(text, detail, action)
        self.show()

    def _on_acted(self) -> None:
        self.wanted.emit(self._wish.value)
