"""The tables of the replica: how they grow, and that the questions of a clinic have their indexes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, StaticPool, select
from sqlalchemy.dialects import sqlite
from sqlcipher3 import dbapi2

from sync.errors import NewerReplica
from sync.replica import migrations
from sync.replica.batch import next_batch
from sync.replica.cipher import make_engine
from sync.replica.outbox import dependents, draft_state, waiting
from sync.replica.rows import shape
from sync.replica.tables import (
    METADATA,
    REPLICATED,
    appointments,
    facility_members,
    patients,
    provider_hours,
    time_off,
)
from tests.replica.rows import NOON

Run = Callable[[Any], Any]


@pytest.fixture
def engine() -> Iterator[Engine]:
    made = make_engine(
        lambda: dbapi2.connect(":memory:", isolation_level=None), poolclass=StaticPool
    )
    yield made
    made.dispose()


def statements(engine: Engine) -> dict[str, str]:
    """Every table and index as SQLite keeps it, without the accidents of writing."""
    with engine.connect() as db:
        made = db.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {
            name: re.sub(r"\s+", "", sql).replace('"', "").lower()
            for name, sql in made
            if not name.startswith("patients_search")
        }


def test_the_frozen_tables_are_the_ones_the_program_speaks_of(engine: Engine) -> None:
    migrations.migrate(engine)
    frozen = statements(engine)
    engine.dispose()

    METADATA.create_all(engine)

    assert statements(engine) == frozen


def test_every_id_column_says_what_it_points_to() -> None:
    for table in REPLICATED.values():
        known = shape(table.name)
        for name in known.columns:
            assert (name in known.refers) == name.endswith(("_id", "_by")), name
            assert known.refers.get(name, "patients") in REPLICATED
        assert {"id", "version", "created_at", "updated_at"} <= set(known.columns)
        assert not {"version", "extra", "updated_by"} & known.writable


def test_a_step_is_done_wholly_or_not_at_all(engine: Engine) -> None:
    def half(db: Connection) -> None:
        db.exec_driver_sql("CREATE TABLE later (id)")
        raise RuntimeError("in the middle")

    steps = (*migrations.STEPS, half)
    with pytest.raises(RuntimeError):
        migrations.migrate(engine, steps)

    assert "later" not in statements(engine)
    assert migrations.migrate(engine) == 0, "the steps before it were done"
    before = statements(engine)
    assert migrations.migrate(engine) == 0
    assert statements(engine) == before


def test_a_newer_shape_is_left_alone(engine: Engine) -> None:
    migrations.migrate(engine)
    with engine.begin() as db:
        db.exec_driver_sql(f"PRAGMA user_version = {len(migrations.STEPS) + 1}")
    with pytest.raises(NewerReplica):
        migrations.migrate(engine)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the clinic and the index it must walk."""

    statement: Any
    index: str


a, p = appointments.c, patients.c
DAY = (a.starts_at >= NOON, a.starts_at < NOON + timedelta(days=1))
QUESTIONS = {
    "a day of a provider": Asked(
        select(a.id).where(a.provider_id == "x", *DAY).order_by(a.starts_at),
        "appointments_by_provider",
    ),
    "a day": Asked(select(a.id).where(*DAY).order_by(a.starts_at), "appointments_by_start"),
    "a patient's visits": Asked(
        select(a.id).where(a.patient_id == "x").order_by(a.starts_at.desc()),
        "appointments_by_patient",
    ),
    "patients by name": Asked(
        select(p.id).order_by(p.family_name, p.given_name).limit(50), "patients_by_name"
    ),
    "a record number": Asked(select(p.id).where(p.record_number == "x"), "by_record_number"),
    "who is who": Asked(
        select(facility_members.c.role).where(facility_members.c.user_id == "x"),
        "facility_members_by_user",
    ),
    "hours": Asked(
        select(provider_hours.c.starts).where(provider_hours.c.provider_id == "x"),
        "provider_hours_by_provider",
    ),
    "time off": Asked(
        select(time_off.c.id).where(time_off.c.provider_id == "x", time_off.c.starts_at < NOON),
        "time_off_by_provider",
    ),
    "a mark": Asked(select(draft_state(patients)).where(p.id == "x"), "outbox_by_row"),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_of_the_clinic_walks_its_index(engine: Engine, name: str) -> None:
    asked = QUESTIONS[name]
    migrations.migrate(engine)
    compiled = asked.statement.compile(dialect=sqlite.dialect())
    values = tuple(
        getattr(value, "isoformat", lambda v=value: v)()
        for value in (compiled.params[key] for key in compiled.positiontup)
    )
    with engine.connect() as db:
        plan = [row[-1] for row in db.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", values)]

    steps = [step for step in plan if step.startswith(("SCAN", "SEARCH"))]
    assert all("USING" in step for step in steps), plan
    assert any(asked.index in step for step in steps), plan
    if name != "a mark":
        assert "USE TEMP B-TREE FOR ORDER BY" not in plan


def test_an_empty_replica_answers_every_question_about_its_outbox(engine: Engine) -> None:
    migrations.migrate(engine)
    with engine.connect() as db:
        assert next_batch(db, NOON, author="me") == []
        assert dependents(db, "nothing") == []
        assert waiting(db, author="me").drafts == 0
