"""One quiet strip while there is no connection: offline is a way of working, not an error."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinic_app.ui.i18n import tr
from clinic_app.ui.sync_status import SyncStatus
from clinic_app.ui.widgets.banner import Banner


class OfflineBanner(Banner):
    """Shown while offline or signed out; `sign_in_wanted` when its button is pressed."""

    sign_in_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("amber", parent)
        self.acted.connect(self.sign_in_wanted)
        self.hide()

    def set_status(self, status: SyncStatus) -> None:
        """Come and go with the connection."""
        match status.phase:
            case "signed_out":
                self.say(
                    tr("Shell", "Signed out."),
                    tr(
                        "Shell",
                        "Everything you do is kept on this computer and sent once you sign in again.",
                    ),
                    tr("Shell", "Sign in again"),
                )
            case "offline":
                self.say(
                    tr("Shell", "Working offline."),
                    tr(
                        "Shell",
                        "Everything you book is kept on this computer and sent when the connection returns.",
                    ),
                )
        self.setVisible(status.phase in ("offline", "signed_out"))
