"""What an entry of a record's past says: in the list, and to whoever searches it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from clinic_app.parts.record_history.model import Change, Entry
from clinic_app.parts.record_history.queries import CARD, ROW
from clinic_app.parts.record_words import Speech, joined, labels
from clinic_app.parts.record_words.deeds import deed
from clinic_app.parts.two_lines import Lines
from clinic_app.ui.i18n import tr


@dataclass(frozen=True, slots=True)
class Telling:
    """Speech about one record. `off` is what to add to times of this computer; then they say about."""

    speech: Speech
    table: str
    off: timedelta = timedelta()

    def when(self, entry: Entry) -> str:
        """When it happened, with the day."""
        if entry.is_servers_time or not self.off:
            return self.speech.when(entry.at)
        return tr("History", "about {time}", time=self.speech.when(entry.at + self.off))

    def lines(self, entry: Entry) -> Lines:
        """The row of the list."""
        who = self.speech.person(entry.decided_by or entry.person)
        detail = joined(who, self.when(entry))
        if entry.source == CARD:
            is_open = entry.state == "open"
            title = (
                tr("History", "Waits for a decision")
                if is_open
                else tr("History", "Decided: {what}", what=labels.outcome(entry.outcome))
            )
            return Lines(
                title,
                detail,
                joined(deed(entry.label), self.fields(entry)),
                mark="attention" if is_open else "check",
                tone="amber" if is_open else "green",
            )
        if entry.source == ROW:
            return Lines(tr("History", "Changed elsewhere"), detail, state(entry))
        is_here = entry.state in ("waiting", "sent", "parked")
        return Lines(
            deed(entry.label) or verb(entry.action),
            detail,
            joined(self.fields(entry), state(entry)),
            mark="draft" if is_here else "",
        )

    def fields(self, entry: Entry) -> str:
        """Which fields it is about."""
        return self.speech.fields(self.table, (change.field for change in entry.changes))

    def sides(self, entry: Entry, change: Change) -> tuple[str, ...]:
        """The texts of one field: before and after, or before, yours and the server's."""
        values = [change.before, change.after]
        if entry.has_theirs:
            values.append(change.theirs)
        return tuple(self.speech.value(change.field, value) for value in values)

    def heads(self, entry: Entry) -> tuple[str, ...]:
        """What stands over those texts."""
        if entry.source != CARD:
            return (tr("History", "Before"), tr("History", "After"))
        mine = tr("History", "Written by {who}", who=self.speech.person(entry.person))
        if not entry.has_theirs:
            return (tr("History", "Before"), mine)
        return (tr("History", "Before"), mine, tr("History", "On the server"))

    def searched(self, entry: Entry) -> str:
        """Everything an entry says, for finding it again."""
        lines = self.lines(entry)
        texts = [text for change in entry.changes for text in self.sides(entry, change)]
        return " ".join((lines.title, lines.detail, lines.faint, *texts)).casefold()


def state(entry: Entry) -> str:
    """How far it has come."""
    return {
        "waiting": tr("History", "not sent yet"),
        "sent": tr("History", "being sent"),
        "acked": tr("History", "being confirmed"),
        "parked": tr("History", "waits in Needs attention"),
        "taken": tr("History", "on the server"),
    }.get(entry.state, "")


def verb(action: str) -> str:
    """A change without a label."""
    return {
        "insert": tr("History", "Added"),
        "delete": tr("History", "Removed"),
    }.get(action, tr("History", "Changed"))
