"""Token buckets, as the auth server has them: one per address and kind of request."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from sync.clock import Clock

Kind = Literal["token", "otp", "recover", "verify", "user", "factor_challenge", "factor_verify"]


@dataclass(frozen=True)
class Limits:
    """What one address may ask for: `capacity` at once, then so many in five minutes.

    The numbers are those of hosted projects. `mail_pause_s`: between two mails to one person.
    """

    capacity: int = 30
    token: int = 150
    otp: int = 30
    recover: int = 30
    verify: int = 30
    user: int = 150
    factor_challenge: int = 75
    factor_verify: int = 75
    mail_pause_s: float = 60.0

    @classmethod
    def generous(cls) -> Limits:
        """For tests, whose hundred clients all live at one address."""
        return cls(capacity=10_000, mail_pause_s=0.0)


@dataclass
class _Bucket:
    left: float
    at: float


class RateLimiter:
    """Counts requests. Forgets an address whose buckets have filled up again."""

    def __init__(self, clock: Clock, limits: Limits) -> None:
        self._clock = clock
        self._limits = limits
        self._buckets: dict[tuple[Kind, str], _Bucket] = {}

    def wait_for(self, kind: Kind, address: str) -> float:
        """Count a request: 0 when it may pass, else the seconds until one may."""
        now = self._clock.monotonic()
        if len(self._buckets) > 10_000:
            self._forget_full(now)
        bucket = self._buckets.setdefault((kind, address), _Bucket(self._limits.capacity, now))
        bucket.left, bucket.at = self._level(kind, bucket, now), now
        if bucket.left < 1:
            return (1 - bucket.left) / self._rate(kind)
        bucket.left -= 1
        return 0.0

    def _rate(self, kind: Kind) -> float:
        allowed: int = getattr(self._limits, kind)
        return allowed / 300.0

    def _level(self, kind: Kind, bucket: _Bucket, now: float) -> float:
        grown = bucket.left + (now - bucket.at) * self._rate(kind)
        return min(float(self._limits.capacity), grown)

    def _forget_full(self, now: float) -> None:
        full = [
            key
            for key, bucket in self._buckets.items()
            if self._level(key[0], bucket, now) >= self._limits.capacity
        ]
        for key in full:
            del self._buckets[key]


def in_seconds(wait: float) -> str:
    """A wait as Retry-After says it."""
    return str(max(1, math.ceil(wait)))
