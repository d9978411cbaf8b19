"""A clinic's two hundred workstations lose the line together. They do not come back together, and a server
that lets in so many at a time, as the sign-in service of a hosted project does, is not asked in vain.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

import pytest

from sync.clock import FakeClock
from sync.embedded.limiter import Limits, RateLimiter
from sync.engine import machine
from sync.engine.backoff import CEILING_S, after_failures
from sync.engine.machine import BackOff, RoundFailed, State, TimerRang
from sync.errors import Busy, Offline

CLIENTS = 200
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)

Answer = Callable[[float], float | None]
"""What the server says at a moment: None lets in, a number is how long to wait; Offline is raised."""


@dataclass
class Client:
    """The machine of one workstation; its timer is the only thing that makes it ask."""

    rng: Random
    state: State = field(default_factory=lambda: State(signed_in=True))
    asked: list[float] = field(default_factory=list)
    told: list[tuple[float, float]] = field(default_factory=list)
    in_at: float | None = None

    def ring(self, now: float, answer: Answer) -> float | None:
        """The timer rings: ask, and say when it rings again, unless it is in: then it has what it wants."""
        self.state, _ = machine.after(self.state, TimerRang())
        self.asked.append(now)
        try:
            wait = answer(now)
        except Offline as trouble:
            self.state, todo = machine.after(self.state, RoundFailed(True, trouble.code))
        else:
            if wait is None:
                self.in_at = now
                return None
            self.told.append((now, wait))
            failed = RoundFailed(False, Busy.code, wait)
            self.state, todo = machine.after(self.state, failed)
        (each,) = todo
        assert isinstance(each, BackOff)
        return now + after_failures(each.failures, self.rng, at_least=each.at_least)


def play(answer: Answer, until: float, seed: int) -> list[Client]:
    """Two hundred clients that all ask for the first time at 0."""
    clients = [Client(Random(f"{seed}/{n}")) for n in range(CLIENTS)]
    rings = [(0.0, n) for n in range(CLIENTS)]
    while rings:
        now, n = heapq.heappop(rings)
        if now > until:
            continue
        again = clients[n].ring(now, answer)
        if again is not None:
            heapq.heappush(rings, (again, n))
    return clients


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("outage", [30.0, 300.0, 3600.0])
def test_after_an_outage_they_do_not_come_back_together(outage: float, seed: int) -> None:
    def answer(now: float) -> None:
        if now < outage:
            raise Offline("no line")

    clients = play(answer, outage + 3 * CEILING_S, seed)
    came = [client.in_at for client in clients]
    assert None not in came, "everybody is back, within the longest wait"
    assert max(at for at in came if at) <= outage + CEILING_S
    after = Counter(int(at - outage) for at in came if at)
    # All at once would be 200 in one second; evenly over a minute, three or four.
    assert max(after.values()) <= 20
    asked = Counter(
        int(at) for client in clients for at in client.asked if CEILING_S * 3 < at < outage
    )
    if asked:
        assert max(asked.values()) <= 25, "nor do they knock together meanwhile"


@pytest.mark.parametrize("seed", range(5))
def test_a_full_bucket_of_the_sign_in_service_is_not_asked_in_vain(seed: int) -> None:
    """Hosted projects let one address refresh 150 tokens in five minutes: a whole clinic is one address."""
    clock = FakeClock(NOON)
    limiter = RateLimiter(clock, Limits())

    def answer(now: float) -> float | None:
        clock.advance(max(0.0, now - clock.monotonic() + started))
        return limiter.wait_for("token", "203.0.113.7") or None

    started = clock.monotonic()
    clients = play(answer, 1200.0, seed)
    came = [client.in_at for client in clients]
    assert None not in came
    # 30 at once and one every two seconds: the last of 200 could be in after 340 s.
    assert max(at for at in came if at is not None) <= 2 * 340
    for client in clients:
        for at, wait in client.told:
            again = min(later for later in client.asked if later > at)
            assert again - at >= wait, "the server said how long"
    refused = sum(len(client.told) for client in clients)
    assert refused <= 15 * CLIENTS
