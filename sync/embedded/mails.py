"""What the mails say, and the links in them."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from sync.embedded.auth_core import AuthCore
from sync.embedded.mailbox import Mail

_SUBJECTS: Final = {
    "magiclink": "Your code to sign in",
    "recovery": "Your code to choose a new password",
    "invite": "You are invited to your clinic",
    "email_change": "Confirm your new address",
    "reauthentication": "Your code to confirm a change",
}


def deliver(
    core: AuthCore, to: str, kind: str, code: str, hashed: str = "", return_to: str = ""
) -> None:
    """Put a mail with a code, and with a link when there is a hash, into the mailbox."""
    query = urlencode({"token": hashed, "type": kind, "redirect_to": return_to})
    core.mailbox.put(
        Mail(
            at=core.now(),
            to=to.lower(),
            kind=kind,
            subject=_SUBJECTS[kind],
            code=code,
            link=f"{core.url}/auth/v1/verify?{query}" if hashed else "",
        )
    )
