"""A newer version of the program was used here: the window shows everything, says so, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import func, select

from clinic_app.features.patients.view import PatientsPage
from clinic_app.parts.sync_words import words
from sync.errors import NewerReplica
from sync.replica import cipher, migrations
from sync.replica.tables import outbox, patients
from tests.support.desk import LUCIA, TOMAS
from tests.support.hands import Hands, Key
from tests.support.workplace import PASSWORDS, open_workplace

Run = Callable[[Coroutine[Any, Any, Any]], Any]
pytestmark = pytest.mark.usefixtures("themed")


def test_it_is_read_with_a_banner_and_every_page_is_there(
    run: Run, tmp_path: Path, shot: Any
) -> None:
    async def story() -> None:
        async with open_workplace(tmp_path) as place:
            path = place.station.replica(LUCIA)
            with closing(cipher.connect(path, place.key(LUCIA))) as raw:
                raw.execute(f"PRAGMA user_version = {len(migrations.STEPS) + 1}")
            before = path.read_bytes()
            window = await place.comes(LUCIA)
            window.resize(1360, 850)
            hands = Hands(window)
            replica, engine = window.ctx.replica, window.ctx.engine
            assert replica.is_newer
            await hands.until(window.rules.isVisible)
            said = window.rules.accessibleName() + " ".join(_texts(window.rules))
            assert "Made by a newer version: you can read, not write." in said
            await hands.until(lambda: engine.status.error == NewerReplica.code)
            assert words(engine.status, place.clock.now()).title == "Reading only: update needed"

            for key in list(window.pages):
                window.navigate(key)
                await hands.nothing_happens()
            window.navigate("patients")
            page = cast(PatientsPage, window.pages["patients"])
            page.open(TOMAS)
            await hands.until(lambda: page.record.row)
            assert page.record.row is not None
            assert page.record.row.family_name == "Ibarra"
            shot(window, "newer-replica")

            with pytest.raises(NewerReplica):
                await replica.write("Edit", lambda tx: tx.update(patients, TOMAS, phone="2"))
            count = select(func.count()).select_from(outbox)
            assert await replica.read(lambda db: db.scalar(count)) == 0

            # Locked and opened again, it is as before.
            window.lock()
            await hands.until(lambda: window.is_locked and replica.is_resting)
            window.cover.unlock_wanted.emit(LUCIA, PASSWORDS[LUCIA])
            await hands.until(lambda: not window.is_locked and not replica.is_resting)
            assert replica.is_newer
            await hands.until(window.rules.isVisible)
            window.close()
            await hands.until(lambda: place.desks.front is None)
            assert path.read_bytes() == before

    run(story())


def test_a_form_that_cannot_be_saved_says_why(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_workplace(tmp_path) as place:
            path = place.station.replica(LUCIA)
            with closing(cipher.connect(path, place.key(LUCIA))) as raw:
                raw.execute(f"PRAGMA user_version = {len(migrations.STEPS) + 1}")
            window = await place.comes(LUCIA)
            hands = Hands(window)
            window.navigate("patients")
            page = cast(PatientsPage, window.pages["patients"])
            page.open(TOMAS)
            await hands.until(lambda: page.record.row)
            page.edit()
            await hands.until(lambda: page.editing.is_open)
            hands.type("x")
            hands.press(Key.Key_Return)
            await hands.until(
                lambda: any("newer version of this program" in text for text in _texts(window))
            )

    run(story())


def _texts(widget: Any) -> list[str]:
    from clinic_app.ui.widgets import Label

    return [label.text() for label in widget.findChildren(Label) if label.isVisible()]
