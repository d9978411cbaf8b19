"""Somebody removes all of their work from this computer: after a question and a proof, and nobody else's."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from clinic_app.parts.step_up import StepUpSheet
from clinic_app.shell.window import MainWindow
from clinic_app.ui.ask import Sheet
from clinic_app.ui.widgets import Button
from clinic_app.workstation import Workstation
from sync.clock import FakeClock
from sync.errors import WrongKey
from sync.replica import keys
from sync.replica.replica import open_replica
from sync.replica.tables import patients
from tests.support.desk import AMARA, CLINIC, LUCIA, NOW
from tests.support.hands import Hands, Key
from tests.support.workplace import PASSWORDS, Workplace, open_workplace, prepare

Run = Callable[[Coroutine[Any, Any, Any]], Any]
Shot = Callable[[QWidget, str], None]
pytestmark = pytest.mark.usefixtures("themed")


@asynccontextmanager
async def desk(home: Path) -> AsyncIterator[tuple[Workplace, MainWindow, Hands]]:
    async with open_workplace(home) as place:
        window = await place.comes(LUCIA)
        yield place, window, Hands(window)


def question() -> Any:
    found = QApplication.activeModalWidget()
    return found if isinstance(found, Sheet) and not isinstance(found, StepUpSheet) else None


def proof() -> QDialog | None:
    found = QApplication.activeModalWidget()
    return found if isinstance(found, StepUpSheet) else None


async def agree(hands: Hands) -> None:
    """Go to the button that does it; Enter alone would not."""
    await hands.until(question)
    (yes,) = [each for each in question().findChildren(Button) if each.text() == "Remove it"]
    assert not yes.isDefault(), "a careless Enter removes nothing"
    await hands.tab_to(yes)
    hands.press(Key.Key_Space)


def files_of(place: Workplace, person: str) -> dict[str, bytes]:
    folder = place.station.home / "people" / person
    return {file.name: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_everything_of_one_person_goes_and_nothing_of_another(
    run: Run, tmp_path: Path, shot: Shot
) -> None:
    async def story() -> None:
        async with desk(tmp_path) as (place, window, hands):
            assert files_of(place, LUCIA)
            others = files_of(place, AMARA)
            assert window.commands.run("account.forget")
            await hands.until(question)
            shot(question(), "forget-question")
            assert "would be lost" not in question().words.text()
            await agree(hands)
            await hands.until(proof)
            hands.type(PASSWORDS[LUCIA])
            hands.press(Key.Key_Return)
            await hands.until(lambda: not (place.station.home / "people" / LUCIA).exists())
            assert [each.id for each in place.station.people] == [AMARA]
            assert files_of(place, AMARA) == others
            assert place.door_wanted is not None
            async with asyncio.timeout(5):
                assert await place.door_wanted is True

    run(story())


def test_what_would_be_lost_is_counted_first(run: Run, tmp_path: Path, shot: Shot) -> None:
    async def story() -> None:
        async with desk(tmp_path) as (place, window, hands):
            await window.ctx.replica.write(
                "Register",
                lambda tx: tx.insert(patients, facility_id=CLINIC, family_name="Roca"),
            )
            assert window.commands.run("account.forget")
            await hands.until(question)
            shot(question(), "forget-drafts")
            assert "1 change would be lost" in question().words.text()
            hands.press(Key.Key_Escape)
            await hands.until(lambda: question() is None)
            await hands.nothing_happens()
            assert files_of(place, LUCIA)
            assert place.desks.seat_of(LUCIA) is not None

    run(story())


def test_without_a_proof_nothing_goes(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with desk(tmp_path) as (place, window, hands):
            before = place.station.people
            assert window.commands.run("account.forget")
            await agree(hands)
            await hands.until(proof)
            hands.type("wrong")
            hands.press(Key.Key_Return)
            await hands.until(lambda: proof().field.error)  # type: ignore[union-attr]
            hands.press(Key.Key_Escape)
            await hands.until(lambda: proof() is None)
            await hands.nothing_happens()
            assert files_of(place, LUCIA)
            assert place.station.people == before

    run(story())


def test_a_removal_that_is_cut_off_leaves_nothing_that_can_be_read(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And whoever comes back begins anew, beside what is left."""

    async def story() -> None:
        clock = FakeClock(NOW)
        station: Workstation = await prepare(tmp_path, clock)
        path = station.replica(LUCIA)
        left = path.read_bytes()
        with monkeypatch.context() as cut:
            cut.setattr(shutil, "rmtree", lambda *_, **__: None)
            station.forget(LUCIA)
        assert path.read_bytes() == left
        assert not keys.has_keys(station.folder(LUCIA), LUCIA)
        assert not station.has_data_of(LUCIA)

        key = station.make_keys(LUCIA, "a new password", clock.now())
        (aside,) = path.parent.glob(f"{path.name}.damaged-*[0-9]")
        assert aside.read_bytes() == left
        async with open_replica(path, key, person=LUCIA, clock=clock) as replica:
            found = await replica.read(
                lambda db: db.exec_driver_sql("SELECT count(*) FROM patients").scalar()
            )
            assert found == 0
        with pytest.raises(WrongKey):
            async with open_replica(aside, key, person=LUCIA, clock=clock):
                pass

    run(story())
