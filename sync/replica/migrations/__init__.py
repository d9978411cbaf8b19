"""How a replica grows: a numbered step per shape, in a transaction, never edited once shipped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection, Engine

from sync.errors import NewerReplica
from sync.replica.migrations import (
    m0001_start,
    m0002_settled,
    m0003_audit_chain,
    m0004_health,
    m0005_policies,
    m0006_status_since,
    m0007_handovers,
    m0008_open_drafts,
    m0009_leaner_search,
)

STEPS: Final[tuple[Callable[[Connection], None], ...]] = (
    m0001_start.up,
    m0002_settled.up,
    m0003_audit_chain.up,
    m0004_health.up,
    m0005_policies.up,
    m0006_status_since.up,
    m0007_handovers.up,
    m0008_open_drafts.up,
    m0009_leaner_search.up,
)


def migrate(engine: Engine, steps: tuple[Callable[[Connection], None], ...] = STEPS) -> int:
    """Bring the file to this program's shape. Returns how many steps that took.

    Raises NewerReplica when a newer program has written it, and then changes nothing.
    """
    with engine.connect() as db:
        at = int(db.exec_driver_sql("PRAGMA user_version").scalar_one())
    if at > len(steps):
        raise NewerReplica(f"the replica has shape {at}, this program knows {len(steps)}")
    for number, step in enumerate(steps[at:], start=at + 1):
        with engine.begin() as db:
            step(db)
            # Inside the same transaction: a step is done wholly or not at all.
            db.exec_driver_sql(f"PRAGMA user_version = {number}")
    return len(steps) - at
