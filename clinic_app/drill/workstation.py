"""A workstation of the drill as its director sees it: a child process that obeys JSON lines."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from sync.errors import Expected

ANSWER_WITHIN_S: Final = 40.0
START_WITHIN_S: Final = 20.0
_LINE_LIMIT: Final = 64 * 1024 * 1024


class DrillFailed(Expected):
    """A workstation died or fell silent where it should not have."""

    code = "drill.failed"


@dataclass
class DrillStation:
    """Starts with `start`, which may be called again after `kill`."""

    name: str
    home: Path
    url: str
    key: str
    email: str
    password: str = field(repr=False)
    role: str = ""
    _process: asyncio.subprocess.Process | None = None

    async def start(self, *, is_cut: bool = False) -> None:
        """Come in as this person; `is_cut`: with no line, from what is kept on this computer."""
        told = {
            "home": str(self.home),
            "url": self.url,
            "key": self.key,
            "email": self.email,
            "is_cut": is_cut,
        }
        self._process = await asyncio.create_subprocess_exec(
            *_python(),
            "clinic_app.drill.client",
            json.dumps(told),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=_LINE_LIMIT,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        self._send(self.password)
        self.role = (await self._answer(START_WITHIN_S))["ready"]

    async def ask(self, do: str, **what: Any) -> dict[str, Any]:
        """One command and its answer. Raises DrillFailed when it says trouble or nothing."""
        self._send(json.dumps({"do": do, **what}))
        answer = await self._answer(ANSWER_WITHIN_S)
        if "trouble" in answer:
            raise DrillFailed(f"{self.name}: {do}: {answer['trouble']} {answer['status']}")
        return answer

    async def flood_and_kill(self, visits: list[dict[str, Any]], after: int) -> list[str]:
        """Let it book without pause, kill it after `after` bookings, and return those it called safe."""
        process = self._running
        self._send(json.dumps({"do": "flood", "visits": visits}))
        assert process.stdout is not None
        safe: list[str] = []
        async with asyncio.timeout(ANSWER_WITHIN_S):
            while line := await process.stdout.readline():
                answer = json.loads(line)
                if "safe" not in answer:
                    break
                safe.append(answer["safe"])
                if len(safe) == after:
                    process.kill()
            await process.wait()
        return safe

    async def stop(self) -> None:
        """Hang up; killed when it does not go by itself."""
        process, self._process = self._process, None
        if process is None or process.returncode is not None:
            return
        assert process.stdin is not None
        process.stdin.close()
        try:
            async with asyncio.timeout(5):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()

    async def __aenter__(self) -> DrillStation:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    @property
    def _running(self) -> asyncio.subprocess.Process:
        if self._process is None:
            raise DrillFailed(f"{self.name} is not running")
        return self._process

    def _send(self, line: str) -> None:
        stdin = self._running.stdin
        assert stdin is not None
        stdin.write(line.encode() + b"\n")

    async def _answer(self, within: float) -> dict[str, Any]:
        stdout = self._running.stdout
        assert stdout is not None
        try:
            async with asyncio.timeout(within):
                line = await stdout.readline()
        except TimeoutError as error:
            raise DrillFailed(f"{self.name} fell silent") from error
        if not line:
            raise DrillFailed(f"{self.name} died")
        answer: dict[str, Any] = json.loads(line)
        return answer


def _python() -> list[str]:
    """How to run one of our modules: a frozen program is its own interpreter."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "run-module"]
    return [sys.executable, "-m"]
