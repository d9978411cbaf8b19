"""The whole run: a backend, a nursery, five desks, and as many deaths as asked for."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, Final

import psycopg

from clinic_app.drill import oracle
from sync.embedded import seed
from tests.kill.doing import Doing
from tests.kill.seats import FillSeat, PastSeat, Seat, Server
from tests.replica_versions import write as past
from tests.support.server import Running, running_backend

PATIENTS: Final = 150
_BIRTH_WITHIN_S: Final = 20.0
_DRAIN_WITHIN_S: Final = 120.0
_AIMS_FOR_S: Final = 5.0


@dataclass
class Found:
    """What the hunt found; `wrong` is empty when everything held."""

    kills: Counter[str] = field(default_factory=Counter)
    situations: Counter[str] = field(default_factory=Counter)
    """What the dead were in the middle of; one may have been in several things."""
    promised: int = 0
    applied: int = 0
    cards: int = 0
    rows: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)


class Nursery:
    """The warm process, as its director sees it."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._news: dict[tuple[str, int], asyncio.Future[int]] = {}
        self._ears: asyncio.Task[None] | None = None
        self._count = 0

    async def __aenter__(self) -> Nursery:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.kill.nursery",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        self._ears = asyncio.create_task(self._listen())
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            async with asyncio.timeout(10):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        if self._ears is not None:
            self._ears.cancel()
            with suppress(asyncio.CancelledError):
                await self._ears

    async def bear(self, told: dict[str, Any]) -> int:
        """Start a program; its number."""
        self._count += 1
        number = self._count
        born, dead = self._expect("born", number), self._expect("dead", number)
        self._tell(told | {"born": number})
        async with asyncio.timeout(_BIRTH_WITHIN_S):
            await born
        dead.add_done_callback(lambda _: None)
        return number

    def kill(self, number: int) -> None:
        """Kill it, if it lives."""
        self._tell({"kill": number})

    async def buried(self, number: int, within: float) -> int:
        """How it ended: minus the signal, or its exit code. Raises TimeoutError."""
        async with asyncio.timeout(within):
            return await self._news["dead", number]

    def _expect(self, what: str, number: int) -> asyncio.Future[int]:
        future = asyncio.get_running_loop().create_future()
        self._news[what, number] = future
        return future

    def _tell(self, what: dict[str, Any]) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what).encode() + b"\n")

    async def _listen(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            said = json.loads(line)
            what = "born" if "born" in said else "dead"
            future = self._news.get((what, said[what]))
            if future is not None and not future.done():
                future.set_result(said.get("status", 0))


class Hunt:
    """So many deaths, from one seed, in one folder."""

    def __init__(self, times: int, seed: int, folder: Path, *, boasts: bool = False) -> None:
        self.found = Found()
        self._times = times
        self._rng = Random(seed)
        self._folder = folder
        self._boasts = boasts

    def run(self) -> Found:
        """All of it."""
        began = time.monotonic()
        sample = partial(seed.sample, patients=PATIENTS)
        with running_backend(seed=sample, token_seconds=20) as backend:
            _remember_history(backend.database.superuser_dsn)
            asyncio.run(self._hunt(backend))
        self.found.seconds = time.monotonic() - began
        return self.found

    async def _hunt(self, backend: Running) -> None:
        seats = self._seats(backend)
        async with Nursery() as nursery:
            await self._warm_up(nursery, seats)
            stirring = asyncio.create_task(_stir(backend.dsn, Random(self._rng.getrandbits(32))))
            try:
                left = iter(range(self._times))
                await asyncio.gather(*(self._haunt(nursery, seat, left) for seat in seats))
            finally:
                stirring.cancel()
                with suppress(asyncio.CancelledError):
                    await stirring
            connected = [seat for seat in seats if not isinstance(seat, PastSeat)]
            # Twice: what the last one brought to the server is news to the first one.
            for seat in connected + connected:
                await self._drain(nursery, seat)
        for seat in connected:
            await self._compare(backend, seat)
        for seat in seats:
            self.found.wrong += [f"desk {seat.number}: {wrong}" for wrong in seat.wrong]
        self.found.wrong += _written_twice(backend.database.superuser_dsn)

    def _seats(self, backend: Running) -> list[Seat]:
        server = Server(backend.url, backend.publishable_key, backend.dsn, seed.PASSWORD)
        kinds = (
            (Seat, "reception"),
            (Seat, "doctor"),
            (Seat, "reception2"),
            (FillSeat, "nurse"),
            (PastSeat, ""),
        )
        seats = []
        for number, (kind, who) in enumerate(kinds):
            home = self._folder / f"desk-{number}"
            home.mkdir()
            person = _person(backend.dsn, seed.ACCOUNTS[who]) if who else past.PERSON
            rng = Random(self._rng.getrandbits(32))
            seat = kind(number, home, person, seed.ACCOUNTS.get(who, ""), server, rng)
            seat.boasts = self._boasts
            seats.append(seat)
        return seats

    async def _warm_up(self, nursery: Nursery, seats: list[Seat]) -> None:
        """Fill the desks that work, and see how long a program takes to its first write."""
        working = [seat for seat in seats if type(seat) is Seat]
        for seat in working:
            await self._drain(nursery, seat)
        began = time.monotonic()
        number = await nursery.bear(working[0].told("work", is_cut=True))
        async with asyncio.timeout(_DRAIN_WITHIN_S):
            while not working[0].has_promised:
                await asyncio.sleep(0.002)
        for seat in seats:
            seat.beat = time.monotonic() - began
        nursery.kill(number)
        await nursery.buried(number, 30)

    async def _haunt(self, nursery: Nursery, seat: Seat, left: Iterator[int]) -> None:
        """Kill one program after the other at this desk, for as long as deaths are left."""
        for _ in left:
            told = seat.next_life()
            doing = Doing(seat.home)
            doing.nothing()
            number = await nursery.bear(told)
            await _moment(told, doing)
            nursery.kill(number)
            status = await nursery.buried(number, 30)
            self.found.situations.update(doing.now() or ["doing nothing of it"])
            doing.close()
            if status >= 0:
                seat.wrong.append(f"{told['does']} ended by itself: {self._last_words(seat)}")
            self.found.kills[told["does"] + (" without a line" if told["is_cut"] else "")] += 1
            await seat.after_death()
            if len(seat.wrong) > 10:
                return

    async def _drain(self, nursery: Nursery, seat: Seat) -> None:
        number = await nursery.bear(seat.told("drain"))
        try:
            if await nursery.buried(number, _DRAIN_WITHIN_S) != 0:
                seat.wrong.append(f"does not come to rest: {self._last_words(seat)}")
        except TimeoutError:
            nursery.kill(number)
            seat.wrong.append("does not come to rest")

    async def _compare(self, backend: Running, seat: Seat) -> None:
        here, drafts = await seat.at_the_end()
        self.found.promised += len(seat.promised)
        self.found.applied += len(seat.settled)
        self.found.cards += seat.on_cards
        if any(draft.state != "parked" for draft in drafts):
            seat.wrong.append("drafts are left in the outbox")
        should = oracle.readable(backend.dsn, seat.email)
        self.found.rows += sum(len(rows) for rows in should.values())
        seat.wrong += oracle.differences(should, here)[:10]

    @staticmethod
    def _last_words(seat: Seat) -> str:
        file = seat.home / "stderr.log"
        said = file.read_text().strip().splitlines() if file.exists() else []
        return " | ".join(said[-3:])


async def _moment(told: dict[str, Any], doing: Doing) -> None:
    """Wait until the program is to die."""
    if not told["aim"]:
        await asyncio.sleep(told["delay"])
        return
    with suppress(TimeoutError):
        async with asyncio.timeout(_AIMS_FOR_S):
            while told["aim"] not in doing.now():
                await asyncio.sleep(0.001)
            await asyncio.sleep(told["after"])


async def _stir(dsn: str, rng: Random) -> None:
    """Colleagues work as well: there is always something to pull, sometimes the same field."""

    def write() -> None:
        with psycopg.connect(dsn, autocommit=True) as db:
            field = rng.choice(("phone", "email", "address", "note"))
            some = "select id from public.patients order by random() limit 1"
            db.execute(
                f"update public.patients set {field} = %s where id = ({some})".encode(),
                [f"colleague {rng.getrandbits(48):x}"],
            )

    while True:
        await asyncio.to_thread(write)
        await asyncio.sleep(rng.uniform(0.02, 0.3))


def _person(dsn: str, email: str) -> str:
    with psycopg.connect(dsn) as db:
        found = db.execute("select id::text from auth.users where email = %s", [email]).fetchone()
    assert found is not None
    return str(found[0])


_WATCHED: Final = {
    "patients": ("family_name", "phone", "email", "address"),
    "appointments": ("reason",),
}


def _remember_history(dsn: str) -> None:
    """From now on, note every value that comes to be in a field that is written here."""
    with psycopg.connect(dsn, autocommit=True) as db:
        db.execute("create table public.kill_history (field text, row_id uuid, value text)")
        db.execute("grant insert on public.kill_history to public")
        for table, fields in _WATCHED.items():
            notes = " ".join(
                f"if tg_op = 'INSERT' or new.{f} is distinct from old.{f} then insert into "
                f"public.kill_history values ('{table}.{f}', new.id, new.{f}); end if;"
                for f in fields
            )
            db.execute(
                f"create function public.kill_note_{table}() returns trigger language plpgsql "
                f"security definer as $$ begin {notes} return null; end $$".encode()
            )
            db.execute(
                f"create trigger zz_kill_note after insert or update on public.{table} "
                f"for each row execute function public.kill_note_{table}()".encode()
            )


def _written_twice(dsn: str) -> list[str]:
    """Texts of ours that came to be more than once: each is of one draft."""
    with psycopg.connect(dsn) as db:
        twice = db.execute(
            "select field, row_id::text, value, count(*) from public.kill_history "
            "where value ~ '^(Family|phone|email|address|visit) [0-9]+[.][0-9a-f]+$' "
            "group by 1, 2, 3 having count(*) > 1"
        ).fetchall()
    return [f"{field} of {row} became {value!r} {n} times" for field, row, value, n in twice]
