"""The desks of the hunt: which program starts there next, and whether it left what it had promised."""

from __future__ import annotations

import asyncio
import json
import shutil
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any, Final

import psycopg
from sqlalchemy import Connection, select

from clinic_app.workstation import Workstation
from sync.clock import SystemClock
from sync.replica import keys, migrations, outbox
from sync.replica import rekey as rekeying
from sync.replica.overlay import server_row
from sync.replica.replica import open_replica
from sync.replica.rows import shown_row
from sync.replica.tables import REPLICATED, cards
from tests.kill.doing import DRAFTING, MIGRATING, PULLING, PUSHING, REKEYING
from tests.kill.life import CHEAP, PASSWORD
from tests.replica_versions import write as past
from tests.replica_versions.make import stored

Row = dict[str, Any]
SETTLED: Final = ("applied", "merged")
AIMED: Final = 0.6
"""How many deaths wait for something to begin; the others come at any moment."""
SPAN_S: Final = {DRAFTING: 0.01, PUSHING: 0.06, PULLING: 0.05, MIGRATING: 0.04, REKEYING: 0.08}
"""About how long each takes."""


@dataclass(frozen=True)
class Server:
    """The backend as the seats see it."""

    url: str
    key: str
    dsn: str
    password: str

    def verdicts(self, ids: list[str]) -> dict[str, str]:
        """What the ledger says of these mutations."""
        with psycopg.connect(self.dsn) as db:
            found = db.execute(
                "select id::text, result ->> 'status' from sync.ledger where id = any (%s::uuid[])",
                [ids],
            ).fetchall()
        return dict(found)


@dataclass
class Held:
    """What a replica has: read after a death, and at the end."""

    drafts: dict[str, outbox.Draft]
    cards: dict[str, Any]
    shape: int


@dataclass
class Seat:
    """One desk with one person, whose program dies again and again."""

    number: int
    home: Path
    person: str
    email: str
    server: Server
    rng: Random
    promised: dict[str, Row] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)
    on_cards: int = 0
    wrong: list[str] = field(default_factory=list)
    boasts: bool = False
    """Programs here call a write safe before it is: a hunt must find out."""
    beat: float = 0.5
    """Seconds from the start of a program to its first write, on this machine today."""
    _read: int = 0

    @property
    def replica(self) -> Path:
        return keys.replica_file(self._folder, self.person)

    @property
    def _folder(self) -> Path:
        return Workstation(self.home).folder(self.person)

    def next_life(self) -> Row:
        """What the next program is told; it dies after `delay` seconds."""
        does = self.rng.choices(("work", "rekey"), (4, 1))[0]
        is_cut, is_calm = self.rng.random() < 0.3, self.rng.random() < 0.5
        aims = [DRAFTING] if is_cut else [PULLING, PUSHING] if is_calm else [DRAFTING, PUSHING]
        aims = [REKEYING] if does == "rekey" else aims
        told = self.told(does, is_cut=is_cut, is_calm=is_calm)
        return told | self._death(self._delay(), aims)

    def _death(self, delay: float, aims: list[str]) -> Row:
        """When the next program dies: after `delay` seconds, or a moment after it has begun one of
        these, which may be over by then.
        """
        aim = self.rng.choice(aims) if self.rng.random() < AIMED else ""
        return {"delay": delay, "aim": aim, "after": self.rng.uniform(0.0, SPAN_S.get(aim, 0.0))}

    def _delay(self) -> float:
        """Seconds to live: often not even to the first write, sometimes through several rounds."""
        shortest, longest = self.rng.choice(((0.0, 1.1), (0.5, 2.0), (0.9, 5.0)))
        return self.beat * self.rng.uniform(shortest, longest)

    def told(self, does: str, *, is_cut: bool = False, is_calm: bool = False) -> Row:
        """The order for a program at this desk."""
        return {
            "does": does,
            "home": str(self.home),
            "person": self.person,
            "email": self.email,
            "url": self.server.url,
            "key": self.server.key,
            "password": self.server.password,
            "is_cut": is_cut,
            "is_calm": is_calm,
            "boasts": self.boasts,
            "seed": self.rng.getrandbits(32),
        }

    async def after_death(self) -> None:
        """The replica opens, and everything that was called safe is there or on the server."""
        self._hear()
        if not keys.has_keys(self._folder, self.person) or not self.replica.exists():
            if self.promised:
                self.wrong.append("the replica is gone")
            return
        rekeying.tidy(self._folder, self.person)
        try:
            held = await self._look(_held)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
            self.wrong.append(f"does not open: {type(error).__name__}: {error}")
            return
        self.on_cards = len(held.cards)
        self._account(held)

    @property
    def has_promised(self) -> bool:
        """Whether a program here has called anything safe."""
        file = self.home / "promises.jsonl"
        return file.exists() and file.stat().st_size > 0

    async def at_the_end(self) -> tuple[dict[str, dict[str, Row]], list[outbox.Draft]]:
        """Every row here as the server gave it, and what is left in the outbox."""
        await self.after_death()
        return await self._look(_dump)

    def _account(self, held: Held) -> None:
        missing = []
        for promise in self.promised.values():
            draft, card = held.drafts.get(promise["id"]), held.cards.get(promise["id"])
            kept = draft.patch if draft else card.body["mine"] if card else None
            if kept is None:
                missing.append(promise["id"])
            elif kept != promise["patch"]:
                self.wrong.append(f"{promise['tbl']} {promise['row_id']}: its text has changed")
        unknown = [each for each in missing if each not in self.settled]
        told = self.server.verdicts(unknown) if unknown else {}
        for each in unknown:
            if told.get(each) in SETTLED:
                self.settled.add(each)
            else:
                promise = self.promised[each]
                said = f"the server says {told.get(each)}"
                self.wrong.append(f"LOST {promise['tbl']} {promise['row_id']} ({each}), {said}")

    def _hear(self) -> None:
        """The promises made since the last death."""
        file = self.home / "promises.jsonl"
        if not file.exists():
            return
        with file.open("rb") as lines:
            lines.seek(self._read)
            for line in lines:
                promise = json.loads(line)
                self.promised[promise["id"]] = promise
                self._read += len(line)

    async def _look(self, fn: Any) -> Any:
        key = keys.unlock(self._folder, self.person, PASSWORD, floor=CHEAP)
        opening = open_replica(self.replica, key, person=self.person, clock=SystemClock())
        async with asyncio.timeout(30), opening as replica:
            return await replica.read(fn)


class FillSeat(Seat):
    """A desk whose program is killed while it fills for the first time; then it starts afresh."""

    def next_life(self) -> Row:
        if self.rng.random() < 0.4:
            shutil.rmtree(self.home)
            self.home.mkdir()
        return self.told("fill") | self._death(self.beat * self.rng.uniform(0.0, 2.0), [PULLING])


class PastSeat(Seat):
    """A desk on which every program finds a replica of the past, and brings it to today's shape."""

    _number = 0

    @cached_property
    def _keys(self) -> dict[int, bytes]:
        return {
            number: keys.unlock(stored(number), past.PERSON, past.PASSWORD)
            for number in range(1, len(migrations.STEPS))
        }

    @property
    def _folder(self) -> Path:
        return self.home

    def next_life(self) -> Row:
        self._number = self.rng.choice(sorted(self._keys))
        shutil.rmtree(self.home)
        shutil.copytree(stored(self._number), self.home)
        self.promised.clear()
        self._read = 0
        order = self.told("migrate") | {"replica_key": self._keys[self._number].hex()}
        return order | self._death(self.beat * self.rng.uniform(0.0, 1.2), [MIGRATING])

    def _account(self, held: Held) -> None:
        super()._account(held)
        if held.shape != len(migrations.STEPS):
            self.wrong.append(f"a replica of shape {self._number} stays {held.shape}")
        if len(held.drafts) - len(self.promised) not in (8, 9, 10):
            # What the past left, and at most one write that was durable and not said.
            self.wrong.append(f"of the drafts of shape {self._number}, {len(held.drafts)} are left")
        if len(held.cards) != 1:
            self.wrong.append(f"shape {self._number}: {len(held.cards)} cards")

    async def _look(self, fn: Any) -> Any:
        key, path = self._keys[self._number], self.home / "clinic.replica"
        opening = open_replica(path, key, person=self.person, clock=SystemClock())
        async with asyncio.timeout(30), opening as replica:
            return await replica.read(fn)


def _held(db: Connection) -> Held:
    rows = db.execute(select(outbox.outbox))
    return Held(
        drafts={row.id: outbox.Draft(*row) for row in rows},
        cards={card.mutation_id: card for card in db.execute(select(cards))},
        shape=db.exec_driver_sql("PRAGMA user_version").scalar_one(),
    )


def _dump(db: Connection) -> tuple[dict[str, dict[str, Row]], list[outbox.Draft]]:
    drafts = [outbox.Draft(*row) for row in db.execute(select(outbox.outbox))]
    drafted = {(d.tbl, d.row_id) for d in drafts}
    tables: dict[str, dict[str, Row]] = {}
    for name, table in REPLICATED.items():
        tables[name] = {}
        for row_id in db.scalars(select(table.c.id)):
            is_drafted = (name, row_id) in drafted
            row = server_row(db, name, row_id) if is_drafted else shown_row(db, name, row_id)
            if row is not None:
                tables[name][row_id] = row
    return tables, drafts
