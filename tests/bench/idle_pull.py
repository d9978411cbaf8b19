"""Asking for news when there is none, with 300 scopes: a doctor of a hundred facilities.

The time is measured inside PostgreSQL (EXPLAIN ANALYZE of the call, as the caller); the answer's
size is that of the bytes the gateway sends. The request is the one the client makes after it has
pulled everything, and its bytes count with those of the answer.

Baseline: the least that could answer, a bare join of the person's grants with their heads.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from time import perf_counter

import httpx
import psycopg

from sync.backend.wire import PullAnswer, PullRequest, encode_call
from sync.ids import new_id
from sync.replica.cursors import all_cursors
from tests.bench import clinic
from tests.bench.child import in_child
from tests.bench.clinic import Account, Line
from tests.bench.desk import open_desk, until
from tests.bench.options import Options
from tests.bench.report import Report, spread
from tests.support.server import Database

FACILITIES = 100
PULLS = 200
WARM_UP = 20
BARE = (
    "select count(*), max(h.ver) from sync.grants g join sync.scope_head h using (scope)"
    " where g.user_id = %s"
)


def run(options: Options) -> Report:
    """Measure."""
    with clinic.postgres(options.folder) as server:
        database = clinic.fresh(server, "clinic")
        facilities = _facilities(database, options.count(FACILITIES))
        doctor = clinic.member_of(database, facilities, "doctor")
        clinic.settle(server, database)
        times = options.times(PULLS, 0.02)
        with clinic.gateway(database) as line:
            options.say(f"a doctor of {len(facilities)} facilities fills a replica")
            path = options.folder / "doctor.replica"
            scopes, token, body = in_child(fill, path, doctor, line)
            answer, over_the_line = _ask(line, token, body, times)
        asked = json.loads(body)["request"]
        inside = _inside(database, doctor, "select public.sync_pull(%s::jsonb)", asked, times)
        bare = _inside(database, doctor, BARE, doctor.id, times, as_person=False)
    assert json.loads(answer)["same"] is True
    report = Report("idle-pull", {"scopes": scopes, "pulls": times})
    report.figures |= spread("server", inside) | spread("bare_join", bare)
    report.figures |= spread("over_the_line", over_the_line)
    report.figures["ratio_p50"] = (
        report.figures["server_ms_p50"] / report.figures["bare_join_ms_p50"]
    )
    report.figures |= {"answer_bytes": len(answer), "request_bytes": len(body)}
    report.figures["bytes"] = len(answer) + len(body)
    report.at_least("scopes", min(300, 3 * len(facilities)))
    report.at_most("server_ms_p95", 10.0)
    report.at_most("bytes", 2047)
    return report


def _facilities(database: Database, count: int) -> list[str]:
    ids = [new_id() for _ in range(count)]
    with psycopg.connect(database.dsn) as db:
        clinic.copy(
            db,
            "facilities",
            [{"id": each, "name": f"Site {n}", "time_zone": "UTC"} for n, each in enumerate(ids)],
        )
        for table, extra in (("providers", "display_name"), ("rooms", "name")):
            rows = [{"id": new_id(), "facility_id": each, extra: "One"} for each in ids]
            clinic.copy(db, table, rows)
        people = [
            {"id": new_id(), "facility_id": each, "family_name": "Ferrer"}
            for each in ids
            for _ in range(20)
        ]
        clinic.copy(db, "patients", people)
    return ids


def fill(path: Path, doctor: Account, line: Line) -> tuple[int, str, bytes]:
    """In the client's process: how many scopes it holds, its token, and what it asks when idle."""
    return asyncio.run(_fill(path, doctor, line))


async def _fill(path: Path, doctor: Account, line: Line) -> tuple[int, str, bytes]:
    asked: list[PullRequest] = []
    async with open_desk(path, doctor, line) as desk:
        honest = desk.backend.pull

        async def listening(request: PullRequest) -> PullAnswer:
            asked.append(request)
            return await honest(request)

        desk.backend.pull = listening  # type: ignore[method-assign]
        session = await desk.backend.sign_in(doctor.email, doctor.password)
        await desk.engine.signed_in(session)
        await desk.quiet()
        asked.clear()
        desk.engine.wake()
        await until(lambda: _has(asked), 20)
        held = await desk.replica.read(lambda db: len(all_cursors(db)))
        return held, session.access_token, encode_call(asked[0])


async def _has(asked: list[PullRequest]) -> bool:
    return bool(asked)


def _ask(line: Line, token: str, body: bytes, times: int) -> tuple[bytes, list[float]]:
    took = []
    headers = {
        "apikey": line.key,
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/json",
    }
    with httpx.Client(headers=headers, timeout=20) as client:
        for _ in range(times + WARM_UP):
            began = perf_counter()
            answer = client.post(f"{line.url}/rest/v1/rpc/sync_pull", content=body)
            took.append(perf_counter() - began)
            answer.raise_for_status()
    return answer.content, took[WARM_UP:]


def _inside(
    database: Database,
    person: Account,
    query: str,
    argument: object,
    times: int,
    *,
    as_person: bool = True,
) -> list[float]:
    """Seconds inside the server, planning left out: the gateway's statement is prepared."""
    took = []
    value = argument if isinstance(argument, str) else json.dumps(argument)
    user = "authenticator" if as_person else "postgres"
    with psycopg.connect(database.dsn_of(user), autocommit=True) as db:
        for _ in range(times + WARM_UP):
            with db.transaction():
                if as_person:
                    db.execute(clinic.claims(person).encode(), prepare=True)
                found = db.execute(
                    b"explain (analyze, timing off, format json) " + query.encode(), [value]
                ).fetchone()
            assert found is not None
            took.append(found[0][0]["Execution Time"] / 1000)
    return took[WARM_UP:]
