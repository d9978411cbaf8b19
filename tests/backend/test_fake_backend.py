"""The backend in memory keeps the promises of the real one, or engine tests prove nothing."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

import pytest

from sync.backend import wire
from sync.backend.protocol import Backend, Joined, Lost, Poked
from sync.errors import Busy, Offline, SignedOut, WrongPassword
from sync.ids import new_id
from tests.support.fake_backend import FakeBackend
from tests.support.fake_schema import scope_id
from tests.support.fake_server import FakeServer

DEVICE = new_id()
TEN, HALF_PAST, ELEVEN = (f"2026-11-20T{t}:00+00:00" for t in ("10:00", "10:30", "11:00"))


@dataclass
class Clinic:
    """One facility with a provider, a patient, and somebody at the desk."""

    server: FakeServer
    backend: FakeBackend
    facility: str
    person: str
    provider: str
    patient: str

    def mutation(self, kind: str, table: str, row_id: str, **more: Any) -> wire.Mutation:
        whole = {"id": new_id(), "at": TEN, "author": self.person, "device": DEVICE} | more
        return wire.Mutation(kind=kind, table=table, row_id=row_id, **whole)  # type: ignore[arg-type]

    def booking(self, starts_at: str, ends_at: str, **more: Any) -> dict[str, Any]:
        return {
            "facility_id": self.facility,
            "patient_id": self.patient,
            "provider_id": self.provider,
            "starts_at": starts_at,
            "ends_at": ends_at,
        } | more

    async def push(self, *mutations: wire.Mutation, together: bool = False) -> list[wire.Result]:
        groups = [list(mutations)] if together else [[m] for m in mutations]
        request = wire.PushRequest(device=DEVICE, groups=[wire.Group(new_id(), g) for g in groups])
        return (await self.backend.push(request)).results


@pytest.fixture
def clinic() -> Clinic:
    server = FakeServer()
    facility = server.add_facility("North")
    person = server.add_person("ana@example.org", facility)
    provider = server.put("providers", facility_id=facility, display_name="Dr. Sol")
    patient = server.put("patients", facility_id=facility, family_name="Ruiz")
    return Clinic(server, FakeBackend(server, person), facility, person, provider, patient)


def test_it_is_a_backend(clinic: Clinic) -> None:
    backend: Backend = clinic.backend
    assert backend.on_session is None


async def test_a_first_pull_brings_all_that_the_person_may_read_and_a_second_nothing(
    clinic: Clinic,
) -> None:
    answer = await clinic.backend.pull(wire.PullRequest(device=DEVICE))
    got: dict[str, dict[str, Any]] = {}
    for table, page in answer.tables.items():
        for row in page.rows:
            cells = dict(zip(page.columns, row[2:], strict=True))
            got.setdefault(table, {})[cells["id"]] = cells
    assert got == {t: rows for t, rows in clinic.server.visible(clinic.person).items() if rows}
    assert {s.kind for s in answer.scopes} == {"user", "directory", "facility"}
    cursors = {s.id: wire.ScopeCursor(s.grant, answer.upto[s.id]) for s in answer.scopes}
    again = await clinic.backend.pull(
        wire.PullRequest(device=DEVICE, epoch=answer.epoch, scopes=cursors)
    )
    assert (again.tables, again.removed, again.more) == ({}, [], False)


async def test_pages_end_where_the_cursor_says(clinic: Clinic) -> None:
    for i in range(7):
        clinic.server.put("patients", facility_id=clinic.facility, family_name=f"P{i}")
    seen: set[str] = set()
    cursors: dict[str, wire.ScopeCursor] = {}
    for _ in range(20):
        answer = await clinic.backend.pull(wire.PullRequest(device=DEVICE, scopes=cursors, want=3))
        page = answer.tables.get("patients", wire.TablePage())
        seen |= {row[2] for row in page.rows}
        cursors = {s.id: wire.ScopeCursor(s.grant, answer.upto[s.id]) for s in answer.scopes}
        if not answer.more:
            break
    assert seen == set(clinic.server.rows("patients"))


async def test_only_one_of_two_can_have_a_slot(clinic: Clinic) -> None:
    first = clinic.server.put("appointments", **clinic.booking(TEN, ELEVEN))
    mutation = clinic.mutation(
        "insert", "appointments", new_id(), patch=clinic.booking(HALF_PAST, ELEVEN)
    )
    [result] = await clinic.push(mutation)
    assert (result.status, result.code) == ("conflict", "slot_taken")
    assert result.blocking is not None
    assert result.blocking.id == first
    assert len(clinic.server.rows("appointments")) == 1
    touching = clinic.booking(ELEVEN, "2026-11-20T11:30:00+00:00")
    [after] = await clinic.push(clinic.mutation("insert", "appointments", new_id(), patch=touching))
    assert after.status == "applied"


async def test_different_fields_merge_and_the_same_field_conflicts(clinic: Clinic) -> None:
    base = clinic.server.rows("patients")[clinic.patient]
    clinic.server.put("patients", clinic.patient, phone="111")
    edit = {"base": base, "base_version": base["version"]}
    [merged] = await clinic.push(
        clinic.mutation("update", "patients", clinic.patient, patch={"email": "r@x"}, **edit)
    )
    assert merged.status == "merged"
    [refused] = await clinic.push(
        clinic.mutation("update", "patients", clinic.patient, patch={"phone": "222"}, **edit)
    )
    assert (refused.status, refused.code, refused.fields) == ("conflict", "same_field", ["phone"])
    [agreed] = await clinic.push(
        clinic.mutation("update", "patients", clinic.patient, patch={"phone": "111"}, **edit)
    )
    assert agreed.status == "merged"
    row = clinic.server.rows("patients")[clinic.patient]
    assert (row["phone"], row["email"]) == ("111", "r@x")


async def test_a_move_against_a_cancellation_is_a_conflict(clinic: Clinic) -> None:
    booked = clinic.server.put("appointments", **clinic.booking(TEN, HALF_PAST))
    base = clinic.server.rows("appointments")[booked]
    clinic.server.put("appointments", booked, status="cancelled")
    move = {"starts_at": HALF_PAST, "ends_at": ELEVEN}
    [result] = await clinic.push(
        clinic.mutation("update", "appointments", booked, patch=move, base=base, base_version=1)
    )
    assert (result.status, result.code) == ("conflict", "closed")


async def test_a_mutation_has_one_verdict_however_often_it_comes(clinic: Clinic) -> None:
    patient = new_id()
    mutation = clinic.mutation(
        "insert", "patients", patient, patch={"facility_id": clinic.facility, "family_name": "Paz"}
    )
    clinic.backend.lose_next_answer = True
    with pytest.raises(Offline):
        await clinic.push(mutation)
    [again] = await clinic.push(mutation)
    assert (again.status, again.repeated) == ("applied", True)
    assert clinic.server.rows("patients")[patient]["version"] == 1
    other = clinic.mutation(
        "insert", "patients", patient, id=mutation.id, patch={"family_name": "Pez"}
    )
    [reused] = await clinic.push(other)
    assert (reused.status, reused.code) == ("rejected", "id_reuse")
    answer = await clinic.backend.pull(wire.PullRequest(device=DEVICE, pending=[mutation.id]))
    assert answer.acked == [mutation.id]


async def test_a_group_goes_through_as_a_whole_or_not_at_all(clinic: Clinic) -> None:
    clinic.server.put("appointments", **clinic.booking(TEN, ELEVEN))
    patient = new_id()
    register = clinic.mutation(
        "insert", "patients", patient, patch={"facility_id": clinic.facility, "family_name": "Paz"}
    )
    book = clinic.mutation(
        "insert",
        "appointments",
        new_id(),
        patch=clinic.booking(TEN, ELEVEN, patient_id=patient),
        depends_on=[register.id],
    )
    first, second = await clinic.push(register, book, together=True)
    assert (first.status, first.code) == ("dependency_failed", "group")
    assert second.code == "slot_taken"
    assert patient not in clinic.server.rows("patients")
    alone, waits = await clinic.push(register, book)
    assert (alone.status, waits.code) == ("applied", "slot_taken")


async def test_a_stranger_and_a_reader_cannot_write(clinic: Clinic) -> None:
    elsewhere = clinic.server.add_facility("South")
    theirs = clinic.server.put("patients", facility_id=elsewhere, family_name="Sanz")
    unseen, admin = await clinic.push(
        clinic.mutation("update", "patients", theirs, patch={"phone": "1"}),
        clinic.mutation("update", "providers", clinic.provider, patch={"specialty": "x"}),
    )
    assert (unseen.status, unseen.code) == ("forbidden", "not_visible")
    assert (admin.status, admin.code) == ("forbidden", "not_allowed")


async def test_a_membership_that_ends_takes_its_scopes_along(clinic: Clinic) -> None:
    [member] = clinic.server.rows("facility_members").values()
    clinic.server.put("facility_members", member["id"], is_active=False)
    answer = await clinic.backend.pull(wire.PullRequest(device=DEVICE))
    assert [s.kind for s in answer.scopes] == ["user"]
    assert scope_id("facility", clinic.facility) in answer.revoked


async def test_pokes_follow_the_line_and_the_topics(clinic: Clinic) -> None:
    async with aclosing(clinic.backend.pokes([f"facility:{clinic.facility}"])) as pokes:
        assert await anext(pokes) == Joined((f"facility:{clinic.facility}",))
        clinic.server.add_facility("South")
        clinic.server.put("patients", clinic.patient, phone="1")
        clinic.server.put("patients", clinic.patient, phone="2")
        assert await anext(pokes) == Poked()
        clinic.backend.down = True
        assert isinstance(await anext(pokes), Lost)
        clinic.backend.down = False
        assert isinstance(await anext(pokes), Joined)
        clinic.backend.end_session("session_expired")
        with pytest.raises(SignedOut):
            await anext(pokes)
    assert clinic.server.listeners == []


async def test_a_cut_line_and_a_wrong_password_say_so(clinic: Clinic) -> None:
    clinic.backend.fail_next(Busy("wait", 3.0))
    with pytest.raises(Busy):
        await clinic.backend.pull(wire.PullRequest(device=DEVICE))
    clinic.backend.down = True
    with pytest.raises(Offline):
        await clinic.backend.pull(wire.PullRequest(device=DEVICE))
    clinic.backend.down = False
    with pytest.raises(WrongPassword):
        await clinic.backend.sign_in("ana@example.org", "wrong")
    assert (
        await clinic.backend.sign_in("ana@example.org", "correct horse")
    ).person == clinic.person
    assert clinic.backend.calls["pull"] == 2
