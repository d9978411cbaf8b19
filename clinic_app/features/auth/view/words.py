"""Every sentence the way in says, in one place."""

from __future__ import annotations

from clinic_app import errors
from clinic_app.features.auth.model.entrance import Doing, Entrance
from clinic_app.features.auth.model.server import Refusal
from clinic_app.ui import format as fmt
from clinic_app.ui.i18n import tr
from sync.errors import WrongKey, WrongPassword


def refusal(found: Refusal, wait_s: float = 0.0) -> str:
    """What is wrong with one input, and what to do about it."""
    match found.field, found.code:
        case "address", "missing":
            return tr("Auth", "Type the address your administrator gave you.")
        case "address", "not_secure":
            return tr(
                "Auth",
                "Without encryption everybody on the way could read along. Use {address}.",
                address=found.suggestion,
            )
        case "address", "dashboard":
            return tr(
                "Auth",
                "That is the address of the dashboard. The project's own is {address}.",
                address=found.suggestion,
            )
        case "address", _:
            return tr("Auth", "An address looks like https://clinic.supabase.co.")
        case "key", "missing":
            return tr("Auth", "Type or paste the publishable key.")
        case "key", "secret":
            return tr(
                "Auth",
                "This is a secret key: it opens every record to whoever has it. Nothing was sent."
                " Ask for the publishable key, and have this one replaced.",
            )
        case "key", _:
            return tr("Auth", "A publishable key begins with sb_publishable_. Paste all of it.")
        case "email", "missing":
            return tr("Auth", "Type the e-mail address of your account.")
        case "email", _:
            return tr("Auth", "An e-mail address looks like name@example.org.")
        case "password", "missing":
            return tr("Auth", "Type your password.")
        case "password", "too_soon":
            return tr(
                "Auth", "Too many tries. Wait {time}, then type it again.", time=_seconds(wait_s)
            )
        case "password", (WrongPassword.code | WrongKey.code):
            return errors.words_for_code(found.code).sentence
        case "old_password", code:
            return errors.words_for_code(code).sentence
        case _:
            return errors.words_for_code(found.code).sentence


def trouble(state: Entrance) -> tuple[str, str]:
    """The strip over the form: strong words and what follows; empty when there is nothing to say."""
    found = state.refusal
    if found is None:
        return "", ""
    if found.code == "unknown_here":
        return (
            tr("Auth", "The server cannot be reached."),
            tr(
                "Auth",
                "Who has signed in on this computer before can come in all the same. With this"
                " address nobody has: connect, and sign in once.",
            ),
        )
    if found.field == "password" and found.code in (WrongPassword.code, WrongKey.code):
        if state.is_away:
            return (
                tr("Auth", "This password opens nothing here."),
                tr(
                    "Auth",
                    "The server cannot be reached, so the password counts that you last used on"
                    " this computer.",
                ),
            )
        return f"{errors.words_for_code(found.code).title}.", ""
    if found.field:
        return "", ""
    said = errors.words_for_code(found.code)
    return f"{said.title}.", said.sentence


def doing(state: Entrance) -> str:
    """What is under way."""
    match state.doing:
        case Doing.LOOKING:
            return tr("Auth", "Looking for the clinic…")
        case Doing.ASKING:
            return tr("Auth", "Signing in…")
        case Doing.UNLOCKING:
            return tr("Auth", "No answer from the server. Opening what is kept here…")
        case Doing.STARTING:
            return tr("Auth", "Starting the demo…")
        case Doing.NOTHING:
            return ""


def filled(done: int, total: int) -> str:
    """How far the first fill has come."""
    if total <= 0:
        return tr("Auth", "Asking what there is…")
    return tr(
        "Auth",
        "{done} of {total} records",
        done=fmt.number(min(done, total)),
        total=fmt.number(total),
    )


def _seconds(wait_s: float) -> str:
    return f"{max(1, round(wait_s))} {tr('Format', 's')}"
