"""The audit trail in the window: read, narrowed, read on, verified and exported with the keyboard."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QFileDialog, QLineEdit
from sqlalchemy import select

from clinic_app.features.audit import FEATURE
from clinic_app.features.audit.actions import AT_ONCE, Reading
from clinic_app.features.audit.model import Wanted
from clinic_app.features.audit.view import AuditPage, deeds
from clinic_app.features.patients import FEATURE as PATIENTS
from clinic_app.shell.window import MainWindow
from clinic_app.ui.page import Feature
from sync.errors import Busy, NotAllowed, Offline, SecondFactorNeeded
from sync.replica import lease
from sync.replica.settings import AUDIT_SENT, write_setting
from sync.replica.tables import audit
from sync.replica.tables.types import moment_text
from tests.gui.administration import FakeProver
from tests.support.desk import AMARA, GRACE, LUCIA, NOW, SAM, Desk, an_id, open_desk
from tests.support.hands import Hands, Key
from tests.support.window import shown

Run = Any
LAPTOP = an_id("device laptop")


def line(seq: int, minutes: int, person: str = AMARA, **more: Any) -> dict[str, Any]:
    """A line as the server tells it; `minutes` ago."""
    at = moment_text(NOW - timedelta(minutes=minutes))
    return {
        "at": at,
        "user_id": person,
        "device": LAPTOP,
        "seq": seq,
        "action": "view",
        "table_name": "patients",
        "row_id": GRACE,
        "label": "Look at a patient's record",
        "fields": [],
        "received_at": at,
        "who": "as the server knows",
        **more,
    }


@dataclass
class Trail:
    """Answers as the clinic's server does; `error` is raised instead."""

    lines: list[dict[str, Any]] = field(default_factory=list)
    codes: list[tuple[int, str]] = field(default_factory=list)
    error: Exception | None = None
    stuck: asyncio.Event | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)

    async def ask(self, function: str, request: dict[str, Any]) -> dict[str, Any]:
        if self.error is not None:
            raise self.error
        if function == "audit_codes":
            after = request["after"]
            return {"codes": [each for each in self.codes if each[0] > after], "more": False}
        assert function == "audit_read"
        if self.stuck is not None and request["before_at"] is not None:
            await self.stuck.wait()
        self.asked.append(request)
        found = sorted(self.lines, key=lambda each: (each["at"], each["seq"]), reverse=True)
        for name, keeps in (
            ("from", lambda each, limit: _at(each) >= limit),
            ("to", lambda each, limit: _at(each) < limit),
            ("before_at", lambda each, limit: _at(each) < limit),
        ):
            if request[name] is not None:
                limit = datetime.fromisoformat(request[name])
                found = [each for each in found if keeps(each, limit)]
        for name in ("user_id", "action", "row_id"):
            if request[name] is not None:
                found = [each for each in found if each[name] == request[name]]
        return {"lines": found[: request["want"]]}


def _at(told: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(told["at"])


@dataclass
class Auditor(Hands):
    """Somebody at the page with a keyboard."""

    desk: Desk
    page: AuditPage
    main: MainWindow
    server: Trail
    prover: FakeProver

    def cells(self, column: int) -> list[str]:
        rows = range(self.page.rows.rowCount())
        return [str(self.page.rows.index(row, column).data()) for row in rows]

    @property
    def here(self) -> list[str]:
        """Kinds of line, as they stand in the table."""
        return self.cells(2)

    async def sheet(self, kind: type[QDialog] = QDialog) -> Any:
        def found() -> list[QDialog]:
            tops = QApplication.topLevelWidgets()
            return [each for each in tops if isinstance(each, kind) and each.isVisible()]

        await self.until(found)
        return found()[0]

    async def trail(self) -> list[Any]:
        return await self.desk.rows(select(audit).order_by(audit.c.seq))

    async def fresh(self) -> None:
        """Wait until the question that is under way has been answered."""
        before = len(self.server.asked)
        await self.until(lambda: len(self.server.asked) > before)
        await self.until(lambda: "Reading" not in self.page.count.text())


@asynccontextmanager
async def at_the_trail(folder: Path, server: Trail, *others: Feature) -> AsyncIterator[Auditor]:
    """Lucía administers the clinic, and looks."""
    async with open_desk(folder, "facility_admin") as desk:
        prover = FakeProver()
        window = MainWindow(replace(desk.ctx, server=server, prover=prover), [FEATURE, *others])
        window.resize(1360, 850)
        async with shown(window):
            page = cast(AuditPage, window.pages["audit"])
            here = Auditor(window, desk, page, window, server, prover)
            await here.until(lambda: page.rows.is_read)
            yield here


def test_the_newest_line_comes_first_in_words(run: Run, tmp_path: Path) -> None:
    server = Trail(
        [line(1, 30), line(2, 20, action="export", table_name="", row_id=None, label="")]
    )

    async def story() -> None:
        async with at_the_trail(tmp_path, server) as here:
            assert here.here == ["Looked at", "Exported", "Looked at"]
            assert here.cells(1) == ["Lucía Herrera", "Dr. Amara Okafor", "Dr. Amara Okafor"]
            assert here.cells(3) == [
                "Look at the audit trail",
                "Exported",
                "Look at a patient's record",
            ]
            assert here.cells(4) == ["", "", "Grace Mbeki · patient record"]
            assert here.page.source.isHidden()
            assert here.page.count.text() == "3 lines"

    run(story())


def test_a_record_that_is_not_here_is_called_what_it_is(run: Run, tmp_path: Path) -> None:
    unknown = an_id("not on this computer")
    tables = ("appointments", "patients", "rooms", "invitations", "profiles")
    server = Trail(
        [line(n, n, table_name=table, row_id=unknown) for n, table in enumerate(tables, start=1)]
    )

    async def story() -> None:
        async with at_the_trail(tmp_path, server) as here:
            assert here.cells(4)[1:] == [
                "Appointment",
                "Patient record",
                "Room",
                "Invitation",
                "somebody",
            ]

    run(story())


def test_who_looks_at_the_trail_is_in_it_once(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with at_the_trail(tmp_path, Trail()) as here:
            assert [(each.action, each.label) for each in await here.trail()] == [
                ("view", "Look at the audit trail")
            ]
            here.page.ask()
            await here.fresh()
            assert len(await here.trail()) == 1

    run(story())


@pytest.mark.parametrize("error", [Offline("no line"), NotAllowed("no"), Busy("later")])
def test_without_the_server_ones_own_lines_are_listed_and_said_to_be_all(
    run: Run, tmp_path: Path, error: Exception
) -> None:
    server = Trail([line(1, 30)], error=error)

    async def story() -> None:
        async with at_the_trail(tmp_path, server) as here:
            assert here.cells(3) == ["Look at the audit trail"]
            strip = here.page.source
            assert strip.isVisible()
            assert strip.text.text().endswith(".")
            assert strip.detail.text() == "Only what you did on this computer is listed."
            server.error = None
            await here.tab_to(strip.button)
            here.press(Key.Key_Return)
            await here.until(lambda: len(here.page.rows.rows) == 2)
            assert strip.isHidden()

    run(story())


def test_who_owes_a_second_proof_is_told_why_the_rest_is_missing(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with at_the_trail(tmp_path, Trail()) as here:
            here.desk.ctx.engine.status.error = SecondFactorNeeded.code  # type: ignore[attr-defined]
            here.page.ask()
            await here.until(here.page.source.isVisible)
            assert "second proof" in here.page.source.text.text()

    run(story())


def test_the_keyboard_narrows_it_by_person_kind_and_day(run: Run, tmp_path: Path) -> None:
    server = Trail(
        [
            line(1, 30),
            line(2, 20, SAM),
            line(3, 10, SAM, action="print"),
            line(4, 60 * 24 * 20, SAM),
        ]
    )

    async def story() -> None:
        async with at_the_trail(tmp_path, server) as here:
            here.press(Key.Key_F, control=True)
            assert here.focus is here.page.filters.person
            here.type("Sam")
            await here.fresh()
            assert here.here == ["Printed", "Looked at"]
            await here.tab_to(here.page.filters.action)
            here.type("Printed")
            await here.fresh()
            assert here.here == ["Printed"]
            here.press(Key.Key_Home)
            await here.fresh()
            await here.tab_to(here.page.filters.since)
            here.press(Key.Key_Home)
            since = here.page.filters.since
            since.setDate(since.date().addDays(-30))
            await here.fresh()
            assert here.here == ["Printed", "Looked at", "Looked at"]
            asked = server.asked[-1]
            assert asked["from"] == "2026-10-14T22:00:00+00:00"
            assert asked["to"] == "2026-11-20T23:00:00+00:00"
            await here.tab_to(here.page.filters.again)
            here.press(Key.Key_Space)
            await here.fresh()
            assert len(here.here) == 4

    run(story())


def test_the_days_never_end_before_they_begin(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with at_the_trail(tmp_path, Trail()) as here:
            filters = here.page.filters
            filters.until.setFocus()
            filters.until.setDate(filters.since.date().addDays(-3))
            await here.fresh()
            asked = here.server.asked[-1]
            assert asked["from"] < asked["to"]
            assert filters.since.date() == filters.until.date()

    run(story())


def test_what_was_done_with_a_patient_is_found_by_the_patients_name(
    run: Run, tmp_path: Path
) -> None:
    server = Trail([line(1, 30), line(2, 20, row_id=an_id("tomas"))])

    async def story() -> None:
        async with at_the_trail(tmp_path, server) as here:
            await here.tab_to(here.page.filters.patient.field)
            here.type("Mbeki")
            await here.until(lambda: here.page.filters.patient.rows.rows)
            here.press(Key.Key_Return)
            await here.fresh()
            assert here.cells(4) == ["Grace Mbeki · patient record"]

    run(story())


def test_a_line_leads_to_its_record_and_back(run: Run, tmp_path: Path) -> None:
    server = Trail([line(1, 30), line(2, 20, SAM), line(3, 10, row_id=an_id("tomas"))])

    async def story() -> None:
        async with at_the_trail(tmp_path, server) as here:
            assert here.focus is here.page.table
            here.press(Key.Key_Down, Key.Key_Down)
            details = here.page.details
            assert details.entry is not None
            assert details.entry.row_id == GRACE
            here.press(Key.Key_Return)
            assert here.focus is details.record
            here.press(Key.Key_Escape)
            assert here.focus is here.page.table
            here.press(Key.Key_Return, Key.Key_Space)
            await here.fresh()
            assert here.cells(4) == ["Grace Mbeki · patient record"] * 2
            assert here.page.filters.record.text() == "Grace Mbeki · patient record"
            await here.tab_to(here.page.filters.any_record)
            here.press(Key.Key_Space)
            await here.fresh()
            assert len(here.here) == 4

    run(story())


def test_a_line_leads_to_whoever_did_it(run: Run, tmp_path: Path) -> None:
    gone = an_id("somebody of before")
    server = Trail([line(1, 30), line(2, 20, gone)])

    async def story() -> None:
        async with at_the_trail(tmp_path, server) as here:
            here.press(Key.Key_Down)
            await here.until(lambda: here.page.details.entry.person == gone)
            await here.tab_to(here.page.details.person)
            here.press(Key.Key_Space)
            await here.fresh()
            assert here.cells(1) == ["as the server knows"]

    run(story())


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"action": "break_glass", "fields": ["patient unconscious"]}, "patient unconscious"),
        ({"action": "refusal", "fields": ["forbidden"]}, "Not theirs to do"),
        ({"action": "refusal", "fields": ["auth.wrong_password"]}, None),
        ({"action": "refusal", "fields": ["newer_word"]}, "newer word"),
    ],
)
def test_a_line_says_why(run: Run, tmp_path: Path, told: dict[str, Any], why: str | None) -> None:
    server = Trail([line(1, 30, **told)])

    async def story() -> None:
        async with at_the_trail(tmp_path, server) as here:
            here.press(Key.Key_Down)
            said = here.page.details.accessibleName()
            assert why in said if why else "password" in said
            assert "Fields" not in said

    run(story())


def test_what_was_done_a_moment_ago_is_listed_before_the_server_has_heard_of_it(
    run: Run, tmp_path: Path
) -> None:
    server = Trail([line(1, 30)])

    async def story() -> None:
        async with at_the_trail(tmp_path, server) as here:
            await here.desk.replica.note("print", "Print a list")
            here.page.ask()
            await here.fresh()
            assert here.here == ["Printed", "Looked at", "Looked at"]
            assert "Only on this computer" in here.page.details.accessibleName()
            await here.desk.replica.apply(lambda db: write_setting(db, AUDIT_SENT, 2))
            here.page.ask()
            await here.fresh()
            assert here.here == ["Looked at"]

    run(story())


def test_earlier_lines_come_when_asked_for(run: Run, tmp_path: Path) -> None:
    server = Trail([line(n, n) for n in range(1, AT_ONCE + 51)])

    async def story() -> None:
        async with at_the_trail(tmp_path, server) as here:
            assert here.page.count.text() == f"the newest {AT_ONCE + 1} lines"
            here.press(Key.Key_M, control=True)
            await here.fresh()
            assert len(here.here) == AT_ONCE + 51
            assert here.page.more_button.isHidden()
            asked = len(server.asked)
            here.page.more()
            await here.nothing_happens()
            assert len(server.asked) == asked

    run(story())


def test_lines_of_one_instant_are_not_lost_between_two_pages(run: Run, tmp_path: Path) -> None:
    server = Trail([line(n, 5 if n < 8 else 9) for n in range(1, 11)])

    async def story() -> None:
        async with open_desk(tmp_path, "facility_admin") as desk:
            reading = Reading(desk.replica, server, Wanted(), at_once=8)
            await reading.begin()
            assert len(reading.entries) == 8
            await reading.more()
            assert sorted(each.seq for each in reading.entries) == list(range(1, 11))
            assert not reading.has_more

    run(story())


def test_more_of_one_instant_than_the_server_tells_at_once_does_not_stop_the_reading(
    run: Run, tmp_path: Path
) -> None:
    server = Trail([line(n, 5 if n < 9 else 9) for n in range(1, 11)])

    async def story() -> None:
        async with open_desk(tmp_path, "facility_admin") as desk:
            reading = Reading(desk.replica, server, Wanted(), at_once=4)
            await reading.begin()
            while reading.has_more:
                await reading.more()
            assert {9, 10} <= {each.seq for each in reading.entries}

    run(story())


def test_ones_own_lines_are_read_on_too(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, "facility_admin") as desk:
            for at in range(5):
                await desk.replica.note("view", f"{at}")
                desk.clock.advance(1)
            reading = Reading(desk.replica, None, Wanted(action="view"), at_once=3)
            await reading.begin()
            assert [each.label for each in reading.entries] == ["4", "3", "2"]
            assert reading.has_more
            await reading.more()
            assert [each.label for each in reading.entries] == ["4", "3", "2", "1", "0"]
            assert not reading.has_more
            since = Wanted(since=NOW + timedelta(seconds=1), until=NOW + timedelta(seconds=3))
            between = Reading(desk.replica, None, since)
            await between.begin()
            assert [each.label for each in between.entries] == ["2", "1"]

    run(story())


def test_a_line_cut_in_the_middle_says_so_and_keeps_what_was_read(run: Run, tmp_path: Path) -> None:
    server = Trail([line(n, n) for n in range(1, AT_ONCE + 51)])

    async def story() -> None:
        async with at_the_trail(tmp_path, server) as here:
            server.error = Offline("gone")
            here.press(Key.Key_M, control=True)
            await here.until(here.page.source.isVisible)
            assert len(here.here) == AT_ONCE + 1
            assert here.page.more_button.isVisible()

    run(story())


def test_nothing_in_these_days_is_not_like_nothing_read(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with at_the_trail(tmp_path, Trail()) as here:
            here.press(Key.Key_F, control=True)
            here.type("Sam")
            await here.until(lambda: not here.page.rows.rows)
            assert here.page.details.isHidden()
            empty = [
                each
                for each in here.page.findChildren(QAbstractButton)
                if each.text() == "Start over" and each is not here.page.filters.again
            ]
            assert empty[0].isVisible()
            empty[0].click()
            await here.until(lambda: here.page.rows.rows)

    run(story())


def test_a_record_leads_to_what_was_done_with_it(run: Run, tmp_path: Path) -> None:
    server = Trail([line(1, 60 * 24 * 40), line(2, 20, row_id=an_id("tomas"))])

    async def story() -> None:
        async with at_the_trail(tmp_path, server, PATIENTS) as here:
            here.main.navigate("patients", patient_id=GRACE)
            record = here.main.pages["patients"].record  # type: ignore[attr-defined]
            await here.until(lambda: record.row is not None)
            assert here.main.commands.run("patients.audit")
            assert here.main.current == "audit"
            await here.until(lambda: server.asked[-1]["row_id"] == GRACE)
            # What was done 40 days ago, and the look just now.
            await here.until(lambda: here.cells(4) == ["Grace Mbeki · patient record"] * 2)
            assert here.cells(3) == ["Look at a patient's record"] * 2

    run(story())


def test_a_clock_that_was_ahead_is_told(run: Run, tmp_path: Path) -> None:
    told = moment_text(NOW - timedelta(hours=3))
    server = Trail([line(1, 30, received_at=told), line(2, 40)])

    async def story() -> None:
        async with at_the_trail(tmp_path, server) as here:
            here.press(Key.Key_Down)
            assert "clock that was ahead" in here.page.details.accessibleName()
            here.press(Key.Key_Down)
            assert "clock that was ahead" not in here.page.details.accessibleName()

    run(story())


# --- verify ---------------------------------------------------------------------------------------


async def told_codes(here: Auditor) -> list[tuple[int, str]]:
    return [(each.seq, each.mac) for each in await here.trail()]


@pytest.mark.parametrize(
    ("tampering", "is_away", "tone", "word"),
    [
        ("", False, "good", "whole"),
        ("", True, "amber", "stays open"),
        ("UPDATE audit SET label = 'else' WHERE seq = 2", False, "danger", "tampered"),
        ("UPDATE audit SET label = 'else' WHERE seq = 2", True, "danger", "tampered"),
        ("DELETE FROM audit WHERE seq > 2", False, "danger", "missing"),
    ],
)
def test_the_trail_is_verified_in_plain_words(
    run: Run, tmp_path: Path, tampering: str, is_away: bool, tone: str, word: str
) -> None:
    async def story() -> None:
        async with at_the_trail(tmp_path, Trail()) as here:
            for _ in range(3):
                await here.desk.replica.note("view", "something")
            here.server.codes = await told_codes(here)
            if tampering:
                await here.desk.replica.apply(lambda db: db.exec_driver_sql(tampering).rowcount)
            if is_away:
                here.server.error = Offline("no line")
            here.main.commands.run("audit.verify")
            strip = here.page.result
            await here.until(lambda: strip.detail.text())
            assert strip.property("tone") == tone
            assert word in f"{strip.text.text()} {strip.detail.text()}"
            await here.tab_to(strip.button)
            here.press(Key.Key_Return)
            assert strip.isHidden()

    run(story())


# --- export ---------------------------------------------------------------------------------------


async def choose_file(here: Auditor, path: Path) -> None:
    dialog = await here.sheet(QFileDialog)
    dialog.findChild(QLineEdit).setText(str(path))
    dialog.accept()


def test_an_export_wants_a_proof_and_is_in_the_trail_before_the_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Trail([line(n, n, label="=1+1") for n in range(1, 8)])
    file = tmp_path / "trail.csv"
    trail_then: list[Any] = []
    write = deeds.write_whole

    async def story() -> None:
        async with at_the_trail(tmp_path, server) as here:
            here.prover.is_recent = False
            here.press(Key.Key_E, control=True)
            sheet = await here.sheet()
            assert not file.exists()
            sheet.reject()
            here.window.activateWindow()
            await here.until(here.window.isActiveWindow)
            assert "export" not in [each.action for each in await here.trail()]

            def writing(path: Path, content: bytes) -> None:
                asking = asyncio.run_coroutine_threadsafe(here.trail(), loop)
                trail_then.extend(asking.result(5))
                write(path, content)

            loop = asyncio.get_running_loop()
            monkeypatch.setattr(deeds, "write_whole", writing)
            here.press(Key.Key_E, control=True)
            await here.sheet()
            here.type("anything")
            here.press(Key.Key_Return)
            await choose_file(here, file)
            await here.until(file.exists)
            assert trail_then[-1].action == "export"
            exported = [each for each in await here.trail() if each.action == "export"]
            assert len(exported) == 1

    run(story())
    text = file.read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0][:5] == ["When", "Who", "Kind", "What", "Record"]
    assert len(rows) == 1 + 8
    assert rows[-1][:5] == [
        "2026-11-20T10:48:00+01:00",
        "Dr. Amara Okafor",
        "Looked at",
        "'=1+1",
        "Grace Mbeki · patient record",
    ]


def test_a_file_that_cannot_be_written_is_said_and_was_noted_all_the_same(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with at_the_trail(tmp_path, Trail()) as here:
            here.press(Key.Key_E, control=True)
            await choose_file(here, tmp_path / "nowhere" / "trail.csv")
            await here.until(here.page.result.isVisible)
            assert here.page.result.property("tone") == "danger"
            assert [each.action for each in await here.trail()][-1] == "export"

    run(story())


def test_an_export_holds_everything_that_is_asked_for_and_nothing_else(
    run: Run, tmp_path: Path
) -> None:
    server = Trail([line(n, n) for n in range(1, 702)] + [line(1, 3, SAM)])
    file = tmp_path / "trail.csv"

    async def story() -> None:
        async with at_the_trail(tmp_path, server) as here:
            here.press(Key.Key_F, control=True)
            here.type("Dr.")
            await here.fresh()
            here.press(Key.Key_E, control=True)
            await choose_file(here, file)
            await here.until(file.exists)

    run(story())
    assert len(file.read_text("utf-8-sig").splitlines()) == 702


def test_an_export_that_takes_long_is_stopped_and_leaves_nothing(run: Run, tmp_path: Path) -> None:
    server = Trail([line(n, n) for n in range(1, 702)])
    file = tmp_path / "trail.csv"

    async def story() -> None:
        async with at_the_trail(tmp_path, server) as here:
            server.stuck = asyncio.Event()
            here.press(Key.Key_E, control=True)
            await choose_file(here, file)
            strip = here.page.result
            await here.until(lambda: strip.isVisible() and strip.button.isVisible())
            assert "501 lines" in strip.detail.text()
            here.window.activateWindow()
            await here.until(here.window.isActiveWindow)
            await here.tab_to(strip.button)
            here.press(Key.Key_Space)
            server.stuck.set()
            await here.nothing_happens()
            assert strip.isHidden()
            assert not file.exists()
            assert "export" not in [each.action for each in await here.trail()]

    run(story())


def test_an_export_without_the_server_says_what_it_holds(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with at_the_trail(tmp_path, Trail(error=Offline("no line"))) as here:
            said: list[Any] = []
            here.page.said.connect(said.append)
            here.press(Key.Key_E, control=True)
            await choose_file(here, tmp_path / "trail.csv")
            await here.until(lambda: said)
            assert said[0].detail == "1 line. Only what you did on this computer is listed."

    run(story())


# --- looked at ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("theme", "scale", "language"),
    [
        ("light", 1.0, "en"),
        ("dark", 1.0, "en"),
        ("contrast", 1.0, "en"),
        ("light", 1.5, "en"),
        ("light", 1.0, "fr"),
    ],
)
def test_it_is_looked_at(
    run: Run, tmp_path: Path, themed: Any, shot: Any, theme: str, scale: float, language: str
) -> None:
    kinds = ("insert", "update", "delete", "print", "export", "sign_in", "unlock", "lock")
    told = [line(n, 7 * n, action=kind) for n, kind in enumerate(kinds, start=1)]
    told.append(line(20, 70, SAM, action="refusal", fields=["forbidden"], label="Add a room"))
    told.append(line(21, 90, action="break_glass", fields=["patient unconscious"], label=""))

    async def story() -> None:
        themed(theme, scale, language)
        async with at_the_trail(tmp_path, Trail(told)) as here:
            here.page.table.selectRow(9)
            here.main.commands.run("audit.verify")
            await here.until(lambda: here.page.result.detail.text())
            for each in here.page.findChildren(QAbstractButton):
                if each.isVisible() and each.isEnabled():
                    assert each.accessibleName() or each.text(), each
            right = here.page.details.mapTo(here.window, here.page.details.rect().topRight()).x()
            assert right <= here.window.width()
            shot(here.window, f"audit-{theme}-{scale}-{language}")

    run(story())


def test_an_emergency_is_in_it_with_its_reason(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with at_the_trail(tmp_path, Trail()) as here:
            replica = here.desk.replica

            def opened(db: Any) -> None:
                lease.break_glass(
                    db, "storm", NOW, person=LUCIA, device=replica.device, label="Open it"
                )

            await replica.apply(opened, {"audit"}, durable=True)
            here.page.ask()
            await here.fresh()
            assert "Emergency" in here.here
            here.page.table.selectRow(here.here.index("Emergency"))
            assert "storm" in here.page.details.accessibleName()

    run(story())
