"""Finding patients: by what the desk is told, in any order, within a frame."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy.dialects import sqlite

from sync.replica.pages import put_server_rows, remove_server_rows
from sync.replica.query import Query
from sync.replica.replica import Replica
from sync.replica.search import indexed_at_once, read, search_patients
from sync.replica.tables import patients
from tests.replica.conftest import OpenReplica
from tests.replica.rows import FACILITY, put, server_patient

Run = Callable[[Any], Any]

PEOPLE = [
    ("munoz", "Muñoz", "Ana", "1980-05-12", "+34 600 123 456", "R-0042"),
    ("smith", "Smith-Jones", "Anabel", "1975-12-05", "(020) 7946-0018", "R-0043"),
    ("bell", "Bell", "Maria José", "2001-01-31", "555 12 34", None),
    ("bella", "Zapata", "Bella", None, "", "R-1980"),
    ("oe", "Öztürk", "Éva", "1960-02-29", "0043 1 23", "R-0044"),
    ("li", "Li", "Bo", "1999-09-09", "777", "R-0045"),
]


async def with_people(replica: Replica) -> None:
    rows = [
        server_patient(
            row_id,
            family_name=family,
            given_name=given,
            birth_date=born,
            phone=phone,
            record_number=number,
        )
        for row_id, family, given, born, phone, number in PEOPLE
    ]
    await replica.apply(lambda db: put(db, 1, *rows))


def test_what_is_indexed_at_once_is_found_as_what_is_indexed_one_by_one(
    run: Run, opened: OpenReplica
) -> None:
    """New, renamed back and forth, gone, gone again before it was there: all in one transaction."""

    def work(db: Connection) -> None:
        with indexed_at_once(db):
            put(
                db,
                10,
                server_patient("munoz", family_name="Quispe", record_number="R-0042"),
                server_patient("smith", family_name="Other"),
                server_patient("new", family_name="Nguyen"),
                server_patient("short", family_name="Shortlived"),
            )
            put(db, 20, server_patient("smith", family_name="Smith-Jones"))
            gone = [("patients", "short", 30), ("patients", "bella", 31)]
            remove_server_rows(db, "scope", gone)

    async def story() -> None:
        async with opened() as replica:
            await with_people(replica)
            await replica.apply(work)
            found = {}
            for typed in (
                "muñoz",
                "quispe",
                "smith",
                "other",
                "nguyen",
                "shortl",
                "zapata",
                "bell",
            ):
                rows = await replica.read(search_patients(typed).run)
                found[typed] = [row.id for row in rows]
            assert found == {
                "muñoz": [],
                "quispe": ["munoz"],
                "smith": ["smith"],
                "other": [],
                "nguyen": ["new"],
                "shortl": [],
                "zapata": [],
                "bell": ["bell"],
            }
            # And what comes one by one afterwards is indexed at once again.
            await replica.apply(lambda db: put(db, 40, server_patient("late", family_name="Late")))
            assert [row.id for row in await replica.read(search_patients("late").run)] == ["late"]

    run(story())


def test_an_index_at_once_that_fails_leaves_nothing_behind(run: Run, opened: OpenReplica) -> None:
    def work(db: Connection) -> None:
        with indexed_at_once(db):
            put(db, 2, server_patient("new", family_name="Nguyen"))
            raise ZeroDivisionError

    async def story() -> None:
        async with opened() as replica:
            await with_people(replica)
            with pytest.raises(ZeroDivisionError):
                await replica.apply(work)
            await replica.apply(lambda db: put(db, 2, server_patient("late", family_name="Late")))
            assert [row.id for row in await replica.read(search_patients("late").run)] == ["late"]
            assert await replica.read(search_patients("nguyen").run) == []

    run(story())


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["bell", "li", "munoz", "smith", "bella", "oe"]),
        ("muñoz", ["munoz"]),
        ("MUNOZ", ["munoz"]),
        ("uño", ["munoz"]),
        ("ana", ["munoz", "smith"]),
        ("ana mu", ["munoz"]),
        ("mu ana", ["munoz"]),
        ("bell", ["bell", "bella"]),
        ("be", ["bell", "bella"]),
        ("jo", []),
        ("maria jo", ["bell"]),
        ("jones", ["smith"]),
        ("smith-jones", ["smith"]),
        ("öz", ["oe"]),
        ("Öz", ["oe"]),
        ("eva", ["oe"]),
        ("li", ["li"]),
        ("l", ["li"]),
        ("li bo", ["li"]),
        ("li anabel", []),
        ("600123456", ["munoz"]),
        ("600 123", ["munoz"]),
        ("123 600", ["munoz"]),
        ("+34600", ["munoz"]),
        ("5551234", ["bell"]),
        ("555 12 34", ["bell"]),
        ("777", ["li"]),
        ("77", []),  # a phone is found from three digits on
        ("R-0042", ["munoz"]),
        ("0042", ["munoz"]),
        ("1980", ["munoz", "bella"]),
        ("1980-05-12", ["munoz"]),
        ("12.05.1980", ["munoz"]),
        ("12.5.1980 ana", ["munoz"]),
        ("5/12/1975", ["smith"]),
        ("12/5/1975", ["smith"]),
        ("30.02.1980", []),
        ('"', []),
        ('ana" OR "bell', []),
        ("%", []),
        ("_", []),
        ("AND OR NOT NEAR *", []),
    ],
)
def test_what_is_typed_finds_who_is_meant(
    run: Run, opened: OpenReplica, typed: str, found: list[str]
) -> None:
    async def story() -> None:
        async with opened() as replica:
            await with_people(replica)
            rows = await replica.read(search_patients(typed).run)
            assert [row.id for row in rows] == found or sorted(found) == sorted(
                row.id for row in rows
            )
            if found and typed in ("", "bell", "ana", "be"):
                assert [row.id for row in rows] == found, "best first"

    run(story())


def test_today_s_patients_come_first(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            await with_people(replica)
            rows = await replica.read(search_patients("ana", first=["smith", "li"]).run)
            assert [row.id for row in rows] == ["smith", "munoz"], "and only those who match"
            rows = await replica.read(search_patients("be", first=["bella"]).run)
            assert [row.id for row in rows] == ["bella", "bell"]
            rows = await replica.read(search_patients("", 3, first=["oe"]).run)
            assert [row.id for row in rows] == ["oe", "bell", "li"]

    run(story())


def test_archived_patients_and_other_houses_stay_out(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            await replica.apply(
                lambda db: put(
                    db,
                    1,
                    server_patient("here"),
                    server_patient("gone", is_active=False),
                    server_patient("there", facility_id="elsewhere"),
                )
            )

            async def found(**wish: Any) -> set[str]:
                rows = await replica.read(search_patients("bell", **wish).run)
                return {row.id for row in rows}

            assert await found() == {"here", "there"}
            assert await found(facility_id=FACILITY) == {"here"}
            assert await found(facility_id=FACILITY, with_archived=True) == {"here", "gone"}

    run(story())


def test_the_index_follows_every_change(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            await replica.apply(lambda db: put(db, 1, server_patient("a", family_name="Before")))

            async def finds(text: str) -> bool:
                return bool(await replica.read(search_patients(text).run))

            assert await finds("before")
            await replica.write("Rename", lambda tx: tx.update(patients, "a", family_name="After"))
            assert not await finds("before")
            assert await finds("after")
            await replica.write("Call", lambda tx: tx.update(patients, "a", phone="(600) 77-78"))
            assert await finds("6007778")
            await replica.apply(lambda db: put(db, 9, server_patient("a", 2, family_name="Later")))
            await replica.write("Delete", lambda tx: tx.delete(patients, "a"))
            assert not await finds("after")
            assert not await finds("later")

    run(story())


def test_dates_numbers_and_words_are_told_apart() -> None:
    wanted = read("  ana 555 12-34 bell 3/4/1980 ")
    assert wanted.words == ["ana", "bell"]
    assert wanted.numbers == [["555", "1234"]]
    assert wanted.days == [{"1980-04-03", "1980-03-04"}]


def scans(db: Connection, query: Query[Any]) -> list[str]:
    """The steps of the query's plan that walk a table without an index."""
    compiled = query.statement.compile(
        dialect=sqlite.dialect(), compile_kwargs={"render_postcompile": True}
    )
    values = tuple(compiled.params[name] for name in compiled.positiontup or ())
    plan = db.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", values)
    walks = [str(row[-1]) for row in plan if re.match(r"(SCAN|SEARCH) ", str(row[-1]))]
    assert walks
    temporary = re.compile(r"^SCAN (candidates|anon_\d+|\(subquery-\d+\))( LEFT-JOIN)?$")
    return [
        step
        for step in walks
        if not re.search("USING|VIRTUAL TABLE INDEX", step) and not temporary.match(step)
    ]


@pytest.mark.parametrize(
    "typed",
    ["", "a", "be", "bell", "ana bell", "ana be", "5", "55", "600", "600 12", "1980-05-12", "zz q"],
)
def test_every_step_of_a_search_uses_an_index(run: Run, opened: OpenReplica, typed: str) -> None:
    def fill(db: Connection) -> None:
        rows = [server_patient(f"p{n}", family_name=f"Name{n % 97}") for n in range(2_000)]
        page = [[n + 1, *row.values()] for n, row in enumerate(rows)]
        put_server_rows(db, "scope", "patients", list(rows[0]), page)
        db.exec_driver_sql("ANALYZE")

    async def story() -> None:
        async with opened() as replica:
            await replica.apply(fill)
            for first in ((), ("p1", "p2", "p3")):
                query = search_patients(typed, first=first, facility_id=FACILITY)
                assert await replica.read(lambda db, q=query: scans(db, q)) == []

    run(story())
