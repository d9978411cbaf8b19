"""sync_pull, promise by promise."""

from __future__ import annotations

import json
import threading
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest

from sync.ids import new_id
from tests.server.clinic import MORNING, Clinic, Json, Person, Replica, call, digest, scope_id


@pytest.fixture
def clinic(shared_clinic: Clinic) -> Clinic:
    """One database for all: every test makes a facility and people of its own."""
    return shared_clinic


@pytest.fixture
def facility(clinic: Clinic) -> str:
    return clinic.facility()


@pytest.fixture
def desk(clinic: Clinic, facility: str) -> Person:
    return clinic.member(facility, "reception")


def kinds(replica: Replica) -> set[str]:
    return {scope["kind"] for scope in replica.scopes}


def test_nobody_pulls_nothing(clinic: Clinic) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        clinic.call(None, "sync_pull", {})
    with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification):
        clinic.value("select public.sync_pull('{}')")


@pytest.mark.parametrize(
    ("role", "scopes"),
    [
        ("patient", {"directory", "user"}),
        ("doctor", {"directory", "facility", "clinical", "user"}),
        ("nurse", {"directory", "facility", "clinical", "user"}),
        ("reception", {"directory", "facility", "user"}),
        ("facility_admin", {"directory", "facility", "user"}),
        ("system_admin", {"directory", "facility", "user"}),
    ],
)
def test_the_scopes_of_a_role(clinic: Clinic, facility: str, role: str, scopes: set[str]) -> None:
    replica = Replica(clinic, clinic.member(facility, role)).pull()
    assert kinds(replica) == scopes
    assert {s["id"] for s in replica.scopes} == {
        scope_id(s["kind"], s["owner"]) for s in replica.scopes
    }


def test_somebody_without_a_membership_holds_only_what_is_their_own(clinic: Clinic) -> None:
    replica = Replica(clinic, clinic.account("somebody")).pull()
    assert kinds(replica) == {"user"}
    assert {table for table, _ in replica.rows} == {"profiles"}


def test_values_arrive_as_the_wire_writes_them(clinic: Clinic, facility: str, desk: Person) -> None:
    provider = clinic.provider(facility)
    patient = clinic.patient(facility, birth_date="1991-02-03")
    booked = clinic.appointment(facility, patient, provider)
    hours = clinic.add(
        "provider_hours",
        facility_id=facility,
        provider_id=provider,
        weekday=1,
        starts="08:00",
        ends="12:30",
    )
    rows = Replica(clinic, desk).pull().rows
    assert rows["patients", patient]["birth_date"] == "1991-02-03"
    assert rows["appointments", booked]["starts_at"] == "2026-11-23T09:00:00+00:00"
    assert rows["appointments", booked]["is_overbooked"] is False
    assert rows["provider_hours", hours["id"]]["starts"] == "08:00:00"
    # Whatever the session's own settings are.
    with clinic.as_person(desk) as db:
        db.execute("set local timezone = 'Asia/Tokyo'")
        answer = call(db, "sync_pull", {"device": desk.device})
    page = answer["tables"]["appointments"]
    at = page["columns"].index("starts_at") + 2
    assert page["rows"][0][at] == "2026-11-23T09:00:00+00:00"
    assert answer["now"].endswith("+00:00")


def test_a_request_may_come_as_a_string(clinic: Clinic, desk: Person) -> None:
    """One server in the field hands jsonb arguments over as JSON strings."""
    plain = clinic.call(desk, "sync_pull", {"want": 3})
    wrapped = clinic.call(desk, "sync_pull", json.dumps({"want": 3}))
    told = ("epoch", "scopes", "tables", "upto", "more", "removed")
    assert [wrapped[key] for key in told] == [plain[key] for key in told]


@pytest.mark.parametrize("request_", [None, {}, {"want": 0}, {"want": -5}, {"want": 10**6}])
def test_a_careless_request_is_a_first_one(clinic: Clinic, desk: Person, request_: Any) -> None:
    answer = clinic.call(desk, "sync_pull", request_)
    assert len(answer["scopes"]) == 3
    assert answer["tables"]


def test_want_is_held_and_bounded(clinic: Clinic, facility: str, desk: Person) -> None:
    clinic.db.execute(
        """insert into public.patients (facility_id, family_name)
           select %s, 'Mas' from generate_series(1, 5200)""",
        [facility],
    )
    for want, rows in ((7, 7), (10_000, 5000)):
        answer = clinic.pull(desk, want=want)
        assert answer["more"]
        told = sum(len(page["rows"]) for page in answer["tables"].values())
        assert told + len(answer["removed"]) == rows


def test_nothing_new_is_said_in_few_words(clinic: Clinic, facility: str, desk: Person) -> None:
    replica = Replica(clinic, desk).pull()
    answer = replica.page()
    assert answer["same"] is True
    assert "scopes" not in answer
    assert "tables" not in answer
    assert len(json.dumps(answer)) < 300
    assert {"proto", "epoch", "now", "flags", "acked"} <= answer.keys()
    clinic.patient(facility)
    assert "same" not in replica.page()


def test_another_epoch_is_never_the_same(clinic: Clinic, desk: Person) -> None:
    replica = Replica(clinic, desk).pull()
    clinic.db.execute("update sync.settings set generation = gen_random_uuid()")
    answer = clinic.pull(
        desk, epoch=replica.epoch, scopes=replica.cursors, seen=digest(replica.scopes)
    )
    assert answer["epoch"] != replica.epoch
    assert "same" not in answer


def test_cursors_of_another_epoch_mean_nothing(clinic: Clinic, facility: str, desk: Person) -> None:
    """After a restore the same numbers stand for other rows: everything is told again."""
    replica = Replica(clinic, desk).pull()
    clinic.db.execute("update sync.settings set generation = gen_random_uuid()")
    answer = clinic.pull(desk, epoch=replica.epoch, scopes=replica.cursors)
    told = {(table, row[2]) for table, page in answer["tables"].items() for row in page["rows"]}
    assert told == set(replica.rows)


def test_a_cursor_ahead_of_the_head_starts_again(clinic: Clinic, desk: Person) -> None:
    replica = Replica(clinic, desk).pull()
    ahead = {s: c | {"ver": c["ver"] + 1000} for s, c in replica.cursors.items()}
    answer = clinic.pull(desk, epoch=replica.epoch, scopes=ahead)
    told = {(table, row[2]) for table, page in answer["tables"].items() for row in page["rows"]}
    assert told == set(replica.rows)


def test_rows_that_change_between_pages_come_again(
    clinic: Clinic, facility: str, desk: Person
) -> None:
    patients = [clinic.patient(facility) for _ in range(10)]
    replica = Replica(clinic, desk)

    def meanwhile() -> None:
        if replica.pages == 2:
            for patient in patients:
                clinic.change("patients", patient, phone="changed")

    replica.pull(want=4, between_pages=meanwhile)
    assert replica.pages > 3
    assert all(replica.rows["patients", p]["phone"] == "changed" for p in patients)
    replica.check()


def test_removals_are_told_to_those_who_have_the_row(
    clinic: Clinic, facility: str, desk: Person
) -> None:
    provider = clinic.provider(facility)

    def lunch(day: int) -> str:
        starts_at = MORNING + timedelta(days=day)
        row = clinic.add(
            "time_off",
            facility_id=facility,
            provider_id=provider,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
        )
        return str(row["id"])

    early, late = lunch(1), lunch(2)
    replica = Replica(clinic, desk).pull()
    clinic.remove("time_off", early)
    assert replica.pull().removals == 1
    assert ("time_off", early) not in replica.rows
    assert ("time_off", late) in replica.rows
    replica.check()

    newcomer = Replica(clinic, clinic.member(facility, "nurse")).pull()
    assert newcomer.removals == 0, "a tombstone of before the fill"
    newcomer.check()


def test_a_row_removed_during_a_fill_goes(clinic: Clinic, facility: str, desk: Person) -> None:
    provider = clinic.provider(facility)
    rows = [
        clinic.add("provider_hours", facility_id=facility, provider_id=provider, weekday=d,
                   starts="08:00", ends="09:00")["id"]
        for d in range(1, 8)
    ]  # fmt: skip
    replica = Replica(clinic, desk)

    def meanwhile() -> None:
        if replica.pages == 4:
            for row in rows:
                clinic.remove("provider_hours", row)

    replica.pull(want=2, between_pages=meanwhile)
    assert not [key for key in replica.rows if key[0] == "provider_hours"]
    replica.check()


def test_a_grant_lost_is_listed_no_more_and_said_to_be_revoked(
    clinic: Clinic, facility: str, desk: Person
) -> None:
    replica = Replica(clinic, desk).pull()
    member = clinic.value(
        "select id::text from public.facility_members where user_id = %s", desk.id
    )
    clinic.change("facility_members", member, is_active=False)
    answer = replica.page()
    assert {s["kind"] for s in answer["scopes"]} == {"user"}
    assert set(answer["revoked"]) == {scope_id(k, facility) for k in ("facility", "directory")}
    assert {table for table, _ in replica.rows} == {"profiles", "facility_members"}
    replica.check()


def test_a_grant_regained_has_a_new_number_and_is_filled_anew(
    clinic: Clinic, facility: str, desk: Person
) -> None:
    patient = clinic.patient(facility)
    replica = Replica(clinic, desk).pull()
    before = {s["kind"]: s["grant"] for s in replica.scopes}
    member = clinic.value(
        "select id::text from public.facility_members where user_id = %s", desk.id
    )
    with clinic.db.transaction():  # so fast that no pull saw it gone
        clinic.change("facility_members", member, is_active=False)
        clinic.change("facility_members", member, is_active=True)
    answer = replica.page()
    after = {s["kind"]: s["grant"] for s in answer["scopes"]}
    assert after["facility"] > before["facility"]
    assert after["user"] == before["user"]
    assert answer["revoked"] == []
    assert patient in {row[2] for row in answer["tables"]["patients"]["rows"]}
    replica.pull().check()
    assert replica.rows == clinic.visible(desk)


def test_a_nurse_who_becomes_reception_loses_the_clinical_scope_alone(
    clinic: Clinic, facility: str
) -> None:
    person = clinic.member(facility, "nurse")
    replica = Replica(clinic, person).pull()
    grants = {s["kind"]: s["grant"] for s in replica.scopes}
    member = clinic.value(
        "select id::text from public.facility_members where user_id = %s", person.id
    )
    clinic.change("facility_members", member, role="reception")
    answer = replica.page()
    assert {s["kind"]: s["grant"] for s in answer["scopes"]} == {
        kind: grant for kind, grant in grants.items() if kind != "clinical"
    }
    assert answer["revoked"] == [scope_id("clinical", facility)]


def test_an_account_linked_later_brings_the_appointments(clinic: Clinic, facility: str) -> None:
    patient, provider = clinic.patient(facility), clinic.provider(facility)
    booked = clinic.appointment(facility, patient, provider)
    person, other = clinic.account("patient"), clinic.account("other")
    mine, theirs = Replica(clinic, person).pull(), Replica(clinic, other).pull()
    assert ("patients", patient) not in mine.rows

    clinic.change("patients", patient, user_id=person.id)
    assert {("patients", patient), ("appointments", booked)} <= mine.pull().rows.keys()

    clinic.change("patients", patient, user_id=other.id)
    assert not {("patients", patient), ("appointments", booked)} & mine.pull().rows.keys()
    assert {("patients", patient), ("appointments", booked)} <= theirs.pull().rows.keys()
    for replica in (mine, theirs):
        replica.check()
        assert replica.rows == clinic.visible(replica.person)


def test_an_appointment_booked_while_the_account_is_linked_belongs_to_the_account(
    clinic: Clinic, facility: str
) -> None:
    """Two transactions that do not see each other: neither order may lose the link."""
    patient, provider = clinic.patient(facility), clinic.provider(facility)
    person = clinic.account("patient")
    for day, booking_first in enumerate((True, False)):
        clinic.change("patients", patient, user_id=None)
        with Clinic(clinic.dsn) as booker, Clinic(clinic.dsn) as linker:
            for session in (booker, linker):
                session.db.execute("set lock_timeout = '20s'")

            def book(day: int = day, session: Clinic = booker) -> None:
                session.appointment(facility, patient, provider, MORNING + timedelta(days=day))

            def link(session: Clinic = linker) -> None:
                session.change("patients", patient, user_id=person.id)

            first, second = (book, link) if booking_first else (link, book)
            holder = booker if booking_first else linker
            with holder.db.transaction():
                first()
                other = threading.Thread(target=second)
                other.start()
                other.join(0.3)
            other.join(20)
            assert not other.is_alive()
        owners = clinic.value(
            """select array_agg(distinct patient_user_id::text) from public.appointments
               where patient_id = %s""",
            patient,
        )
        assert owners == [person.id], "booking first" if booking_first else "link first"


def test_acknowledgements_come_with_the_snapshot_that_has_the_effects(
    clinic: Clinic, facility: str, desk: Person
) -> None:
    draft = clinic.mutation(
        desk, "insert", "patients", patch={"facility_id": facility, "family_name": "Coll"}
    )
    refused = clinic.mutation(desk, "insert", "patients", patch={"family_name": "Nowhere"})
    unsent = new_id()
    clinic.push(desk, draft, refused)
    pending = [draft["id"], refused["id"], unsent]

    replica = Replica(clinic, desk)
    while True:
        answer = replica.page(want=1, pending=pending)
        if answer["more"]:
            assert answer["acked"] == [], "not before the last page: the effect may be on it"
        else:
            break
    assert set(answer["acked"]) == {draft["id"], refused["id"]}
    assert ("patients", draft["row_id"]) in replica.rows
    assert set(replica.page(pending=pending)["acked"]) == {draft["id"], refused["id"]}

    colleague = clinic.member(facility, "reception")
    assert clinic.pull(colleague, pending=pending)["acked"] == [], "somebody else's"


def test_a_pull_is_one_snapshot(clinic: Clinic, facility: str, desk: Person) -> None:
    """Heads, rows and acknowledgements agree even while others write."""
    patients = [clinic.patient(facility) for _ in range(20)]
    stop = threading.Event()

    def write() -> None:
        with Clinic(clinic.dsn) as mine:
            while not stop.is_set():
                with mine.db.transaction():
                    for patient in sorted(patients):
                        mine.change("patients", patient, phone=new_id())

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(40):
            replica = Replica(clinic, desk).pull()
            replica.check()
            # The transaction wrote each of them once: they are all of one turn.
            versions = {replica.rows["patients", p]["version"] for p in patients}
            assert len(versions) == 1
    finally:
        stop.set()
        writer.join(20)


def test_early_pages_bring_the_days_around_now_and_move_no_cursor(
    clinic: Clinic, facility: str, desk: Person
) -> None:
    provider = clinic.provider(facility)
    near, far = clinic.patient(facility, "Near"), clinic.patient(facility, "Far")
    today = clinic.appointment(facility, near, provider, MORNING)
    policies = clinic.add("facility_policies", facility_id=facility)["id"]
    next_year = clinic.appointment(facility, far, provider, MORNING + timedelta(days=365))
    other = clinic.facility("Other")
    elsewhere = clinic.appointment(other, clinic.patient(other), clinic.provider(other), MORNING)
    window = {
        "from": (MORNING - timedelta(days=1)).isoformat(),
        "to": (MORNING + timedelta(days=7)).isoformat(),
    }
    answer = clinic.pull(desk, early=window)
    told = {(table, row[2]) for table, page in answer["tables"].items() for row in page["rows"]}
    assert {("appointments", today), ("patients", near), ("providers", provider)} <= told
    assert ("facility_policies", policies) in told
    assert not {("appointments", next_year), ("patients", far), ("appointments", elsewhere)} & told
    assert answer["more"] is True
    assert answer["removed"] == []
    assert set(answer["upto"].values()) == {0}
    assert told <= clinic.visible(desk).keys()

    held = Replica(clinic, desk).pull()
    again = clinic.pull(desk, epoch=held.epoch, scopes=held.cursors, early=window)
    assert again["upto"] == {s: c["ver"] for s, c in held.cursors.items()}, "moved backwards"


def test_an_early_page_of_somebody_without_a_facility_is_empty(clinic: Clinic) -> None:
    window = {"from": MORNING.isoformat(), "to": MORNING.isoformat()}
    answer = clinic.pull(clinic.account("x"), early=window)
    assert set(answer["tables"]) <= {"profiles"}


def test_flags_reach_every_client(clinic: Clinic, desk: Person) -> None:
    replica = Replica(clinic, desk).pull()
    clinic.db.execute("update sync.settings set pause = true, min_client = 7")
    try:
        assert replica.page()["flags"].items() >= {"min_client": 7, "pause": True}.items()
    finally:
        clinic.db.execute("update sync.settings set pause = false, min_client = 1")


def test_a_deleted_account_takes_its_rows_out_of_everybodys_reach(
    clinic: Clinic, facility: str, desk: Person
) -> None:
    leaving = clinic.member(facility, "nurse")
    patient = clinic.patient(facility, user_id=leaving.id)
    replica = Replica(clinic, desk).pull()
    clinic.db.execute("delete from auth.users where id = %s", [leaving.id])
    replica.pull().check()
    assert replica.rows == clinic.visible(desk)
    assert replica.rows["patients", patient]["user_id"] is None
    ghost = Replica(clinic, leaving).pull()
    assert ghost.rows == {}


def test_a_changed_address_reaches_the_profile(clinic: Clinic, desk: Person) -> None:
    clinic.db.execute("update auth.users set email = 'new@example.org' where id = %s", [desk.id])
    assert Replica(clinic, desk).pull().rows["profiles", desk.id]["email"] == "new@example.org"


# --- the lease ------------------------------------------------------------------------------------


def lease_days(answer: Json) -> float:
    """How long after the answer the lease ends, in days."""
    left = datetime.fromisoformat(answer["lease"]["not_after"]) - datetime.fromisoformat(
        answer["now"]
    )
    return round(left / timedelta(days=1), 3)


def test_every_answer_says_until_when_work_may_go_on_without_one(
    clinic: Clinic, facility: str, desk: Person
) -> None:
    assert lease_days(clinic.pull(desk)) == 14, "what a facility has that decided nothing"
    clinic.add("facility_policies", facility_id=facility, lease_days=3)
    replica = Replica(clinic, desk).pull()
    nothing_new = replica.page()
    assert nothing_new["same"]
    assert lease_days(nothing_new) == 3


def test_who_works_in_two_facilities_keeps_to_the_shorter_lease(
    clinic: Clinic, facility: str, desk: Person
) -> None:
    other = clinic.facility("Other")
    clinic.add("facility_policies", facility_id=facility, lease_days=30)
    clinic.add("facility_policies", facility_id=other, lease_days=5)
    assert lease_days(clinic.pull(desk)) == 30
    clinic.join(desk, other, "reception")
    assert lease_days(clinic.pull(desk)) == 5
    undecided = clinic.member(facility, "nurse")
    clinic.join(undecided, clinic.facility("Third"), "nurse")
    assert lease_days(clinic.pull(undecided)) == 14, "who decided nothing has the default"
    clinic.db.execute(
        b"update public.facility_members set is_active = false where facility_id = %s", [other]
    )
    assert lease_days(clinic.pull(desk)) == 30


def test_an_installation_that_must_forget_gets_no_lease(clinic: Clinic, desk: Person) -> None:
    clinic.db.execute(b"insert into sync.wipes (user_id) values (%s)", [desk.id])
    assert "lease" not in clinic.pull(desk)


@pytest.mark.parametrize(
    ("column", "value"),
    [("auto_lock_minutes", 0), ("lease_days", 0), ("lease_days", 91), ("auto_lock_minutes", 999)],
)
def test_a_policy_that_would_undo_itself_is_refused(
    clinic: Clinic, facility: str, column: str, value: int
) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        clinic.add("facility_policies", facility_id=facility, **{column: value})


def test_an_escrow_key_is_32_bytes(clinic: Clinic, facility: str) -> None:
    clinic.change("facilities", facility, escrow_key="A" * 43 + "=")
    for wrong in ("", "A" * 44, "not a key"):
        with pytest.raises(psycopg.errors.CheckViolation):
            clinic.change("facilities", facility, escrow_key=wrong)
