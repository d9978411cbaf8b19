"""The invented clinic of the demo: believable, the same for the same day, and soon there."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import psycopg
import pytest

from sync.embedded import seed
from sync.embedded.users import password_fits
from sync.resources import resource
from tests.server.clinic import REPLICATED, Clinic, Replica, Row
from tests.support.server import fresh_database

FRIDAY = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)  # half past ten in Madrid
ZONE = ZoneInfo("Europe/Madrid")


@pytest.fixture(scope="module")
def sample() -> Iterator[Clinic]:
    with fresh_database() as database:
        seed.sample(database.dsn, now=FRIDAY)
        with Clinic(database.superuser_dsn) as clinic:
            yield clinic


def rows(clinic: Clinic, query: str) -> list[Row]:
    return clinic.db.execute(query.encode()).fetchall()


def booked(clinic: Clinic) -> list[Row]:
    return rows(
        clinic,
        """select a.*, p.display_name as provider, p.specialty, r.birth_date
           from public.appointments a join public.providers p on p.id = a.provider_id
           join public.patients r on r.id = a.patient_id order by a.starts_at, p.position""",
    )


def test_the_people_of_the_pictures_are_there(sample: Clinic) -> None:
    facility = rows(sample, "select * from public.facilities")
    assert [(f["name"], f["time_zone"]) for f in facility] == [("Clínica Norte", "Europe/Madrid")]
    providers = rows(
        sample,
        """select p.display_name, p.specialty, r.name as room from public.providers p
           left join public.rooms r on r.id = p.room_id order by p.position""",
    )
    assert [tuple(p.values()) for p in providers] == [
        ("Dr. Amara Okafor", "General", "Room 2"),
        ("Dr. Jens Müller", "Paediatrics", "Room 3"),
        ("Dr. Inés Robledo", "Cardiology", None),
        ("Nurse T. Nguyen", "Procedures", None),
    ]
    assert sample.value("select count(*) from public.patients") == 2000


def test_every_account_signs_in_and_has_its_role(sample: Clinic) -> None:
    people = rows(
        sample,
        """select u.email, u.encrypted_password, m.role, m.display_name from auth.users u
           join public.facility_members m on m.user_id = u.id""",
    )
    assert {p["email"]: p["role"] for p in people} == {
        "reception@demo.clinic": "reception",
        "reception2@demo.clinic": "reception",
        "doctor@demo.clinic": "doctor",
        "nurse@demo.clinic": "nurse",
        "admin@demo.clinic": "facility_admin",
        "patient@demo.clinic": "patient",
    }
    assert {"Lucía Herrera", "Sam Ortiz"} <= {p["display_name"] for p in people}
    assert all(password_fits(p["encrypted_password"], "demo-clinic") for p in people)


def test_three_weeks_are_booked_and_weekends_are_empty(sample: Clinic) -> None:
    days = Counter(a["starts_at"].astimezone(ZONE).date() for a in booked(sample))
    assert (min(days), max(days)) == (date(2026, 11, 9), date(2026, 11, 27))
    assert len(days) == 15
    assert {day.isoweekday() for day in days} == {1, 2, 3, 4, 5}
    assert min(days.values()) > 20


def test_nobody_is_in_two_places_and_lunch_is_free(sample: Clinic) -> None:
    for whose in ("provider_id", "patient_id"):
        clashes = f"""select count(*) from public.appointments a join public.appointments b
            on a.{whose} = b.{whose} and a.id < b.id
            and tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)"""
        assert sample.value(clashes) == 0
    over_lunch = """select count(*) from public.appointments a join public.time_off o
        using (provider_id) where tstzrange(a.starts_at, a.ends_at) && tstzrange(o.starts_at, o.ends_at)"""
    assert sample.value(over_lunch) == 0
    lunches = """select count(*), count(distinct provider_id) as providers from public.time_off
        where reason = 'Lunch'"""
    assert tuple(rows(sample, lunches)[0].values()) == (60, 4)


def test_visits_are_within_hours_and_as_long_as_their_type(sample: Clinic) -> None:
    outside = """select count(*) from public.appointments a where not exists (
        select from public.provider_hours h where h.provider_id = a.provider_id
        and h.weekday = extract(isodow from a.starts_at at time zone 'Europe/Madrid')
        and (a.starts_at at time zone 'Europe/Madrid')::time >= h.starts
        and (a.ends_at at time zone 'Europe/Madrid')::time <= h.ends)"""
    assert sample.value(outside) == 0
    unlike = """select count(*) from public.appointments a join public.appointment_types t
        on t.id = a.type_id
        where a.ends_at - a.starts_at <> make_interval(mins => t.minutes)
           or a.modality <> t.modality"""
    assert sample.value(unlike) == 0


def test_the_status_of_a_visit_fits_the_hour(sample: Clinic) -> None:
    seen: Counter[tuple[str, str]] = Counter()
    for visit in booked(sample):
        when = "past" if visit["ends_at"] <= FRIDAY else "later"
        when = "now" if when == "later" and visit["starts_at"] <= FRIDAY else when
        seen[when, visit["status"]] += 1
    assert {status for when, status in seen if when == "past"} == {
        "completed",
        "no_show",
        "cancelled",
    }
    assert {status for when, status in seen if when == "now"} <= {"in_progress", "arrived"}
    assert seen["now", "in_progress"] > 0
    waiting = seen["now", "arrived"] + seen["later", "arrived"]
    assert 0 < waiting < 8
    assert seen["later", "scheduled"] > 50
    assert seen["later", "confirmed"] > 50
    assert not {status for when, status in seen if when == "later"} & {"completed", "no_show"}


def test_cardiology_has_video_visits_and_paediatrics_children(sample: Clinic) -> None:
    visits = booked(sample)
    by_video = {v["provider"] for v in visits if v["modality"] == "video"}
    assert by_video == {"Dr. Inés Robledo"}
    ages = [
        (FRIDAY.date() - v["birth_date"]).days // 365
        for v in visits
        if v["specialty"] == "Paediatrics"
    ]
    assert ages
    assert max(ages) < 16


def test_names_come_from_everywhere(sample: Clinic) -> None:
    names = sample.value("select count(distinct (family_name, given_name)) from public.patients")
    assert names > 1500
    accents = sample.value(
        "select count(*) from public.patients where family_name || given_name ~ '[^ -~]'"
    )
    assert accents > 400


def test_the_patient_with_an_account_finds_the_own_record(sample: Clinic) -> None:
    linked = rows(
        sample,
        """select p.given_name, p.family_name, u.email from public.patients p
           join auth.users u on u.id = p.user_id""",
    )
    assert [tuple(p.values()) for p in linked] == [("Grace", "Mbeki", "patient@demo.clinic")]


def test_the_same_day_brings_the_same_clinic(sample: Clinic) -> None:
    def told(clinic: Clinic) -> list[tuple[object, ...]]:
        return [
            tuple(row.values())
            for row in rows(
                clinic,
                """select a.id, a.starts_at, a.status, a.reason, p.family_name, p.phone
                   from public.appointments a join public.patients p on p.id = a.patient_id
                   order by a.id""",
            )
        ]

    with fresh_database() as database, Clinic(database.superuser_dsn) as again:
        seed.sample(database.dsn, now=FRIDAY)
        assert told(again) == told(sample)


def test_a_start_that_is_cut_off_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with fresh_database() as database, Clinic(database.superuser_dsn) as clinic:
        with monkeypatch.context() as patch:
            patch.setattr(seed, "_appointments", cut)
            with pytest.raises(KeyboardInterrupt):
                seed.sample(database.dsn, patients=5, now=FRIDAY)
        assert clinic.value("select count(*) from auth.users") == 0
        assert clinic.value("select count(*) from public.facilities") == 0
        seed.sample(database.dsn, patients=5, now=FRIDAY)
        assert clinic.value("select count(*) from public.appointments") > 0


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 21, 11, 0, tzinfo=UTC),  # a Saturday: there is something to show
        datetime(2026, 3, 29, 0, 30, tzinfo=UTC),  # the night the clocks go forward
        datetime(2026, 10, 25, 23, 30, tzinfo=UTC),  # after the night they go back
        datetime(2028, 2, 29, 22, 59, tzinfo=UTC),
    ],
)
def test_any_day_can_be_today(now: datetime) -> None:
    with fresh_database() as database, Clinic(database.superuser_dsn) as clinic:
        seed.sample(database.dsn, patients=50, now=now)
        today = now.astimezone(ZONE).date()
        on_today = (
            "select count(*) from public.appointments where (starts_at at time zone %s)::date = %s"
        )
        assert clinic.value(on_today, "Europe/Madrid", today) > 10


def test_a_large_clinic_is_there_in_seconds() -> None:
    with fresh_database() as database, Clinic(database.superuser_dsn) as clinic:
        began = time.monotonic()
        seed.sample(database.dsn, patients=20_000, now=FRIDAY)
        assert time.monotonic() - began < 15
        assert clinic.value("select count(*) from public.patients") == 20_000


# --- the seed of a Supabase project ---------------------------------------------------------------


def test_the_seed_file_makes_an_empty_clinic_that_somebody_can_take_over() -> None:
    """What `supabase db reset` runs: places, providers and hours, no person."""
    text = resource("supabase", "seed.sql").read_text("utf-8")
    with fresh_database() as database, psycopg.connect(database.dsn, autocommit=True) as owner:
        for _ in range(2):
            owner.execute(text.encode())
        with Clinic(database.superuser_dsn) as clinic:
            counts = {t: clinic.value(f"select count(*) from public.{t}") for t in REPLICATED}
            assert counts == {
                "facilities": 1,
                "profiles": 0,
                "facility_members": 0,
                "rooms": 4,
                "providers": 4,
                "provider_hours": 40,
                "time_off": 0,
                "appointment_types": 7,
                "patients": 0,
                "appointments": 0,
                "facility_policies": 0,
                "handovers": 0,
            }
            person = clinic.account("first")
            how = "\n".join(line[2:] for line in text.splitlines() if line.startswith("--   "))
            owner.execute(how.replace("you@example.org", person.email).encode())
            replica = Replica(clinic, person).pull()
            assert {"rooms", "providers", "facilities"} <= {table for table, _ in replica.rows}
            desk = clinic.mutation(
                person,
                "insert",
                "rooms",
                patch={
                    "facility_id": clinic.value("select id::text from public.facilities"),
                    "name": "Annex",
                },
            )
            assert clinic.push(person, desk)[0]["status"] == "applied"
