"""The program's own doors: every way in, from the typed word to a replica that opens, over the real
gateway.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
import psycopg
import pytest

from clinic_app.doors import NoBrowser, StationDoors
from clinic_app.features.auth import Asked, Missing, Outcome, Passed, Server, Way
from clinic_app.session import LetIn, open_session, unlock
from clinic_app.workstation import Address, Workstation
from sync.backend.supabase import SupabaseBackend
from sync.clock import SystemClock
from sync.embedded import totp
from sync.errors import (
    NotAgreed,
    Offline,
    OtherPerson,
    SignedOut,
    TookTooLong,
    WeakPassword,
    WrongCode,
    WrongPassword,
)
from sync.replica import keys, recovery
from tests.support.server import PASSWORD, Running, running_backend

Run = Callable[[Coroutine[Any, Any, Any]], Any]
LOCAL, NEW = "only for here", "four words in a row"
_numbers = iter(range(1, 10_000))


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with running_backend() as backend:
        yield backend


@pytest.fixture
def email(running: Running) -> str:
    address = f"person{next(_numbers)}@clinic.test"
    running.create_user(address)
    return address


class House:
    """A workstation, its doors, and a person who is quick with a browser."""

    def __init__(self, running: Running, home: Path) -> None:
        self.running = running
        self.station = Workstation(home)
        self.server = Server(running.url, running.publishable_key)
        self.address = Address(running.url, running.publishable_key)
        self.clock = SystemClock()
        self.shown: list[str] = []
        self.has_browser = True
        self.choice: dict[str, str] = {}
        self._browsing: set[asyncio.Task[None]] = set()
        self.doors = self.new_doors()

    def new_doors(self, again: str | None = None) -> StationDoors:
        return StationDoors(self.station, self.clock, self._show, again=again)

    def _show(self, address: str) -> bool:
        self.shown.append(address)
        if self.has_browser:
            task = asyncio.get_running_loop().create_task(self._browse(address))
            self._browsing.add(task)
        return self.has_browser

    async def _browse(self, address: str) -> None:
        async with httpx.AsyncClient(follow_redirects=True) as browser:
            page = await browser.get(address)
            state = parse_qs(page.url.query.decode())["state"][0]
            callback = f"{self.running.url}/auth/v1/callback"
            await browser.get(callback, params={"state": state, **self.choice})

    async def sessions_of(self, email: str) -> int:
        with psycopg.connect(self.running.dsn) as db:
            row = db.execute(
                "select count(*) from auth.sessions s join auth.users u on u.id = s.user_id"
                " where u.email = %s",
                [email],
            ).fetchone()
        return int(row[0]) if row else 0

    async def opens(self, outcome: Outcome) -> LetIn:
        """Whoever passed has a replica that opens, with a session that works."""
        assert isinstance(outcome, Passed), outcome
        let_in = outcome.token
        assert isinstance(let_in, LetIn)
        async with open_session(self.station, self.address, let_in, self.clock) as session:
            assert await session.backend.devices.all()
        return let_in

    async def enrol(self, email: str) -> str:
        """A second proof for this person; its secret."""
        backend = SupabaseBackend(self.server.url, self.server.key, self.clock)
        await backend.sign_in(email, PASSWORD)
        made = await backend.factors.enrol("Phone", "Clinic")
        await backend.factors.prove(made.id, totp.code_at(made.totp.secret, time.time()))
        await backend.sign_out()
        await backend.close()
        return made.totp.secret


@asynccontextmanager
async def house(running: Running, home: Path) -> AsyncIterator[House]:
    here = House(running, home)
    try:
        yield here
    finally:
        await here.doors.leave()


def test_a_password_lets_in_and_opens_without_a_line_afterwards(
    run: Run, running: Running, email: str, tmp_path: Path
) -> None:
    async def story() -> None:
        async with house(running, tmp_path) as here:
            with pytest.raises(WrongPassword):
                await here.doors.sign_in(here.server, email, "wrong")
            passed = await here.doors.sign_in(here.server, email, PASSWORD)
            assert isinstance(passed, Passed)
            assert passed.needs_fill
            let_in = await here.opens(passed)
            [known] = here.station.people
            assert not known.has_own_password
            again = await unlock(here.station, email, PASSWORD, here.clock)
            assert again.key == let_in.key

    run(story())


def test_a_mailed_code_wants_a_password_for_this_computer(
    run: Run, running: Running, email: str, tmp_path: Path
) -> None:
    async def story() -> None:
        async with house(running, tmp_path) as here:
            await here.doors.send_code(here.server, email, Way.CODE)
            code = running.mail_to(email, "magiclink").code
            with pytest.raises(WrongCode):
                await here.doors.enter_code(here.server, email, "000000", Way.CODE)
            asked = await here.doors.enter_code(here.server, email, code, Way.CODE)
            assert asked == Asked(Missing.LOCAL_PASSWORD, 8)
            let_in = await here.opens(await here.doors.choose_password(LOCAL))
            [known] = here.station.people
            assert known.has_own_password

            # From now on that password opens here, with the server there or not.
            passed = await here.doors.sign_in(here.server, email, LOCAL)
            assert isinstance(passed, Passed)
            assert isinstance(passed.token, LetIn)
            assert passed.token.key == let_in.key

            # A code again asks for it.
            await here.doors.send_code(here.server, email, Way.CODE)
            code = running.mail_to(email, "magiclink").code
            asked = await here.doors.enter_code(here.server, email, code, Way.CODE)
            assert asked == Asked(Missing.OLD_PASSWORD, 1)
            with pytest.raises(WrongPassword):
                await here.doors.open_with("wrong")
            await here.opens(await here.doors.open_with(LOCAL))

            # And the account's own password takes over where it is typed.
            asked = await here.doors.sign_in(here.server, email, PASSWORD)
            assert asked == Asked(Missing.OLD_PASSWORD, 1)
            await here.opens(await here.doors.open_with(LOCAL))
            assert (await unlock(here.station, email, PASSWORD, here.clock)).key == let_in.key
            assert not here.station.people[0].has_own_password

    run(story())


def test_the_mailed_link_lets_in_too(
    run: Run, running: Running, email: str, tmp_path: Path
) -> None:
    async def story() -> None:
        async with house(running, tmp_path) as here:
            await here.doors.send_code(here.server, email, Way.CODE)
            opened = asyncio.create_task(here.doors.link_opened())
            async with httpx.AsyncClient(follow_redirects=True) as browser:
                page = await browser.get(running.mail_to(email).link)
            assert "You can close this window" in page.text
            await opened
            assert await here.doors.follow_link() == Asked(Missing.LOCAL_PASSWORD, 8)
            await here.opens(await here.doors.choose_password(LOCAL))

    run(story())


def test_the_browser_lets_in(run: Run, running: Running, email: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(running, tmp_path) as here:
            ways = await here.doors.ways(here.server)
            assert (ways.by_mail, ways.providers) == (True, ("demo",))
            here.choice = {"code": email}
            asked = await here.doors.browse(here.server, "demo")
            assert asked == Asked(Missing.LOCAL_PASSWORD, 8)
            await here.opens(await here.doors.choose_password(LOCAL))
            for secret in (email, PASSWORD, "refresh"):
                assert secret not in here.shown[0]

            here.choice = {"error": "access_denied"}
            with pytest.raises(NotAgreed):
                await here.doors.browse(here.server, "demo")
            here.has_browser = False
            with pytest.raises(NoBrowser):
                await here.doors.browse(here.server, "demo")

    run(story())


def test_an_invited_person_chooses_one_password_for_everything(
    run: Run, running: Running, tmp_path: Path
) -> None:
    async def story() -> None:
        address = "invited@clinic.test"
        running.invite(address, "Inés Vidal")
        async with house(running, tmp_path) as here:
            code = running.mail_to(address, "invite").code
            asked = await here.doors.enter_code(here.server, address, code, Way.INVITE)
            assert asked == Asked(Missing.ACCOUNT_PASSWORD, 8)
            with pytest.raises(WeakPassword):
                await here.doors.choose_password("nine char")
            await here.opens(await here.doors.choose_password(NEW))
            await here.opens(await here.doors.sign_in(here.server, address, NEW))

    run(story())


def test_a_forgotten_password_keeps_what_is_kept_here(
    run: Run, running: Running, email: str, tmp_path: Path
) -> None:
    async def story() -> None:
        async with house(running, tmp_path) as here:
            before = await here.opens(await here.doors.sign_in(here.server, email, PASSWORD))
            await here.doors.send_code(here.server, email, Way.RECOVERY)
            code = running.mail_to(email, "recovery").code
            asked = await here.doors.enter_code(here.server, email, code, Way.RECOVERY)
            assert asked == Asked(Missing.ACCOUNT_PASSWORD, 8)
            asked = await here.doors.choose_password(NEW)
            assert asked == Asked(Missing.OLD_PASSWORD, 1)
            after = await here.opens(await here.doors.open_with(PASSWORD))
            assert after.key == before.key
            assert (await unlock(here.station, email, NEW, here.clock)).key == before.key

    run(story())


def test_what_nobody_can_open_is_put_aside_and_stays_whole(
    run: Run, running: Running, email: str, tmp_path: Path
) -> None:
    async def story() -> None:
        async with house(running, tmp_path) as here:
            before = await here.opens(await here.doors.sign_in(here.server, email, PASSWORD))
            await here.doors.send_code(here.server, email, Way.RECOVERY)
            code = running.mail_to(email, "recovery").code
            await here.doors.enter_code(here.server, email, code, Way.RECOVERY)
            await here.doors.choose_password(NEW)
            passed = await here.doors.set_aside()
            assert isinstance(passed, Passed)
            assert passed.needs_fill
            after = await here.opens(passed)
            assert after.key != before.key
            person = before.person.id
            [aside] = (tmp_path / "people").glob(f"{person}.aside-*")
            assert keys.unlock(aside, person, PASSWORD) == before.key

    run(story())


def test_a_code_on_paper_opens_what_is_kept_and_a_new_password_locks_it(
    run: Run, running: Running, email: str, tmp_path: Path
) -> None:
    async def story() -> None:
        async with house(running, tmp_path) as here:
            before = await here.opens(await here.doors.sign_in(here.server, email, PASSWORD))
            folder = here.station.folder(before.person.id)
            paper = recovery.add_code(folder, before.person.id, before.key)
            here.choice = {"code": email}
            assert await here.doors.browse(here.server, "demo") == Asked(Missing.OLD_PASSWORD, 1)
            with pytest.raises(recovery.MistypedCode):
                await here.doors.open_with_paper("ABCDE")
            assert await here.doors.open_with_paper(paper) == Asked(Missing.LOCAL_PASSWORD, 8)
            after = await here.opens(await here.doors.choose_password(LOCAL))
            assert after.key == before.key
            assert (await unlock(here.station, email, LOCAL, here.clock)).key == before.key

    run(story())


def test_a_second_proof_stands_before_everything_that_is_kept(
    run: Run, running: Running, email: str, tmp_path: Path
) -> None:
    async def story() -> None:
        async with house(running, tmp_path) as here:
            secret = await here.enrol(email)
            asked = await here.doors.sign_in(here.server, email, PASSWORD)
            assert asked == Asked(Missing.FACTOR, 1)
            assert here.station.people == []
            with pytest.raises(WrongCode):
                await here.doors.prove(totp.code_at(secret, 0), on_paper=False)
            code = totp.code_at(secret, time.time())
            await here.opens(await here.doors.prove(code, on_paper=False))

    run(story())


def test_who_gives_up_on_the_way_leaves_no_session_behind(
    run: Run, running: Running, email: str, tmp_path: Path
) -> None:
    async def story() -> None:
        async with house(running, tmp_path) as here:
            await here.enrol(email)
            await here.doors.sign_in(here.server, email, PASSWORD)
            assert await here.sessions_of(email) == 1
            await here.doors.leave()
            assert await here.sessions_of(email) == 0
            with pytest.raises(TookTooLong):
                await here.doors.prove("123456", on_paper=False)

    run(story())


def test_without_a_line_nobody_gets_half_in(
    run: Run, running: Running, email: str, tmp_path: Path
) -> None:
    async def story() -> None:
        async with house(running, tmp_path) as here:
            running.fault("cut", path="/auth/v1/")
            try:
                for attempt in (
                    here.doors.sign_in(here.server, email, PASSWORD),
                    here.doors.send_code(here.server, email, Way.CODE),
                    here.doors.enter_code(here.server, email, "123456", Way.CODE),
                ):
                    with pytest.raises(Offline):
                        await attempt
            finally:
                running.fault("none")
            assert list((tmp_path).rglob("*.keys.json")) == []

    run(story())


def test_signing_in_again_is_for_the_person_whose_work_is_open(
    run: Run, running: Running, email: str, tmp_path: Path
) -> None:
    async def story() -> None:
        other = f"other-{email}"
        running.create_user(other)
        async with house(running, tmp_path) as here:
            first = await here.opens(await here.doors.sign_in(here.server, email, PASSWORD))
            again = here.new_doors(again=first.person.id)
            with pytest.raises(OtherPerson):
                await again.sign_in(here.server, other, PASSWORD)
            await again.leave()
            assert await here.sessions_of(other) == 0
            await again.send_code(here.server, email, Way.CODE)
            code = running.mail_to(email, "magiclink").code
            passed = await again.enter_code(here.server, email, code, Way.CODE)
            assert isinstance(passed, Passed)
            assert not passed.needs_fill
            assert isinstance(passed.token, LetIn)
            assert passed.token.session is not None
            assert await here.sessions_of(email) == 2

    run(story())


def test_a_session_ended_from_afar_leaves_the_work_open_and_a_new_one_goes_on(
    run: Run, running: Running, email: str, tmp_path: Path
) -> None:
    async def story() -> None:
        async with house(running, tmp_path) as here:
            passed = await here.doors.sign_in(here.server, email, PASSWORD)
            assert isinstance(passed, Passed)
            assert isinstance(passed.token, LetIn)
            async with open_session(
                here.station, here.address, passed.token, here.clock
            ) as session:
                elsewhere = SupabaseBackend(here.server.url, here.server.key, here.clock)
                await elsewhere.sign_in(email, PASSWORD)
                [mine] = [d.id for d in await elsewhere.devices.all() if not d.is_current]
                async with asyncio.timeout(15):
                    async for status in session.engine.statuses():
                        if status.last_synced_at is not None and status.live:
                            break
                    await elsewhere.devices.end(mine)
                    # The poke makes this computer look at once; nobody waits for the hour to end.
                    async for status in session.engine.statuses():
                        if status.phase == "signed_out":
                            break
                with pytest.raises(SignedOut):
                    await session.backend.devices.all()
                doors = here.new_doors(again=passed.token.person.id)
                again = await doors.sign_in(here.server, email, PASSWORD)
                assert isinstance(again, Passed)
                assert isinstance(again.token, LetIn)
                assert again.token.session is not None
                await session.engine.signed_in(again.token.session)
                async with asyncio.timeout(15):
                    async for status in session.engine.statuses():
                        if status.phase == "idle":
                            break
                await elsewhere.close()

    run(story())
