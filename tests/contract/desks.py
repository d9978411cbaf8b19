"""The workstations of a story: what each holds of either server, and what it has written."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from tests.server.clinic import Json


class Replica:
    """What one desk holds of one server's answers."""

    def __init__(self) -> None:
        self.epoch: str | None = None
        self.scopes: list[Json] = []
        self.cursors: dict[str, Json] = {}
        self.held: dict[str, dict[tuple[str, str], tuple[int, Json]]] = {}
        self.lease: Json = {}

    def hear(self, answer: Json) -> None:
        """A signed lease, where there is one."""
        note = answer.get("lease", {}).get("note")
        if note is not None:
            self.lease = json.loads(note)

    def take(self, answer: Json) -> None:
        """Rows, removals and cursors of an answer."""
        if answer["epoch"] != self.epoch:
            self.__init__()  # type: ignore[misc]
            self.epoch = answer["epoch"]
        self.scopes = answer["scopes"]
        ids = [scope["id"] for scope in self.scopes]
        for lost in self.held.keys() - set(ids):
            del self.held[lost], self.cursors[lost]
        for scope in self.scopes:
            known = self.cursors.get(scope["id"])
            if known is None or known["grant"] != scope["grant"] or known["ver"] > scope["head"]:
                self.held[scope["id"]] = {}
                fresh = {"grant": scope["grant"], "ver": 0, "from": scope["head"]}
                self.cursors[scope["id"]] = fresh
            cursor, upto = self.cursors[scope["id"]], answer["upto"][scope["id"]]
            cursor["ver"] = upto
            if upto >= scope["head"]:
                cursor.pop("from", None)
        for table, page in answer["tables"].items():
            for index, ver, *cells in page["rows"]:
                row = dict(zip(page["columns"], cells, strict=True))
                self.held[ids[index]][table, row["id"]] = (ver, row)
        for index, table, row_id, _ in answer["removed"]:
            self.held[ids[index]].pop((table, row_id), None)

    @property
    def rows(self) -> dict[tuple[str, str], Json]:
        return {key: row for held in self.held.values() for key, (_, row) in held.items()}


@dataclass
class Draft:
    """One mutation as each of the two gets it: their bases are what each of them told."""

    here: Json
    there: Json

    def also(self, **changes: Any) -> Draft:
        """The same with other values."""
        return Draft(self.here | changes, self.there | changes)


@dataclass
class Desk:
    """Somebody at a workstation."""

    person: str
    home: str
    device: str
    token: str
    here: Replica = field(default_factory=Replica)
    there: Replica = field(default_factory=Replica)
    queue: list[Draft] = field(default_factory=list)
    sent: list[Draft] = field(default_factory=list)
    had: str | None = None
    weight: int = 1
