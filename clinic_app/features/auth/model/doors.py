"""What the page at the door asks of the program, so that it knows neither the network nor the files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from clinic_app.features.auth.model.server import Server


@dataclass(frozen=True, slots=True)
class Passed:
    """Somebody was let in. `token` is the program's own; `needs_fill`: nothing of the clinic is here."""

    token: object = field(repr=False)
    needs_fill: bool


class Doors(Protocol):
    """Each may raise an `Expected` of `sync.errors`; none of them shows anything."""

    async def probe(self, server: Server) -> None:
        """Look whether a clinic answers there. Raises Offline, Misconfigured, ServerTrouble."""
        ...

    async def sign_in(self, server: Server, email: str, password: str, old_password: str) -> Passed:
        """Ask the server. `old_password` is empty until the error of code
        "auth.old_password_needed" has asked for it. Raises Offline, WrongPassword, Busy, ...
        """
        ...

    async def unlock(self, email: str, password: str) -> Passed:
        """Ask nobody: open what is kept on this computer. Raises WrongPassword, WrongKey, Damaged."""
        ...
