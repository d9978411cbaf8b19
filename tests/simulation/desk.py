"""A desk: the person at it, the program on it, what they do, and what they were promised."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Table, select

from sync.errors import Expected
from sync.replica import outbox
from sync.replica.migrations import STEPS
from sync.replica.outbox import Draft
from sync.replica.rows import shown_row
from sync.replica.tables import (
    appointments,
    facilities,
    patients,
    providers,
    time_off,
)
from sync.replica.transaction import Transaction
from tests.simulation.ageing import OLDEST, age
from tests.simulation.deciding import Deciding
from tests.simulation.entropy import DeskClock
from tests.simulation.line import Accounts, Line, Weather
from tests.simulation.process import KEY, Death, Killed, Process, new_place, save_files
from tests.simulation.server import Server
from tests.support.fake_schema import NEXT_STATUS

T = TypeVar("T")

AT_A_CARD: Final = "At a card"
SLOTS: Final = 12
MORNING: Final = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_TEXTS: Final = ("phone", "email", "address", "note", "given_name", "family_name")


@dataclass(frozen=True)
class Promise:
    """A draft that a person was told is safe. `value` is a field of its patch that nobody else
    writes, where it has one.
    """

    draft: Draft
    desk: int
    value: tuple[str, Any] | None


@dataclass
class Shared:
    """What all desks of a world have in common."""

    server: Server
    accounts: Accounts
    rng: Random
    folder: Path
    template: Path
    blame: Callable[[str], None]
    calls: Counter[str] = field(default_factory=Counter)
    count: int = 0
    death: Death | None = None
    restored_at: float = -2.0
    """When the server was put back to a backup last."""

    def next(self) -> int:
        """A number that comes only once."""
        self.count += 1
        return self.count


class Desk(Deciding):
    """One workstation and its person. Its verbs return what happened, in words, for the story."""

    def __init__(self, number: int, person: str, name: str, home: str, world: Shared) -> None:
        self.number, self.person, self.name, self.home, self.world = (
            number,
            person,
            name,
            home,
            world,
        )
        self.weather = Weather()
        self.clock = DeskClock(world.rng)
        self.process: Process | None = None
        self.promises: list[Promise] = []
        self.crashes = 0
        self._commits = 0
        self._path = save_files(world.template, world.folder)
        self._last: tuple[Table, str] | None = None

    # --- the program ------------------------------------------------------------------------------

    async def start(self, *, signed_in: bool = False) -> bool:
        """Start the program. False when it died while starting."""
        world = self.world
        line = Line(world.server, world.accounts, self.weather, world.rng, self._blame, world.calls)
        self.process = process = Process(
            self._path,
            self.person,
            self.clock,
            line,
            world.rng,
            blame=self._blame,
            on_death=self._died,
        )
        death = world.death
        if death is not None and death.desk == self.number and death.commit >= self._commits:
            process.life.doom(death.commit - self._commits, death.when)
        try:
            await process.start()
            if signed_in:
                await process.engine.signed_in(world.accounts.issue(self.person))
            await process.replica.read(self._adopt)
        except Killed:
            return False
        return True

    def copy(self, number: int) -> Desk:
        """Another computer with a copy of this one's disk, and the same person in front of it."""
        twin = Desk(number, self.person, f"a copy of {self.name}", self.home, self.world)
        twin.weather = replace(self.weather, faults=deque(), stones=set())
        twin._path = save_files(self._path, self.world.folder)
        twin.promises = [replace(promise, desk=number) for promise in self.promises]
        return twin

    async def stop(self) -> bool:
        """Leave the program. False when it died while leaving."""
        if self.process is None:
            return False
        process = self.process
        try:
            await process.stop()
        except Killed:
            return False
        self._commits += process.life.commits
        self.process = None
        return True

    async def update_program(self, n: Sequence[int]) -> str:
        """Until now the program was an older one: today's finds what that one left."""
        if self.process is None or not await self.stop():
            return "off, or died while closing"
        number = OLDEST + n[0] % (len(STEPS) - OLDEST)
        older = age(self._path, KEY, number, new_place(self._path, self.world.folder))
        self._path = older or self._path
        told = "and goes on" if await self.start() else "and dies"
        if older is None:
            return f"has done what no older program could do, {told}"
        return f"gets a newer program than that of shape {number}, {told}"

    @property
    def commits(self) -> int:
        """How often something was written to the file of this desk, by all runs of the program."""
        return self._commits + (self.process.life.commits if self.process is not None else 0)

    def _adopt(self, db: Connection) -> None:
        """What a program that died had saved and not said: it is shown as safe from now on."""
        known = {promise.draft.id for promise in self.promises}
        for row in db.execute(select(outbox.outbox).order_by(outbox.outbox.c.seq)):
            if row.id not in known:
                draft = Draft(*row)
                self.promises.append(Promise(draft, self.number, _own_value(draft)))

    def crash(self) -> None:
        """The program dies now."""
        if self.process is not None:
            self.process.life.end()

    def _died(self) -> None:
        self.crashes += 1
        assert self.process is not None
        self._commits += self.process.life.commits
        self._path = save_files(self._path, self.world.folder)
        self.process = None

    def _blame(self, what: str) -> None:
        self.world.blame(f"{self.name}: {what}")

    # --- writing ----------------------------------------------------------------------------------

    async def write(self, command: Callable[[Transaction], str], *, repeats: bool = False) -> str:
        """Let the person do something; what the program calls safe is a promise from then on. One that
        `repeats` writes values that other drafts may have as well.
        """
        process = self.process
        if process is None:
            return "the program is not running"
        made: list[Draft] = []

        def work(tx: Transaction) -> str:
            told = command(tx)
            made.extend(d for d in (outbox.draft(tx.db, i) for i in tx.drafts) if d is not None)
            return told

        try:
            told = await process.replica.write(AT_A_CARD if repeats else "At the desk", work)
        except Killed:
            return "the program died before it said anything"
        except Expected as no:
            return f"the program says {no.code}"
        fresh = [Promise(d, self.number, _own_value(d)) for d in made]
        self.promises += fresh
        try:
            await process.replica.read(lambda db: self._read_back(db, fresh))
        except Killed:
            return f"{told}, then the program died"
        return told

    def _read_back(self, db: Connection, fresh: Sequence[Promise]) -> None:
        """Whoever has written sees what they wrote, for as long as the draft is one."""
        for draft in (promise.draft for promise in fresh):
            if outbox.draft(db, draft.id) is None:
                continue
            row = shown_row(db, draft.tbl, draft.row_id)
            if draft.kind == "delete":
                if row is not None:
                    self._blame(f"still sees the {draft.tbl} that was just deleted")
            elif row is None or any(row[name] != value for name, value in draft.patch.items()):
                self._blame(f"does not see what was just written to {draft.tbl}")

    # --- what people do ---------------------------------------------------------------------------

    async def register(self, n: Sequence[int]) -> str:
        return await self.write(lambda tx: f"registers {self._register(tx, n)[-4:]}")

    async def register_and_book(self, n: Sequence[int]) -> str:
        def command(tx: Transaction) -> str:
            provider = self._some(tx, providers, n[1])
            if provider is None:
                return f"registers {self._register(tx, n)[-4:]}, there is no provider to book"
            patient = self._register(tx, n)
            booked = self._book(tx, patient, provider, n)
            return f"registers {patient[-4:]} and books {booked}"

        return await self.write(command)

    async def book(self, n: Sequence[int]) -> str:
        def command(tx: Transaction) -> str:
            patient, provider = self._some(tx, patients, n[0]), self._some(tx, providers, n[1])
            if patient is None or provider is None:
                return "has nobody to book"
            return f"books {self._book(tx, patient, provider, n)} for {patient['id'][-4:]}"

        return await self.write(command)

    async def edit(self, n: Sequence[int]) -> str:
        return await self.write(lambda tx: self._edit(tx, n, fields=1))

    async def edit_two_fields(self, n: Sequence[int]) -> str:
        return await self.write(lambda tx: self._edit(tx, n, fields=2))

    async def edit_again(self, n: Sequence[int]) -> str:
        """The record edited last, once more."""

        def command(tx: Transaction) -> str:
            if self._last is None or self._last[0] is not patients:
                return self._edit(tx, n, fields=1)
            return self._edit(tx, n, fields=1, row_id=self._last[1])

        return await self.write(command)

    async def move(self, n: Sequence[int]) -> str:
        def command(tx: Transaction) -> str:
            visit = self._some(tx, appointments, n[0])
            if visit is None:
                return "has nothing to move"
            times = self._times(n[2])
            tx.update(appointments, visit["id"], **times)
            return f"moves {visit['id'][-4:]} to {times['starts_at']:%H:%M:%S}"

        return await self.write(command)

    async def change_status(self, n: Sequence[int]) -> str:
        def command(tx: Transaction) -> str:
            visit = self._some(tx, appointments, n[0])
            if visit is None:
                return "has no visit to change"
            ways = sorted(NEXT_STATUS.get(visit["status"], ()))
            if not ways:
                return "has no way to change it"
            status = ways[n[1] % len(ways)]
            tx.update(appointments, visit["id"], status=status)
            return f"makes {visit['id'][-4:]} {status}"

        return await self.write(command)

    async def cancel(self, n: Sequence[int]) -> str:
        def command(tx: Transaction) -> str:
            visit = self._some(tx, appointments, n[0])
            if visit is None or visit["status"] == "cancelled":
                return "has nothing to cancel"
            reason = f"cancelled {self.world.next()}"
            tx.update(appointments, visit["id"], status="cancelled", cancel_reason=reason)
            return f"cancels {visit['id'][-4:]}"

        return await self.write(command)

    async def take_time_off(self, n: Sequence[int]) -> str:
        def command(tx: Transaction) -> str:
            provider = self._some(tx, providers, n[1])
            if provider is None:
                return "has no provider to send home"
            row_id = tx.insert(
                time_off,
                facility_id=provider["facility_id"],
                provider_id=provider["id"],
                reason=f"off {self.world.next()}",
                **self._times(n[2]),
            )
            return f"takes time off {row_id[-4:]}"

        return await self.write(command)

    async def give_time_back(self, n: Sequence[int]) -> str:
        def command(tx: Transaction) -> str:
            off = self._some(tx, time_off, n[0])
            if off is None:
                return "has no time to give back"
            tx.delete(time_off, off["id"])
            return f"gives time back {off['id'][-4:]}"

        return await self.write(command)

    async def rename_provider(self, n: Sequence[int]) -> str:
        """Only an administrator may; for all others it must end on a card."""

        def command(tx: Transaction) -> str:
            provider = self._some(tx, providers, n[0])
            if provider is None:
                return "knows no provider"
            tx.update(providers, provider["id"], display_name=f"Dr. {self.world.next()}")
            return f"renames {provider['id'][-4:]}"

        return await self.write(command)

    # --- inside -----------------------------------------------------------------------------------

    def _register(self, tx: Transaction, n: Sequence[int]) -> str:
        home = self._some(tx, facilities, n[3])
        mark = self.world.next()
        return tx.insert(
            patients,
            facility_id=self.home if home is None else home["id"],
            family_name=f"Family {mark}",
            phone=f"+34 {n[0]:06d}",
        )

    def _book(
        self,
        tx: Transaction,
        patient: dict[str, Any] | str,
        provider: dict[str, Any],
        n: Sequence[int],
    ) -> str:
        booked = tx.insert(
            appointments,
            facility_id=provider["facility_id"],
            patient_id=patient if isinstance(patient, str) else patient["id"],
            provider_id=provider["id"],
            reason=f"visit {self.world.next()}",
            **self._times(n[2]),
        )
        return booked[-4:]

    def _edit(
        self, tx: Transaction, n: Sequence[int], *, fields: int, row_id: str | None = None
    ) -> str:
        if row_id is None or shown_row(tx.db, "patients", row_id) is None:
            row = self._some(tx, patients, n[0])
            if row is None:
                return "knows no patient"
            row_id = str(row["id"])
        mark = self.world.next()
        names = {_TEXTS[(n[1] + i) % len(_TEXTS)] for i in range(fields)}
        tx.update(patients, row_id, **{name: f"{name} {mark}" for name in sorted(names)})
        self._last = (patients, row_id)
        return f"edits {' and '.join(sorted(names))} of {row_id[-4:]}"

    def _times(self, n: int) -> dict[str, Any]:
        """A slot, begun at a second that nobody else begins at: a time is told from all others."""
        starts = MORNING + timedelta(minutes=30 * (n % SLOTS), seconds=self.world.next() % 600)
        return {"starts_at": starts, "ends_at": starts + timedelta(minutes=15)}

    @staticmethod
    def _some(tx: Transaction, table: Table, n: int) -> dict[str, Any] | None:
        """One of the rows on the screen."""
        ids = list(tx.db.scalars(select(table.c.id).order_by(table.c.id)))
        return shown_row(tx.db, table.name, ids[n % len(ids)]) if ids else None


def _own_value(draft: Draft) -> tuple[str, Any] | None:
    """A field of the patch whose value no other draft has. Decisions repeat what others wrote."""
    if draft.label == AT_A_CARD:
        return None
    for name in ("family_name", "reason", "cancel_reason", "display_name", "starts_at", *_TEXTS):
        if name in draft.patch:
            return name, draft.patch[name]
    return None
