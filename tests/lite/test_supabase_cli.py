"""`resources` as a workdir of the Supabase CLI: its configuration is understood, its migrations go in."""

from __future__ import annotations

import shutil
from pathlib import Path

import psycopg
import pytest

from sync.embedded.apply import PRELUDE
from sync.resources import resource
from tests.lite.judge import cli, database

pytestmark = pytest.mark.timeout(420)


@pytest.fixture
def workdir(tmp_path: Path) -> Path:
    """A copy, for the CLI keeps notes in the folder it works on."""
    shutil.copytree(resource("supabase"), tmp_path / "supabase")
    return tmp_path


@pytest.fixture
def empty(server15: str, request: pytest.FixtureRequest) -> str:
    """A database with what Supabase brings; the address of its owner, who is no superuser."""
    address = database(server15, request.node.name[:60])
    with psycopg.connect(address, autocommit=True) as db:
        db.execute("set client_min_messages = warning")
        db.execute(PRELUDE.read_bytes())
    return address.replace("supabase_admin@", "postgres@")


def test_the_migrations_and_the_seed_go_in(packages: Path, workdir: Path, empty: str) -> None:
    done = cli(packages, workdir, "db", "push", f"--remote={empty}", "--include-seed", "--yes")
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    # A key the CLI does not know, or no longer wants, is a warning.
    assert "warn" not in said.lower(), said
    with psycopg.connect(empty) as db:
        versions = db.execute(
            "select version from supabase_migrations.schema_migrations order by 1"
        )
        names = [path.name for path in sorted((workdir / "supabase" / "migrations").iterdir())]
        assert [v for (v,) in versions] == [name.split("_")[0] for name in names]
        assert db.execute("select count(*) from public.providers").fetchone() == (4,)
    again = cli(packages, workdir, "db", "push", f"--remote={empty}", "--yes")
    assert again.returncode == 0
    assert "up to date" in (again.stdout + again.stderr)


@pytest.mark.parametrize(
    ("line", "broken"),
    [
        ("refresh_token_reuse_interval = 10", 'refresh_token_reuse_interval = "ten"'),
        ("major_version = 17", "major_version = 3"),
    ],
)
def test_the_cli_would_say_so_if_the_configuration_were_wrong(
    packages: Path, workdir: Path, line: str, broken: str
) -> None:
    config = workdir / "supabase" / "config.toml"
    text = config.read_text("utf-8")
    assert line in text
    config.write_text(text.replace(line, broken), "utf-8")
    nowhere = "postgresql://postgres@127.0.0.1:1/postgres"
    done = cli(packages, workdir, "migration", "list", f"--remote={nowhere}")
    assert done.returncode != 0
    assert "ECONNREFUSED" not in done.stderr, "it went on to the database"
