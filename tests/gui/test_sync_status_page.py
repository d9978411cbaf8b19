"""Sync status with the keyboard alone: what waits, what is taken, pause, proof, and files of drafts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit

from clinic_app.features.sync_status import FEATURE
from clinic_app.features.sync_status.view import SyncStatusPage
from clinic_app.features.sync_status.view.sheets import SHORTEST, NewPassphrase, OldPassphrase
from clinic_app.parts.step_up import StepUpSheet
from clinic_app.shell.window import MainWindow
from clinic_app.ui.context import Context, Person
from clinic_app.ui.page import Feature, Page
from clinic_app.ui.scope import TaskScope
from clinic_app.ui.widgets import EmptyState
from sync.clock import CorrectedClock
from sync.engine.status import StatusBoard, SyncStatus
from sync.errors import StorageFull
from sync.replica import cursors, health, outbox, settled
from sync.replica.export import export_drafts
from sync.replica.overlay import settle
from sync.replica.tables import appointments, patients
from sync.steps.sanity import Proof
from tests.gui.administration import FakeProver
from tests.support.desk import (
    CLINIC,
    GRACE,
    LUCIA,
    NEW_PATIENT,
    NOW,
    OKAFOR,
    SAM,
    TOMAS,
    YUSUF,
    Desk,
    open_desk,
)
from tests.support.hands import Hands, Key
from tests.support.window import shown

Run = Callable[[Coroutine[Any, Any, Any]], Any]
PASSPHRASE = "violet otter harbour"
IDLE = SyncStatus(phase="idle", online=True, live=True, last_synced_at=NOW)
WHOLE = Proof(12_300, (), (), 0, (), (), True)


class Engine:
    """The engine as a page knows it, over the real board of statuses."""

    def __init__(self) -> None:
        self.board = StatusBoard()
        self.board.show(IDLE)
        self.asked: list[str] = []
        self.proof: Proof | Exception = WHOLE
        self.may_end = asyncio.Event()
        self.may_end.set()

    @property
    def status(self) -> SyncStatus:
        return self.board.status

    def show(self, **changes: Any) -> None:
        self.board.show(replace(self.board.status, **changes))

    def statuses(self) -> AsyncGenerator[SyncStatus, None]:
        return self.board.stream()

    def wake(self, reason: str) -> None:
        self.asked.append("wake")

    def pause(self) -> None:
        self.asked.append("pause")
        self.show(phase="held", online=False, live=False)

    def resume(self) -> None:
        self.asked.append("resume")
        self.show(phase="idle", online=True, live=True)

    async def prove(self, progress: Callable[[int, int], None]) -> Proof:
        self.asked.append("prove")
        progress(1, 4)
        await self.may_end.wait()
        if isinstance(self.proof, Exception):
            raise self.proof
        return self.proof


class Elsewhere(Page):
    """Notes where the window was sent."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "Elsewhere")
        self.asked: list[dict[str, object]] = []

    def go_to(self, **where: object) -> None:
        self.asked.append(where)


@dataclass
class Status(Hands):
    """The page in its window."""

    window: MainWindow
    desk: Desk
    engine: Engine
    page: SyncStatusPage
    prover: FakeProver

    @property
    def states(self) -> list[str]:
        return self.column(0)

    def column(self, number: int) -> list[str]:
        model = self.page.drafts
        return [str(model.index(row, number).data()) for row in range(model.rowCount())]

    def went(self, key: str) -> list[dict[str, object]]:
        return cast(Elsewhere, self.window.page(key)).asked

    async def dialog(self, kind: type[QDialog]) -> QDialog:
        found: list[QDialog] = []

        def is_open() -> bool:
            found[:] = [
                each
                for each in QApplication.topLevelWidgets()
                if isinstance(each, kind) and each.isVisible()
            ]
            return bool(found) and found[0].isAncestorOf(QApplication.focusWidget() or found[0])

        await self.until(is_open)
        return found[0]

    async def key(self, key: Key) -> None:
        """A key of the page, once its window has come to the front again."""
        self.window.activateWindow()
        self.page.on_shown()
        await self.until(self.window.isActiveWindow)
        self.press(key, control=True)

    async def choose_file(self, path: Path) -> None:
        """Type the name of a file where the dialog has its cursor."""
        dialog = await self.dialog(QFileDialog)
        line = dialog.findChild(QLineEdit)
        assert line is not None
        line.setFocus()
        self.retype(str(path))
        self.press(Key.Key_Return)
        await self.until(lambda: not dialog.isVisible())


@asynccontextmanager
async def status_page(folder: Path, desk: Desk | None = None) -> AsyncIterator[Status]:
    async with open_desk(folder) as desk:
        engine = Engine()
        clock = CorrectedClock(desk.clock, lambda: engine.status.skew)
        prover = FakeProver()
        ctx = replace(desk.ctx, engine=engine, clock=clock, prover=prover)
        other = [
            Feature(key, key, "patients", FEATURE.roles, Elsewhere)
            for key in ("conflicts", "patients", "schedule")
        ]
        window = MainWindow(ctx, [FEATURE, *other])
        window.resize(1360, 850)
        async with shown(window):
            page = cast(SyncStatusPage, window.pages["sync_status"])
            here = Status(window, desk, engine, page, prover)
            await here.until(lambda: page.drafts.is_read and page.taken.is_read)
            yield here


@pytest.fixture
def tell(run: Run, themed: Any, tmp_path: Path) -> Callable[..., None]:
    def told(story: Callable[[Status], Coroutine[Any, Any, None]]) -> None:
        async def whole() -> None:
            async with status_page(tmp_path) as here:
                await story(here)

        run(whole())

    return told


async def correct(here: Status, patient: str = GRACE, **patch: Any) -> str:
    """A correction waits; returns the draft's id."""
    await here.desk.replica.write(
        "Correct details", lambda tx: tx.update(patients, patient, **(patch or {"phone": "22"}))
    )
    return (await here.desk.drafts())[-1].id


def test_a_draft_is_followed_from_here_to_the_server(tell: Any) -> None:
    async def story(here: Status) -> None:
        await here.until(lambda: here.page.standing.title.text() == "Up to date.")
        draft = await correct(here)
        await here.until(lambda: here.states == ["Only here"])
        assert here.column(2) == ["Grace Mbeki · patient record"]
        assert here.column(3) == ["Saved here 10:55"]
        assert here.page.subtitle == "1 change not on the server yet"

        here.desk.clock.advance(120)
        await here.desk.take(draft)
        await here.until(lambda: here.states == ["On its way"])
        assert here.column(3) == ["Saved here 10:55 · sent 10:57"]
        assert here.column(4) == ["1"]

        apply = here.desk.replica.apply
        await apply(lambda db: outbox.acked(db, [draft]), {"outbox"})
        await here.until(lambda: here.states == ["Being confirmed"])
        assert here.column(3) == ["Saved here 10:55 · sent 10:57 · the server has it"]

        here.desk.clock.advance(60)

        def confirm(db: Any) -> None:
            settled.keep_all(db, [draft], here.desk.clock.now())
            settle(db, draft)

        await apply(confirm, {"outbox", "settled"})
        await here.until(lambda: here.states == [] and len(here.page.taken.rows) == 1)
        assert here.page.subtitle == ""
        taken = here.page.taken
        said = [str(taken.index(0, column).data()) for column in range(4)]
        assert said == [
            "On the server",
            "Correct details",
            "Grace Mbeki · patient record",
            "Saved here 10:55 · on the server 10:58",
        ]

    tell(story)


def test_what_went_wrong_and_when_it_goes_again_is_said_in_words(tell: Any) -> None:
    async def story(here: Status) -> None:
        draft = await correct(here)
        again = here.desk.clock.now() + timedelta(minutes=1)

        def fail(db: Any) -> None:
            outbox.mark_sent(db, [draft], here.desk.clock.now())
            outbox.mark_waiting(db, [draft], again, "net.server_trouble")

        await here.desk.replica.apply(fail, {"outbox"})
        await here.until(lambda: here.column(5) == ["10:56"])
        assert here.column(6) == ["The server has trouble of its own"]
        # The line below has room for all of it.
        here.page.on_shown()
        here.press(Key.Key_Home)
        await here.until(lambda: "The server has trouble of its own." in here.page.whole.text())

        here.press(Key.Key_R, control=True)
        await here.until(lambda: here.column(5) == ["soon"])
        await here.until(lambda: here.engine.asked == ["wake"])

    tell(story)


def test_enter_leads_to_the_card_or_the_record(tell: Any) -> None:
    async def story(here: Status) -> None:
        def register_and_book(tx: Any) -> str:
            patient = tx.insert(
                patients, facility_id=CLINIC, family_name="Ferreira", given_name="Inês"
            )
            return str(
                tx.insert(
                    appointments,
                    facility_id=CLINIC,
                    patient_id=patient,
                    provider_id=OKAFOR,
                    type_id=NEW_PATIENT,
                    starts_at=here.desk.at(14),
                    ends_at=here.desk.at(14, 45),
                )
            )

        await here.desk.replica.write("Register and book", register_and_book)
        registration, _ = await here.desk.drafts()
        card = await here.desk.refuse(registration.id, "rejected", "invalid")
        await correct(here)
        await here.until(lambda: here.states == ["Needs attention", "Only here"])
        # The name stands on the card alone.
        assert here.column(2)[0] == "Inês Ferreira · Dr. Okafor · 14:00"

        here.page.on_shown()
        here.press(Key.Key_Home)
        here.press(Key.Key_Return)
        assert here.went("conflicts") == [{"card_id": card}]
        here.window.navigate("sync_status")
        here.press(Key.Key_Down, Key.Key_Return)
        assert here.went("patients") == [{"patient_id": GRACE}]

    tell(story)


def test_a_pause_is_a_key_and_the_same_key_goes_on(tell: Any) -> None:
    async def story(here: Status) -> None:
        standing = here.page.standing
        here.press(Key.Key_P, control=True)
        await here.until(lambda: standing.title.text() == "Paused by you.")
        assert standing.pause.text() == "Resume"
        assert not standing.retry.isVisible()
        assert here.window.navigation.pill.title.text() == "Paused by you"
        here.press(Key.Key_P, control=True)
        await here.until(lambda: standing.title.text() == "Up to date.")
        assert here.engine.asked == ["pause", "resume"]
        # The pill's button goes on too.
        here.press(Key.Key_P, control=True)
        pill = here.window.navigation.pill
        await here.until(lambda: pill.action.text() == "Resume")
        pill.action.setFocus()
        here.press(Key.Key_Space)
        assert here.engine.asked == ["pause", "resume", "pause", "resume"]

    tell(story)


def test_the_sentence_is_the_pills_own(tell: Any) -> None:
    async def story(here: Status) -> None:
        standing, pill = here.page.standing, here.window.navigation.pill
        for status in (
            IDLE,
            replace(IDLE, phase="offline", online=False, offline_since=NOW, waiting=2),
            replace(IDLE, phase="signed_out", online=False),
            replace(IDLE, error="disk.full"),
            replace(IDLE, cards=2),
            replace(IDLE, filling=(5, 100), phase="syncing"),
            replace(IDLE, skew=timedelta(minutes=9)),
        ):
            here.engine.board.show(status)
            await here.until(lambda: pill.shown == standing.said and pill.shown is not None)
            assert pill.title.text() == standing.title.text().removesuffix(".")

    tell(story)


def test_every_scope_says_what_it_holds_and_how_it_stands(tell: Any) -> None:
    async def story(here: Status) -> None:
        def fill(db: Any) -> None:
            for kind, owner, n, state in (
                ("facility", CLINIC, 12_300, cursors.LIVE),
                ("directory", CLINIC, 14, cursors.LIVE),
                ("user", LUCIA, 2, cursors.FILLING),
            ):
                cursors.begin(db, f"s-{kind}", kind=kind, owner=owner, grant=1, from_head=9)
                cursors.advance(db, f"s-{kind}", 20, state=state)
                db.exec_driver_sql("UPDATE cursors SET n = ? WHERE kind = ?", (n, kind))
            told = [("s-facility", 23, 12_300), ("s-directory", 20, 14), ("s-user", 8, 6)]
            health.note_pull(db, told, here.desk.clock.now(), ["s-directory"])

        await here.desk.replica.apply(fill, {"cursors", "scope_health"})
        await here.until(lambda: len(here.page.scopes.rows) >= 3)
        here.engine.show(error="net.offline", phase="offline", online=False)
        await here.until(lambda: here.page.standing.said is not None)
        model = here.page.scopes
        said = [
            [str(model.index(row, column).data()) for column in range(6)]
            for row in range(model.rowCount())
            if model.rows[row].scope.startswith("s-")
        ]
        assert said == [
            [
                "Schedule and patients of Clínica Norte",
                "Complete",
                "12,300",
                "10:55",
                "3 changes",
                "The server cannot be reached",
            ],
            [
                "Directory of Clínica Norte",
                "Differs",
                "14",
                "10:55",
                "nothing",
                "It is counted again and fetched where it differs",
            ],
            [
                "Only yours",
                "Being fetched",
                "2",
                "10:55",
                "4 rows to come",
                "The server cannot be reached",
            ],
        ]

    tell(story)


def test_a_wrong_clock_makes_every_time_of_this_computer_an_about(tell: Any) -> None:
    async def story(here: Status) -> None:
        year = timedelta(days=365)
        here.desk.clock.skew(-year)
        here.engine.show(skew=year, last_synced_at=here.desk.clock.now())
        await correct(here)
        await here.until(lambda: here.column(3) == ["Saved here about 10:55"])
        lines = here.page.standing.lines.text()
        assert "This computer's clock is 365 days slow" in lines

    tell(story)


def test_an_empty_list_does_not_hide_what_waits_for_a_decision(tell: Any) -> None:
    async def story(here: Status) -> None:
        empty = here.page.drafts_view.parentWidget().findChildren(EmptyState)[0]
        await here.until(lambda: empty.title.text() == "The server has everything you did")
        here.engine.show(cards=2)
        await here.until(lambda: empty.title.text() == "Nothing waits to be sent")
        assert empty.text.text() == "2 more to decide under Needs attention."
        # The way there is a button.
        here.page.standing.also.setFocus()
        here.press(Key.Key_Space)
        assert here.window.current == "conflicts"

    tell(story)


def test_retry_rests_while_a_round_runs_and_comes_back_after_it(tell: Any) -> None:
    async def story(here: Status) -> None:
        retry = here.page.standing.retry
        here.engine.show(phase="syncing")
        await here.until(lambda: not retry.isEnabled())
        here.engine.show(phase="idle")
        await here.until(retry.isEnabled)

    tell(story)


# Proving


@pytest.mark.parametrize(
    ("proof", "title", "line"),
    [
        (
            WHOLE,
            "Your data is whole",
            "12,300 rows checked here. Nothing missing, the same as on the server.",
        ),
        (
            replace(WHOLE, repaired=("a",)),
            "Your data is whole again",
            "12,300 rows checked here. 1 differing part fetched again.",
        ),
        (
            replace(WHOLE, asked=False),
            "The server could not be asked",
            "12,300 rows checked here. Try again when the connection is back.",
        ),
        (
            replace(WHOLE, missing=3, asked=False),
            "The server could not be asked",
            "12,300 rows checked here. 3 rows missing, to be fetched again."
            " Try again when the connection is back.",
        ),
        (
            replace(WHOLE, wrong=("a", "b")),
            "Something still differs from the server",
            "12,300 rows checked here. 2 differing parts, looked at again in the next round.",
        ),
        (
            replace(WHOLE, damaged=("page 5",)),
            "The file on this computer is damaged",
            "12,300 rows checked here. Export your unsent drafts, then ask for help:"
            " 1 broken place.",
        ),
    ],
)
def test_a_proof_says_what_was_found(tell: Any, proof: Proof, title: str, line: str) -> None:
    async def story(here: Status) -> None:
        here.engine.proof = proof
        proving = here.page.proving
        proving.button.setFocus()
        here.press(Key.Key_Space)
        await here.until(lambda: proving.result.text() == title)
        assert proving.detail.text() == line
        assert not proving.progress.isVisible()

    tell(story)


def test_a_proof_shows_how_far_it_is_and_can_be_stopped(tell: Any) -> None:
    async def story(here: Status) -> None:
        here.engine.may_end.clear()
        proving = here.page.proving
        proving.button.setFocus()
        here.press(Key.Key_Space)
        await here.until(lambda: proving.progress.value() == 1 and proving.progress.isVisible())
        assert proving.progress.maximum() == 4
        assert proving.button.text() == "Stop"
        here.press(Key.Key_Space)
        assert proving.detail.text() == "Stopped. Nothing was changed by it."
        assert proving.button.text() == "Prove my data is whole"
        here.engine.may_end.set()
        await here.nothing_happens()
        assert proving.result.text() == ""

    tell(story)


def test_a_proof_that_fails_says_why(tell: Any) -> None:
    async def story(here: Status) -> None:
        here.engine.proof = StorageFull("no room")
        here.window.commands.run("sync_status.prove")
        proving = here.page.proving
        await here.until(lambda: proving.result.text() == "The check could not be done")
        assert proving.detail.text().startswith("The disk of this computer is full.")

    tell(story)


# Files


def test_drafts_are_saved_and_come_back_with_the_keyboard_alone(tell: Any, tmp_path: Path) -> None:
    async def story(here: Status) -> None:
        file = tmp_path / "mine.clinic-drafts"
        await correct(here)
        await here.key(Key.Key_E)
        await here.choose_file(file)
        sheet = cast(NewPassphrase, await here.dialog(NewPassphrase))
        assert sheet.words.text().startswith("The file will hold 1 draft.")
        here.type("short")
        here.press(Key.Key_Return)
        assert sheet.fields[0].error == f"Too short: at least {SHORTEST} letters."
        here.retype(PASSPHRASE)
        here.press(Key.Key_Tab)
        here.type(PASSPHRASE + "x")
        here.press(Key.Key_Return)
        assert sheet.fields[1].error == "The two are not the same."
        here.retype(PASSPHRASE)
        here.press(Key.Key_Return)
        await here.until(file.exists)
        before = await here.desk.drafts()
        assert len(before) == 1

        # The computer is lost; the same person brings the file in on another one.
        def lose(db: Any) -> None:
            settle(db, before[0].id, refused=True)

        await here.desk.replica.apply(lose, {"outbox", "patients"})
        await here.until(lambda: here.states == [])
        await here.key(Key.Key_I)
        await here.choose_file(file)
        await here.dialog(OldPassphrase)
        here.type("not the passphrase")
        here.press(Key.Key_Return)
        await here.until(lambda: _asks_again("The passphrase does not open the file."))
        here.type(PASSPHRASE)
        here.press(Key.Key_Return)
        await here.until(lambda: here.states == ["Only here"])
        (after,) = await here.desk.drafts()
        assert after.id == before[0].id

    tell(story)


def _asks_again(words: str) -> bool:
    """Whether a passphrase is asked for with these words, and can be typed."""
    sheet = QApplication.activeModalWidget()
    return isinstance(sheet, OldPassphrase) and sheet.field.error == words and sheet.line.hasFocus()


def test_without_a_proof_no_file_leaves(tell: Any, tmp_path: Path) -> None:
    async def story(here: Status) -> None:
        file = tmp_path / "mine.clinic-drafts"
        await correct(here)
        here.prover.is_recent = False
        await here.key(Key.Key_E)
        await here.choose_file(file)
        await here.dialog(StepUpSheet)
        here.press(Key.Key_Escape)
        await here.nothing_happens()
        assert not file.exists()

        await here.key(Key.Key_E)
        await here.choose_file(file)
        await here.dialog(StepUpSheet)
        here.type("lucia's own words")
        here.press(Key.Key_Return)
        await here.dialog(NewPassphrase)
        here.type(PASSPHRASE)
        here.press(Key.Key_Tab)
        here.type(PASSPHRASE)
        here.press(Key.Key_Return)
        await here.until(file.exists)

    tell(story)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda data: data[:-5], "The file is not complete."),
        (
            lambda data: data.replace(LUCIA.encode(), SAM.encode()),
            "The file is not as it was saved.",
        ),
        (lambda data: b"PDF" + data, "This is not a file of drafts."),
    ],
)
def test_a_file_that_is_not_right_is_refused_with_a_sentence(
    tell: Any, tmp_path: Path, spoil: Callable[[bytes], bytes], said: str
) -> None:
    async def story(here: Status) -> None:
        file = tmp_path / "theirs.clinic-drafts"
        await correct(here)
        await export_drafts(here.desk.replica, file, PASSPHRASE, here.desk.clock.now())
        file.write_bytes(spoil(file.read_bytes()))
        await here.key(Key.Key_I)
        await here.choose_file(file)
        await here.dialog(QDialog)
        here.type(PASSPHRASE)
        here.press(Key.Key_Return)
        trouble = here.page.trouble
        await here.until(lambda: trouble.isVisible())
        assert trouble.text.text() == said
        assert len(await here.desk.drafts()) == 1

    tell(story)


def test_with_nothing_to_save_no_file_is_asked_for(tell: Any) -> None:
    async def story(here: Status) -> None:
        said: list[str] = []
        here.page.said.connect(lambda each: said.append(each.text))
        here.press(Key.Key_E, control=True)
        await here.until(lambda: said == ["There is nothing to save"])
        assert QApplication.activeModalWidget() is None

    tell(story)


# Diagnostics


def test_the_diagnostics_are_copied_with_two_keys(tell: Any) -> None:
    async def story(here: Status) -> None:
        here.press(Key.Key_D, control=True)
        await here.dialog(QDialog)
        here.press(Key.Key_Return)
        copied = QGuiApplication.clipboard().text()
        assert copied.startswith("# Clinic: diagnostics without patient data")
        assert f"device: {here.desk.replica.device}" in copied
        here.press(Key.Key_Escape)
        await here.until(lambda: QApplication.activeModalWidget() is None)

    tell(story)


def test_the_diagnostics_are_saved_where_the_person_says(tell: Any, tmp_path: Path) -> None:
    async def story(here: Status) -> None:
        file = tmp_path / "facts.txt"
        file.write_text("older")
        here.press(Key.Key_D, control=True)
        await here.dialog(QDialog)
        here.press(Key.Key_Tab, shift=True)
        here.press(Key.Key_Space)
        await here.choose_file(file)
        await here.dialog(QDialog)  # it is there already: asked once more, and No is the default
        here.press(Key.Key_Tab, Key.Key_Space)
        await here.until(lambda: file.read_text().startswith("# Clinic"))

    tell(story)


# The whole way, with the engine that will run


def test_with_the_real_engine_a_change_passes_every_station(
    run: Run, themed: Any, tmp_path: Path
) -> None:
    from sync.clock import SystemClock
    from tests.sync.test_engine import World

    async def story() -> None:
        world = World(tmp_path)
        person = world.person()
        async with world.desk(person) as desk:
            who = Person(person, "Lucía", "reception", world.facility, "Norte", "Europe/Madrid")
            ctx = Context(
                desk.replica, desk.engine, SystemClock(), who, TaskScope(), lambda *a, **b: None
            )
            window = MainWindow(ctx, [FEATURE])
            async with shown(window):
                page = cast(SyncStatusPage, window.pages["sync_status"])
                hands = Hands(window)
                await hands.until(lambda: len(page.scopes.rows) == 3)
                desk.backend.down = True
                await desk.register("Bell")
                await hands.until(lambda: len(page.drafts.rows) == 1)
                await hands.until(lambda: page.standing.title.text().startswith("Offline"))
                desk.backend.down = False
                hands.press(Key.Key_R, control=True)
                await hands.until(lambda: len(page.taken.rows) == 1 and not page.drafts.rows)
                await hands.until(lambda: page.standing.title.text() == "Up to date.")
                window.commands.run("sync_status.prove")
                await hands.until(lambda: page.proving.result.text() == "Your data is whole")

    run(story())


def test_the_page_in_every_dress(
    run: Run, themed: Callable[..., None], shot: Callable[..., None], tmp_path: Path
) -> None:
    async def story() -> None:
        async with status_page(tmp_path) as here:
            await correct(here)
            await correct(here, TOMAS, note="Prefers mornings")
            await correct(here, YUSUF, phone="33")
            here.engine.show(phase="offline", online=False, waiting=3, offline_since=NOW)
            await here.until(lambda: len(here.states) == 3)
            for name in ("light", "dark", "contrast"):
                themed(name)
                shot(here.window, f"sync-status-{name}")

    run(story())
