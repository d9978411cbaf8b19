"""One quiet strip while nothing is sent: offline is a way of working, not an error."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinic_app.ui.i18n import tr
from clinic_app.ui.sync_status import SyncStatus
from clinic_app.ui.widgets.banner import Banner
from sync.errors import SecondFactorNeeded, SessionDoubted


class OfflineBanner(Banner):
    """Shown while offline, signed out or asked for a second proof; `sign_in_wanted` when its button is
    pressed.
    """

    sign_in_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("amber", parent)
        self.acted.connect(self.sign_in_wanted)
        self.hide()

    def set_status(self, status: SyncStatus) -> None:
        """Come and go with the connection."""
        must_prove = status.error == SecondFactorNeeded.code
        is_doubted = status.error == SessionDoubted.code
        match status.phase:
            case _ if is_doubted:
                self.say(
                    tr("Shell", "The server does not recognise you any more."),
                    tr(
                        "Shell",
                        "It was moved or restored. Everything you do is kept on this computer and"
                        " sent once you sign in again.",
                    ),
                    tr("Shell", "Sign in again"),
                )
            case _ if must_prove:
                self.say(
                    tr("Shell", "Your clinic asks for a second proof."),
                    tr(
                        "Shell",
                        "Patients and visits stay as they are here, and what you write is kept, until you"
                        " sign in with the code of your authenticator.",
                    ),
                    tr("Shell", "Sign in again"),
                )
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
        is_stopped = must_prove or is_doubted
        self.setVisible(is_stopped or status.phase in ("offline", "signed_out"))
