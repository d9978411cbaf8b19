"""What the people of a story do at their desks: drafts, made upon what each desk last heard."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.contract.desks import Desk, Draft
from tests.contract.stage import IN_CHARGE, Stage
from tests.server.clinic import Json
from tests.support.fake_rules import updatable
from tests.support.fake_schema import BLANK, NEXT_STATUS, text_of

_EDITED = {"patients": 12, "appointments": 12, "time_off": 5}
_ADDED = {"patients": 7, "appointments": 4, "time_off": 5, "handovers": 3}
_REMOVED = {"time_off": 14, "provider_hours": 8}


class Work(Stage):
    """Every `_verb` takes a desk and leaves drafts in its queue."""

    def _draft(
        self, desk: Desk, kind: str, table: str, row_id: str | None = None, **patch: Any
    ) -> Draft:
        """A draft of somebody at a desk, queued; its base is what that desk last heard."""
        bare = {
            "id": self.new_id(),
            "kind": kind,
            "table": table,
            "row_id": row_id or self.new_id(),
            "patch": patch,
            "depends_on": [],
            "at": text_of(datetime.now(UTC) - timedelta(minutes=self.rng.randrange(90))),
            "author": desk.person,
            "device": desk.device,
        }
        spoil = self._spoiler(table) if kind != "insert" else dict
        draft = Draft(*(
            bare | _based(replica.rows.get((table, bare["row_id"])), spoil)
            for replica in (desk.here, desk.there)
        ))  # fmt: skip
        desk.queue.append(draft)
        if kind == "insert" and table == "appointments" and self.rng.random() < 0.5:
            parents = [d for d in desk.queue if d.here["row_id"] == patch.get("patient_id")]
            draft.here["depends_on"] = draft.there["depends_on"] = [d.here["id"] for d in parents]
        return draft

    def _spoiler(self, table: str) -> Any:
        """How the base of a draft is not quite what was told."""
        kind = self.rng.randrange(12)
        names = self.rng.sample(sorted(updatable(table)), min(3, len(updatable(table))))
        if kind == 0:
            return lambda row: {}
        if kind == 1:
            return lambda row: {n: v for n, v in row.items() if n not in names}
        if kind == 2:  # as after a restore: the same number, another edit
            lie = self.values.value(names[0], self.homes[0])
            return lambda row: row | {names[0]: lie, "version": row.get("version", 1)}
        if kind == 3:
            return lambda row: row | {"of a newer program": 1}
        return dict

    def _edit(self, desk: Desk) -> None:
        table = self._table(_EDITED)
        row_id = self._known_to(desk, table)
        if row_id is None:
            return
        fields = sorted(updatable(table))
        if self.rng.random() < 0.05:
            fields = list(BLANK[table])
        names = self.rng.sample(fields, min(len(fields), self.rng.choice((1, 1, 2, 3))))
        patch = {name: self.values.value(name, desk.home) for name in names}
        if self.rng.random() < 0.3:
            row = desk.here.rows.get((table, row_id), {})
            same = self.rng.choice(sorted(updatable(table)))
            patch |= {same: row[same]} if same in row else {}
        self._draft(desk, "update", table, row_id, **patch)

    def _insert(self, desk: Desk) -> None:
        table = self._table(_ADDED)
        row_id = None
        if self.rng.random() < 0.1:
            row_id = self.values.some(table)
        self._draft(desk, "insert", table, row_id, **self.values.row(table, desk.home))

    def _book(self, desk: Desk) -> None:
        patch = self.values.slot() | {
            "facility_id": desk.home,
            "patient_id": self.values.some("patients", desk.home),
            "provider_id": self.values.some("providers", desk.home),
            "reason": self.values.value("reason", desk.home),
        }
        mine = [d.here["row_id"] for d in desk.queue if d.here["table"] == "patients"]
        if mine and self.rng.random() < 0.7:
            patch["patient_id"] = self.rng.choice(mine)
        if self.rng.random() < 0.2:
            patch |= {"is_overbooked": True, "overbook_reason": "urgent"}
        self._draft(desk, "insert", "appointments", **patch)

    def _move(self, desk: Desk) -> None:
        visit = self._known_to(desk, "appointments")
        if visit is not None:
            provider = {"provider_id": self.values.some("providers", desk.home)}
            patch = self.rng.choice((self.values.slot(), provider, self.values.slot() | provider))
            self._draft(desk, "update", "appointments", visit, **patch)

    def _hand_over(self, desk: Desk) -> None:
        """The time goes to another patient, or gets another reason."""
        visit = self._known_to(desk, "appointments")
        if visit is not None:
            patient = {"patient_id": self.values.some("patients", desk.home)}
            reason = {"reason": self.values.value("reason", desk.home)}
            patch = self.rng.choice((patient, reason, reason, patient | reason))
            self._draft(desk, "update", "appointments", visit, **patch)

    def _overtaken(self, desk: Desk) -> None:
        """Somebody changes a visit that a colleague has just changed unseen."""
        visit = self._known_to(desk, "appointments")
        if visit is None or visit not in self.memory.fake.tables["appointments"]:
            return
        self.put("appointments", visit, **self._change_of(visit, desk.home))
        if self.rng.random() < 0.5:
            self.put("appointments", visit, **self._change_of(visit, desk.home))
        seen = desk.here.rows.get(("appointments", visit), {})
        patch = self._change_of(visit, desk.home, seen.get("status"))
        self._draft(desk, "update", "appointments", visit, **patch)

    def _race(self, desk: Desk) -> None:
        """Two take a step forward from where both saw the visit."""
        held = [row for (table, _), row in desk.here.rows.items() if table == "appointments"]
        for seen in self.rng.sample(held, len(held)):
            steps = sorted(NEXT_STATUS[seen["status"]] - {"cancelled", "no_show", "scheduled"})
            if seen["id"] in self.memory.fake.tables["appointments"] and len(steps) > 1:
                theirs, mine = self.rng.sample(steps, 2)
                self.put("appointments", seen["id"], status=theirs)
                self._draft(desk, "update", "appointments", seen["id"], status=mine)
                return

    def _change_of(self, visit: str, home: str, status: str | None = None) -> Json:
        if status not in NEXT_STATUS:
            status = self.memory.fake.tables["appointments"][visit]["status"]
        step = self.rng.choice(sorted(NEXT_STATUS[str(status)]))
        changes: list[Json] = [
            self.values.slot(),
            {"status": step},
            {"status": step},
            {"provider_id": self.values.some("providers", home)},
            {"patient_id": self.values.some("patients", home)},
            {"reason": self.values.value("reason", home)},
        ]
        return self.rng.choice(changes)

    def _hand_card(self, desk: Desk) -> None:
        """A card goes to a colleague, who settles it; others try, too."""
        members = self.memory.fake.tables["facility_members"].values()
        staff = sorted(m["id"] for m in members if m["facility_id"] == desk.home)
        card = {"card": self.values.value("card", desk.home), "note": "Please look"}
        to = {"facility_id": desk.home, "to_member_id": self.rng.choice(staff)}
        self._draft(desk, "insert", "handovers", **card | to)
        cards = self.memory.fake.tables["handovers"]
        if cards:
            some = self.rng.choice(sorted(cards))
            takers = [d for d in self.desks if d.person == cards[some]["to_user_id"]]
            taker = self.rng.choice([*takers, desk])
            self._draft(taker, "update", "handovers", some, status="done")

    def _demote(self, desk: Desk) -> None:
        """Somebody in charge is to be in charge no more."""
        members = self.memory.fake.tables["facility_members"].values()
        heads = [m["id"] for m in members if m["role"] == "facility_admin" and m["is_active"]]
        if heads:
            patch = self.rng.choice(({"is_active": False}, {"role": "nurse"}, {"role": "patient"}))
            author = self.rng.choice([d for d in self.desks if d.weight == IN_CHARGE])
            self._draft(author, "update", "facility_members", self.rng.choice(heads), **patch)

    def _step(self, desk: Desk) -> None:
        visit = self._known_to(desk, "appointments")
        if visit is not None:
            was = desk.here.rows.get(("appointments", visit), {}).get("status")
            status = self.values.value("status", desk.home)
            if was in NEXT_STATUS and self.rng.random() < 0.8:
                status = self.rng.choice(sorted(NEXT_STATUS[was]))
            patch = {"status": status}
            if status == "cancelled" and self.rng.random() < 0.5:
                patch["cancel_reason"] = self.values.value("cancel_reason", desk.home)
            self._draft(desk, "update", "appointments", visit, **patch)

    def _delete(self, desk: Desk) -> None:
        table = self._table(_REMOVED)
        row_id = self._known_to(desk, table)
        if row_id is not None:
            self._draft(desk, "delete", table, row_id)

    def _odd(self, desk: Desk) -> None:
        """What a broken, an old or a newer program sends."""
        self.values.nonsense = self.rng.choice((0.06, 0.7))
        self.rng.choice((self._edit, self._insert, self._book))(desk)
        self.values.nonsense = 0.06
        if not desk.queue:
            return
        some = self.rng.choice(self.desks)
        odds: list[Json] = [
            {"id": "no id"},
            {"row_id": "no id"},
            {"table": "prescriptions"},
            {"patch": {"blood_type": "A"}},
            {"kind": "call", "table": "check_in"},
            {"kind": "call", "table": "check_in", "row_id": "no id"},
            {"at": text_of(datetime.now(UTC) - timedelta(days=500))},
            {"at": "at noon"},
            {"at": "at noon", "table": "prescriptions"},
            {"author": some.person},
            {"author": "somebody"},
            {"depends_on": [self.new_id()]},
            {"depends_on": ["nonsense", self.new_id()]},
            {"depends_on": [d.here["id"] for d in some.sent[-2:]]},
            {"base_version": self.rng.choice((None, 1, 2, 99))},
            *({}, {}, {}),
        ]
        desk.queue.append(desk.queue.pop().also(**self.rng.choice(odds)))

    def _table(self, often: dict[str, int]) -> str:
        return self.rng.choices(list(BLANK), [often.get(table, 2) for table in BLANK])[0]

    def _known_to(self, desk: Desk, table: str) -> str | None:
        """A row to work on: mostly one that the desk holds, at times any."""
        held = sorted(row_id for name, row_id in desk.here.rows if name == table)
        if held and self.rng.random() < 0.93:
            return self.rng.choice(held)
        return self.values.some(table)


def _based(row: Json | None, spoil: Any) -> Json:
    base = spoil(row or {})
    return {"base_version": base.get("version"), "base": base}
