"""What is said about the ways to what is kept on this computer: codes, tries, the lease."""

from __future__ import annotations

from clinic_app.error_shape import WayOut, Words
from clinic_app.ui.i18n import tr


def of_the_keys() -> dict[str, Words]:
    """The words by code."""
    return {
        "auth.mistyped_code": Words(
            tr("Errors", "This is not quite a recovery code"),
            tr(
                "Errors",
                "Compare it with the paper, group by group. It has no 0 and O, no 1, I and L.",
            ),
            WayOut.TYPE_AGAIN,
        ),
        "auth.wrong_code": Words(
            tr("Errors", "This recovery code opens nothing here"),
            tr(
                "Errors",
                "A code is for one person on one computer, and is spent once it was used."
                " Look whether there is a newer one.",
            ),
            WayOut.TYPE_AGAIN,
        ),
        "auth.too_many_tries": Words(
            tr("Errors", "Too many wrong passwords"),
            tr(
                "Errors",
                "Wait before the next try: each wrong one makes the wait longer. Starting the"
                " program again does not make it shorter.",
            ),
            WayOut.TYPE_AGAIN,
        ),
        "auth.lease_ended": Words(
            tr("Errors", "This computer has not heard from the clinic for too long"),
            tr(
                "Errors",
                "Your clinic lets it show records until then, and no longer change them. Nothing"
                " was lost. Connect to the server, or open it in an emergency.",
            ),
            WayOut.RETRY,
        ),
        "escrow.another_key": Words(
            tr("Errors", "This escrow key does not open it"),
            tr(
                "Errors",
                "What is kept here was closed with another key of the clinic, or without one."
                " Look for the key that was in use then, or open it with a password or a recovery code.",
            ),
            WayOut.UNDERSTOOD,
        ),
    }
