"""`clinic-app escrow`: a key for the clinic, and a new password for who has forgotten theirs."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clinic_app.__main__ import main
from clinic_app.platform.paths import paths
from clinic_app.workstation import Address, Known, Workstation
from sync.clock import FakeClock
from sync.errors import WrongPassword
from sync.replica import audit, escrow, keys
from sync.replica.replica import open_replica

PERSON = "0195a0c4-1111-7000-8000-000000000001"
OLD, NEW, PHRASE = "lucia's own words", "another long one", "four words of the clinic"
Typing = Callable[..., None]


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Typing:
    """What somebody types where no letter is shown, one after the other."""
    waiting: list[str] = []
    monkeypatch.setattr("getpass.getpass", lambda prompt="": waiting.pop(0))

    def typed(*words: str) -> None:
        waiting[:] = words

    return typed


@pytest.fixture
def station(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workstation:
    """A computer where Lucía has worked."""
    monkeypatch.setenv("CLINIC_APP_HOME", str(tmp_path / "home"))
    made = Workstation(paths().data)
    made.use_server(Address("http://127.0.0.1:9", "sb_publishable_nobody_0000"))
    made.remember(Known(PERSON, "lucia@example.org", "Lucía Herrera"))
    key = keys.create_keys(made.folder(PERSON), PERSON, OLD)
    asyncio.run(_open(made, key))
    return made


async def _open(station: Workstation, key: bytes) -> list[str]:
    clock = FakeClock(datetime(2026, 11, 20, 12, 0, tzinfo=UTC))
    async with open_replica(station.replica(PERSON), key, person=PERSON, clock=clock) as replica:
        lines = await replica.read(lambda db: audit.after(db, 0, 100))
        return [line.action for line in lines]


def a_key(tmp_path: Path, types: Typing, capsys: pytest.CaptureFixture[str]) -> tuple[Path, str]:
    """The file of a key just made, and its public half as it was printed."""
    file = tmp_path / "escrow.json"
    types(PHRASE, PHRASE)
    assert main(["escrow", "new", str(file)]) == 0
    return file, capsys.readouterr().out.splitlines()[-1]


def test_a_key_is_made_and_only_its_public_half_is_shown(
    tmp_path: Path, types: Typing, capsys: pytest.CaptureFixture[str]
) -> None:
    file, public = a_key(tmp_path, types, capsys)
    assert escrow.is_public_key(public)
    assert escrow.read_key(file, PHRASE).public == public
    assert PHRASE not in file.read_text()
    before = file.read_bytes()
    types(PHRASE, PHRASE)
    assert main(["escrow", "new", str(file)]) == 1
    assert "there already" in capsys.readouterr().err
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("typed", "said"), [(("short",), "Too short"), ((PHRASE, PHRASE + "x"), "differ")]
)
def test_a_passphrase_that_will_not_do_makes_no_file(
    tmp_path: Path,
    types: Typing,
    capsys: pytest.CaptureFixture[str],
    typed: Iterable[str],
    said: str,
) -> None:
    types(*typed)
    assert main(["escrow", "new", str(tmp_path / "escrow.json")]) == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "escrow.json").exists()


def test_the_clinics_key_gives_a_forgotten_password_anew_and_the_trail_says_so(
    tmp_path: Path, station: Workstation, types: Typing, capsys: pytest.CaptureFixture[str]
) -> None:
    file, public = a_key(tmp_path, types, capsys)
    folder = station.folder(PERSON)
    key = keys.unlock(folder, PERSON, OLD)
    escrow.seal_to(folder, PERSON, key, public)
    types(PHRASE, NEW, NEW)
    assert main(["escrow", "open", str(file), "--person", "Lucia@Example.org"]) == 0
    said = capsys.readouterr()
    assert "Lucía Herrera" in said.out
    assert keys.unlock(folder, PERSON, NEW) == key
    with pytest.raises(WrongPassword):
        keys.unlock(folder, PERSON, OLD)
    assert station.people[0].has_own_password
    assert asyncio.run(_open(station, key)) == ["escrow_open"]


def test_what_does_not_open_it_changes_nothing_and_says_why(
    tmp_path: Path, station: Workstation, types: Typing, capsys: pytest.CaptureFixture[str]
) -> None:
    file, public = a_key(tmp_path, types, capsys)
    folder = station.folder(PERSON)
    key = keys.unlock(folder, PERSON, OLD)
    slots = keys.keys_file(folder, PERSON)

    def refused(*typed: str, who: str = "lucia@example.org", named: Path = file) -> str:
        types(*typed)
        before = slots.read_bytes()
        assert main(["escrow", "open", str(named), "--person", who]) == 1
        assert slots.read_bytes() == before
        return capsys.readouterr().err

    assert "another escrow key, or to none" in refused(PHRASE)
    escrow.seal_to(folder, PERSON, key, public)
    assert "does not open this escrow key" in refused("other words of the clinic")
    assert "Nobody of that address" in refused(who="sam@example.org")
    assert "Too short" in refused(PHRASE, "short")
    assert "differ" in refused(PHRASE, NEW, NEW + "x")
    (tmp_path / "other.json").write_text(json.dumps({"what": "else"}))
    assert refused(PHRASE, named=tmp_path / "other.json")
    assert refused(PHRASE, named=tmp_path / "nowhere.json")

    async def while_the_program_runs() -> str:
        clock = FakeClock(datetime(2026, 11, 20, 12, 0, tzinfo=UTC))
        async with open_replica(station.replica(PERSON), key, person=PERSON, clock=clock):
            return await asyncio.to_thread(refused, PHRASE, NEW, NEW)

    assert "The program is open." in asyncio.run(while_the_program_runs())
    assert asyncio.run(_open(station, key)) == []
