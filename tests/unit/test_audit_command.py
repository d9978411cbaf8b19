"""`clinic-app audit verify`: says whether the trail of this computer holds, without a window or a line."""

from __future__ import annotations

import asyncio
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clinic_app.__main__ import main
from clinic_app.platform.paths import paths
from clinic_app.workstation import Address, Known, Workstation
from sync.clock import FakeClock
from sync.replica import cipher, keys
from sync.replica.replica import open_replica

PERSON = "0195a0c4-1111-7000-8000-000000000001"
PASSWORD = "lucia's own words"


@pytest.fixture
def station(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workstation:
    """A computer where Lucía has locked her window five times, and no server that answers."""
    monkeypatch.setenv("CLINIC_APP_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("getpass.getpass", lambda prompt="": PASSWORD)
    made = Workstation(paths().data)
    made.use_server(Address("http://127.0.0.1:9", "sb_publishable_nobody_0000"))
    made.remember(Known(PERSON, "lucia@example.org", "Lucía Herrera"))
    key = keys.create_keys(made.folder(PERSON), PERSON, PASSWORD)
    clock = FakeClock(datetime(2026, 11, 20, 12, 0, tzinfo=UTC))

    async def work() -> None:
        path = made.replica(PERSON)
        async with open_replica(path, key, person=PERSON, clock=clock) as replica:
            for _ in range(5):
                await replica.note("lock", "Lock", durable=True)

    asyncio.run(work())
    return made


def tamper(station: Workstation, statement: str) -> None:
    """Somebody who has the key and another program."""
    key = keys.unlock(station.folder(PERSON), PERSON, PASSWORD)
    with closing(cipher.connect(station.replica(PERSON), key)) as db:
        db.execute(statement)


def test_a_whole_trail_holds_and_what_could_not_be_looked_at_is_said(
    station: Workstation, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", "verify"]) == 0
    said = capsys.readouterr().out
    assert "The trail holds: 5 lines." in said
    assert "could not be asked" in said


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        ("UPDATE audit SET label = 'Unlock' WHERE seq = 3", 3),
        ("DELETE FROM audit WHERE seq = 2", 3),
        ("UPDATE audit SET seq = seq + 100 WHERE seq = 4", 5),
    ],
)
def test_a_line_that_was_touched_is_named(
    station: Workstation, capsys: pytest.CaptureFixture[str], statement: str, line: int
) -> None:
    tamper(station, statement)
    assert main(["audit", "verify", "--person", "lucia@example.org"]) == 1
    assert f"BROKEN: line {line} was changed" in capsys.readouterr().out


def test_who_does_not_open_it_learns_nothing(
    station: Workstation, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getpass", lambda prompt="": "wrong")
    assert main(["audit", "verify"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.strip()
    assert main(["audit", "verify", "--person", "sam@example.org"]) == 1


def test_where_nobody_has_worked_there_is_no_trail(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLINIC_APP_HOME", str(tmp_path / "nowhere"))
    assert main(["audit", "verify"]) == 1
    assert "Nobody has worked on this computer yet." in capsys.readouterr().err
