"""What the clinic allows at a desk: the lease, the time after it, an emergency, new keys wanted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from clinic_app.shell.window import MainWindow
from sync.replica import cipher, lease
from sync.replica.audit import Kept, after
from sync.replica.lease import LeaseEnded
from sync.replica.settings import read_setting, write_setting
from sync.replica.signed_lease import Signed
from sync.replica.tables import patients
from tests.support.desk import CLINIC, LUCIA, an_id
from tests.support.fake_lease import LeaseKey
from tests.support.hands import Hands, Key
from tests.support.workplace import PASSWORDS, Workplace, open_workplace, tell

Run = Callable[[Coroutine[Any, Any, Any]], Any]
Shot = Callable[[QWidget, str], None]
pytestmark = pytest.mark.usefixtures("themed")


@asynccontextmanager
async def desk(home: Path) -> AsyncIterator[tuple[Workplace, MainWindow, Hands]]:
    async with open_workplace(home) as place:
        window = await place.comes(LUCIA)
        yield place, window, Hands(window)


async def heard(place: Workplace, *, days: int = 14) -> None:
    """A pull came through, just now."""
    now = place.clock.now()
    await _replica(place).apply(lambda db: lease.keep(db, now + timedelta(days=days), now, now))


async def decided(place: Workplace, **policy: Any) -> None:
    """The clinic's policies arrive."""
    values = {"facility_id": CLINIC, "auto_lock_minutes": 240, "lease_days": 14, **policy}
    await _replica(place).apply(lambda db: tell(db, "facility_policies", an_id("p"), **values))


def _replica(place: Workplace) -> Any:
    return place.window.ctx.replica


async def days_pass(place: Workplace, hands: Hands, days: float) -> None:
    place.clock.advance(days * 86_400)
    place.desks.idle.touch()
    await hands.nothing_happens()


async def trail(place: Workplace) -> list[Kept]:
    return await _replica(place).read(lambda db: after(db, 0, 1000))


def sheet() -> QDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, QDialog)
    return found


async def write(place: Workplace) -> None:
    await _replica(place).write(
        "Register", lambda tx: tx.insert(patients, facility_id=CLINIC, family_name="Roca")
    )


def test_after_the_lease_one_reads_and_a_contact_lets_write_again(
    run: Run, tmp_path: Path, shot: Shot
) -> None:
    async def story() -> None:
        async with desk(tmp_path) as (place, window, hands):
            await heard(place)
            await decided(place)
            await days_pass(place, hands, 13.9)
            assert window.rules.isHidden()
            await write(place)
            await days_pass(place, hands, 0.2)
            await hands.until(lambda: window.rules.isVisible())
            assert window.rules.text.text() == "Reading only."
            assert "14 d ago" in window.rules.detail.text()
            shot(window, "lease-read-only")
            with pytest.raises(LeaseEnded):
                await write(place)
            assert window.centralWidget().isVisible(), "everything can be read"

            await heard(place)
            await hands.until(lambda: window.rules.isHidden())
            await write(place)

    run(story())


def test_where_the_clinic_wants_it_everything_is_closed_until_contact(
    run: Run, tmp_path: Path, shot: Shot
) -> None:
    async def story() -> None:
        async with desk(tmp_path) as (place, window, hands):
            await heard(place, days=3)
            await decided(place, lease_days=3, is_locked_after_lease=True)
            await days_pass(place, hands, 3.5)
            await hands.until(lambda: window.covers.closed.is_up)
            assert not window.centralWidget().isVisible()
            shot(window, "lease-closed")
            for key in (Key.Key_F2, Key.Key_Escape, Key.Key_Tab, Key.Key_Tab, Key.Key_Tab):
                hands.press(key)
            assert window.covers.closed.isAncestorOf(hands.focus)
            window.lock()
            assert window.is_locked
            await heard(place, days=3)
            await hands.until(lambda: not window.covers.closed.is_up)
            assert not window.centralWidget().isVisible(), "it is still locked"
            window.unlock()
            assert window.centralWidget().isVisible()

    run(story())


async def signed(place: Workplace, *, days: int = 14, by: LeaseKey | None = None) -> None:
    """A pull came through, with a lease that the server has signed."""
    now, replica, key = place.clock.now(), _replica(place), by or LeaseKey()
    until = (now + timedelta(days=days)).isoformat()
    note = {"user": LUCIA, "device": replica.device, "roles": ["reception"], "key": key.id}
    told = Signed(**key.sign(note | {"issued_at": now.isoformat(), "not_after": until}))
    await replica.apply(
        lambda db: lease.keep(db, now + timedelta(days=days), now, now, signed=told, epoch="one")
    )


def make_it_longer(db: Any) -> None:
    """Somebody edits what is kept."""
    kept = read_setting(db, lease.LEASE)
    note = kept["note"].replace('"not_after": "2026', '"not_after": "2036')
    assert note != kept["note"]
    write_setting(db, lease.LEASE, kept | {"note": note, "not_after": "2036-12-04T09:00:00+00:00"})


@pytest.mark.parametrize("is_closing", [False, True], ids=["reading", "closing"])
def test_a_lease_that_was_edited_is_treated_as_one_that_has_ended(
    run: Run, tmp_path: Path, shot: Shot, is_closing: bool
) -> None:
    async def story() -> None:
        async with desk(tmp_path) as (place, window, hands):
            await signed(place)
            await decided(place, is_locked_after_lease=is_closing)
            await write(place)
            drafts = place.on_disk(LUCIA, "SELECT id, patch FROM outbox")
            assert drafts
            assert window.rules.isHidden()
            await _replica(place).apply(make_it_longer)
            window.close()
            await hands.until(lambda: place.desks.front is None)
            await hands.nothing_happens()

            window = await place.comes(LUCIA)
            hands = Hands(window)
            if is_closing:
                assert window.covers.closed.is_up
                assert "cannot be read" in window.covers.closed.words.text()
                assert not window.centralWidget().isVisible()
            else:
                assert window.rules.isVisible()
                assert window.rules.text.text() == "Reading only."
                assert "cannot be read" in window.rules.detail.text()
                assert window.centralWidget().isVisible()
            shot(window, f"lease-unreadable-{'closed' if is_closing else 'read-only'}")
            with pytest.raises(LeaseEnded):
                await write(place)
            assert place.on_disk(LUCIA, "SELECT id, patch FROM outbox") == drafts

            await signed(place)
            await hands.until(lambda: window.rules.isHidden() and not window.covers.closed.is_up)
            await write(place)

    run(story())


def test_a_lease_that_was_edited_behind_the_lock_lets_nobody_write_after_it(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with desk(tmp_path) as (place, window, _):
            await signed(place)
            await decided(place, is_locked_after_lease=True)
            window.lock()
            await _replica(place).apply(make_it_longer)
            again = await place.comes(LUCIA)
            assert again is window
            assert window.covers.closed.is_up
            assert not window.centralWidget().isVisible()

    run(story())


def test_a_window_that_opens_after_the_lease_shows_nothing_first(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with desk(tmp_path) as (place, window, hands):
            await heard(place, days=3)
            await decided(place, lease_days=3, is_locked_after_lease=True)
            window.close()
            await hands.until(lambda: place.desks.front is None)
            await asyncio.sleep(0.2)
            place.clock.advance(4 * 86_400)
            again = await place.comes(LUCIA)
            assert again.covers.closed.is_up
            assert not again.centralWidget().isVisible()

    run(story())


def test_an_emergency_is_written_down_before_anything_is_shown(
    run: Run, tmp_path: Path, shot: Shot
) -> None:
    async def story() -> None:
        async with desk(tmp_path) as (place, window, hands):
            await heard(place, days=3)
            await decided(place, lease_days=3, is_locked_after_lease=True)
            await days_pass(place, hands, 3.5)
            await hands.until(lambda: window.covers.closed.is_up)
            await hands.tab_to(window.covers.closed.glass)
            hands.press(Key.Key_Space)
            await hands.until(lambda: QApplication.activeModalWidget() is not None)
            asked = sheet()
            shot(asked, "lease-emergency")
            hands.type("too short")
            hands.press(Key.Key_Return)
            assert asked.isVisible(), "an emergency has a reason"

            covers, path, key = window.covers, _replica(place).path, place.key(LUCIA)
            on_disk: list[int] = []

            def look(covered: bool) -> None:
                with closing(cipher.connect(path, key, mode="ro")) as db:
                    told = "SELECT count(*) FROM audit WHERE action = 'break_glass'"
                    on_disk.append(db.execute(told).fetchone()[0])

            covers.changed.connect(look)
            hands.retype("Chest pain in room 2, no line since Monday")
            hands.press(Key.Key_Return)
            await hands.until(lambda: not covers.closed.is_up)
            assert on_disk == [1], "at the moment something is shown"
            assert window.rules.text.text() == "Opened in an emergency."
            shot(window, "lease-broken-glass")
            await write(place)
            last = [line for line in await trail(place) if line.action == "break_glass"]
            assert [line.fields for line in last] == [
                ["Chest pain in room 2, no line since Monday"]
            ]

            await days_pass(place, hands, 0.4)
            await hands.until(lambda: covers.closed.is_up)

    run(story())


def test_the_glass_of_a_reading_desk_is_broken_from_the_strip(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with desk(tmp_path) as (place, window, hands):
            await heard(place)
            await days_pass(place, hands, 15)
            await hands.until(lambda: window.rules.isVisible())
            window.rules.button.setFocus()
            hands.press(Key.Key_Space)
            await hands.until(lambda: QApplication.activeModalWidget() is not None)
            hands.type("A patient without a record waits")
            hands.press(Key.Key_Return)
            await hands.until(lambda: window.rules.text.text() == "Opened in an emergency.")
            await write(place)

    run(story())


def test_an_administrator_asks_for_new_keys_and_the_person_makes_them(
    run: Run, tmp_path: Path, shot: Shot
) -> None:
    async def story() -> None:
        async with desk(tmp_path) as (place, window, hands):
            before = place.key(LUCIA)
            since = place.clock.now() + timedelta(hours=1)
            await decided(place, keys_since=since.isoformat())
            await hands.nothing_happens()
            assert window.rules.isHidden(), "not yet"
            await days_pass(place, hands, 0.1)
            await hands.until(lambda: window.rules.isVisible())
            assert window.rules.text.text() == "New keys wanted."
            shot(window, "keys-wanted")
            window.rules.button.setFocus()
            hands.press(Key.Key_Space)
            await hands.until(lambda: QApplication.activeModalWidget() is not None)
            shot(sheet(), "keys-renew")
            hands.type("not it")
            hands.press(Key.Key_Return)
            await hands.until(lambda: "Nothing was changed" in sheet().field.error)  # type: ignore[attr-defined]
            assert place.key(LUCIA) == before
            hands.type(PASSWORDS[LUCIA])
            hands.press(Key.Key_Return)
            await hands.until(lambda: QApplication.activeModalWidget() is None)
            assert place.key(LUCIA) != before
            assert _replica(place).path.name == "clinic.2.replica"
            await hands.until(lambda: window.rules.isHidden())
            await write(place)
            assert "new_keys" in [line.action for line in await trail(place)]

    run(story())


def test_the_clinics_minutes_lock_the_window(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with desk(tmp_path) as (place, window, hands):
            await decided(place, auto_lock_minutes=2)
            await hands.nothing_happens()
            for _ in range(26):
                place.clock.advance(5)
                await hands.nothing_happens()
            assert window.is_locked

    run(story())
