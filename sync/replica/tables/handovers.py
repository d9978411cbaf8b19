"""Refused drafts that a colleague has handed to this person."""

from __future__ import annotations

from sqlalchemy import Index

from sync.replica.tables.base import choice, ref, replicated, words

handovers = replicated(
    "handovers",
    ref("facility_id", "facilities"),
    ref("to_member_id", "facility_members"),
    ref("to_user_id", "profiles", nullable=True),
    words("card"),
    words("note"),
    choice("status", "open"),
)
# The server copies it from the membership.
handovers.c.to_user_id.info["managed"] = True
Index("handovers_by_user", handovers.c.to_user_id, handovers.c.status)
