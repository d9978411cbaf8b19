"""Plays a story: sets the stage, lets things happen, brings everything to rest, and looks."""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

from tests.simulation import checks, loop
from tests.simulation.desk import MORNING, SLOTS, Desk, Shared
from tests.simulation.entropy import DAWN, seeded_ids
from tests.simulation.line import FAULTS, Accounts
from tests.simulation.process import Death
from tests.simulation.server import MemoryServer, Server
from tests.simulation.story import ROLES, Event, Story

MakeServer = Callable[[Callable[[], datetime]], Server]

_WAITS_S: Final = (2.0, 2.0, 5.0, 12.0, 35.0, *[65.0] * 7)
"""How long rest is waited for, from look to look; no wait between two tries is longer than 60 s."""
_STONES_S: Final = 200.0
_LOOKS: Final = 20
_NEXT_CLIENT: Final = 99
_YEAR: Final = timedelta(days=365)
_MOST_WRONG: Final = 12


@dataclass
class Outcome:
    """What came of a world. `wrong` is empty when everything held."""

    seed: int
    events: int = 0
    drafts: int = 0
    applied: int = 0
    cards: int = 0
    crashes: int = 0
    restores: int = 0
    calls: int = 0
    virtual_seconds: float = 0.0
    commits: list[int] = field(default_factory=list)
    """How often each desk had written to its file before everything was healed."""
    death: Death | None = None
    wrong: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def play(
    story: Story,
    folder: Path,
    template: Path,
    make_server: MakeServer = MemoryServer,
    death: Death | None = None,
) -> Outcome:
    """Play a story in a folder of its own, which is gone afterwards. One `death` more than it tells
    of may happen.
    """
    home = folder / f"world-{story.seed}"
    home.mkdir()
    world = World(story, home, template, make_server, death)
    try:
        with seeded_ids(Random(f"{story.seed}:ids")), _Listening(world):
            loop.run(world.play())
    except loop.StandsStill:
        world.blame("everything waits, and nothing will ever happen")
    finally:
        world.server.close()
        shutil.rmtree(home, ignore_errors=True)
    return world.outcome


class _Listening(logging.Handler):
    """A defect that the engine survives is one all the same."""

    _log = logging.getLogger("clinic.sync")
    _of_files = logging.getLogger("sync.replica.replica")

    def __init__(self, world: World) -> None:
        super().__init__(logging.ERROR)
        self._world = world

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        why = "" if error is None else f": {type(error).__name__}: {error}"
        self._world.blame(f"the log says: {record.getMessage()}{why}")

    def __enter__(self) -> None:
        # A job whose caller was killed has nobody else to tell; here that is the plan.
        self._of_files.setLevel(logging.CRITICAL)
        self._log.propagate = False
        self._log.addHandler(self)

    def __exit__(self, *_: object) -> None:
        self._log.removeHandler(self)


class World:
    """One world while it lasts."""

    def __init__(
        self,
        story: Story,
        home: Path,
        template: Path,
        make_server: MakeServer,
        death: Death | None = None,
    ) -> None:
        self.outcome = Outcome(story.seed, events=len(story.events), death=death)
        self.desks: list[Desk] = []
        self.server = make_server(_server_time)
        self._story = story
        self._facilities: list[str] = []
        self._people: list[str] = []
        self._backup: Any = None
        self._changes = 0
        self.server.listeners.append(self._changed)
        self._shared = Shared(
            server=self.server,
            accounts=Accounts(),
            rng=Random(f"{story.seed}:play"),
            folder=home,
            template=template,
            blame=self.blame,
            death=death,
        )

    def blame(self, what: str) -> None:
        """Something did not hold."""
        if len(self.outcome.wrong) < _MOST_WRONG:
            self.outcome.wrong.append(f"{_virtual_time():.2f} s: {what}")

    def say(self, what: str) -> None:
        """A line of the story."""
        self.outcome.lines.append(f"{_virtual_time():9.2f} s  {what}")

    async def play(self) -> None:
        """The whole story, to the last check."""
        self._set_the_stage()
        for desk in self.desks:
            await desk.start(signed_in=True)
        await asyncio.sleep(self._story.cast.settling)
        for event in self._story.events:
            await asyncio.sleep(event.pause)
            self.say(await self._happens(event))
            await _rest()
            self._glance()
        self.outcome.commits = [desk.commits for desk in self.desks]
        await self._come_to_rest()
        if self._story.cast.tidying and not self.outcome.wrong and await self._tidy_up():
            await self._come_to_rest()
        checks.check(self.server, self.desks, self.blame, self.outcome)
        self.outcome.crashes = sum(desk.crashes for desk in self.desks)
        self.outcome.calls = sum(self._shared.calls.values())
        self.outcome.virtual_seconds = _virtual_time()
        for desk in self.desks:
            await desk.stop()

    # --- the stage --------------------------------------------------------------------------------

    def _set_the_stage(self) -> None:
        cast, put = self._story.cast, self.server.put
        rng = self._shared.rng
        for number in range(cast.facilities):
            facility = self.server.add_facility(f"Clinic {number}")
            self._facilities.append(facility)
            put("rooms", facility_id=facility, name="Room")
            put("appointment_types", facility_id=facility, name="Visit")
            for name in ("Okafor", "Lindqvist"):
                put("providers", facility_id=facility, display_name=f"Dr. {name}")
            for _ in range(cast.patients):
                put("patients", facility_id=facility, family_name=f"Family {self._shared.next()}")
        for number, (facility_number, role) in enumerate(cast.roles):
            person = self.server.add_person(f"person-{number}")
            self._people.append(person)
            home = self._facilities[facility_number]
            put("facility_members", facility_id=home, user_id=person, role=role)
            if role == "patient":
                put("patients", facility_id=home, family_name="Herself", user_id=person)
        for number in range(cast.appointments):
            self._colleague_books((rng.randrange(1_000), number, number, number))
        self._backup = self.server.backup()
        for number, person_number in enumerate(cast.desks):
            facility_number, role = cast.roles[person_number]
            desk = Desk(
                number,
                self._people[person_number],
                f"desk {number} ({role})",
                self._facilities[facility_number],
                self._shared,
            )
            desk.weather.noise = cast.noise
            desk.weather.latency = (0.2, 3.0) if cast.slow else (0.005, 0.05)
            desk.weather.pages = (2, 5, 20, 5_000) if cast.small_pages else (5_000,)
            self.desks.append(desk)
            self.say(f"{desk.name} is there")

    # --- what happens -----------------------------------------------------------------------------

    async def _happens(self, event: Event) -> str:
        desk, n = self.desks[event.who], event.numbers
        of_desk = getattr(desk, event.verb, None)
        if of_desk is not None and event.verb not in ("start", "write", "crash"):
            return f"{desk.name} {await of_desk(n)}"
        told: str | Awaitable[str]
        if event.verb.startswith(("colleague_", "toggle_", "change_role", "join_")):
            told = getattr(self, f"_{event.verb}")(n)
            return f"the server: {told}"
        told = getattr(self, f"_{event.verb}")(desk, n)
        return f"{desk.name}: {told if isinstance(told, str) else await told}"

    def _cut(self, desk: Desk, _: Sequence[int]) -> str:
        desk.weather.down = True
        self._tell_weather(desk)
        return "the line is cut"

    def _plug(self, desk: Desk, _: Sequence[int]) -> str:
        desk.weather.down = False
        self._tell_weather(desk)
        return "the line is back"

    def _spoil(self, desk: Desk, n: Sequence[int]) -> str:
        chosen = [FAULTS[(n[0] + i * n[1]) % len(FAULTS)] for i in range(1 + n[2] % 3)]
        desk.weather.faults.extend(chosen)
        return f"the next calls: {', '.join(chosen)}"

    def _stone(self, desk: Desk, _: Sequence[int]) -> str:
        if not desk.promises:
            return "nothing to stumble over"
        row_id = desk.promises[-1].draft.row_id
        desk.weather.stones.add(row_id)
        return f"the server stumbles over {row_id[-4:]}"

    def _deafen(self, desk: Desk, _: Sequence[int]) -> str:
        desk.weather.deaf = True
        return "pokes are lost"

    def _hear(self, desk: Desk, _: Sequence[int]) -> str:
        desk.weather.deaf = False
        return "pokes come again"

    def _nudge(self, desk: Desk, _: Sequence[int]) -> str:
        if desk.process is None:
            return "off"
        desk.process.engine.wake()
        return "try now"

    def _crash(self, desk: Desk, _: Sequence[int]) -> str:
        if desk.process is None:
            return "off"
        desk.crash()
        return "the program dies"

    def _crash_at_commit(self, desk: Desk, n: Sequence[int]) -> str:
        if desk.process is None:
            return "off"
        when = ("before", "after")[n[0] % 2]
        commits = n[1] % 9
        desk.process.life.doom(commits, when)  # type: ignore[arg-type]
        return f"the program will die {when} its commit number {commits + 1} from now"

    async def _restart(self, desk: Desk, _: Sequence[int]) -> str:
        if desk.process is None:
            return "started again" if await desk.start() else "started, and died"
        if not await desk.stop():
            return "closed, and died while closing"
        return "closed and started" if await desk.start() else "closed, started, and died"

    def _set_clock(self, desk: Desk, n: Sequence[int]) -> str:
        desk.clock.skew = (_YEAR, -_YEAR, timedelta(minutes=7), timedelta())[n[0] % 4]
        return f"the clock is wrong by {desk.clock.skew}"

    def _end_session(self, desk: Desk, _: Sequence[int]) -> str:
        self._shared.accounts.end(desk.person)
        return "the server ends the person's sessions"

    async def _sign_in(self, desk: Desk, _: Sequence[int]) -> str:
        if desk.process is None:
            return "off"
        return await self._signed_in(desk)

    async def _sign_out(self, desk: Desk, _: Sequence[int]) -> str:
        if desk.process is None:
            return "off"
        try:
            await desk.process.engine.sign_out()
        except BaseException as died:
            if desk.process is not None:
                raise
            return f"signs out, and the program dies ({type(died).__name__})"
        return "signs out"

    def _pause(self, _: Desk, __: Sequence[int]) -> str:
        self.server.pause(True)
        return "the server asks everybody to hold back"

    def _go_on(self, _: Desk, __: Sequence[int]) -> str:
        self.server.pause(False)
        return "the server asks nobody to hold back"

    def _demand_update(self, _: Desk, __: Sequence[int]) -> str:
        self.server.demand(_NEXT_CLIENT)
        return "the server serves newer programs only, and takes drafts of all"

    def _update(self, _: Desk, __: Sequence[int]) -> str:
        self.server.demand(1)
        return "the server serves every program"

    def _glitch(self, desk: Desk, n: Sequence[int]) -> str:
        """A fault of the server, or of a token: its next list of scopes is too short."""
        desk.weather.short_lists = 1 + n[0] % 2
        return "the next list of scopes will be too short"

    async def _copy_disk(self, desk: Desk, _: Sequence[int]) -> str:
        """Somebody copies the disk to another computer, and both go on."""
        if len(self.desks) > len(self._story.cast.desks):
            return "there is a copy already"
        twin = desk.copy(len(self.desks))
        self.desks.append(twin)
        return f"its disk is copied, {'and both go on' if await twin.start() else 'the copy dies'}"

    def _take_backup(self, _: Desk, __: Sequence[int]) -> str:
        self._backup = self.server.backup()
        return "the server is backed up"

    def _restore(self, _: Desk, __: Sequence[int]) -> str:
        self.server.restore(self._backup)
        self.outcome.restores += 1
        self._shared.restored_at = _virtual_time()
        return "the server is restored from its backup"

    # --- colleagues, straight on the server -------------------------------------------------------

    def _colleague_edits(self, n: Sequence[int]) -> str:
        patient = self._some("patients", n[0])
        name = ("phone", "email", "address", "note", "given_name")[n[1] % 5]
        self.server.put("patients", patient, **{name: f"colleague {self._shared.next()}"})
        return f"a colleague edits {name} of {patient[-4:]}"

    def _colleague_registers(self, n: Sequence[int]) -> str:
        home = self._facilities[n[0] % len(self._facilities)]
        name = f"Family {self._shared.next()}"
        patient = self.server.put("patients", facility_id=home, family_name=name)
        return f"a colleague registers {str(patient)[-4:]}"

    def _colleague_books(self, n: Sequence[int]) -> str:
        provider = self.server.rows("providers")[self._some("providers", n[1])]
        home = provider["facility_id"]
        ids = sorted(i for i, p in self.server.rows("patients").items() if p["facility_id"] == home)
        booked = self.server.put(
            "appointments",
            facility_id=home,
            patient_id=ids[n[0] % len(ids)],
            provider_id=provider["id"],
            reason=f"visit {self._shared.next()}",
            **self._times(n[2]),
        )
        return "a colleague finds the slot taken" if booked is None else f"books {booked[-4:]}"

    def _colleague_moves(self, n: Sequence[int]) -> str:
        visit = self._some("appointments", n[0])
        moved = visit and self.server.put("appointments", visit, **self._times(n[2]))
        return f"a colleague moves {visit[-4:]}" if moved else "a colleague moves nothing"

    def _colleague_cancels(self, n: Sequence[int]) -> str:
        visit = self._some("appointments", n[0])
        done = visit and self.server.put("appointments", visit, status="cancelled")
        return f"a colleague cancels {visit[-4:]}" if done else "a colleague cancels nothing"

    def _colleague_deletes(self, n: Sequence[int]) -> str:
        table = ("time_off", "appointments")[n[1] % 2]
        row_id = self._some(table, n[0])
        if not row_id:
            return "a colleague deletes nothing"
        self.server.remove(table, row_id)
        return f"a colleague deletes {table} {row_id[-4:]}"

    def _colleague_links_patient(self, n: Sequence[int]) -> str:
        patient = self._some("patients", n[0])
        person = (None, *self._people)[n[1] % (len(self._people) + 1)]
        self.server.put("patients", patient, user_id=person)
        return f"patient {patient[-4:]} belongs to {'nobody' if person is None else person[-4:]}"

    def _toggle_member(self, n: Sequence[int]) -> str:
        member = self._some("facility_members", n[0])
        row = self.server.rows("facility_members")[member]
        self.server.put("facility_members", member, is_active=not row["is_active"])
        return f"{row['user_id'][-4:]} {'leaves' if row['is_active'] else 'is back'}"

    def _change_role(self, n: Sequence[int]) -> str:
        member, role = self._some("facility_members", n[0]), ROLES[n[1] % len(ROLES)]
        self.server.put("facility_members", member, role=role)
        return f"member {member[-4:]} is {role} now"

    def _join_facility(self, n: Sequence[int]) -> str:
        person = self._people[n[0] % len(self._people)]
        home = self._facilities[n[1] % len(self._facilities)]
        role = ROLES[n[2] % len(ROLES)]
        for member, row in self.server.rows("facility_members").items():
            if (row["user_id"], row["facility_id"]) == (person, home):
                self.server.put("facility_members", member, role=role, is_active=True)
                break
        else:
            self.server.put("facility_members", facility_id=home, user_id=person, role=role)
        return f"{person[-4:]} is {role} of {home[-4:]} now"

    def _some(self, table: str, n: int) -> str:
        ids = sorted(self.server.rows(table))
        return ids[n % len(ids)] if ids else ""

    def _times(self, n: int) -> dict[str, datetime]:
        starts = MORNING + timedelta(minutes=30 * (n % SLOTS), seconds=self._shared.next() % 600)
        return {"starts_at": starts, "ends_at": starts + timedelta(minutes=15)}

    # --- looking, and coming to rest --------------------------------------------------------------

    def _glance(self) -> None:
        """What must hold at every moment."""
        for desk in self.desks:
            process = desk.process
            if process is None or process.task is None:
                continue
            if process.task.done():
                error = None if process.task.cancelled() else process.task.exception()
                self.blame(f"{desk.name}: the engine ended: {error!r}")
            elif process.engine.has_handled_all and not process.life.is_busy:
                checks.check_status(desk, self.blame)
                checks.check_own_work(self.server, desk, self.blame)

    async def _come_to_rest(self) -> None:
        """The network heals, everybody is back, and all clients sync."""
        self.say("everything heals")
        self.server.pause(False)
        self.server.demand(1)
        for desk in self.desks:
            weather = desk.weather
            weather.short_lists = 0
            if weather.down:
                self._plug(desk, ())
            weather.deaf, weather.noise = False, 0.0
            weather.faults.clear()
            while desk.process is None:
                await desk.start()
            desk.process.life.spare()
            await self._signed_in(desk)
        if any(desk.weather.stones for desk in self.desks):
            await self._wait(_STONES_S)
            for desk in self.desks:
                checks.check_lanes(desk, self.blame)
                desk.weather.stones.clear()
        for seconds in _WAITS_S:
            if await self._is_at_rest_after(seconds):
                return
        for desk in self.desks:
            self.blame(f"{desk.name}: {checks.unrest(desk) or 'the others do not come to rest'}")

    async def _tidy_up(self) -> bool:
        """Everybody deals with some of their cards. True when anybody had one."""
        rng, any_had = self._shared.rng, False
        for desk in self.desks:
            for _ in range(rng.randrange(1, 4)):
                if not desk.has_cards:
                    break
                any_had = True
                decide = rng.choice((desk.decide, desk.decide, desk.hand_over))
                told = await decide([rng.randrange(1_000) for _ in range(4)])
                self.say(f"{desk.name} {told}")
        return any_had

    async def _is_at_rest_after(self, seconds: float) -> bool:
        """Let everybody look once. True when nothing has moved since, neither here nor there."""
        began, changes = _virtual_time(), self._changes
        await self._wait(seconds)
        for _ in range(_LOOKS):
            if all(_has_looked(desk, since=began) for desk in self.desks):
                break
            await asyncio.sleep(1.3)
        else:
            return False
        return changes == self._changes and all(checks.is_quiet(desk) for desk in self.desks)

    async def _wait(self, seconds: float) -> None:
        for desk in self.desks:
            if desk.process is not None:
                desk.process.engine.wake()
        await asyncio.sleep(seconds)
        self._glance()

    async def _signed_in(self, desk: Desk) -> str:
        """Sign in where the session is over; nobody does so twice."""
        assert desk.process is not None
        if desk.process.line.has_session:
            return "is signed in"
        try:
            await desk.process.engine.signed_in(self._shared.accounts.issue(desk.person))
        except BaseException:
            if desk.process is not None:
                raise
            return "signs in, and the program dies"
        return "signs in"

    def _changed(self, _: object) -> None:
        self._changes += 1

    def _tell_weather(self, desk: Desk) -> None:
        if desk.process is not None:
            desk.process.line.weather_changed()


def _has_looked(desk: Desk, *, since: float) -> bool:
    return desk.process is not None and desk.process.engine.looked_at >= since


def _virtual_time() -> float:
    try:
        return asyncio.get_running_loop().time()
    except RuntimeError:
        return -1.0


def _server_time() -> datetime:
    return DAWN + timedelta(seconds=_virtual_time())


async def _rest() -> None:
    running = asyncio.get_running_loop()
    assert isinstance(running, loop.VirtualLoop)
    await running.rest()
