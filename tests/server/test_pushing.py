"""sync_push: every verdict and code, each exactly once."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from sync.ids import new_id
from tests.server.clinic import (
    MORNING,
    Clinic,
    Json,
    Person,
    Replica,
    become,
    call,
    push_request,
    scope_id,
)


@pytest.fixture(scope="module")
def facility(shared_clinic: Clinic) -> str:
    return shared_clinic.facility()


@pytest.fixture(scope="module")
def desk(shared_clinic: Clinic, facility: str) -> Person:
    return shared_clinic.member(facility, "reception")


@pytest.fixture(scope="module")
def doctor(shared_clinic: Clinic, facility: str) -> Person:
    return shared_clinic.member(facility, "doctor")


@pytest.fixture
def patient(shared_clinic: Clinic, facility: str) -> str:
    return shared_clinic.patient(facility, phone="1", note="old")


@pytest.fixture
def provider(shared_clinic: Clinic, facility: str) -> str:
    return shared_clinic.provider(facility)


def told(result: Json) -> tuple[str, str | None]:
    return result["status"], result.get("code")


def registration(clinic: Clinic, person: Person, facility: str, **values: Any) -> Json:
    patch = {"facility_id": facility, "family_name": "Prat", **values}
    return clinic.mutation(person, "insert", "patients", patch=patch)


def booking(clinic: Clinic, person: Person, facility: str, patient: str, provider: str,
            hour: float = 0, minutes: int = 30, **values: Any) -> Json:  # fmt: skip
    starts_at = MORNING + timedelta(hours=hour)
    patch = {
        "facility_id": facility,
        "patient_id": patient,
        "provider_id": provider,
        "starts_at": starts_at.isoformat(),
        "ends_at": (starts_at + timedelta(minutes=minutes)).isoformat(),
        **values,
    }
    return clinic.mutation(person, "insert", "appointments", patch=patch)


# --- taken ----------------------------------------------------------------------------------------


def test_an_insert_is_applied_and_the_server_gives_the_number(
    shared_clinic: Clinic, facility: str, desk: Person
) -> None:
    draft = registration(shared_clinic, desk, facility, given_name="Júlia")
    [result] = shared_clinic.push(desk, draft)
    assert told(result) == ("applied", None)
    assert result["id"] == draft["id"]
    assert result["row"] == shared_clinic.row("patients", draft["row_id"])
    assert result["row"]["record_number"].startswith("R")
    assert result["row"]["created_by"] == desk.id


def test_an_update_writes_the_edited_fields_alone(
    shared_clinic: Clinic, desk: Person, patient: str
) -> None:
    draft = shared_clinic.mutation(desk, "update", "patients", patient, {"phone": "2"})
    [result] = shared_clinic.push(desk, draft)
    assert told(result) == ("applied", None)
    assert (result["row"]["phone"], result["row"]["note"], result["row"]["version"]) == (
        "2",
        "old",
        2,
    )


def test_a_delete_goes_through_and_again(
    shared_clinic: Clinic, facility: str, desk: Person, provider: str
) -> None:
    row = shared_clinic.add(
        "time_off",
        facility_id=facility,
        provider_id=provider,
        starts_at=MORNING,
        ends_at=MORNING + timedelta(hours=1),
    )
    first, again = (
        shared_clinic.mutation(desk, "delete", "time_off", row["id"], base={"version": 1})
        for _ in range(2)
    )
    assert told(shared_clinic.push(desk, first)[0]) == ("applied", None)
    assert shared_clinic.row("time_off", row["id"]) is None
    assert told(shared_clinic.push(desk, again)[0]) == ("applied", None)


def test_a_request_may_come_as_a_string(shared_clinic: Clinic, facility: str, desk: Person) -> None:
    draft = registration(shared_clinic, desk, facility)
    body = json.dumps(push_request(desk, draft))
    assert told(shared_clinic.call(desk, "sync_push", body)["results"][0]) == ("applied", None)


def test_an_answer_says_when_and_where(shared_clinic: Clinic, desk: Person) -> None:
    answer = shared_clinic.call(desk, "sync_push", push_request(desk))
    assert answer["results"] == []
    assert answer["epoch"] == shared_clinic.pull(desk)["epoch"]
    assert answer["flags"].items() >= {"min_client": 1, "pause": False}.items()
    assert answer["now"].endswith("+00:00")


def test_nobody_pushes_nothing(shared_clinic: Clinic) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        shared_clinic.call(None, "sync_push", {})
    with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification):
        shared_clinic.value("select public.sync_push('{}')")


# --- exactly once ---------------------------------------------------------------------------------


def test_the_same_draft_again_gets_the_same_verdict_and_no_second_effect(
    shared_clinic: Clinic, facility: str, desk: Person, patient: str, provider: str
) -> None:
    drafts = [
        registration(shared_clinic, desk, facility),
        shared_clinic.mutation(desk, "update", "patients", patient, {"phone": "3"}),
        booking(shared_clinic, desk, facility, patient, provider),
        booking(shared_clinic, desk, facility, patient, provider),  # taken by the one before
        registration(shared_clinic, desk, facility, gender="?"),  # invalid
        shared_clinic.mutation(desk, "update", "rooms", new_id(), {"name": "x"}),
    ]
    first = shared_clinic.push(desk, *drafts)
    assert [told(r) for r in first] == [
        ("applied", None),
        ("applied", None),
        ("applied", None),
        ("conflict", "slot_taken"),
        ("rejected", "invalid"),
        ("conflict", "deleted"),
    ]
    again = shared_clinic.push(desk, *drafts)
    assert all(result.pop("repeated") for result in again)
    assert again == first
    assert shared_clinic.row("patients", patient) == first[1]["row"]


def test_a_repeated_answer_brings_the_row_of_today(
    shared_clinic: Clinic, desk: Person, patient: str
) -> None:
    draft = shared_clinic.mutation(desk, "update", "patients", patient, {"phone": "3"})
    shared_clinic.push(desk, draft)
    shared_clinic.change("patients", patient, phone="4")
    [result] = shared_clinic.push(desk, draft)
    assert (result["status"], result["row"]["phone"]) == ("applied", "4")
    assert shared_clinic.row("patients", patient) == result["row"]


def test_an_id_is_not_used_twice(
    shared_clinic: Clinic, desk: Person, doctor: Person, patient: str
) -> None:
    draft = shared_clinic.mutation(desk, "update", "patients", patient, {"phone": "3"})
    shared_clinic.push(desk, draft)
    other_body = draft | {"patch": {"phone": "4"}}
    assert told(shared_clinic.push(desk, other_body)[0]) == ("rejected", "id_reuse")
    other_author = draft | {"author": doctor.id}
    assert told(shared_clinic.push(doctor, other_author)[0]) == ("rejected", "id_reuse")
    assert told(shared_clinic.push(desk, draft)[0]) == ("applied", None), "the first stands"
    assert (shared_clinic.row("patients", patient) or {})["phone"] == "3"


def test_what_a_draft_waits_for_is_no_part_of_its_body(
    shared_clinic: Clinic, desk: Person, patient: str
) -> None:
    """A client drops dependencies that are settled; the draft is the same draft."""
    draft = shared_clinic.mutation(desk, "update", "patients", patient, {"phone": "5"})
    shared_clinic.push(desk, draft)
    again = draft | {"depends_on": [new_id()]}
    assert told(shared_clinic.push(desk, again)[0]) == ("applied", None)


@pytest.mark.parametrize("together", [True, False])
def test_a_draft_twice_in_one_push_is_done_once(
    shared_clinic: Clinic, desk: Person, patient: str, together: bool
) -> None:
    draft = shared_clinic.mutation(desk, "update", "patients", patient, {"phone": "6"})
    groups = [[draft, draft]] if together else [[draft], [draft]]
    results = shared_clinic.push(desk, *groups)
    assert [told(r) for r in results] == [("applied", None)] * 2
    assert (shared_clinic.row("patients", patient) or {})["version"] == 2
    [third] = shared_clinic.push(desk, draft)
    assert third["repeated"]


def test_the_same_draft_in_flight_twice_is_done_once(
    shared_clinic: Clinic, facility: str, desk: Person
) -> None:
    """A client that gave up waiting sends again while the first is still running."""
    draft = registration(shared_clinic, desk, facility)
    with Clinic(shared_clinic.dsn) as first, Clinic(shared_clinic.dsn) as second:
        with first.as_person(desk) as db:
            call(db, "sync_push", push_request(desk, draft))
            with pytest.raises(psycopg.errors.LockNotAvailable):
                second.push(desk, draft)
        assert second.push(desk, draft)[0]["repeated"]

        # A copy of the disk on another machine: another device, the same draft.
        draft = registration(shared_clinic, desk, facility)
        twin = Person(desk.id, desk.email)
        errors: list[BaseException] = []

        def push_twin() -> None:
            try:
                second.push(twin, draft)
            except psycopg.Error as error:
                errors.append(error)

        with first.as_person(desk) as db:
            call(db, "sync_push", push_request(desk, draft))
            thread = threading.Thread(target=push_twin)
            thread.start()
            thread.join(0.3)
        thread.join(20)
        assert not thread.is_alive()
        assert [type(e) for e in errors] in ([], [psycopg.errors.SerializationFailure])
        assert second.push(twin, draft)[0]["repeated"]


def test_the_ledger_holds_no_word_about_a_patient(
    shared_clinic: Clinic, facility: str, desk: Person, patient: str, provider: str
) -> None:
    secret = "Hypertension-canary"
    drafts = [
        registration(shared_clinic, desk, facility, note=secret),
        registration(shared_clinic, desk, facility, birth_date=secret),
        registration(shared_clinic, desk, facility, gender=secret),
        registration(shared_clinic, desk, facility, family_name=secret * 20),
        shared_clinic.mutation(desk, "update", "patients", patient, {"note": secret}),
        shared_clinic.mutation(desk, "update", "patients", patient, {"is_active": secret}),
        shared_clinic.mutation(
            desk, "update", "patients", patient, {"note": "x"}, base={"note": secret}
        ),
        shared_clinic.mutation(desk, "update", "patients", patient, {secret: 1}),
        booking(shared_clinic, desk, facility, patient, provider, reason=secret),
        booking(shared_clinic, desk, facility, patient, provider, reason=secret),
        booking(shared_clinic, desk, facility, patient, provider, hour=9, status=secret),
        booking(shared_clinic, desk, facility, patient, provider, hour=9, type_id=secret),
    ]
    results = shared_clinic.push(desk, *drafts)
    assert {r["status"] for r in results} >= {"applied", "rejected", "conflict"}
    kept = shared_clinic.value("select json_agg(l)::text from sync.ledger l")
    assert drafts[0]["id"] in kept
    assert secret not in kept
    for result in results:
        assert secret not in result.get("detail", ""), "nor an answer that goes into a log"


# --- who ------------------------------------------------------------------------------------------


def test_nobody_pushes_for_somebody_else(
    shared_clinic: Clinic, desk: Person, doctor: Person, patient: str
) -> None:
    draft = shared_clinic.mutation(doctor, "update", "patients", patient, {"phone": "7"})
    assert told(shared_clinic.push(desk, draft)[0]) == ("forbidden", "author")
    assert told(shared_clinic.push(doctor, draft)[0]) == ("applied", None), "its author still can"


def test_what_one_may_see_but_not_write_is_forbidden_and_shown(
    shared_clinic: Clinic, facility: str, desk: Person, provider: str
) -> None:
    draft = shared_clinic.mutation(desk, "update", "providers", provider, {"specialty": "x"})
    [result] = shared_clinic.push(desk, draft)
    assert told(result) == ("forbidden", "not_allowed")
    assert result["row"] == shared_clinic.row("providers", provider)
    insert = shared_clinic.mutation(
        desk, "insert", "rooms", patch={"facility_id": facility, "name": "Mine"}
    )
    assert told(shared_clinic.push(desk, insert)[0]) == ("forbidden", "not_allowed")
    delete = shared_clinic.mutation(desk, "delete", "providers", provider)
    assert told(shared_clinic.push(desk, delete)[0]) == ("forbidden", "not_allowed")


def test_what_one_may_not_see_is_forbidden_and_not_shown(
    shared_clinic: Clinic, desk: Person
) -> None:
    other = shared_clinic.facility("Other")
    patient = shared_clinic.patient(other)
    for kind in ("update", "delete"):
        draft = shared_clinic.mutation(desk, kind, "patients", patient, {"phone": "8"})
        [result] = shared_clinic.push(desk, draft)
        assert told(result) == ("forbidden", "not_visible")
        assert "row" not in result
    taken_id = shared_clinic.mutation(
        desk, "insert", "patients", patient, {"facility_id": other, "family_name": "x"}
    )
    assert told(shared_clinic.push(desk, taken_id)[0]) == ("forbidden", "not_allowed")


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("patients", "version", 9),
        ("patients", "record_number", "R1"),
        ("patients", "created_by", None),
        ("appointments", "patient_user_id", None),
    ],
)
def test_what_the_server_manages_is_not_in_a_draft(
    shared_clinic: Clinic,
    facility: str,
    desk: Person,
    patient: str,
    provider: str,
    table: str,
    column: str,
    value: Any,
) -> None:
    row_id = patient
    if table == "appointments":
        row_id = shared_clinic.appointment(facility, patient, provider)
        value = desk.id
    draft = shared_clinic.mutation(desk, "update", table, row_id, {column: value or desk.device})
    [result] = shared_clinic.push(desk, draft)
    assert told(result) == ("forbidden", "not_allowed")


def test_somebody_put_out_meanwhile_is_forbidden(shared_clinic: Clinic, facility: str) -> None:
    person = shared_clinic.member(facility, "reception")
    patient = shared_clinic.patient(facility)
    draft = shared_clinic.mutation(person, "update", "patients", patient, {"phone": "9"})
    shared_clinic.db.execute(
        "update public.facility_members set is_active = false where user_id = %s", [person.id]
    )
    assert told(shared_clinic.push(person, draft)[0]) == ("forbidden", "not_visible")


# --- what no server of this version understands ---------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"table": "prescriptions"}, "unknown_table"),
        ({"table": "pg_authid"}, "unknown_table"),
        ({"kind": "upsert"}, "unknown_kind"),
        ({"patch": {"blood_type": "A"}}, "unknown_column"),
        ({"kind": "call", "table": "check_in"}, "unknown_intent"),
        ({"kind": "call", "table": "check_in", "row_id": "not an id"}, "unknown_intent"),
        ({"kind": "call", "table": 'x"(); drop'}, "unknown_intent"),
    ],
)
def test_a_newer_programs_draft_waits_for_a_newer_server(
    shared_clinic: Clinic, desk: Person, patient: str, changes: Json, code: str
) -> None:
    draft = shared_clinic.mutation(desk, "update", "patients", patient, {"phone": "1"}) | changes
    assert told(shared_clinic.push(desk, draft)[0]) == ("upgrade_required", code)
    # Not kept: the same draft is judged anew once the server knows more.
    assert shared_clinic.value("select count(*) from sync.ledger where id = %s", draft["id"]) == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"row_id": "not an id"},
        {"row_id": None},
        {"patch": [1, 2]},
        {"patch": "text"},
        {"base_version": "ten"},
        {"depends_on": ["nonsense"]},
        {"author": "nonsense"},
    ],
)
def test_a_malformed_draft_steps_aside_alone(
    shared_clinic: Clinic, desk: Person, patient: str, changes: Json
) -> None:
    bad = shared_clinic.mutation(desk, "update", "patients", patient, {"phone": "x"}) | changes
    good = shared_clinic.mutation(desk, "update", "patients", patient, {"phone": "good"})
    first, second = shared_clinic.push(desk, bad, good)
    assert first["status"] in ("rejected", "dependency_failed", "forbidden", "merged", "applied")
    if "base_version" not in changes:
        assert first["status"] not in ("merged", "applied")
    assert second["status"] in ("applied", "merged", "conflict")


# --- how old a draft is ---------------------------------------------------------------------------

NOW = datetime.now(UTC)
YEARS = timedelta(days=1200)


def test_a_draft_from_before_the_ledger_remembers_is_for_a_person_to_look_at(
    shared_clinic: Clinic, desk: Person, patient: str
) -> None:
    at = (NOW - timedelta(days=401)).isoformat()
    draft = shared_clinic.mutation(desk, "update", "patients", patient, {"phone": "2"}, at=at)
    assert told(shared_clinic.push(desk, draft)[0]) == ("rejected", "too_old")
    assert shared_clinic.row("patients", patient) == draft["base"]


def test_a_clock_that_is_years_behind_makes_no_draft_old(
    shared_clinic: Clinic, desk: Person, patient: str
) -> None:
    """An empty battery sets a computer back to the year it was built in."""
    at, clock = (NOW - YEARS - timedelta(hours=1)).isoformat(), (NOW - YEARS).isoformat()
    draft = shared_clinic.mutation(desk, "update", "patients", patient, {"phone": "2"}, at=at)
    assert told(shared_clinic.push(desk, draft, now=clock)[0]) == ("applied", None)


def test_a_clock_that_is_years_ahead_makes_no_draft_young(
    shared_clinic: Clinic, desk: Person, patient: str
) -> None:
    at, clock = (NOW + YEARS - timedelta(days=401)).isoformat(), (NOW + YEARS).isoformat()
    draft = shared_clinic.mutation(desk, "update", "patients", patient, {"phone": "2"}, at=at)
    assert told(shared_clinic.push(desk, draft, now=clock)[0]) == ("rejected", "too_old")


@pytest.mark.parametrize("at", [(NOW - YEARS).isoformat(), "at noon"])
def test_an_old_draft_that_is_not_understood_waits_until_it_is(
    shared_clinic: Clinic, desk: Person, at: str
) -> None:
    draft = shared_clinic.mutation(desk, "insert", "prescriptions", patch={"dose": 1}, at=at)
    for _ in range(2):
        assert told(shared_clinic.push(desk, draft)[0]) == ("upgrade_required", "unknown_table")


# --- refused --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "code", "detail"),
    [
        ({"gender": "?"}, "invalid", "patients_gender_check"),
        ({"family_name": "  "}, "invalid", "patients_family_name_check"),
        ({"family_name": None}, "invalid", "family_name"),
        ({"birth_date": "yesterday-ish"}, "invalid", "22007"),
        ({"birth_date": {}}, "invalid", "22007"),
        ({"facility_id": None}, "forbidden", None),
        ({"note": "x" * 4001}, "invalid", "patients_note_check"),
    ],
)
def test_what_a_rule_forbids_is_rejected_by_the_name_of_the_rule(
    shared_clinic: Clinic,
    facility: str,
    desk: Person,
    values: Json,
    code: str,
    detail: str | None,
) -> None:
    [result] = shared_clinic.push(desk, registration(shared_clinic, desk, facility, **values))
    if code == "forbidden":
        assert result["status"] == "forbidden"
    else:
        assert (*told(result), result["detail"]) == ("rejected", code, detail)


def test_a_missing_parent_is_said(
    shared_clinic: Clinic, facility: str, desk: Person, provider: str
) -> None:
    draft = booking(shared_clinic, desk, facility, new_id(), provider)
    [result] = shared_clinic.push(desk, draft)
    assert told(result) == ("rejected", "missing_parent")
    assert result["detail"] == "appointments_patient_id_fkey"


def test_an_id_that_is_taken_by_other_content_is_a_duplicate(
    shared_clinic: Clinic, facility: str, desk: Person, patient: str
) -> None:
    same_id = registration(shared_clinic, desk, facility) | {"row_id": patient}
    [result] = shared_clinic.push(desk, same_id)
    assert told(result) == ("rejected", "duplicate")


def test_an_insert_that_is_there_already_has_been_applied(
    shared_clinic: Clinic, facility: str, desk: Person
) -> None:
    """The ledger was lost with a restore, the row was not."""
    draft = registration(shared_clinic, desk, facility, birth_date="1990-01-01")
    shared_clinic.push(desk, draft)
    shared_clinic.db.execute("delete from sync.ledger where id = %s", [draft["id"]])
    [result] = shared_clinic.push(desk, draft)
    assert told(result) == ("applied", None)
    assert "repeated" not in result
    assert (shared_clinic.row("patients", draft["row_id"]) or {})["version"] == 1


def test_a_transition_that_is_not_allowed_is_rejected(
    shared_clinic: Clinic, facility: str, desk: Person, patient: str, provider: str
) -> None:
    booked = shared_clinic.appointment(facility, patient, provider, status="completed")
    draft = shared_clinic.mutation(desk, "update", "appointments", booked, {"status": "no_show"})
    [result] = shared_clinic.push(desk, draft)
    assert told(result) == ("rejected", "bad_transition")
    assert result["row"]["status"] == "completed"


def test_references_into_another_facility_are_rejected(
    shared_clinic: Clinic, facility: str, desk: Person, patient: str
) -> None:
    elsewhere = shared_clinic.provider(shared_clinic.facility("Other"))
    draft = booking(shared_clinic, desk, facility, patient, elsewhere)
    assert told(shared_clinic.push(desk, draft)[0]) == ("rejected", "invalid")


# --- double booking -------------------------------------------------------------------------------


def test_the_loser_of_a_slot_learns_the_blocking_time(
    shared_clinic: Clinic, facility: str, desk: Person, patient: str, provider: str
) -> None:
    blocking = shared_clinic.appointment(facility, patient, provider)
    draft = booking(shared_clinic, desk, facility, patient, provider, hour=0.25)
    [result] = shared_clinic.push(desk, draft)
    assert told(result) == ("conflict", "slot_taken")
    assert result["blocking"] == {
        "id": blocking,
        "starts_at": "2026-11-23T09:00:00+00:00",
        "ends_at": "2026-11-23T09:30:00+00:00",
    }
    assert sorted(result["fields"]) == sorted(draft["patch"])
    assert "row" not in result


def test_moving_onto_a_taken_slot_leaves_the_appointment_where_it_was(
    shared_clinic: Clinic, facility: str, desk: Person, patient: str, provider: str
) -> None:
    shared_clinic.appointment(facility, patient, provider)
    mine = shared_clinic.appointment(facility, patient, provider, MORNING + timedelta(hours=3))
    patch = {"starts_at": "2026-11-23T10:10:00+01:00", "ends_at": "2026-11-23T10:40:00+01:00"}
    draft = shared_clinic.mutation(desk, "update", "appointments", mine, patch)
    [result] = shared_clinic.push(desk, draft)
    assert told(result) == ("conflict", "slot_taken")
    assert result["blocking"]["starts_at"] == "2026-11-23T09:00:00+00:00"
    assert result["row"] == shared_clinic.row("appointments", mine)
    assert result["row"]["version"] == 1


def test_bringing_back_a_cancelled_appointment_may_find_its_time_taken(
    shared_clinic: Clinic, facility: str, desk: Person, patient: str, provider: str
) -> None:
    cancelled = shared_clinic.appointment(facility, patient, provider, status="cancelled")
    shared_clinic.appointment(facility, patient, provider)
    draft = shared_clinic.mutation(
        desk, "update", "appointments", cancelled, {"status": "scheduled"}
    )
    assert told(shared_clinic.push(desk, draft)[0]) == ("conflict", "slot_taken")


def test_whose_time_it_is_stays_unknown_to_those_who_may_not_see_it(clinic: Clinic) -> None:
    """A receptionist who reads only her own clinic meets a provider who works in two."""
    facility = clinic.facility()
    desk = clinic.member(facility, "reception")
    provider, patient = clinic.provider(facility), clinic.patient(facility)
    clinic.appointment(facility, patient, provider, reason="private")
    # The same rows under a policy that hides others' appointments from this person.
    clinic.db.execute(
        """create policy hidden on public.appointments as restrictive for select to authenticated
           using (reason <> 'private')"""
    )
    [result] = clinic.push(desk, booking(clinic, desk, facility, patient, provider))
    assert told(result) == ("conflict", "slot_taken")
    assert result["blocking"] == {
        "starts_at": "2026-11-23T09:00:00+00:00",
        "ends_at": "2026-11-23T09:30:00+00:00",
    }


def test_touching_appointments_do_not_take_each_others_time(
    shared_clinic: Clinic, facility: str, desk: Person, patient: str, provider: str
) -> None:
    results = shared_clinic.push(
        desk,
        *(
            booking(shared_clinic, desk, facility, patient, provider, hour=hour)
            for hour in (0, 0.5, 1)
        ),
    )
    assert [told(r) for r in results] == [("applied", None)] * 3


def test_overbooking_needs_its_reason(
    shared_clinic: Clinic, facility: str, desk: Person, patient: str, provider: str
) -> None:
    shared_clinic.appointment(facility, patient, provider)
    silent = booking(shared_clinic, desk, facility, patient, provider, is_overbooked=True)
    deliberate = booking(
        shared_clinic,
        desk,
        facility,
        patient,
        provider,
        is_overbooked=True,
        overbook_reason="fits in between",
    )
    first, second = shared_clinic.push(desk, silent, deliberate)
    assert (*told(first), first["detail"]) == ("rejected", "invalid", "overbook_reason")
    assert told(second) == ("applied", None)


# --- groups and dependencies ----------------------------------------------------------------------


def test_a_group_stands_or_falls_as_a_whole(
    shared_clinic: Clinic, facility: str, desk: Person, patient: str, provider: str
) -> None:
    shared_clinic.appointment(facility, patient, provider)
    new_patient = registration(shared_clinic, desk, facility)
    taken = booking(shared_clinic, desk, facility, new_patient["row_id"], provider)
    bystander = registration(shared_clinic, desk, facility)
    first, second, third = shared_clinic.push(desk, [new_patient, taken], bystander)
    assert told(first) == ("dependency_failed", "group")
    assert told(second) == ("conflict", "slot_taken")
    assert told(third) == ("applied", None)
    assert shared_clinic.row("patients", new_patient["row_id"]) is None

    # What was pulled down with the group is no verdict of its own: alone it goes through.
    assert told(shared_clinic.push(desk, new_patient)[0]) == ("applied", None)
    assert told(shared_clinic.push(desk, taken)[0]) == ("conflict", "slot_taken")


def test_a_group_that_falls_unsays_nothing_of_an_earlier_one(
    shared_clinic: Clinic, facility: str, desk: Person, patient: str
) -> None:
    done = shared_clinic.mutation(desk, "update", "patients", patient, {"phone": "2"})
    refused = registration(shared_clinic, desk, facility, gender="?")
    first, again, second = shared_clinic.push(desk, [done], [done, refused])
    assert (told(first), told(again)) == (("applied", None), ("applied", None))
    assert again["repeated"]
    assert told(second) == ("rejected", "invalid")
    assert (shared_clinic.row("patients", patient) or {})["phone"] == "2"
    other = registration(shared_clinic, desk, facility)
    _, _, third = shared_clinic.push(desk, [refused], [refused, other])
    assert told(third) == ("dependency_failed", "group"), "what it goes with was refused before"


def test_a_group_that_fell_tells_the_rows_as_they_are(
    shared_clinic: Clinic, facility: str, desk: Person, patient: str, provider: str
) -> None:
    """A row that was changed within the group and taken back must not reach a replica."""
    booked = shared_clinic.appointment(facility, patient, provider)
    before = shared_clinic.row("appointments", booked)
    draft = shared_clinic.mutation(desk, "update", "appointments", booked, {"reason": "mine"})
    shared_clinic.change("appointments", booked, reason="theirs")
    shared_clinic.change("patients", patient, note="theirs")
    note = shared_clinic.mutation(
        desk,
        "update",
        "patients",
        patient,
        {"note": "mine", "phone": "mine"},
        base={**(shared_clinic.row("patients", patient) or {}), "note": "old", "version": 1},
    )
    shared_clinic.change("appointments", booked, reason=(before or {})["reason"])
    results = shared_clinic.push(desk, [draft, note])
    assert told(results[0]) == ("dependency_failed", "group")
    assert told(results[1]) == ("conflict", "same_field")
    assert results[1]["row"] == shared_clinic.row("patients", patient)
    assert results[1]["row"]["phone"] == "1"
    # Nothing of it was written, so all of it is on the card.
    assert sorted(results[1]["fields"]) == ["note", "phone"]


def test_a_dependant_waits_for_its_parent(
    shared_clinic: Clinic, facility: str, desk: Person, provider: str
) -> None:
    parent = registration(shared_clinic, desk, facility, gender="?")
    child = booking(shared_clinic, desk, facility, parent["row_id"], provider)
    child["depends_on"] = [parent["id"]]
    grandchild = shared_clinic.mutation(
        desk, "update", "appointments", child["row_id"], {"reason": "x"}, base={"reason": ""}
    ) | {"depends_on": [child["id"]]}
    unrelated = registration(shared_clinic, desk, facility)
    results = shared_clinic.push(desk, parent, child, grandchild, unrelated)
    assert [told(r) for r in results] == [
        ("rejected", "invalid"),
        ("dependency_failed", "dependency"),
        ("dependency_failed", "dependency"),
        ("applied", None),
    ]
    assert results[1]["detail"] == parent["id"]

    # The card is settled by another draft of the parent; the dependants are judged anew.
    cured = registration(shared_clinic, desk, facility) | {"row_id": parent["row_id"]}
    child, grandchild = child | {"depends_on": [cured["id"]]}, grandchild
    assert told(shared_clinic.push(desk, cured)[0]) == ("applied", None)
    results = shared_clinic.push(desk, child, grandchild)
    assert [r["status"] for r in results] == ["applied", "merged"]


def test_a_parent_the_server_never_heard_of_is_waited_for(
    shared_clinic: Clinic, facility: str, desk: Person, patient: str
) -> None:
    draft = shared_clinic.mutation(desk, "update", "patients", patient, {"phone": "1"})
    draft["depends_on"] = [new_id()]
    assert told(shared_clinic.push(desk, draft)[0]) == ("dependency_failed", "dependency")
    assert shared_clinic.value("select count(*) from sync.ledger where id = %s", draft["id"]) == 0


def test_parent_and_child_may_come_in_one_group_or_two_pushes(
    shared_clinic: Clinic, facility: str, desk: Person, provider: str
) -> None:
    parent = registration(shared_clinic, desk, facility)
    child = booking(shared_clinic, desk, facility, parent["row_id"], provider)
    child["depends_on"] = [parent["id"]]
    assert [r["status"] for r in shared_clinic.push(desk, [parent, child])] == ["applied"] * 2
    parent = registration(shared_clinic, desk, facility)
    child = booking(shared_clinic, desk, facility, parent["row_id"], provider, hour=2)
    child["depends_on"] = [parent["id"]]
    assert told(shared_clinic.push(desk, parent)[0]) == ("applied", None)
    assert told(shared_clinic.push(desk, child)[0]) == ("applied", None)


# --- base, null and types -------------------------------------------------------------------------


def test_two_spellings_of_a_moment_are_one_value(
    shared_clinic: Clinic, facility: str, desk: Person, doctor: Person, patient: str, provider: str
) -> None:
    booked = shared_clinic.appointment(facility, patient, provider)
    base = shared_clinic.row("appointments", booked) or {}
    theirs = {"starts_at": "2026-11-23T11:00:00+00:00", "ends_at": "2026-11-23T11:30:00Z"}
    mine = {"starts_at": "2026-11-23T12:00:00+01:00", "ends_at": "2026-11-23 11:30:00.000+00"}
    draft = shared_clinic.mutation(desk, "update", "appointments", booked, theirs, base=base)
    assert told(shared_clinic.push(desk, draft)[0]) == ("applied", None)
    spelled = {**base, "starts_at": "2026-11-23T10:00:00+01:00", "ends_at": "2026-11-23T09:30Z"}
    draft = shared_clinic.mutation(doctor, "update", "appointments", booked, mine, base=spelled)
    [result] = shared_clinic.push(doctor, draft)
    assert told(result) == ("merged", None)
    assert result["row"]["version"] == 2, "both meant the same: nothing to write"


def test_null_is_a_value_and_missing_is_none(
    shared_clinic: Clinic, facility: str, desk: Person
) -> None:
    patient = shared_clinic.patient(facility, birth_date="1990-01-01", phone="1")
    draft = shared_clinic.mutation(desk, "update", "patients", patient, {"birth_date": None})
    [result] = shared_clinic.push(desk, draft)
    assert told(result) == ("applied", None)
    assert result["row"]["birth_date"] is None
    assert result["row"]["phone"] == "1"

    # Cleared here, changed there: two different wishes.
    base = result["row"]
    shared_clinic.change("patients", patient, birth_date="1991-01-01")
    draft = shared_clinic.mutation(
        desk, "update", "patients", patient, {"birth_date": "1992-01-01"}, base=base
    )
    assert told(shared_clinic.push(desk, draft)[0]) == ("conflict", "same_field")
    # Cleared on both sides: one wish.
    base = shared_clinic.row("patients", patient)
    shared_clinic.change("patients", patient, birth_date=None)
    draft = shared_clinic.mutation(
        desk, "update", "patients", patient, {"birth_date": None}, base=base
    )
    assert told(shared_clinic.push(desk, draft)[0]) == ("merged", None)


def test_a_base_that_lacks_the_edited_field_overwrites_nobody(
    shared_clinic: Clinic, desk: Person, patient: str
) -> None:
    """Without knowing what its author saw, an edit cannot be told from a mistake."""
    shared_clinic.change("patients", patient, phone="theirs")
    for base in ({}, {"version": 1}, {"version": 1, "note": "old"}):
        draft = shared_clinic.mutation(
            desk, "update", "patients", patient, {"phone": "mine"}, base=base
        )
        assert told(shared_clinic.push(desk, draft)[0]) == ("conflict", "same_field")
    same = shared_clinic.mutation(desk, "update", "patients", patient, {"phone": "theirs"}, base={})
    assert told(shared_clinic.push(desk, same)[0]) == ("merged", None)


def test_a_field_the_author_left_as_it_was_is_no_edit(
    shared_clinic: Clinic, desk: Person, patient: str
) -> None:
    base = shared_clinic.row("patients", patient)
    shared_clinic.change("patients", patient, phone="theirs")
    draft = shared_clinic.mutation(
        desk, "update", "patients", patient, {"phone": "1", "note": "mine"}, base=base
    )
    [result] = shared_clinic.push(desk, draft)
    assert told(result) == ("merged", None)
    assert (result["row"]["phone"], result["row"]["note"]) == ("theirs", "mine")


def test_what_does_not_clash_is_written_beside_what_does(
    shared_clinic: Clinic, desk: Person, patient: str
) -> None:
    base = shared_clinic.row("patients", patient)
    shared_clinic.change("patients", patient, phone="theirs")
    draft = shared_clinic.mutation(
        desk, "update", "patients", patient, {"phone": "mine", "address": "mine"}, base=base
    )
    [result] = shared_clinic.push(desk, draft)
    assert (*told(result), result["fields"]) == ("conflict", "same_field", ["phone"])
    assert (result["row"]["phone"], result["row"]["address"]) == ("theirs", "mine")


def test_an_edit_of_a_removed_row_is_a_conflict_with_all_its_fields(
    shared_clinic: Clinic, facility: str, desk: Person, provider: str
) -> None:
    row = shared_clinic.add(
        "time_off",
        facility_id=facility,
        provider_id=provider,
        starts_at=MORNING,
        ends_at=MORNING + timedelta(hours=1),
    )
    draft = shared_clinic.mutation(desk, "update", "time_off", row["id"], {"reason": "x"})
    shared_clinic.remove("time_off", row["id"])
    [result] = shared_clinic.push(desk, draft)
    assert (*told(result), result["fields"]) == ("conflict", "deleted", ["reason"])


def test_a_removal_of_an_edited_row_is_a_conflict(
    shared_clinic: Clinic, facility: str, desk: Person, provider: str
) -> None:
    row = shared_clinic.add(
        "time_off",
        facility_id=facility,
        provider_id=provider,
        starts_at=MORNING,
        ends_at=MORNING + timedelta(hours=1),
    )
    draft = shared_clinic.mutation(desk, "delete", "time_off", row["id"])
    shared_clinic.change("time_off", row["id"], reason="theirs")
    [result] = shared_clinic.push(desk, draft)
    assert told(result) == ("conflict", "edited")
    assert result["row"]["reason"] == "theirs"
    assert shared_clinic.row("time_off", row["id"])


def test_what_the_author_saw_counts_more_than_its_number(
    shared_clinic: Clinic, facility: str, desk: Person, patient: str, provider: str
) -> None:
    """After a restore version 2 may be another edit than the one the author saw."""
    lost = {**(shared_clinic.row("patients", patient) or {}), "phone": "lost", "version": 2}
    shared_clinic.change("patients", patient, phone="theirs")
    draft = shared_clinic.mutation(
        desk, "update", "patients", patient, {"phone": "mine"}, base=lost
    )
    assert told(shared_clinic.push(desk, draft)[0]) == ("conflict", "same_field")

    row = shared_clinic.add(
        "time_off",
        facility_id=facility,
        provider_id=provider,
        starts_at=MORNING,
        ends_at=MORNING + timedelta(hours=1),
    )
    seen = shared_clinic.row("time_off", row["id"]) or {}
    for base, verdict in (
        ({**seen, "reason": "lost"}, ("conflict", "edited")),
        ({**seen, "updated_at": "2026-01-01T00:00:00Z", "updated_by": desk.id}, ("applied", None)),
    ):
        draft = shared_clinic.mutation(desk, "delete", "time_off", row["id"], base=base)
        assert told(shared_clinic.push(desk, draft)[0]) == verdict


def test_a_push_of_another_epoch_is_not_judged(
    shared_clinic: Clinic, desk: Person, patient: str
) -> None:
    """Its author looks first: it is pulled anew, and the same drafts come under the new epoch."""
    draft = shared_clinic.mutation(desk, "update", "patients", patient, {"phone": "mine"})
    request = push_request(desk, draft, epoch="of before the restore")
    answer = shared_clinic.call(desk, "sync_push", request)
    assert answer["results"] == []
    assert shared_clinic.row("patients", patient) == draft["base"]
    epoch = answer["epoch"]
    assert told(shared_clinic.push(desk, draft, epoch=epoch)[0]) == ("applied", None)


# --- nobody's answer ------------------------------------------------------------------------------


@pytest.fixture
def blocker(shared_clinic: Clinic) -> Iterator[Clinic]:
    with Clinic(shared_clinic.dsn) as other:
        yield other


def test_a_lock_that_is_not_given_is_no_verdict(
    shared_clinic: Clinic, blocker: Clinic, desk: Person, patient: str
) -> None:
    draft = shared_clinic.mutation(desk, "update", "patients", patient, {"phone": "late"})
    with blocker.db.transaction(force_rollback=True):
        blocker.change("patients", patient, phone="held")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            shared_clinic.push(desk, draft)
    assert told(shared_clinic.push(desk, draft)[0]) == ("applied", None)


def test_a_lock_that_is_not_given_within_a_draft_is_no_verdict(
    shared_clinic: Clinic, blocker: Clinic, facility: str, desk: Person, patient: str, provider: str
) -> None:
    """The slot is being taken by somebody who has not decided yet."""
    draft = booking(shared_clinic, desk, facility, patient, provider)
    with blocker.db.transaction(force_rollback=True):
        blocker.appointment(facility, patient, provider)
        with pytest.raises(psycopg.errors.LockNotAvailable):
            shared_clinic.push(desk, draft)
    assert told(shared_clinic.push(desk, draft)[0]) == ("applied", None)


def test_a_deadlock_is_no_verdict(
    shared_clinic: Clinic, blocker: Clinic, facility: str, desk: Person, patient: str, provider: str
) -> None:
    first = booking(shared_clinic, desk, facility, patient, provider, hour=0)
    second = booking(shared_clinic, desk, facility, patient, provider, hour=1)
    blocker.db.execute("set deadlock_timeout = '30s'")
    with blocker.db.transaction(force_rollback=True):
        blocker.appointment(facility, patient, provider, MORNING + timedelta(hours=1))
        errors: list[BaseException] = []

        def push() -> None:
            try:
                shared_clinic.push(desk, first, second)
            except psycopg.Error as error:
                errors.append(error)

        pushing = threading.Thread(target=push)
        pushing.start()
        pushing.join(0.3)  # it has taken the first slot, waits for the second, and looks after 1 s
        blocked = threading.Thread(
            target=lambda: blocker.appointment(facility, patient, provider, MORNING)
        )
        blocked.start()
        pushing.join(20)
        blocked.join(20)
    assert [type(e) for e in errors] == [psycopg.errors.DeadlockDetected]
    results = shared_clinic.push(desk, first, second)
    assert [r["status"] for r in results] == ["applied", "applied"]


def test_a_time_limit_is_no_verdict(
    shared_clinic: Clinic, blocker: Clinic, desk: Person, patient: str
) -> None:
    draft = shared_clinic.mutation(desk, "update", "patients", patient, {"phone": "slow"})
    with blocker.db.transaction(force_rollback=True):
        blocker.change("patients", patient, phone="held")
        with Clinic(shared_clinic.dsn) as mine:
            mine.db.execute("set statement_timeout = '300ms'")
            with pytest.raises(psycopg.errors.QueryCanceled):
                mine.push(desk, draft)
    assert shared_clinic.value("select count(*) from sync.ledger where id = %s", draft["id"]) == 0


def test_a_fault_of_the_server_is_no_verdict(clinic: Clinic) -> None:
    facility = clinic.facility()
    desk = clinic.member(facility, "reception")
    clinic.db.execute(
        b"""create function public.fall_over() returns trigger language plpgsql as $$
            begin raise exception 'disk' using errcode = '53100'; end $$;
            create trigger fall_over before insert on public.patients
                for each row execute function public.fall_over()"""
    )
    draft = registration(clinic, desk, facility)
    with pytest.raises(psycopg.errors.DiskFull):
        clinic.push(desk, draft)
    clinic.db.execute("drop trigger fall_over on public.patients")
    assert told(clinic.push(desk, draft)[0]) == ("applied", None)


def test_a_missing_head_throws_the_push_away_and_not_the_drafts(clinic: Clinic) -> None:
    """What goes wrong at the commit is nobody's answer either."""
    facility = clinic.facility()
    desk = clinic.member(facility, "reception")
    draft = registration(clinic, desk, facility)
    clinic.db.execute("delete from sync.grants where scope = %s", [scope_id("facility", facility)])
    clinic.db.execute(
        "delete from sync.scope_head where scope = %s", [scope_id("facility", facility)]
    )
    with pytest.raises(psycopg.errors.RaiseException):
        clinic.push(desk, draft)
    assert clinic.row("patients", draft["row_id"]) is None
    assert clinic.value("select count(*) from sync.ledger") == 0


# --- and the whole circle -------------------------------------------------------------------------


def test_two_desks_end_up_with_the_same_clinic(clinic: Clinic) -> None:
    facility = clinic.facility()
    desks = [clinic.member(facility, "reception") for _ in range(2)]
    replicas = [Replica(clinic, desk).pull() for desk in desks]
    provider = clinic.provider(facility)
    for turn in range(6):
        desk = desks[turn % 2]
        new = registration(clinic, desk, facility)
        slot = booking(clinic, desk, facility, new["row_id"], provider, hour=turn // 2)
        clinic.push(desk, [new], [slot | {"depends_on": [new["id"]]}])
    for replica in replicas:
        replica.pull().check()
        assert replica.rows == clinic.visible(replica.person)
    assert replicas[0].rows.keys() - replicas[1].rows.keys() == {("profiles", desks[0].id)}
    booked = [key for key in replicas[0].rows if key[0] == "appointments"]
    assert len(booked) == 3, "each slot once"


def test_a_person_of_no_role_is_told_no_for_everything(clinic: Clinic) -> None:
    facility = clinic.facility()
    stranger = clinic.account("stranger")
    patient = clinic.patient(facility)
    results = clinic.push(
        stranger,
        registration(clinic, stranger, facility),
        clinic.mutation(stranger, "update", "patients", patient, {"phone": "1"}),
        clinic.mutation(stranger, "update", "facilities", facility, {"name": "Mine"}),
    )
    assert [r["status"] for r in results] == ["forbidden"] * 3
    assert all("row" not in r for r in results)
    with clinic.db.transaction():
        become(clinic.db, stranger)


def test_a_removal_that_is_back_earlier_than_the_row_has_the_last_word(
    shared_clinic: Clinic, facility: str, desk: Person, provider: str
) -> None:
    """The server was restored from before a row came. Whoever deleted it offers that before its maker
    offers the row again: then the row has come and gone.
    """
    fields = {
        "facility_id": facility,
        "provider_id": provider,
        "starts_at": MORNING.isoformat(),
        "ends_at": (MORNING + timedelta(hours=1)).isoformat(),
    }
    made = shared_clinic.mutation(desk, "insert", "time_off", None, fields)
    seen = {"id": made["row_id"], "version": 1, **fields}
    removed = shared_clinic.mutation(
        desk, "delete", "time_off", made["row_id"], base=seen, base_version=1
    )
    assert told(*shared_clinic.push(desk, removed)) == ("applied", None)
    assert told(*shared_clinic.push(desk, made)) == ("applied", None)
    assert shared_clinic.row("time_off", made["row_id"]) is None


def test_a_removal_of_what_no_server_ever_gave_keeps_nothing_away(
    shared_clinic: Clinic, facility: str, desk: Person, provider: str
) -> None:
    made = shared_clinic.mutation(
        desk,
        "insert",
        "time_off",
        None,
        {
            "facility_id": facility,
            "provider_id": provider,
            "starts_at": MORNING.isoformat(),
            "ends_at": (MORNING + timedelta(hours=1)).isoformat(),
        },
    )
    removed = shared_clinic.mutation(
        desk, "delete", "time_off", made["row_id"], base={}, base_version=None
    )
    assert told(*shared_clinic.push(desk, removed)) == ("applied", None)
    assert told(*shared_clinic.push(desk, made)) == ("applied", None)
    assert shared_clinic.row("time_off", made["row_id"]) is not None
