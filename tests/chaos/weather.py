"""Kinds of bad weather: how often which fate meets a request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tests.chaos.proxy import Fate


@dataclass(frozen=True)
class Weather:
    """`is_dark`: nothing at all gets through."""

    chances: dict[Fate, float]
    is_dark: bool = False


WEATHERS: Final[dict[str, Weather]] = {
    "nothing answers": Weather({"refuse": 1.0}, is_dark=True),
    "everything stalls": Weather({"stall": 1.0}, is_dark=True),
    "a proxy says 502 in HTML": Weather({"html502": 1.0}, is_dark=True),
    "a hotel says 200 in HTML": Weather({"captive": 1.0}, is_dark=True),
    "answers stall after the commit": Weather({"stall_answer": 0.6}),
    "answers are lost after the commit": Weather({"lose_answer": 0.6}),
    "answers are cut in half": Weather({"truncate": 0.6}),
    "everything is delivered twice and thrice": Weather({"twice": 1.0}),
    "answers come drop by drop": Weather({"trickle": 1.0}),
    "a third is lost": Weather({"refuse": 0.15, "lose_answer": 0.15}),
    "all of it": Weather(
        {
            "refuse": 0.1,
            "stall_answer": 0.05,
            "lose_answer": 0.1,
            "truncate": 0.1,
            "html502": 0.1,
            "captive": 0.1,
            "twice": 0.15,
        }
    ),
}
