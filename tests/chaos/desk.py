"""Somebody at the desk while the weather is bad, and what the program called safe."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final

import psycopg
from sqlalchemy import Connection, Table, select

from sync.engine.engine import SyncEngine
from sync.replica import outbox
from sync.replica.replica import Replica
from sync.replica.tables import appointments, facilities, patients, providers
from sync.replica.transaction import Transaction

HISTORY: Final = """
create table public.chaos_history (field text, row_id uuid, value text);
create function public.chaos_note() returns trigger language plpgsql security definer as $$
declare name text; was jsonb := case when tg_op = 'UPDATE' then to_jsonb(old) end;
begin
    foreach name in array tg_argv loop
        if to_jsonb(new) ->> name is distinct from was ->> name then
            insert into public.chaos_history
            values (tg_table_name || '.' || name, new.id, to_jsonb(new) ->> name);
        end if;
    end loop;
    return null;
end $$;
create trigger zz_chaos after insert or update on public.patients
    for each row execute function public.chaos_note('family_name', 'phone');
create trigger zz_chaos after insert or update on public.appointments
    for each row execute function public.chaos_note('reason');
"""
"""Notes on the server how often each value was written: once is right, twice is a repeated draft."""

TALKED_OF: Final = 8
"""So few patients call about their number that two desks now and then correct the same one."""
_TOLD: Final = {"patients": ("family_name", "phone"), "appointments": ("reason",)}


@dataclass(frozen=True)
class Safe:
    """A draft that was called safe at `at`; `value` is found nowhere else."""

    id: str
    at: datetime
    field: str
    row_id: str
    value: str


@dataclass
class Desk:
    """A person's program, and the work done with it."""

    replica: Replica
    engine: SyncEngine
    rng: Random
    safe: list[Safe] = field(default_factory=list)

    async def work(self) -> None:
        """Register somebody with a visit, or correct somebody."""
        made: list[outbox.Draft] = []

        def command(tx: Transaction) -> None:
            (self._correct if self.rng.random() < 0.5 else self._register)(tx)
            made.extend(d for d in (outbox.draft(tx.db, i) for i in tx.drafts) if d is not None)

        await self.replica.write("At the desk", command)
        at = datetime.now(UTC)
        for draft in made:
            name = next(n for n in _TOLD[draft.tbl] if n in draft.patch)
            told = f"{draft.tbl}.{name}"
            self.safe.append(Safe(draft.id, at, told, draft.row_id, draft.patch[name]))

    def _correct(self, tx: Transaction) -> None:
        known = sorted(tx.db.scalars(select(patients.c.id)))[:TALKED_OF]
        tx.update(patients, self.rng.choice(known), phone=self._unique())

    def _register(self, tx: Transaction) -> None:
        home = self._some(tx.db, facilities)
        patient = tx.insert(patients, facility_id=home, family_name=self._unique())
        minutes = 15 * self.rng.randrange(50_000)
        starts = datetime(2027, 2, 1, tzinfo=UTC) + timedelta(minutes=minutes)
        tx.insert(
            appointments,
            facility_id=home,
            patient_id=patient,
            provider_id=self._some(tx.db, providers),
            starts_at=starts,
            ends_at=starts + timedelta(minutes=15),
            reason=self._unique(),
        )

    def _some(self, db: Connection, table: Table) -> str:
        return str(self.rng.choice(sorted(db.scalars(select(table.c.id)))))

    def _unique(self) -> str:
        return f"chaos {self.rng.getrandbits(60):x}"


def broken_promises(dsn: str, safe: list[Safe], on_cards: dict[str, dict[str, Any]]) -> list[str]:
    """Drafts that were called safe and are neither on the server once nor on a card with their text."""
    with psycopg.connect(dsn) as db:
        asked = (
            "select field, row_id::text, value, count(*) from public.chaos_history group by 1, 2, 3"
        )
        times = {(f, row, value): n for f, row, value, n in db.execute(asked)}
    wrong = []
    for draft in safe:
        written = times.get((draft.field, draft.row_id, draft.value), 0)
        card = on_cards.get(draft.id)
        if card is None and written != 1:
            wrong.append(f"{draft.id}: {written} times on the server, on no card")
        elif card is not None and written:
            wrong.append(f"{draft.id}: on a card, and on the server")
        elif card is not None and draft.value not in card.values():
            wrong.append(f"{draft.id}: its card has lost the text")
    return wrong


def decisions(dsn: str, safe: list[Safe]) -> dict[str, datetime]:
    """When the server had a verdict on each draft."""
    with psycopg.connect(dsn) as db:
        asked = "select id::text, at from sync.ledger where id = any (%s::uuid[])"
        return dict(db.execute(asked, [[draft.id for draft in safe]]).fetchall())
