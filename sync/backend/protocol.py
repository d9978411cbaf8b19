"""What the engine needs of a backend, and nothing about how it is reached.

`SupabaseBackend` is the real one, `tests/support/fake_backend.py` one in memory. Every failure that
leaves a backend is one of `sync.errors`; no status code and no exception of a network library does.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from msgspec import Struct

from sync.backend.wire import (
    DigestAnswer,
    DigestRequest,
    Json,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
)


class Session(Struct, frozen=True, kw_only=True):
    """A person's session as it is stored, in the encrypted replica and nowhere else.

    `issued_at` is this machine's clock when the tokens arrived: after a restart it tells whether
    asking for new ones first is worth it. It decides nothing: a token that turns out too old is
    renewed all the same.
    """

    person: str
    email: str
    access_token: str
    refresh_token: str
    expires_in: float
    issued_at: datetime

    def __repr__(self) -> str:
        return f"Session(person={self.person!r})"

    __str__ = __repr__

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("person", self.person)]


@dataclass(frozen=True, slots=True)
class Joined:
    """Every topic asked for is being listened to from now on: what happened before must be pulled.

    Comes again when the server says that it listens to its database only now.
    """

    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Poked:
    """Something changed: look. `scope` when the message named one."""

    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """Not all topics are being listened to any more: poll instead. `reason` is the code of an
    error.
    """

    reason: str = ""


Poke = Joined | Poked | Lost

OnSession = Callable[[Session], Awaitable[None]]


class Backend(Protocol):
    """The server as the engine sees it.

    All calls may raise Offline, Busy (wait, try again), SignedOut, NotAllowed, Misconfigured,
    ServerTrouble and Outdated of `sync.errors`. A call that raised Offline may have had its effect:
    only the answer was lost.
    """

    on_session: OnSession | None
    """Awaited with every refreshed session before its access token is used, so that it can be
    stored durably.

    What it raises ends the call that needed the token; the session is offered to it again before
    the next one.
    """

    async def sign_in(self, email: str, password: str) -> Session:
        """Open a session and return it for storing. Raises WrongPassword."""
        ...

    async def resume(self, session: Session) -> None:
        """Take a stored session over. Asks nothing of the network."""
        ...

    async def pull(self, request: PullRequest) -> PullAnswer:
        """Ask what is new."""
        ...

    async def push(self, request: PushRequest) -> PushAnswer:
        """Hand drafts over. Repeating one is harmless: the server knows their ids."""
        ...

    async def digest(self, request: DigestRequest) -> DigestAnswer:
        """Ask where this replica differs from one scope. Raises NotAllowed for a scope that is lost."""
        ...

    async def ask(self, function: str, request: Json) -> Json:
        """Call one of the rarer functions, e.g. `audit_append`. Raises NotAllowed where it says no."""
        ...

    def pokes(self, topics: Iterable[str]) -> AsyncGenerator[Poke, None]:
        """Listen for hints that something changed, reconnecting for ever; ends with SignedOut only.

        A slow listener misses repetitions, never the fact. Close it (`contextlib.aclosing`) to
        stop.
        """
        ...

    async def sign_out(self) -> bool:
        """End the session here in any case; True when the server was told too."""
        ...

    async def close(self) -> None:
        """Let every connection go. The session stays valid."""
        ...
