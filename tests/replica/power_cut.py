"""A program that writes and is killed, over and over; then every write that had returned must be
there.

Run as a child of its test: forking needs a process with a single thread. A kill is not a power cut
(the system still writes what it was handed), but it ends the program at any instruction of a
commit.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from pathlib import Path
from random import Random

from sqlalchemy import select

from sync.clock import SystemClock
from sync.replica.integrity import kept_digest, scope_digest
from sync.replica.pages import put_server_rows
from sync.replica.replica import open_replica
from sync.replica.rows import shown_row
from sync.replica.tables import audit, outbox, patients
from tests.replica.rows import KEY, a_patient, server_patient


async def write_for_ever(file: Path, out: int, round_: int) -> None:
    """Registrations and edits of a person, pages of the server between them; each told when done."""
    async with open_replica(file, KEY, person="ana", clock=SystemClock()) as replica:
        ver = round_ * 1_000_000
        while True:
            made = await replica.write("Register", lambda tx: tx.insert(patients, **a_patient()))
            os.write(out, f"{made} 0\n".encode())
            for turn in range(1, 4):
                await replica.write(
                    "Edit", lambda tx, m=made, t=turn: tx.update(patients, m, phone=f"{t}")
                )
                os.write(out, f"{made} {turn}\n".encode())
            page = [server_patient(f"s{ver % 700 + n}", note="n" * 300) for n in range(50)]
            ver += 100
            rows = [[ver + n, *row.values()] for n, row in enumerate(page)]
            columns = list(page[0])
            await replica.apply(
                lambda db, c=columns, r=rows: put_server_rows(db, "scope", "patients", c, r)
            )


async def missing(file: Path, told: dict[str, int]) -> list[str]:
    """What had been told and is not there."""
    async with open_replica(file, KEY, person="ana", clock=SystemClock()) as replica:

        def look(db: object) -> list[str]:
            found = []
            for row_id, turns in told.items():
                row = shown_row(db, "patients", row_id)  # type: ignore[arg-type]
                drafts = db.scalars(  # type: ignore[attr-defined]
                    select(outbox.c.kind).where(outbox.c.row_id == row_id)
                ).all()
                lines = db.scalars(  # type: ignore[attr-defined]
                    select(audit.c.seq).where(audit.c.row_id == row_id)
                ).all()
                phone = row and row["phone"]
                if row is None or int(phone or 0) < turns:
                    found.append(f"row {row_id} shows {phone!r} instead of {turns}")
                if not len(drafts) == len(lines) == int(phone or 0) + 1:
                    found.append(f"row {row_id}: {len(drafts)} drafts, {len(lines)} lines, {phone}")
            if kept_digest(db, "scope") != scope_digest(db, "scope"):  # type: ignore[arg-type]
                found.append("half a page")
            return found

        return await replica.read(look)


def main(file: Path, rounds: int, seed: int) -> None:
    """Print as JSON how often it was killed, how much had been written, and what is missing."""
    rng = Random(seed)
    told: dict[str, int] = {}
    lost: list[str] = []
    for round_ in range(rounds):
        ours, theirs = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(ours)
            asyncio.run(write_for_ever(file, theirs, round_))
        os.close(theirs)
        with os.fdopen(ours, "rb", buffering=0) as lines:
            text = lines.read(1)
            time.sleep(rng.uniform(0, 0.12))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            while part := lines.read(65536):
                text += part
        for line in text.decode().split("\n")[:-1]:
            row_id, turn = line.split()
            told[row_id] = int(turn)
        lost += _asked_in_a_child(file, told)
    print(json.dumps({"rounds": rounds, "rows": len(told), "lost": lost}))


def _asked_in_a_child(file: Path, told: dict[str, int]) -> list[str]:
    """What is missing. A thread that ends while this process forks can leave the next child a lock
    that nobody opens any more: so no replica is ever opened here.
    """
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        try:
            found = asyncio.run(missing(file, told))
        except BaseException as error:  # noqa: BLE001 - also a finding
            found = [f"{type(error).__name__}: {error}"]
        with os.fdopen(theirs, "w") as answer:
            json.dump(found, answer)
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as answer:
        said: list[str] = json.load(answer)
    os.waitpid(child, 0)
    return said


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
