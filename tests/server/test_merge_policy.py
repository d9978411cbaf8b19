"""The written policy of merging, the rules in the database, and what really happens: three times the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count, product
from typing import Any

import psycopg
import pytest

from clinic_app.domain.appointments import FOLLOWS, Status
from sync.resources import resource
from tests.server.clinic import MORNING, REPLICATED, Clinic, Json, Person, Row

COMMON = {"id", "version", "created_at", "created_by", "updated_at", "updated_by"}
STEPS = ["scheduled", "confirmed", "arrived", "in_progress", "completed"]


@dataclass(frozen=True)
class Line:
    """One row of the policy."""

    rule: str
    group: str
    watches: frozenset[str]


def written_policy() -> dict[str, dict[str, Line]]:
    """table -> field -> what resources/docs/merge-policy.md says."""
    text = resource("docs", "merge-policy.md").read_text("utf-8")
    policy: dict[str, dict[str, Line]] = {}
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        name, _, body = section.partition("\n")
        rows = re.findall(r"^\| `(\w+)` \| ([^|]*) \| ?([^|]*)\| ?([^|]*)\|$", body, re.MULTILINE)
        if not rows:
            continue
        lines = policy.setdefault(name.strip(), {})
        for field, rule, watches, _words in rows:
            kind, _, group = rule.strip().partition(": ")
            assert field not in lines, f"{name}.{field} stands there twice"
            lines[field] = Line(kind, group or field, frozenset(re.findall(r"`(\w+)`", watches)))
    return policy


POLICY = written_policy()
EDITABLE = {
    table: [field for field, line in lines.items() if line.rule not in ("fixed", "server")]
    for table, lines in POLICY.items()
}
RULES = {"alone": "independent", "together": "group", "steps": "transition", "never": "never"}


# --- written down, and in the database ------------------------------------------------------------


def test_every_column_of_every_replicated_table_has_its_line(shared_clinic: Clinic) -> None:
    assert list(POLICY) == list(REPLICATED)
    for table, lines in POLICY.items():
        columns = {
            row["attname"]
            for row in shared_clinic.db.execute(
                b"""select attname from pg_attribute
                    where attrelid = %s::regclass and attnum > 0 and not attisdropped""",
                [f"public.{table}"],
            )
        }
        assert set(lines) == columns - COMMON, table


def test_what_is_fixed_or_the_servers_cannot_be_edited_and_all_else_can(
    shared_clinic: Clinic,
) -> None:
    may = "select has_column_privilege('authenticated', %s, %s, %s)"
    for table, lines in POLICY.items():
        for field, line in lines.items():
            update = shared_clinic.value(may, f"public.{table}", field, "update")
            insert = shared_clinic.value(may, f"public.{table}", field, "insert")
            assert update == (line.rule not in ("fixed", "server")), (table, field)
            if line.rule == "server":
                assert not insert, (table, field)


def test_the_rules_of_the_database_are_the_written_ones(shared_clinic: Clinic) -> None:
    kept = {
        (row["table_name"], row["field"]): (row["rule"], row["grp"], frozenset(row["watches"]))
        for row in shared_clinic.db.execute(b"select * from sync.merge_rules")
    }
    written = {
        (table, field): (RULES[line.rule], line.group, line.watches)
        for table, lines in POLICY.items()
        for field, line in lines.items()
        if line.rule in RULES and line != Line("alone", field, frozenset())
    }
    assert kept == written


def test_the_written_steps_are_those_of_the_database(shared_clinic: Clinic) -> None:
    kept = {
        (row["table_name"], row["field"]): row["steps"]
        for row in shared_clinic.db.execute(
            b"select * from sync.merge_rules where rule = 'transition' or steps <> '{}'"
        )
    }
    assert kept == {("appointments", "status"): STEPS}
    text = " ".join(resource("docs", "merge-policy.md").read_text("utf-8").split())
    assert f"forward: {', '.join(STEPS)}." in text


def test_a_table_of_the_domain_says_the_same_about_every_transition(
    shared_clinic: Clinic,
) -> None:
    for before, after in product(Status, Status):
        allowed = shared_clinic.value("select app.appointment_follows(%s, %s)", before, after)
        assert allowed == (before == after or after in FOLLOWS[before]), (before, after)


# --- and what happens -----------------------------------------------------------------------------


@dataclass
class Desks:
    """A facility with two people who may change everything in it, and things to refer to."""

    clinic: Clinic
    facility: str
    first: Person
    second: Person
    pool: dict[str, list[str]]
    slots: Iterator[int]


@pytest.fixture(scope="module")
def desks(shared_clinic: Clinic) -> Desks:
    clinic = shared_clinic
    facility = clinic.facility()
    # A second proof is demanded of all only by who shows one, so these two do.
    first, second = (
        replace(clinic.member(facility, "facility_admin"), aal="aal2") for _ in range(2)
    )
    clinic.db.execute(
        # A profile or a card is one person's alone; here two people edit it, or nothing could clash.
        b"""create policy test_everybody on public.profiles to authenticated using (true);
            create policy test_everybody on public.handovers to authenticated using (true)"""
    )
    pool = {
        "room_id": [
            str(clinic.add("rooms", facility_id=facility, name=f"R{n}")["id"]) for n in range(3)
        ],
        "provider_id": [clinic.provider(facility) for _ in range(3)],
        "patient_id": [clinic.patient(facility) for _ in range(3)],
        "type_id": [
            str(clinic.add("appointment_types", facility_id=facility, name="T", minutes=20)["id"])
            for n in range(3)
        ],
        "member_id": [
            clinic.value(
                "select id::text from public.facility_members where user_id = %s",
                clinic.member(facility, "doctor").id,
            )
            for _ in range(3)
        ],
    }
    return Desks(clinic, facility, first, second, pool, count())


def values_of(desks: Desks, table: str, field: str, at: int) -> Any:
    """Three values of a field: 0 as it is in the beginning, 1 and 2 as two people would have it."""
    day = MORNING + timedelta(days=at)
    fixed: dict[str, list[Any]] = {
        "time_zone": ["Europe/Madrid", "Europe/Berlin", "Atlantic/Canary"],
        "role": ["nurse", "doctor", "reception"],
        "weekday": [1, 2, 3],
        "starts": ["08:00:00", "08:30:00", "09:00:00"],
        "ends": ["12:00:00", "12:30:00", "13:00:00"],
        "starts_at": [day + timedelta(hours=h) for h in (8, 9, 10)],
        "ends_at": [day + timedelta(hours=h) for h in (11, 12, 13)],
        "color": ["#000000", "#111111", "#222222"],
        "birth_date": ["1990-01-01", "1990-01-02", "1990-01-03"],
        "gender": ["unknown", "male", "female"],
        "modality": ["in_person", "video", "audio"],
        "status": ["scheduled", "cancelled", "no_show"]
        if table == "appointments"
        else ["open", "done", "open"],
        "minutes": [20, 25, 30],
        "auto_lock_minutes": [10, 5, 15],
        "lease_days": [14, 7, 21],
        "keys_since": [day + timedelta(minutes=m) for m in (0, 1, 2)],
        "escrow_key": [letter * 43 + "=" for letter in "ABC"],
        "position": [0, 1, 2],
        **desks.pool,
    }
    if field in fixed:
        return fixed[field]
    if field.startswith("is_"):
        # Two people cannot both change a switch and disagree: the third value is the first again.
        return [field == "is_active", field != "is_active", field == "is_active"]
    return [f"{field} {word}" for word in ("as it was", "one", "two")]


def text(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def fresh_row(desks: Desks, table: str, at: int) -> Row:
    """A row with the first value of every editable field."""
    clinic = desks.clinic
    values = {field: values_of(desks, table, field, at)[0] for field in EDITABLE[table]}
    lines = POLICY[table]
    if "facility_id" in lines:
        values["facility_id"] = desks.facility
    if table == "profiles":
        person = clinic.account().id
        clinic.change("profiles", person, **values)
        return clinic.row("profiles", person) or {}
    if table == "facility_members":
        values["user_id"] = clinic.account().id
    if table in ("provider_hours", "time_off"):
        values["provider_id"] = desks.pool["provider_id"][0]
    if table == "handovers":
        values |= {"to_member_id": desks.pool["member_id"][0], "card": '{"tbl": "patients"}'}
    made = clinic.add(table, **values)
    if table == "facilities":
        for person in (desks.first, desks.second):
            clinic.join(person, made["id"], "facility_admin")
    return clinic.row(table, made["id"]) or {}


def edit(desks: Desks, person: Person, table: str, base: Row, field: str, value: Any) -> Json:
    """One person's edit of one field, and its verdict."""
    draft = desks.clinic.mutation(
        person, "update", table, base["id"], {field: text(value)}, base=base
    )
    [result] = desks.clinic.push(person, draft)
    return result


PAIRS = [
    (table, theirs, mine)
    for table, fields in EDITABLE.items()
    for theirs, mine in product(fields, repeat=2)
]


@pytest.mark.parametrize("table", EDITABLE)
def test_every_pair_of_fields_does_what_is_written(desks: Desks, table: str) -> None:
    """One person edits `theirs`, then another, who has not seen it, edits `mine`."""
    wrong = []
    for _, theirs, mine in (pair for pair in PAIRS if pair[0] == table):
        at = next(desks.slots)
        with desks.clinic.db.transaction(force_rollback=True):
            base = fresh_row(desks, table, at)
            their_value = values_of(desks, table, theirs, at)[1]
            my_value = values_of(desks, table, mine, at)[2 if theirs == mine else 1]
            first = edit(desks, desks.first, table, base, theirs, their_value)
            assert first["status"] == "applied", (theirs, first)
            second = edit(desks, desks.second, table, base, mine, my_value)
            wanted = expected(table, theirs, mine)
            if theirs == mine and my_value == values_of(desks, table, mine, at)[0]:
                wanted = ("merged", None)  # the one back to what it was: no edit
            got = (second["status"], second.get("code"))
            row = second["row"]
            if got != wanted or row[theirs] != told(desks, table, theirs, their_value):
                wrong.append((theirs, mine, "wanted", wanted, "got", got, second.get("detail")))
            elif got[0] == "merged" and theirs != mine:
                assert row[mine] == told(desks, table, mine, my_value), (theirs, mine)
            elif got[0] == "conflict":
                assert second["fields"] == [mine]
                assert row[mine] != told(desks, table, mine, my_value) or mine == theirs
    assert wrong == []


def told(desks: Desks, table: str, field: str, value: Any) -> Any:
    statement = f'select to_jsonb((jsonb_populate_record(null::public.{table}, %s))."{field}") as v'
    with desks.clinic.db.transaction():
        desks.clinic.db.execute("set local timezone = 'UTC'")
        found = desks.clinic.db.execute(
            statement.encode(), [psycopg.types.json.Jsonb({field: text(value)})]
        ).fetchone()
    assert found is not None
    return found["v"]


def expected(table: str, theirs: str, mine: str) -> tuple[str, str | None]:
    """What the written policy makes of the second edit."""
    lines = POLICY[table]
    group = {name for name, line in lines.items() if line.group == lines[mine].group}
    watched = frozenset().union(*(lines[name].watches for name in group))
    if theirs in group:
        return "conflict", "same_field"
    if theirs in watched:
        if theirs != "status":
            return "conflict", "moved"
        return "conflict", "closed"  # the tests' status goes to cancelled
    return "merged", None


# --- the steps of an appointment ------------------------------------------------------------------


def step_expected(base: str, theirs: str, mine: str) -> set[str]:
    """What becomes of a step taken by somebody who saw `base` while a colleague took `theirs`."""
    if mine == theirs:
        return {"agreed"}
    if base in STEPS and theirs in STEPS and mine in STEPS:
        was, their_step, my_step = (STEPS.index(s) for s in (base, theirs, mine))
        if was < their_step < my_step:
            return {"forward"} if mine in FOLLOWS[theirs] else {"refused"}
        if was < my_step < their_step:
            return {"behind"}
    return {"conflict"}


def test_every_pair_of_steps_does_what_is_written(desks: Desks) -> None:
    wrong = []
    for base, theirs, mine in product(Status, repeat=3):
        if theirs not in FOLLOWS[base] or mine not in FOLLOWS[base]:
            continue
        with desks.clinic.db.transaction(force_rollback=True):
            booked = desks.clinic.appointment(
                desks.facility,
                desks.pool["patient_id"][0],
                desks.pool["provider_id"][0],
                MORNING + timedelta(days=next(desks.slots)),
                status=base,
            )
            seen = desks.clinic.row("appointments", booked) or {}
            first = edit(desks, desks.first, "appointments", seen, "status", theirs)
            assert first["status"] == "applied"
            second = edit(desks, desks.second, "appointments", seen, "status", mine)
            row = desks.clinic.row("appointments", booked) or {}
            got = {
                ("merged", True, True): "agreed",
                ("merged", True, False): "forward",
                ("merged", False, True): "behind",
                ("conflict", False, True): "conflict",
                ("rejected", False, True): "refused",
            }.get((second["status"], row["status"] == mine, row["status"] == theirs))
            if got not in step_expected(base, theirs, mine):
                wrong.append((base, theirs, mine, second["status"], row["status"]))
    assert wrong == []


def test_a_visit_that_begins_while_reception_notes_the_arrival(desks: Desks) -> None:
    """The commonest pair of a day: no card for either of them."""
    booked = desks.clinic.appointment(
        desks.facility,
        desks.pool["patient_id"][0],
        desks.pool["provider_id"][0],
        MORNING + timedelta(days=next(desks.slots)),
        status="confirmed",
    )
    seen = desks.clinic.row("appointments", booked) or {}
    edit(desks, desks.first, "appointments", seen, "status", "arrived")
    result = edit(desks, desks.second, "appointments", seen, "status", "in_progress")
    assert (result["status"], result["row"]["status"]) == ("merged", "in_progress")


def test_a_cancelled_appointment_is_not_brought_back_by_a_late_arrival(desks: Desks) -> None:
    booked = desks.clinic.appointment(
        desks.facility,
        desks.pool["patient_id"][0],
        desks.pool["provider_id"][0],
        MORNING + timedelta(days=next(desks.slots)),
    )
    seen = desks.clinic.row("appointments", booked) or {}
    edit(desks, desks.first, "appointments", seen, "status", "cancelled")
    for status in ("arrived", "confirmed"):
        result = edit(desks, desks.second, "appointments", seen, "status", status)
        assert result["status"] == "conflict"
        assert result["row"]["status"] == "cancelled"


def test_of_two_reasons_why_an_edit_is_doubtful_the_end_of_the_visit_is_told(desks: Desks) -> None:
    clinic, patients = desks.clinic, desks.pool["patient_id"]
    at = MORNING + timedelta(days=next(desks.slots))
    booked = clinic.appointment(desks.facility, patients[0], desks.pool["provider_id"][0], at)
    seen = clinic.row("appointments", booked) or {}
    edit(desks, desks.first, "appointments", seen, "reason", "another one")
    now = clinic.row("appointments", booked) or {}
    edit(desks, desks.first, "appointments", now, "status", "cancelled")
    result = edit(desks, desks.second, "appointments", seen, "patient_id", patients[1])
    assert (result["status"], result["code"]) == ("conflict", "closed")


def test_one_persons_chain_of_edits_does_not_clash_with_itself(desks: Desks) -> None:
    """Each edit's base is what its author saw: the one before, laid over the server's row."""
    clinic, person = desks.clinic, desks.first
    patient = clinic.patient(desks.facility, phone="0")
    shown = clinic.row("patients", patient) or {}
    drafts = []
    for value in ("1", "2", "0", "3"):
        drafts.append(
            clinic.mutation(person, "update", "patients", patient, {"phone": value}, base=shown)
        )
        shown = shown | {"phone": value}
    assert [r["status"] for r in clinic.push(person, *drafts)] == ["applied"] + ["merged"] * 3
    assert (clinic.row("patients", patient) or {})["phone"] == "3"
