"""What a benchmark says: figures, the limits they must keep, and whether they do."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Limit:
    """A figure and the bound it must keep."""

    figure: str
    value: float
    bound: float
    at_least: bool = False

    @property
    def ok(self) -> bool:
        """Whether the bound is kept."""
        return self.value >= self.bound if self.at_least else self.value <= self.bound

    def words(self) -> str:
        """The limit as a line of the table."""
        sign = "at least" if self.at_least else "at most"
        verdict = "kept" if self.ok else "FALLS SHORT"
        return f"{self.figure}: {shown(self.value)}, {sign} {shown(self.bound)}: {verdict}"


@dataclass(slots=True)
class Report:
    """The outcome of one benchmark. A report without a limit proves nothing and is not ok."""

    name: str
    figures: dict[str, Any] = field(default_factory=dict)
    limits: list[Limit] = field(default_factory=list)

    def at_most(self, figure: str, bound: float) -> None:
        """This figure must not be larger."""
        self.limits.append(Limit(figure, float(self.figures[figure]), bound))

    def at_least(self, figure: str, bound: float) -> None:
        """This figure must not be smaller."""
        self.limits.append(Limit(figure, float(self.figures[figure]), bound, at_least=True))

    @property
    def ok(self) -> bool:
        """Whether every limit is kept."""
        return bool(self.limits) and all(limit.ok for limit in self.limits)

    def as_json(self) -> str:
        """The report in one line."""
        limits = [
            {
                "figure": limit.figure,
                "value": rounded(limit.value),
                "at_least" if limit.at_least else "at_most": rounded(limit.bound),
                "ok": limit.ok,
            }
            for limit in self.limits
        ]
        figures = {name: rounded(value) for name, value in self.figures.items()}
        return json.dumps(
            {"name": self.name, "figures": figures, "limits": limits, "ok": self.ok},
            ensure_ascii=False,
        )

    def as_table(self) -> str:
        """The report for people."""
        wide = max(map(len, self.figures), default=0)
        lines = [self.name, ""]
        lines += [f"  {name:<{wide}}  {shown(value)}" for name, value in self.figures.items()]
        lines += ["", *(f"  {limit.words()}" for limit in self.limits)]
        return "\n".join(lines)


def percentile(values: Sequence[float], percent: float) -> float:
    """The value that this many percent do not exceed (nearest rank)."""
    ordered = sorted(values)
    rank = -(-len(ordered) * percent // 100)
    return ordered[max(0, int(rank) - 1)]


def spread(name: str, seconds: Sequence[float]) -> dict[str, float]:
    """Figures of a row of durations, in milliseconds."""
    return {
        f"{name}_ms_p50": percentile(seconds, 50) * 1000,
        f"{name}_ms_p95": percentile(seconds, 95) * 1000,
        f"{name}_ms_worst": max(seconds) * 1000,
    }


def rounded(value: Any) -> Any:
    """Four digits that matter: the rest is noise of the machine."""
    if isinstance(value, float):
        return round(value) if abs(value) >= 1000 else float(f"{value:.4g}")
    return value


def shown(value: Any) -> str:
    """A figure as people read it."""
    short = rounded(value)
    return f"{short:,}" if isinstance(short, int) and not isinstance(short, bool) else str(short)
