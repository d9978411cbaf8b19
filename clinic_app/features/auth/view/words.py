"""Every sentence the way in says, in one place."""

from __future__ import annotations

from clinic_app import errors
from clinic_app.domain.signing_in import Missing, Way
from clinic_app.features.auth.model.server import Refusal
from clinic_app.features.auth.model.state import (
    Doing,
    Entrance,
    Step,
)
from clinic_app.ui import format as fmt
from clinic_app.ui.i18n import tr
from sync.errors import Busy, Offline, SamePassword, WrongKey, WrongPassword


def refusal(found: Refusal, wait_s: float = 0.0) -> str:
    """What is wrong with one input, and what to do about it."""
    match found.field:
        case "address" | "key":
            return _of_the_server(found)
        case "email":
            if found.code == "missing":
                return tr("Auth", "Type the e-mail address of your account.")
            return tr("Auth", "An e-mail address looks like name@example.org.")
        case "repeat":
            return tr("Auth", "The two do not agree. Type the same one twice.")
    if found.code == "too_soon":
        return tr("Auth", "Too many tries. Wait {time}, then type it again.", time=seconds(wait_s))
    if found.field == "code":
        return _of_a_code(found)
    return _of_a_password(found)


def _of_the_server(found: Refusal) -> str:
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
    return tr("Auth", "A publishable key begins with sb_publishable_. Paste all of it.")


def _of_a_code(found: Refusal) -> str:
    match found.code:
        case "missing":
            return tr("Auth", "Type the code.")
        case "shape":
            return tr("Auth", "A code has six digits.")
    return f"{errors.words_for_code(found.code).title}."


def _of_a_password(found: Refusal) -> str:
    match found.code:
        case "missing":
            return tr("Auth", "Type your password.")
        case "short":
            return tr("Auth", "Take at least {count} characters.", count=found.suggestion)
        case SamePassword.code:
            return f"{errors.words_for_code(found.code).title}."
    return errors.words_for_code(found.code).sentence


def trouble(state: Entrance, wait_s: float = 0.0) -> tuple[str, str]:
    """The strip over the form: strong words and what follows; empty when there is nothing to say."""
    found = state.refusal
    if found is None:
        return "", ""
    if found.code == "mail_too_soon":
        return (
            tr("Auth", "A mail went out a moment ago."),
            tr("Auth", "Use the code in it, or wait for the time shown below."),
        )
    if found.code == Offline.code and not found.field:
        return (
            tr("Auth", "The server cannot be reached."),
            tr("Auth", "This way in needs the line. Check the network, then try again."),
        )
    if found.code == Busy.code and wait_s > 0:
        return (
            f"{errors.words_for_code(found.code).title}.",
            tr("Auth", "It asks for patience. Try again in {time}.", time=seconds(wait_s)),
        )
    if found.code == "unknown_here":
        return (
            tr("Auth", "The server cannot be reached."),
            tr(
                "Auth",
                "Who has signed in on this computer before can come in all the same. With this"
                " address nobody has: connect, and sign in once.",
            ),
        )
    wrong = (WrongPassword.code, WrongKey.code)
    if found.field == "password" and found.code in wrong and state.step is Step.WHO:
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
        case Doing.MAILING:
            return tr("Auth", "Sending a code…")
        case Doing.BROWSING:
            return tr("Auth", "Waiting for the browser…")
        case Doing.PROVING:
            return tr("Auth", "Checking the code…")
        case Doing.KEEPING:
            return tr("Auth", "One moment…")
        case Doing.NOTHING:
            return ""


def again() -> str:
    """Over open work."""
    return tr("Auth", "What you wrote is kept here and goes as soon as you are in.")


def of_the_code(state: Entrance) -> tuple[str, str]:
    """Title and text where a mailed code is typed."""
    match state.way:
        case Way.INVITE:
            return (
                tr("Auth", "Accept an invitation"),
                tr("Auth", "The mail that invited you has a code of six digits in it."),
            )
        case Way.RECOVERY:
            return (
                tr("Auth", "Forgotten password"),
                tr(
                    "Auth",
                    "If {email} has an account, a code is in its mailbox within a minute. Type it"
                    " here, or open the link in the same mail on this computer.",
                    email=state.email,
                ),
            )
    return (
        tr("Auth", "Type the code"),
        tr(
            "Auth",
            "If {email} has an account, a code is in its mailbox within a minute. Type it here, or"
            " open the link in the same mail on this computer.",
            email=state.email,
        ),
    )


def another_mail(again_s: float) -> str:
    """The button for a further mail."""
    if again_s > 0:
        return tr("Auth", "Send another code (in {time})", time=seconds(again_s))
    return tr("Auth", "Send another code")


def of_the_factor(*, on_paper: bool) -> tuple[str, str]:
    """Title and text where the second proof is shown."""
    if on_paper:
        return (
            tr("Auth", "Recovery code"),
            tr("Auth", "Type one of the codes you were given on paper. Each is good once."),
        )
    return (
        tr("Auth", "Second proof"),
        tr("Auth", "Open your authenticator and type the six digits it shows for this clinic."),
    )


def other_proof(*, on_paper: bool) -> str:
    """The button to the other kind of second proof."""
    if on_paper:
        return tr("Auth", "Use the authenticator")
    return tr("Auth", "Use a recovery code")


def of_the_key(state: Entrance) -> tuple[str, str]:
    """Title and text where a password is chosen, or an older one typed."""
    match state.missing:
        case Missing.ACCOUNT_PASSWORD:
            return (
                tr("Auth", "Choose a password"),
                tr("Auth", "You sign in with it from now on, on every computer."),
            )
        case Missing.LOCAL_PASSWORD:
            return (
                tr("Auth", "A password for this computer"),
                tr(
                    "Auth",
                    "What is kept here is locked with it, so that you can work without the network"
                    " too and nobody else can read it.",
                ),
            )
    if state.on_paper:
        return (
            tr("Auth", "Open what is kept here"),
            tr("Auth", "Type the recovery code that was printed for this computer."),
        )
    return (
        tr("Auth", "Open what is kept here"),
        tr(
            "Auth",
            "This computer keeps work of yours, locked with the password you last used on it."
            " Type that one, once.",
        ),
    )


def key_label(state: Entrance) -> str:
    """What the first field of a password asks for."""
    if state.missing is not Missing.OLD_PASSWORD:
        return tr("Auth", "New password")
    if state.on_paper:
        return tr("Auth", "Code on paper")
    return tr("Auth", "Password used here before")


def other_key(*, on_paper: bool) -> str:
    """The button to the other way to open what is kept."""
    if on_paper:
        return tr("Auth", "Use the password")
    return tr("Auth", "I have a code on paper")


def provider(name: str) -> str:
    """How people call a service that vouches for them."""
    if name == "demo":
        return tr("Auth", "Demo identity")
    return _PROVIDERS.get(name) or name.removesuffix("_oidc").replace("_", " ").title()


_PROVIDERS = {
    "azure": "Microsoft",
    "github": "GitHub",
    "gitlab": "GitLab",
    "linkedin_oidc": "LinkedIn",
    "workos": "WorkOS",
}


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


def seconds(wait_s: float) -> str:
    """A wait in words."""
    return f"{max(1, round(wait_s))} {tr('Format', 's')}"
