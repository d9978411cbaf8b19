"""Every way in, from the client through the real gateway and back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import psycopg
import pytest

from sync.backend.auth_answer import claims_in
from sync.backend.loopback import listening
from sync.backend.pkce import Proof
from sync.backend.protocol import Session
from sync.backend.supabase import SupabaseBackend
from sync.clock import FakeClock, SystemClock
from sync.embedded import totp
from sync.embedded.auth_oauth import STRANGER
from sync.embedded.limiter import Limits
from sync.errors import (
    Busy,
    NoAccount,
    NotAgreed,
    NotOffered,
    ProofNeeded,
    SamePassword,
    SecondFactorNeeded,
    SignedOut,
    TookTooLong,
    TooManyFactors,
    WeakPassword,
    WrongCode,
    WrongPassword,
)
from tests.backend.line import START, line, refusal, tokens
from tests.backend.puppet import Reply
from tests.support.server import PASSWORD, Running, running_backend

NEW = "four words in a row"
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


@asynccontextmanager
async def client(
    running: Running, email: str | None = None, **options: Any
) -> AsyncGenerator[SupabaseBackend, None]:
    clock = options.pop("clock", SystemClock())
    backend = SupabaseBackend(running.url, running.publishable_key, clock, **options)
    try:
        if email is not None:
            await backend.sign_in(email, PASSWORD)
        yield backend
    finally:
        await backend.close()


async def browse(address: str, **choice: str) -> int:
    """What a person does in the browser: choose somebody, and be brought back."""
    async with httpx.AsyncClient(follow_redirects=True) as browser:
        page = await browser.get(address)
        state = parse_qs(page.url.query.decode())["state"][0]
        root = f"{page.url.scheme}://{page.url.netloc.decode()}"
        ended = await browser.get(f"{root}/auth/v1/callback", params={"state": state, **choice})
        return ended.status_code


async def enrol(backend: SupabaseBackend, name: str = "Phone") -> tuple[str, str]:
    made = await backend.factors.enrol(name, "Clinic")
    await backend.factors.prove(made.id, totp.code_at(made.totp.secret, time.time()))
    return made.id, made.totp.secret


# --- codes and links ------------------------------------------------------------------------------


async def test_a_mailed_code_lets_in(running: Running, email: str) -> None:
    async with client(running) as backend:
        await backend.ways.send_code(email)
        code = running.mail_to(email, "magiclink").code
        with pytest.raises(WrongCode):
            await backend.ways.enter_code(email, "000000" if code != "000000" else "1", "email")
        session = await backend.ways.enter_code(email, f" {code[:3]} {code[3:]} ", "email")
        assert session.email == email
        assert await backend.devices.all()
        with pytest.raises(WrongCode):
            await backend.ways.enter_code(email, code, "email")


async def test_nobody_learns_from_the_client_who_has_an_account(running: Running) -> None:
    async with client(running) as backend:
        await backend.ways.send_code("nobody@clinic.test")
        await backend.ways.send_code("nobody@clinic.test", recovery=True)


async def test_a_link_opened_on_this_computer_lets_in(running: Running, email: str) -> None:
    async with client(running) as backend, listening() as back:
        await backend.ways.send_code(email, back=back.address)
        waiting = asyncio.create_task(back.code(within=10))
        async with httpx.AsyncClient(follow_redirects=True) as browser:
            shown = await browser.get(running.mail_to(email).link)
        assert "You can close this window" in shown.text
        session = await backend.ways.exchange(await waiting)
        assert session.email == email


async def test_a_link_begun_by_another_program_is_worth_nothing_here(
    running: Running, email: str
) -> None:
    async with client(running) as mine, client(running) as theirs, listening() as back:
        await theirs.ways.send_code(email, back=back.address)
        await mine.ways.send_code(email, back=back.address)
        async with httpx.AsyncClient(follow_redirects=True) as browser:
            await browser.get(running.mail_to(email).link)
        with pytest.raises(TookTooLong):
            await theirs.ways.exchange(await back.code(within=10))


async def test_an_invited_person_comes_in_and_chooses_a_password(running: Running) -> None:
    email = "invited@clinic.test"
    running.invite(email, "Inés Vidal")
    async with client(running) as backend:
        await backend.ways.enter_code(email, running.mail_to(email).code, "invite")
        with pytest.raises(WeakPassword) as weak:
            await backend.ways.change_password("short")
        assert weak.value.least == 12
        await backend.ways.change_password(NEW)
        await backend.sign_in(email, NEW)


async def test_a_forgotten_password_is_replaced(running: Running, email: str) -> None:
    async with client(running, email) as elsewhere, client(running) as backend:
        await backend.ways.send_code(email, recovery=True)
        await backend.ways.enter_code(email, running.mail_to(email, "recovery").code, "recovery")
        with pytest.raises(SamePassword):
            await backend.ways.change_password(PASSWORD)
        await backend.ways.change_password(NEW)
        assert await backend.devices.all()
        with pytest.raises(SignedOut):
            await elsewhere.devices.all()
        with pytest.raises(WrongPassword):
            await backend.sign_in(email, PASSWORD)


async def test_an_old_session_types_a_mailed_code_before_the_password_changes(
    running: Running, email: str
) -> None:
    async with client(running, email) as backend:
        with psycopg.connect(running.dsn, autocommit=True) as db:
            db.execute("update auth.sessions set created_at = now() - interval '2 days'")
        with pytest.raises(ProofNeeded):
            await backend.ways.change_password(NEW)
        with pytest.raises(WrongCode):
            await backend.ways.change_password(NEW, "1")
        await backend.ways.change_password(NEW, running.mail_to(email, "reauthentication").code)
        await backend.sign_in(email, NEW)


# --- the browser ----------------------------------------------------------------------------------


async def test_another_service_vouches_for_a_person(running: Running, email: str) -> None:
    async with client(running) as backend, listening() as back:
        offered = await backend.ways.offered()
        assert (offered.by_mail, offered.providers) == (True, ("demo",))
        address = backend.ways.address_of("demo", back.address)
        assert "code_challenge_method=s256" in address
        waiting = asyncio.create_task(back.code(within=10))
        assert await browse(address, code=email) == 200
        session = await backend.ways.exchange(await waiting)
        assert session.email == email


@pytest.mark.parametrize(
    ("choice", "kind"),
    [({"error": "access_denied"}, NotAgreed), ({"code": STRANGER}, NoAccount)],
)
async def test_whoever_is_not_vouched_for_is_told_why(
    running: Running, choice: dict[str, str], kind: type[Exception]
) -> None:
    async with client(running) as backend, listening() as back:
        await browse(backend.ways.address_of("demo", back.address), **choice)
        with pytest.raises(kind):
            await back.code(within=10)


async def test_a_caught_code_is_worth_nothing(running: Running, email: str) -> None:
    async with client(running) as mine, client(running) as thief, listening() as back:
        address = mine.ways.address_of("demo", back.address)
        thief.ways.address_of("demo", back.address)
        await browse(address, code=email)
        code = await back.code(within=10)
        with pytest.raises(TookTooLong):
            await thief.ways.exchange(code)
        assert (await mine.ways.exchange(code)).email == email
        with pytest.raises(TookTooLong):
            await mine.ways.exchange(code)


# --- second proofs --------------------------------------------------------------------------------


async def test_an_authenticator_raises_the_session_and_the_new_tokens_are_kept_first(
    running: Running, email: str
) -> None:
    kept: list[Session] = []
    async with client(running, email) as backend:

        async def store(session: Session) -> None:
            kept.append(session)

        backend.on_session = store
        assert await backend.factors.mine() == ()
        assert not backend.factors.is_proved
        made = await backend.factors.enrol("Phone", "Clinic")
        assert made.totp.qr_code.startswith("<svg")
        assert made.totp.secret not in repr(made)
        with pytest.raises(WrongCode):
            await backend.factors.prove(made.id, "letters")
        with pytest.raises(WrongCode):
            await backend.factors.prove(made.id, totp.code_at(made.totp.secret, 0))
        code = totp.code_at(made.totp.secret, time.time())
        await backend.factors.prove(made.id, f"{code[:3]} {code[3:]}")
        assert backend.factors.is_proved
        assert [session.refresh_token for session in kept] == [kept[0].refresh_token]
        assert claims_in(kept[0].access_token).aal == "aal2"
        assert [factor.id for factor in await backend.factors.mine()] == [made.id]
        assert await backend.devices.all()


async def test_the_next_sign_in_names_the_proof_it_wants(running: Running, email: str) -> None:
    async with client(running, email) as first, client(running, email) as second:
        factor, secret = await enrol(first)
        with pytest.raises(SignedOut):
            await second.devices.all()
        await second.sign_in(email, PASSWORD)
        assert [each.id for each in await second.factors.mine()] == [factor]
        assert not second.factors.is_proved
        with pytest.raises(SecondFactorNeeded):
            await second.factors.enrol("Mine", "Clinic")
        with pytest.raises(SecondFactorNeeded):
            await second.ways.change_password(NEW)
        await second.factors.prove(factor, totp.code_at(secret, time.time()))
        assert second.factors.is_proved
        assert await first.devices.all(), "a proved session goes on"


async def test_a_stored_session_asks_the_server_for_its_proofs(
    running: Running, email: str
) -> None:
    async with client(running) as first, client(running) as later:
        session = await first.sign_in(email, PASSWORD)
        factor, _ = await enrol(first)
        assert first.factors.is_proved
        await later.sign_in(email, PASSWORD)
        await later.resume(session)
        assert [each.id for each in await later.factors.mine()] == [factor]


async def test_a_challenge_that_was_overtaken_is_asked_for_again() -> None:
    async with line() as (puppet, backend):
        fine = {"id": "c"}
        puppet.on("/auth/v1/factors/f/challenge", Reply(body=fine))
        puppet.on("/auth/v1/factors/f/verify", refusal(422, "mfa_challenge_expired"), tokens(3))
        await backend.factors.prove("f", "123456")
        assert puppet.count("/auth/v1/factors/f/challenge") == 2


async def test_removing_the_last_authenticator_takes_the_recovery_codes_along(
    running: Running, email: str
) -> None:
    async with client(running, email) as backend:
        factor, _ = await enrol(backend)
        assert await backend.factors.recovery_codes_left() is None
        assert len(await backend.factors.make_recovery_codes()) == 10
        assert len(await backend.factors.make_recovery_codes()) == 10
        assert await backend.factors.recovery_codes_left() == 10
        await backend.factors.remove(factor)
        assert not backend.factors.is_proved
        assert await backend.factors.mine() == ()


async def test_a_recovery_code_stands_in_for_a_lost_authenticator(
    running: Running, email: str
) -> None:
    async with client(running, email) as first, client(running) as lost:
        await enrol(first)
        codes = await first.factors.make_recovery_codes()
        await lost.sign_in(email, PASSWORD)
        with pytest.raises(WrongCode):
            await lost.factors.use_recovery_code("WRONG-WRONG")
        await lost.factors.use_recovery_code(codes[3].lower())
        assert lost.factors.is_proved
        assert await lost.factors.recovery_codes_left() == 9


async def test_a_server_without_recovery_codes_is_not_an_error() -> None:
    for code in ("validation_failed", "mfa_recovery_codes_enroll_disabled"):
        async with line() as (puppet, backend):
            puppet.on("/auth/v1/factors/recovery-codes", refusal(404, code))
            with pytest.raises(NotOffered):
                await backend.factors.make_recovery_codes()
            assert await backend.factors.recovery_codes_left() is None


async def test_an_unfinished_authenticator_is_in_nobodys_way(running: Running, email: str) -> None:
    async with client(running, email) as backend:
        for _ in range(12):
            await backend.factors.enrol("Phone", "Clinic")


async def test_too_many_authenticators_are_told(running: Running, email: str) -> None:
    async with client(running, email) as backend:
        for number in range(10):
            await enrol(backend, f"Phone {number}")
        with pytest.raises(TooManyFactors):
            await backend.factors.enrol("One more", "Clinic")


# --- devices --------------------------------------------------------------------------------------


async def test_a_person_sees_and_ends_the_own_sessions(running: Running, email: str) -> None:
    async with (
        client(running, email, version="1.2", place="Linux; desk-1", device="d1") as here,
        client(running, email, version="1.2", place="Windows; ward-2", device="d2") as there,
    ):
        devices = await here.devices.all()
        assert {each.user_agent for each in devices} == {
            "clinic-app/1.2 (Linux; desk-1) device/d1",
            "clinic-app/1.2 (Windows; ward-2) device/d2",
        }
        [mine] = [each.id for each in devices if each.is_current]
        assert mine == here.devices.mine
        [other] = [each.id for each in devices if not each.is_current]
        assert await here.devices.end(other) is True
        assert await here.devices.end(other) is False
        with pytest.raises(SignedOut):
            await there.devices.all()
        assert len(await here.devices.all()) == 1


@pytest.mark.parametrize("everywhere", [False, True])
async def test_signing_out_here_or_everywhere(
    running: Running, email: str, everywhere: bool
) -> None:
    async with client(running, email) as here, client(running, email) as there:
        assert await here.sign_out(everywhere=everywhere) is True
        with pytest.raises(SignedOut):
            await here.devices.all()
        if everywhere:
            with pytest.raises(SignedOut):
                await there.devices.all()
        else:
            assert len(await there.devices.all()) == 1


async def test_signing_out_everywhere_else_keeps_this_session(running: Running, email: str) -> None:
    async with client(running, email) as here, client(running, email) as there:
        await here.devices.end_others()
        assert len(await here.devices.all()) == 1
        with pytest.raises(SignedOut):
            await there.devices.all()


# --- patience -------------------------------------------------------------------------------------


async def test_a_second_mail_within_a_minute_is_waited_for() -> None:
    with running_backend(limits=Limits()) as strict:
        strict.create_user("once@clinic.test")
        async with client(strict) as backend:
            await backend.ways.send_code("once@clinic.test")
            with pytest.raises(Busy) as busy:
                await backend.ways.send_code("once@clinic.test")
            assert busy.value.retry_after is not None
            assert 50 <= busy.value.retry_after <= 60


async def test_a_bucket_that_is_empty_says_how_long_and_fills_again() -> None:
    clock = FakeClock(START)
    with running_backend(limits=Limits(), clock=clock) as strict:
        strict.create_user("tried@clinic.test")
        async with client(strict) as backend:
            for _ in range(30):
                with pytest.raises(WrongPassword):
                    await backend.sign_in("tried@clinic.test", "wrong")
            with pytest.raises(Busy) as busy:
                await backend.sign_in("tried@clinic.test", PASSWORD)
            assert busy.value.retry_after == 2
            clock.advance(2)
            await backend.sign_in("tried@clinic.test", PASSWORD)


def test_the_address_of_the_other_service_carries_no_secret() -> None:
    proof = Proof.fresh()
    assert proof.verifier not in repr(proof)
    assert proof.verifier not in str(proof.asked)
    assert len(proof.challenge) == 43
    assert urlsplit(f"http://x/?{proof.challenge}").query == proof.challenge
