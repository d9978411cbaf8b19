"""The judge's servers, one of each for the test run; without Node or PostgreSQL 15 these tests skip."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lite.judge import Lite, NoJudgeError, installed, lite, postgres15


@pytest.fixture(scope="session")
def packages() -> Path:
    try:
        return installed()
    except NoJudgeError as missing:
        pytest.skip(f"no independent judge: {missing}")


@pytest.fixture(scope="session")
def server15() -> Iterator[str]:
    try:
        running = postgres15()
        address = running.__enter__()
    except NoJudgeError as missing:
        pytest.skip(f"no independent judge: {missing}")
    try:
        yield address
    finally:
        running.__exit__(None, None, None)


@pytest.fixture(scope="session")
def judge(packages: Path, server15: str) -> Iterator[Lite]:
    with lite(packages, server15) as running:
        yield running
