"""What a page is given: who works, on which data, and how to get elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from clinic_app.ui.scope import TaskScope
from clinic_app.ui.sync_status import Engine
from sync.clock import Clock

if TYPE_CHECKING:
    from sync.replica.replica import Replica


class Navigate(Protocol):
    """Show another page: `navigate("patients", patient_id=...)`."""

    def __call__(self, key: str, **where: object) -> None: ...


class Proof(StrEnum):
    """What somebody shows to prove that they are still who signed in."""

    CODE = "code"
    """Of their authenticator, checked by the server."""
    PASSWORD = "password"  # noqa: S105 - a kind, not a word
    """That opens what is kept on this computer."""


class Prover(Protocol):
    """Behind `clinic_app.parts.step_up`; pages hand it on and do not call it."""

    async def wanted(self) -> Proof | None:
        """What to ask for now; None when somebody proved it a few minutes ago."""
        ...

    async def prove(self, proof: Proof, typed: str) -> None:
        """Take it. Raises an Expected when it is not right."""
        ...


class Server(Protocol):
    """The clinic's server, for what cannot be answered from the replica."""

    async def ask(self, function: str, request: dict[str, Any]) -> dict[str, Any]:
        """Call a function of its API. Raises Offline, NotAllowed and the other kinds of Expected."""
        ...


@dataclass(frozen=True)
class Person:
    """The person signed in, in the facility they work for now."""

    id: str
    name: str
    role: str
    facility_id: str
    facility_name: str
    time_zone: str


@dataclass(frozen=True)
class Context:
    """Handed to every page; each page gets its own `scope`, which ends with it."""

    replica: Replica
    engine: Engine
    clock: Clock
    person: Person
    scope: TaskScope
    navigate: Navigate
    prover: Prover | None = None
    server: Server | None = None
