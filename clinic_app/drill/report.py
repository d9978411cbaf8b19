"""The drill's findings for a person, and for a program."""

from __future__ import annotations

import json
from dataclasses import asdict

from clinic_app.drill.director import Report


def as_table(report: Report) -> str:
    """A line a finding: whether it held, what it was, how long it took."""
    width = max(len(f.what) for f in report.findings)
    lines = []
    for each in report.findings:
        took = "" if each.seconds is None else f"{each.seconds:6.2f} s"
        verdict = "ok  " if each.ok else "MISS"
        lines.append(f"{verdict}  {each.what:<{width}}  {took:>8}  {each.detail}".rstrip())
    lines.append("The drill held." if report.ok else "THE DRILL FAILED.")
    return "\n".join(lines)


def as_json(report: Report) -> str:
    """One object on one line."""
    findings = [asdict(each) for each in report.findings]
    return json.dumps(
        {"name": "drill", "figures": findings, "seconds": report.seconds, "ok": report.ok}
    )
