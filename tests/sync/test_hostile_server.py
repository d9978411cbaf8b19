"""A server, or whoever stands in its place, that sends what nobody asked for: it writes no table but the
replicated ones, no file, no statement of its own; and what is good on the same page arrives.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import select, text

from sync.backend import wire
from sync.ids import new_id
from sync.replica.tables import METADATA, REPLICATED, patients
from tests.sync.test_engine import Desk, World, until

OWN = sorted(
    name
    for name in METADATA.tables
    if name not in REPLICATED
    and name not in {"cursors", "scope_rows", "scope_health", "quarantine", "server_rows"}
)
"""Tables of this computer alone. The others are the books about what the server sent."""
HUGE = "x" * 2_000_000

Poison = Callable[[dict[str, Any]], None]


def page(answer: dict[str, Any], table: str, columns: list[Any], *rows: list[Any]) -> None:
    """Add rows of the first scope to an answer."""
    answer["tables"][table] = {
        "columns": columns,
        "rows": [[0, answer["scopes"][0]["head"], *row] for row in rows],
    }


def more_patients(answer: dict[str, Any], **values: Any) -> None:
    """One more patient, like the first one but for these values."""
    found = answer["tables"].get("patients")
    if not found or not found["rows"]:
        return
    columns = found["columns"]
    for name in values:
        if name not in columns:
            columns.append(name)
            for row in found["rows"]:
                row.append(None)
    row = list(found["rows"][0])
    for name, value in {"id": "0195a0c4-1111-7000-8000-00000000bad1", **values}.items():
        row[2 + columns.index(name)] = value
    found["rows"].append(row)


def local_tables(answer: dict[str, Any]) -> None:
    for table in OWN:
        columns = [c.name for c in METADATA.tables[table].columns]
        names = columns if "id" in columns else ["id", *columns]
        page(answer, table, names, ["1" for _ in names])


def drafts_given_and_taken(answer: dict[str, Any]) -> None:
    """First they are said to be the server's, then that the server has them no more."""
    head = answer["scopes"][0]["head"]
    tables = [name for name in OWN if "id" in METADATA.tables[name].columns]
    for table in tables:
        page(answer, table, ["id"], *([own] for own in answer["own"]))
    answer["removed"] = [[0, table, own, head + 1] for table in tables for own in answer["own"]]


def tables_by_other_names(answer: dict[str, Any]) -> None:
    for name in ("sqlite_master", "main.outbox", 'x"; DELETE FROM outbox; --', "../../outbox", ""):
        page(answer, name, ["id", "value"], ["1", "2"])
        answer["removed"].append([0, name, "1", 1])


def columns_that_are_statements(answer: dict[str, Any]) -> None:
    for name in (
        "x) VALUES (1); DELETE FROM outbox; --",
        "../../../etc/passwd",
        "rowid",
        "",
        "ß" * 999,
    ):
        more_patients(answer, **{name: "1"})


def columns_of_ours_alone(answer: dict[str, Any]) -> None:
    more_patients(answer, extra='{"version": 9}', rowid=1)


def names_that_are_paths(answer: dict[str, Any]) -> None:
    for at, name in enumerate(
        ("../../../up", "..\\..\\up", "/etc/passwd", "a\x00b", "\u202egpj.exe")
    ):
        more_patients(answer, id=f"../{at}/{name}", family_name=name, given_name=name)


def ids_that_are_none(answer: dict[str, Any]) -> None:
    for bad in (None, 7, 1.5, True, {"a": 1}, ["x"], "", HUGE):
        more_patients(answer, id=bad)


def values_of_other_kinds(answer: dict[str, Any]) -> None:
    for at, bad in enumerate(({"a": [1]}, [1, 2], 2**80, -1, 1.5, True, "soon", "\ud800", HUGE)):
        more_patients(
            answer, id=f"0195a0c4-1111-7000-8000-0000000bad{at:02}", birth_date=bad, family_name=bad
        )


def versions_of_other_kinds(answer: dict[str, Any]) -> None:
    for at, bad in enumerate((None, "9", 2**80, -5, 1.5, {"a": 1})):
        more_patients(answer, id=f"0195a0c4-1111-7000-8000-0000000ver{at:02}")
        found = answer["tables"].get("patients")
        if found:
            found["rows"][-1][1] = bad


def scopes_that_are_not_there(answer: dict[str, Any]) -> None:
    for bad in (99, -1, None, "0", 1.5):
        more_patients(answer)
        found = answer["tables"].get("patients")
        if found:
            found["rows"][-1][0] = bad
    answer["removed"] = [[99, "patients", "x", 1]]


def rows_too_short_and_too_long(answer: dict[str, Any]) -> None:
    found = answer["tables"].get("patients")
    if found and found["rows"]:
        good = found["rows"][0]
        found["rows"] += [good[:4], [], [0], [*good, "more", "more"]]


def pages_without_columns(answer: dict[str, Any]) -> None:
    page(answer, "rooms", [], ["1"])
    page(answer, "providers", ["name"], ["1"])
    page(answer, "time_off", ["id", "id"], ["1", "2"])


POISONS: list[Poison] = [
    local_tables,
    drafts_given_and_taken,
    tables_by_other_names,
    columns_that_are_statements,
    columns_of_ours_alone,
    names_that_are_paths,
    ids_that_are_none,
    values_of_other_kinds,
    versions_of_other_kinds,
    scopes_that_are_not_there,
    rows_too_short_and_too_long,
    pages_without_columns,
]


class Spoiled:
    """A desk whose every answer is poisoned, from `begin` on."""

    def __init__(self, desk: Desk, poison: Poison) -> None:
        self._desk, self._poison = desk, poison
        self._honest = desk.backend.pull
        self.answers = 0
        self.own: list[str] = []

    def begin(self) -> None:
        self._desk.backend.pull = self._pull  # type: ignore[method-assign]

    def end(self) -> None:
        self._desk.backend.pull = self._honest  # type: ignore[method-assign]

    async def _pull(self, request: wire.PullRequest) -> wire.PullAnswer:
        answer = msgspec.to_builtins(await self._honest(request), str_keys=True)
        if not answer["same"] and answer["scopes"]:
            self._poison(answer | {"own": self.own})
            self.answers += 1
        return wire.decode_pull(msgspec.json.encode(answer))


async def own_rows(desk: Desk) -> dict[str, list[Any]]:
    """What stands in the tables of this computer alone, but for what every round notes there."""

    def read(db: Any) -> dict[str, list[Any]]:
        found = {}
        for name in OWN:
            where = " WHERE key NOT IN ('last_synced_at', 'lease', 'lease_seen')"
            rows = db.execute(text(f"SELECT * FROM {name}{where if name == 'settings' else ''}"))
            found[name] = sorted(map(tuple, rows), key=repr)
        return found

    return await desk.replica.read(read)


async def a_card(desk: Desk) -> None:
    """A draft that was refused, and one that hangs on it: they lie here and nowhere else."""
    desk.backend.down = True
    refused = await desk.replica.write(
        "register", lambda tx: tx.insert(patients, facility_id=new_id(), family_name="X")
    )
    await desk.book(refused)
    desk.backend.down = False
    await desk.quiet()
    assert len(await desk.open_cards()) == 1
    assert await desk.drafts() == ["parked"]


def settled(desk: Desk) -> Callable[[], Awaitable[bool]]:
    """Two more rounds have ended, well or badly."""
    asked = desk.backend.calls["pull"]

    async def done() -> bool:
        desk.engine.wake()
        return desk.backend.calls["pull"] >= asked + 3

    return done


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.mark.parametrize("poison", POISONS, ids=lambda poison: poison.__name__)
def test_nothing_of_ours_is_touched_and_the_good_arrives(
    run: Any, world: World, tmp_path: Path, poison: Poison
) -> None:
    async def scenario() -> None:
        async with world.desk(world.person()) as desk:
            mine = await desk.register("Mine")
            await desk.quiet()
            await a_card(desk)
            spoiled = Spoiled(desk, poison)
            files = {file.name for file in tmp_path.rglob("*")}
            before = await own_rows(desk)
            for table in ("outbox", "cards", "audit", "settings"):
                assert before[table], table
                spoiled.own += {str(value) for row in before[table] for value in row[:3]}
            spoiled.begin()
            good = world.server.put("patients", facility_id=world.facility, family_name="Good")
            await until(settled(desk))
            assert spoiled.answers, "it was poisoned"
            assert await own_rows(desk) == before
            spoiled.end()
            # Whatever became of the poison, the next honest answers find a replica that works.
            last = world.server.put("patients", facility_id=world.facility, family_name="Last")
            draft = await desk.register("Draft")

            async def arrived() -> bool:
                desk.engine.wake()
                rows = await desk.replica.read(
                    lambda db: set(db.scalars(select(patients.c.id)).all())
                )
                return {mine, good, last, draft} <= rows and set(await desk.drafts()) == {"parked"}

            await until(arrived)
            names = {file.name.split("-")[0] for file in tmp_path.rglob("*")}
            assert names <= {name.split("-")[0] for name in files}

    run(scenario())
