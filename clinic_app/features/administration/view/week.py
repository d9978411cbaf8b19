"""The working week of one provider: a line per stretch, and a line to add one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from clinic_app.features.administration import queries
from clinic_app.features.administration.queries import HoursRow
from clinic_app.features.administration.view import words
from clinic_app.features.administration.view.controls import TimeField
from clinic_app.features.administration.view.plan import Plan, PlanWords
from clinic_app.parts.flow import Flow
from clinic_app.ui import format as fmt
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import marked, tr
from clinic_app.ui.live_table import Column
from clinic_app.ui.theme import theme
from sync.replica.query import Query


class Week(Plan):
    """Monday first."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, "provider_hours", _said(), parent)
        self.day = QComboBox(self)
        for number, said in words.weekdays():
            self.day.addItem(said, int(number))
        self.day.setAccessibleName(tr("Administration", "Day"))
        self.starts = TimeField(tr("Administration", "From"), 8, self)
        self.ends = TimeField(tr("Administration", "Until"), 17, self)
        self._lay_out()

    def columns(self) -> Sequence[Column[HoursRow]]:
        return (
            Column(tr("Administration", "Day"), _day, bold=True),
            Column(tr("Administration", "Time"), _span, width="fit"),
        )

    def asked(self, provider_id: str) -> Query[HoursRow]:
        return queries.hours_of(provider_id)

    def entered(self) -> dict[str, Any] | None:
        starts, ends = self.starts.value, self.ends.value
        if starts >= ends:
            return None
        return {"weekday": int(self.day.currentData()), "starts": starts, "ends": ends}

    def is_in_line(self) -> bool:
        focused = self.window().focusWidget()
        return focused is not None and focused in (self.day, self.starts, self.ends)

    def _lay_out(self) -> None:
        row = Flow()
        for each in (self.day, self.starts, self.ends):
            row.addWidget(each)
        around = QVBoxLayout()
        space, medium = theme().space(), theme().space("medium")
        around.setContentsMargins(medium, space, medium, space)
        around.addLayout(row)
        self.end_line(around, row)


def _said() -> PlanWords:
    return PlanWords(
        title=tr("Administration", "Working hours"),
        nothing=tr("Administration", "No hours yet: nobody can be booked before there are some."),
        button=tr("Administration", "Add"),
        add=marked("Deed", "Add working hours"),
        remove=marked("Deed", "Take working hours back"),
        added=tr("Administration", "Hours added"),
        removed=tr("Administration", "Hours taken back"),
    )


def _day(row: HoursRow) -> str:
    return words.weekday(row.weekday)


def _span(row: HoursRow) -> str:
    return f"{fmt.clock_time(row.starts)} – {fmt.clock_time(row.ends)}"
