"""The three tables of the page: what waits here, what the server took, and what is kept here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject

from clinic_app.features.sync_status.queries import DraftRow, ScopeRow, SettledRow
from clinic_app.features.sync_status.view import words
from clinic_app.features.sync_status.view.words import Receipts
from clinic_app.parts.record_words.deeds import deed
from clinic_app.ui import format as fmt
from clinic_app.ui.i18n import tr
from clinic_app.ui.live_table import Column, LiveTable
from clinic_app.ui.sync_status import SyncStatus

Say = Callable[[], Receipts]


def drafts_table(say: Say, parent: QObject) -> LiveTable[DraftRow]:
    """Changes that are not confirmed yet, each with how far it has come."""

    def what(row: DraftRow) -> str:
        return say().about(row)

    def receipt(row: DraftRow) -> str:
        return say().receipt(row)

    def next_try(row: DraftRow) -> str:
        return say().next_try(row)

    def state(row: DraftRow) -> str:
        return words.draft_state(row)[0]

    def tone(row: DraftRow) -> str:
        return words.draft_state(row)[1]

    return LiveTable[DraftRow](
        (
            Column(tr("SyncStatus", "State"), state, width=18, tone=tone),
            Column(tr("SyncStatus", "Change"), _label, width=22, bold=True, tooltip=_label),
            Column(tr("SyncStatus", "Record"), what, tooltip=what),
            Column(tr("SyncStatus", "Receipt"), receipt, width=29, tooltip=receipt, ink=_quiet),
            Column(tr("SyncStatus", "Tries"), words.tries, width=5, align="end"),
            Column(tr("SyncStatus", "Next try"), next_try, width=9, ink=_quiet),
            Column(
                tr("SyncStatus", "Last trouble"),
                words.draft_trouble,
                width=17,
                tooltip=words.draft_trouble,
                ink=_quiet,
            ),
        ),
        parent,
    )


def settled_table(say: Say, parent: QObject) -> LiveTable[SettledRow]:
    """Changes that the server has."""

    def what(row: SettledRow) -> str:
        return say().about(row)

    def receipt(row: SettledRow) -> str:
        return say().taken(row)

    def state(row: SettledRow) -> str:
        del row
        return tr("SyncStatus", "On the server")

    return LiveTable[SettledRow](
        (
            Column(tr("SyncStatus", "State"), state, width=18, tone=_good),
            Column(tr("SyncStatus", "Change"), _label, width=20, bold=True, tooltip=_label),
            Column(tr("SyncStatus", "Record"), what, tooltip=what),
            Column(tr("SyncStatus", "Receipt"), receipt, width=46, tooltip=receipt, ink=_quiet),
        ),
        parent,
    )


def scopes_table(
    say: Say, status: Callable[[], SyncStatus], parent: QObject
) -> LiveTable[ScopeRow]:
    """What is kept on this computer, set by set."""

    def state(row: ScopeRow) -> str:
        return words.scope_state(row)[0]

    def tone(row: ScopeRow) -> str:
        return words.scope_state(row)[1]

    def fetched(row: ScopeRow) -> str:
        at: datetime | None = words.fetched_at(row, status())
        return "" if at is None else say().written(at)

    def trouble(row: ScopeRow) -> str:
        return words.scope_trouble(row, status())

    return LiveTable[ScopeRow](
        (
            Column(tr("SyncStatus", "What"), words.scope_name, tooltip=words.scope_name),
            Column(tr("SyncStatus", "State"), state, width=16, tone=tone),
            Column(tr("SyncStatus", "Rows"), _rows, width=7, align="end"),
            Column(tr("SyncStatus", "Last looked"), fetched, width=12),
            Column(tr("SyncStatus", "Behind"), words.behind, width=10, ink=_quiet),
            Column(
                tr("SyncStatus", "Last trouble"), trouble, width=17, tooltip=trouble, ink=_quiet
            ),
        ),
        parent,
        key=_scope,
    )


def _label(row: DraftRow | SettledRow) -> str:
    return deed(row.label)


def _quiet(row: object) -> str:
    del row
    return "muted"


def _good(row: object) -> str:
    del row
    return "green"


def _rows(row: ScopeRow) -> str:
    return fmt.number(row.rows)


def _scope(row: ScopeRow) -> str:
    return row.scope
