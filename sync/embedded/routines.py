"""The functions of a database as PostgREST sees them, and the statements that call them."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection, sql

SCHEMA = "public"

_ROUTINES = """
    select p.proname,
           p.provolatile = 'v' as is_volatile,
           p.proretset as returns_set,
           p.prorettype::regtype::text as returns,
           t.typtype = 'c' or p.prorettype = 'record'::regtype as returns_rows,
           coalesce(p.proargnames, '{}') as names,
           coalesce(p.proargmodes::text[], '{}') as modes,
           array(select format_type(a, null)
                 from unnest(p.proargtypes) with ordinality as u(a, i) order by i) as types,
           p.pronargdefaults as defaults,
           coalesce(p.proconfig, '{}') as settings
    from pg_proc p join pg_type t on t.oid = p.prorettype
    where p.pronamespace = %s::regnamespace and p.prokind = 'f'
    order by p.proname
"""

_ROLE_SETTINGS = """
    select r.rolname, split_part(s, '=', 1), substr(s, strpos(s, '=') + 1)
    from pg_db_role_setting d
    join pg_roles r on r.oid = d.setrole
    cross join unnest(d.setconfig) as s
    join pg_settings p on p.name = split_part(s, '=', 1) and p.context = 'user'
    where d.setdatabase in (0, (select oid from pg_database where datname = current_database()))
"""

_PRE_REQUEST = """
    select substr(s, strpos(s, '=') + 1)
    from pg_db_role_setting d
    join pg_roles r on r.oid = d.setrole and r.rolname = 'authenticator'
    cross join unnest(d.setconfig) as s
    where s like 'pgrst.db_pre_request=%'
      and d.setdatabase in (0, (select oid from pg_database where datname = current_database()))
    order by d.setdatabase desc limit 1
"""

# What PostgREST lifts from a function to its transaction.
_HOISTED = frozenset({"statement_timeout", "default_transaction_isolation"})


@dataclass(frozen=True)
class Routine:
    """One overload of a function."""

    name: str
    arguments: dict[str, str]
    required: frozenset[str]
    takes_body: bool
    returns: str
    returns_set: bool
    returns_rows: bool
    is_volatile: bool
    settings: dict[str, str]

    def accepts(self, given: frozenset[str]) -> bool:
        """Whether it can be called with exactly these named arguments."""
        return not self.takes_body and self.required <= given <= self.arguments.keys()

    @property
    def signature(self) -> str:
        arguments = ", ".join(f"{name} => {kind}" for name, kind in self.arguments.items())
        return f"{SCHEMA}.{self.name}({arguments})"

    def call(self, given: Sequence[str]) -> sql.Composed:
        """The statement that calls it with the request's body as its one parameter.

        The body goes to PostgreSQL as it came and the answer comes back as JSON text, so neither is
        taken apart on the way.
        """
        function = sql.Identifier(SCHEMA, self.name)
        if self.takes_body:
            kind = next(iter(self.arguments.values()))
            called = sql.SQL("{}(%s::{})").format(function, sql.SQL(kind))
            source: sql.Composable = sql.SQL("")
        elif given:
            columns = sql.SQL(", ").join(
                sql.SQL("{} {}").format(
                    sql.Identifier(name),
                    sql.SQL(self.arguments[name]),
                )
                for name in given
            )
            passed = sql.SQL(", ").join(
                sql.SQL("{0} := a.{0}").format(sql.Identifier(name)) for name in given
            )
            called = sql.SQL("{}({})").format(function, passed)
            source = sql.SQL("from json_to_record(%s::json) as a({})").format(columns)
        else:
            called = sql.SQL("{}()").format(function)
            source = sql.SQL("from (select %s::text) as body")
        return self._answer(called, source)

    def _answer(self, called: sql.Composable, source: sql.Composable) -> sql.Composed:
        if not self.returns_set and not self.returns_rows:
            if self.returns in ("json", "jsonb", "void"):
                return sql.SQL("select {} {}").format(called, source)
            return sql.SQL("select to_json({}) {}").format(called, source)
        row = sql.SQL("t" if self.returns_rows else "t.value")
        shape = sql.SQL("json_agg({})" if self.returns_set else "(json_agg({}) -> 0)").format(row)
        empty = sql.SQL("'[]'" if self.returns_set else "'null'")
        table = sql.SQL("" if self.returns_rows else "(value)")
        return sql.SQL("select coalesce({}, {}) {} {} {} as t{}").format(
            shape,
            empty,
            source,
            sql.SQL("from" if self.takes_body else "cross join lateral"),
            called,
            table,
        )


class Catalogue:
    """What can be called, and the settings that come with a role; read again when something is new."""

    def __init__(self) -> None:
        self.pre_request: sql.Composed | None = None
        """The statement that PostgREST is told to run before each request, in the caller's role."""
        self._routines: dict[str, list[Routine]] = {}
        self._roles: dict[str, dict[str, str]] = {}

    async def read(self, db: AsyncConnection[Any]) -> None:
        """Learn everything anew."""
        routines: dict[str, list[Routine]] = {}
        for row in await (await db.execute(_ROUTINES, [SCHEMA])).fetchall():
            routine = _routine(*row)
            routines.setdefault(routine.name, []).append(routine)
        roles: dict[str, dict[str, str]] = {}
        for role, name, value in await (await db.execute(_ROLE_SETTINGS)).fetchall():
            roles.setdefault(role, {})[name] = value
        asked = await (await db.execute(_PRE_REQUEST)).fetchone()
        self.pre_request = _call_of(asked[0]) if asked else None
        self._routines, self._roles = routines, roles

    def find(self, name: str, given: frozenset[str]) -> list[Routine]:
        """The overloads that fit; else the one that takes the whole body."""
        overloads = self._routines.get(name, [])
        named = [routine for routine in overloads if routine.accepts(given)]
        return named or [routine for routine in overloads if routine.takes_body]

    def settings_of(self, role: str) -> dict[str, str]:
        return self._roles.get(role, {})

    def suggest(self, name: str, given: frozenset[str]) -> str | None:
        """PostgREST's hint for a call that fits nothing."""
        overloads = self._routines.get(name, [])
        if not overloads:
            close = difflib.get_close_matches(name, self._routines, 1, 0.75)
            return f"Perhaps you meant to call the function {SCHEMA}.{close[0]}" if close else None
        asked = f"({', '.join(sorted(given))})"
        listed = [f"({', '.join(sorted(routine.arguments))})" for routine in overloads]
        close = difflib.get_close_matches(asked, listed, 1, 0.33)
        return (
            f"Perhaps you meant to call the function {SCHEMA}.{name}{close[0]}" if close else None
        )


def _call_of(function: str) -> sql.Composed:
    return sql.SQL("select {}()").format(sql.Identifier(*function.split(".", 1)))


def _routine(
    name: str,
    is_volatile: bool,
    returns_set: bool,
    returns: str,
    returns_rows: bool,
    names: list[str],
    modes: list[str],
    types: list[str],
    defaults: int,
    settings: list[str],
) -> Routine:
    # Without modes all arguments are inputs; types are those of the inputs only.
    inputs = [n for n, mode in zip(names, modes, strict=True) if mode in "ibv"] if modes else names
    unnamed = len(types) == 1 and (not inputs or inputs[0] == "")
    takes_body = unnamed and types[0] in ("json", "jsonb")
    arguments = {"": types[0]} if unnamed else dict(zip(inputs, types, strict=False))
    required = frozenset(list(arguments)[: len(types) - defaults])
    hoisted = dict(setting.split("=", 1) for setting in settings)
    return Routine(
        name=name,
        arguments=arguments,
        required=required,
        takes_body=takes_body,
        returns=returns,
        returns_set=returns_set,
        returns_rows=returns_rows,
        is_volatile=is_volatile,
        settings={key: value for key, value in hoisted.items() if key in _HOISTED},
    )
