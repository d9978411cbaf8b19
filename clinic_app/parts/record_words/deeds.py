"""What somebody did, in the reader's language: a write keeps its label as the sentence that made it.

The schedule finds its writes again by their labels, so those are English on every computer; another
page's label may come in the language of whoever wrote it and is then shown as it is.
"""

from __future__ import annotations

from typing import Final

from clinic_app.ui.i18n import marked, tr

DEEDS: Final = (
    marked("Deed", "Back to scheduled"),
    marked("Deed", "Book appointment"),
    marked("Deed", "Call in"),
    marked("Deed", "Cancel appointment"),
    marked("Deed", "Change status"),
    marked("Deed", "Complete visit"),
    marked("Deed", "Confirm appointment"),
    marked("Deed", "Mark as arrived"),
    marked("Deed", "Mark as no-show"),
    marked("Deed", "Move appointment"),
    marked("Deed", "Open with the clinic's escrow key"),
    marked("Deed", "Reinstate appointment"),
    marked("Deed", "Seal to the clinic's key"),
    marked("Deed", "Undo booking"),
    marked("Deed", "Undo cancellation"),
    marked("Deed", "Undo move"),
)
"""The labels that are English in the replica."""


def deed(label: str) -> str:
    """A write's label as the person reads it."""
    return tr("Deed", label) if label else ""
