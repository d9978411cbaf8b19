"""Turn the rows a model shows into new ones with few signals, so that selection and scroll stay."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from PySide6.QtCore import QAbstractItemModel, QModelIndex

Row = TypeVar("Row")
Key = Callable[[Row], Hashable]

# Single moves are quadratic; beyond this many the rows are laid out anew in one step, which
# keeps selection and current row all the same.
MOVES = 64

_ROOT = QModelIndex()


def show_rows(
    model: QAbstractItemModel, rows: list[Row], new: Sequence[Row], key: Key[Row], columns: int
) -> None:
    """Make `rows`, the list behind `model`, equal to `new`; keys must be unique within `new`."""
    _remove(model, rows, {key(row) for row in new}, key)
    _insert(model, rows, new, key)
    _order(model, rows, new, key, columns)
    changed = [at for at, row in enumerate(new) if rows[at] != row]
    rows[:] = new
    for first, last in _runs(changed):
        model.dataChanged.emit(model.index(first, 0), model.index(last, columns - 1))


def _runs(positions: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbouring positions as (first, last)."""
    runs: list[tuple[int, int]] = []
    for at in positions:
        if runs and runs[-1][1] == at - 1:
            runs[-1] = (runs[-1][0], at)
        else:
            runs.append((at, at))
    return runs


def _remove(model: QAbstractItemModel, rows: list[Row], kept: set[Hashable], key: Key[Row]) -> None:
    gone = [at for at, row in enumerate(rows) if key(row) not in kept]
    for first, last in reversed(_runs(gone)):
        model.beginRemoveRows(_ROOT, first, last)
        del rows[first : last + 1]
        model.endRemoveRows()


def _insert(model: QAbstractItemModel, rows: list[Row], new: Sequence[Row], key: Key[Row]) -> None:
    """Put each new row right behind the row that precedes it in `new`, in whole runs."""
    here = {key(row) for row in rows}
    coming = [at for at, row in enumerate(new) if key(row) not in here]
    if not coming:
        return
    position = {key(row): at for at, row in enumerate(rows)}
    shift = 0
    placed: list[tuple[int, int, int]] = []
    for first, last in _runs(coming):
        before = position.get(key(new[first - 1]), -1) + 1 if first else 0
        placed.append((before, first, last))
    for before, first, last in sorted(placed):
        at = before + shift
        model.beginInsertRows(_ROOT, at, at + last - first)
        rows[at:at] = new[first : last + 1]
        model.endInsertRows()
        shift += last - first + 1


def _order(
    model: QAbstractItemModel, rows: list[Row], new: Sequence[Row], key: Key[Row], columns: int
) -> None:
    wanted = [key(row) for row in new]
    now = [key(row) for row in rows]
    if now == wanted:
        return
    moves = 0
    for at, name in enumerate(wanted):
        if now[at] == name:
            continue
        if moves == MOVES:
            _lay_out(model, rows, wanted, key, columns)
            return
        source = now.index(name, at + 1)
        # One row that sank is one move down, not a move up for everything below it.
        if now[at + 1] == name:
            source, target = at, wanted.index(now[at])
            model.beginMoveRows(_ROOT, source, source, _ROOT, target + 1)
            rows.insert(target, rows.pop(source))
            now.insert(target, now.pop(source))
            model.endMoveRows()
            moves += 1
            if now[at] == wanted[at]:
                continue
            source = now.index(wanted[at], at + 1)
        model.beginMoveRows(_ROOT, source, source, _ROOT, at)
        rows.insert(at, rows.pop(source))
        now.insert(at, now.pop(source))
        model.endMoveRows()
        moves += 1


def _lay_out(
    model: QAbstractItemModel, rows: list[Row], wanted: list[Hashable], key: Key[Row], columns: int
) -> None:
    model.layoutAboutToBeChanged.emit()
    before = [key(row) for row in rows]
    position = {name: at for at, name in enumerate(wanted)}
    rows.sort(key=lambda row: position[key(row)])
    held = model.persistentIndexList()
    model.changePersistentIndexList(
        held, [model.index(position[before[index.row()]], index.column()) for index in held]
    )
    model.layoutChanged.emit()
