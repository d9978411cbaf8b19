"""Our own linter of a clinic's database: what it finds is open, loose or slow in the catalogue.

Each lint answers with the names of what is wrong; an empty set is what the tests want. They cover
what Supabase's splinter looks at, as far as this product uses it, and what is ours alone. Whatever
is decided to be otherwise is listed here, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import psycopg

from clinic_app.domain.access import policy

Db = psycopg.Connection[Any]
Lint = Callable[[Db], set[str]]

OURS: Final = "('public', 'app', 'sync')"
EVERY_FUNCTION: Final = f"""
    select n.nspname || '.' || p.proname
               || '(' || replace(oidvectortypes(p.proargtypes), ', ', ',') || ')' as name,
           p.oid, p.proname, n.nspname, p.prosecdef, coalesce(p.proconfig, '{{}}') as proconfig, p.prosrc,
           p.prorettype = 'trigger'::regtype as is_trigger, l.lanname
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
    where n.nspname in {OURS} and p.prokind = 'f' and l.lanname in ('sql', 'plpgsql')
"""

INLINED: Final = {
    # Called for every row or every scope: with settings of their own they would not be inlined. They
    # name nothing that a search path decides.
    "sync.scope_id(text,uuid)",
    "sync.row_hash(text,uuid,bigint)",
    "sync.is_id(text)",
    "sync.grants_now(uuid)",
}
ASKS_NOBODY: Final = {
    # Runs with the owner's rights, and is not about the caller.
    "public.create_facility(text,text,text)",
}
PRIVILEGES: Final = {"read": "select", "add": "insert", "change": "update", "remove": "delete"}
COMMANDS: Final = {"r": "select", "a": "insert", "w": "update", "d": "delete", "*": "all"}


def tables_without_row_level_security(db: Db) -> set[str]:
    """Exposed, and every row is everybody's."""
    return _names(
        db,
        """select c.relname as name from pg_class c
           where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
             and not c.relrowsecurity""",
    )


def exposed_otherwise(db: Db) -> set[str]:
    """Views, foreign tables and sequences of the API: each needs a decision about its rights first."""
    return _names(
        db,
        """select c.relname as name from pg_class c
           where c.relnamespace = 'public'::regnamespace and c.relkind in ('v', 'm', 'f', 'S')""",
    )


def granted_without_a_policy(db: Db) -> set[str]:
    """A right that no policy lets anybody use: a policy was forgotten, or the grant is too much."""
    return {f"{table}: {command}" for table, command in _granted(db) - _permitted(db)}


def policies_without_a_grant(db: Db) -> set[str]:
    """A policy for what nobody may do anyway: it reads as if somebody might."""
    return {f"{table}: {command}" for table, command in _permitted(db) - _granted(db)}


def several_policies_for_one_command(db: Db) -> set[str]:
    """Permissive policies add up, in speed and in what they let through."""
    found = db.execute(
        """select relname, polcmd::text as polcmd from pg_policy p join pg_class c on c.oid = polrelid
           where polpermissive and relnamespace = 'public'::regnamespace"""
    ).fetchall()
    every = [(row["relname"], command) for row in found for command in _commands(row["polcmd"])]
    return {f"{table}: {command}" for table, command in every if every.count((table, command)) > 1}


def policies_for_anybody(db: Db) -> set[str]:
    """A policy names the role it is for."""
    return _names(
        db,
        """select tablename || ': ' || policyname as name from pg_policies
           where schemaname = 'public' and roles::text[] <> '{authenticated}'""",
    )


def policies_that_let_write_anything(db: Db) -> set[str]:
    """Without a check of its own, a new row may be what an old one may not."""
    return _names(
        db,
        """select tablename || ': ' || policyname as name from pg_policies
           where schemaname = 'public' and permissive = 'PERMISSIVE'
             and cmd in ('INSERT', 'UPDATE', 'ALL') and coalesce(with_check, 'true') = 'true'""",
    )


def policies_that_ask_for_every_row(db: Db) -> set[str]:
    """What is asked is asked in a sub-select, which the planner answers once per statement."""
    slow = set()
    for name, expression in _expressions(db):
        bare = re.sub(r"\( SELECT (?:auth|app)\.\w+\(\) AS \w+\)", "", expression)
        if "auth." in bare or "app." in bare or "current_setting" in bare or "SELECT" in bare:
            slow.add(name)
    return slow


def policies_that_believe_the_token(db: Db) -> set[str]:
    """What a person can write into their own account decides nothing."""
    return {name for name, text in _expressions(db) if "metadata" in text or "jwt" in text}


def tables_that_demand_no_proof(db: Db) -> set[str]:
    """A facility's second proof stands before every right that the policy in words says it does; a table
    that is not in there is taken to need it for everything.
    """
    stands = {
        (row["tablename"], row["cmd"].lower())
        for row in db.execute(
            b"""select tablename, cmd from pg_policies
                where schemaname = 'public' and permissive = 'RESTRICTIVE'
                  and concat(qual, with_check) like '%unproven_facilities%'"""
        )
    }
    told = policy().tables
    free = {
        (name, PRIVILEGES[verb])
        for name, rules in told.items()
        for verb, rule in rules.verbs.items()
        if not rule.proof
    }
    return {f"{table}: {command}" for table, command in _granted(db) - stands - free}


def columns_without_an_index(db: Db) -> set[str]:
    """Columns of foreign keys and policies lead an index, or each question reads the whole table."""
    leading = _names(
        db,
        """select i.indrelid::regclass || '.' || a.attname as name
           from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
           where i.indpred is null
              or pg_get_expr(i.indpred, i.indrelid) = format('(%I IS NOT NULL)', a.attname)""",
    )
    keys = _names(
        db,
        f"""select c.conrelid::regclass || '.' || a.attname as name
            from pg_constraint c
            join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
            join pg_class t on t.oid = c.conrelid join pg_namespace n on n.oid = t.relnamespace
            where c.contype = 'f' and n.nspname in {OURS}""",
    )
    asked = {
        f"{name.partition(':')[0]}.{column}"
        for name, text in _expressions(db)
        for column in re.findall(r"\((\w+) = ", text)
    }
    return (keys | asked) - leading


def rights_beyond_rows(db: Db) -> set[str]:
    """Nobody empties a table, hooks into it or refers to it through the API."""
    return _names(
        db,
        f"""select c.oid::regclass || ' ' || r || ' ' || who as name from pg_class c
            cross join unnest('{{truncate,references,trigger}}'::text[]) r
            cross join unnest('{{anon,authenticated}}'::text[]) who
            where c.relnamespace::regnamespace::text in {OURS} and c.relkind in ('r', 'p')
              and has_table_privilege(who, c.oid, r)""",
    )


def rights_of_strangers(db: Db) -> set[str]:
    """Whoever is not signed in reads and writes nothing, not even a column."""
    return _names(
        db,
        f"""select c.oid::regclass || ' ' || r as name from pg_class c
            cross join unnest('{{select,insert,update}}'::text[]) r
            where c.relnamespace::regnamespace::text in {OURS} and c.relkind in ('r', 'p', 'v', 'm', 'f')
              and has_any_column_privilege('anon', c.oid, r)""",
    )


def reached_behind_the_api(db: Db) -> set[str]:
    """The feed, the ledger and the sequences are for functions alone."""
    return _names(
        db,
        """select c.oid::regclass::text as name from pg_class c
           cross join unnest('{anon,authenticated}'::text[]) who
           where c.relnamespace in ('sync'::regnamespace, 'app'::regnamespace)
             and case c.relkind when 'S' then has_sequence_privilege(who, c.oid, 'usage, select, update')
                 else c.relkind in ('r', 'v', 'm', 'p')
                      and has_table_privilege(who, c.oid, 'select, insert, update, delete, truncate') end""",
    )


def schemas_anybody_writes(db: Db) -> set[str]:
    """A function of the same name in a schema one may write is somebody else's function."""
    return _names(
        db,
        f"""select n.nspname || ' ' || who as name from pg_namespace n
            cross join unnest('{{anon,authenticated,service_role}}'::text[]) who
            where n.nspname in {OURS} and has_schema_privilege(who, n.oid, 'create')""",
    )


def functions_of_a_loose_search_path(db: Db) -> set[str]:
    """Which function or table a name means is not the caller's to decide."""
    return {
        row["name"]
        for row in _functions(db)
        if 'search_path=""' not in row["proconfig"] and row["name"] not in INLINED
    }


def functions_that_do_not_ask_who_calls(db: Db) -> set[str]:
    """With the owner's rights and open to the API, a function looks who is there by itself."""
    return {
        row["name"]
        for row in _functions(db)
        if row["nspname"] == "public"
        and row["prosecdef"]
        and "auth.uid()" not in row["prosrc"]
        and row["name"] not in ASKS_NOBODY
    }


def functions_that_build_statements_from_text(db: Db) -> set[str]:
    """A statement is put together with %I and %L. %s is for what the function itself has written, and
    for nothing that a caller hands in.
    """
    found = set()
    for row in _functions(db):
        for call in re.findall(
            r"execute format\((.*?)\)\s*(?:into|using|;)", row["prosrc"], re.DOTALL
        ):
            handed = re.findall(r"\b(?:request|asked|mutation)\b", call)
            if "%s" in call and handed:
                found.add(row["name"])
        if re.search(r"execute\s+(?:'[^']*'|\w+)\s*\|\|", row["prosrc"]):
            found.add(row["name"])
    return found


def functions_for_everybody_by_default(db: Db) -> set[str]:
    """What the next migration makes is nobody's until it is granted. (An older project grants everything
    new in `public` by itself: each migration takes that back by name, see `rights_of_strangers`.)
    """
    open_ = _names(
        db,
        """select coalesce(n.nspname, 'all schemas') as name
           from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace
           cross join lateral aclexplode(d.defaclacl) a
           where d.defaclobjtype = 'f' and d.defaclrole = 'postgres'::regrole
             and a.grantee in (0, 'anon'::regrole) and coalesce(n.nspname, '') <> 'public'""",
    )
    taken_back = _names(
        db,
        """select 'taken back' as name from pg_default_acl
           where defaclobjtype = 'f' and defaclrole = 'postgres'::regrole and defaclnamespace = 0""",
    )
    return open_ if taken_back else open_ | {"all schemas"}


def pushed_by_statements_of_before(db: Db) -> set[str]:
    """What sync_push runs per table was written before a column or a grant changed: `sync.follow` writes
    it again, and nobody called it.
    """
    written = """select p.proname as name, p.prosrc from pg_proc p
        where p.pronamespace = 'sync'::regnamespace
          and p.proname in ('current_row', 'whole', 'add_row', 'change_row')"""
    before = {row["name"]: row["prosrc"] for row in db.execute(written.encode())}
    with db.transaction(force_rollback=True):
        db.execute(b"select sync.write_statements()")
        now = {row["name"]: row["prosrc"] for row in db.execute(written.encode())}
    assert len(now) == 4
    return {name for name in now if before[name] != now[name]}


LINTS: Final[tuple[Lint, ...]] = (
    tables_without_row_level_security,
    exposed_otherwise,
    granted_without_a_policy,
    policies_without_a_grant,
    several_policies_for_one_command,
    policies_for_anybody,
    policies_that_let_write_anything,
    policies_that_ask_for_every_row,
    policies_that_believe_the_token,
    tables_that_demand_no_proof,
    columns_without_an_index,
    rights_beyond_rows,
    rights_of_strangers,
    reached_behind_the_api,
    schemas_anybody_writes,
    functions_of_a_loose_search_path,
    functions_that_do_not_ask_who_calls,
    functions_that_build_statements_from_text,
    functions_for_everybody_by_default,
    pushed_by_statements_of_before,
)


# --- what they look at ----------------------------------------------------------------------------


def _names(db: Db, query: str) -> set[str]:
    return {row["name"] for row in db.execute(query.encode())}


def _functions(db: Db) -> list[dict[str, Any]]:
    return db.execute(EVERY_FUNCTION.encode()).fetchall()


def _expressions(db: Db) -> list[tuple[str, str]]:
    found = db.execute(
        b"""select tablename || ': ' || policyname as name, concat_ws(' and ', qual, with_check) as text
            from pg_policies where schemaname = 'public'"""
    )
    return [(row["name"], row["text"]) for row in found]


def _granted(db: Db) -> set[tuple[str, str]]:
    """(table, command) that signed-in people may, whatever the policies say of rows."""
    found = db.execute(
        b"""select c.relname, r from pg_class c
            cross join unnest('{select,insert,update,delete}'::text[]) r
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
              and case r when 'delete' then has_table_privilege('authenticated', c.oid, r)
                  else has_any_column_privilege('authenticated', c.oid, r) end"""
    )
    return {(row["relname"], row["r"]) for row in found}


def _permitted(db: Db) -> set[tuple[str, str]]:
    """(table, command) that some policy permits."""
    found = db.execute(
        b"""select relname, polcmd::text as polcmd from pg_policy p join pg_class c on c.oid = polrelid
            where polpermissive and relnamespace = 'public'::regnamespace"""
    )
    return {(row["relname"], command) for row in found for command in _commands(row["polcmd"])}


def _commands(letter: str) -> tuple[str, ...]:
    command = COMMANDS[letter]
    return ("select", "insert", "update", "delete") if command == "all" else (command,)
