"""Patients by anything the desk is told: parts of names in any order, a phone, a record number, a
birth date.

Words of three letters and more are looked up in the trigram index, which finds any part of a word
and does not mind accents. Shorter ones, which it cannot hold, begin a name or a record number.
Every branch is bounded and walks an index, so a keystroke costs the same among a hundred thousand
patients as among a hundred.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    literal,
    or_,
    select,
    true,
    union,
)

from sync.replica import direct
from sync.replica.outbox import draft_state
from sync.replica.query import Query
from sync.replica.tables import patients, patients_match, patients_search

_GRAM: Final = 3
_STEP: Final = 50
_LAST: Final = "\U0010ffff"
_INDEX_NOTED: Final = (
    "DELETE FROM patients_search WHERE rowid IN (SELECT search_no FROM patients_search_later)",
    "INSERT INTO patients_search (rowid, name, phone, number, born) SELECT * FROM "
    "patients_search_words WHERE search_no IN (SELECT search_no FROM patients_search_later)",
    "DELETE FROM patients_search_later",
)


@dataclass(frozen=True, slots=True)
class PatientFound:
    """A line of the list of found patients. `draft` is None when the server has all of it."""

    id: str
    family_name: str
    given_name: str
    birth_date: date | None
    record_number: str | None
    phone: str
    is_active: bool
    draft: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed, taken apart."""

    words: list[str] = field(default_factory=list)
    numbers: list[list[str]] = field(default_factory=list)
    days: list[set[str]] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Nothing to look for."""
        return not (self.words or self.numbers or self.days)


def read(text: str) -> Wanted:
    """Words, runs of numbers ("555 12 34" may be one phone), and dates in any writing."""
    wanted = Wanted()
    after_number = False
    for piece in unicodedata.normalize("NFC", text).split():
        days = _days(piece)
        digits = re.sub(r"[-+()./]", "", piece)
        if days:
            wanted.days.append(days)
        elif digits.isdecimal():
            if after_number:
                wanted.numbers[-1].append(digits)
            else:
                wanted.numbers.append([digits])
        else:
            wanted.words.append(piece)
        after_number = not days and digits.isdecimal()
    return wanted


def search_patients(
    text: str,
    limit: int = 50,
    *,
    first: Collection[str] = (),
    facility_id: str | None = None,
    with_archived: bool = False,
) -> Query[PatientFound]:
    """Patients that match all of `text`, best first; those of `first` (today's) before all others.

    Nothing typed means everybody, in name order.
    """
    p = patients.c
    wanted = read(text)
    kept = and_(
        true() if facility_id is None else p.facility_id == facility_id,
        true() if with_archived else p.is_active.is_(True),
    )
    found = select(
        p.id,
        p.family_name,
        p.given_name,
        p.birth_date,
        p.record_number,
        p.phone,
        p.is_active,
        draft_state(patients).label("draft"),
    )
    by_name = (p.family_name, p.given_name, p.id)
    if wanted.empty and not first:
        return Query(found.where(kept).order_by(*by_name).limit(limit), PatientFound)
    branches = [branch.subquery() for branch in _branches(wanted, kept, limit, first)]
    # IN, not a join: a join lets the planner walk all patients first once it has statistics.
    candidates = union(*(select(branch) for branch in branches))
    ranked = (
        found.where(p.search_no.in_(candidates), kept)
        .order_by(_rank(wanted, first), *by_name)
        .limit(limit)
    )
    return Query(ranked, PatientFound)


def expect_many(db: Connection, many: bool) -> None:
    """Whether many patients come now. Then each transaction leaves a piece of the index behind, and the
    pieces are not put together by whichever commit comes next, which would hold the writer: `put_together`
    does that afterwards, in steps.
    """
    for name, value in (("automerge", 0 if many else 4), ("crisismerge", 1_999 if many else 16)):
        db.exec_driver_sql(
            "INSERT INTO patients_search (patients_search, rank) VALUES (?, ?)", (name, value)
        )


def expects_many(db: Connection) -> bool:
    """Whether `expect_many` was said and not taken back, in this run of the program or an earlier one."""
    told = "SELECT v FROM patients_search_config WHERE k = 'automerge'"
    return db.exec_driver_sql(told).scalar() == 0


@contextmanager
def indexed_at_once(db: Connection) -> Iterator[None]:
    """Whatever is done to patients inside comes into the index at the end, in one statement: a fifth of
    the work that it is one by one. Inside one transaction.
    """
    direct.rows(db, "INSERT INTO patients_search_later VALUES (0)")  # nobody's number
    yield
    for statement in _INDEX_NOTED:
        direct.rows(db, statement)


def put_together(db: Connection) -> bool:
    """A step on the way to an index of few pieces. False when there is nothing left to do."""
    return _merge(db, _STEP)


def forget_removed(db: Connection, *, begin: bool) -> bool:
    """Rewrite a part of the index without the words of removed patients. False when all is
    rewritten.

    `begin` starts a rewriting of the whole index; without it the one begun goes on, a step a call.
    """
    return _merge(db, -_STEP if begin else _STEP)


def _merge(db: Connection, pages: int) -> bool:
    connection: Any = db.connection.dbapi_connection
    before = connection.total_changes
    db.exec_driver_sql(
        "INSERT INTO patients_search (patients_search, rank) VALUES ('merge', ?)", (pages,)
    )
    # https://sqlite.org/fts5.html#the_merge_command: fewer than two changes, nothing was left to
    # do.
    return bool(connection.total_changes - before >= 2)


def _branches(
    wanted: Wanted, kept: ColumnElement[bool], limit: int, first: Collection[str]
) -> Iterator[Select[Any]]:
    """The ways to candidates, each a bounded walk along an index."""
    p = patients.c
    number = select(p.search_no)
    kept = and_(kept, *_short(wanted))
    indexed = select(patients_search.c.rowid).where(patients_match.op("MATCH")(_match(wanted)))
    if first:
        among = number.where(p.id.in_(sorted(first)), kept)
        if _match(wanted):
            among = among.where(p.search_no.in_(_only(indexed, first)))
        yield among.limit(limit)
    if wanted.empty:
        yield number.where(kept).order_by(p.family_name, p.given_name).limit(limit)
    elif _match(wanted):
        # The index knows neither archived patients nor short words, so more of its finds are looked
        # at than shown; several words are rarer together, so many more can be.
        several = len(wanted.words) + len(wanted.numbers) + len(wanted.days) > 1
        finds = indexed.limit(limit * (40 if several else 4))
        yield number.where(p.search_no.in_(finds), kept)
        if several or not wanted.words:
            return
    for column, start in _starts(wanted):
        begins = and_(column >= start, column < start + _LAST)
        yield number.where(begins, kept).order_by(column).limit(limit)


def _only(indexed: Select[Any], ids: Collection[str]) -> Select[Any]:
    numbers = select(patients.c.search_no).where(patients.c.id.in_(sorted(ids)))
    return indexed.where(patients_search.c.rowid.in_(numbers))


def _starts(wanted: Wanted) -> Iterator[tuple[ColumnElement[Any], str]]:
    """The columns whose beginning the first thing typed may be."""
    p = patients.c
    if wanted.words:
        for start in _spellings(wanted.words[0]):
            yield p.family_name, start
            yield p.given_name, start
        yield p.record_number, wanted.words[0]
    elif wanted.numbers:
        yield p.record_number, "".join(wanted.numbers[0])


def _spellings(word: str) -> list[str]:
    """SQLite folds the case of a to z only, so "ö" must be asked for as "Ö" too."""
    return list(dict.fromkeys([word, word.capitalize()])) if not word.isascii() else [word]


def _match(wanted: Wanted) -> str:
    """The question to the trigram index; empty when everything typed is too short for it."""
    parts = [f"{{name number}} : {_quoted(word)}" for word in wanted.words if len(word) >= _GRAM]
    for run in wanted.numbers:
        joined = "".join(run)
        if len(joined) < _GRAM:
            continue
        ways = [f"{{phone number}} : {_quoted(joined)}"]
        if all(len(digits) >= _GRAM for digits in run):
            ways.append(" AND ".join(f"{{phone number born}} : {_quoted(d)}" for d in run))
        parts.append("(" + " OR ".join(f"({way})" for way in ways) + ")")
    parts += [
        "(" + " OR ".join(f"born : {_quoted(day)}" for day in sorted(days)) + ")"
        for days in wanted.days
    ]
    return " AND ".join(parts)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _short(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """Conditions for what is too short for the trigram index: it begins a word or a number."""
    p = patients.c
    for word in wanted.words:
        if len(word) < _GRAM:
            yield or_(
                p.record_number.startswith(word, autoescape=True),
                *(
                    way
                    for start in _spellings(word)
                    for name in (p.family_name, p.given_name)
                    for way in (
                        name.startswith(start, autoescape=True),
                        name.contains(f" {start}", autoescape=True),
                    )
                ),
            )
    for run in wanted.numbers:
        start = "".join(run)
        if len(start) < _GRAM:
            yield p.record_number.startswith(start) | p.phone.startswith(start)


def _rank(wanted: Wanted, first: Collection[str]) -> ColumnElement[int]:
    """Those of `first`, then whose family name begins so, then the given name, then the rest."""
    p = patients.c
    ranks: list[tuple[ColumnElement[bool], int]] = []
    if first:
        ranks.append((p.id.in_(sorted(first)), 0))
    for place, name in enumerate((p.family_name, p.given_name), start=1):
        begins = [name.startswith(s, autoescape=True) for w in wanted.words for s in _spellings(w)]
        if begins:
            ranks.append((or_(*begins), place))
    return case(*ranks, else_=3) if ranks else literal(0)


def _days(piece: str) -> set[str]:
    """The dates a writing may mean: 2026-11-20, 20.11.2026, and 3/4/1980 both ways."""
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", piece):
        year, month, day = map(int, found.groups())
        orders = [(year, month, day)]
    elif found := re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", piece):
        one, two, year = map(int, found.groups())
        orders = [(year, two, one)] if "." in piece else [(year, two, one), (year, one, two)]
    else:
        return set()
    days = set()
    for order in orders:
        with suppress(ValueError):
            days.add(date(*order).isoformat())
    return days
