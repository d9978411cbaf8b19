"""Every sentence the page says about scopes, drafts and proofs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from clinic_app import errors
from clinic_app.features.sync_status.queries import DraftRow, ScopeRow, SettledRow
from clinic_app.parts.record_words import Mention, Speech, joined
from clinic_app.parts.record_words.deeds import deed
from clinic_app.ui import format as fmt
from clinic_app.ui.i18n import tr
from clinic_app.ui.sync_status import SyncStatus
from sync.errors import Expected
from sync.replica.export import Exported, Imported
from sync.replica.health import DIFFERS
from sync.steps.sanity import Proof


@dataclass(frozen=True, slots=True)
class Receipts:
    """What is said of drafts. `off` is what to add to times of this computer; then they say about."""

    speech: Speech
    off: timedelta = timedelta()

    def written(self, at: datetime) -> str:
        """A time that this computer wrote down."""
        said = self.speech.when(at + self.off)
        return tr("SyncStatus", "about {time}", time=said) if self.off else said

    def about(self, row: DraftRow | SettledRow) -> str:
        """Which record a change is of."""
        return self.speech.record(Mention(row.tbl, row.row_id, (row.base, row.patch)))

    def receipt(self, row: DraftRow) -> str:
        """How far a change has come, station by station."""
        parts = [tr("SyncStatus", "Saved here {time}", time=self.written(row.at))]
        if row.sent_at is not None:
            # A draft that came back to waiting was tried; whether it left this computer is not known.
            at = self.written(row.sent_at)
            is_tried = row.state == "waiting"
            parts.append(
                tr("SyncStatus", "tried {time}", time=at)
                if is_tried
                else tr("SyncStatus", "sent {time}", time=at)
            )
        if row.state == "acked":
            parts.append(tr("SyncStatus", "the server has it"))
        return joined(*parts)

    def taken(self, row: SettledRow) -> str:
        """The receipt of a change that the server has."""
        return joined(
            tr("SyncStatus", "Saved here {time}", time=self.written(row.at)),
            tr("SyncStatus", "on the server {time}", time=self.speech.when(row.settled_at)),
        )

    def next_try(self, row: DraftRow) -> str:
        """When it goes, if that is not at the next round."""
        if row.state != "waiting":
            return ""
        if row.next_attempt_at is None:
            return tr("SyncStatus", "soon")
        return self.written(row.next_attempt_at)

    def whole(self, row: DraftRow) -> str:
        """Everything about a draft, for the line below the table."""
        trouble = draft_trouble(row)
        way = (
            tr("SyncStatus", "Enter shows what waits for your word.")
            if row.state == "parked"
            else ""
        )
        return " ".join(
            part
            for part in (
                f"{joined(deed(row.label), self.about(row))}.",
                f"{self.receipt(row)}.",
                f"{trouble}." if trouble else "",
                way,
            )
            if part
        )


def draft_state(row: DraftRow) -> tuple[str, str]:
    """The word for where a draft is, and its tone."""
    return {
        "waiting": (tr("SyncStatus", "Only here"), "amber"),
        "sent": (tr("SyncStatus", "On its way"), "blue"),
        "acked": (tr("SyncStatus", "Being confirmed"), "green"),
        "parked": (tr("SyncStatus", "Needs attention"), "red"),
    }.get(row.state, (row.state, "slate"))


def draft_trouble(row: DraftRow) -> str:
    """What went wrong the last time it was offered."""
    if row.state == "parked":
        return tr("SyncStatus", "Waits for another change to be decided")
    if row.error is None:
        return ""
    if row.error == "dependency":
        return tr("SyncStatus", "The server waits for an earlier change first")
    return errors.words_for_code(row.error).title


def nothing_waits(status: SyncStatus) -> tuple[str, str]:
    """What an empty list of drafts says: it is not empty-handed while cards wait for a decision."""
    if status.cards:
        return (
            tr("SyncStatus", "Nothing waits to be sent"),
            tr("SyncStatus", "%n more to decide under Needs attention.", status.cards),
        )
    return (
        tr("SyncStatus", "The server has everything you did"),
        tr("SyncStatus", "What you do is listed here until the server has confirmed it."),
    )


def tries(row: DraftRow) -> str:
    """How often it was offered."""
    return fmt.number(row.attempts) if row.attempts else ""


# Scopes


def scope_name(row: ScopeRow) -> str:
    """What a scope holds, in words."""
    place = row.place or tr("SyncStatus", "a clinic")
    match row.kind:
        case "facility":
            return tr("SyncStatus", "Schedule and patients of {place}", place=place)
        case "clinical":
            return tr("SyncStatus", "Notes and results of {place}", place=place)
        case "directory":
            return tr("SyncStatus", "Directory of {place}", place=place)
        case "conversation":
            return tr("SyncStatus", "A conversation")
        case "user":
            return tr("SyncStatus", "Only yours")
        case _:
            return tr("SyncStatus", "Something newer than this program")


def scope_state(row: ScopeRow) -> tuple[str, str]:
    """The word for how a scope stands, and its tone."""
    if row.error == DIFFERS:
        return tr("SyncStatus", "Differs"), "red"
    return {
        "filling": (tr("SyncStatus", "Being fetched"), "amber"),
        "live": (tr("SyncStatus", "Complete"), "green"),
        "purging": (tr("SyncStatus", "Being removed"), "slate"),
    }.get(row.state, (row.state, "slate"))


def behind(row: ScopeRow) -> str:
    """How far it is behind what the server last told."""
    if row.state == "filling":
        if row.there is None:
            return ""
        return tr("SyncStatus", "%n row(s) to come", max(0, row.there - row.rows))
    if row.head is None or row.state != "live":
        return ""
    lag = max(0, row.head - row.ver)
    return tr("SyncStatus", "%n change(s)", lag) if lag else tr("SyncStatus", "nothing")


def scope_trouble(row: ScopeRow, status: SyncStatus) -> str:
    """The last thing that went wrong with it; what stops the line stops every scope."""
    if row.error == DIFFERS:
        return tr("SyncStatus", "It is counted again and fetched where it differs")
    if status.error:
        return errors.words_for_code(status.error).title
    return ""


def fetched_at(row: ScopeRow, status: SyncStatus) -> datetime | None:
    """When the server was last asked about it: every round asks about all that is complete."""
    if row.state != "live" or status.last_synced_at is None:
        return row.pulled_at
    return max(row.pulled_at or status.last_synced_at, status.last_synced_at)


# Proofs


def proof_title(proof: Proof) -> str:
    """The result in one line."""
    if proof.damaged:
        return tr("SyncStatus", "The file on this computer is damaged")
    if not proof.asked:
        return tr("SyncStatus", "The server could not be asked")
    if proof.wrong or proof.missing:
        return tr("SyncStatus", "Something still differs from the server")
    if proof.repaired:
        return tr("SyncStatus", "Your data is whole again")
    return tr("SyncStatus", "Your data is whole")


def proof_lines(proof: Proof) -> str:
    """What was looked at and what was found."""
    parts = [tr("SyncStatus", "{count} rows checked here", count=fmt.number(proof.rows))]
    if proof.damaged:
        parts.append(
            tr(
                "SyncStatus",
                "Export your unsent drafts, then ask for help: %n broken place(s)",
                len(proof.damaged),
            )
        )
    if proof.missing:
        parts.append(tr("SyncStatus", "%n row(s) missing, to be fetched again", proof.missing))
    if proof.repaired:
        parts.append(tr("SyncStatus", "%n differing part(s) fetched again", len(proof.repaired)))
    if proof.wrong:
        parts.append(
            tr(
                "SyncStatus",
                "%n differing part(s), looked at again in the next round",
                len(proof.wrong),
            )
        )
    if not proof.asked:
        parts.append(tr("SyncStatus", "Try again when the connection is back"))
    elif proof.is_whole and not proof.repaired:
        parts.append(tr("SyncStatus", "nothing missing, the same as on the server"))
    return ". ".join(part[:1].upper() + part[1:] for part in parts) + "."


def proof_tone(proof: Proof) -> str:
    """good, wait or bad, as the pill has them."""
    if proof.damaged or proof.wrong or proof.missing:
        return "bad" if proof.asked or proof.damaged else "wait"
    return "good" if proof.asked else "wait"


# Files


def holds(what: Exported) -> str:
    """What is in a file, or would be."""
    drafts = tr("SyncStatus", "%n draft(s)", what.drafts)
    cards = tr("SyncStatus", "%n card(s)", what.cards)
    if not what.cards:
        return drafts
    if not what.drafts:
        return cards
    return tr("SyncStatus", "{drafts} and {cards}", drafts=drafts, cards=cards)


def brought_in(told: Imported) -> tuple[str, str]:
    """What became of a file: title and details."""
    n = told.drafts + told.cards
    title = (
        tr("SyncStatus", "%n change(s) brought in", n)
        if n
        else tr("SyncStatus", "Nothing new was in the file")
    )
    return title, joined(
        tr("SyncStatus", "%n here already", told.here) if told.here else "",
        tr("SyncStatus", "%n on the server already", told.on_server) if told.on_server else "",
    )


def trouble(error: Expected) -> str:
    """A failure in one go."""
    said = errors.words(error)
    return f"{said.title}. {said.sentence}"
