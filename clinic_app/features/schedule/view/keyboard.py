"""Every deed of the schedule with its name for the palette and its key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from clinic_app.ui.i18n import tr
from clinic_app.ui.keys import Command

if TYPE_CHECKING:
    from clinic_app.features.schedule.view.page import SchedulePage

_STATES = (
    ("arrived", "A", "arrived"),
    ("confirm", "C", "confirmed"),
    ("call_in", "", "in_progress"),
    ("complete", "", "completed"),
    ("missed", "", "no_show"),
)


def commands_of(page: SchedulePage) -> tuple[Command, ...]:
    """What the palette and the keys can start on this page."""

    def to(
        key: str,
        title: str,
        shortcut: str,
        run: Callable[[], object],
        enabled: Callable[[], bool] = page.is_free,
    ) -> Command:
        return Command(f"schedule.{key}", title, shortcut, run, enabled)

    board, deeds, can = page.board, page.deeds, page.can_become
    titles = {
        "arrived": tr("Schedule", "Mark as arrived"),
        "confirm": tr("Schedule", "Confirm appointment"),
        "call_in": tr("Schedule", "Call in"),
        "complete": tr("Schedule", "Complete visit"),
        "missed": tr("Schedule", "Mark as no-show"),
    }
    return (
        to("book", tr("Schedule", "Book appointment"), "B", page.book_here, page.may_begin),
        to("today", tr("Schedule", "Go to today"), "T", board.go_today),
        to("previous", tr("Schedule", "Earlier"), "PgUp", partial(board.step, -1)),
        to("next", tr("Schedule", "Later"), "PgDown", partial(board.step, 1)),
        to("day", tr("Schedule", "Show the day"), "D", partial(board.show_as, "day")),
        to("week", tr("Schedule", "Show the week"), "W", partial(board.show_as, "week")),
        to("free", tr("Schedule", "Next free time"), "N", page.go_next_free),
        to("open", tr("Schedule", "Open appointment"), "", page.open_selected, page.has_selected),
        to("move", tr("Schedule", "Move appointment"), "M", page.lift, page.may_lift),
        to(
            "cancel",
            tr("Schedule", "Cancel appointment"),
            "Del",
            deeds.cancel_selected,
            partial(can, "cancelled"),
        ),
        *(
            to(
                key,
                titles[key],
                shortcut,
                partial(deeds.set_selected, status),
                partial(can, status),
            )
            for key, shortcut, status in _STATES
        ),
        to(
            "reinstate",
            tr("Schedule", "Put a cancelled appointment back"),
            "",
            deeds.reinstate_selected,
            page.may_reinstate,
        ),
        to("closer", tr("Schedule", "Larger hours"), "Ctrl++", partial(page.zoom, 1)),
        to("farther", tr("Schedule", "Smaller hours"), "Ctrl+-", partial(page.zoom, -1)),
    )
