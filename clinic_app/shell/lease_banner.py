"""A strip for what is unusual about working here: reading only, or opened in an emergency."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinic_app.ui.i18n import tr
from clinic_app.ui.widgets.banner import Banner


class LeaseBanner(Banner):
    """`glass_wanted` when somebody has to change something all the same."""

    glass_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("amber", parent)
        self.acted.connect(self.glass_wanted)
        self.hide()

    def say_read_only(self, since: str) -> None:
        """Nothing may be changed here; `since` says when it last heard from the clinic."""
        self.set_tone("amber")
        self.say(
            tr("Lease", "Reading only."),
            tr(
                "Lease",
                "This computer last heard from the clinic {since}. You can write again as soon as it"
                " is connected.",
                since=since,
            ),
            tr("Lease", "Open in an emergency…"),
        )
        self.show()

    def say_broken(self, since: str, until: str) -> None:
        """It was opened in an emergency, and for how long."""
        self.set_tone("danger")
        self.say(
            tr("Lease", "Opened in an emergency."),
            tr(
                "Lease",
                "Since {since}, until {until} or the next contact. It is in the audit trail, and the"
                " clinic hears of it.",
                since=since,
                until=until,
            ),
        )
        self.show()

    def say_nothing(self) -> None:
        """All is as usual."""
        self.hide()
