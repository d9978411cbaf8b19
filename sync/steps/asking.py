"""What a pull asks: what is held here, told in full only where that can bring something."""

from __future__ import annotations

from typing import Final

import msgspec
from msgspec import UNSET
from sqlalchemy import Connection

from sync.backend.protocol import Backend
from sync.backend.wire import PullAnswer, PullRequest, ScopeCursor
from sync.replica import cursors, direct, lease, outbox
from sync.replica.replica import Replica
from sync.replica.settings import EPOCH, read_setting

FIRST_WANT: Final = 500
MOST_WANT: Final = 2_000
FEW_SCOPES: Final = 20
"""So many are told with every look; a receptionist has four."""


async def ask(backend: Backend, request: PullRequest) -> PullAnswer:
    """Pull. Many scopes are told only when there is something new: otherwise a look costs a line."""
    if len(request.scopes) > FEW_SCOPES and not request.pending:
        answer = await backend.pull(msgspec.structs.replace(request, scopes={}, brief=True))
        if answer.same:
            return answer
    return await backend.pull(request)


def request_of(db: Connection, replica: Replica, upto: dict[str, int] | None = None) -> PullRequest:
    """What we hold. `upto` runs ahead of the stored cursors by a page that is about to be stored."""
    held = {}
    every = cursors.all_cursors(db)
    for c in every:
        if c.state == cursors.PURGING:
            continue
        ver = max(c.ver, (upto or {}).get(c.scope, 0))
        if c.state == cursors.FILLING and c.from_head is not None:
            held[c.scope] = ScopeCursor(grant=c.grant_no, ver=ver, start=c.from_head)
        else:
            held[c.scope] = ScopeCursor(grant=c.grant_no, ver=ver)
    # Whoever waits for a first fill sees a short page sooner; a day's own work comes back in one.
    is_first = upto is None and all(c.state != cursors.LIVE for c in every)
    acked = direct.rows(db, "SELECT id FROM outbox WHERE state = ? LIMIT 1000", (outbox.ACKED,))
    return PullRequest(
        device=replica.device,
        epoch=read_setting(db, EPOCH),
        seen=cursors.seen_digest(db, every) if upto is None else None,
        scopes=held,
        pending=[each for (each,) in acked],
        want=FIRST_WANT if is_first else MOST_WANT,
        lease=lease.held(db) if upto is None else UNSET,
    )
