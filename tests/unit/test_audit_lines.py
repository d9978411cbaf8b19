"""Lines of the audit trail: one list out of two, and a file that a spreadsheet does not run."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from clinic_app.features.audit.model import Entry, as_csv, merged

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
