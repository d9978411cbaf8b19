"""Who can open the replica: the password always, the keyring when there is one."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from sync.errors import Damaged, Defect, NewerReplica, ReplicaTrouble, WrongPassword
from sync.replica import keys
from sync.replica.keys import PasswordCost

CHEAP = PasswordCost(memory=64, passes=1, lanes=1)
PERSON = "ana"


class Ring:
    """A keyring that works."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, name: str) -> str | None:
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, secret: str) -> None:
        self.kept[service, name] = secret

    def delete_password(self, service: str, name: str) -> None:
        del self.kept[service, name]


class OtherRing(Ring):
    """Another backend."""


class BrokenRing(Ring):
    """A keyring whose service is away."""

    def get_password(self, service: str, name: str) -> str | None:
        raise ConnectionRefusedError("no bus")

    def set_password(self, service: str, name: str, secret: str) -> None:
        raise RuntimeError("locked")

    delete_password = get_password  # type: ignore[assignment]


@pytest.fixture
def key(tmp_path: Path) -> bytes:
    return keys.create_keys(tmp_path, PERSON, "a long password", cost=CHEAP)


def unlock(folder: Path, password: str = "a long password") -> bytes:
    return keys.unlock(folder, PERSON, password, floor=CHEAP)


def slots(folder: Path) -> Any:
    return json.loads(keys.keys_file(folder, PERSON).read_text())


def rewrite(folder: Path, content: Any) -> None:
    keys.keys_file(folder, PERSON).write_text(json.dumps(content))


def test_the_password_opens_and_another_does_not(tmp_path: Path, key: bytes) -> None:
    assert len(key) == 32
    assert unlock(tmp_path) == key
    with pytest.raises(WrongPassword):
        unlock(tmp_path, "another password")
    assert unlock(tmp_path) == key, "a wrong guess changes nothing"


def test_a_password_is_the_same_however_its_letters_were_composed(tmp_path: Path) -> None:
    key = keys.create_keys(tmp_path, PERSON, "pi\u00f1a", cost=CHEAP)
    assert unlock(tmp_path, "pin\u0303a") == key


def test_the_key_is_not_in_the_file_and_the_file_is_ours_alone(tmp_path: Path, key: bytes) -> None:
    file = keys.keys_file(tmp_path, PERSON)
    raw = file.read_bytes()
    assert key not in raw
    assert key.hex().encode() not in raw
    if os.name != "nt":
        assert file.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == [file.name]


def test_keys_are_never_made_twice(tmp_path: Path, key: bytes) -> None:
    with pytest.raises(Defect):
        keys.create_keys(tmp_path, PERSON, "another", cost=CHEAP)
    assert unlock(tmp_path) == key
    assert keys.has_keys(tmp_path, PERSON)
    assert not keys.has_keys(tmp_path, "luis")


def test_what_the_program_writes_is_as_dear_as_promised(tmp_path: Path) -> None:
    key = keys.create_keys(tmp_path, PERSON, "a long password")
    (slot,) = slots(tmp_path)["slots"]
    assert (slot["memory"], slot["passes"], slot["lanes"]) == (64 * 1024, 3, 4)
    assert keys.unlock(tmp_path, PERSON, "a long password") == key


@pytest.mark.parametrize("cheaper", [{"memory": 8}, {"passes": 0}, {"lanes": 0}])
def test_a_slot_made_cheap_to_guess_is_refused(
    tmp_path: Path, key: bytes, cheaper: dict[str, int]
) -> None:
    content = slots(tmp_path)
    content["slots"][0] |= cheaper
    rewrite(tmp_path, content)
    with pytest.raises(Damaged):
        unlock(tmp_path)


@pytest.mark.parametrize("broken", [{"salt": ""}, {"nonce": "QQ=="}, {"sealed": 3}, {"salt": "é"}])
def test_a_broken_slot_is_damage_not_a_wrong_password(
    tmp_path: Path, key: bytes, broken: dict[str, Any]
) -> None:
    content = slots(tmp_path)
    content["slots"][0] |= broken
    rewrite(tmp_path, content)
    with pytest.raises(Damaged):
        unlock(tmp_path)


def test_a_slot_made_to_exhaust_the_computer_is_refused(tmp_path: Path, key: bytes) -> None:
    content = slots(tmp_path)
    content["slots"][0]["memory"] = 2**31
    rewrite(tmp_path, content)
    with pytest.raises(Damaged):
        unlock(tmp_path)


@pytest.mark.parametrize("name", ["device", "person"])
def test_a_slot_is_bound_to_its_person_and_installation(
    tmp_path: Path, key: bytes, name: str
) -> None:
    content = slots(tmp_path)
    content[name] = "another"
    rewrite(tmp_path, content)
    with pytest.raises((WrongPassword, Damaged)):
        unlock(tmp_path)


def test_a_changed_password_opens_and_the_old_one_no_longer(tmp_path: Path, key: bytes) -> None:
    keys.change_password(tmp_path, PERSON, key, "the new one", cost=CHEAP)
    assert unlock(tmp_path, "the new one") == key
    with pytest.raises(WrongPassword):
        unlock(tmp_path)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 1}', '{"format": 1, "slots": 3}'])
def test_an_unreadable_key_file_says_so_and_stays(tmp_path: Path, key: bytes, content: str) -> None:
    file = keys.keys_file(tmp_path, PERSON)
    file.write_text(content)
    with pytest.raises(Damaged):
        unlock(tmp_path)
    assert file.read_text() == content


def test_a_key_file_of_a_newer_program_says_so(tmp_path: Path, key: bytes) -> None:
    rewrite(tmp_path, slots(tmp_path) | {"format": 3})
    with pytest.raises(NewerReplica):
        unlock(tmp_path)


def test_a_missing_key_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(ReplicaTrouble):
        unlock(tmp_path)
    assert keys.unlock_from_keyring(tmp_path, PERSON, keyring=Ring()) is None


def test_a_person_s_id_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    with pytest.raises(Defect):
        keys.create_keys(tmp_path, "../ana", "a long password", cost=CHEAP)


def test_a_trusted_workstation_opens_without_the_password(tmp_path: Path, key: bytes) -> None:
    ring = Ring()
    assert keys.unlock_from_keyring(tmp_path, PERSON, keyring=ring) is None
    assert keys.trust_workstation(tmp_path, PERSON, key, keyring=ring)

    assert keys.unlock_from_keyring(tmp_path, PERSON, keyring=ring) == key
    assert unlock(tmp_path) == key, "the password goes on to work"
    (secret,) = ring.kept.values()
    assert len(secret) == 44, "one secret of 32 bytes: Windows takes no long ones"

    keys.distrust_workstation(tmp_path, PERSON, keyring=ring)
    assert ring.kept == {}
    assert keys.unlock_from_keyring(tmp_path, PERSON, keyring=ring) is None
    assert unlock(tmp_path) == key


def test_a_keyring_that_fails_changes_nothing(tmp_path: Path, key: bytes) -> None:
    before = slots(tmp_path)
    assert not keys.trust_workstation(tmp_path, PERSON, key, keyring=BrokenRing())
    assert slots(tmp_path) == before

    ring = Ring()
    keys.trust_workstation(tmp_path, PERSON, key, keyring=ring)
    trusted = slots(tmp_path)
    for failing in (BrokenRing(), OtherRing(), Ring()):
        assert keys.unlock_from_keyring(tmp_path, PERSON, keyring=failing) is None
    (name,) = ring.kept
    good = ring.kept[name]
    for lost in ("", "not base64!", "QUJD" * 8, good[:-4] + "AAA="):
        ring.kept[name] = lost
        assert keys.unlock_from_keyring(tmp_path, PERSON, keyring=ring) is None
    ring.kept[name] = good
    assert keys.unlock_from_keyring(tmp_path, PERSON, keyring=ring) == key
    assert slots(tmp_path) == trusted, "never deleted because it did not work once"


def test_without_a_desktop_the_system_s_keyring_is_simply_not_there(
    tmp_path: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    assert not keys.trust_workstation(tmp_path, PERSON, key)
    assert keys.unlock_from_keyring(tmp_path, PERSON) is None
    assert unlock(tmp_path) == key
