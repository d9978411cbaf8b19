"""An invented clinic for demos, drills and benchmarks: the same for the same day.

People and places come from resources/demo. One transaction, so that a start that is cut off leaves
an empty database and not half a clinic.
"""

from __future__ import annotations

import tomllib
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, cycle, islice
from random import Random
from typing import Any, Final
from zoneinfo import ZoneInfo

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from sync.embedded.users import insert_user
from sync.resources import resource

PASSWORD: Final = "demo-clinic"  # noqa: S105 - of invented people, on loopback
ACCOUNTS: Final = {
    who: f"{who}@demo.clinic"
    for who in ("reception", "reception2", "doctor", "nurse", "admin", "patient")
}
WEEKS_BACK: Final = 1
WEEKS_AHEAD: Final = 1
OPENS: Final = time(8)
CLOSES: Final = time(17)
FULLNESS: Final = 0.62
"""How much of a provider's time is booked, on average."""


def sample(
    dsn: str, *, patients: int = 2_000, today: date | None = None, now: datetime | None = None
) -> None:
    """Fill an empty database with Clínica Norte; `now` decides who is waiting, by default the clock.

    Raises psycopg.Error when the schema is not there or the accounts exist already.
    """
    clinic = tomllib.loads(resource("demo", "clinic.toml").read_text("utf-8"))
    now = now or datetime.now(UTC)
    zone = ZoneInfo(clinic["time_zone"])
    plan = _Plan(clinic, zone, today or now.astimezone(zone).date(), now)
    with psycopg.connect(make_conninfo(dsn, user="postgres")) as db:
        people = {
            who: insert_user(db, ACCOUNTS[who], PASSWORD, each["name"])
            for who, each in clinic["accounts"].items()
        }
        _people(db, plan, people)
        _bookables(db, plan)
        _patients(db, plan, patients, people["patient"])
        _appointments(db, plan)


@dataclass
class _Plan:
    """What the parts of the seed share: the clinic's words, its time, and the ids given so far."""

    clinic: dict[str, Any]
    zone: ZoneInfo
    today: date
    now: datetime
    facility: str = ""
    members: dict[str, str] = field(default_factory=dict)
    providers: list[dict[str, Any]] = field(default_factory=list)
    rooms: dict[str, str] = field(default_factory=dict)
    types: dict[str, dict[str, Any]] = field(default_factory=dict)
    patients: list[tuple[str, date]] = field(default_factory=list)
    """Ids and birth dates."""

    def __post_init__(self) -> None:
        self.rng = Random(self.today.toordinal())
        midnight = datetime.combine(self.today, time(), UTC)
        self._ids = count(int(midnight.timestamp() * 1000))
        self.facility = self.new_id()

    def new_id(self) -> str:
        """The next id of this day's clinic: a UUIDv7, growing as those of real clients do."""
        number = next(self._ids) << 80 | 0x7 << 76 | 0b10 << 62
        number |= self.rng.getrandbits(12) << 64 | self.rng.getrandbits(62)
        return str(uuid.UUID(int=number))

    def at(self, on: date, wall: time) -> datetime:
        """A wall time of the clinic."""
        return datetime.combine(on, wall, self.zone).astimezone(UTC)

    def days(self) -> Iterator[date]:
        """The working days of the three weeks around today; today always is one."""
        monday = self.today - timedelta(days=self.today.weekday())
        first = monday - timedelta(weeks=WEEKS_BACK)
        for n in range(7 * (WEEKS_BACK + 1 + WEEKS_AHEAD)):
            on = first + timedelta(days=n)
            if on.weekday() < 5 or on == self.today:
                yield on


def _copy(
    db: psycopg.Connection, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    statement = sql.SQL("copy public.{} ({}) from stdin").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with db.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _people(db: psycopg.Connection, plan: _Plan, people: dict[str, str]) -> None:
    clinic = plan.clinic
    _copy(
        db,
        "facilities",
        ("id", "name", "time_zone", "phone", "address"),
        [
            (
                plan.facility,
                clinic["name"],
                clinic["time_zone"],
                clinic["phone"],
                clinic["address"],
            )
        ],
    )
    plan.members = {who: plan.new_id() for who in people}
    rows = [
        (plan.members[who], plan.facility, people[who], each["role"], each["name"])
        for who, each in clinic["accounts"].items()
    ]
    _copy(db, "facility_members", ("id", "facility_id", "user_id", "role", "display_name"), rows)


def _bookables(db: psycopg.Connection, plan: _Plan) -> None:
    clinic = plan.clinic
    plan.rooms = {name: plan.new_id() for name in clinic["rooms"]}
    rooms = [(at, plan.facility, n, i) for i, (n, at) in enumerate(plan.rooms.items())]
    _copy(db, "rooms", ("id", "facility_id", "name", "position"), rows=rooms)
    plan.types = {each["name"]: {**each, "id": plan.new_id()} for each in clinic["types"]}
    _copy(
        db,
        "appointment_types",
        ("id", "facility_id", "name", "minutes", "modality", "position"),
        [
            (t["id"], plan.facility, t["name"], t["minutes"], t.get("modality", "in_person"), i)
            for i, t in enumerate(plan.types.values())
        ],
    )
    plan.providers = [{**each, "id": plan.new_id()} for each in clinic["providers"]]
    _copy(
        db,
        "providers",
        ("id", "facility_id", "member_id", "display_name", "specialty", "room_id", "position"),
        [
            (
                p["id"],
                plan.facility,
                plan.members.get(p.get("account", "")),
                p["name"],
                p["specialty"],
                plan.rooms.get(p.get("room", "")),
                i,
            )
            for i, p in enumerate(plan.providers)
        ],
    )
    weekdays = sorted({1, 2, 3, 4, 5, plan.today.isoweekday()})
    _copy(
        db,
        "provider_hours",
        ("id", "facility_id", "provider_id", "weekday", "starts", "ends"),
        [
            (plan.new_id(), plan.facility, p["id"], weekday, OPENS, CLOSES)
            for p in plan.providers
            for weekday in weekdays
        ],
    )
    _copy(
        db,
        "time_off",
        ("id", "facility_id", "provider_id", "starts_at", "ends_at", "reason"),
        [
            (plan.new_id(), plan.facility, p["id"], *span, reason)
            for on in plan.days()
            for p in plan.providers
            for *span, reason in _absences(plan, p, on)
        ],
    )


def _absences(
    plan: _Plan, provider: dict[str, Any], on: date
) -> Iterator[tuple[datetime, datetime, str]]:
    lunch = plan.at(on, time.fromisoformat(provider["lunch"]))
    minutes = 60 if provider["lunch"] == "12:00" else 30
    yield lunch, lunch + timedelta(minutes=minutes), "Lunch"
    if on == plan.today and "away" in provider:
        yield plan.at(on, time.fromisoformat(provider["away"])), plan.at(on, CLOSES), "Away"


def _patients(db: psycopg.Connection, plan: _Plan, many: int, account: str) -> None:
    words = tomllib.loads(resource("demo", "names.toml").read_text("utf-8"))
    rng = plan.rng
    rows = []
    for number in range(many):
        gender = rng.choice(("female", "male"))
        family = rng.choice(words["family"])
        if rng.random() < 0.45:
            family += " " + rng.choice(words["family"])
        given = rng.choice(words[gender])
        born = plan.today - timedelta(days=int(rng.triangular(40, 33_000, 14_000)))
        phone = (
            f"+34 6{rng.randrange(10**2):02d} {rng.randrange(1000):03d} {rng.randrange(1000):03d}"
        )
        street = f"{rng.choice(words['streets'])} {rng.randrange(1, 120)}"
        patient = plan.new_id()
        plan.patients.append((patient, born))
        user = account if number == 0 else None
        if user:
            family, given, gender = "Mbeki", "Grace", "female"
        rows.append((patient, plan.facility, user, family, given, born, gender, phone, street))
    columns = (
        "id",
        "facility_id",
        "user_id",
        "family_name",
        "given_name",
        "birth_date",
        "gender",
        "phone",
        "address",
    )
    _copy(db, "patients", columns, rows)


def _appointments(db: psycopg.Connection, plan: _Plan) -> None:
    reasons = tomllib.loads(resource("demo", "names.toml").read_text("utf-8"))["reasons"]
    pools = {p["id"]: _shuffled(plan, p.get("up_to_age", 130)) for p in plan.providers}
    expected: set[tuple[str, date]] = set()

    def draw(provider: str, on: date) -> str:
        """Somebody for this provider who is not expected anywhere else that day."""
        for patient in islice(pools[provider], 200):
            if (patient, on) not in expected:
                break
        expected.add((patient, on))
        return patient

    rows = [
        (
            plan.new_id(),
            plan.facility,
            draw(provider["id"], on),
            provider["id"],
            plan.rooms.get(provider.get("room", "")),
            kind["id"],
            starts_at,
            starts_at + timedelta(minutes=kind["minutes"]),
            status := _status(plan, starts_at, starts_at + timedelta(minutes=kind["minutes"])),
            _since(plan, status, starts_at, starts_at + timedelta(minutes=kind["minutes"])),
            kind.get("modality", "in_person"),
            plan.rng.choice(reasons),
        )
        for on in plan.days()
        for provider in plan.providers
        for starts_at, kind in _visits(plan, provider, on)
    ]
    columns = (
        "id",
        "facility_id",
        "patient_id",
        "provider_id",
        "room_id",
        "type_id",
        "starts_at",
        "ends_at",
        "status",
        "status_since",
        "modality",
        "reason",
    )
    _copy(db, "appointments", columns, rows)


def _shuffled(plan: _Plan, up_to_age: int) -> Iterator[str]:
    """The patients of an age, one after the other and from the start again, in no order."""
    oldest = plan.today - timedelta(days=365 * up_to_age)
    fitting = [patient for patient, born in plan.patients if born > oldest]
    fitting = fitting or [patient for patient, _ in plan.patients]
    plan.rng.shuffle(fitting)
    return cycle(fitting)


def _visits(
    plan: _Plan, provider: dict[str, Any], on: date
) -> Iterator[tuple[datetime, dict[str, Any]]]:
    """Visits of one provider on one day, one after the other with gaps, never over an absence."""
    rng = plan.rng
    at, closes = plan.at(on, OPENS), plan.at(on, CLOSES)
    absences = list(_absences(plan, provider, on))
    while at < closes:
        kind = plan.types[rng.choice(provider["types"])]
        ends_at = at + timedelta(minutes=kind["minutes"])
        absent = next((off for off in absences if off[0] < ends_at and at < off[1]), None)
        if absent is not None:
            at = absent[1]
            continue
        if ends_at > closes:
            return
        if rng.random() < FULLNESS:
            yield at, kind
            at = ends_at
        else:
            at += timedelta(minutes=rng.choice((15, 30, 45)))
        # Bookings start on the quarter of an hour, as a desk writes them.
        at += timedelta(minutes=-at.minute % 15)


def _status(plan: _Plan, starts_at: datetime, ends_at: datetime) -> str:
    """What would be true of a visit now: past ones are over, a few people are waiting."""
    draw = plan.rng.random()
    if ends_at <= plan.now:
        return "no_show" if draw < 0.05 else "cancelled" if draw < 0.1 else "completed"
    if starts_at <= plan.now:
        return "in_progress" if draw < 0.6 else "arrived"
    if starts_at - plan.now < timedelta(minutes=40) and draw < 0.55:
        return "arrived"
    if draw < 0.04:
        return "cancelled"
    return "confirmed" if draw < 0.5 else "scheduled"


def _since(plan: _Plan, status: str, starts_at: datetime, ends_at: datetime) -> datetime:
    """When a visit got its state: people come some minutes early, the rest was agreed before."""
    early = timedelta(minutes=plan.rng.randint(2, 20))
    match status:
        case "arrived":
            return min(starts_at, plan.now) - early
        case "in_progress":
            return starts_at
        case "completed" | "no_show":
            return ends_at
    return min(starts_at, plan.now) - timedelta(days=1) - early
