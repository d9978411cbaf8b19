"""A facility that demands a second proof: what a session without one is served, and what becomes of
its drafts. And a table of what treatment is about, which only those who treat ever hold.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import psycopg
import pytest

from sync.ids import new_id
from tests.server.clinic import Clinic, Person, Replica, scope_id

STAFF = ("doctor", "nurse", "reception", "facility_admin", "system_admin")
EARLY = {"from": "2026-11-01T00:00:00+00:00", "to": "2026-12-01T00:00:00+00:00"}


@dataclass(frozen=True)
class House:
    """A facility that demands a second proof, with a row of what treatment is about."""

    clinic: Clinic
    id: str
    policy: str
    patient: str
    visit: str
    note: str

    def member(self, role: str) -> Person:
        return self.clinic.member(self.id, role)


@pytest.fixture(scope="module")
def house(shared_clinic: Clinic) -> House:
    clinic = shared_clinic
    clinic.db.execute(
        b"""create table public.notes_of_tomorrow (
                id uuid primary key default gen_random_uuid(),
                facility_id uuid not null references public.facilities (id),
                body text not null default '',
                version bigint not null default 1,
                created_at timestamptz default now(), created_by uuid,
                updated_at timestamptz default now(), updated_by uuid);
            alter table public.notes_of_tomorrow enable row level security;
            create policy "those who treat" on public.notes_of_tomorrow for select to authenticated
                using (facility_id = any ((select app.clinical_facilities())::uuid[]));
            select app.demand_second_factor('notes_of_tomorrow', 'facility_id');
            grant select on public.notes_of_tomorrow to authenticated;
            select sync.follow('notes_of_tomorrow', 99::smallint, '{"clinical": "facility_id"}');"""
    )
    facility = clinic.facility()
    policy = clinic.add("facility_policies", facility_id=facility, is_second_factor_required=True)
    patient = clinic.patient(facility)
    visit = clinic.appointment(facility, patient, clinic.provider(facility))
    note = clinic.add("notes_of_tomorrow", facility_id=facility, body="canary")
    return House(clinic, facility, policy["id"], patient, visit, note["id"])


def proven(person: Person) -> Person:
    return replace(person, aal="aal2")


def kinds(answer: dict[str, Any]) -> set[str]:
    return {scope["kind"] for scope in answer["scopes"]}


def tables(answer: dict[str, Any]) -> set[str]:
    return {name for name, page in answer["tables"].items() if page["rows"]}


@pytest.mark.parametrize("role", STAFF)
def test_a_session_without_the_proof_gets_what_opens_the_program_and_no_more(
    house: House, role: str
) -> None:
    person = house.member(role)
    without, with_proof = house.clinic.pull(person), house.clinic.pull(proven(person))
    assert kinds(without) == {"directory", "user"}
    assert tables(without) <= {
        "facilities",
        "facility_policies",
        "providers",
        "appointment_types",
        "profiles",
        "facility_members",
    }
    assert without["flags"]["prove"] is True
    clinical = {scope_id("clinical", house.id)} if role in ("doctor", "nurse") else set()
    assert set(without["withheld"]) == {scope_id("facility", house.id)} | clinical

    assert "prove" not in with_proof["flags"]
    assert "withheld" not in with_proof
    assert {"patients", "appointments"} <= tables(with_proof)
    assert ("notes_of_tomorrow" in tables(with_proof)) is bool(clinical)


@pytest.mark.parametrize("role", STAFF)
def test_the_early_page_and_the_comparison_keep_to_it_too(house: House, role: str) -> None:
    person = house.member(role)
    early = house.clinic.pull(person, early=EARLY)
    assert not tables(early) & {"patients", "appointments", "rooms"}
    for kind in ("facility", "clinical"):
        request = {"scope": scope_id(kind, house.id), "buckets": {}}
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            house.clinic.call(person, "sync_digest", request)
    request = {"scope": scope_id("facility", house.id), "buckets": {}}
    assert house.clinic.call(proven(person), "sync_digest", request)["n"] > 0


@pytest.mark.parametrize("role", STAFF)
def test_the_policies_say_the_same_as_the_pull(house: House, role: str) -> None:
    for person in (house.member(role), proven(house.member(role))):
        pulled = Replica(house.clinic, person).pull()
        own = {key: row for key, row in pulled.rows.items() if key[0] != "notes_of_tomorrow"}
        assert own == house.clinic.visible(person)
        with house.clinic.as_person(person) as db:
            seen = db.execute(b"select count(*) as n from public.notes_of_tomorrow").fetchone()
        held = sum(1 for table, _ in pulled.rows if table == "notes_of_tomorrow")
        assert seen == {"n": held}


def test_drafts_wait_for_the_proof_and_are_judged_then(house: House) -> None:
    person = house.member("reception")
    draft = house.clinic.mutation(
        person, "update", "appointments", house.visit, {"reason": "Cough"}
    )
    request = {
        "proto": 1,
        "device": person.device,
        "groups": [{"id": new_id(), "mutations": [draft]}],
    }
    answer = house.clinic.call(person, "sync_push", request)
    assert (answer["results"], answer["flags"]["prove"]) == ([], True)
    assert not house.clinic.value("select count(*) from sync.ledger where id = %s", draft["id"])

    (verdict,) = house.clinic.push(proven(person), draft)
    assert verdict["status"] == "applied"


def test_a_patient_is_asked_for_no_proof_to_see_their_own(house: House) -> None:
    person = house.member("patient")
    patient = house.clinic.patient(house.id, user_id=person.id)
    answer = house.clinic.pull(person)
    assert "withheld" not in answer
    assert patient in {row[2] for row in answer["tables"]["patients"]["rows"]}


def test_somebody_of_two_facilities_is_kept_from_the_demanding_one_alone(house: House) -> None:
    person = house.member("doctor")
    easy = house.clinic.facility("Easy")
    house.clinic.join(person, easy, "doctor")
    answer = house.clinic.pull(person)
    owners = {scope["owner"] for scope in answer["scopes"] if scope["kind"] == "clinical"}
    assert owners == {easy}
    assert house.id in {row[2] for row in answer["tables"]["facilities"]["rows"]}


def test_nothing_new_is_told_as_nothing_new_without_the_proof_as_well(house: House) -> None:
    person = house.member("nurse")
    replica = Replica(house.clinic, person).pull()
    again = replica.page()
    assert again["same"] is True
    assert (again["flags"]["prove"], len(again["withheld"])) == (True, 2)


@pytest.mark.parametrize("has_row", [True, False])
def test_only_who_shows_a_proof_demands_one(shared_clinic: Clinic, has_row: bool) -> None:
    facility = shared_clinic.facility()
    boss = shared_clinic.member(facility, "facility_admin")
    if has_row:
        row = shared_clinic.add("facility_policies", facility_id=facility)["id"]
        patch = {"is_second_factor_required": True}
    else:
        row, patch = new_id(), {"is_second_factor_required": True, "facility_id": facility}
    kind = "update" if has_row else "insert"
    (no,) = shared_clinic.push(
        boss, shared_clinic.mutation(boss, kind, "facility_policies", row, patch)
    )
    assert (no["status"], no["code"]) == ("forbidden", "not_allowed")
    (yes,) = shared_clinic.push(
        proven(boss), shared_clinic.mutation(boss, kind, "facility_policies", row, patch)
    )
    assert yes["status"] == "applied"


def test_without_the_proof_nobody_takes_the_demand_back(house: House) -> None:
    boss = house.member("facility_admin")
    with house.clinic.as_person(boss) as db:
        done = db.execute(
            "update public.facility_policies set is_second_factor_required = false where id = %s",
            [house.policy],
        )
        assert done.rowcount == 0


def test_reading_the_trail_and_taking_a_factor_off_need_the_proof(house: House) -> None:
    boss, other = house.member("facility_admin"), house.member("nurse")
    line = {"seq": 1, "at": "2026-11-20T10:00:00Z", "action": "view", "mac": "0" * 64}
    house.clinic.call(other, "audit_append", {"device": other.device, "lines": [line]})
    assert house.clinic.call(boss, "audit_read", {"user_id": other.id})["lines"] == []
    assert len(house.clinic.call(proven(boss), "audit_read", {"user_id": other.id})["lines"]) == 1
    with pytest.raises(psycopg.errors.InsufficientPrivilege), house.clinic.as_person(boss) as db:
        db.execute("select public.reset_second_factor(%s)", [other.id])
