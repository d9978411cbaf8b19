"""What happens between a proof at the door and the window."""

from __future__ import annotations

from typing import Protocol

from clinic_app.session import OpenSession


class Arrival(Protocol):
    """What happens between a proof at the door and the window."""

    def begin(self, session: OpenSession) -> None:
        """The session is open: what is here can be shown, what is not begins to arrive."""
        ...

    async def come_through(self) -> None:
        """Return when the window may be shown."""
        ...


class Straight:
    """Somebody whose work is here already."""

    def begin(self, session: OpenSession) -> None:
        """Nothing has to arrive."""

    async def come_through(self) -> None:
        """At once."""
