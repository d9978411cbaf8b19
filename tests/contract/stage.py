"""Both servers side by side: whatever happens, happens to both, and every answer is compared."""

from __future__ import annotations

from random import Random
from typing import Any
from uuid import UUID

from tests.contract.desks import Desk
from tests.contract.likeness import Likeness
from tests.contract.two_servers import Memory, Real, Server
from tests.contract.values import ROLES, Values, is_of_type
from tests.server.clinic import Json
from tests.support.fake_schema import NEXT_STATUS, cell

IN_CHARGE = 5
"""How much an administrator works, in comparison."""
_HOURS = {"weekday": 1, "starts": "08:00", "ends": "12:00"}


class Different(AssertionError):
    """The two servers disagree."""


class Stage:
    """Both servers, told the same. Raises Different where they part."""

    def __init__(self, seed: int, real: Real) -> None:
        self.rng = Random(seed)
        self.memory, self.real = Memory(), real
        self.servers: tuple[Server, Server] = (self.memory, real)
        self.values = Values(self.rng, self.memory.fake)
        self.likeness = Likeness()
        self.told: list[str] = []
        self.desks: list[Desk] = []
        self.homes: list[str] = []
        self.reached: set[str] = set()
        """The verdicts that were given: a status or its code."""

    def new_id(self) -> str:
        """An id as the program makes them, but from the seed."""
        return str(UUID(int=self.rng.getrandbits(128), version=4))

    def say(self, words: str) -> None:
        self.told.append(words)

    def same(self, here: Any, there: Any, about: str) -> None:
        differences = self.likeness.differences(here, there)
        if differences:
            raise Different("\n  ".join([about, *differences[:12], "", *self.told[-12:]]))

    def put(self, table: str, row_id: str | None = None, /, **values: Any) -> str:
        """A colleague's write past the policies; SQL would not even take what is of another type."""
        row_id = row_id or self.new_id()
        values = {n: cell(n, v) for n, v in values.items() if is_of_type(n, v)}
        if not values:
            return row_id
        self.say(f"a colleague puts {table} {row_id[-4:]} {values}")
        here, there = (server.put(table, row_id, values) for server in self.servers)
        self.same(here, there, f"a colleague's {table} {values}")
        return row_id

    def ask(self, person: str, function: str, here: Json, there: Json) -> tuple[Json, Json]:
        answers = (
            self.memory.ask(person, function, here),
            self.real.ask(person, function, there),
        )
        self.same(*answers, f"{function} {here}")
        for result in answers[0].get("results", ()):
            again = "again " if "repeated" in result else ""
            self.reached.add(again + result.get("code", result["status"]))
        return answers

    def open(self) -> None:
        for server in self.servers:
            server.settle(1, pause=False)
        for number in range(self.rng.choice((1, 1, 2))):
            home = self.put("facilities", name=f"Clinic {number}", time_zone="UTC")
            self.homes.append(home)
            for name in ("Okafor", "Vega"):
                provider = self.put("providers", facility_id=home, display_name=name)
                within = self.within(home, provider)
                self.put("time_off", **within | self.values.slot())
                self.put("provider_hours", **within | _HOURS)
            self.put("rooms", facility_id=home, name="Room")
            self.put("appointment_types", facility_id=home, name="Visit", minutes=20)
            for name in ("Ruiz", "Ferrer", "Sanz"):
                self.put("patients", facility_id=home, family_name=name)
            for status in self.rng.sample(sorted(NEXT_STATUS), 5):
                visit = self.within(home, None) | self.values.slot() | {"status": status}
                self.put("appointments", **visit)
            for role, weight in (("reception", 6), ("facility_admin", IN_CHARGE), ("doctor", 4)):
                self.hire(home, role, weight)
            self.hire(home, self.rng.choice(ROLES), 1)
        self.at_desk(self.account(), self.homes[0], 1)
        twin = self.rng.choice(self.desks)
        self.at_desk(twin.person, twin.home, 2)

    def within(self, home: str, provider: str | None) -> Json:
        about: Json = {"facility_id": home, "provider_id": provider}
        if provider is None:
            about |= {"provider_id": self.values.some("providers", home)}
            about |= {"patient_id": self.values.some("patients", home)}
        return about

    def account(self) -> str:
        person = self.new_id()
        return self.put("profiles", person, email=f"{person}@example.org", full_name="Somebody")

    def hire(self, home: str, role: str, weight: int) -> None:
        person = self.account()
        self.put("facility_members", facility_id=home, user_id=person, role=role)
        self.at_desk(person, home, weight)

    def at_desk(self, person: str, home: str, weight: int) -> None:
        self.desks.append(Desk(person, home, self.new_id(), self.new_id(), weight=weight))
