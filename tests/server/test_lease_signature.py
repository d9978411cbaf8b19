"""The lease is signed by the database itself, as RFC 8032 says, and only where one is due."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.server.clinic import Clinic, Json, Person

SHA_ABC = hashlib.sha512(b"abc").hexdigest()
VECTORS = {
    # RFC 8032 7.1: secret key, public key, message, signature
    "TEST 1": (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    "TEST 2": (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    "TEST 3": (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
    "TEST SHA(abc)": (
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        SHA_ABC,
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
        "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    ),
}


@pytest.mark.parametrize("name", VECTORS)
def test_it_signs_what_the_standard_signs(shared_clinic: Clinic, name: str) -> None:
    seed, public, message, signature = (bytes.fromhex(each) for each in VECTORS[name])
    assert raw(Ed25519PrivateKey.from_private_bytes(seed)) == public
    made = "select sync.ed25519_point(sync.ed25519_scalar(%s))"
    assert shared_clinic.value(made, seed) == public
    told = shared_clinic.value("select sync.ed25519_sign(%s, %s, %s)", seed, public, message)
    assert told == signature


@pytest.mark.parametrize("length", [1, 127, 1023, 5000])
def test_it_signs_as_another_program_does_whatever_the_key(
    shared_clinic: Clinic, length: int
) -> None:
    for first in (0, 1, 0x7F, 0xFF):
        seed = bytes([first]) + hashlib.sha256(b"%d %d" % (length, first)).digest()[1:]
        key = Ed25519PrivateKey.from_private_bytes(seed)
        message = hashlib.shake_256(seed).digest(length)
        signed = shared_clinic.value(
            "select sync.ed25519_sign(%s, %s, %s)", seed, raw(key), message
        )
        assert signed == key.sign(message)


def raw(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def test_every_project_has_a_key_of_its_own(clinic: Clinic, shared_clinic: Clinic) -> None:
    """One that came out of the migration itself and not out of a file that everybody has."""
    key = "select seed || decode(public_key, 'base64') from sync.lease_key"
    kept = clinic.value(key)
    assert raw(Ed25519PrivateKey.from_private_bytes(kept[:32])) == kept[32:]
    clinic.db.execute(b"select sync.new_lease_key()")
    assert clinic.value(key) not in (kept, shared_clinic.value(key))
    assert clinic.value("select count(*) from sync.lease_key") == 1


def test_another_key_comes_with_another_epoch(clinic: Clinic) -> None:
    before = clinic.value("select sync.epoch()")
    clinic.db.execute(b"select sync.new_lease_key()")
    assert clinic.value("select sync.epoch()") != before


@pytest.mark.parametrize("role", ["anon", "authenticated", "service_role", "authenticator"])
@pytest.mark.parametrize(
    "statement",
    [
        "select seed from sync.lease_key",
        "delete from sync.lease_key",
        "select sync.sign('x')",
        "select sync.new_lease_key()",
        "select sync.lease_for(gen_random_uuid(), '{\"lease\": {}}')",
    ],
)
def test_nobody_reaches_the_key_or_has_things_signed(
    shared_clinic: Clinic, role: str, statement: str
) -> None:
    with shared_clinic.connect() as db:
        db.execute(f"set role {role}")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute(statement.encode())


# --- in a pull ------------------------------------------------------------------------------------


@pytest.fixture
def desk(shared_clinic: Clinic) -> Person:
    return shared_clinic.member(shared_clinic.facility(), "reception")


def lease(clinic: Clinic, person: Person, held: Any = None, **request: Any) -> Json:
    """The lease of an answer, to a client that says which one it holds ({} is none)."""
    told: Json = clinic.pull(person, lease={} if held is None else held, **request)["lease"]
    return told


def checked(told: Json) -> Json:
    """What a lease says, when it was signed with the key that is told beside it."""
    public = base64.b64decode(told["key"])
    signature = base64.b64decode(told["signature"])
    Ed25519PublicKey.from_public_bytes(public).verify(signature, told["note"].encode())
    note: Json = json.loads(told["note"])
    assert note["key"] == hashlib.sha256(public).hexdigest()[:16]
    return note


def test_who_holds_none_gets_one_for_themselves_and_this_computer(
    shared_clinic: Clinic, desk: Person
) -> None:
    told = lease(shared_clinic, desk)
    note = checked(told)
    assert (note["user"], note["device"], note["roles"]) == (desk.id, desk.device, ["reception"])
    assert note["not_after"] == told["not_after"]
    assert told["key"] == shared_clinic.value("select public_key from sync.lease_key")
    issued, until = (datetime.fromisoformat(note[name]) for name in ("issued_at", "not_after"))
    assert abs(until - issued - timedelta(days=14)) < timedelta(seconds=5)
    with pytest.raises(InvalidSignature):
        checked(told | {"note": told["note"].replace("reception", "system_admin")})


def test_a_program_of_before_is_answered_as_before(shared_clinic: Clinic, desk: Person) -> None:
    assert shared_clinic.pull(desk)["lease"].keys() == {"not_after"}


def test_a_held_one_is_good_for_an_hour(shared_clinic: Clinic, desk: Person) -> None:
    held = checked(lease(shared_clinic, desk))
    assert lease(shared_clinic, desk, held).keys() == {"not_after"}
    assert lease(shared_clinic, desk, moved(held, minutes=-58)).keys() == {"not_after"}
    assert checked(lease(shared_clinic, desk, moved(held, minutes=-61)))
    assert checked(lease(shared_clinic, desk, moved(held, minutes=5))), "it promises too much"


def moved(held: Json, minutes: float) -> Json:
    until = datetime.fromisoformat(held["not_after"]) + timedelta(minutes=minutes)
    return held | {"not_after": until.isoformat()}


@pytest.mark.parametrize("name", ["user", "device", "roles", "key"])
def test_one_that_is_not_this_desks_is_replaced(
    shared_clinic: Clinic, desk: Person, name: str
) -> None:
    held = checked(lease(shared_clinic, desk))
    assert checked(lease(shared_clinic, desk, held | {name: "another"}))[name] == held[name]
    assert checked(lease(shared_clinic, desk, {k: v for k, v in held.items() if k != name}))


def test_a_decision_of_the_clinic_is_signed_at_once(shared_clinic: Clinic) -> None:
    facility = shared_clinic.facility()
    desk = shared_clinic.member(facility, "reception")
    held = checked(lease(shared_clinic, desk))
    shared_clinic.add("facility_policies", facility_id=facility, lease_days=3)
    shorter = checked(lease(shared_clinic, desk, held))
    assert shorter["not_after"] < held["not_after"]
    shared_clinic.join(desk, shared_clinic.facility("Other"), "nurse")
    assert checked(lease(shared_clinic, desk, shorter))["roles"] == ["nurse", "reception"]
