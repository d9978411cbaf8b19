"""Inviting, putting out, staying in office, and making a lost computer forget."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import psycopg
import pytest

from sync.ids import new_id
from tests.server.clinic import Clinic, Json, Person, Replica, become, call, push_request, scope_id

INVITABLE = ("doctor", "nurse", "reception", "facility_admin")


@pytest.fixture(scope="module")
def house(shared_clinic: Clinic) -> tuple[Clinic, str, Person]:
    """A facility and its administrator."""
    facility = shared_clinic.facility()
    return shared_clinic, facility, shared_clinic.member(facility, "facility_admin")


def invite(
    house: tuple[Clinic, str, Person], email: str, role: str = "nurse", name: str = "Ona Serra"
) -> Json:
    clinic, facility, boss = house
    asked = {"facility_id": facility, "email": email, "role": role, "display_name": name}
    return clinic.call(boss, "invite", asked)


def account(clinic: Clinic, email: str, *, confirmed: bool = True) -> Person:
    person = new_id()
    clinic.db.execute(
        "insert into auth.users (id, email, email_confirmed_at)"
        " values (%s, %s, case when %s then now() end)",
        [person, email, confirmed],
    )
    return Person(person, email)


def memberships(clinic: Clinic, person: Person) -> list[tuple[str, str, bool]]:
    found = clinic.db.execute(
        "select role, display_name, is_active from public.facility_members where user_id = %s",
        [person.id],
    )
    return [(row["role"], row["display_name"], row["is_active"]) for row in found]


def accept(clinic: Clinic, person: Person) -> int:
    joined: int = clinic.call(person, "accept_invitations", {})["joined"]
    return joined


def waiting(house: tuple[Clinic, str, Person]) -> list[str]:
    clinic, facility, boss = house
    told = clinic.call(boss, "people_read", {"facility_id": facility})["invitations"]
    return [each["email"] for each in told]


def address() -> str:
    return f"{new_id()}@example.org"


# --- invitations ----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", INVITABLE)
def test_an_account_made_after_the_invitation_is_a_member_at_once(
    house: tuple[Clinic, str, Person], role: str
) -> None:
    clinic, facility, _ = house
    email = address()
    assert invite(house, f"  {email.upper()} ", role)["outcome"] == "invited"
    person = account(clinic, email)
    assert memberships(clinic, person) == [(role, "Ona Serra", True)]
    assert scope_id("facility", facility) in {s["id"] for s in clinic.pull(person)["scopes"]}
    assert accept(clinic, person) == 0
    assert email not in waiting(house)


def test_an_address_that_nobody_confirmed_opens_no_door(
    house: tuple[Clinic, str, Person],
) -> None:
    clinic, _, _ = house
    email = address()
    invite(house, email)
    person = account(clinic, email, confirmed=False)
    assert (accept(clinic, person), memberships(clinic, person)) == (0, [])
    clinic.db.execute("update auth.users set email_confirmed_at = now() where id = %s", [person.id])
    assert (accept(clinic, person), len(memberships(clinic, person))) == (1, 1)


def test_somebody_with_an_account_joins_with_the_next_sign_in(
    house: tuple[Clinic, str, Person],
) -> None:
    clinic, _, boss = house
    email = address()
    person = account(clinic, email)
    made = invite(house, email)["id"]
    assert memberships(clinic, person) == []
    assert email in waiting(house)
    assert accept(clinic, person) == 1
    row = clinic.row("invitations", made)
    assert row is not None
    assert (row["accepted_by"], row["created_by"]) == (person.id, boss.id)
    assert row["accepted_at"] is not None


def test_only_whom_it_was_meant_for_joins(house: tuple[Clinic, str, Person]) -> None:
    clinic, _, _ = house
    invite(house, address())
    assert accept(clinic, account(clinic, address())) == 0
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        clinic.call(None, "accept_invitations", {})


def test_a_withdrawn_invitation_is_worth_nothing(house: tuple[Clinic, str, Person]) -> None:
    clinic, _, boss = house
    email = address()
    made = invite(house, email)["id"]
    assert clinic.call(boss, "withdraw_invitation", {"id": made})["outcome"] == "withdrawn"
    assert clinic.call(boss, "withdraw_invitation", {"id": made})["outcome"] == "gone"
    assert memberships(clinic, account(clinic, email)) == []


def test_inviting_again_says_the_latest_and_leaves_one(house: tuple[Clinic, str, Person]) -> None:
    clinic, _, _ = house
    email = address()
    invite(house, email, "doctor")
    invite(house, email, "reception", "Ona Serra i Puig")
    assert waiting(house).count(email) == 1
    assert memberships(clinic, account(clinic, email)) == [("reception", "Ona Serra i Puig", True)]


def test_who_works_there_is_not_invited_and_who_was_put_out_comes_back(
    house: tuple[Clinic, str, Person],
) -> None:
    clinic, facility, _ = house
    email = address()
    person = account(clinic, email)
    member = clinic.join(person, facility, "nurse")
    assert invite(house, email.upper())["outcome"] == "member"
    clinic.db.execute(
        "update public.facility_members set is_active = false where user_id = %s", [member.id]
    )
    assert invite(house, email, "reception")["outcome"] == "invited"
    assert accept(clinic, person) == 1
    assert memberships(clinic, person) == [("reception", "Ona Serra", True)]


def test_an_invitation_never_takes_a_role_away_from_who_works_there(
    house: tuple[Clinic, str, Person],
) -> None:
    clinic, facility, _ = house
    email = address()
    invite(house, email, "reception")
    person = account(clinic, email, confirmed=False)
    clinic.join(person, facility, "doctor")
    clinic.db.execute("update auth.users set email_confirmed_at = now() where id = %s", [person.id])
    assert accept(clinic, person) == 1
    assert [role for role, _, _ in memberships(clinic, person)] == ["doctor"]


@pytest.mark.parametrize(
    "wrong",
    [{"role": "system_admin"}, {"role": "patient"}, {"display_name": " "}, {"email": "ona"}],
)
def test_nobody_is_invited_as_what_nobody_may_become(
    house: tuple[Clinic, str, Person], wrong: Json
) -> None:
    clinic, facility, boss = house
    asked = {"facility_id": facility, "email": address(), "role": "nurse", "display_name": "Ona"}
    with pytest.raises(psycopg.errors.CheckViolation):
        clinic.call(boss, "invite", asked | wrong)


# --- people ---------------------------------------------------------------------------------------


def test_an_administrator_sees_addresses_and_computers_of_their_people_alone(
    house: tuple[Clinic, str, Person],
) -> None:
    clinic, facility, boss = house
    person = clinic.member(facility, "nurse")
    clinic.call(person, "sync_push", push_request(person, lineage={"have": None, "next": new_id()}))
    clinic.db.execute(
        "insert into auth.sessions (id, user_id, user_agent) values (%s, %s, %s)",
        [new_id(), person.id, f"clinic-app/1.0 (Front desk) device/{person.device}"],
    )
    line = {"seq": 1, "at": "2026-11-20T10:00:00Z", "action": "view", "mac": "0" * 64}
    reader = new_id()
    clinic.call(person, "audit_append", {"device": reader, "lines": [line]})
    elsewhere = clinic.member(clinic.facility(), "nurse")

    people = clinic.call(boss, "people_read", {"facility_id": facility})["people"]
    told = {each["user_id"]: each for each in people}
    assert elsewhere.id not in told
    assert told[person.id]["email"] == person.email
    computers = {each["device"]: each for each in told[person.id]["computers"]}
    assert set(computers) == {person.device, reader}
    assert computers[person.device]["place"] == "Front desk"
    assert computers[person.device]["last_seen_at"] is not None


def test_putting_somebody_out_takes_their_rows_at_the_next_contact(
    house: tuple[Clinic, str, Person],
) -> None:
    clinic, facility, boss = house
    person = clinic.member(facility, "doctor")
    clinic.patient(facility)
    replica = Replica(clinic, person).pull()
    assert any(table == "patients" for table, _ in replica.rows)
    member = clinic.value(
        "select id::text from public.facility_members where user_id = %s", person.id
    )
    out = clinic.mutation(boss, "update", "facility_members", member, {"is_active": False})
    assert clinic.push(boss, out)[0]["status"] == "applied"
    answer = replica.page()
    assert set(answer["revoked"]) >= {
        scope_id("facility", facility),
        scope_id("clinical", facility),
    }
    assert {table for table, _ in replica.rows} == {"profiles", "facility_members"}


@pytest.mark.parametrize("patch", [{"role": "nurse"}, {"is_active": False}])
def test_the_last_administrator_stays(shared_clinic: Clinic, patch: Json) -> None:
    clinic = shared_clinic
    facility = clinic.facility()
    boss = clinic.member(facility, "facility_admin")
    member = clinic.value(
        "select id::text from public.facility_members where user_id = %s", boss.id
    )
    wish = clinic.mutation(boss, "update", "facility_members", member, patch)
    assert (clinic.push(boss, wish)[0]["status"], clinic.push(boss, wish)[0]["code"]) == (
        "rejected",
        "last_admin",
    )
    clinic.member(facility, "facility_admin")
    again = clinic.mutation(boss, "update", "facility_members", member, patch)
    assert clinic.push(boss, again)[0]["status"] == "applied"


def test_two_administrators_who_put_each_other_out_leave_one(shared_clinic: Clinic) -> None:
    clinic = shared_clinic
    facility = clinic.facility()
    one, other = (clinic.member(facility, "facility_admin") for _ in range(2))
    put_out = "update public.facility_members set is_active = false where user_id = %s"
    with clinic.connect() as first, clinic.connect() as second:
        with first.transaction():
            become(first, one)
            assert first.execute(put_out, [other.id]).rowcount == 1
            second.execute("set lock_timeout = '200ms'")
            second.execute(b"begin")
            become(second, other)
            with pytest.raises(psycopg.errors.LockNotAvailable):
                second.execute(put_out, [one.id])
            second.execute(b"rollback")
        with second.transaction():
            become(second, other)
            assert second.execute(put_out, [one.id]).rowcount == 0, "no administrator any more"


# --- wipes ----------------------------------------------------------------------------------------


def order(house: tuple[Clinic, str, Person], person: Person, device: str | None = None) -> Json:
    clinic, _, boss = house
    return clinic.call(boss, "order_wipe", {"user_id": person.id, "device": device})


def wiped(clinic: Clinic, person: Person, **claims: Any) -> bool:
    with clinic.db.transaction():
        become(clinic.db, person, **claims)
        answer = call(clinic.db, "sync_pull", {"device": person.device})
    found: bool = answer["flags"]["wipe"]
    return found


def test_an_ordered_computer_forgets_and_no_other(house: tuple[Clinic, str, Person]) -> None:
    clinic, facility, boss = house
    lost = clinic.member(facility, "nurse")
    kept = replace(lost, device=new_id())
    order(house, lost, lost.device)
    assert (wiped(clinic, lost), wiped(clinic, kept)) == (True, False)
    asked = {"user_id": lost.id, "device": lost.device}
    assert clinic.call(boss, "cancel_wipe", asked)["cancelled"] == 1
    assert not wiped(clinic, lost)
    assert clinic.call(boss, "cancel_wipe", asked)["cancelled"] == 0


def test_an_order_for_all_computers_means_those_of_its_time(
    house: tuple[Clinic, str, Person],
) -> None:
    """Whoever is let in again afterwards works on: otherwise they never could."""
    clinic, facility, _ = house
    person = clinic.member(facility, "nurse")

    def first_contact(who: Person) -> None:
        lineage = {"have": None, "next": new_id()}
        clinic.call(who, "sync_push", push_request(who, lineage=lineage))

    def signed_in(ago: float) -> Json:
        return {"amr": [{"method": "password", "timestamp": int(time.time() - ago)}]}

    first_contact(person)
    silent = replace(person, device=new_id())
    assert order(house, person)["ordered_at"]
    assert wiped(clinic, person, **signed_in(-60)), "known then, whoever has signed in since"
    assert wiped(clinic, silent, **signed_in(3600)), "never heard of, and signed in before"
    fresh = replace(person, device=new_id())
    assert not wiped(clinic, fresh, **signed_in(-60))
    first_contact(fresh)
    assert not wiped(clinic, fresh, **signed_in(-60))


def test_nobody_wipes_whose_work_for_another_clinic_would_be_lost(
    house: tuple[Clinic, str, Person],
) -> None:
    clinic, facility, boss = house
    person = clinic.member(facility, "nurse")
    away = clinic.facility("Away")
    clinic.join(person, away, "doctor")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        order(house, person)
    clinic.join(boss, away, "facility_admin")
    assert order(house, person)["ordered_at"]


def test_an_administrator_wipes_no_system_administrator(
    house: tuple[Clinic, str, Person],
) -> None:
    clinic, facility, _ = house
    chief, other = (clinic.member(facility, "system_admin") for _ in range(2))
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        order(house, chief)
    assert clinic.call(other, "order_wipe", {"user_id": chief.id})["ordered_at"]


def test_who_works_in_two_clinics_is_in_the_trail_of_the_one_whose_record_it_was(
    house: tuple[Clinic, str, Person],
) -> None:
    clinic, facility, _ = house
    other = clinic.facility()
    person = clinic.member(facility, "reception")
    clinic.add("facility_members", facility_id=other, user_id=person.id, role="reception")
    strange = clinic.facility()
    rows = {home: clinic.patient(home) for home in (facility, other, strange)}
    line = {"at": "2026-11-20T10:00:00Z", "action": "view", "tbl": "patients"}
    told = [
        line | {"seq": n, "row_id": row, "mac": f"{n:064}"}
        for n, row in enumerate([*rows.values(), "", "nonsense"], 1)
    ]
    told[3] |= {"tbl": ""}
    told[4] |= {"tbl": "no_such_table", "row_id": new_id()}
    clinic.call(person, "audit_append", {"device": new_id(), "lines": told})

    filed = clinic.db.execute(
        "select seq, facility_id::text as home from sync.audit_events where user_id = %s",
        [person.id],
    )
    # A record of a clinic that is none of theirs is told at home.
    homes = {1: facility, 2: other, 3: facility, 4: facility, 5: facility}
    assert {row["seq"]: row["home"] for row in filed} == homes
