"""When one provider is away: a line per absence, and a line to enter one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from clinic_app.features.administration import queries
from clinic_app.features.administration.queries import AbsenceRow
from clinic_app.features.administration.view import words
from clinic_app.features.administration.view.controls import MomentField
from clinic_app.features.administration.view.plan import Plan, PlanWords
from clinic_app.parts.flow import Flow
from clinic_app.ui import format as fmt
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import marked, tr
from clinic_app.ui.live_table import Column
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Field
from sync.replica.query import Query

REASON_LENGTH = 200
A_DAY = timedelta(hours=9)


class Absences(Plan):
    """Soonest first, what is over left out."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, "time_off", _said(), parent)
        zone = ctx.person.time_zone
        self.starts = MomentField(tr("Administration", "From"), zone, self)
        self.ends = MomentField(tr("Administration", "Until"), zone, self)
        morning = fmt.local(ctx.clock.now(), zone).replace(hour=8, minute=0, second=0)
        self.starts.put(morning)
        self.ends.put(morning + A_DAY)
        self.starts.moved.connect(self._on_begin_moved)
        self.reason = QLineEdit(self)
        self.reason.setMaxLength(REASON_LENGTH)
        self.reason.setPlaceholderText(tr("Administration", "Why (may stay empty)"))
        self.reason.setAccessibleName(tr("Administration", "Why"))
        self._lay_out()

    def columns(self) -> Sequence[Column[AbsenceRow]]:
        return (
            Column(tr("Administration", "When"), self._when, bold=True),
            Column(tr("Administration", "Why"), _why),
        )

    def asked(self, provider_id: str) -> Query[AbsenceRow]:
        return queries.absences_of(provider_id, self._ctx.clock.now())

    def entered(self) -> dict[str, Any] | None:
        starts, ends = self.starts.moment, self.ends.moment
        if starts >= ends:
            return None
        return {"starts_at": starts, "ends_at": ends, "reason": self.reason.text().strip()}

    def is_in_line(self) -> bool:
        return self.reason.hasFocus() or self.starts.has_focus() or self.ends.has_focus()

    def was_added(self) -> None:
        self.reason.clear()

    def _on_begin_moved(self) -> None:
        """The end comes along, so that it is never before the beginning."""
        if self.ends.moment <= self.starts.moment:
            self.ends.put(self.starts.moment + A_DAY)

    def _when(self, row: AbsenceRow) -> str:
        zone = self._ctx.person.time_zone
        return words.absence(row.starts_at, row.ends_at, zone, words.today(self._ctx))

    def _lay_out(self) -> None:
        space, medium = theme().space(), theme().space("medium")
        lines = QVBoxLayout()
        lines.setContentsMargins(medium, space, medium, space)
        lines.setSpacing(space)
        row = Flow()
        row.addWidget(Field(tr("Administration", "From"), self.starts, self))
        row.addWidget(Field(tr("Administration", "Until"), self.ends, self))
        lines.addLayout(row)
        second = QHBoxLayout()
        second.setSpacing(space)
        second.addWidget(self.reason, 1)
        lines.addLayout(second)
        self.end_line(lines, second)


def _said() -> PlanWords:
    return PlanWords(
        title=tr("Administration", "Away"),
        nothing=tr("Administration", "Nothing ahead. Leave, training or a long lunch goes here."),
        button=tr("Administration", "Enter the absence"),
        add=marked("Deed", "Enter an absence"),
        remove=marked("Deed", "Take an absence back"),
        added=tr("Administration", "Absence entered"),
        removed=tr("Administration", "Absence taken back"),
    )


def _why(row: AbsenceRow) -> str:
    return row.reason
