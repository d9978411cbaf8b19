"""The other ways to a replica's key: a code on paper, the clinic's escrow key; and who may try how often."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sync.clock import FakeClock
from sync.errors import Damaged, NewerReplica, ReplicaTrouble, WrongPassword
from sync.replica import escrow, keys, recovery
from sync.replica.attempts import LONGEST_S, Attempts, TooManyTries, try_password, wait_after
from sync.replica.escrow import NotForThisKey
from sync.replica.recovery import ALPHABET, MistypedCode, WrongCode
from sync.replica.slots import PasswordCost

CHEAP = PasswordCost(memory=64, passes=1, lanes=1)
PERSON = "ana"
PASSWORD = "a long password"


@pytest.fixture
def key(tmp_path: Path) -> bytes:
    return keys.create_keys(tmp_path, PERSON, PASSWORD, cost=CHEAP)


def unlock(folder: Path, password: str = PASSWORD) -> bytes:
    return keys.unlock(folder, PERSON, password, floor=CHEAP)


def slots(folder: Path) -> Any:
    return json.loads(keys.keys_file(folder, PERSON).read_text())


def rewrite(folder: Path, content: Any) -> None:
    keys.keys_file(folder, PERSON).write_text(json.dumps(content))


# --- the code on paper ----------------------------------------------------------------------------


def test_a_code_is_eight_groups_of_five_without_lookalikes() -> None:
    codes = {recovery.new_code() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        groups = code.split("-")
        assert [len(group) for group in groups] == [5] * 8
        assert set("".join(groups)) <= set(ALPHABET)
        assert not set("".join(groups)) & set("01ILO")
        assert recovery.read_code(code) == code


@pytest.mark.parametrize("spelling", ["lower", "blanks", "together", "lines"])
def test_a_code_may_be_typed_as_it_comes(spelling: str) -> None:
    code = recovery.new_code()
    typed = {
        "lower": code.lower(),
        "blanks": f"  {code.replace('-', ' ')} ",
        "together": code.replace("-", ""),
        "lines": code.replace("-", "\n", 4),
    }[spelling]
    assert recovery.read_code(typed) == code


def test_every_wrong_letter_is_found_and_its_group_named() -> None:
    code = recovery.new_code()
    for at, right in enumerate(code):
        if right == "-":
            continue
        for wrong in ALPHABET.replace(right, "") + "0OIL!":
            with pytest.raises(MistypedCode) as caught:
                recovery.read_code(code[:at] + wrong + code[at + 1 :])
            assert caught.value.group == at // 6 + 1


def test_two_letters_or_two_groups_that_changed_places_are_found() -> None:
    code = recovery.new_code()
    for at in range(len(code) - 1):
        one, two = code[at], code[at + 1]
        if "-" not in one + two and one != two:
            with pytest.raises(MistypedCode):
                recovery.read_code(code[:at] + two + one + code[at + 2 :])
    groups = code.split("-")
    for at in range(7):
        swapped = [*groups[:at], groups[at + 1], groups[at], *groups[at + 2 :]]
        with pytest.raises(MistypedCode):
            recovery.read_code("-".join(swapped))


@pytest.mark.parametrize(("kept", "group"), [(0, 1), (4, 1), (5, 2), (38, 8)])
def test_a_code_that_ends_early_says_where(kept: int, group: int) -> None:
    with pytest.raises(MistypedCode) as caught:
        recovery.read_code(recovery.new_code().replace("-", "")[:kept])
    assert caught.value.group == group


def test_a_code_that_goes_on_is_no_code() -> None:
    with pytest.raises(MistypedCode) as caught:
        recovery.read_code(recovery.new_code() + "-22222")
    assert caught.value.group == 0


def test_a_code_opens_the_replica_and_is_written_nowhere(tmp_path: Path, key: bytes) -> None:
    code = recovery.add_code(tmp_path, PERSON, key)
    assert keys.has_slot(tmp_path, PERSON, "recovery")
    kept = keys.keys_file(tmp_path, PERSON).read_text()
    assert not any(group in kept for group in code.split("-"))
    assert recovery.open_with_code(tmp_path, PERSON, code.lower()) == key
    assert unlock(tmp_path) == key, "the password goes on to work"


def test_a_code_sets_a_new_password_once(tmp_path: Path, key: bytes) -> None:
    code = recovery.add_code(tmp_path, PERSON, key)
    opened = recovery.new_password_with_code(tmp_path, PERSON, code, "a new one", cost=CHEAP)
    assert opened == key
    assert unlock(tmp_path, "a new one") == key
    with pytest.raises(WrongPassword):
        unlock(tmp_path)
    with pytest.raises(WrongCode):
        recovery.new_password_with_code(tmp_path, PERSON, code, "another", cost=CHEAP)
    assert unlock(tmp_path, "a new one") == key


def test_a_new_code_takes_the_place_of_the_old_one(tmp_path: Path, key: bytes) -> None:
    old = recovery.add_code(tmp_path, PERSON, key)
    new = recovery.add_code(tmp_path, PERSON, key)
    with pytest.raises(WrongCode):
        recovery.open_with_code(tmp_path, PERSON, old)
    assert recovery.open_with_code(tmp_path, PERSON, new) == key
    recovery.take_code_back(tmp_path, PERSON)
    with pytest.raises(WrongCode):
        recovery.open_with_code(tmp_path, PERSON, new)


def test_the_parameters_of_every_slot_are_vouched_for(tmp_path: Path, key: bytes) -> None:
    code = recovery.add_code(tmp_path, PERSON, key)
    pair = escrow.new_key()
    escrow.seal_to(tmp_path, PERSON, key, pair.public)
    whole = slots(tmp_path)
    for name, value in (("kdf", "none"), ("new", 1), ("type", "other")):
        for at, slot in enumerate(whole["slots"]):
            changed = json.loads(json.dumps(whole))
            changed["slots"][at][name] = value
            rewrite(tmp_path, changed)
            ways: dict[str, Callable[[], bytes]] = {
                "password": lambda: unlock(tmp_path),
                "recovery": lambda: recovery.open_with_code(tmp_path, PERSON, code),
                "escrow": lambda: escrow.unseal(tmp_path, PERSON, pair),
            }
            with pytest.raises((WrongPassword, WrongCode, Damaged, NotForThisKey)):
                ways[slot["type"]]()
    rewrite(tmp_path, whole)
    assert escrow.unseal(tmp_path, PERSON, pair) == unlock(tmp_path) == key


# --- escrow ---------------------------------------------------------------------------------------


def test_the_clinic_opens_what_was_sealed_to_its_key(tmp_path: Path, key: bytes) -> None:
    pair, other = escrow.new_key(), escrow.new_key()
    assert escrow.is_public_key(pair.public)
    assert len(pair.public) == 44
    assert not escrow.is_sealed_to(tmp_path, PERSON, pair.public)
    escrow.seal_to(tmp_path, PERSON, key, pair.public)
    assert escrow.is_sealed_to(tmp_path, PERSON, pair.public)
    assert escrow.unseal(tmp_path, PERSON, pair) == key
    with pytest.raises(NotForThisKey):
        escrow.unseal(tmp_path, PERSON, other)
    escrow.seal_to(tmp_path, PERSON, key, other.public)
    with pytest.raises(NotForThisKey):
        escrow.unseal(tmp_path, PERSON, pair)
    escrow.unseal_no_more(tmp_path, PERSON)
    with pytest.raises(NotForThisKey):
        escrow.unseal(tmp_path, PERSON, other)
    assert unlock(tmp_path) == key


def test_a_changed_escrow_slot_is_damage(tmp_path: Path, key: bytes) -> None:
    pair = escrow.new_key()
    escrow.seal_to(tmp_path, PERSON, key, pair.public)
    content = slots(tmp_path)
    for name in ("once", "sealed", "nonce"):
        changed = json.loads(json.dumps(content))
        changed["slots"][1][name] = escrow.new_key().public
        rewrite(tmp_path, changed)
        with pytest.raises(Damaged):
            escrow.unseal(tmp_path, PERSON, pair)


@pytest.mark.parametrize("text", ["", "short", "A" * 44, "é" * 44])
def test_not_every_text_is_an_escrow_key(text: str) -> None:
    assert not escrow.is_public_key(text)


def test_the_private_half_is_a_file_under_a_passphrase(tmp_path: Path) -> None:
    file, pair = tmp_path / "escrow.json", escrow.new_key()
    escrow.write_key(file, pair, "four words of mine", cost=CHEAP)
    raw = pair.private.private_bytes_raw()
    assert raw not in file.read_bytes()
    assert raw.hex().encode() not in file.read_bytes()
    if os.name != "nt":
        assert file.stat().st_mode & 0o777 == 0o600
    assert escrow.read_key(file, "four words of mine").public == pair.public
    with pytest.raises(WrongPassword):
        escrow.read_key(file, "other words")
    with pytest.raises(FileExistsError):
        escrow.write_key(file, escrow.new_key(), "x", cost=CHEAP)
    told = json.loads(file.read_text())
    file.write_text(json.dumps(told | {"public": escrow.new_key().public}))
    with pytest.raises(WrongPassword):
        escrow.read_key(file, "four words of mine")
    file.write_text(json.dumps(told | {"format": 2}))
    with pytest.raises(NewerReplica):
        escrow.read_key(file, "four words of mine")
    file.write_text("{}")
    with pytest.raises(Damaged):
        escrow.read_key(file, "four words of mine")
    with pytest.raises(ReplicaTrouble):
        escrow.read_key(tmp_path / "nowhere", "x")


# --- who may try how often ------------------------------------------------------------------------


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(datetime(2026, 11, 20, 9, 0, tzinfo=UTC))


class Machine:
    """A computer that can be started again: its clock by the wall goes on, the other one begins anew."""

    def __init__(self, folder: Path, clock: FakeClock) -> None:
        self.folder, self.clock, self.boot = folder, clock, "first"

    def restart(self, seconds: float = 60.0) -> None:
        then = self.clock.now() + timedelta(seconds=seconds)
        self.clock = FakeClock(then)
        self.boot += " again"

    def type(self, password: str) -> bytes:
        """Somebody types a password into a program that was just started."""
        return try_password(
            self.folder, PERSON, password, self.clock, floor=CHEAP, boot=lambda: self.boot
        )

    def wait_s(self) -> float:
        return Attempts(self.folder, PERSON, self.clock, boot=lambda: self.boot).wait_s()

    def guess(self, times: int) -> None:
        """Wrong passwords, each as soon as it is allowed."""
        for _ in range(times):
            self.clock.advance(self.wait_s())
            with pytest.raises(WrongPassword):
                self.type("wrong")


@pytest.fixture
def machine(tmp_path: Path, key: bytes, clock: FakeClock) -> Machine:
    return Machine(tmp_path, clock)


def test_mistyping_twice_costs_nothing(machine: Machine, key: bytes) -> None:
    for _ in range(2):
        with pytest.raises(WrongPassword):
            machine.type("wrong")
    assert machine.wait_s() == 0
    assert machine.type(PASSWORD) == key


def test_ten_wrong_passwords_and_a_restart(machine: Machine, key: bytes) -> None:
    machine.guess(10)
    assert machine.wait_s() == 256
    with pytest.raises(TooManyTries) as caught:
        machine.type(PASSWORD)
    assert caught.value.wait_s == 256, "not even the right one"

    machine.restart(seconds=20)
    assert machine.wait_s() == pytest.approx(236)
    with pytest.raises(TooManyTries):
        machine.type(PASSWORD)
    machine.restart(seconds=30)
    assert machine.wait_s() == pytest.approx(206), "being refused does not begin it anew"
    machine.clock.advance(206)
    assert machine.type(PASSWORD) == key
    assert machine.wait_s() == 0
    machine.guess(2)
    assert machine.wait_s() == 0, "the row was ended by the right one"


def test_each_wrong_one_makes_the_wait_longer_up_to_a_quarter_of_an_hour() -> None:
    waits = [wait_after(n) for n in range(16)]
    assert waits[:5] == [0, 0, 0, 2, 4]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_S == 900


def test_taking_the_file_away_costs_as_much_as_waiting(machine: Machine, key: bytes) -> None:
    machine.guess(4)
    (machine.folder / f"{PERSON}.tries.json").unlink()
    assert machine.wait_s() == LONGEST_S
    machine.clock.advance(LONGEST_S - 1)
    with pytest.raises(TooManyTries):
        machine.type(PASSWORD)
    machine.clock.advance(1)
    assert machine.type(PASSWORD) == key


@pytest.mark.parametrize(
    "change", [{"wrong": 0}, {"wall": "2026-01-01T00:00:00+00:00"}, {"mono": -9e9}]
)
def test_changing_the_file_costs_as_much_as_waiting(
    machine: Machine, change: dict[str, Any]
) -> None:
    machine.guess(4)
    file = machine.folder / f"{PERSON}.tries.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | change))
    assert machine.wait_s() == LONGEST_S


def test_the_file_of_another_person_fits_nobody_else(machine: Machine, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    keys.create_keys(other, PERSON, "x", cost=CHEAP)
    fresh = Machine(other, machine.clock)
    fresh.type("x")
    machine.guess(6)
    name = f"{PERSON}.tries.json"
    (machine.folder / name).write_bytes((other / name).read_bytes())
    assert machine.wait_s() == LONGEST_S


def test_a_clock_set_back_has_not_moved_and_one_set_ahead_saves_nothing(
    machine: Machine, key: bytes
) -> None:
    machine.guess(10)
    machine.clock.skew(timedelta(days=1))
    assert machine.wait_s() == 256, "this start of the machine knows better"
    machine.clock.skew(timedelta(days=-1))
    assert machine.wait_s() == 256
    machine.restart(seconds=-86_400)
    assert machine.wait_s() == 256, "begun anew"
    machine.clock.advance(256)
    assert machine.type(PASSWORD) == key, "and not for as long as the clock was wrong"


def test_a_program_killed_while_it_tried_has_tried(machine: Machine) -> None:
    row = Attempts(machine.folder, PERSON, machine.clock, boot=lambda: "x")
    row.make(lambda: unlock(machine.folder))
    file = machine.folder / f"{PERSON}.tries.json"
    seen = []

    def attempt() -> bytes:
        seen.append(json.loads(file.read_text())["wrong"])
        raise WrongPassword

    with pytest.raises(WrongPassword):
        row.make(attempt)
    assert seen == [1], "counted before it is made"


def test_what_is_no_guess_is_not_counted(machine: Machine) -> None:
    row = Attempts(machine.folder, PERSON, machine.clock, boot=lambda: "x")

    def broken() -> bytes:
        raise Damaged("the slots cannot be read")

    for _ in range(8):
        with pytest.raises(Damaged):
            row.make(broken)
    assert row.wait_s() == 0
