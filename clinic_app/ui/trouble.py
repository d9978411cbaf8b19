"""What went wrong, in words for the person: what happened, and what to do next.

Keyed by the stable codes of `sync.errors`, so that a code in a status and an exception in
a page are told alike.
"""

from __future__ import annotations

from dataclasses import dataclass

from clinic_app.ui.i18n import tr


@dataclass(frozen=True)
class Trouble:
    """A short sentence and the way out."""

    text: str
    way_out: str


def explain(error: BaseException) -> Trouble:
    """The words for an exception; anything without a code of its own is our defect."""
    return explain_code(str(getattr(error, "code", "defect")))


def explain_code(code: str) -> Trouble:
    """The words for a code such as "net.offline"; an unknown code is told as our defect."""
    return _words().get(code) or _words()["defect"]


def _words() -> dict[str, Trouble]:
    return {
        "net.offline": Trouble(
            tr("Trouble", "The server cannot be reached."),
            tr("Trouble", "Go on working: everything is kept on this computer and sent later."),
        ),
        "net.busy": Trouble(
            tr("Trouble", "The server asks for patience."),
            tr("Trouble", "The program tries again by itself."),
        ),
        "auth.signed_out": Trouble(
            tr("Trouble", "You are signed out."),
            tr("Trouble", "Sign in again to send what waits; nothing is lost meanwhile."),
        ),
        "auth.wrong_password": Trouble(
            tr("Trouble", "The e-mail or the password is not right."),
            tr("Trouble", "Type them again; capital letters count."),
        ),
        "net.not_allowed": Trouble(
            tr("Trouble", "Your account may not do this."),
            tr("Trouble", "Ask an administrator of the clinic for the right."),
        ),
        "net.misconfigured": Trouble(
            tr("Trouble", "Nothing at this address answers as the clinic's server does."),
            tr("Trouble", "Check the address and the key of the Supabase project."),
        ),
        "net.server_trouble": Trouble(
            tr("Trouble", "The server answered with a mistake of its own."),
            tr("Trouble", "The program tries again; if it lasts, tell your administrator."),
        ),
        "net.outdated": Trouble(
            tr("Trouble", "This program is too old for the server."),
            tr("Trouble", "Install the new version; your drafts stay and are sent then."),
        ),
        "replica.trouble": Trouble(
            tr("Trouble", "The data on this computer cannot be used."),
            tr("Trouble", "Start the program again; if it lasts, tell your administrator."),
        ),
        "replica.wrong_key": Trouble(
            tr("Trouble", "The password does not open the data on this computer."),
            tr("Trouble", "Use the password you last signed in with on this computer."),
        ),
        "replica.damaged": Trouble(
            tr("Trouble", "The data file on this computer is damaged."),
            tr(
                "Trouble",
                "It was left as it is. Ask your administrator before removing it: drafts may be inside.",
            ),
        ),
        "replica.newer": Trouble(
            tr(
                "Trouble",
                "The data on this computer was written by a newer version of this program.",
            ),
            tr("Trouble", "Install the newer version to open it; nothing was changed."),
        ),
        "replica.in_use": Trouble(
            tr("Trouble", "Another copy of this program uses the data."),
            tr("Trouble", "Close the other copy, then try again."),
        ),
        "disk.full": Trouble(
            tr("Trouble", "The disk is full."),
            tr("Trouble", "Free some space, then do it again; what was saved before is safe."),
        ),
        "net.port_in_use": Trouble(
            tr("Trouble", "Another program uses this port."),
            tr("Trouble", "Choose another port with --port."),
        ),
        "defect": Trouble(
            tr("Trouble", "Something went wrong in this program."),
            tr(
                "Trouble",
                "It was written to the log. Your saved work is safe; please tell support.",
            ),
        ),
    }
