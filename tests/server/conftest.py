"""A real PostgreSQL with this product's schema, and a fresh database for each test module."""

from __future__ import annotations

import itertools
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from sync.embedded.apply import apply
from sync.embedded.postgres import Postgres
from sync.resources import resource
from tests.server.clinic import Clinic

TEMPLATE = "clinic_template"


@pytest.fixture(scope="session")
def server() -> Iterator[Postgres]:
    with tempfile.TemporaryDirectory(prefix="clinic-sql-", ignore_cleanup_errors=True) as folder:
        settings = {"fsync": "off", "max_prepared_transactions": "5"}
        with Postgres(Path(folder) / "pg", settings=settings) as running:
            with psycopg.connect(running.dsn(), autocommit=True) as db:
                db.execute(f"create database {TEMPLATE}")
            apply(running.dsn(TEMPLATE), Path(str(resource("supabase", "migrations"))))
            yield running


@pytest.fixture(scope="session")
def fresh_database(server: Postgres) -> Callable[[], str]:
    numbers = itertools.count(1)

    def make() -> str:
        name = f"clinic_{os.getpid()}_{next(numbers)}"
        with psycopg.connect(server.dsn(), autocommit=True) as db:
            db.execute(
                sql.SQL("create database {} template {}").format(
                    sql.Identifier(name), sql.Identifier(TEMPLATE)
                )
            )
        return server.dsn(name)

    return make


@pytest.fixture
def clinic(fresh_database: Callable[[], str]) -> Iterator[Clinic]:
    """An empty database of one's own."""
    with Clinic(fresh_database()) as clinic:
        yield clinic


@pytest.fixture(scope="module")
def shared_clinic(fresh_database: Callable[[], str]) -> Iterator[Clinic]:
    """One database for all tests of a module: they make what they need and spare the rest."""
    with Clinic(fresh_database()) as clinic:
        yield clinic
