"""Coroutine tests run on a loop of their own, and none runs for ever."""

from __future__ import annotations

import asyncio
import inspect

import pytest

WITHIN = 30.0


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run `async def test_...` functions with a time limit."""
    test = pyfuncitem.obj
    if not inspect.iscoroutinefunction(test):
        return None
    wanted = {name: pyfuncitem.funcargs[name] for name in inspect.signature(test).parameters}

    async def bounded() -> None:
        async with asyncio.timeout(WITHIN):
            await test(**wanted)

    asyncio.run(bounded())
    return True
