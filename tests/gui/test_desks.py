"""Several people at one computer: locking, switching, coming back to the exact place, with the keyboard."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from clinic_app.shell.covers import KEPT_MS
from clinic_app.shell.window import MainWindow
from sync.replica import cipher
from tests.support.desk import AMARA, GRACE, LUCIA
from tests.support.hands import Hands, Key
from tests.support.workplace import PASSWORDS, Workplace, open_workplace

Run = Callable[[Coroutine[Any, Any, Any]], Any]
Until = Callable[..., Coroutine[Any, Any, None]]
pytestmark = pytest.mark.usefixtures("themed")
CANARY = "Kanarienvogel"


def story_at(place_story: Callable[[Workplace], Coroutine[Any, Any, None]], home: Path) -> Any:
    async def story() -> None:
        async with open_workplace(home) as place:
            await place_story(place)

    return story()


async def type_into_form(window: MainWindow, hands: Hands, text: str) -> QWidget:
    """Begin to register somebody; the line with the cursor in it."""
    window.navigate("patients")
    assert window.commands.run("patients.register")
    editing = window.pages["patients"].editing  # type: ignore[attr-defined]
    await hands.until(lambda: editing.is_open and editing.isAncestorOf(hands.focus))
    hands.type(text)
    return hands.focus


def actions(place: Workplace, person: str) -> list[str]:
    return [action for (action,) in place.on_disk(person, "SELECT action FROM audit ORDER BY seq")]


def kept(place: Workplace, text: str, person: str = LUCIA) -> bool:
    """What was typed is on the disk."""
    found = place.on_disk(person, "SELECT value FROM settings WHERE key LIKE 'form/%'")
    return any(text in value for (value,) in found)


def test_it_is_locked_by_key_and_opened_by_password_with_the_same_cursor(
    run: Run, tmp_path: Path
) -> None:
    async def story(place: Workplace) -> None:
        window = await place.comes(LUCIA)
        hands = Hands(window)
        line: Any = await type_into_form(window, hands, "Kanari")
        line.cursorBackward(False, 2)

        hands.press(Key.Key_L, control=True)
        assert window.is_locked
        assert not window.centralWidget().isVisible()
        await hands.until(lambda: kept(place, "Kanari"))

        hands.type(PASSWORDS[LUCIA])
        hands.press(Key.Key_Return)
        await hands.until(lambda: not window.is_locked)
        assert QApplication.focusWidget() is line
        assert (line.text(), line.cursorPosition()) == ("Kanari", 4)
        hands.type("en")
        assert line.text() == "Kanaenri"
        await hands.until(lambda: {"lock", "unlock"} <= set(actions(place, LUCIA)))

    run(story_at(story, tmp_path))


def test_a_wrong_password_stays_outside_and_each_more_waits_longer(
    run: Run, tmp_path: Path
) -> None:
    async def story(place: Workplace) -> None:
        window = await place.comes(LUCIA)
        hands, cover = Hands(window), window.cover
        window.lock()
        for _ in range(3):
            hands.type("wrong")
            hands.press(Key.Key_Return)
            await hands.until(lambda: cover.field.error and cover.line.isEnabled())
        assert "Too many wrong passwords. The next try in 2 s." in cover.field.error
        assert window.is_locked

        hands.type(PASSWORDS[LUCIA])
        hands.press(Key.Key_Return)
        assert cover.line.isEnabled(), "too soon: not even tried"
        assert window.is_locked
        place.clock.advance(2)
        hands.press(Key.Key_Return)
        await hands.until(lambda: not window.is_locked)
        await hands.until(lambda: actions(place, LUCIA).count("refusal") == 3)

    run(story_at(story, tmp_path))


def test_a_colleague_comes_in_with_their_own_password_and_finds_their_own_work(
    run: Run, tmp_path: Path
) -> None:
    async def story(place: Workplace) -> None:
        first = await place.comes(LUCIA)
        hands = Hands(first)
        line: Any = await type_into_form(first, hands, CANARY)
        line.cursorBackward(False, 3)
        hands.press(Key.Key_L, control=True)
        await hands.until(lambda: kept(place, CANARY))

        assert [each.text() for each in first.cover.colleagues] == [
            "Lucía Herrera",
            "Dr. Amara Okafor",
        ]
        await hands.tab_to(first.cover.colleagues[1])
        hands.press(Key.Key_Space)
        assert first.cover.name.text() == "Dr. Amara Okafor"
        began = time.monotonic()
        hands.type(PASSWORDS[AMARA])
        hands.press(Key.Key_Return)
        await hands.until(lambda: place.window is not first and place.window.isVisible())
        assert time.monotonic() - began < 2.0

        second = place.window
        assert second.ctx.person.name == "Dr. Amara Okafor"
        assert second.ctx.person.role == "doctor"
        assert second.geometry() == first.geometry()
        assert first.isHidden()
        assert first.is_locked
        assert second.ctx.replica.path != first.ctx.replica.path
        other = Hands(second)
        other.press(Key.Key_F2)
        await other.until(lambda: second.current == "patients")

        other.press(Key.Key_L, control=True)
        await other.tab_to(second.cover.colleagues[1])
        other.press(Key.Key_Space)
        other.type(PASSWORDS[LUCIA])
        other.press(Key.Key_Return)
        await hands.until(lambda: place.window is first and not first.is_locked)
        assert second.isHidden()
        assert second.is_locked
        assert first.isVisible()
        assert first.current == "patients"
        await hands.until(lambda: QApplication.focusWidget() is line)
        assert (line.text(), line.cursorPosition()) == (CANARY, len(CANARY) - 3)

    run(story_at(story, tmp_path))


def test_what_one_writes_is_unreadable_for_the_other_on_the_disk(run: Run, tmp_path: Path) -> None:
    async def story(place: Workplace) -> None:
        first = await place.comes(LUCIA)
        hands = Hands(first)
        await type_into_form(first, hands, CANARY)
        first.lock()
        await hands.until(lambda: kept(place, CANARY))
        await place.comes(AMARA)

        theirs = place.station.folder(LUCIA)
        needles = [CANARY.encode(), CANARY.lower().encode(), CANARY.encode("utf-16-le")]
        for file in tmp_path.rglob("*"):
            if file.is_file():
                assert not any(needle in file.read_bytes() for needle in needles), file.name
        with pytest.raises(Exception, match="not a database"):
            cipher.connect(place.station.replica(LUCIA), place.key(AMARA), mode="ro")
        assert (
            place.key(LUCIA)
            not in place.station.folder(AMARA).joinpath(f"{AMARA}.keys.json").read_bytes()
        )
        assert theirs != place.station.folder(AMARA)
        drafts = await place.window.ctx.replica.read(
            lambda db: db.exec_driver_sql("SELECT count(*) FROM outbox").scalar()
        )
        assert drafts == 0, "an outbox of their own"

    run(story_at(story, tmp_path))


def test_who_closes_their_window_leaves_the_one_behind_it_locked(run: Run, tmp_path: Path) -> None:
    async def story(place: Workplace) -> None:
        first = await place.comes(LUCIA)
        second = await place.comes(AMARA)
        assert (first.isHidden(), first.is_locked) == (True, True)
        second.close()
        await Hands(first).until(lambda: place.window is first and first.isVisible())
        assert first.is_locked
        assert place.desks.seat_of(AMARA) is None

    run(story_at(story, tmp_path))


def test_somebody_else_may_go_to_the_door(run: Run, tmp_path: Path) -> None:
    async def story(place: Workplace) -> None:
        window = await place.comes(LUCIA)
        window.lock()
        hands = Hands(window)
        await hands.tab_to(window.cover.another)
        hands.press(Key.Key_Space)
        assert place.door_wanted is not None
        async with asyncio.timeout(5):
            assert await place.door_wanted is True

    run(story_at(story, tmp_path))


# --- nobody is here -------------------------------------------------------------------------------


def test_it_locks_by_itself_after_the_clinics_minutes(run: Run, tmp_path: Path) -> None:
    async def story(place: Workplace) -> None:
        window = await place.comes(LUCIA)
        hands = Hands(window)
        for _ in range(9 * 60 + 25):
            place.clock.advance(1)
            await asyncio.sleep(0)
        assert not window.is_locked
        place.clock.advance(10)
        await hands.until(lambda: window.toasts.shown)
        assert "locks in a moment" in window.toasts.shown[0].detail.text()
        place.clock.advance(26)
        await hands.until(lambda: window.is_locked)

    run(story_at(story, tmp_path))


def an_event(touch: str, number: int) -> QEvent:
    """What the system tells a window when somebody touches something."""
    place, nothing = QPointF(300 + number, 300), Qt.KeyboardModifier.NoModifier
    if touch == "wheel":
        step = QPoint(0, -120)
        return QWheelEvent(
            place,
            place,
            QPoint(),
            step,
            Qt.MouseButton.NoButton,
            nothing,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
    if touch == "key":
        return QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Shift, nothing)
    none = Qt.MouseButton.NoButton
    return QMouseEvent(QEvent.Type.MouseMove, place, place, none, none, nothing)


@pytest.mark.parametrize("touch", ["wheel", "key", "mouse"])
def test_whoever_reads_and_scrolls_is_here(run: Run, tmp_path: Path, touch: str) -> None:
    async def story(place: Workplace) -> None:
        window = await place.comes(LUCIA)
        hands = Hands(window)
        handle = window.windowHandle()
        assert handle is not None
        for minute in range(30):
            place.clock.advance(60)
            await hands.nothing_happens()
            QApplication.sendEvent(handle, an_event(touch, minute))
        await hands.nothing_happens()
        assert not window.is_locked
        for _ in range(11):
            place.clock.advance(60)
            await hands.nothing_happens()
        await hands.until(lambda: window.is_locked)

    run(story_at(story, tmp_path))


def test_a_sleep_that_nobody_announced_is_seen_by_the_leap_of_the_clock(
    run: Run, tmp_path: Path
) -> None:
    async def story(place: Workplace) -> None:
        window = await place.comes(LUCIA)
        hands = Hands(window)
        place.clock.advance(5)
        await hands.nothing_happens()
        assert not window.is_locked
        place.clock.skew(timedelta(minutes=20))
        place.clock.advance(5)
        await hands.until(lambda: window.is_locked)

    run(story_at(story, tmp_path))


# --- what is covered is not there -----------------------------------------------------------------


def told(widget: QWidget) -> set[str]:
    """Every name and text that a screen reader finds and that is not hidden."""
    found: set[str] = set()

    def walk(interface: Any) -> None:
        if interface is None or not interface.isValid() or interface.state().invisible:
            return
        for kind in (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description):
            found.add(interface.text(kind))
        for at in range(interface.childCount()):
            walk(interface.child(at))

    walk(QAccessible.queryAccessibleInterface(widget))
    return found


def test_a_locked_window_tells_nothing_to_screen_readers_and_screenshots(
    run: Run, tmp_path: Path
) -> None:
    async def story(place: Workplace) -> None:
        QApplication.setCursorFlashTime(0)  # else two pictures differ by the cursor
        window = await place.comes(LUCIA)
        hands = Hands(window)
        window.navigate("patients", patient_id=GRACE)
        await hands.until(lambda: any("Mbeki" in each for each in told(window)))
        window.lock()
        assert not any("Mbeki" in each or "Grace" in each for each in told(window))
        with_grace = window.grab().toImage()
        for widget in window.findChildren(QWidget):
            if not window.cover.isAncestorOf(widget) and widget is not window.cover:
                assert not widget.isVisible(), widget
        window.unlock()
        window.navigate("schedule")
        await hands.nothing_happens()
        window.lock()
        assert window.grab().toImage() == with_grace, "whatever lies under it"
        assert "Mbeki" not in window.windowTitle()

    run(story_at(story, tmp_path))


def test_what_was_copied_here_is_forgotten_with_the_lock(run: Run, tmp_path: Path) -> None:
    async def story(place: Workplace) -> None:
        window = await place.comes(LUCIA)
        clipboard = QGuiApplication.clipboard()
        clipboard.setText("Grace Mbeki +27 21 555 0134")
        window.lock()
        assert clipboard.text() == ""

    run(story_at(story, tmp_path))


@pytest.mark.parametrize("how", ["the window goes", "three minutes pass"])
def test_what_was_copied_here_is_forgotten_in_time(run: Run, tmp_path: Path, how: str) -> None:
    async def story(place: Workplace) -> None:
        window = await place.comes(LUCIA)
        clipboard, ageing = QGuiApplication.clipboard(), window.covers.copied.ageing
        assert not ageing.isActive()
        clipboard.setText("Grace Mbeki")
        assert ageing.isActive()
        assert ageing.interval() == KEPT_MS == 180_000
        if how == "the window goes":
            window.close()
            await Hands(window).until(lambda: place.desks.seat_of(LUCIA) is None)
        else:
            ageing.timeout.emit()
        assert clipboard.text() == ""
        assert not ageing.isActive()

    run(story_at(story, tmp_path))


def test_everything_is_hidden_within_a_frame(run: Run, tmp_path: Path) -> None:
    async def story(place: Workplace) -> None:
        window = await place.comes(LUCIA)
        hands = Hands(window)
        window.navigate("schedule")
        await hands.nothing_happens()
        took = []
        for _ in range(9):
            began = time.perf_counter()
            window.lock()
            window.cover.repaint()
            took.append(time.perf_counter() - began)
            window.unlock()
            await hands.nothing_happens()
        print(f"hidden and painted over in {sorted(took)[4] * 1000:.1f} ms (median)")
        assert sorted(took)[4] < 0.1

    run(story_at(story, tmp_path))
