"""A program of its own that refreshes a stored session, for the tests of several at once.

`python -m tests.backend.refresher FOLDER URL KEY ROUNDS [die]`: reads the session out of an encrypted
file, asks the server ROUNDS times (each time the token is too old), and prints a hash of every
refresh token it stored. With `die`, it ends between the server's answer and the storing.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import sys
from datetime import datetime
from pathlib import Path

import msgspec

from sync.backend.protocol import Session
from sync.backend.supabase import SupabaseBackend
from sync.clock import SystemClock
from sync.errors import SignedOut
from sync.replica import cipher

FILE, SECRET, LOCK, GO = "session.db", b"k" * 32, "refresh.lock", "go"


def make(folder: Path, session: Session) -> None:
    """The encrypted file with a session in it."""
    with_db = cipher.connect(folder / FILE, SECRET, mode="rwc")
    with_db.execute("PRAGMA journal_mode = WAL")
    with_db.execute("CREATE TABLE session (id INTEGER PRIMARY KEY, body TEXT NOT NULL)")
    with_db.close()
    write(folder, session)


def write(folder: Path, session: Session) -> None:
    """Keep a session durably."""
    db = cipher.connect(folder / FILE, SECRET)
    db.execute("PRAGMA synchronous = FULL")
    db.execute(
        "INSERT INTO session VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body",
        [msgspec.json.encode(session).decode()],
    )
    db.close()


def read(folder: Path) -> Session:
    """The session kept last."""
    db = cipher.connect(folder / FILE, SECRET, mode="ro")
    (body,) = db.execute("SELECT body FROM session").fetchone()
    db.close()
    kept = json.loads(body)
    return Session(**(kept | {"issued_at": datetime.fromisoformat(kept["issued_at"])}))


async def work(folder: Path, url: str, key: str, rounds: int, die: bool) -> list[str]:
    """What the program does."""
    stored: list[str] = []

    async def load() -> Session:
        return await asyncio.to_thread(read, folder)

    async def store(session: Session) -> None:
        if die:
            os._exit(9)
        await asyncio.to_thread(write, folder, session)
        stored.append(hashlib.sha256(session.refresh_token.encode()).hexdigest())

    backend = SupabaseBackend(url, key, SystemClock(), lock=folder / LOCK, stored_session=load)
    backend.on_session = store
    await backend.resume(read(folder))
    while not (folder / GO).exists():
        await asyncio.sleep(0.005)
    try:
        for _ in range(rounds):
            await backend.devices.all()
    except SignedOut as over:
        print(json.dumps({"signed_out": over.reason}))
        raise SystemExit(3) from None
    finally:
        await backend.close()
    return stored


if __name__ == "__main__":
    where, address, opens, times, *more = sys.argv[1:]
    print(json.dumps(asyncio.run(work(Path(where), address, opens, int(times), "die" in more))))
