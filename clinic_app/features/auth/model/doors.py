"""What the page at the door asks of the program, so that it knows neither the network nor the files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from clinic_app.domain.signing_in import Way
from clinic_app.features.auth.model.events import (
    Asked,
)
from clinic_app.features.auth.model.server import Server
from clinic_app.features.auth.model.state import (
    Ways,
)


@dataclass(frozen=True, slots=True)
class Passed:
    """Somebody was let in. `token` is the program's own; `needs_fill`: nothing of the clinic is here."""

    token: object = field(repr=False)
    needs_fill: bool


Outcome = Passed | Asked
"""A proof was right: somebody is in, or the door wants something else of the same person."""


class Doors(Protocol):
    """Each may raise an `Expected` of `sync.errors`; none of them shows anything.

    The door remembers who is on the way in: `prove`, `choose_password`, `open_with` and their like
    are about the person of the last right proof, until they passed or `leave` was called.
    """

    async def probe(self, server: Server) -> None:
        """Look whether a clinic answers there. Raises Offline, Misconfigured, ServerTrouble."""
        ...

    async def ways(self, server: Server) -> Ways:
        """What the clinic lets people come in by, besides a password."""
        ...

    async def sign_in(self, server: Server, email: str, password: str) -> Outcome:
        """Ask the server. Raises Offline, WrongPassword, Busy, ..."""
        ...

    async def unlock(self, email: str, password: str) -> Passed:
        """Ask nobody: open what is kept on this computer. Raises WrongPassword, WrongKey, Damaged."""
        ...

    async def send_code(self, server: Server, email: str, way: Way) -> None:
        """Have a code and a link mailed. Raises Offline, Busy, NotOffered."""
        ...

    async def enter_code(self, server: Server, email: str, code: str, way: Way) -> Outcome:
        """Take the mailed code. Raises WrongCode, Offline, Busy."""
        ...

    async def link_opened(self) -> None:
        """Wait until the mailed link was opened on this computer. Raises TookTooLong, NotAgreed."""
        ...

    async def follow_link(self) -> Outcome:
        """Come in by the link that was opened."""
        ...

    async def browse(self, server: Server, provider: str) -> Outcome:
        """Send the browser to another service and wait for it. Raises TookTooLong, NotAgreed."""
        ...

    async def prove(self, code: str, *, on_paper: bool) -> Outcome:
        """Take a code of the authenticator, or one on paper. Raises WrongCode, Busy."""
        ...

    async def choose_password(self, password: str) -> Outcome:
        """Take a new password, for the account or for this computer. Raises WeakPassword."""
        ...

    async def open_with(self, password: str) -> Outcome:
        """Take the password that opens what is kept here. Raises WrongPassword."""
        ...

    async def open_with_paper(self, code: str) -> Outcome:
        """Take the recovery code of what is kept here."""
        ...

    async def set_aside(self) -> Outcome:
        """Put what cannot be opened aside, where it is kept, and begin afresh."""
        ...

    async def leave(self) -> None:
        """Whoever was on the way in is not any more: forget what was proved."""
        ...
