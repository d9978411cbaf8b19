"""What an error says to a person, and the way out it offers.

One place for all of them, so that a page never words a failure by itself. The words are kept by the
stable code of each class: a code in a `SyncStatus` and an exception in a page read alike, and classes
that live higher up than `sync.errors` need not be imported. The way out is a key; whoever shows the
words has the buttons.
"""

from __future__ import annotations

from collections.abc import Iterator

from clinic_app.error_shape import WayOut, Words
from clinic_app.error_words import by_code
from clinic_app.ui.i18n import tr
from sync import errors

__all__ = ["WayOut", "Words", "all_kinds", "is_known", "label", "words", "words_for_code"]


def words(error: BaseException) -> Words:
    """The words for a failure; anything that is not ours reads as our own defect."""
    known = by_code()
    for kind in type(error).__mro__:
        code = vars(kind).get("code")
        if code in known:
            return known[code]
    return known[errors.Defect.code]


def words_for_code(code: str) -> Words:
    """The words for the code of an error, as a status carries it."""
    known = by_code()
    return known.get(code) or known[errors.Expected.code]


def is_known(code: str) -> bool:
    """Whether there are words for this code."""
    return code in by_code()


def all_kinds(
    root: type[errors.ClinicError] = errors.ClinicError,
) -> Iterator[type[errors.ClinicError]]:
    """A class of failures and everything below it."""
    yield root
    for kind in root.__subclasses__():
        yield from all_kinds(kind)


def label(way_out: WayOut) -> str:
    """What the button for a way out says."""
    match way_out:
        case WayOut.RETRY:
            return tr("Errors", "Try again")
        case WayOut.SIGN_IN:
            return tr("Errors", "Sign in")
        case WayOut.TYPE_AGAIN:
            return tr("Errors", "Type it again")
        case WayOut.SETTINGS:
            return tr("Errors", "Check the connection settings")
        case WayOut.UPDATE:
            return tr("Errors", "Update the program")
        case WayOut.REFILL:
            return tr("Errors", "Fetch everything again")
        case WayOut.FREE_SPACE:
            return tr("Errors", "I have made room")
        case WayOut.OTHER_PORT:
            return tr("Errors", "Use another port")
        case WayOut.REPORT:
            return tr("Errors", "Report this")
        case WayOut.UNDERSTOOD:
            return tr("Errors", "OK")
