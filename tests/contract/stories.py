"""A seeded random story about one or two clinics, told to two servers at once.

Every request goes to both, with the same ids; what each of them answered stands in a replica of its
own. The first answer that differs ends the story.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from tests.contract.desks import Desk, Draft
from tests.contract.likeness import Likeness
from tests.contract.two_servers import Real
from tests.contract.values import ROLES
from tests.contract.work import Work
from tests.server.clinic import Json, digest, row_hash
from tests.support.fake_rules import updatable
from tests.support.fake_schema import MANAGED, text_of

STEPS = 75
_YEAR = timedelta(days=365)
_VERBS = {
    "edit": 16,
    "insert": 8,
    "book": 10,
    "move": 7,
    "step": 9,
    "hand_over": 4,
    "overtaken": 7,
    "race": 3,
    "hand_card": 2,
    "demote": 2,
    "delete": 4,
    "odd": 5,
    "push": 16,
    "again": 5,
    "pull": 10,
    "pull_all": 14,
    "digest": 2,
    "colleague": 12,
    "colleague_removes": 2,
    "links": 2,
    "membership": 3,
    "decide": 2,
}


class Story(Work):
    """One story."""

    def __init__(self, seed: int, real: Real, *, restores: bool) -> None:
        super().__init__(seed, real)
        self.is_kept = False
        self.losses = 0
        self.verbs = _VERBS | ({"keep": 6, "lose": 6} if restores else {})

    def play(self) -> None:
        """From the opening of the clinic to the last look at every desk."""
        self.open()
        for desk in self.desks:
            self._pull_anew(desk)
        for _ in range(STEPS):
            verb = self.rng.choices(list(self.verbs), list(self.verbs.values()))[0]
            [desk] = self.rng.choices(self.desks, [desk.weight for desk in self.desks])
            self.say(verb)
            getattr(self, f"_{verb}")(desk)
        self._look()

    # --- requests ---------------------------------------------------------------------------------

    def _push(self, desk: Desk) -> None:
        drafts, desk.queue = desk.queue, []
        if drafts and self.rng.random() < 0.15:
            drafts.insert(self.rng.randrange(len(drafts) + 1), self.rng.choice(drafts))
        self._send(desk, drafts)

    def _again(self, desk: Desk) -> None:
        """What was sent is sent once more: as it was, for something else, or by somebody else."""
        if not desk.sent:
            return
        drafts = self.rng.sample(desk.sent, min(len(desk.sent), 1 + self.rng.randrange(3)))
        kind = self.rng.randrange(8)
        if kind > 5:
            drafts = self._forgotten(desk) or drafts
        elif kind == 0:
            drafts[0] = drafts[0].also(depends_on=[self.new_id()])
        elif kind == 1:
            drafts[0] = drafts[0].also(patch={"phone": "another"})
        elif kind == 2:
            drafts += [drafts[0], drafts[0].also(patch={"phone": "another"})]
        elif kind == 3:
            drafts += desk.queue
            desk.queue = []
        sender = self.rng.choice(self.desks) if kind == 4 else desk
        self._send(sender, drafts)

    def _forgotten(self, desk: Desk) -> list[Draft]:
        """Inserts as after a restore: the ledger knows nothing of them, the rows are there, edited."""
        tables = self.memory.fake.tables
        made = [
            draft
            for draft in desk.sent
            if draft.here["kind"] == "insert"
            and draft.here["table"] in ("patients", "appointments")
            and draft.here["row_id"] in tables[draft.here["table"]]
        ][-2:]
        for draft in made:
            name = {"patients": "phone", "appointments": "reason"}[draft.here["table"]]
            self.put(draft.here["table"], draft.here["row_id"], **{name: "since then"})
        return [draft.also(id=self.new_id()) for draft in made]

    def _send(self, desk: Desk, drafts: list[Draft]) -> None:
        groups = list(self._grouped(drafts))
        request: Json = {"proto": 1, "schema": 1, "device": desk.device}
        if self.rng.random() < 0.3:
            request["now"] = text_of(datetime.now(UTC))
        elif self.rng.random() < 0.1:
            off = self.rng.choice((-3 * _YEAR, 3 * _YEAR, timedelta(minutes=7)))
            request["now"] = text_of(datetime.now(UTC) + off)
            groups = [[_made_by_clock(d, off) for d in group] for group in groups]
        if self.rng.random() < 0.3:
            request["lineage"] = self._lineage(desk)
        ids = [self.new_id() for _ in groups]
        epoch = self.rng.random()
        bodies = []
        for side, replica in (("here", desk.here), ("there", desk.there)):
            told = [
                {"id": group_id, "mutations": [getattr(d, side) for d in group]}
                for group_id, group in zip(ids, groups, strict=True)
            ]
            body = request | {"groups": told}
            if epoch < 0.4 and replica.epoch is not None:
                body["epoch"] = replica.epoch
            elif epoch < 0.45:
                body["epoch"] = "another"
            bodies.append(body)
        self.say(f"{desk.person[-4:]} pushes {[[d.here for d in g] for g in groups]}")
        self.ask(desk.person, "sync_push", *bodies)
        desk.sent += [d for group in groups for d in group]

    def _grouped(self, drafts: list[Draft]) -> Iterator[list[Draft]]:
        while drafts:
            most = self.rng.choice((1, 1, 1, 1, 1, 2, 3))
            yield drafts[:most]
            drafts = drafts[most:]

    def _lineage(self, desk: Desk) -> Json:
        kind = self.rng.randrange(5)
        if kind == 0:  # the program starts anew
            desk.had, desk.token = desk.token, self.new_id()
        if kind == 1:  # a copied disk
            return {"have": desk.had, "next": self.new_id()}
        return {"have": desk.had, "next": desk.token if kind != 2 else None}

    def _pull(self, desk: Desk) -> bool:
        """One page; whether there is more."""
        want = self.rng.choice((1, 3, 7, 2_000, 9_999, 0))
        other = self.rng.choice(self.desks) if self.rng.random() < 0.2 else desk
        pending = [d.here["id"] for d in other.sent[-6:]]
        request: Json = {"device": desk.device, "want": want}
        request["pending"] = [i for i in pending if i != "no id"]
        if self.rng.random() < 0.1:
            start = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
            ends = start + timedelta(minutes=15 * self.rng.randrange(14))
            request["early"] = {"from": text_of(start), "to": text_of(ends)}
        kind = self.rng.randrange(12)
        behind, leasing = self.rng.randrange(4), self.rng.randrange(5)
        bodies = []
        for replica in (desk.here, desk.there):
            body = request | {"epoch": replica.epoch, "scopes": replica.cursors}
            if kind == 0:
                body["scopes"] = {}
            elif kind == 1:
                body["epoch"] = "another"
            elif kind == 2:
                body["scopes"] = {s: c | {"ver": c["ver"] + 99} for s, c in body["scopes"].items()}
            elif kind == 3:  # the last answer was lost
                back = {s: {"ver": max(0, c["ver"] - behind)} for s, c in body["scopes"].items()}
                body["scopes"] = {s: c | back[s] for s, c in body["scopes"].items()}
            elif kind < 8:
                body["seen"] = digest(replica.scopes)
            if leasing:
                body["lease"] = _told_lease(replica.lease, leasing)
            bodies.append({name: value for name, value in body.items() if value is not None})
        self.say(f"{desk.person[-4:]} pulls {bodies[0]}")
        here, there = self.ask(desk.person, "sync_pull", *bodies)
        desk.here.hear(here)
        desk.there.hear(there)
        if "scopes" in here and (kind > 3 or here["epoch"] != desk.here.epoch):
            desk.here.take(here)
            desk.there.take(there)
        return bool(here.get("more"))

    def _pull_anew(self, desk: Desk) -> None:
        """Everything at once."""
        request = {"device": desk.device, "want": 2_000}
        here, there = self.ask(desk.person, "sync_pull", request, request)
        if "scopes" in here:
            desk.here.take(here)
            desk.there.take(there)

    def _pull_all(self, desk: Desk) -> None:
        for _ in range(30):
            if not self._pull(desk):
                return

    def _digest(self, desk: Desk) -> None:
        scopes = sorted(desk.here.held) or [self.new_id()]
        scope = self.rng.choice(scopes)
        if self.rng.random() < 0.2:
            scope = self.rng.choice(sorted(self.memory.fake.heads))
        sums: dict[str, list[int]] = {}
        for (table, row_id), (ver, _) in desk.here.held.get(scope, {}).items():
            bucket = sums.setdefault(row_id[-2:], [0, 0])
            bucket[0] += 1
            bucket[1] += row_hash(table, row_id, ver)
        told = {bucket: f"{n}:{total}" for bucket, (n, total) in sums.items()}
        if told and self.rng.random() < 0.5:
            told[self.rng.choice(sorted(told))] = "3:99"
        told |= {"00": "0:0"} if self.rng.random() < 0.2 else {}
        request = {"scope": scope, "buckets": told, "want": self.rng.choice((1, 4, 2_000))}
        self.say(f"{desk.person[-4:]} compares {request}")
        self.ask(desk.person, "sync_digest", request, request)

    # --- everybody else ---------------------------------------------------------------------------

    def _colleague(self, desk: Desk) -> None:
        table = self.rng.choices(
            ("patients", "appointments", "time_off", "providers"), (5, 8, 2, 1)
        )[0]
        row_id = self.values.some(table)
        if row_id is None or self.rng.random() < 0.3:
            patch = self.values.row(table, self.rng.choice(self.homes))
            self.put(table, **{n: v for n, v in patch.items() if n not in MANAGED})
            return
        home = self.memory.fake.tables[table][row_id]["facility_id"]
        names = self.rng.sample(sorted(updatable(table)), self.rng.choice((1, 2)))
        patch = {name: self.values.value(name, home) for name in names}
        if table == "appointments" and self.rng.random() < 0.4:
            patch = self.values.slot()
        self.put(table, row_id, **patch)

    def _colleague_removes(self, desk: Desk) -> None:
        table = self.rng.choice(("time_off", "provider_hours", "appointments"))
        row_id = self.values.some(table)
        if row_id is not None:
            self.say(f"a colleague removes {table} {row_id[-4:]}")
            here, there = (server.remove(table, row_id) for server in self.servers)
            self.same(here, there, "a removal")

    def _links(self, desk: Desk) -> None:
        patient = self.values.some("patients")
        person = self.rng.choice((None, self.rng.choice(self.desks).person))
        self.put("patients", patient, user_id=person)

    def _membership(self, desk: Desk) -> None:
        members = self.memory.fake.tables["facility_members"]
        kind = self.rng.randrange(4)
        if kind == 0:
            home, person = self.rng.choice(self.homes), self.rng.choice(self.desks).person
            role = self.rng.choice(ROLES)
            self.put("facility_members", facility_id=home, user_id=person, role=role)
            return
        cards = self.memory.fake.tables["handovers"].values()
        takers = sorted(card["to_member_id"] for card in cards)
        member = str(self.rng.choice(takers) if takers else self.values.some("facility_members"))
        if kind == 1:
            self.put("facility_members", member, role=self.rng.choice(ROLES))
        else:
            away = sorted(i for i, m in members.items() if not m["is_active"])
            if away and self.rng.random() < 0.7:
                member = self.rng.choice(away)
            self.put("facility_members", member, is_active=not members[member]["is_active"])

    def _decide(self, desk: Desk) -> None:
        kind = self.rng.randrange(3)
        if kind == 0:
            flags = (1 + self.rng.randrange(2), self.rng.random() < 0.5)
            for server in self.servers:
                server.settle(*flags)
        elif kind == 1:
            device = self.rng.choice((None, desk.device))
            self.say(f"{desk.person[-4:]} must be wiped from {device or 'everywhere'}")
            for server in self.servers:
                server.wipe(desk.person, device)
        else:
            days = self.rng.choice((3, 30))
            homes = {p["facility_id"]: i for i, p in self._policies.items()}
            home = self.rng.choice(self.homes)
            about = {} if home in homes else {"facility_id": home}
            self.put("facility_policies", homes.get(home), lease_days=days, **about)

    @property
    def _policies(self) -> dict[str, Json]:
        return self.memory.fake.tables["facility_policies"]

    def _keep(self, desk: Desk) -> None:
        """A backup is taken, once."""
        if not self.is_kept:
            for server in self.servers:
                server.backup()
            self.is_kept = True

    def _lose(self, desk: Desk) -> None:
        """The server is restored from its backup."""
        if self.is_kept:
            for server in self.servers:
                server.restore()
            self.likeness = Likeness()
            self.losses += 1
            self.verbs = self.verbs | {"lose": 0 if self.losses > 1 else 1}

    # --- in the end -------------------------------------------------------------------------------

    def _look(self) -> None:
        """What everybody may see is the same on both, and what they hold once they have pulled."""
        for desk in self.desks:
            self._push(desk)
        for desk in self.desks:
            here, there = (_keyed(server.visible(desk.person)) for server in self.servers)
            self.same(here, there, f"what {desk.person[-4:]} may see")


def _made_by_clock(draft: Draft, off: timedelta) -> Draft:
    try:
        return draft.also(at=text_of(datetime.fromisoformat(draft.here["at"]) + off))
    except ValueError:
        return draft


def _told_lease(held: Json, kind: int) -> Json:
    """None, the one that is held, that one as another computer's, or as one that is about to end."""
    if kind == 1 or not held:
        return {}
    if kind == 2:
        return held | {"device": "another"}
    earlier = datetime.fromisoformat(held["not_after"]) - timedelta(minutes=75 * (kind - 3))
    return held | {"not_after": text_of(earlier)}


def _keyed(rows: dict[tuple[str, str], Json]) -> Json:
    return {f"{table} {row_id}": row for (table, row_id), row in rows.items()}
