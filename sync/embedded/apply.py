"""Brings a database to this program's schema: the prelude, then each migration once, in order."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from sync.embedded.postgres import DatabaseTrouble
from sync.errors import Defect, Outdated

PRELUDE = Path(__file__).with_name("prelude.sql")
_NAME = re.compile(r"(\d+)_(.+)\.sql")


@dataclass(frozen=True)
class Migration:
    """One file of the Supabase CLI layout: `<version>_<name>.sql`."""

    version: str
    name: str
    path: Path


def migrations_in(folder: Path) -> list[Migration]:
    """The migrations of a folder, oldest first. Raises FileNotFoundError when there is none."""
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder} is not a folder")
    named = ((path, _NAME.fullmatch(path.name)) for path in folder.iterdir())
    return sorted(
        (Migration(found[1], found[2], path) for path, found in named if found),
        key=lambda m: m.version,
    )


def apply(superuser_dsn: str, folder: Path) -> list[str]:
    """Run what has not run yet and say which versions that were.

    Each file is one transaction, recorded as the Supabase CLI does. Raises Outdated when the
    database is newer than the folder, DatabaseTrouble when both went different ways, Defect with
    file and line when a migration fails.
    """
    wanted = migrations_in(folder)
    with psycopg.connect(superuser_dsn, autocommit=True) as db:
        ran = _recorded(db)
        _refuse_foreign(ran, wanted)
        _run_prelude(db)
        _share_password(db, superuser_dsn)
    todo = [migration for migration in wanted if migration.version not in ran]
    with psycopg.connect(make_conninfo(superuser_dsn, user="postgres"), autocommit=True) as db:
        for migration in todo:
            _run(db, migration)
    return [migration.version for migration in todo]


def _recorded(db: psycopg.Connection) -> set[str]:
    if not _exists(db, "supabase_migrations.schema_migrations"):
        return set()
    rows = db.execute("select version from supabase_migrations.schema_migrations")
    return {version for (version,) in rows}


def _exists(db: psycopg.Connection, table: str) -> bool:
    return db.execute("select to_regclass(%s) is not null", [table]).fetchone() == (True,)


def _run_prelude(db: psycopg.Connection) -> None:
    text = PRELUDE.read_bytes()
    hashed = hashlib.sha256(text).hexdigest()
    if _exists(db, "supabase_migrations.prelude"):
        same = "select from supabase_migrations.prelude where hash = %s"
        if db.execute(same, [hashed]).fetchone() is not None:
            return
    with db.transaction():
        # No notices about what exists already.
        db.execute("set local client_min_messages = warning")
        db.execute(text)
        db.execute("delete from supabase_migrations.prelude")
        db.execute("insert into supabase_migrations.prelude (hash) values (%s)", [hashed])


def _share_password(db: psycopg.Connection, dsn: str) -> None:
    """Where the server asks for a password, every role that signs in has the superuser's."""
    password = conninfo_to_dict(dsn).get("password")
    if not password:
        return
    for (role,) in db.execute("select rolname from pg_roles where rolcanlogin").fetchall():
        change = sql.SQL("alter role {} password {}")
        db.execute(change.format(sql.Identifier(role), sql.Literal(password)))


def _refuse_foreign(ran: set[str], wanted: list[Migration]) -> None:
    ours = {migration.version for migration in wanted}
    newest = max(ours, default="")
    foreign = sorted(ran - ours)
    if foreign and foreign[-1] > newest:
        raise Outdated(
            f"The backend's data was written by a newer program (its schema is {foreign[-1]}, "
            f"ours is {newest or 'empty'}). Update this program, or choose another folder. "
            "Nothing was changed."
        )
    skipped = sorted(version for version in ours - ran if ran and version < max(ran))
    if foreign or skipped:
        raise DatabaseTrouble(
            f"The backend's data does not have the history of this program (schema "
            f"{(foreign or skipped)[0]}). Choose another folder. Nothing was changed."
        )


def _run(db: psycopg.Connection, migration: Migration) -> None:
    text = migration.path.read_text("utf-8")
    try:
        with db.transaction():
            db.execute(text.encode())
            db.execute(
                "insert into supabase_migrations.schema_migrations (version, name) values (%s, %s)",
                [migration.version, migration.name],
            )
    except psycopg.Error as error:
        position = error.diag.statement_position
        where = f"line {text[: int(position) - 1].count(chr(10)) + 1}" if position else "inside"
        said = [error.diag.message_primary, error.diag.message_detail, error.diag.context]
        raise Defect(
            f"migration {migration.path.name} failed, {where}: {error.sqlstate} "
            + " ".join(part for part in said if part)
        ) from error
