"""The client and the migrations on a Supabase that somebody else wrote, on PostgreSQL 15."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import msgspec
import pytest

from sync.backend import wire
from sync.backend.supabase import SupabaseBackend
from sync.clock import SystemClock
from sync.errors import WrongPassword
from sync.ids import new_id
from sync.resources import resource
from tests.lite.judge import KEY, PASSWORD, Lite

pytestmark = pytest.mark.timeout(420)

Run = Callable[[Coroutine[Any, Any, None]], None]
DEVICE = new_id()


@dataclass(frozen=True)
class Desk:
    """A facility on the judge, somebody at its desk and somebody of no facility."""

    lite: Lite
    facility: str
    person: str
    email: str
    stranger: str

    @asynccontextmanager
    async def client(self, email: str | None = None) -> AsyncGenerator[SupabaseBackend, None]:
        backend = SupabaseBackend(self.lite.url, KEY, SystemClock(), device=DEVICE, version="1")
        try:
            await backend.sign_in(email or self.email, PASSWORD)
            yield backend
        finally:
            await backend.close()

    def mutation(self, kind: str, table: str, row_id: str, **more: Any) -> wire.Mutation:
        made: dict[str, Any] = {
            "id": new_id(),
            "kind": kind,
            "table": table,
            "row_id": row_id,
            "at": "2026-11-20T10:00:00+00:00",
            "author": self.person,
            "device": DEVICE,
        }
        return wire.Mutation(**made | more)

    def registration(self, name: str) -> wire.Mutation:
        patch = {"facility_id": self.facility, "family_name": name}
        return self.mutation("insert", "patients", new_id(), patch=patch)


@pytest.fixture(scope="module")
def desk(judge: Lite) -> Desk:
    email, stranger = "desk@example.org", "stranger@example.org"
    person = judge.sign_up(email, "Ona Serra")
    judge.sign_up(stranger, "Somebody")
    [(facility,)] = judge.sql("select public.create_facility('Judge', 'Europe/Madrid', %s)", email)
    return Desk(judge, str(facility), person, email, stranger)


def pushed(*mutations: wire.Mutation) -> wire.PushRequest:
    return wire.PushRequest(device=DEVICE, groups=[wire.Group(new_id(), [m]) for m in mutations])


def ask(**more: Any) -> wire.PullRequest:
    return wire.PullRequest(device=DEVICE, **more)


def rows(answer: wire.PullAnswer, table: str) -> dict[str, wire.Json]:
    page = answer.tables.get(table, wire.TablePage())
    return {row[2]: dict(zip(page.columns, row[2:], strict=True)) for row in page.rows}


def test_every_migration_applies_there(judge: Lite) -> None:
    names = [path.name for path in sorted(resource("supabase", "migrations").iterdir())]
    assert all(f"Applied {name}" in judge.said for name in names)
    assert judge.sql("show server_version_num")[0][0].startswith("15")
    kept = judge.sql("select version from supabase_migrations.schema_migrations order by 1")
    assert [version for (version,) in kept] == [name.split("_")[0] for name in names]


def test_an_account_made_there_has_its_profile(desk: Desk) -> None:
    found = desk.lite.sql("select full_name, email from public.profiles where id = %s", desk.person)
    assert found == [("Ona Serra", desk.email)]


def test_sign_in_push_and_pull(desk: Desk, run: Run) -> None:
    async def story() -> None:
        async with desk.client() as backend:
            draft = desk.registration("Ibáñez")
            [verdict] = (await backend.push(pushed(draft))).results
            assert (verdict.status, verdict.repeated) == ("applied", False)
            assert verdict.row is not None
            answer = await backend.pull(ask(pending=[draft.id]))
            assert rows(answer, "patients")[draft.row_id] == verdict.row
            assert answer.acked == [draft.id]
            [again] = (await backend.push(pushed(draft))).results
            assert again.repeated
            assert msgspec.structs.replace(again, repeated=False) == verdict

    run(story())


def test_a_twice_edited_field_and_a_taken_slot_are_conflicts(desk: Desk, run: Run) -> None:
    async def story() -> None:
        async with desk.client() as backend:
            patient = desk.registration("Fuster")
            [made] = (await backend.push(pushed(patient))).results
            assert made.row is not None
            base = made.row
            first, second = (
                desk.mutation(
                    "update",
                    "patients",
                    patient.row_id,
                    base=base,
                    base_version=base["version"],
                    patch=patch,
                )
                for patch in ({"phone": "1"}, {"phone": "2", "address": "Calle del Olmo 1"})
            )
            verdicts = (await backend.push(pushed(first, second))).results
            assert [(v.status, v.code, v.fields) for v in verdicts] == [
                ("applied", None, None),
                ("conflict", "same_field", ["phone"]),
            ]
            provider = desk.mutation(
                "insert",
                "providers",
                new_id(),
                patch={"facility_id": desk.facility, "display_name": "Dr. Vega"},
            )
            slots = [
                desk.mutation(
                    "insert",
                    "appointments",
                    new_id(),
                    patch={
                        "facility_id": desk.facility,
                        "patient_id": patient.row_id,
                        "provider_id": provider.row_id,
                        "starts_at": f"2026-11-23T10:{minute}:00+01:00",
                        "ends_at": "2026-11-23T10:45:00+01:00",
                    },
                )
                for minute in ("00", "30")
            ]
            verdicts = (await backend.push(pushed(provider, *slots))).results
            assert [(v.status, v.code) for v in verdicts] == [
                ("applied", None),
                ("applied", None),
                ("conflict", "slot_taken"),
            ]
            blocking = verdicts[2].blocking
            assert blocking is not None
            assert blocking.id == slots[0].row_id
            assert blocking.starts_at.isoformat() == "2026-11-23T09:00:00+00:00"

    run(story())


def test_cursors_digest_and_nothing_new(desk: Desk, run: Run) -> None:
    async def story() -> None:
        async with desk.client() as backend:
            first = await backend.pull(ask())
            assert not first.more
            held = {s.id: wire.ScopeCursor(grant=s.grant, ver=s.head) for s in first.scopes}
            patient = desk.registration("Soler")
            await backend.push(pushed(patient))
            news = await backend.pull(ask(epoch=first.epoch, scopes=held))
            assert list(rows(news, "patients")) == [patient.row_id]
            assert {name for name, page in news.tables.items() if page.rows} == {"patients"}

    run(story())


def test_a_stranger_sees_and_changes_nothing(desk: Desk, run: Run) -> None:
    async def story() -> None:
        async with desk.client(desk.stranger) as backend:
            answer = await backend.pull(ask())
            assert {s.kind for s in answer.scopes} == {"user"}
            session = await backend.sign_in(desk.stranger, PASSWORD)
            mine = msgspec.structs.replace(desk.registration("Mine"), author=session.person)
            verdicts = (await backend.push(pushed(desk.registration("Theirs"), mine))).results
            assert [(v.status, v.code) for v in verdicts] == [
                ("forbidden", "author"),
                ("forbidden", "not_allowed"),
            ]

    run(story())


def test_a_wrong_password_is_said_as_such(desk: Desk, run: Run) -> None:
    async def story() -> None:
        backend = SupabaseBackend(desk.lite.url, KEY, SystemClock(), device=DEVICE)
        try:
            with pytest.raises(WrongPassword):
                await backend.sign_in(desk.email, "not this one")
        finally:
            await backend.close()

    run(story())


def test_tables_are_read_under_the_same_policies(desk: Desk) -> None:
    """Not the client's way, but the API's: what PostgREST shows is what the policies allow."""
    with httpx.Client(base_url=desk.lite.url, headers={"apikey": KEY}, timeout=30) as http:
        seen = {}
        for email in (desk.email, desk.stranger):
            session = http.post(
                "/auth/v1/token?grant_type=password", json={"email": email, "password": PASSWORD}
            ).json()
            bearer = {"Authorization": f"Bearer {session['access_token']}"}
            answer = http.get("/rest/v1/facilities?select=id", headers=bearer)
            seen[email] = (answer.status_code, answer.json())
        assert seen[desk.email] == (200, [{"id": desk.facility}])
        assert seen[desk.stranger] == (200, [])
        nobody = http.get("/rest/v1/facilities?select=id")
        assert nobody.json() == [] or nobody.json()["code"] == "42501"
