"""Facilities, those who work there, and the patients they look after."""

from __future__ import annotations

from sqlalchemy import Column, ColumnClause, Index, Integer, MetaData, Table, Text, column

from sync.replica.tables.base import choice, flag, number, ref, replicated, words
from sync.replica.tables.types import IsoDate, UtcDateTime

facilities = replicated(
    "facilities",
    words("name"),
    choice("time_zone", "UTC"),
    words("phone"),
    words("address"),
    # Each replica's key is sealed to it (escrow.py).
    Column("escrow_key", Text),
)

facility_policies = replicated(
    "facility_policies",
    ref("facility_id", "facilities"),
    number("auto_lock_minutes", 10),
    number("lease_days", 14),
    flag("is_locked_after_lease", default=False),
    flag("is_second_factor_required", default=False),
    flag("is_recording_allowed", default=False),
    Column("keys_since", UtcDateTime),
)
Index("facility_policies_by_facility", facility_policies.c.facility_id)

profiles = replicated(
    "profiles",
    words("full_name"),
    words("email"),
    choice("locale", "en"),
)

facility_members = replicated(
    "facility_members",
    ref("facility_id", "facilities"),
    ref("user_id", "profiles"),
    choice("role", "reception"),
    words("display_name"),
    flag("is_active", default=True),
)
Index("facility_members_by_user", facility_members.c.user_id, facility_members.c.facility_id)

patients = replicated(
    "patients",
    ref("facility_id", "facilities"),
    ref("user_id", "profiles", nullable=True, managed=True),
    # The server gives it: a workstation without a line cannot know the next one.
    Column("record_number", Text, info={"managed": True}),
    words("family_name", nocase=True),
    words("given_name", nocase=True),
    Column("birth_date", IsoDate),
    choice("gender", "unknown"),
    words("phone"),
    words("email"),
    words("address"),
    words("note"),
    flag("is_active", default=True),
    # The search index points here; SQLite may renumber a rowid that is not a column (VACUUM).
    rowid=Column("search_no", Integer, primary_key=True, info={"local": True}),
)
Index("patients_by_name", patients.c.family_name, patients.c.given_name)
Index("patients_by_given_name", patients.c.given_name, patients.c.family_name)
Index("patients_by_record_number", patients.c.record_number)

# The search index is a virtual table, so its DDL is in the migration and its metadata apart.
# Triggers of `patients` keep it: whoever watches it must watch patients.
patients_search = Table(
    "patients_search",
    MetaData(),
    Column("rowid", Integer, primary_key=True),
    Column("name", Text),
    Column("phone", Text),
    Column("number", Text),
    Column("born", Text),
)
patients_match: ColumnClause[str] = column("patients_search", Text)
