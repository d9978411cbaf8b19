"""Lines of the audit trail: one list out of two, and a file that a spreadsheet does not run."""

from __future__ import annotations

import ast
import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from clinic_app.features.audit.model import ACTIONS, Entry, as_csv, merged
from sync.resources import resource

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def entry(seq: int, minute: int = 0, person: str = "p", **more: Any) -> Entry:
    at = NOON + timedelta(minutes=minute)
    return Entry(at, person, "d", seq, "view", "", "", "", (), **more)


def test_the_newest_line_comes_first_and_of_one_instant_the_last_written() -> None:
    lines = [entry(1, 5), entry(2, 5), entry(3, 9), entry(1, 7, "q")]

    assert [(each.person, each.seq) for each in merged(lines)] == [
        ("p", 3),
        ("q", 1),
        ("p", 2),
        ("p", 1),
    ]


def test_a_line_the_server_has_told_of_is_not_listed_again_from_here() -> None:
    told = entry(1, told_at=NOON)

    assert merged([told], [entry(1), entry(2)]) == [entry(2), told]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_what_a_spreadsheet_would_run_stays_text(start: str) -> None:
    text = as_csv(["Who"], [[f"{start}HYPERLINK(1)"]])

    assert list(csv.reader(io.StringIO(text, newline=""))) == [["Who"], [f"'{start}HYPERLINK(1)"]]


def test_commas_quotes_and_lines_survive_in_a_file() -> None:
    cells = ['Herrera, "Lu"', "two\nlines", "", "ñ"]

    assert list(csv.reader(io.StringIO(as_csv(["a", "b", "c", "d"], [cells]), newline="")))[1] == (
        cells
    )


ROOT = Path(__file__).parents[2]
WRITERS = {"note": 0, "_note": 0, "Coming": 0, "Line": 4}
"""Who writes a line, and where the kind stands among the arguments."""


def kinds_written() -> Iterator[tuple[str, str]]:
    """Every kind of line that stands in the program, with its file."""
    for top in ("clinic_app", "sync"):
        for file in sorted((ROOT / top).rglob("*.py")):
            if file.parent.name == "drill":
                continue  # it notes how long things took
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if not isinstance(node, ast.Call):
                    continue
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                args = node.args[WRITERS[name] :] if name in WRITERS else []
                if args and isinstance(args[0], ast.Constant) and isinstance(args[0].value, str):
                    yield args[0].value, file.name


def test_every_kind_of_line_can_be_asked_for() -> None:
    written = dict(kinds_written())

    assert {"view", "export", "sign_in", "unlock", "lock", "refusal", "break_glass"} <= set(written)
    assert {kind: file for kind, file in written.items() if kind not in ACTIONS} == {}


def test_every_kind_of_line_is_explained() -> None:
    told = resource("docs", "audit.md").read_text("utf-8")

    rows = [row.split("|")[1] for row in told.splitlines() if row.startswith("| `")]
    assert sorted(re.findall(r"`(\w+)`", " ".join(rows))) == sorted(ACTIONS)
