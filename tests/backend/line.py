"""A client on a line to a puppet: what the tests of sessions, calls and pokes begin with."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from sync.backend.conversation import Pace
from sync.backend.http import Timeouts
from sync.backend.protocol import Session
from sync.backend.supabase import SupabaseBackend
from sync.backend.wire import PullRequest
from sync.clock import Clock, FakeClock
from tests.backend.puppet import Puppet, Reply

KEY = "sb_publishable_test"
PERSON = "018f0000-0000-7000-8000-000000000001"
DEVICE = "018f0000-0000-7000-8000-00000000000d"
PASSWORD_GRANT = "/auth/v1/token?grant_type=password"
REFRESH_GRANT = "/auth/v1/token?grant_type=refresh_token"
LOGOUT = "/auth/v1/logout?scope=local"
PULL = "/rest/v1/rpc/sync_pull"
PUSH = "/rest/v1/rpc/sync_push"
START = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
FAST = Pace(
    open=2, join=2, heartbeat=0.2, reply=0.2, longest_wait=0.05, refused_wait=0.3, renewal_wait=0.05
)
ASK = PullRequest(device=DEVICE)


def tokens(number: int, expires_in: int = 3600) -> Reply:
    """What the sign-in service answers when all is well."""
    return Reply(
        body={
            "access_token": f"access-{number}",
            "token_type": "bearer",
            "expires_in": expires_in,
            "expires_at": 0,
            "refresh_token": f"refresh-{number}",
            "user": {"id": PERSON, "email": "ana@example.org", "aud": "authenticated"},
        }
    )


def refusal(status: int, code: str, **headers: str) -> Reply:
    """An error of the sign-in service."""
    return Reply(status, {"code": code, "message": code}, headers)


def news(**more: Any) -> Reply:
    """An answer to a pull."""
    body = {"proto": 1, "epoch": "e", "now": "2026-11-20T10:00:00+00:00", "same": True}
    return Reply(body=body | more)


def expired() -> Reply:
    """PostgREST about a token that is too old."""
    return Reply(401, {"code": "PGRST303", "message": "JWT expired", "details": None, "hint": None})


def session(clock: Clock, *, age: float = 0, number: int = 1) -> Session:
    """A stored session."""
    stamp = datetime.fromtimestamp(clock.now().timestamp() - age, UTC)
    return Session(
        person=PERSON,
        email="ana@example.org",
        access_token=f"access-{number}",
        refresh_token=f"refresh-{number}",
        expires_in=3600,
        issued_at=stamp,
    )


@asynccontextmanager
async def line(
    clock: Clock | None = None, **options: Any
) -> AsyncGenerator[tuple[Puppet, SupabaseBackend], None]:
    """A puppet that knows the usual answers, and a backend with a session on it."""
    clock = clock or FakeClock(START)
    usual: dict[str, Any] = {"pace": FAST, "timeouts": Timeouts(connect=1, read=0.5, whole=2)}
    async with Puppet() as puppet:
        puppet.on(REFRESH_GRANT, tokens(2))
        puppet.on(PULL, news())
        backend = SupabaseBackend(
            puppet.url, KEY, clock, version="1.2", device=DEVICE, **usual | options
        )
        await backend.resume(session(clock))
        try:
            yield puppet, backend
        finally:
            await backend.close()
