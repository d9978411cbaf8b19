"""Rules broken on purpose: a check that never fails proves nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def broken(name: str) -> Iterator[None]:
    """The product with one rule broken, for the length of the block; "" breaks none."""
    yield


NAMES: dict[str, object] = {}
