"""The clinic's server in memory: the same rows, rules, feed and visibility as resources/supabase,
without SQL.

Engine tests meet it through `tests.support.fake_backend`; `tests.support.fake_push` judges drafts.
`tests/contract` plays the same stories here and on PostgreSQL and compares every answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from sync.backend import wire
from sync.ids import new_id
from tests.support.fake_feed import Feed, Head, Saved
from tests.support.fake_rules import ADMINS, UNIQUE, check_before, check_handover, check_row
from tests.support.fake_schema import (
    BLANK,
    CONVENIENT,
    PARENTS,
    Refused,
    Row,
    Verdict,
    md5,
    text_of,
    typed,
    verdict,
)

__all__ = ["Account", "FakeServer", "Head", "Kept"]

REMEMBERS = timedelta(days=400)
"""How long verdicts are kept, and how old a draft may be."""
_BOOKED_AT_MOST = timedelta(days=30)


@dataclass(frozen=True)
class Account:
    """Somebody who can sign in."""

    id: str
    email: str
    password: str


@dataclass(frozen=True)
class Kept:
    """A line of the ledger: whose mutation it was, what it said, and the verdict without its row."""

    owner: str
    body: bytes
    verdict: Verdict
    at: datetime


class FakeServer(Feed):
    """Tables, scopes and accounts. Tests write as a colleague would, with `put` and `remove`."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        super().__init__(now, md5(new_id()))
        self.ledger: dict[str, Kept] = {}
        self.gone: set[tuple[str, str]] = set()
        self.accounts: dict[str, Account] = {}
        self.devices: dict[tuple[str, str], str] = {}
        self.audit: dict[tuple[str, str], dict[int, Row]] = {}
        self.intents: dict[str, Callable[[str, Row], Verdict]] = {}
        self.past: dict[tuple[str, str], list[Row]] = {}
        """Every value each row has had, oldest first; one of its id alone where it was deleted."""
        self._undo: list[tuple[str, str, Row | None, Row | None]] = []

    # --- what a test sets up and looks at ---------------------------------------------------------

    def add_facility(self, name: str = "Clinic", **values: Any) -> str:
        """A facility, with its scopes open."""
        return self.put("facilities", name=name, **values)

    def add_person(
        self, email: str, facility: str, *, role: str = "reception", password: str = "correct horse"
    ) -> str:
        """Somebody with an account and a role in a facility; returns the person's id."""
        person = self.put("profiles", email=email, full_name=email)
        self.accounts[email] = Account(person, email, password)
        self.put("facility_members", facility_id=facility, user_id=person, role=role)
        return person

    def put(self, table: str, row_id: str | None = None, **values: Any) -> str:
        """Insert or change a row as a colleague at another desk would; returns its id.

        Raises Refused where a rule of the server forbids it.
        """
        row_id = row_id or new_id()
        is_new = row_id not in self.tables[table]
        whole = CONVENIENT.get(table, {}) | values if is_new else values
        point = self.savepoint()
        try:
            self.write(table, row_id, typed(whole), None)
        except Refused:
            self.back_to(point)
            raise
        self.commit()
        return row_id

    def remove(self, table: str, row_id: str) -> None:
        """Delete a row. Raises Refused where another one refers to it."""
        self.drop(table, row_id)
        self.commit()

    def rows(self, table: str) -> dict[str, Row]:
        """A copy of all rows of a table, by id."""
        return {row_id: dict(row) for row_id, row in self.tables[table].items()}

    def new_epoch(self) -> None:
        """As after a restore: every cursor is worth nothing."""
        self.epoch = md5(self.epoch)

    def visible(self, person: str) -> dict[str, dict[str, Row]]:
        """What this person's replica must equal after quiet: every row they may read, by table."""
        seen: dict[str, dict[str, Row]] = {name: {} for name in BLANK}
        for scope in self.grants.get(person, {}):
            for (table, row_id), (_, there) in self.heads[scope].feed.items():
                if there:
                    seen[table][row_id] = dict(self.tables[table][row_id])
        return seen

    # --- what the API answers ---------------------------------------------------------------------

    def pull(self, person: str, request: wire.PullRequest) -> bytes:
        """The answer as bytes, as the real one comes."""
        asked = dict.fromkeys(request.pending)
        acked = [i for i in asked if i in self.ledger and self.ledger[i].owner == person]
        return msgspec.json.encode(self.tell(person, request, acked))

    def verdict_of(self, mutation_id: str) -> Verdict:
        """The verdict kept for a mutation, or an empty one."""
        return self.ledger[mutation_id].verdict if mutation_id in self.ledger else {}

    def is_copy(self, person: str, request: wire.PushRequest) -> bool:
        """As sync.is_copy: whether another installation has gone on from where this one comes from."""
        lineage = request.lineage
        if lineage is msgspec.UNSET or lineage.get("next") is None:
            return False
        key, token = (request.device, person), str(lineage["next"])
        if key not in self.devices and (person, None) in self.wipes:
            self.spared.add(key[::-1])  # let in again after the order
        kept = self.devices.setdefault(key, token)
        if kept == token:
            return False
        if kept != lineage.get("have"):
            return True
        self.devices[key] = token
        # Once a start of a program: let go of verdicts that nobody can ask for any more.
        oldest = self.now() - REMEMBERS
        self.ledger = {i: k for i, k in self.ledger.items() if k.owner != person or k.at >= oldest}
        return False

    # --- rows -------------------------------------------------------------------------------------

    def write(
        self,
        table: str,
        row_id: str,
        patch: Row,
        author: str | None,
        *,
        is_new: bool = False,
        done_at: datetime | None = None,
        may: Callable[[Row], None] = lambda row: None,
    ) -> None:
        """Check, stamp and keep a row, and mark the change. `may` raises for who may not write it.

        Raises Refused, at times after having written: give it a savepoint.
        """
        was = None if is_new else self.tables[table].get(row_id)
        row = (was or BLANK[table]) | patch | {"id": row_id}
        if table == "handovers":
            taker = self._hold_card(row)
            if was is None:
                mine = self.roles(author, row["facility_id"]) if author else set()
                check_handover(row, taker, author, mine)
        check_before(table, was, row, self._home_of)
        if table == "facility_members" and was is not None and author is not None:
            self._keep_an_admin(was, row)
        now = self.now()
        row |= {"updated_at": text_of(now), "updated_by": author}
        if was is None:
            row |= {"version": 1, "created_at": text_of(now), "created_by": author}
        else:
            row |= {name: was[name] for name in ("created_at", "created_by")}
            row["version"] = was["version"] + 1
        if table == "patients" and was is None and row["record_number"] is None:
            self._numbers["record"] += 1
            row["record_number"] = f"R{100_000 + self._numbers['record']}"
        if table == "appointments":
            self._guard(was, row, done_at or now)
        may(row)
        check_row(table, row)
        if was is None and row_id in self.tables[table]:
            raise Refused(verdict("rejected", "duplicate", detail=f"{table}_pkey"))
        self._check_others(table, row)
        self._undo.append((table, row_id, was, row))
        self.tables[table][row_id] = row
        self.mark(table, row_id, was, row)
        if table == "patients" and was is not None and was["user_id"] != row["user_id"]:
            for visit in list(self.tables["appointments"].values()):
                if visit["patient_id"] == row_id:
                    account = {"patient_user_id": row["user_id"]}
                    self.write("appointments", visit["id"], account, author)
        if table == "facility_members" and was is not None:
            self._follow_staff(was, row, author)

    def _hold_card(self, row: Row) -> Row | None:
        """Whose account a handed card is with: nobody's who is not of the staff."""
        taker = self.tables["facility_members"].get(row["to_member_id"])
        is_staff = taker is not None and taker["is_active"] and taker["role"] != "patient"
        row["to_user_id"] = taker["user_id"] if taker is not None and is_staff else None
        return taker

    def _follow_staff(self, was: Row, row: Row, author: str | None) -> None:
        """As app.follow_staff."""
        if (was["role"], was["is_active"]) == (row["role"], row["is_active"]):
            return
        is_staff = row["is_active"] and row["role"] != "patient"
        for card in list(self.tables["handovers"].values()):
            if card["to_member_id"] == row["id"] and (card["to_user_id"] is None) == is_staff:
                self.write("handovers", card["id"], {}, author)

    def drop(self, table: str, row_id: str) -> None:
        """Delete a row, not committed yet. Raises Refused where another one refers to it."""
        for column, parent in PARENTS.items():
            children = (t for t in BLANK if parent == table and column in BLANK[t])
            for child in children:
                if child == "handovers":
                    continue  # they go with the membership
                if any(row[column] == row_id for row in self.tables[child].values()):
                    raise Refused(
                        verdict("rejected", "missing_parent", detail=f"{child}_{column}_fkey")
                    )
        if table == "facility_members":
            for card in list(self.tables["handovers"].values()):
                if card["to_member_id"] == row_id:
                    self.drop("handovers", card["id"])
        was = self.tables[table].pop(row_id)
        self._undo.append((table, row_id, was, None))
        self.mark(table, row_id, was, None)

    def seen(self, person: str, table: str, row_id: str) -> Row | None:
        """A copy of the row, if this person may see it."""
        row = self.tables.get(table, {}).get(row_id)
        return dict(row) if row is not None and self.holds(person, table, row) else None

    def roles(self, person: str, facility: str | None) -> set[str]:
        """What this person is in that facility."""
        return {
            member["role"]
            for member in self.tables["facility_members"].values()
            if member["user_id"] == person
            and member["facility_id"] == facility
            and member["is_active"]
        }

    # --- going back -------------------------------------------------------------------------------

    def savepoint(self) -> Saved:
        """Where an open transaction is; `back_to` undoes what was written since."""
        return (
            len(self._undo),
            dict(self._marks),
            dict(self.grants),
            dict(self.revoked),
            set(self.gone),
        )

    def back_to(self, point: Saved) -> None:
        """Undo to a savepoint. Numbers that were given are not given again, as with a sequence."""
        length, marks, grants, revoked, gone = point
        while len(self._undo) > length:
            table, row_id, was, _ = self._undo.pop()
            if was is None:
                del self.tables[table][row_id]
            else:
                self.tables[table][row_id] = was
        self._marks, self.grants, self.revoked = dict(marks), dict(grants), dict(revoked)
        self.gone = set(gone)

    def commit(self) -> None:
        for table, row_id, _, row in self._undo:
            self.past.setdefault((table, row_id), []).append(row or {"id": row_id})
        self._undo.clear()
        super().commit()

    def save(self) -> Saved:
        """A backup of everything, for `load`. Rows are replaced, never changed in place: shallow is
        enough.
        """
        return (
            {name: dict(rows) for name, rows in self.tables.items()},
            {scope: head.copy() for scope, head in self.heads.items()},
            Counter(self._numbers),
            dict(self.ledger),
            dict(self.grants),
            dict(self.revoked),
            dict(self.devices),
            set(self.wipes),
            set(self.spared),
            dict(self.flags),
            set(self.gone),
            {key: len(past) for key, past in self.past.items()},
        )

    def load(self, saved: Saved) -> None:
        """Back to a backup. Copied again: the same one may be restored twice."""
        tables, heads, numbers, ledger, grants, revoked, devices, *rest, lengths = saved
        self.tables = {name: dict(rows) for name, rows in tables.items()}
        self.heads = {scope: head.copy() for scope, head in heads.items()}
        self._numbers, self.ledger = Counter(numbers), dict(ledger)
        self.grants, self.revoked = dict(grants), dict(revoked)
        wipes, spared, flags, gone = rest
        self.devices, self.flags = dict(devices), dict(flags)
        self.wipes, self.spared, self.gone = set(wipes), set(spared), set(gone)
        self.past = {key: self.past[key][:length] for key, length in lengths.items()}

    # --- constraints that look at other rows ------------------------------------------------------

    def _guard(self, was: Row | None, row: Row, done_at: datetime) -> None:
        """Since when an appointment is what it is, and whose account its patient has."""
        if was is None or row["patient_id"] != was["patient_id"]:
            patient = self.tables["patients"].get(row["patient_id"])
            row["patient_user_id"] = patient and patient["user_id"]
        now = self.now()
        if was is None:
            earliest = now - _BOOKED_AT_MOST
        elif was["status"] != row["status"]:
            earliest = datetime.fromisoformat(was["status_since"])
        else:
            return
        if row["status_since"] in (None, was and was["status_since"]):
            row["status_since"] = text_of(max(earliest, min(now, done_at)))

    def _keep_an_admin(self, was: Row, row: Row) -> None:
        """A facility is not left without one."""
        in_charge = [
            member["id"]
            for member in (row, *self.tables["facility_members"].values())
            if member["facility_id"] == was["facility_id"]
            and member["is_active"]
            and member["role"] in ADMINS
            and (member is row or member["id"] != row["id"])
        ]
        if was["is_active"] and was["role"] in ADMINS and not in_charge:
            said = "the last administrator stays"
            raise Refused(verdict("rejected", "last_admin", detail=said))

    def _home_of(self, column: str, target: str) -> str | None:
        parent = self.tables[PARENTS[column]].get(target)
        return None if parent is None else parent["facility_id"]

    def _check_others(self, table: str, row: Row) -> None:
        """Unique and exclusion constraints first, then the references."""
        columns = UNIQUE.get(table, ())
        key = tuple(row[name] for name in columns)
        for other in self.tables[table].values() if columns and None not in key else ():
            if other["id"] != row["id"] and tuple(other[name] for name in columns) == key:
                constraint = f"{table}_{'_'.join(columns)}_key"
                raise Refused(verdict("rejected", "duplicate", detail=constraint))
        if table == "appointments" and row["status"] not in ("cancelled", "no_show"):
            taken = None if row["is_overbooked"] else self.blocking(row)
            if taken is not None:
                raise Refused(verdict("conflict", "slot_taken"))
        for column in BLANK[table]:
            target = row[column]
            if (
                column in PARENTS
                and target is not None
                and target not in self.tables[PARENTS[column]]
            ):
                raise Refused(
                    verdict("rejected", "missing_parent", detail=f"{table}_{column}_fkey")
                )

    def blocking(self, row: Row) -> Row | None:
        """The appointment that has the provider's time, if there is one."""
        overlapping = (
            other
            for other in self.tables["appointments"].values()
            if other["provider_id"] == row["provider_id"]
            and other["id"] != row["id"]
            and other["status"] not in ("cancelled", "no_show")
            and not other["is_overbooked"]
            and other["starts_at"] < row["ends_at"]
            and row["starts_at"] < other["ends_at"]
        )
        return min(overlapping, key=lambda other: str(other["starts_at"]), default=None)
