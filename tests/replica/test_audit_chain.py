"""The trail shows where it was touched."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from sync.replica import audit
from sync.replica.audit import Line
from sync.replica.tables import audit as trail

AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
NAMES = ["Ana", "Bo", "Cy", "Di", "Ed", "Flo"]


def lines() -> list[Line]:
    return [
        Line(AT, "person", "device", name, "view", "patients", f"id-{i}", ["phone"])
        for i, name in enumerate(NAMES)
    ]


@pytest.fixture
def told(run, opened):
    """A replica with six lines, a change made to it, and what a look at the chain then says."""

    def after(*tampering: str) -> audit.Verdict:
        async def story() -> audit.Verdict:
            async with opened() as replica:
                await replica.apply(lambda db: audit.append(db, lines()))

                def tamper(db):
                    for statement in tampering:
                        db.exec_driver_sql(statement)

                await replica.apply(tamper)
                return await replica.read(audit.verify)

        return run(story())

    return after


def test_an_untouched_trail_holds(told):
    verdict = told()
    assert verdict.holds
    assert (verdict.lines, verdict.unvouched) == (6, 0)
    assert verdict.head is not None
    assert verdict.head[0] == 6


@pytest.mark.parametrize(
    ("name", "statement", "at"),
    [
        ("changed", "UPDATE audit SET label = 'Somebody' WHERE seq = 3", 3),
        ("moved in time", "UPDATE audit SET at = '2026-11-20T11:00:00+00:00' WHERE seq = 2", 2),
        ("taken out", "DELETE FROM audit WHERE seq = 4", 5),
        ("code taken away", "UPDATE audit SET mac = NULL WHERE seq = 5", 5),
        ("first one taken out", "DELETE FROM audit WHERE seq = 1", 2),
        ("whose it was", "UPDATE audit SET person = 'other' WHERE seq = 6", 6),
    ],
)
def test_a_line_that_was_touched_is_named(told, name, statement, at):
    verdict = told(statement)
    assert verdict.broken_at == at, name


def test_two_lines_that_changed_places_are_noticed(told):
    verdict = told(
        "UPDATE audit SET seq = -1 WHERE seq = 2",
        "UPDATE audit SET seq = 2 WHERE seq = 3",
        "UPDATE audit SET seq = 3 WHERE seq = -1",
    )
    assert verdict.broken_at == 2


def test_a_trail_cut_at_its_end_holds_by_itself_and_has_another_head(told):
    verdict = told("DELETE FROM audit WHERE seq > 4")
    assert verdict.holds
    assert verdict.head is not None
    assert verdict.head[0] == 4


def test_every_write_of_a_person_adds_to_the_chain(run, opened):
    from sync.ids import new_id
    from sync.replica.tables import patients

    async def story():
        async with opened() as replica:
            facility = new_id()
            patient = await replica.write(
                "Register", lambda tx: tx.insert(patients, facility_id=facility, family_name="B")
            )
            await replica.write("Correct", lambda tx: tx.update(patients, patient, phone="1"))
            verdict = await replica.read(audit.verify)
            assert verdict.holds
            count = select(func.count()).select_from(trail)
            assert await replica.read(lambda db: db.scalar(count)) == 2

    run(story())
