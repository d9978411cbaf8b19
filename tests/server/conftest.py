"""Fresh databases with this product's schema, on the PostgreSQL of the test run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.server.clinic import Clinic
from tests.support.server import fresh_database


@pytest.fixture
def clinic() -> Iterator[Clinic]:
    """An empty database of one's own."""
    with fresh_database() as database, Clinic(database.superuser_dsn) as clinic:
        yield clinic


@pytest.fixture(scope="module")
def shared_clinic() -> Iterator[Clinic]:
    """One database for all tests of a module: they make what they need and spare the rest."""
    with fresh_database() as database, Clinic(database.superuser_dsn) as clinic:
        yield clinic
