"""Reading the trail: the clinic's from its server, this computer's own where that cannot be reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from clinic_app.features.audit import queries
from clinic_app.features.audit.model import Entry, Wanted, merged
from clinic_app.ui.context import Server
from sync.errors import Expected, Offline
from sync.replica.audit import Verdict, verify
from sync.steps.audit import Comparison, compare

if TYPE_CHECKING:
    from sync.replica.replica import Replica

AT_ONCE: Final = 200
MOST_AT_ONCE: Final = 500
"""More than that the server never answers at once."""
_INSTANT: Final = timedelta(microseconds=1)


class Reading:
    """One question to the trail, answered page by page.

    `trouble` is why the server's trail is not in it; then there are this computer's own lines alone.
    """

    def __init__(
        self, replica: Replica, server: Server | None, wanted: Wanted, *, at_once: int = AT_ONCE
    ) -> None:
        self.wanted = wanted
        self.trouble: Expected | None = None
        self.has_more = False
        self._replica, self._server, self._at_once = replica, server, at_once
        self._told: list[Entry] = []
        self._here: list[Entry] = []
        self._asked_here = 0

    @property
    def entries(self) -> list[Entry]:
        """What has been read so far, the newest first."""
        return merged(self._told, self._here)

    async def begin(self) -> None:
        """Read the newest lines."""
        try:
            await self._ask_server()
        except Expected as error:
            self.trouble = error
            await self._read_here()
        else:
            # What was done a moment ago has not been told yet, and is looked for all the same.
            untold = queries.lines_here(self.wanted, MOST_AT_ONCE, untold=True)
            self._here = await self._replica.read(untold)

    async def more(self) -> None:
        """Read on. Raises Offline and its like when the server answers no more."""
        if self.trouble is None:
            await self._ask_server()
        else:
            await self._read_here()

    async def _ask_server(self) -> None:
        if self._server is None:
            raise Offline("there is no server to ask")
        lines = await self._lines(self._told[-1].at + _INSTANT if self._told else None)
        seen = {entry.id for entry in self._told}
        fresh = [line for line in lines if line.id not in seen]
        if not fresh and len(lines) == self._at_once:
            # A whole page of one instant: what of it did not fit is passed over, not asked for ever.
            lines = fresh = await self._lines(self._told[-1].at)
        self._told += fresh
        self.has_more = len(lines) == self._at_once

    async def _lines(self, before: datetime | None) -> list[Entry]:
        assert self._server is not None
        wanted = self.wanted
        request: dict[str, Any] = {
            "from": _written(wanted.since),
            "to": _written(wanted.until),
            "user_id": wanted.person or None,
            "action": wanted.action or None,
            "row_id": wanted.row_id or None,
            "before_at": _written(before),
            "want": self._at_once,
        }
        answer = await self._server.ask("audit_read", request)
        return [_entry(line) for line in answer["lines"]]

    async def _read_here(self) -> None:
        self._asked_here += self._at_once
        found = await self._replica.read(queries.lines_here(self.wanted, self._asked_here + 1))
        self._here = found[: self._asked_here]
        self.has_more = len(found) > self._asked_here


def _written(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _entry(line: dict[str, Any]) -> Entry:
    return Entry(
        datetime.fromisoformat(line["at"]),
        line["user_id"],
        line["device"],
        line["seq"],
        line["action"],
        line["table_name"],
        line["row_id"] or "",
        line["label"],
        tuple(line["fields"]),
        line["who"] or "",
        datetime.fromisoformat(line["received_at"]),
    )


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look at this computer's whole trail found; `compared` is None where no server answered."""

    here: Verdict
    compared: Comparison | None

    @property
    def holds(self) -> bool:
        """Nothing is missing or different, as far as could be looked."""
        return self.here.holds if self.compared is None else self.compared.holds


async def check(replica: Replica, server: Server | None) -> Checked:
    """Walk this computer's trail, and hold it against what the server was told of it."""
    if server is not None:
        try:
            compared = await compare(replica, server)
        except Expected:
            pass  # then only what is here can be looked at, and the answer says so
        else:
            return Checked(compared.local, compared)
    return Checked(await replica.read(verify), None)
