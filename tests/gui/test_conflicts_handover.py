"""A card is handed to a colleague in the window, over the real server, and decided there, by keys alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, cast

import psycopg
import pytest
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from clinic_app.features.conflicts import FEATURE
from clinic_app.features.conflicts.view import ConflictsPage
from clinic_app.features.conflicts.view.clash_detail import ClashDetail
from clinic_app.features.conflicts.view.settled_detail import SettledDetail
from clinic_app.parts.handover.view import WhomSheet
from clinic_app.parts.record_history.sheet import HistorySheet
from clinic_app.shell.window import MainWindow
from clinic_app.ui import format as fmt
from clinic_app.ui.ask import Sheet
from clinic_app.ui.context import Context, Person
from clinic_app.ui.scope import TaskScope
from clinic_app.ui.widgets import Label
from sync.backend.supabase import SupabaseBackend
from sync.clock import SystemClock
from sync.embedded import seed
from sync.engine.engine import SyncEngine
from sync.replica.replica import Replica, open_replica
from sync.replica.tables import cards, facilities, facility_members, outbox, patients
from tests.support.hands import Hands, Key
from tests.support.server import Running, running_backend
from tests.support.window import shown

Run = Callable[[Coroutine[Any, Any, Any]], Any]
pytestmark = pytest.mark.usefixtures("themed")


@pytest.fixture(scope="module")
def backend() -> Iterator[Running]:
    with running_backend(seed=partial(seed.sample, patients=20)) as running:
        yield running


@dataclass
class Client:
    """Somebody's program: a replica, an engine on the real server, and a window when it is open."""

    replica: Replica
    engine: SyncEngine
    backend: SupabaseBackend
    context: Context

    async def write(self, command: Callable[[Any], Any]) -> Any:
        return await self.replica.write("Correct details", command)

    async def quiet(self) -> None:
        """A round with nothing left on its way."""
        before = self.engine.status.last_synced_at

        async def is_quiet() -> bool:
            states = await self.replica.read(lambda db: set(db.scalars(select(outbox.c.state))))
            status = self.engine.status
            return (
                not states - {"parked"}
                and status.phase == "idle"
                and status.last_synced_at not in (None, before)
            )

        async with asyncio.timeout(10):
            self.engine.wake()
            while not await is_quiet():
                await asyncio.sleep(0.01)

    async def cards(self) -> list[Any]:
        asked = select(cards).order_by(cards.c.opened_at)
        return await self.replica.read(lambda db: list(db.execute(asked)))


@asynccontextmanager
async def client(backend: Running, folder: Path, who: str) -> AsyncIterator[Client]:
    clock = SystemClock()
    line = SupabaseBackend(backend.url, backend.publishable_key, clock)
    session = await line.sign_in(seed.ACCOUNTS[who], seed.PASSWORD)
    async with open_replica(folder / who, b"k" * 32, person=session.person, clock=clock) as replica:
        engine = SyncEngine(replica, line, clock, rng=Random(1))
        await engine.signed_in(session)
        task = asyncio.create_task(engine.run())
        try:
            async with asyncio.timeout(15):
                while engine.status.phase != "idle":
                    await asyncio.sleep(0.01)
            person = await replica.read(partial(_person, person_id=session.person))
            context = Context(
                replica, engine, clock, person, TaskScope(), lambda key, **where: None
            )
            yield Client(replica, engine, line, context)
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            await line.close()


def _person(db: Any, person_id: str) -> Person:
    m, f = facility_members.c, facilities.c
    asked = select(m.display_name, m.role, f.id, f.name, f.time_zone).where(
        m.user_id == person_id, m.facility_id == f.id
    )
    name, role, facility, clinic, zone = db.execute(asked).one()
    return Person(person_id, name, role, facility, clinic, zone)


@dataclass
class AtCards(Hands):
    """The page of refused drafts in somebody's window."""

    page: ConflictsPage
    main: MainWindow

    @property
    def detail(self) -> Any:
        return self.page.opened.detail

    async def opened(self, kind: type) -> Any:
        await self.until(
            lambda: isinstance(self.detail, kind) and self.detail.isAncestorOf(self.focus)
        )
        return self.detail

    async def sheet(self, kind: type) -> Any:
        found: list[Any] = []

        def is_there() -> bool:
            found[:] = [w for w in self.main.findChildren(kind) if w.isVisible()]
            return bool(found)

        await self.until(is_there)
        found[0].activateWindow()
        return found[0]

    async def back(self) -> None:
        """The sheet is gone, and the window is in front again: nobody manages windows here."""
        await self.until(lambda: not any(w.isVisible() for w in self.main.findChildren(Sheet)))
        self.main.activateWindow()
        await self.until(self.main.isActiveWindow)


@asynccontextmanager
async def at_cards(one: Client) -> AsyncIterator[AtCards]:
    window = MainWindow(one.context, [FEATURE])
    window.resize(1360, 850)
    async with shown(window):
        page = cast(ConflictsPage, window.pages["conflicts"])
        here = AtCards(window, page, window)
        await here.until(lambda: page.cards.is_read)
        yield here
    QApplication.processEvents()


async def a_clash(backend: Running, one: Client, phones: tuple[str, str, str]) -> str:
    """A telephone that was changed here and on the server; the patient."""
    before, mine, theirs = phones
    patient = await one.replica.read(lambda db: db.scalar(select(patients.c.id).limit(1)))
    with psycopg.connect(backend.dsn, autocommit=True) as db:
        change = "update public.patients set phone = %s where id = %s"
        db.execute(change, [before, patient])
        await one.quiet()
        one.backend.cable.pull()
        await one.write(lambda tx: tx.update(patients, patient, phone=mine))
        db.execute(change, [theirs, patient])
    one.backend.cable.plug()
    await one.quiet()
    return str(patient)


PHONES = ("+34 910 000 011", "+34 910 000 022", "+34 910 000 033")


def test_a_card_is_handed_over_and_decided_by_the_colleague_with_the_keyboard(
    run: Run, backend: Running, tmp_path: Path, themed: Callable[..., None], shot: Any
) -> None:
    async def story() -> None:
        async with (
            client(backend, tmp_path, "reception") as lucia,
            client(backend, tmp_path, "doctor") as amara,
        ):
            patient = await a_clash(backend, lucia, PHONES)
            async with at_cards(lucia) as here:
                clash = await here.opened(ClashDetail)
                await here.tab_to(clash.hand)
                here.press(Key.Key_Return)
                sheet = await here.sheet(WhomSheet)
                await here.until(lambda: here.focus is sheet.list)
                name = amara.context.person.name
                here.press(Key.Key_Home)
                while sheet.chosen is None or sheet.chosen.name != name:
                    here.press(Key.Key_Down)
                await here.tab_to(sheet.note)
                here.type("Please ring him")
                await here.tab_to(sheet.go)
                here.press(Key.Key_Return)
                await here.until(lambda: not here.page.cards.rows)
                await lucia.quiet()

            await amara.quiet()
            async with at_cards(amara) as there:
                clash = await there.opened(ClashDetail)
                giver = lucia.context.person.name
                assert clash.handed.text().startswith(f"Handed over by {giver}")
                assert "Please ring him" in clash.handed.text()
                assert clash.apply.text() == "Keep the draft", "it is not hers"
                for name in ("light", "dark"):
                    themed(name)
                    shot(there.main, f"conflicts-handed-over-{name}")
                themed()
                there.press(Key.Key_Return)
                await there.until(lambda: not there.page.cards.rows)
                await amara.quiet()

            with psycopg.connect(backend.dsn) as db:
                asked = "select phone, updated_by::text from public.patients where id = %s"
                assert db.execute(asked, [patient]).fetchone() == (
                    PHONES[1],
                    amara.context.person.id,
                )
                assert db.execute("select status from public.handovers").fetchall() == [("done",)]
            (card,) = await lucia.cards()
            assert card.outcome == "handed_over"
            texts = [(card.body[side] or {}).get("phone") for side in ("base", "mine", "theirs")]
            assert texts == list(PHONES)

    run(story())


def test_a_settled_card_leads_to_the_records_history_with_all_three_texts(
    run: Run, backend: Running, tmp_path: Path, shot: Any
) -> None:
    async def story() -> None:
        async with client(backend, tmp_path, "reception2") as sam:
            await a_clash(backend, sam, PHONES)
            async with at_cards(sam) as here:
                await here.opened(ClashDetail)
                here.press(Key.Key_Return)
                await here.until(lambda: not here.page.cards.rows)
                await sam.quiet()
                here.page.which.setFocus()
                here.page.choose_settled()
                await here.until(lambda: isinstance(here.detail, SettledDetail))
                here.page.list.setFocus()
                here.press(Key.Key_Return)
                settled = await here.opened(SettledDetail)
                assert here.focus is settled.past, "what was sent is not taken back"
                here.press(Key.Key_Return)
                sheet = await here.sheet(HistorySheet)
                await here.until(lambda: here.focus is sheet.history.list)

                def texts() -> list[str]:
                    inside = sheet.history.texts.widget()
                    return [each.text() for each in inside.findChildren(Label)]

                here.press(Key.Key_Home)
                for _ in range(5):
                    if "Decided: Kept mine" in texts():
                        break
                    here.press(Key.Key_Down)
                for phone in PHONES:
                    assert fmt.phone(phone) in texts()
                shot(sheet, "conflicts-history")
                here.press(Key.Key_Escape)
                await here.back()
                await here.until(lambda: here.focus is settled.past)

    run(story())


def test_handing_over_is_taken_back_and_leaving_the_sheet_changes_nothing(
    run: Run, backend: Running, tmp_path: Path
) -> None:
    async def story() -> None:
        async with client(backend, tmp_path, "reception") as lucia:
            await a_clash(backend, lucia, PHONES)
            lucia.engine.pause()
            async with at_cards(lucia) as here:
                clash = await here.opened(ClashDetail)
                before = await lucia.cards()
                await here.tab_to(clash.hand)
                here.press(Key.Key_Return)
                sheet = await here.sheet(WhomSheet)
                await here.until(lambda: here.focus is sheet.list)
                here.press(Key.Key_Escape)
                await here.back()
                await here.until(lambda: clash.isAncestorOf(here.focus))
                assert await lucia.cards() == before

                await here.tab_to(clash.hand)
                here.press(Key.Key_Return)
                sheet = await here.sheet(WhomSheet)
                await here.until(lambda: here.focus is sheet.list)
                here.press(Key.Key_Home, Key.Key_Return)
                await here.until(lambda: not here.page.cards.rows)
                await here.back()
                await here.until(lambda: len(here.main.undo) == 1)
                here.press(Key.Key_Z, control=True)
                await here.until(lambda: here.page.cards.rows)
                assert await lucia.cards() == before

    run(story())
