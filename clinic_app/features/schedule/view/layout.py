"""Where everything of a picture lies and which words fit: measured once, before anything is painted.

Coordinates are those of the content, as if nothing were scrolled.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPen

from clinic_app.features.schedule.view import glyphs
from clinic_app.features.schedule.view.axis import Axis
from clinic_app.features.schedule.view.picture import BlockPicture, Picture
from clinic_app.ui.theme import Theme, state_tokens

BAR = 4
"""The width of the coloured bar at the leading edge of an appointment."""
INSET = 5
"""Room between a column's edge and its appointments."""
CORNER = 7.0
AMPLE = 56
"""Narrower than this a draft's arrow stands for itself, without the shape of the state."""
LEAST_NAME = 20
"""Room a name keeps, whatever shapes would like to stand beside it."""
WIDE = 110
"""From this width on the way of meeting is shown too."""

STATES = ("scheduled", "confirmed", "arrived", "in_progress", "completed", "no_show", "cancelled")
_UNKNOWN = ("slate_edge", "slate_weak", "ink")


def tokens_of(status: str) -> tuple[str, str, str]:
    """The tokens (edge, fill, text) of a state, also of one that a newer server invented."""
    return state_tokens(status) if status in STATES else _UNKNOWN


class Type:
    """Fonts, their measures and pens of one theme."""

    def __init__(self, worn: Theme) -> None:
        self.worn = worn
        self.bold, self.plain = worn.font("note", bold=True), worn.font("note")
        self.tiny, self.tiny_bold = worn.font("small"), worn.font("small", bold=True)
        self.head_bold, self.head_plain = worn.font("body", bold=True), worn.font("body")
        self.of_bold, self.of_plain = QFontMetricsF(self.bold), QFontMetricsF(self.plain)
        self.of_tiny, self.of_tiny_bold = QFontMetricsF(self.tiny), QFontMetricsF(self.tiny_bold)
        self.of_head_bold = QFontMetricsF(self.head_bold)
        self.of_head_plain = QFontMetricsF(self.head_plain)
        self._pens: dict[tuple[str, float], QPen] = {}

    def pen(self, token: str, width: float = 1.0) -> QPen:
        """A pen in a colour of the theme."""
        pen = self._pens.get((token, width))
        if pen is None:
            pen = self._pens[token, width] = QPen(self.worn.color(token), width)
        return pen

    @property
    def head_height(self) -> int:
        """The height of the row with the columns' names: two lines."""
        return round(self.of_head_bold.height() + self.of_head_plain.height() + 12)


@dataclass(frozen=True, slots=True)
class Line:
    """Words cut to their room."""

    text: str
    box: QRectF
    is_bold: bool
    token: str


@dataclass(slots=True)
class LaidOut:
    """An appointment ready to be painted."""

    shown: BlockPicture
    box: QRectF
    is_short: bool
    lines: list[Line] = field(default_factory=list)
    marks: list[tuple[str, QRectF]] = field(default_factory=list)


class Layout:
    """One picture at one size in one theme; thrown away when any of them changes."""

    def __init__(self, picture: Picture, axis: Axis, type_: Type) -> None:
        self.picture, self.axis, self.type = picture, axis, type_
        self.blocks = [self._laid_out(shown) for shown in picture.blocks]
        self.by_id = {laid.shown.block.id: laid for laid in self.blocks}

    def rect(
        self, column: int, starts: float, ends: float, lane: int = 0, lanes: int = 1
    ) -> QRectF:
        """Where a stretch of time is drawn: inside its column, with a hair of room around it."""
        whole = self.axis.span_rect(column, starts, ends, lane, lanes)
        before = INSET if lane == 0 else 1
        behind = INSET if lane == lanes - 1 else 1
        if self.axis.is_mirrored:
            before, behind = behind, before
        # 2 px of air where there is room for it; a short visit needs every pixel for its name.
        air = 2.0 if whole.height() >= 20 else 1.0
        height = max(whole.height() - air, self.type.of_tiny_bold.height() + 1)
        return QRectF(
            whole.left() + before, whole.top() + 1, whole.width() - before - behind, height
        )

    def _laid_out(self, shown: BlockPicture) -> LaidOut:
        block, type_ = shown.block, self.type
        box = self.rect(block.column, block.starts, block.ends, block.lane, block.lanes)
        is_short = box.height() < type_.of_bold.height() + 4
        laid = LaidOut(shown, box, is_short)
        metrics = type_.of_tiny_bold if is_short else type_.of_bold
        line = metrics.height() if is_short else metrics.height() + 2
        fits = 1 if is_short else max(1, int((box.height() - 6) // line))
        words = shown.lines[: fits - 1]
        used = line * (1 + len(words))
        top = box.top() + (4.0 if words else (box.height() - used) / 2)
        room = self._leading_cut(box, BAR + 7, 6)
        taken = self._lay_marks(laid, room, top, line)
        name_room = self._leading_cut(room, 0, taken)
        token = tokens_of(shown.row.status)[2]
        name_box = QRectF(name_room.left(), top, name_room.width(), line)
        title, says_time = _title(shown, name_room.width(), metrics)
        laid.lines.append(Line(title, name_box, True, token))
        for number, text in enumerate(words, start=1):
            said = text if says_time or number > 1 else f"{shown.time} · {text}"
            cut = type_.of_plain.elidedText(said, Qt.TextElideMode.ElideRight, room.width())
            place = QRectF(room.left(), top + number * line, room.width(), line)
            laid.lines.append(Line(cut, place, False, "amber" if text == shown.draft else token))
        return laid

    def _lay_marks(self, laid: LaidOut, room: QRectF, top: float, line: float) -> float:
        """Shapes at the trailing end of the first line; returns the width they take from it."""
        row = laid.shown.row
        side = min(glyphs.SIZE * self.type.worn.text_scale, max(7.0, laid.box.height() - 5))
        step = side + 5
        wanted = ["draft"] if row.draft is not None else []
        if row.status in STATES and (room.width() > AMPLE or not wanted):
            wanted.append(row.status)
        if row.modality in ("video", "audio", "chat") and room.width() > WIDE:
            wanted.append(row.modality)
        # The first ones matter most; a few letters of the name matter more than any of them.
        fitting = max(0, int((room.width() - LEAST_NAME) // step))
        marks = [mark for mark in (row.modality, "draft", row.status) if mark in wanted[:fitting]]
        for number, mark in enumerate(reversed(marks)):
            left = (
                room.left() + number * step
                if self.axis.is_mirrored
                else room.right() - side - number * step
            )
            laid.marks.append((mark, QRectF(left, top + (line - side) / 2, side, side)))
        return len(marks) * step

    def _leading_cut(self, box: QRectF, leading: float, trailing: float) -> QRectF:
        if self.axis.is_mirrored:
            leading, trailing = trailing, leading
        return box.adjusted(leading, 0, -trailing, 0)


def _title(shown: BlockPicture, room: float, metrics: QFontMetricsF) -> tuple[str, bool]:
    """The first line, and whether the time is in it. Where both do not fit the time goes: the
    place says it anyway, and half a name helps nobody."""
    both = f"{shown.name} · {shown.time}"
    if metrics.horizontalAdvance(both) <= room:
        return both, True
    return metrics.elidedText(shown.name, Qt.TextElideMode.ElideRight, room), False
