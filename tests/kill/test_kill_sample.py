"""A few deaths with every run of the tests; a thousand are `python -m tests.kill --times 1000`."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.kill.hunt import Hunt

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="forks and kills as POSIX does"),
    pytest.mark.timeout(300),
]


def test_after_each_kill_everything_called_safe_is_there_and_nothing_twice(tmp_path: Path) -> None:
    found = Hunt(15, 2026, tmp_path).run()
    assert found.wrong == []
    assert found.kills.total() == 15
    assert found.promised > 0
    assert found.rows > 100


def test_a_write_called_safe_before_it_is_durable_is_found_out(tmp_path: Path) -> None:
    found = Hunt(25, 7, tmp_path, boasts=True).run()
    assert any("LOST" in wrong for wrong in found.wrong)
