"""The server of a world: what the desks talk to, and what the checks ask afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import msgspec

from sync.backend import wire
from tests.support.fake_ask import ask
from tests.support.fake_push import push
from tests.support.fake_schema import Refused, Row
from tests.support.fake_server import FakeServer

Rows = dict[str, dict[str, Row]]


@dataclass(frozen=True)
class Verdict:
    """What the server's ledger says of a mutation."""

    status: str
    code: str | None = None


class Server(Protocol):
    """Everything a world needs of a server."""

    listeners: list[Callable[[frozenset[str]], None]]

    def add_facility(self, name: str) -> str: ...

    def add_person(self, name: str) -> str:
        """An account without a membership; its id."""
        ...

    def put(self, table: str, row_id: str | None = None, **values: Any) -> str | None:
        """A colleague's write; None where a rule of the server forbids it."""
        ...

    def remove(self, table: str, row_id: str) -> None:
        """A colleague's delete."""
        ...

    def rows(self, table: str) -> dict[str, Row]: ...

    def pull(self, person: str, request: wire.PullRequest) -> bytes: ...

    def push(self, person: str, request: wire.PushRequest) -> bytes: ...

    def digest(self, person: str, request: wire.DigestRequest) -> bytes: ...

    def ask(self, person: str, function: str, request: wire.Json) -> bytes: ...

    def visible(self, person: str) -> Rows:
        """Every row that this person may read."""
        ...

    def is_member(self, person: str) -> bool:
        """Whether any clinic has this person as a member now."""
        ...

    def heads(self, person: str) -> dict[str, tuple[int, int, str]]:
        """The scopes of a person: (head, n, sum)."""
        ...

    def grants(self, person: str) -> dict[str, int]:
        """The scopes of a person, and the numbers of the grants."""
        ...

    def verdict(self, mutation: str) -> Verdict | None: ...

    def history(self, table: str, row_id: str) -> list[Row]:
        """Every value the row has had, oldest first."""
        ...

    def is_gone(self, table: str, row_id: str) -> bool:
        """Whether it was deleted while the server did not know it, after a restore."""
        ...

    def pause(self, on: bool) -> None:
        """Ask every client to hold back, or not any more."""
        ...

    def demand(self, client: int) -> None:
        """Serve programs of this number and newer ones."""
        ...

    def backup(self) -> Any: ...

    def restore(self, backup: Any) -> None:
        """Back to that moment; the server says so with a new epoch."""
        ...

    def close(self) -> None:
        """The world is over."""
        ...


class MemoryServer:
    """`tests.support.fake_server` as a world asks it."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._fake = FakeServer(now)
        self.listeners = self._fake.listeners

    def add_facility(self, name: str) -> str:
        return self._fake.add_facility(name)

    def add_person(self, name: str) -> str:
        return self._fake.put("profiles", email=f"{name}@clinic.example", full_name=name)

    def put(self, table: str, row_id: str | None = None, **values: Any) -> str | None:
        try:
            return self._fake.put(table, row_id, **values)
        except Refused:
            return None

    def remove(self, table: str, row_id: str) -> None:
        self._fake.remove(table, row_id)

    def rows(self, table: str) -> dict[str, Row]:
        return self._fake.tables[table]

    def pull(self, person: str, request: wire.PullRequest) -> bytes:
        return self._fake.pull(person, request)

    def push(self, person: str, request: wire.PushRequest) -> bytes:
        return push(self._fake, person, request)

    def digest(self, person: str, request: wire.DigestRequest) -> bytes:
        return self._fake.digest(person, request)

    def ask(self, person: str, function: str, request: wire.Json) -> bytes:
        return msgspec.json.encode(ask(self._fake, person, function, request))

    def visible(self, person: str) -> Rows:
        return self._fake.visible(person)

    def is_member(self, person: str) -> bool:
        members = self._fake.tables["facility_members"].values()
        return any(m["user_id"] == person and m["is_active"] for m in members)

    def heads(self, person: str) -> dict[str, tuple[int, int, str]]:
        held = self._fake.grants.get(person, {})
        heads = {scope: self._fake.heads[scope] for scope in held}
        return {scope: (head.ver, head.n, str(head.sum)) for scope, head in heads.items()}

    def grants(self, person: str) -> dict[str, int]:
        return self._fake.grants.get(person, {})

    def verdict(self, mutation: str) -> Verdict | None:
        told = self._fake.verdict_of(mutation)
        return Verdict(told["status"], told.get("code")) if told else None

    def history(self, table: str, row_id: str) -> list[Row]:
        return self._fake.past.get((table, row_id), [])

    def is_gone(self, table: str, row_id: str) -> bool:
        return (table, row_id) in self._fake.gone

    def pause(self, on: bool) -> None:
        self._fake.flags = self._fake.flags | {"pause": on}

    def demand(self, client: int) -> None:
        self._fake.flags = self._fake.flags | {"min_client": client}

    def backup(self) -> Any:
        return self._fake.save()

    def restore(self, backup: Any) -> None:
        self._fake.load(backup)
        self._fake.new_epoch()

    def close(self) -> None:
        """It is only memory."""
