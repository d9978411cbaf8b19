"""What waits is counted after every write: without reading the drafts themselves."""

from __future__ import annotations

from sqlalchemy import Connection


def up(db: Connection) -> None:
    """Index all that the count looks at."""
    db.exec_driver_sql(
        "CREATE INDEX outbox_by_author ON outbox (author, state, at, next_attempt_at)"
    )
