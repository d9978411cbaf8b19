"""What must hold: at every moment, and once a world has come to rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from sync.replica import outbox
from sync.replica.integrity import scope_digest
from sync.replica.overlay import lay, server_row
from sync.replica.rows import shown_row
from sync.replica.tables import REPLICATED, cards, cursors, scope_rows, server_rows
from tests.simulation.desk import AT_A_CARD, Desk, Promise
from tests.simulation.server import Rows, Server
from tests.support.fake_schema import Row, scope_id

if TYPE_CHECKING:
    from tests.simulation.world import Outcome

Blame = Callable[[str], None]
SETTLED = ("applied", "merged")
WAY = ("scheduled", "confirmed", "arrived", "in_progress", "completed")
"""The steps of a visit, of which the furthest stays (resources/docs/merge-policy.md)."""


# --- at every moment ------------------------------------------------------------------------------


def check_status(desk: Desk, blame: Blame) -> None:
    """What the screen says is never better than the truth."""
    assert desk.process is not None
    status = desk.process.engine.status
    unsent, open_cards = desk.process.replica.ask(_UNSETTLED)
    if status.waiting < unsent:
        blame(f"{desk.name}: says {status.waiting} waiting, {unsent} drafts are unsent")
    if unsent and status.oldest_waiting_at is None:
        blame(f"{desk.name}: does not say since when something waits")
    if status.cards < open_cards:
        blame(f"{desk.name}: says {status.cards} cards, {open_cards} are open")
    if status.online and status.phase == "offline":
        blame(f"{desk.name}: says online and offline at once")


_UNSETTLED = """
    SELECT (SELECT count(*) FROM outbox WHERE state IN ('waiting', 'sent')),
           (SELECT count(*) FROM cards WHERE closed_at IS NULL)
"""


def check_own_work(server: Server, desk: Desk, blame: Blame) -> None:
    """What was written here last is on the screen until somebody has written over it, wherever on
    its way it is: waiting, sent, acknowledged, pulled.
    """
    assert desk.process is not None
    see = desk.process.replica.ask
    for promise in desk.promises[-_LOOK_BACK:]:
        mine = promise.draft
        if promise.value is None or mine.kind == "delete":
            continue
        name, value = promise.value
        where = (mine.id, mine.row_id)
        state, card, shown = see(
            f"SELECT (SELECT state FROM outbox WHERE id = ?), "
            f"(SELECT id FROM cards WHERE mutation_id = ?), "
            f"(SELECT {name} FROM {mine.tbl} WHERE id = ?)",
            (mine.id, *where),
        )
        if card is not None or shown == value:
            continue
        what = f"{desk.name}: {mine.kind} of {mine.tbl} {mine.row_id[-4:]} ({mine.id[-4:]})"
        past = [row.get(name) for row in server.history(mine.tbl, mine.row_id)]
        if shown is None:
            if _should_be_here(server, desk, mine, state):
                blame(f"{what} is {state or 'settled'} and not on the screen")
        elif _is_older(shown, value, past) and not _wrote_later(desk, promise):
            blame(f"{what} is {state or 'settled'}, the screen shows an older {name}")


def _is_older(shown: Any, value: Any, past: Sequence[Any]) -> bool:
    """Whether the server had `shown` before `value` and never again: a decision may bring it back."""
    if shown not in past:
        return False
    latest = len(past) - 1 - past[::-1].index(shown)
    return value not in past or latest < past.index(value)


def _wrote_later(desk: Desk, promise: Promise) -> bool:
    """A decision about another draft may have brought an older value back."""
    assert promise.value is not None
    later = desk.promises[desk.promises.index(promise) + 1 :]
    name, row_id = promise.value[0], promise.draft.row_id
    return any(p.draft.row_id == row_id and name in p.draft.patch for p in later)


def _should_be_here(server: Server, desk: Desk, mine: outbox.Draft, state: str | None) -> bool:
    """A draft keeps its row on the screen, and a scope that is held keeps a settled one there."""
    assert desk.process is not None
    if any(p.draft.kind == "delete" and p.draft.row_id == mine.row_id for p in desk.promises):
        return False
    if state is not None:
        return True
    if desk.process.engine.looked_at <= desk.world.restored_at:
        return False  # what the backup brought back is not known here yet
    row = server.rows(mine.tbl).get(mine.row_id)
    if row is None or "facility_id" not in row:
        return False
    # A row never leaves its facility; whoever has held that all along holds the row.
    home = scope_id("facility", row["facility_id"])
    held = desk.process.replica.ask(
        "SELECT grant_no FROM cursors WHERE scope = ? AND state = 'live'", (home,)
    )
    return held is not None and held[0] == server.grants(desk.person).get(home)


_LOOK_BACK = 2


def check_lanes(desk: Desk, blame: Blame) -> None:
    """A draft the server stumbles over holds back what needs it, and nothing else."""
    assert desk.process is not None
    drafts = desk.process.replica.look(_drafts)
    stuck: set[str] = set()
    groups: set[str] = set()
    lanes: set[str] = set()
    growing = True
    while growing:
        growing = False
        for d in drafts:
            if d.id in stuck:
                continue
            held = d.row_id in desk.weather.stones or d.group_id in groups or d.lane in lanes
            if held or not stuck.isdisjoint(d.depends_on):
                stuck.add(d.id)
                groups.add(d.group_id)
                lanes.add(d.lane)
                growing = True
    for d in drafts:
        if d.id not in stuck and d.state in (outbox.WAITING, outbox.SENT):
            blame(f"{desk.name}: {d.kind} of {d.tbl} {d.row_id[-4:]} waits behind another record")


def is_quiet(desk: Desk) -> bool:
    """Nothing is on its way here."""
    return not unrest(desk)


def unrest(desk: Desk) -> str:
    """What is still on its way, in words; empty when nothing is."""
    process = desk.process
    if process is None:
        return "the program is not running"
    if process.life.is_busy or not process.engine.has_handled_all:
        return "the engine is at work"
    status = process.engine.status
    if status.phase not in ("idle", "syncing"):
        return f"the phase is {status.phase}, error {status.error}"
    (doubted,) = process.replica.ask(
        "SELECT (SELECT value FROM settings WHERE key = 'doubted_scopes')"
    )
    if doubted not in (None, "{}"):
        return "a short list of scopes is not believed yet"
    moving = [d for d in process.replica.look(_drafts) if d.state != outbox.PARKED]
    if moving:
        first = moving[0]
        return (
            f"{len(moving)} drafts do not come to an end; the first: {first.kind} of {first.tbl} "
            f"{first.row_id[-4:]}, {first.state}, {first.attempts} attempts, {first.error}, "
            f"next at {first.next_attempt_at}"
        )
    return ""


def _drafts(db: Connection) -> list[outbox.Draft]:
    return [
        outbox.Draft(*row)
        for row in db.execute(select(outbox.outbox).order_by(outbox.outbox.c.seq))
    ]


# --- at rest --------------------------------------------------------------------------------------


def check(server: Server, desks: Sequence[Desk], blame: Blame, outcome: Outcome) -> None:
    """Every promise, and every replica."""
    repeated = {
        (promise.draft.row_id, name)
        for desk in desks
        for promise in desk.promises
        if promise.draft.label == AT_A_CARD
        for name in promise.draft.patch
    }
    promised = Counter(promise.draft.id for desk in desks for promise in desk.promises)
    on_two_disks = {draft for draft, times in promised.items() if times > 1}
    for desk in desks:
        assert desk.process is not None
        see = desk.process.replica.look

        def complain(what: str, name: str = desk.name) -> None:
            blame(f"{name}: {what}")

        see(lambda db, d=desk, c=complain: _check_rows(db, server.visible(d.person), c))
        see(lambda db, d=desk, c=complain: _check_scopes(db, server.heads(d.person), c))
        see(lambda db, c=complain: _check_leftovers(db, c))
        see(
            lambda db, d=desk, c=complain: _check_promises(
                db, server, d, repeated, on_two_disks, c, outcome
            )
        )
        status = desk.process.engine.status
        if not status.online or status.waiting or status.error:
            complain(f"at rest the status is {status}")
        check_status(desk, blame)


def _check_rows(db: Connection, should: Rows, complain: Blame) -> None:
    """The replica is what its person may read, no more and no less."""
    drafts = _drafts(db)
    drafted = {(d.tbl, d.row_id) for d in drafts}
    for table in REPLICATED:
        ids = set(db.exec_driver_sql(f"SELECT id FROM {table}").scalars())
        for row_id in sorted(ids | should.get(table, {}).keys()):
            key = (table, row_id)
            shown = shown_row(db, table, row_id)
            if key in drafted:
                of_row = [d for d in drafts if (d.tbl, d.row_id) == key]
                kept = server_row(db, table, row_id)
                laid = lay(table, kept, of_row)
                if (shown is None) != (laid is None) or any(
                    (shown or {}).get(name) != value for name, value in (laid or {}).items()
                ):
                    complain(f"{table} {row_id[-4:]} does not show its drafts over its row")
                shown = kept
            _compare(table, row_id, should.get(table, {}).get(row_id), shown, complain)


def _compare(
    table: str, row_id: str, should: Row | None, shown: Row | None, complain: Blame
) -> None:
    if should is None and shown is not None:
        complain(f"{table} {row_id[-4:]} should not be here")
    elif should is not None and shown is None:
        complain(f"{table} {row_id[-4:]} is missing")
    elif should is not None and shown is not None:
        wrong = [name for name, value in should.items() if shown.get(name) != value]
        if wrong:
            told = ", ".join(f"{n}: {shown.get(n)!r} for {should[n]!r}" for n in wrong[:3])
            complain(f"{table} {row_id[-4:]} differs: {told}")


def _check_scopes(db: Connection, heads: dict[str, tuple[int, int, str]], complain: Blame) -> None:
    """Exactly the granted scopes are held, and what is counted is what is there."""
    held = {c.scope: c for c in db.execute(select(cursors))}
    for scope in sorted(held.keys() ^ heads.keys()):
        complain(f"scope {scope[:4]} is {'held, not granted' if scope in held else 'not held'}")
    for scope in sorted(held.keys() & heads.keys()):
        kept, (ver, n, total) = held[scope], heads[scope]
        if (kept.ver, kept.n, kept.sum) != (ver, n, total):
            complain(f"scope {scope[:4]}: {kept.ver}, {kept.n} rows, the server has {ver}, {n}")
        counted = scope_digest(db, scope)
        if (kept.n, kept.sum) != (counted[0], str(counted[1])):
            complain(f"scope {scope[:4]} says {kept.n} rows, {counted[0]} are there")
    stray = set(db.scalars(select(scope_rows.c.scope).distinct())) - heads.keys()
    for scope in sorted(stray):
        complain(f"rows of scope {scope[:4]}, which is not granted, are held")


def _check_leftovers(db: Connection, complain: Blame) -> None:
    """Nothing is left of what went: no kept values, no words in the search, nothing held back."""
    drafted = {(d.tbl, d.row_id) for d in _drafts(db)}
    kept = {tuple(row) for row in db.execute(select(server_rows.c.tbl, server_rows.c.row_id))}
    for table, row_id in sorted(kept - drafted):
        complain(f"a value of {table} {row_id[-4:]} is kept, it has no drafts")
    found = set(db.exec_driver_sql("SELECT rowid FROM patients_search").scalars())
    there = set(db.exec_driver_sql("SELECT search_no FROM patients").scalars())
    if found != there:
        complain(f"the search knows {len(found)} patients, {len(there)} are here")
    for table, row_id, reason in db.exec_driver_sql("SELECT tbl, row_id, reason FROM quarantine"):
        complain(f"{table} {row_id[-4:]} is held back: {reason}")


def _check_promises(
    db: Connection,
    server: Server,
    desk: Desk,
    repeated: set[tuple[str, str]],
    on_two_disks: set[str],
    complain: Blame,
    outcome: Outcome,
) -> None:
    """Every draft that was called safe: applied once, or on a card with all its text. `repeated` are
    fields that a decision has written: it may have brought any value back.
    """
    drafts = {d.id: d for d in _drafts(db)}
    on_cards = {card.mutation_id: card for card in db.execute(select(cards))}
    card_ids = {card.id for card in on_cards.values()}
    decided = [(card.body.get("resolution") or {}) for card in on_cards.values()]
    # Edits of a record that was offered anew have become part of the new draft.
    absorbed = {each["id"]: each["patch"] for one in decided for each in one.get("removed", ())}
    outcome.cards += len(on_cards)
    for promise in desk.promises:
        mine = promise.draft
        what = f"{mine.kind} of {mine.tbl} {mine.row_id[-4:]} ({mine.id[-4:]})"
        outcome.drafts += 1
        told = server.verdict(mine.id)
        is_applied = told is not None and told.status in SETTLED
        outcome.applied += is_applied
        here, card = drafts.get(mine.id), on_cards.get(mine.id)
        if is_applied:
            seen_before = _seen_before(promise, desk.promises)
            is_merged = told is not None and told.status == "merged"
            own = promise.value
            if own is not None and (mine.row_id, own[0]) in repeated:
                promise = replace(promise, value=None)
            _check_applied(server, promise, seen_before, what, complain, is_merged=is_merged)
        if card is not None:
            _check_card(card, mine, what, complain)
            # Two disks with one draft may hear two verdicts, one of them before a restore.
            was_told_twice = mine.id in on_two_disks and outcome.restores > 0
            if is_applied and not was_told_twice:
                complain(f"{what} was applied and is on a card")
            if here is not None:
                complain(f"{what} is on a card and in the outbox")
        elif here is not None:
            _check_waiting(here, mine, card_ids, what, complain)
        elif not is_applied and absorbed.get(mine.id) != mine.patch:
            complain(f"{what} is LOST: not in the outbox, on no card, and the server says {told}")


def _seen_before(promise: Promise, promises: Sequence[Promise]) -> set[Any]:
    """What the author may have seen in the field: the base, and the bases of what they had written
    before and what was refused.
    """
    if promise.value is None:
        return set()
    name, mine = promise.value[0], promise.draft
    of_row = [p.draft for p in promises if p.draft.row_id == mine.row_id]
    return {d.base.get(name) for d in of_row} | {d.patch[name] for d in of_row if name in d.patch}


def _check_applied(
    server: Server,
    promise: Promise,
    seen_before: set[Any],
    what: str,
    complain: Blame,
    *,
    is_merged: bool,
) -> None:
    mine = promise.draft
    past = server.history(mine.tbl, mine.row_id)
    if mine.kind == "delete":
        if past and mine.row_id in server.rows(mine.tbl):
            complain(f"{what} was applied, and the row is still there")
        return
    if mine.kind == "insert" and server.is_gone(mine.tbl, mine.row_id):
        return  # it was there before the restore, and whoever deleted it was back first
    if not any(_shows(row, mine.patch, is_merged=is_merged) for row in past):
        complain(f"{what} was applied, but the row never had these values")
    if promise.value is not None:
        name, value = promise.value
        times = _times_written(past, name, value)
        if times > 1:
            complain(f"{what} was written {times} times")
        if mine.kind == "update" and times:
            at = [row.get(name) for row in past].index(value)
            if past[at - 1].get(name) not in seen_before:
                complain(
                    f"{what} wrote over {past[at - 1].get(name)!r}, which its author never saw"
                )


def _shows(row: Row, patch: Row, *, is_merged: bool) -> bool:
    """Whether the row has had what was written; a step that others had already gone past counts."""
    return all(
        row.get(name) == value
        or (is_merged and name == "status" and value in WAY and row.get(name) in _past(value))
        for name, value in patch.items()
    )


def _past(step: str) -> tuple[str, ...]:
    return WAY[WAY.index(step) :]


def _times_written(past: Sequence[Row], name: str, value: Any) -> int:
    values = [None, *(row.get(name) for row in past)]
    return sum(after == value != before for before, after in pairwise(values))


def _check_card(card: Any, mine: outbox.Draft, what: str, complain: Blame) -> None:
    if (card.kind, card.tbl, card.row_id, card.person) != (
        mine.kind,
        mine.tbl,
        mine.row_id,
        mine.author,
    ):
        complain(f"{what}: its card is of another record")
    if card.body.get("mine") != mine.patch:
        complain(f"{what}: its card does not have all its text")
    if mine.kind == "update" and not mine.patch.keys() <= (card.body.get("base") or {}).keys():
        complain(f"{what}: its card does not say what was there before")


def _check_waiting(
    here: outbox.Draft, mine: outbox.Draft, card_ids: set[str], what: str, complain: Blame
) -> None:
    if here.patch != mine.patch:
        complain(f"{what} changed while it waited")
    if here.state == outbox.PARKED and here.card_id not in card_ids:
        complain(f"{what} is parked under a card that is not there")
