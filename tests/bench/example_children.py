"""What children of the tests do: a module that a fresh process can import by its name."""

from __future__ import annotations

from typing import Any


def double(number: int) -> int:
    return number * 2


def fail(line: Any) -> None:
    raise ValueError("the reason")
