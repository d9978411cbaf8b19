"""`clinic-app audit verify`: walk this computer's audit trail, and hold it against the server's.

Exit code 0 when it holds, 1 when a line was touched or is missing, or when it could not be read.
"""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys

from clinic_app.platform.paths import paths
from clinic_app.session import open_session, unlock
from clinic_app.workstation import Workstation
from sync.clock import SystemClock
from sync.errors import Expected
from sync.replica import audit
from sync.steps.audit import compare

ASK_WITHIN_S = 20.0


def run(arguments: argparse.Namespace) -> int:
    """Verify the trail of one person of this computer; the password is asked for, never an argument."""
    station = Workstation(paths().data)
    email = arguments.person or (station.people[0].email if station.people else "")
    if not email:
        sys.stderr.write("Nobody has worked on this computer yet.\n")
        return 1
    password = getpass.getpass(f"Password of {email}: ")
    return asyncio.run(_verify(station, email, password))


async def _verify(station: Workstation, email: str, password: str) -> int:
    server = station.server
    let_in = await unlock(station, email, password, SystemClock())
    assert server is not None, "somebody has worked here"
    async with open_session(station, server, let_in, SystemClock()) as session:
        try:
            async with asyncio.timeout(ASK_WITHIN_S):
                found = await compare(session.replica, session.backend)
        except (Expected, TimeoutError):
            verdict = await session.replica.read(audit.verify)
            print_out(
                _words(verdict),
                "The server could not be asked: lines cut off at the end would not be missed.",
            )
            return 0 if verdict.holds else 1
    lines = [_words(found.local), f"The server was told {found.told} lines."]
    if found.missing_from is not None:
        lines.append(
            f"BROKEN: from line {found.missing_from} on, lines the server knows are not here."
        )
    if found.differs_at is not None:
        lines.append(f"BROKEN: line {found.differs_at} is not the one the server was told.")
    print_out(*lines)
    return 0 if found.holds else 1


def _words(verdict: audit.Verdict) -> str:
    if verdict.broken_at is not None:
        return f"BROKEN: line {verdict.broken_at} was changed, or one before it taken out."
    old = f" ({verdict.unvouched} older than the chain)" if verdict.unvouched else ""
    return f"The trail holds: {verdict.lines} lines{old}."


def print_out(*lines: str) -> None:
    """To whoever asked."""
    sys.stdout.write("\n".join(lines) + "\n")
