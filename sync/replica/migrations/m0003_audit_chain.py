"""Chain the audit trail: each line vouches for all lines before it, under a key of its own.

The key is not derived from the one that encrypts the file, so that changing that one leaves the
trail as it is. Lines of before stay as they are and are not vouched for.
"""

from __future__ import annotations

from sqlalchemy import Connection


def up(db: Connection) -> None:
    """Add the column, and the key."""
    db.exec_driver_sql("ALTER TABLE audit ADD COLUMN mac TEXT")
    db.exec_driver_sql(
        """
        INSERT INTO settings (key, value)
        VALUES ('audit_key', '"' || lower(hex(randomblob(32))) || '"')
        """
    )
