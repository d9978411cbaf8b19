"""Rows of the server coming, changing and going, with and without drafts upon them."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import md5
from typing import Any

import pytest
from sqlalchemy import Connection, select

from sync.errors import Defect
from sync.replica import cursors, outbox, overlay
from sync.replica.integrity import kept_digest, row_hash, scope_digest
from sync.replica.pages import put_page, put_server_rows, remove_server_rows
from sync.replica.replica import Replica
from sync.replica.rows import shown_row
from sync.replica.tables import cursors as cursors_table
from sync.replica.tables import patients, quarantine, scope_rows
from tests.replica.conftest import OpenReplica
from tests.replica.rows import a_patient, all_drafts, drafts, ids, put, server_patient, shown

Run = Callable[[Any], Any]


async def phone(replica: Replica, row_id: str = "p1") -> str | None:
    row = await shown(replica, row_id)
    return None if row is None else str(row["phone"])


async def edit(replica: Replica, row_id: str = "p1", **patch: Any) -> str:
    await replica.write("Edit", lambda tx: tx.update(patients, row_id, **patch))
    return ids(await drafts(replica, row_id))[-1]


async def sound(replica: Replica, *scopes: str) -> None:
    """What is counted while rows come and go is what is there."""
    for scope in scopes or ("scope",):
        kept = await replica.read(lambda db, scope=scope: kept_digest(db, scope))
        assert kept == await replica.read(lambda db, scope=scope: scope_digest(db, scope))


def test_a_page_is_stored_as_it_came(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            row = server_patient("p1", birth_date="1980-01-02", phone="600 1", is_active=False)
            assert await replica.apply(lambda db: put(db, 5, row)) == 1

            assert await shown(replica, "p1") == row
            assert await replica.read(lambda db: kept_digest(db, "scope")) == (
                1,
                row_hash("patients", "p1", 5),
            )

    run(story())


def test_a_page_of_many_scopes_is_sorted_out(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            columns = list(server_patient("p1"))
            rows = [
                [index, ver, *server_patient(row_id).values()]
                for index, ver, row_id in [(1, 4, "p1"), (0, 9, "p1"), (1, 5, "p2"), (0, 8, "p3")]
            ]
            await replica.apply(lambda db: put_page(db, ["a", "b"], "patients", columns, rows))

            held = await replica.read(
                lambda db: db.execute(
                    select(scope_rows.c.scope, scope_rows.c.row_id, scope_rows.c.ver)
                ).all()
            )
            assert set(held) == {("a", "p1", 9), ("a", "p3", 8), ("b", "p1", 4), ("b", "p2", 5)}
            await sound(replica, "a", "b")

    run(story())


def test_a_late_page_never_takes_a_newer_row_back(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            await replica.apply(lambda db: put(db, 5, server_patient("p1", phone="new")))
            assert (
                await replica.apply(lambda db: put(db, 3, server_patient("p1", phone="old"))) == 0
            )
            assert await phone(replica) == "new"

            assert await replica.apply(lambda db: put(db, 5, server_patient("p1", phone="again")))
            assert await phone(replica) == "again"
            await replica.apply(lambda db: remove_server_rows(db, "scope", [("patients", "p1", 4)]))
            assert await phone(replica) == "again", "the removal is older than the row"
            await sound(replica)

    run(story())


def test_a_row_twice_in_a_page_counts_once(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            page = [server_patient("p1", phone="1"), server_patient("p1", phone="2")]
            await replica.apply(lambda db: put(db, 5, *page))

            assert await phone(replica) == "2"
            assert (await replica.read(lambda db: kept_digest(db, "scope")))[0] == 1
            await sound(replica)

    run(story())


def test_a_row_goes_when_the_last_scope_lets_it_go(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            await replica.apply(lambda db: put(db, 1, server_patient("p1"), scope="a"))
            await replica.apply(lambda db: put(db, 1, server_patient("p1"), scope="b"))

            gone = [("patients", "p1", 2)]
            await replica.apply(lambda db: remove_server_rows(db, "a", gone))
            assert await shown(replica, "p1") is not None
            await replica.apply(lambda db: remove_server_rows(db, "b", gone))
            assert await shown(replica, "p1") is None
            await sound(replica, "a", "b")

    run(story())


def test_a_pulled_row_goes_under_the_draft(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            await replica.apply(lambda db: put(db, 1, server_patient("p1", phone="1", note="a")))
            await edit(replica, phone="mine")

            theirs = server_patient("p1", 2, phone="theirs", note="b")
            await replica.apply(lambda db: put(db, 2, theirs))

            row = await shown(replica, "p1")
            assert row is not None
            assert (row["phone"], row["note"]) == ("mine", "b")
            assert await replica.read(lambda db: overlay.server_row(db, "patients", "p1")) == theirs
            (draft,) = await drafts(replica, "p1")
            assert draft.base["phone"] == "1", "the base stays what the author saw"

    run(story())


def test_a_settled_draft_shows_what_the_server_has(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            await replica.apply(lambda db: put(db, 1, server_patient("p1", phone="1")))
            first = await edit(replica, phone="2")
            second = await edit(replica, note="mine")
            await replica.apply(lambda db: outbox.acked(db, [first]))
            assert await phone(replica) == "2", "acknowledged, but its echo is not here yet"

            await replica.apply(lambda db: put(db, 2, server_patient("p1", 2, phone="2")))
            assert await replica.apply(lambda db: overlay.settle(db, first))
            assert not await replica.apply(lambda db: overlay.settle(db, first)), "once is enough"
            await replica.apply(lambda db: put(db, 3, server_patient("p1", 3, note="mine")))
            await replica.apply(lambda db: overlay.settle(db, second))

            assert await shown(replica, "p1") == server_patient("p1", 3, note="mine")
            assert await replica.read(lambda db: overlay.server_row(db, "patients", "p1")) is None

    run(story())


def test_a_settled_registration_without_an_echo_leaves_the_screen(
    run: Run, opened: OpenReplica
) -> None:
    async def story() -> None:
        async with opened() as replica:
            row_id = await replica.write("Register", lambda tx: tx.insert(patients, **a_patient()))
            (draft,) = ids(await drafts(replica, row_id))
            await replica.apply(lambda db: overlay.settle(db, draft))
            assert await shown(replica, row_id) is None

    run(story())


def test_after_a_refusal_later_edits_stand_on_what_was_really_there(
    run: Run, opened: OpenReplica
) -> None:
    async def story() -> None:
        async with opened() as replica:
            await replica.apply(lambda db: put(db, 1, server_patient("p1", phone="1", note="n")))
            refused = await edit(replica, phone="2", email="a@b")
            await edit(replica, note="m")
            await edit(replica, phone="3")
            await edit(replica, phone="4", email="c@d")

            await replica.apply(
                lambda db: overlay.settle(db, refused, refused=True, fields=["phone", "email"])
            )

            note, third, fourth = await drafts(replica, "p1")
            assert (note.base["phone"], note.base["email"]) == ("1", "")
            assert (third.base["phone"], third.base["email"]) == ("1", "")
            assert fourth.base["phone"] == "3", "the third edit is still to come"
            assert fourth.base["email"] == "", "nobody but the refused one had set it"
            row = await shown(replica, "p1")
            assert row is not None
            assert (row["phone"], row["email"], row["note"]) == ("4", "c@d", "m")

    run(story())


def test_only_the_refused_fields_are_taken_back(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            await replica.apply(lambda db: put(db, 1, server_patient("p1", phone="1")))
            refused = await edit(replica, phone="2", email="a@b")
            await edit(replica, note="m")
            await replica.apply(
                lambda db: overlay.settle(db, refused, refused=True, fields=["phone", "address"])
            )

            (later,) = await drafts(replica, "p1")
            assert (later.base["phone"], later.base["email"]) == ("1", "a@b")

    run(story())


def test_a_refused_deletion_brings_the_record_back(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            await replica.apply(lambda db: put(db, 1, server_patient("p1", phone="1")))
            await replica.write("Delete", lambda tx: tx.delete(patients, "p1"))
            (draft,) = ids(await all_drafts(replica))
            await replica.apply(lambda db: put(db, 2, server_patient("p1", 2, phone="2")))
            assert await shown(replica, "p1") is None

            await replica.apply(lambda db: overlay.settle(db, draft, refused=True))
            assert await phone(replica) == "2"

    run(story())


def test_a_record_with_drafts_stays_when_the_server_takes_it_away(
    run: Run, opened: OpenReplica
) -> None:
    async def story() -> None:
        async with opened() as replica:
            await replica.apply(lambda db: put(db, 1, server_patient("p1", phone="1", note="n")))
            draft = await edit(replica, phone="2")

            await replica.apply(lambda db: remove_server_rows(db, "scope", [("patients", "p1", 2)]))

            row = await shown(replica, "p1")
            assert row is not None
            assert (row["phone"], row["note"]) == ("2", "n")
            assert ids(await drafts(replica, "p1")) == [draft]
            assert await replica.read(lambda db: overlay.server_row(db, "patients", "p1")) is None

            await replica.apply(lambda db: overlay.settle(db, draft, refused=True))
            assert await shown(replica, "p1") is None

    run(story())


def test_a_lost_scope_goes_with_everything_but_drafts(run: Run, opened: OpenReplica) -> None:
    def state_of_a(db: Connection) -> str | None:
        return db.scalar(select(cursors_table.c.state).where(cursors_table.c.scope == "a"))

    def words(db: Connection) -> int:
        db.exec_driver_sql(
            "CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, patients_search, row)"
        )
        found = db.exec_driver_sql("SELECT count(*) FROM temp.words WHERE term = 'bel'")
        return int(found.scalar_one())

    async def story() -> None:
        async with opened() as replica:

            def begin(db: Connection) -> None:
                for scope in ("a", "b"):
                    cursors.begin(db, scope, kind="facility", owner=None, grant=1, from_head=None)

            await replica.apply(begin)
            many = [server_patient(f"p{n}") for n in range(50)]
            await replica.apply(lambda db: put(db, 1, *many, scope="a"))
            shared = server_patient("p7", family_name="Shared")
            await replica.apply(lambda db: put(db, 1, shared, scope="b"))
            await edit(replica, "p3", family_name="Draft")

            steps = 0
            while not await replica.apply(lambda db: cursors.purge_scope(db, "a", 20)):
                steps += 1
                assert steps < 50
                assert await replica.read(state_of_a) == cursors.PURGING

            left = await replica.read(lambda db: set(db.scalars(select(patients.c.id))))
            assert left == {"p3", "p7"}
            assert steps >= 2
            assert [c.scope for c in await replica.read(cursors.all_cursors)] == ["b"]
            assert await replica.apply(words) == 0, "no Bell is left, so nor is a piece of her name"
            await sound(replica, "b")

    run(story())


def test_a_second_fill_drops_what_it_did_not_bring(run: Run, opened: OpenReplica) -> None:
    def begin(db: Connection) -> None:
        cursors.begin(db, "scope", kind="facility", owner=None, grant=1, from_head=9)

    async def story() -> None:
        async with opened() as replica:
            await replica.apply(begin)
            many = [server_patient(f"p{n}") for n in range(30)]
            await replica.apply(lambda db: put(db, 10, *many))

            await replica.apply(begin)
            renamed = [server_patient(f"p{n}", phone="2") for n in range(10)]
            assert await replica.apply(lambda db: put(db, 1, *renamed)) == 10, (
                "though numbered lower"
            )
            assert await phone(replica) == "2"
            while not await replica.apply(lambda db: cursors.drop_unseen(db, "scope", 8)):
                pass

            left = await replica.read(lambda db: set(db.scalars(select(patients.c.id))))
            assert left == {f"p{n}" for n in range(10)}
            await sound(replica)

    run(story())


def test_a_row_that_cannot_be_stored_is_held_back_and_stops_nobody(
    run: Run, opened: OpenReplica
) -> None:
    def held_back(db: Connection) -> list[tuple[str, Any]]:
        return [(r.row_id, r.body["phone"]) for r in db.execute(select(quarantine))]

    async def story() -> None:
        async with opened() as replica:
            bad = [
                server_patient("null", family_name=None, phone="x"),
                server_patient("date", birth_date="soon", phone="x"),
                server_patient("form", phone={"home": "x"}),
            ]
            page = [server_patient("p1"), *bad, server_patient("p2")]
            await replica.apply(lambda db: put(db, 1, *page))

            left = await replica.read(lambda db: set(db.scalars(select(patients.c.id))))
            assert left == {"p1", "p2"}
            assert sorted(await replica.read(held_back), key=str) == [
                ("date", "x"),
                ("form", {"home": "x"}),
                ("null", "x"),
            ]
            assert (await replica.read(lambda db: kept_digest(db, "scope")))[0] == 5
            await sound(replica)

            mended = [server_patient("null", phone="ok"), server_patient("date", phone="ok")]
            await replica.apply(lambda db: put(db, 10, *mended))
            await replica.apply(
                lambda db: remove_server_rows(db, "scope", [("patients", "form", 12)])
            )
            assert await replica.read(held_back) == []
            assert await phone(replica, "null") == "ok"
            await sound(replica)

    run(story())


def test_a_row_that_cannot_be_stored_leaves_the_draft_upon_it_alone(
    run: Run, opened: OpenReplica
) -> None:
    async def story() -> None:
        async with opened() as replica:
            await replica.apply(lambda db: put(db, 1, server_patient("p1", phone="1")))
            await edit(replica, phone="2")
            await replica.apply(lambda db: put(db, 2, server_patient("p1", 2, family_name=None)))

            assert await phone(replica) == "2"
            kept = await replica.read(lambda db: overlay.server_row(db, "patients", "p1"))
            assert kept is not None
            assert kept["version"] == 1

    run(story())


def test_a_time_in_another_form_is_mended_not_refused(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            other = server_patient("p1") | {"updated_at": "2026-11-20 11:00:00+01:00"}
            await replica.apply(lambda db: put(db, 1, other))

            row = await shown(replica, "p1")
            assert row is not None
            assert row["updated_at"] == "2026-11-20T10:00:00+00:00"

    run(story())


def test_a_page_without_ids_is_our_own_fault(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            with pytest.raises(Defect):
                await replica.apply(
                    lambda db: put_server_rows(db, "s", "patients", ["phone"], [[1, "x"]])
                )

    run(story())


def test_the_digest_of_all_scopes_speaks_of_live_ones_alone(run: Run, opened: OpenReplica) -> None:
    def begin(db: Connection) -> None:
        for scope in ("b", "a", "c"):
            cursors.begin(db, scope, kind="facility", owner=None, grant=2, from_head=0)
        put(db, 5, server_patient("p1"), scope="a")
        for scope in ("a", "b"):
            cursors.advance(db, scope, 5, state=cursors.LIVE)

    async def story() -> None:
        async with opened() as replica:
            await replica.apply(begin)
            total = row_hash("patients", "p1", 5)
            expected = md5(f"a:2:5:1:{total}\nb:2:5:0:0".encode()).hexdigest()
            assert await replica.read(cursors.seen_digest) == expected

    run(story())


def test_one_hundred_thousand_hashes_do_not_overflow(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            rows = [server_patient(f"p{n}") for n in range(40)]
            await replica.apply(lambda db: put(db, 1, *rows))
            n, total = await replica.read(lambda db: kept_digest(db, "scope"))
            assert n == 40
            assert total > 2**63
            assert await replica.read(lambda db: shown_row(db, "patients", "p39")) is not None
            await sound(replica)

    run(story())
