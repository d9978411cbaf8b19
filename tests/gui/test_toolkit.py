"""The toolkit: live rows, scopes, questions, the loop, one window per folder."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
import weakref
from collections.abc import AsyncGenerator, Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, QObject, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QSpinBox, QWidget

from clinic_app.platform.single_instance import SingleInstance
from clinic_app.ui import ask, row_diff, scope
from clinic_app.ui.live_list import LiveList
from clinic_app.ui.live_table import Column, LiveTable
from clinic_app.ui.scope import TaskScope
from clinic_app.ui.widgets import Button, EmptyState, Field, LiveView, Segmented, table_view

Run = Callable[[Coroutine[Any, Any, Any]], Any]
Until = Callable[..., Coroutine[Any, Any, None]]


@dataclass(frozen=True)
class Person:
    """One row."""

    id: int
    name: str = ""


def people(*ids: int) -> list[Person]:
    return [Person(each, f"name {each}") for each in ids]


def table() -> LiveTable[Person]:
    return LiveTable([Column("Name", lambda row: row.name), Column("Id", lambda row: str(row.id))])


# Live rows

rows_of_any_order = st.lists(
    st.tuples(st.integers(0, 30), st.sampled_from("ab")), unique_by=lambda t: t[0]
)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    states=st.lists(rows_of_any_order, min_size=2, max_size=5), moves=st.sampled_from([0, 2, 64])
)
def test_any_rows_become_any_other_rows_by_honest_signals(
    qapp: QApplication, states: list[list[tuple[int, str]]], moves: int
) -> None:
    row_diff.MOVES, before = moves, row_diff.MOVES
    model = table()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    try:
        for state in states:
            new = [Person(*each) for each in state]
            held = {
                row.id: QPersistentModelIndex(model.index(at, 0))
                for at, row in enumerate(model.rows)
            }
            model.show(new)
            assert model.rows == new
            place = {row.id: at for at, row in enumerate(new)}
            for key, index in held.items():
                assert (index.row() if index.isValid() else None) == place.get(key)
    finally:
        row_diff.MOVES = before
        del tester


def test_a_changed_row_is_one_signal_not_a_new_list(qapp: QApplication) -> None:
    model = table()
    model.show(people(*range(100)))
    seen: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: seen.append((first.row(), last.row())))
    model.rowsInserted.connect(lambda: pytest.fail("inserted"))
    model.rowsMoved.connect(lambda: pytest.fail("moved"))

    changed = people(*range(100))
    changed[7] = Person(7, "new name")
    model.show(changed)

    assert seen == [(7, 7)]


def test_a_row_that_sank_is_one_move(qapp: QApplication) -> None:
    model = table()
    model.show(people(*range(60)))
    moves: list[int] = []
    model.rowsMoved.connect(lambda *_: moves.append(1))

    model.show(people(*range(1, 60), 0))

    assert len(moves) == 1


def test_what_is_selected_stays_selected(qapp: QApplication) -> None:
    model = table()
    view = table_view(model, "People")
    model.show(people(1, 2, 3, 4))
    view.selectionModel().setCurrentIndex(
        model.index_of(3),
        QItemSelectionModel.SelectionFlag.SelectCurrent | QItemSelectionModel.SelectionFlag.Rows,
    )

    model.show(people(9, 4, 8, 3, 7))

    assert model.at(view.currentIndex()).id == 3
    assert [model.at(index).id for index in view.selectionModel().selectedRows()] == [3]


def test_rows_coming_in_above_do_not_push_the_text_away(qapp: QApplication, run: Run) -> None:
    model = table()
    view = table_view(model, "People")
    frame = LiveView(view, model, EmptyState("Nobody"))
    frame.resize(400, 300)

    async def story() -> None:
        frame.show()
        model.show(people(*range(100, 200)))
        await asyncio.sleep(0.02)
        view.verticalScrollBar().setValue(400)
        top = model.at(view.indexAt(view.viewport().rect().topLeft())).id
        model.show(people(*range(20), *range(100, 200)))
        await asyncio.sleep(0.02)
        assert model.at(view.indexAt(view.viewport().rect().topLeft())).id == top

    run(story())
    frame.close()


def test_unread_empty_and_filled_never_look_alike(
    qapp: QApplication, run: Run, until: Until
) -> None:
    model = table()
    frame = LiveView(table_view(model, "People"), model, EmptyState("Nobody yet", "Register one."))
    seen = [(frame.state, frame.currentWidget())]

    async def story() -> None:
        await until(lambda: frame.currentWidget() is not seen[0][1])
        seen.append((frame.state, frame.currentWidget()))
        model.show([])
        seen.append((frame.state, frame.currentWidget()))
        model.show(people(1))
        seen.append((frame.state, frame.currentWidget()))

    run(story())

    assert [state for state, _ in seen] == ["unread", "unread", "empty", "filled"]
    assert len({id(widget) for _, widget in seen}) == 4


def test_a_stream_is_closed_when_its_page_goes(qapp: QApplication, run: Run) -> None:
    ended: list[str] = []

    async def stream() -> AsyncGenerator[list[Person], None]:
        try:
            yield people(1)
            await asyncio.Event().wait()
        finally:
            ended.append("closed")

    async def story() -> None:
        owner, model = QObject(), LiveList[Person](lambda row: row.name)
        tasks = TaskScope(owner)
        tasks.restart("rows", model.follow(stream()))
        await asyncio.sleep(0.01)
        assert model.rows == people(1)
        owner.deleteLater()
        await asyncio.sleep(0.05)
        assert tasks.names == []

    run(story())
    assert ended == ["closed"]


# Scopes


def test_a_restarted_task_replaces_the_one_before(qapp: QApplication, run: Run) -> None:
    done: list[int] = []

    async def work(number: int) -> None:
        await asyncio.sleep(0.01)
        done.append(number)

    async def story() -> None:
        tasks = TaskScope()
        for number in range(5):
            tasks.restart("search", work(number))
        await asyncio.sleep(0.1)

    run(story())
    assert done == [4]


def test_what_a_task_could_not_handle_goes_to_one_place(qapp: QApplication, run: Run) -> None:
    told: list[tuple[str, str]] = []

    async def fail() -> None:
        raise ValueError

    async def story() -> None:
        before = scope.report_to(lambda name, error: told.append((name, type(error).__name__)))
        TaskScope().start("save", fail())
        await asyncio.sleep(0.01)
        scope.report_to(before)

    run(story())
    assert told == [("save", "ValueError")]


def test_a_task_that_nobody_else_holds_is_not_collected(qapp: QApplication, run: Run) -> None:
    done: list[bool] = []

    async def wait() -> None:
        await asyncio.sleep(0.05)
        done.append(True)

    async def story() -> None:
        tasks = TaskScope()
        tasks.start("wait", wait())
        for _ in range(3):
            gc.collect()
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.05)

    run(story())
    assert done == [True]


def test_a_closed_scope_takes_nothing_more(qapp: QApplication, run: Run) -> None:
    async def story() -> None:
        tasks = TaskScope()
        await tasks.closed()
        assert tasks.start("late", asyncio.sleep(1)) is None

    run(story())


# Questions


def dialog() -> QWidget:
    found = QApplication.activeModalWidget()
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("danger", "key", "answer"),
    [
        (False, Qt.Key.Key_Return, True),
        (False, Qt.Key.Key_Escape, False),
        (True, Qt.Key.Key_Return, False),
        (True, Qt.Key.Key_Escape, False),
    ],
)
def test_enter_takes_the_proposed_answer_and_never_the_dangerous_one(
    qapp: QApplication, run: Run, until: Until, danger: bool, key: Qt.Key, answer: bool
) -> None:
    async def story() -> bool:
        asked = asyncio.create_task(ask.confirm(None, "Cancel this appointment?", danger=danger))
        await until(lambda: QApplication.activeModalWidget() is not None)
        QTest.keyClick(dialog(), key)
        return await asked

    assert run(story()) is answer


def test_other_tasks_go_on_while_a_question_is_open(
    qapp: QApplication, run: Run, until: Until
) -> None:
    ticks: list[int] = []

    async def tick() -> None:
        while True:
            ticks.append(1)
            await asyncio.sleep(0.005)

    async def story() -> None:
        tasks = TaskScope()
        tasks.start("tick", tick())
        tasks.start("ask", ask.confirm(None, "Sure?"))
        await until(lambda: QApplication.activeModalWidget() is not None)
        before = len(ticks)
        await until(lambda: len(ticks) > before + 5)
        dialog().close()
        after = len(ticks)
        await until(lambda: len(ticks) > after + 5)
        await tasks.closed()

    run(story())


def test_a_question_goes_with_whoever_asked(qapp: QApplication, run: Run, until: Until) -> None:
    async def story() -> None:
        tasks = TaskScope()
        tasks.start("ask", ask.text(None, "Rename", "Name"))
        await until(lambda: QApplication.activeModalWidget() is not None)
        await tasks.closed()
        await until(lambda: QApplication.activeModalWidget() is None)

    run(story())


def test_a_text_is_checked_before_it_is_taken(qapp: QApplication, run: Run, until: Until) -> None:
    def check(typed: str) -> str:
        return "" if typed else "Write a reason."

    async def story() -> str | None:
        asked = asyncio.create_task(ask.text(None, "Overbook", "Reason", check=check))
        await until(lambda: QApplication.activeModalWidget() is not None)
        sheet = dialog()
        QTest.keyClick(sheet, Qt.Key.Key_Return)
        assert sheet.isVisible()
        field = sheet.findChild(Field)
        assert field is not None
        assert field.error == "Write a reason."
        QTest.keyClicks(field.control, "Emergency")
        QTest.keyClick(field.control, Qt.Key.Key_Return)
        told = await asked
        assert told is None or isinstance(told, str)
        return told

    assert run(story()) == "Emergency"


def test_one_of_several_is_chosen_with_the_arrow_keys(
    qapp: QApplication, run: Run, until: Until
) -> None:
    async def story() -> object:
        asked = asyncio.create_task(
            ask.choose(None, "Cancel", "Why?", [("ill", "Ill"), ("away", "Away")])
        )
        await until(lambda: QApplication.activeModalWidget() is not None)
        QTest.keyClick(QApplication.focusWidget() or dialog(), Qt.Key.Key_Down)
        QTest.keyClick(dialog(), Qt.Key.Key_Return)
        return await asked

    assert run(story()) == "away"


# Widgets


def test_a_field_ties_label_input_and_error_together(qapp: QApplication) -> None:
    field = Field("Phone", hint="With country code")

    field.set_error("Too short")
    assert (field.error, field.control.accessibleDescription()) == ("Too short", "Too short")
    assert field.control.accessibleName() == "Phone"
    assert field.label.buddy() is field.control

    field.set_error("")
    assert (field.error, field.note.text()) == ("", "With country code")


def test_any_control_fits_into_a_field(qapp: QApplication) -> None:
    assert Field("Minutes", QSpinBox()).control.accessibleName() == "Minutes"
    assert Field("Note", QPlainTextEdit()).control.accessibleName() == "Note"


def test_segments_are_chosen_with_the_keyboard(qapp: QApplication, run: Run) -> None:
    chosen: list[str] = []
    view = Segmented([("day", "Day"), ("week", "Week")])
    view.chosen.connect(chosen.append)

    async def story() -> None:
        view.show()
        QTest.keyClick(view.findChildren(QPushButton)[1], Qt.Key.Key_Space)

    run(story())
    assert (chosen, view.value) == (["week"], "week")
    view.choose("day")
    assert (chosen, view.value) == (["week"], "day")
    view.close()


def test_a_button_does_not_outlive_its_page(qapp: QApplication, run: Run) -> None:
    async def story() -> None:
        button = Button("Save", on_click=print, hint="Enter", icon="check")
        gone = weakref.ref(button)
        del button
        gc.collect()
        assert gone() is None

    run(story())


# The process


def test_a_second_start_brings_the_first_to_the_front(
    qapp: QApplication, run: Run, until: Until, tmp_path: Path
) -> None:
    raised: list[bool] = []
    first, second, other = (
        SingleInstance(tmp_path),
        SingleInstance(tmp_path),
        SingleInstance(tmp_path / "x"),
    )
    (tmp_path / "x").mkdir()
    first.raised.connect(lambda: raised.append(True))

    async def story() -> None:
        assert first.first()
        assert other.first()
        assert not second.first()
        await until(lambda: raised == [True])
        first.close()
        assert second.first()

    run(story())
    second.close()
    other.close()


LOOP = """
import asyncio, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from clinic_app.ui import loop
from clinic_app.ui.scope import TaskScope

async def forever():
    try:
        await asyncio.Event().wait()
    finally:
        print("cleaned up", flush=True)

async def main():
    scope = TaskScope()
    scope.start("forever", forever())
    window = QWidget()
    window.show()
    {deed}
    await loop.until_closed(window)
    return 7

sys.exit(loop.run(main))
"""


def program(deed: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", LOOP.format(deed=deed)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )


def test_the_program_ends_with_its_window_and_says_the_exit_code() -> None:
    child = program("QTimer.singleShot(50, window.close)")
    out, err = child.communicate(timeout=30)

    assert (child.returncode, out.strip()) == (7, "cleaned up"), err


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_leaves_nothing_running(number: signal.Signals) -> None:
    child = program("print('ready', flush=True)")
    assert child.stdout is not None
    assert child.stdout.readline().strip() == "ready"

    child.send_signal(number)
    out, err = child.communicate(timeout=30)

    assert (child.returncode, out.strip()) == (130, "cleaned up"), err
    assert "Traceback" not in err
