"""Tell the server what the audit trail has gained, so that its end cannot be cut off unnoticed."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Final, Protocol

from sqlalchemy import Connection

from sync.backend.protocol import Backend
from sync.backend.wire import Json
from sync.errors import Expected, Offline, SignedOut
from sync.replica import audit
from sync.replica.replica import Replica
from sync.replica.settings import AUDIT_SENT, read_setting, write_setting
from sync.replica.tables.types import moment_text

log = logging.getLogger("clinic.sync")
MOST_LINES: Final = 500
MOST_BATCHES: Final = 20
FORKED: Final = "audit_forked"


class Asks(Protocol):
    """The part of a backend that is needed here."""

    async def ask(self, function: str, request: Json) -> Json:
        """See `Backend.ask`."""
        ...


@dataclass(frozen=True, slots=True)
class Comparison:
    """A local trail beside what the server was told. `missing_from`: the server knows lines from here
    on that are not here any more; `differs_at`: the first line whose code is another one.
    """

    local: audit.Verdict
    told: int
    missing_from: int | None
    differs_at: int | None

    @property
    def holds(self) -> bool:
        """The trail is whole, and nothing the server was told is missing or different."""
        return self.local.holds and self.missing_from is None and self.differs_at is None


async def tell(replica: Replica, backend: Asks) -> int:
    """Send the lines the server has not heard of, oldest first. Returns how many were sent."""
    sent = 0
    for _ in range(MOST_BATCHES):
        lines = await replica.read(_untold)
        if not lines:
            break
        told = [_as_told(line) for line in lines]
        answer = await backend.ask("audit_append", {"device": replica.device, "lines": told})
        upto = min(int(answer["upto"]), lines[-1].seq)
        await replica.apply(lambda db, u=upto, a=answer: _note(db, u, a.get("forked")))  # type: ignore[misc]
        sent += len(lines)
        if upto < lines[-1].seq:
            break
    return sent


async def tell_if_taken(replica: Replica, backend: Backend) -> None:
    """The trail follows the work; a server that does not take it (yet) does not stop the work."""
    try:
        await tell(replica, backend)
    except (Offline, SignedOut):
        raise
    except Expected as trouble:
        log.info("the audit trail waits: %s", trouble.code)


async def compare(replica: Replica, backend: Asks) -> Comparison:
    """Walk the chain and hold it against every code the server was told."""
    local = await replica.read(audit.verify)
    here = await replica.read(audit.codes)
    after, told, differs, missing = 0, 0, None, None
    while True:
        answer = await backend.ask("audit_codes", {"device": replica.device, "after": after})
        for seq, mac in answer["codes"]:
            told, after = told + 1, int(seq)
            if after not in here:
                missing = missing if missing is not None else after
            elif here[after] != mac and differs is None:
                differs = after
        if not answer["more"]:
            return Comparison(local, told, missing, differs)


def _untold(db: Connection) -> list[audit.Kept]:
    return audit.after(db, int(read_setting(db, AUDIT_SENT) or 0), MOST_LINES)


def _as_told(line: audit.Kept) -> dict[str, object]:
    told: dict[str, object] = {name: getattr(line, name) for name in audit.Kept.__slots__}
    return told | {"at": moment_text(line.at)}


def _note(db: Connection, upto: int, forked: int | None) -> None:
    write_setting(db, AUDIT_SENT, upto)
    if forked is not None:
        write_setting(db, FORKED, forked)
