"""A token bucket per caller, as the auth server has one per address."""

from __future__ import annotations

from dataclasses import dataclass

from sync.clock import Clock


@dataclass
class _Bucket:
    left: float
    at: float


class RateLimiter:
    """Lets `burst` requests through at once and then one every `interval` seconds, per key."""

    def __init__(self, clock: Clock, burst: int = 300, interval: float = 0.2) -> None:
        self._clock = clock
        self._burst = burst
        self._interval = interval
        self._buckets: dict[str, _Bucket] = {}

    def wait_for(self, key: str) -> float:
        """Count a request: 0 when it may pass, else the seconds until one may."""
        now = self._clock.monotonic()
        bucket = self._buckets.setdefault(key, _Bucket(self._burst, now))
        grown = bucket.left + (now - bucket.at) / self._interval
        bucket.left, bucket.at = min(float(self._burst), grown), now
        if bucket.left < 1:
            return (1 - bucket.left) * self._interval
        bucket.left -= 1
        return 0.0
