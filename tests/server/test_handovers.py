"""A card that is handed over reaches one colleague and nobody else, and goes when that colleague does."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

import psycopg
import pytest

from sync.ids import new_id
from tests.server.clinic import Clinic, Json, Person, Replica

CARD = json.dumps({"tbl": "patients", "mine": {"phone": "22"}, "base": {"phone": "11"}})


@dataclass
class Desk:
    """A facility with somebody who hands over and somebody who gets it."""

    clinic: Clinic
    facility: str
    giver: Person
    taker: Person

    def member(self, person: Person) -> str:
        return str(
            self.clinic.value(
                "select id::text from public.facility_members where user_id = %s", person.id
            )
        )

    def hand_over(
        self, to: Person | None = None, by: Person | None = None, card: str = CARD, **more: object
    ) -> tuple[str, Json]:
        """(id of the handover, verdict)"""
        row_id = new_id()
        patch = {
            "facility_id": self.facility,
            "to_member_id": self.member(to or self.taker),
            "card": card,
            "note": "Please ring her",
        } | more
        by = by or self.giver
        [verdict] = self.clinic.push(
            by, self.clinic.mutation(by, "insert", "handovers", row_id, patch)
        )
        return row_id, verdict

    def seen_by(self, person: Person) -> set[str]:
        """The handovers that this person's replica holds after a pull, which row level security says too."""
        replica = Replica(self.clinic, person).pull()
        replica.check()
        held = {row_id for table, row_id in replica.rows if table == "handovers"}
        shown = self.clinic.visible(person)
        assert held == {row_id for table, row_id in shown if table == "handovers"}
        return held


@pytest.fixture
def desk(shared_clinic: Clinic) -> Desk:
    facility = shared_clinic.facility()
    return Desk(
        shared_clinic,
        facility,
        shared_clinic.member(facility, "reception"),
        shared_clinic.member(facility, "doctor"),
    )


def test_it_is_seen_by_the_one_it_was_handed_to_and_by_nobody_else(desk: Desk) -> None:
    colleague = desk.clinic.member(desk.facility, "facility_admin")
    row_id, verdict = desk.hand_over()
    assert verdict["status"] == "applied"
    assert "row" not in verdict, "who handed it over does not see it any more"
    assert desk.seen_by(desk.taker) == {row_id}
    assert desk.seen_by(desk.giver) == set()
    assert desk.seen_by(colleague) == set()
    row = desk.clinic.row("handovers", row_id)
    assert row is not None
    assert (row["card"], row["note"], row["status"]) == (CARD, "Please ring her", "open")
    assert str(row["created_by"]) == desk.giver.id


def test_a_repeated_push_hands_over_once(desk: Desk) -> None:
    patch = {"facility_id": desk.facility, "to_member_id": desk.member(desk.taker), "card": CARD}
    draft = desk.clinic.mutation(desk.giver, "insert", "handovers", new_id(), patch)
    [first] = desk.clinic.push(desk.giver, draft)
    [second] = desk.clinic.push(desk.giver, draft)
    assert (first["status"], second["status"]) == ("applied", "applied")
    assert len(desk.seen_by(desk.taker)) == 1


def test_one_that_is_offered_again_after_a_restore_has_been_handed_over(desk: Desk) -> None:
    """The ledger forgot it, the row is there; who handed it over may not see it, and gets no card."""
    patch = {"facility_id": desk.facility, "to_member_id": desk.member(desk.taker), "card": CARD}
    draft = desk.clinic.mutation(desk.giver, "insert", "handovers", new_id(), patch)
    desk.clinic.push(desk.giver, draft)
    desk.clinic.db.execute(b"delete from sync.ledger where id = %s", [draft["id"]])
    [again] = desk.clinic.push(desk.giver, draft)
    assert (again["status"], again.get("row")) == ("applied", None)
    somebody = desk.clinic.member(desk.facility, "nurse")
    theirs = desk.clinic.mutation(somebody, "insert", "handovers", draft["row_id"], patch)
    [refused] = desk.clinic.push(somebody, theirs)
    assert (refused["status"], refused["code"]) == ("rejected", "duplicate")
    assert len(desk.seen_by(desk.taker)) == 1


def test_whom_it_was_handed_to_settles_it_and_nobody_else(desk: Desk) -> None:
    row_id, _ = desk.hand_over()
    base = desk.clinic.row("handovers", row_id)
    for person, status in ((desk.giver, "forbidden"), (desk.taker, "applied")):
        [verdict] = desk.clinic.push(
            person,
            desk.clinic.mutation(
                person, "update", "handovers", row_id, {"status": "done"}, base=base
            ),
        )
        assert verdict["status"] == status


@pytest.mark.parametrize(
    ("field", "value"),
    [("card", "{}"), ("note", "other"), ("to_member_id", None), ("to_user_id", None)],
)
def test_what_was_handed_over_stays_as_it_was(desk: Desk, field: str, value: object) -> None:
    row_id, _ = desk.hand_over()
    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        desk.clinic.as_person(desk.taker) as db,
    ):
        db.execute(f"update public.handovers set {field} = %s where id = %s", [value, row_id])


def test_it_goes_to_somebody_else_of_the_staff_of_the_same_facility(desk: Desk) -> None:
    clinic = desk.clinic
    patient = clinic.member(desk.facility, "patient")
    gone = clinic.member(desk.facility, "nurse", is_active=False)
    elsewhere = clinic.member(clinic.facility(), "nurse")
    for nobody in (patient, gone, elsewhere, desk.giver):
        _, verdict = desk.hand_over(nobody)
        assert (verdict["status"], verdict["code"]) == ("rejected", "invalid"), nobody
    for stranger in (patient, gone, elsewhere):
        _, verdict = desk.hand_over(by=stranger)
        assert verdict["status"] == "forbidden", stranger


@pytest.mark.parametrize("card", ["", "no json", "[]", '{"kind": "update"}', '"patients"'])
def test_a_card_says_what_it_is_about(desk: Desk, card: str) -> None:
    _, verdict = desk.hand_over(card=card)
    assert (verdict["status"], verdict["code"]) == ("rejected", "invalid")


def test_a_clinical_card_goes_only_from_one_who_treats_to_another(desk: Desk) -> None:
    card = json.dumps({"tbl": "notes", "mine": {"text": "..."}})
    nurse = desk.clinic.member(desk.facility, "nurse")
    _, to_doctor = desk.hand_over(desk.taker, by=nurse, card=card)
    _, to_desk = desk.hand_over(desk.giver, by=nurse, card=card)
    _, from_desk = desk.hand_over(desk.taker, card=card)
    said = [verdict["status"] for verdict in (to_doctor, to_desk, from_desk)]
    assert said == ["applied", "forbidden", "forbidden"]


def test_who_leaves_the_staff_holds_no_card_any_more_and_again_when_back(desk: Desk) -> None:
    row_id, _ = desk.hand_over()
    member = desk.member(desk.taker)
    replica = Replica(desk.clinic, desk.taker).pull()
    assert ("handovers", row_id) in replica.rows
    for change, holds in (
        ({"is_active": False}, False),
        ({"is_active": True}, True),
        ({"role": "patient"}, False),
        ({"role": "nurse"}, True),
        ({"role": "reception"}, True),
    ):
        desk.clinic.change("facility_members", member, **change)
        replica.pull()
        assert (("handovers", row_id) in replica.rows) is holds, change
        assert desk.seen_by(desk.taker) == ({row_id} if holds else set())


def test_where_a_second_proof_is_demanded_nothing_is_handed_over_without(desk: Desk) -> None:
    desk.clinic.add("facility_policies", facility_id=desk.facility, is_second_factor_required=True)
    values = [desk.facility, desk.member(desk.taker), CARD]
    insert = b"insert into public.handovers (facility_id, to_member_id, card) values (%s, %s, %s)"
    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        desk.clinic.as_person(desk.giver) as db,
    ):
        db.execute(insert, values)
    _, verdict = desk.hand_over(by=replace(desk.giver, aal="aal2"))
    assert verdict["status"] == "applied"
