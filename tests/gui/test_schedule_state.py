"""The calendar's cursor, moves and marked time, without a screen."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from clinic_app.features.schedule.model import (
    DAY,
    GRID,
    SNAP,
    Block,
    CalendarState,
    Column,
    Cursor,
    Drop,
    Marked,
)

FRIDAY = date(2026, 11, 20)
MONDAY = date(2026, 11, 23)
COLUMNS = (Column("okafor", FRIDAY), Column("mueller", FRIDAY), Column("robledo", FRIDAY))
TEN = 10 * 60


def day(*blocks: Block, cursor: Cursor | None = None) -> CalendarState:
    state = CalendarState().shown(COLUMNS, blocks)
    return state if cursor is None else state.at(cursor.column, cursor.minute)


def walked(state: CalendarState, steps: int) -> list[tuple[int, str | None]]:
    places = []
    for _ in range(steps):
        state = state.down()
        places.append((state.cursor.minute, state.cursor.block_id))
    return places


def test_down_stops_at_quarters_and_at_every_appointment() -> None:
    state = day(Block("a", 0, TEN + 20, TEN + 50), cursor=Cursor(0, TEN))
    assert walked(state, 4) == [
        (TEN + 15, None),
        (TEN + 20, "a"),
        (TEN + 60, None),
        (TEN + 75, None),
    ]


def test_two_at_the_same_time_are_both_reached() -> None:
    state = day(
        Block("a", 0, TEN, TEN + 30, lane=0, lanes=2),
        Block("b", 0, TEN, TEN + 30, lane=1, lanes=2, holds_time=False),
        cursor=Cursor(0, TEN - 15),
    )
    assert walked(state, 3) == [(TEN, "a"), (TEN, "b"), (TEN + 30, None)]


def test_a_cancelled_appointment_does_not_hide_its_free_time() -> None:
    state = day(Block("x", 0, TEN, TEN + 30, holds_time=False), cursor=Cursor(0, TEN - 15))
    assert walked(state, 3) == [(TEN, "x"), (TEN, None), (TEN + 15, None)]


def test_up_is_the_way_back() -> None:
    state = day(Block("a", 0, TEN + 20, TEN + 50), cursor=Cursor(0, TEN))
    assert state.down(3).down(-3).cursor == state.cursor


def test_the_neighbouring_column_is_entered_at_the_same_time() -> None:
    state = day(Block("a", 1, TEN - 10, TEN + 50), cursor=Cursor(0, TEN))
    state = state.right()
    assert state.selected == Block("a", 1, TEN - 10, TEN + 50)
    assert state.right().cursor == Cursor(2, TEN - 10)
    assert state.right(9).cursor.column == 2
    assert state.right(-9).cursor.column == 0


def test_fine_steps_are_five_minutes_and_leave_an_appointment_at_its_end() -> None:
    state = day(Block("a", 0, TEN, TEN + 30), cursor=Cursor(0, TEN - 10))
    state = state.fine(1)
    assert state.cursor == Cursor(0, TEN - 5)
    state = state.fine(1)
    assert state.cursor.block_id == "a"
    assert state.fine(1).cursor == Cursor(0, TEN + 30)
    assert state.fine(-1).cursor == Cursor(0, TEN - 5)


def test_the_cursor_follows_an_appointment_that_somebody_else_moved() -> None:
    state = day(Block("a", 0, TEN, TEN + 30)).on("a")
    state = state.shown(COLUMNS, [Block("a", 2, TEN + 60, TEN + 90)])
    assert state.cursor == Cursor(2, TEN + 60, "a")


def test_the_cursor_stays_in_its_time_when_the_appointment_goes() -> None:
    state = day(Block("a", 1, TEN, TEN + 30)).on("a").shown(COLUMNS, [])
    assert state.cursor == Cursor(1, TEN)
    assert state.selected is None


def test_the_cursor_stays_with_its_provider_on_another_day() -> None:
    state = day(cursor=Cursor(1, TEN))
    state = state.shown([Column("mueller", MONDAY), Column("okafor", MONDAY)], [])
    assert state.cursor == Cursor(0, TEN)


def test_a_move_by_keyboard_ends_in_a_wish() -> None:
    state = day(Block("a", 0, TEN, TEN + 30)).lifted("a", by_keyboard=True)
    state = state.nudged(minutes=GRID).nudged(minutes=SNAP).nudged(columns=1)
    after, wish = state.dropped()
    assert wish == Drop("a", COLUMNS[1], TEN + 20)
    assert after.moving is None


def test_a_move_back_to_where_it_came_from_is_no_wish() -> None:
    state = day(Block("a", 0, TEN, TEN + 30)).lifted("a")
    assert state.nudged(minutes=15).nudged(minutes=-15).dropped()[1] is None
    assert state.nudged(minutes=15).given_up().dropped()[1] is None


def test_a_dragged_appointment_stays_under_the_pointer_and_snaps() -> None:
    state = day(Block("a", 0, TEN, TEN + 30)).lifted("a", grab=12)
    state = state.carried_to(2, TEN + 60 + 12 + 2.4)
    assert state.moving is not None
    assert (state.moving.column, state.moving.minute) == (2, TEN + 60)


def test_a_finished_visit_cannot_be_lifted() -> None:
    state = day(Block("a", 0, TEN, TEN + 30, is_movable=False)).lifted("a")
    assert state.moving is None


def test_a_move_goes_on_over_another_day() -> None:
    state = day(Block("a", 0, TEN, TEN + 30)).lifted("a", by_keyboard=True)
    state = state.shown([Column("okafor", MONDAY)], [])
    _, wish = state.dropped()
    assert wish == Drop("a", Column("okafor", MONDAY), TEN)


def test_marking_upwards_and_downwards_gives_the_same_time() -> None:
    down = day().drawn_from(0, TEN).drawn_to(TEN + 44).marked()[1]
    up = day().drawn_from(0, TEN + 45).drawn_to(TEN).marked()[1]
    assert down == up == Marked(COLUMNS[0], TEN, 45)


def test_marking_is_at_least_one_step() -> None:
    _, wish = day().drawn_from(0, TEN + 3).marked()
    assert wish == Marked(COLUMNS[0], TEN, SNAP)


def test_an_empty_calendar_answers_everything() -> None:
    state = CalendarState().down().down(-1).right().fine(1).at(3, 90).lifted("a").given_up()
    assert state.dropped()[1] is None
    assert state.marked()[1] is None
    assert state.place is None


blocks = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, DAY - 60), st.integers(5, 60), st.booleans()),
    max_size=12,
).map(
    lambda found: [
        Block(f"b{n}", column, starts, starts + length, holds_time=holds)
        for n, (column, starts, length, holds) in enumerate(found)
    ]
)


@given(blocks, st.integers(0, 2))
def test_walking_down_a_column_meets_every_appointment_once(
    found: list[Block], column: int
) -> None:
    state = CalendarState().shown(COLUMNS, found).at(column, 0)
    state = state.down(-len(found) - 2)
    met = [state.cursor.block_id]
    while (after := state.down()).cursor != state.cursor:
        state = after
        met.append(state.cursor.block_id)
    wanted = sorted(block.id for block in found if block.column == column)
    assert sorted(name for name in met if name) == wanted


moves = st.lists(
    st.sampled_from(["down", "up", "left", "right", "finer", "coarser", "lift", "nudge", "drop"]),
    max_size=30,
)


@given(blocks, moves)
def test_the_cursor_never_leaves_the_calendar(found: list[Block], keys: list[str]) -> None:
    state = CalendarState().shown(COLUMNS, found)
    for key in keys:
        match key:
            case "down":
                state = state.down()
            case "up":
                state = state.down(-1)
            case "left":
                state = state.right(-1)
            case "right":
                state = state.right()
            case "finer":
                state = state.fine(1)
            case "coarser":
                state = state.fine(-1)
            case "lift":
                state = state.lifted(state.cursor.block_id or "")
            case "nudge":
                state = state.nudged(minutes=GRID, columns=1)
            case _:
                state, _ = state.dropped()
        assert 0 <= state.cursor.column < len(COLUMNS)
        assert 0 <= state.cursor.minute < DAY
        if state.cursor.block_id is not None:
            assert state.selected is not None
        if state.moving is not None:
            assert 0 <= state.moving.minute < DAY
