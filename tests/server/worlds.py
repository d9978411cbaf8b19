"""Random clinics that go on changing, and what everybody in them must hold."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import psycopg

from tests.server.clinic import MORNING, Clinic, Person, Replica, Row

ROLES = ("patient", "doctor", "nurse", "reception", "facility_admin", "system_admin")


class World:
    """A random clinic that goes on changing."""

    def __init__(self, clinic: Clinic, seed: int, *, most: bool = False) -> None:
        self.clinic = clinic
        self.rng = random.Random(seed)
        self.facilities = [
            clinic.facility(f"F{n}") for n in range(3 if most else self.rng.randint(1, 3))
        ]
        self.people = [
            replace(clinic.account(f"person {n}"), aal=self.rng.choice(("aal1", "aal1", "aal2")))
            for n in range(7 if most else self.rng.randint(2, 7))
        ]
        self.things: dict[str, dict[str, list[str]]] = {
            f: {"providers": [clinic.provider(f)], "patients": [clinic.patient(f)]}
            for f in self.facilities
        }

        for _ in range(3 * len(self.facilities)):
            self.furnish()

    def step(self) -> None:
        """One random write, as the owner: policies are not what decides here."""
        moves = (
            self.join, self.join, self.switch_role, self.switch_activity, self.leave,
            self.new_patient, self.link, self.link, self.edit, self.book, self.book, self.rebook, self.unbook,
            self.furnish, self.refurnish, self.refurnish, self.take_off, self.give_back,
            self.rename, self.decide,
            self.hand_over, self.hand_over, self.settle, self.settle,
            self.demand_proof, self.demand_proof,
        )  # fmt: skip
        self.rng.choice(moves)()

    def facility(self) -> str:
        return self.rng.choice(self.facilities)

    def person(self) -> Person:
        return self.rng.choice(self.people)

    def join(self) -> None:
        try:
            role = self.rng.choice(ROLES)
            self.clinic.join(
                self.person(), self.facility(), role, is_active=self.rng.random() < 0.8
            )
        except psycopg.errors.UniqueViolation:
            self.switch_role()

    def some_id(self, table: str) -> str | None:
        query = f"select id::text from public.{table} where facility_id = any (%s) order by id"
        rows = self.clinic.db.execute(query.encode(), [self.facilities])
        ids = [row["id"] for row in rows]
        return self.rng.choice(ids) if ids else None

    def switch_role(self) -> None:
        if member := self.some_id("facility_members"):
            self.clinic.change("facility_members", member, role=self.rng.choice(ROLES))

    def switch_activity(self) -> None:
        self.clinic.db.execute(
            "update public.facility_members set is_active = not is_active where id = %s",
            [self.some_id("facility_members")],
        )

    def leave(self) -> None:
        member = self.some_id("facility_members")
        linked = "select 1 from public.providers where member_id = %s"
        if member and self.rng.random() < 0.3 and not self.clinic.value(linked, member):
            self.clinic.remove("facility_members", member)

    def new_patient(self) -> None:
        facility = self.facility()
        linked = self.person().id if self.rng.random() < 0.3 else None
        self.things[facility]["patients"].append(self.clinic.patient(facility, user_id=linked))

    def link(self) -> None:
        """A patient's account is linked, changes, or goes."""
        patient = self.rng.choice(self.things[self.facility()]["patients"])
        linked = self.person().id if self.rng.random() < 0.75 else None
        self.clinic.change("patients", patient, user_id=linked)

    def edit(self) -> None:
        patient = self.rng.choice(self.things[self.facility()]["patients"])
        self.clinic.change("patients", patient, phone=str(self.rng.random()))

    def book(self) -> None:
        facility = self.facility()
        things = self.things[facility]
        try:
            self.clinic.appointment(
                facility,
                self.rng.choice(things["patients"]),
                self.rng.choice(things["providers"]),
                MORNING + timedelta(minutes=30 * self.rng.randrange(200)),
            )
        except psycopg.errors.ExclusionViolation:
            self.edit()

    def rebook(self) -> None:
        """An appointment goes to another patient of the facility."""
        booked = self.some_id("appointments")
        if booked:
            home = self.clinic.value(
                "select facility_id::text from public.appointments where id = %s", booked
            )
            patient = self.rng.choice(self.things[home]["patients"])
            self.clinic.change("appointments", booked, patient_id=patient)

    def furnish(self) -> None:
        facility = self.facility()
        provider = self.rng.choice(self.things[facility]["providers"])
        match self.rng.randrange(4):
            case 0:
                self.clinic.add("rooms", facility_id=facility, name="Room")
            case 1:
                self.clinic.add("appointment_types", facility_id=facility, name="V", minutes=20)
            case 2:
                self.clinic.add(
                    "provider_hours",
                    facility_id=facility,
                    provider_id=provider,
                    weekday=self.rng.randint(1, 7),
                    starts="08:00",
                    ends="15:30",
                )
            case _:
                self.things[facility]["providers"].append(self.clinic.provider(facility))

    def take_off(self) -> None:
        facility = self.facility()
        starts_at = MORNING + timedelta(hours=self.rng.randrange(500))
        self.clinic.add(
            "time_off",
            facility_id=facility,
            provider_id=self.rng.choice(self.things[facility]["providers"]),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
        )

    def give_back(self) -> None:
        table = self.rng.choice(("time_off", "provider_hours", "rooms", "appointment_types"))
        if row := self.some_id(table):
            self.clinic.remove(table, row)

    def refurnish(self) -> None:
        table, field = self.rng.choice(
            (
                ("rooms", "name"),
                ("providers", "specialty"),
                ("appointment_types", "name"),
                ("time_off", "reason"),
                ("facility_members", "display_name"),
                ("patients", "note"),
            )
        )
        if row := self.some_id(table):
            self.clinic.change(table, row, **{field: f"{self.rng.random()}"})
        if row := self.some_id("provider_hours"):
            self.clinic.change("provider_hours", row, weekday=self.rng.randint(1, 7))

    def unbook(self) -> None:
        """An appointment is taken out for good, and a patient without any."""
        if booked := self.some_id("appointments"):
            self.clinic.remove("appointments", booked)
        lonely = """select id::text from public.patients p where facility_id = any (%s) and not exists
                    (select from public.appointments a where a.patient_id = p.id) order by id limit 1"""
        patient = self.clinic.value(lonely, self.facilities)
        if patient and self.rng.random() < 0.3:
            for things in self.things.values():
                if patient in things["patients"] and len(things["patients"]) > 1:
                    things["patients"].remove(patient)
                    self.clinic.remove("patients", patient)

    def decide(self) -> None:
        """The facility sets a policy, or another one."""
        self.clinic.db.execute(
            b"""insert into public.facility_policies (facility_id, lease_days) values (%s, %s)
                on conflict (facility_id) do update set lease_days = excluded.lease_days""",
            [self.facility(), self.rng.randint(1, 90)],
        )

    def demand_proof(self) -> None:
        """The facility wants a second proof of everybody, or not any more."""
        self.clinic.db.execute(
            b"""insert into public.facility_policies (facility_id, is_second_factor_required)
                values (%s, true) on conflict (facility_id) do update
                set is_second_factor_required = not facility_policies.is_second_factor_required""",
            [self.facility()],
        )

    def hand_over(self) -> None:
        """A card goes to somebody of the staff of some facility."""
        staff = self.clinic.db.execute(
            b"""select id, facility_id from public.facility_members
                where is_active and role <> 'patient' order by id"""
        ).fetchall()
        if staff:
            member = self.rng.choice(staff)
            self.clinic.add(
                "handovers",
                facility_id=member["facility_id"],
                to_member_id=member["id"],
                card='{"tbl": "patients"}',
            )

    def settle(self) -> None:
        if card := self.some_id("handovers"):
            self.clinic.change("handovers", card, status=self.rng.choice(("open", "done")))

    def rename(self) -> None:
        self.clinic.change("facilities", self.facility(), phone=str(self.rng.random()))
        self.clinic.change("profiles", self.person().id, locale=self.rng.choice(("es", "en")))


def play(clinic: Clinic, seed: int) -> None:
    """Let a world change and its people pull. Raises AssertionError where somebody holds anything else
    than what row level security shows them.
    """
    world = World(clinic, seed)
    rng = world.rng
    replicas = [Replica(clinic, person) for person in world.people]
    for _ in range(4):
        for _ in range(rng.randint(1, 25)):
            world.step()
        for replica in replicas:
            if rng.random() < 0.6:
                # Some pages are small, and the world does not stop between them.
                want = rng.choice((1, 2, 5, 40, 1000))
                replica.pull(want, between_pages=lambda: rng.random() < 0.1 and world.step())
    for replica in replicas:
        replica.pull(rng.choice((1, 7, 1000)))
        replica.check()
        visible = clinic.visible(replica.person)
        assert replica.rows == visible
        assert replica.page().get("same")
        fresh = Replica(clinic, replica.person).pull()
        assert fresh.rows == replica.rows
        assert fresh.removals == 0, "a first fill is told of no removal"
        look_early(clinic, fresh, visible)


def look_early(clinic: Clinic, full: Replica, visible: dict[tuple[str, str], Row]) -> None:
    """The first page of a first fill: nothing that is not visible, and of the days asked for all."""
    begins, ends = MORNING + timedelta(hours=20), MORNING + timedelta(hours=60)
    days = {"from": begins.isoformat(), "to": ends.isoformat()}
    answer = clinic.pull(full.person, early=days, scopes={})
    ids = [scope["id"] for scope in answer.get("scopes", ())]
    brought = {}
    told: set[tuple[str, str, str]] = set()
    for table, page in answer.get("tables", {}).items():
        for index, ver, *values in page["rows"]:
            row = dict(zip(page["columns"], values, strict=True))
            assert full.held[ids[index]][table, row["id"]][0] == ver
            assert (ids[index], table, row["id"]) not in told, "twice on one page"
            told.add((ids[index], table, row["id"]))
            brought[table, row["id"]] = row
    assert brought.items() <= visible.items()
    for (table, _), row in visible.items():
        if table == "appointments" and begins.isoformat() <= row["starts_at"] < ends.isoformat():
            kinds = {s["kind"] for s in answer["scopes"] if s["owner"] == row["facility_id"]}
            assert "facility" not in kinds or ("appointments", row["id"]) in brought
    for (table, _), row in brought.items():
        if table == "appointments":
            assert begins.isoformat() <= row["starts_at"] < ends.isoformat()
            assert ("patients", row["patient_id"]) in brought
