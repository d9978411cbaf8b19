"""Nothing secret leaves by a side door: not by a log at its chattiest, an address, a title, a crash.

A whole day is played with words that appear nowhere else: every way in, a second proof, a patient, the
live channel, a failure that quotes them. Then everything the program wrote or asked for is searched.
"""

from __future__ import annotations

import asyncio
import base64
import logging
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from PySide6.QtCore import qWarning
from PySide6.QtWidgets import QApplication

from clinic_app.features.auth import Passed, Way
from clinic_app.features.patients.actions import RegisterPatient
from clinic_app.platform import crash
from clinic_app.platform.log import FILE as LOG
from clinic_app.platform.log import start_log, stop_log
from clinic_app.session import LetIn, open_session
from clinic_app.ui import scope
from sync.embedded import totp
from sync.embedded.faults import Faults
from sync.errors import Expected, WrongCode, WrongPassword
from sync.ids import new_id
from tests.gui.test_doors import House
from tests.support.server import Running, running_backend

Run = Callable[[Coroutine[Any, Any, Any]], Any]

EMAIL = "quetzalcoatl@canary.test"
PASSWORD = "Xochipilli-blooms-4711"
WRONG = "Tezcatlipoca-wrong-0815"
LOCAL = "Huitzilopochtli-here"
FAMILY, GIVEN, PHONE = "Popocatepetl", "Iztaccihuatl", "+34 600 918 273"
LIBRARIES = ("httpx", "httpcore", "websockets", "qasync", "asyncio", "sqlalchemy")


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with running_backend() as backend:
        yield backend


@pytest.fixture
def asked_for(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that our program asked the server for, with what stands behind the question mark."""
    seen: list[str] = []
    through = Faults._through

    async def noting(self: Faults, wanted: Any, receive: Any, send: Any) -> None:
        headers = dict(wanted["headers"])
        if headers.get(b"x-client-info", b"").startswith(b"clinic-app"):
            seen.append(f"{wanted['path']}?{wanted['query_string'].decode()}")
        await through(self, wanted, receive, send)

    monkeypatch.setattr(Faults, "_through", noting)
    return seen


@pytest.fixture
def chatty(tmp_path: Path) -> Iterator[Path]:
    """The program's own log and crash file, with everybody told to say everything."""
    logs = tmp_path / "logs"
    logs.mkdir()
    start_log(logs, level=logging.DEBUG)
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(logging.DEBUG)
    crash.watch(logs)
    before = scope.report_to(crash.report)
    yield logs
    scope.report_to(before)
    crash.stop_watching()
    stop_log()
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(logging.NOTSET)


def facility_of(running: Running, person: str) -> str:
    facility = new_id()
    with psycopg.connect(running.dsn, autocommit=True) as db:
        db.execute(
            "insert into facilities (id, name, time_zone) values (%s, 'North', 'Europe/Madrid')",
            [facility],
        )
        db.execute(
            "insert into facility_members (facility_id, user_id, role)"
            " values (%s, %s, 'reception')",
            [facility, person],
        )
    return facility


class Day:
    """What happened, and every secret that was part of it."""

    def __init__(self, running: Running, home: Path) -> None:
        self.house = House(running, home)
        self.running = running
        self.secrets = {EMAIL, PASSWORD, WRONG, LOCAL, FAMILY, GIVEN, PHONE}
        self.titles: set[str] = set()
        self.files: dict[str, bytes] = {}
        self.keys: set[bytes] = set()

    def look(self) -> None:
        """Note what stands in the title bars now."""
        self.titles |= {each.windowTitle() for each in QApplication.topLevelWidgets()}

    def read_disk(self, when: str, *folders: Path) -> None:
        """Note every byte that was written: replica, journal, key slots, locks, logs, what is temporary."""
        for folder in folders:
            for file in folder.rglob("*"):
                if file.is_file():
                    self.files[f"{when}: {file.relative_to(folder)}"] = file.read_bytes()

    def keep(self, let_in: LetIn) -> None:
        """The tokens are secrets too."""
        assert let_in.session is not None
        self.keys = {let_in.key}
        self.secrets |= {
            let_in.session.access_token,
            let_in.session.access_token.split(".")[1],
            let_in.session.refresh_token,
            let_in.key.hex(),
        }

    async def come_in(self) -> LetIn:
        """By a wrong and a right password, by code, by browser, and with a second proof."""
        house, doors = self.house, self.house.doors
        with pytest.raises(WrongPassword):
            await doors.sign_in(house.server, EMAIL, WRONG)
        await doors.sign_in(house.server, EMAIL, PASSWORD)
        await doors.send_code(house.server, EMAIL, Way.CODE)
        code = self.running.mail_to(EMAIL, "magiclink")
        self.secrets |= {code.code, code.link.split("token=")[1].split("&")[0]}
        with pytest.raises(WrongCode):
            await doors.enter_code(house.server, EMAIL, "999999", Way.CODE)
        await doors.enter_code(house.server, EMAIL, code.code, Way.CODE)
        house.choice = {"code": EMAIL}
        await doors.browse(house.server, "demo")
        passed = await doors.open_with(PASSWORD)
        assert isinstance(passed, Passed)
        assert isinstance(passed.token, LetIn)
        self.keep(passed.token)
        return passed.token

    async def work(self, let_in: LetIn, facility: str) -> None:
        """A second proof, recovery codes, a patient there and back, the live channel, failures."""
        house = self.house
        async with open_session(house.station, house.address, let_in, house.clock) as session:
            factors = session.backend.factors
            made = await factors.enrol("Phone", "Clinic")
            proof = totp.code_at(made.totp.secret, time.time())
            self.secrets |= {made.totp.secret, proof}
            with pytest.raises(WrongCode):
                await factors.prove(made.id, totp.code_at(made.totp.secret, 0))
            raised = await factors.prove(made.id, proof)
            self.secrets |= {raised.access_token, raised.refresh_token}
            self.secrets |= set(await factors.make_recovery_codes())
            details = {"family_name": FAMILY, "given_name": GIVEN, "phone": PHONE}
            patient = RegisterPatient(new_id(), facility, details, True)
            await session.replica.write("Register a patient", patient)
            async with asyncio.timeout(15):
                async for status in session.engine.statuses():
                    if status.live and status.waiting == 0 and status.last_synced_at:
                        break
            self.look()
            await self.fail(session.backend)
            self.read_disk("at work", house.station.home, Path(tempfile.gettempdir()))
            await session.engine.sign_out()

    async def fail(self, backend: Any) -> None:
        """Failures quote what they met: in a task, in a slot, below, from the server, from Qt."""
        tasks = scope.TaskScope()

        async def quoting() -> None:
            try:
                raise ValueError(f"no such patient: {GIVEN} {FAMILY}")
            except ValueError as error:
                raise RuntimeError(f"{EMAIL} with {PASSWORD}") from error

        tasks.start("quoting", quoting())
        await asyncio.sleep(0)
        await tasks.closed()
        crash._on_exception(KeyError, KeyError(PHONE), None)
        logging.getLogger("clinic.test").error("%s called %s", GIVEN, PHONE)
        logging.getLogger("clinic.test").warning("%(who)s", {"who": EMAIL})
        qWarning(f"QLabel: {FAMILY} does not fit")
        for path, ask in (
            ("/rest/v1/rpc/end_session", lambda: backend.devices.end(new_id())),
            ("/auth/v1/user", lambda: backend.ways.change_password(PASSWORD)),
        ):
            self.running.fault("truncate", path=path)
            with pytest.raises(Expected):
                await ask()
        self.running.fault("none")


def test_no_secret_leaves_by_a_side_door(
    run: Run,
    running: Running,
    chatty: Path,
    asked_for: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "temp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    day = Day(running, tmp_path / "home")
    person = running.database.create_user(EMAIL, "Someone", PASSWORD)
    facility = facility_of(running, person)

    async def story() -> None:
        let_in = await day.come_in()
        day.look()
        await day.work(let_in, facility)
        await day.house.doors.leave()

    run(story())
    stop_log()
    written = {file.name: file.read_text(errors="replace") for file in chatty.iterdir()}
    assert len(written[LOG]) > 5_000, "the libraries were told to say everything"
    for name in ("httpcore", "websockets", "quoting"):
        assert name in written[LOG]
    assert len(asked_for) > 20
    found = [
        (where, secret[:12])
        for where, text in {
            **written,
            "addresses asked for": "\n".join(asked_for),
            "pages shown": "\n".join(day.house.shown),
            "titles": "\n".join(day.titles),
        }.items()
        for secret in day.secrets
        if secret in text
    ]
    assert found == []
    day.read_disk("afterwards", tmp_path / "home", Path(tempfile.gettempdir()))
    for part in ("clinic.replica", "clinic.replica-wal", "keys.json", "refresh.lock"):
        assert any(part in name for name in day.files), part
    readable = [
        (name, secret[:12])
        for name, content in day.files.items()
        for secret in day.secrets
        if any(form in content for form in forms(secret)) and not is_on_purpose(name, secret)
    ]
    assert readable == []
    assert not [name for name, content in day.files.items() for key in day.keys if key in content]


def forms(secret: str) -> list[bytes]:
    """As it may be written: as it is, folded for a search, wide, and in numbers."""
    plain = [secret.encode(), secret.casefold().encode(), secret.encode("utf-16-le")]
    return [*plain, base64.b64encode(secret.encode()).rstrip(b"="), secret.encode().hex().encode()]


def is_on_purpose(name: str, secret: str) -> bool:
    """The list of who has worked here names them, so that the door can offer them."""
    return name.endswith("workstation.json") and secret == EMAIL


def test_the_search_reads_every_form_a_secret_may_have(tmp_path: Path) -> None:
    for number, form in enumerate(forms(FAMILY)):
        (tmp_path / str(number)).write_bytes(b"\x00\xff" + form + b"\x00")
    found = [
        file for file in tmp_path.iterdir() if any(f in file.read_bytes() for f in forms(FAMILY))
    ]
    assert len(found) == len(forms(FAMILY))


def test_the_search_would_find_a_secret_that_is_there(chatty: Path) -> None:
    """A law about nothing being found is worth as much as its search: without the filter it is."""
    for handler in logging.getLogger().handlers:
        for cleaner in list(handler.filters):
            handler.removeFilter(cleaner)
    logging.getLogger("clinic.test").error("%s called", GIVEN)
    assert GIVEN in (chatty / LOG).read_text()
