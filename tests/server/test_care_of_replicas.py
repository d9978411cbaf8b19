"""Looking after replicas: where one differs, which one is a copy, which one must forget."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import psycopg
import pytest

from sync.ids import new_id
from tests.server.clinic import Clinic, Json, Person, Replica, push_request, row_hash, scope_id


def buckets(replica: Replica, scope: str) -> dict[str, str]:
    """What a replica says of a scope: count and sum by the last two digits of the rows' ids."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for (table, row_id), (ver, _) in replica.held[scope].items():
        sums[row_id[-2:]][0] += 1
        sums[row_id[-2:]][1] += row_hash(table, row_id, ver)
    return {bucket: f"{n}:{total}" for bucket, (n, total) in sums.items()}


def digest(clinic: Clinic, person: Person, scope: str, told: Any, **more: Any) -> Json:
    request = {"scope": scope, "buckets": told, **more}
    return clinic.call(person, "sync_digest", request)


@pytest.fixture
def world(shared_clinic: Clinic) -> tuple[Clinic, Person, str, Replica]:
    facility = shared_clinic.facility()
    person = shared_clinic.member(facility, "reception")
    for _ in range(60):
        shared_clinic.patient(facility)
    return (
        shared_clinic,
        person,
        scope_id("facility", facility),
        Replica(shared_clinic, person).pull(),
    )


def ids_in(answer: Json) -> set[str]:
    return {row[2] for page in answer["tables"].values() for row in page["rows"]}


def test_a_replica_that_is_right_is_told_nothing(
    world: tuple[Clinic, Person, str, Replica],
) -> None:
    clinic, person, scope, replica = world
    answer = digest(clinic, person, scope, buckets(replica, scope))
    assert (answer["buckets"], answer["tables"], answer["more"]) == ([], {}, False)
    head = next(s for s in replica.scopes if s["id"] == scope)
    assert (answer["head"], answer["n"], answer["sum"]) == (head["head"], head["n"], head["sum"])


@pytest.mark.parametrize("damage", ["missing", "stale", "extra", "a whole bucket"])
def test_what_differs_is_told_by_bucket_and_nothing_else(
    world: tuple[Clinic, Person, str, Replica], damage: str
) -> None:
    clinic, person, scope, replica = world
    held = replica.held[scope]
    key = next(key for key in held if key[0] == "patients")
    bucket = key[1][-2:]
    if damage == "missing":
        del held[key]
    elif damage == "stale":
        held[key] = (held[key][0] + 1, held[key][1])
    elif damage == "extra":
        held["patients", new_id()[:-2] + bucket] = (1, {})
    else:
        for other in [k for k in held if k[1][-2:] == bucket]:
            del held[other]
    answer = digest(clinic, person, scope, buckets(replica, scope))
    assert answer["buckets"] == [bucket]
    wanted = {row_id for _, row_id in Replica(clinic, person).pull().held[scope]}
    assert ids_in(answer) == {row_id for row_id in wanted if row_id.endswith(bucket)}


def test_rows_that_are_gone_are_told_by_an_empty_bucket(
    world: tuple[Clinic, Person, str, Replica],
) -> None:
    clinic, person, scope, replica = world
    told = buckets(replica, scope)
    free = next(f"{n:02x}" for n in range(256) if f"{n:02x}" not in told)
    answer = digest(clinic, person, scope, told | {free: "3:99"})
    assert (answer["buckets"], ids_in(answer)) == ([free], set())


def test_a_large_difference_comes_in_whole_buckets(
    world: tuple[Clinic, Person, str, Replica],
) -> None:
    clinic, person, scope, replica = world
    held = {row_id for _, row_id in replica.held[scope]}
    right = buckets(replica, scope)
    told: dict[str, str] = {}
    seen: set[str] = set()
    for _ in range(100):
        answer = digest(clinic, person, scope, told, want=7)
        assert answer["buckets"]
        brought = ids_in(answer)
        assert brought == {row_id for row_id in held if row_id[-2:] in answer["buckets"]}
        seen |= brought
        told |= {bucket: right[bucket] for bucket in answer["buckets"]}
        if not answer["more"]:
            break
    assert seen == held


def test_nobody_asks_about_the_scope_of_somebody_else(
    world: tuple[Clinic, Person, str, Replica],
) -> None:
    clinic, _, scope, _ = world
    stranger = clinic.account("stranger")
    for request in ({"scope": scope}, {"scope": new_id()}, {}):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            clinic.call(stranger, "sync_digest", request)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        clinic.call(None, "sync_digest", {"scope": scope})


# --- copies ---------------------------------------------------------------------------------------


def is_copy(clinic: Clinic, person: Person, have: str | None, next_: str) -> bool:
    request = push_request(person, lineage={"have": have, "next": next_})
    answer = clinic.call(person, "sync_push", request)
    found: bool = answer["flags"]["copy"]
    return found


def test_a_copied_disk_is_noticed_and_the_first_to_speak_stays(shared_clinic: Clinic) -> None:
    person = shared_clinic.account("somebody")
    first, second, twin = new_id(), new_id(), new_id()
    assert not is_copy(shared_clinic, person, None, first)
    assert not is_copy(shared_clinic, person, None, first), "a lost answer, asked again"
    assert not is_copy(shared_clinic, person, first, second), "the next start"
    assert is_copy(shared_clinic, person, first, twin), "the twin still believes in the first"
    assert not is_copy(shared_clinic, person, first, second), "and the original goes on"
    another = Person(person.id, person.email)
    assert not is_copy(shared_clinic, another, None, twin), "under a name of its own"


def test_two_people_on_one_machine_are_no_copies(shared_clinic: Clinic) -> None:
    one, other = shared_clinic.account("one"), shared_clinic.account("other")
    assert not is_copy(shared_clinic, one, None, new_id())
    assert not is_copy(shared_clinic, Person(other.id, other.email, one.device), None, new_id())


# --- orders to forget -----------------------------------------------------------------------------


@pytest.mark.parametrize("everywhere", [True, False])
def test_an_order_to_wipe_reaches_the_right_installations(
    shared_clinic: Clinic, everywhere: bool
) -> None:
    facility = shared_clinic.facility()
    lost = shared_clinic.member(facility, "reception")
    kept = Person(lost.id, lost.email)
    colleague = shared_clinic.member(facility, "reception")
    shared_clinic.db.execute(
        "insert into sync.wipes (user_id, device) values (%s, %s)",
        [lost.id, None if everywhere else lost.device],
    )
    told = shared_clinic.pull(lost)
    assert told["flags"]["wipe"] is True
    assert "tables" not in told, "and gets nothing more to hold"
    assert shared_clinic.pull(kept)["flags"]["wipe"] is everywhere
    assert shared_clinic.pull(colleague)["flags"]["wipe"] is False


def test_no_person_orders_a_wipe_through_the_api(shared_clinic: Clinic) -> None:
    person = shared_clinic.member(shared_clinic.facility(), "system_admin")
    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        shared_clinic.as_person(person) as db,
    ):
        db.execute("insert into sync.wipes (user_id) values (%s)", [person.id])
