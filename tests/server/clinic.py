"""A clinic on a real PostgreSQL: people in every role, rows, and calls as PostgREST makes them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Self

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from sync.ids import new_id

Row = dict[str, Any]
Json = dict[str, Any]

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
REPLICATED = (
    "facilities",
    "profiles",
    "facility_members",
    "rooms",
    "providers",
    "provider_hours",
    "time_off",
    "appointment_types",
    "patients",
    "appointments",
    "facility_policies",
    "handovers",
)
_MOST_PAGES = 3_000
STAFF = ("doctor", "nurse", "reception", "facility_admin", "system_admin")


@dataclass(frozen=True)
class Person:
    """Somebody with an account, and the workstation in front of them."""

    id: str
    email: str
    device: str = field(default_factory=new_id)
    aal: str = "aal1"
    """aal2 once a second proof was shown in this session."""


class Clinic:
    """Rows are made as the superuser, past every policy; `push`, `pull` and `as_person` go through
    them all.
    """

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn
        self.db = self.connect()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()

    def connect(self, **options: Any) -> psycopg.Connection[Row]:
        """Another session, as superuser; it commits each statement."""
        return psycopg.connect(self.dsn, autocommit=True, row_factory=dict_row, **options)

    # --- rows -------------------------------------------------------------------------------------

    def add(self, table: str, **values: Any) -> Row:
        """Insert a row and return all of it."""
        values.setdefault("id", new_id())
        statement = sql.SQL("insert into public.{} ({}) values ({}) returning *").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, values)),
            sql.SQL(", ").join(map(sql.Placeholder, values)),
        )
        return _text_ids(self.db.execute(statement, values).fetchone() or {})

    def change(self, table: str, row_id: str, **values: Any) -> None:
        """Update a row."""
        statement = sql.SQL("update public.{} set {} where id = %(id)s").format(
            sql.Identifier(table),
            sql.SQL(", ").join(
                sql.SQL("{} = {}").format(sql.Identifier(name), sql.Placeholder(name))
                for name in values
            ),
        )
        assert self.db.execute(statement, values | {"id": row_id}).rowcount == 1

    def remove(self, table: str, row_id: str) -> None:
        """Delete a row."""
        statement = sql.SQL("delete from public.{} where id = %s").format(sql.Identifier(table))
        assert self.db.execute(statement, [row_id]).rowcount == 1

    def row(self, table: str, row_id: str) -> Row | None:
        """The row as it is in the database, in the form the wire has it."""
        statement = sql.SQL("select to_jsonb(t) as row from public.{} t where id = %s").format(
            sql.Identifier(table)
        )
        with self.db.transaction():
            self.db.execute("set local timezone = 'UTC'")
            found = self.db.execute(statement, [row_id]).fetchone()
        return found["row"] if found else None

    def value(self, query: str, *arguments: Any) -> Any:
        """The one value a query gives."""
        found = self.db.execute(query.encode(), arguments).fetchone()
        return next(iter(found.values())) if found else None

    def account(self, name: str = "") -> Person:
        """Somebody with an account and no membership."""
        person = new_id()
        email = f"{name or 'someone'}-{person[-12:]}@example.org"
        self.db.execute(
            "insert into auth.users (id, email, raw_user_meta_data) values (%s, %s, %s)",
            [person, email, json.dumps({"full_name": name})],
        )
        return Person(person, email)

    def facility(self, name: str = "Clinic", time_zone: str = "Europe/Madrid") -> str:
        """A facility; returns its id."""
        return str(self.add("facilities", name=name, time_zone=time_zone)["id"])

    def join(self, person: Person, facility: str, role: str, *, is_active: bool = True) -> Person:
        """Make somebody a member."""
        self.add(
            "facility_members",
            facility_id=facility,
            user_id=person.id,
            role=role,
            display_name=role,
            is_active=is_active,
        )
        return person

    def member(self, facility: str, role: str, *, is_active: bool = True) -> Person:
        """Somebody new in a role."""
        return self.join(self.account(role), facility, role, is_active=is_active)

    def provider(self, facility: str, name: str = "Dr. Vega") -> str:
        return str(self.add("providers", facility_id=facility, display_name=name)["id"])

    def patient(self, facility: str, name: str = "Ferrer", **values: Any) -> str:
        return str(self.add("patients", facility_id=facility, family_name=name, **values)["id"])

    def appointment(
        self,
        facility: str,
        patient: str,
        provider: str,
        starts_at: datetime = MORNING,
        minutes: int = 30,
        **values: Any,
    ) -> str:
        row = self.add(
            "appointments",
            facility_id=facility,
            patient_id=patient,
            provider_id=provider,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=minutes),
            **values,
        )
        return str(row["id"])

    # --- as somebody ------------------------------------------------------------------------------

    @contextmanager
    def as_person(
        self, person: Person | None, db: psycopg.Connection[Row] | None = None
    ) -> Iterator[psycopg.Connection[Row]]:
        """One transaction with the rights of a signed-in person, or of anon."""
        db = db or self.db
        with db.transaction():
            become(db, person)
            yield db

    def visible(self, person: Person) -> dict[tuple[str, str], Row]:
        """Every row that row level security shows somebody, in the form of the wire."""
        found: dict[tuple[str, str], Row] = {}
        with self.as_person(person) as db:
            db.execute("set local timezone = 'UTC'")
            for table in REPLICATED:
                statement = sql.SQL("select to_jsonb(t) as row from public.{} t")
                for row in db.execute(statement.format(sql.Identifier(table))):
                    found[table, row["row"]["id"]] = row["row"]
        return found

    def pull(
        self, person: Person, db: psycopg.Connection[Row] | None = None, **request: Any
    ) -> Json:
        """One call of sync_pull."""
        return self.call(person, "sync_pull", {"device": person.device, **request}, db)

    def push(
        self,
        person: Person,
        *groups: Json | Sequence[Json],
        db: psycopg.Connection[Row] | None = None,
        **request: Any,
    ) -> list[Json]:
        """One call of sync_push; each argument is a mutation of its own or a group of them. The
        verdicts, in order.
        """
        return self.call(person, "sync_push", push_request(person, *groups, **request), db)[
            "results"
        ]

    def call(
        self,
        person: Person | None,
        function: str,
        request: Any,
        db: psycopg.Connection[Row] | None = None,
    ) -> Json:
        """A function of the API, as a person, in a transaction of its own."""
        with self.as_person(person, db) as session:
            return call(session, function, request)

    def mutation(
        self,
        person: Person,
        kind: str,
        table: str,
        row_id: str | None = None,
        patch: Json | None = None,
        *,
        base: Json | None = None,
        **more: Any,
    ) -> Json:
        """A draft of a person. Without a base, its author saw the row as it is now."""
        row_id = row_id or new_id()
        if base is None and kind in ("update", "delete"):
            base = self.row(table, row_id)
        return mutation(person, kind, table, row_id, patch, base=base, **more)


def become(db: psycopg.Connection[Row], person: Person | None, **more: Any) -> None:
    """For the rest of the transaction, what PostgREST sets for a request; `more` claims in the token."""
    role = "authenticated" if person else "anon"
    claims = {"role": role} | ({"sub": person.id, "aal": person.aal} if person else {}) | more
    db.execute("select set_config('request.jwt.claims', %s, true)", [json.dumps(claims)])
    db.execute(f"set local role {role}")


def call(db: psycopg.Connection[Row], function: str, request: Any) -> Json:
    """Call a function of the API in the current transaction."""
    statement = sql.SQL("select public.{}(%s::jsonb) as answer").format(sql.Identifier(function))
    found = db.execute(statement, [json.dumps(request)]).fetchone()
    assert found is not None
    answer: Json = found["answer"]
    return answer


def push_request(person: Person, *groups: Json | Sequence[Json], **request: Any) -> Json:
    """The body of a push."""
    return {
        "proto": 1,
        "schema": 1,
        "device": person.device,
        "groups": [
            {"id": new_id(), "mutations": [group] if isinstance(group, dict) else list(group)}
            for group in groups
        ],
        **request,
    }


def mutation(
    person: Person,
    kind: str,
    table: str,
    row_id: str,
    patch: Json | None = None,
    *,
    base: Json | None = None,
    **more: Any,
) -> Json:
    """A draft, as the wire has it."""
    made = {
        "id": new_id(),
        "kind": kind,
        "table": table,
        "row_id": row_id,
        "base_version": (base or {}).get("version"),
        "base": base or {},
        "patch": patch or {},
        "depends_on": [],
        "at": "2026-11-20T10:00:00+00:00",
        "author": person.id,
        "device": person.device,
    }
    return made | more


# --- what a replica does with answers -------------------------------------------------------------


def scope_id(kind: str, owner: str) -> str:
    digest = hashlib.md5(f"{kind}:{owner}".encode()).hexdigest()
    return "-".join((digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:]))


def row_hash(table: str, row_id: str, ver: int) -> int:
    return int(hashlib.md5(f"{table}:{row_id}:{ver}".encode()).hexdigest()[:15], 16)


def digest(scopes: Sequence[Json]) -> str:
    """What a client that has everything sends as `seen`."""
    lines = (
        f"{s['id']}:{s['grant']}:{s['head']}:{s['n']}:{s['sum']}"
        for s in sorted(scopes, key=lambda s: s["id"])
    )
    return hashlib.md5("\n".join(lines).encode()).hexdigest()


class Replica:
    """The least a client can be: rows by scope, cursors, and what the end check compares."""

    def __init__(self, clinic: Clinic, person: Person) -> None:
        self.clinic = clinic
        self.person = person
        self.epoch: str | None = None
        self.held: dict[str, dict[tuple[str, str], tuple[int, Row]]] = {}
        self.cursors: dict[str, Json] = {}
        self.scopes: list[Json] = []
        self.pages = 0
        self.removals = 0
        self.settled = False

    def pull(self, want: int = 1000, between_pages: Any = None) -> Self:
        """Pull until there is no more."""
        for _ in range(_MOST_PAGES):
            answer = self.page(want)
            if not answer.get("more"):
                return self
            if between_pages:
                between_pages()
        raise AssertionError("the pages have no end")

    def page(self, want: int = 1000, **more: Any) -> Json:
        """One call, and its answer taken in."""
        request: Json = {"epoch": self.epoch, "scopes": self.cursors, "want": want, **more}
        if self.settled:
            request["seen"] = digest(self.scopes)
        answer = self.clinic.pull(self.person, **request)
        self.pages += 1
        if not answer.get("same"):
            self._take(answer)
        self.settled = not answer.get("more")
        return answer

    def _take(self, answer: Json) -> None:
        assert self.epoch in (None, answer["epoch"])
        self.epoch = answer["epoch"]
        self.scopes = answer["scopes"]
        listed = {s["id"]: s for s in self.scopes}
        # What is gone is told to be gone on purpose, and nothing that is held is.
        told = set(answer["revoked"])
        assert self.held.keys() - listed.keys() <= told | set(answer.get("withheld", ()))
        assert not told & listed.keys()
        for scope in [s for s in self.held if s not in listed]:
            del self.held[scope], self.cursors[scope]
        for scope, told in listed.items():
            if self.cursors.get(scope, {}).get("grant") != told["grant"]:
                self.held[scope] = {}
                self.cursors[scope] = {"grant": told["grant"], "ver": 0, "from": told["head"]}
        ids = [s["id"] for s in self.scopes]
        for table, page in answer["tables"].items():
            assert page["columns"][0] == "id"
            for index, ver, *values in page["rows"]:
                row = dict(zip(page["columns"], values, strict=True))
                known = self.held[ids[index]].get((table, row["id"]))
                assert known is None or known[0] <= ver
                self.held[ids[index]][table, row["id"]] = (ver, row)
        brought = {
            (row[0], table, row[2])
            for table, page in answer["tables"].items()
            for row in page["rows"]
        }
        for index, table, row_id, _ver in answer["removed"]:
            assert (index, table, row_id) not in brought, (
                "what is out of reach is not shown once more"
            )
            self.removals += 1
            self.held[ids[index]].pop((table, row_id), None)
        for scope, ver in answer["upto"].items():
            self.cursors[scope]["ver"] = ver
            if ver >= listed[scope]["head"]:
                self.cursors[scope].pop("from", None)

    @property
    def rows(self) -> dict[tuple[str, str], Row]:
        """Every row that is held, by table and id."""
        return {key: row for held in self.held.values() for key, (_, row) in held.items()}

    def check(self) -> None:
        """The end check of every client: counts and sums agree with the heads."""
        for scope in self.scopes:
            held = self.held[scope["id"]]
            assert len(held) == scope["n"], (scope["kind"], len(held), scope["n"])
            total = sum(row_hash(table, row_id, ver) for (table, row_id), (ver, _) in held.items())
            assert str(total) == scope["sum"], scope["kind"]


def _text_ids(row: Row) -> Row:
    return {
        name: str(value) if name.endswith("id") and value else value for name, value in row.items()
    }
