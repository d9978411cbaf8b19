"""The machine's state and the outbox's counts, as the one value that screens show."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sync.engine.machine import State
from sync.engine.memory import Counts
from sync.engine.status import Phase, SyncStatus


def shown(
    status: SyncStatus, state: State, counts: Counts, next_try_at: datetime | None, now: datetime
) -> SyncStatus:
    """The status that follows `status`: never better than the truth."""
    offline = state.reached is False
    return replace(
        status,
        phase=_phase(state),
        online=state.reached is True and not state.held,
        live=state.live,
        waiting=counts.waiting.drafts,
        oldest_waiting_at=counts.waiting.oldest_at,
        cards=counts.cards,
        offline_since=(status.offline_since or now) if offline else None,
        next_try_at=next_try_at if _is_asleep(state) else None,
        error=state.error,
    )


def _is_asleep(state: State) -> bool:
    """A timer runs that will start the next round."""
    return state.signed_in and not state.in_round and not state.held


def _phase(state: State) -> Phase:
    if not state.signed_in:
        return "signed_out" if state.error else "starting"
    if state.held:
        return "held"
    if state.reached is False:
        return "offline"
    if state.paused:
        return "paused"
    if state.in_round:
        return "syncing" if state.reached else "starting"
    return "idle"
