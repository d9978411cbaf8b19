"""A line of the trail in words: what was done, with which record, by whom, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from clinic_app import errors
from clinic_app.features.audit.actions import Checked
from clinic_app.features.audit.model import REASONED, Entry
from clinic_app.parts.record_words import Mention, Names, Speech, labels
from clinic_app.parts.record_words.deeds import deed
from clinic_app.ui import format as fmt
from clinic_app.ui.i18n import tr
from sync.errors import Expected, Offline

_TONES = {
    "insert": "blue",
    "update": "blue",
    "delete": "blue",
    "decision": "blue",
    "print": "amber",
    "export": "amber",
    "people": "amber",
    "refusal": "red",
    "break_glass": "red",
    "escrow_open": "red",
    "sign_in": "green",
    "unlock": "green",
}
_ACCOUNTS = "profiles"
_AHEAD = timedelta(minutes=1)


def action(name: str) -> str:
    """What kind of thing was done; a word of a newer program as it is."""
    return {
        "view": tr("Audit", "Looked at"),
        "insert": tr("Audit", "Added"),
        "update": tr("Audit", "Changed"),
        "delete": tr("Audit", "Removed"),
        "decision": tr("Audit", "Decided"),
        "print": tr("Audit", "Printed"),
        "export": tr("Audit", "Exported"),
        "sign_in": tr("Audit", "Signed in"),
        "sign_out": tr("Audit", "Signed out"),
        "unlock": tr("Audit", "Unlocked"),
        "lock": tr("Audit", "Locked"),
        "refusal": tr("Audit", "Refused"),
        "break_glass": tr("Audit", "Emergency"),
        "people": tr("Audit", "People"),
        "account": tr("Audit", "Own account"),
        "recovery": tr("Audit", "Recovered"),
        "recovery_code": tr("Audit", "Recovery code"),
        "new_keys": tr("Audit", "New keys"),
        "trust": tr("Audit", "Trusted"),
        "distrust": tr("Audit", "Not trusted"),
        "escrow": tr("Audit", "Escrow"),
        "escrow_open": tr("Audit", "Opened by escrow"),
        "forget": tr("Audit", "Forgot"),
    }.get(name, name.replace("_", " ").capitalize())


def tone(entry: Entry) -> str:
    """The colour of that word."""
    return _TONES.get(entry.action, "slate")


@dataclass(frozen=True, slots=True)
class Telling:
    """What is needed to speak of lines: names, records, the clinic's zone, which day is today."""

    names: Names
    records: Mapping[tuple[str, str], Mention] = field(default_factory=dict)
    zone: str = "UTC"
    today: date = date.min

    @property
    def speech(self) -> Speech:
        """For everything that speaks of records."""
        return Speech(self.names, self.zone, self.today)

    def when(self, entry: Entry) -> str:
        """The time, with the day when it was not today."""
        return self.speech.when(entry.at)

    def who(self, entry: Entry) -> str:
        """By name, as the clinic knows them now, or as the server does."""
        return self.names.people.get(entry.person) or entry.who or self.speech.person(entry.person)

    def what(self, entry: Entry) -> str:
        """What it was for whoever did it."""
        return deed(entry.label) or action(entry.action)

    def record(self, entry: Entry) -> str:
        """Which record it was about, or nothing."""
        if not entry.row_id:
            return ""
        if entry.table == _ACCOUNTS:
            return self.speech.person(entry.row_id)
        mention = self.records.get((entry.table, entry.row_id))
        is_here = mention is not None and (mention.sides or entry.row_id in self.names.patients)
        return self.speech.record(mention) if mention and is_here else labels.table(entry.table)

    def reason(self, entry: Entry) -> str:
        """Why, where a line says so: somebody's own words, or those of what refused it."""
        if entry.action not in REASONED or not entry.fields:
            return ""
        told = entry.fields[0]
        if entry.action == "break_glass":
            return told
        if entry.action == "decision":
            return outcome(told)
        return errors.words_for_code(told).title if errors.is_known(told) else refusal(told)

    def fields(self, entry: Entry) -> str:
        """Which fields were written."""
        if entry.action in REASONED:
            return ""
        return self.speech.fields(entry.table, entry.fields)

    def moment(self, entry: Entry) -> str:
        """The day and the time to the second."""
        here = fmt.local(entry.at, self.zone)
        said = f"{fmt.full_date(here.date())}, {here:%H:%M:%S}"
        if entry.told_at is not None and entry.at > entry.told_at + _AHEAD:
            # Nobody can tell of what they will do.
            return f"{said} ({tr('Audit', 'by a clock that was ahead')})"
        return said

    def told(self, entry: Entry) -> str:
        """Since when the server has it."""
        if entry.told_at is None:
            return tr("Audit", "Only on this computer so far")
        return fmt.moment(entry.told_at, self.zone, self.today)

    def row(self, entry: Entry) -> list[str]:
        """The line for a file: nothing shortened, times with their zone."""
        return [
            fmt.local(entry.at, self.zone).isoformat(timespec="seconds"),
            self.who(entry),
            action(entry.action),
            deed(entry.label),
            self.record(entry),
            self.fields(entry),
            self.reason(entry),
            entry.device,
            str(entry.seq),
            entry.told_at.isoformat(timespec="seconds") if entry.told_at else "",
            entry.person,
            entry.table,
            entry.row_id,
        ]


def heads() -> list[str]:
    """What stands over the columns of a file."""
    return [
        tr("Audit", "When"),
        tr("Audit", "Who"),
        tr("Audit", "Kind"),
        tr("Audit", "What"),
        tr("Audit", "Record"),
        tr("Audit", "Fields"),
        tr("Audit", "Why"),
        tr("Audit", "Computer"),
        tr("Audit", "Line"),
        tr("Audit", "On the server since"),
        "person",
        "table",
        "row",
    ]


def refusal(code: str) -> str:
    """The server's or the lock's word for a no; an unknown one as it is."""
    return {
        "forbidden": tr("Audit", "Not theirs to do"),
        "rejected": tr("Audit", "Against a rule of the clinic"),
    }.get(code, code.replace("_", " ").replace(".", " "))


def outcome(choice: str) -> str:
    """What was decided about a refused change."""
    return tr("Audit", "Opened again") if choice == "reopened" else labels.outcome(choice)


def trouble(error: Expected) -> tuple[str, str]:
    """Why the clinic's trail is not shown, and what is shown instead."""
    only = tr("Audit", "Only what you did on this computer is listed.")
    if isinstance(error, Offline):
        return tr("Audit", "The server cannot be reached."), only
    return f"{errors.words(error).title}.", only


def unproven() -> tuple[str, str]:
    """The clinic demands a second proof that was not shown."""
    return (
        tr("Audit", "Your clinic serves its records to who has shown a second proof."),
        tr("Audit", "Until then, only what you did yourself is listed."),
    )


def checked(found: Checked) -> tuple[str, str, str]:
    """The tone, the sentence and the rest of what a look at the trail has shown."""
    here, compared = found.here, found.compared
    read = tr("Audit", "%n line(s) looked through.", here.lines)
    if here.broken_at is not None:
        said = tr("Audit", "This computer's trail was tampered with.")
        return "danger", said, _broken(here.broken_at)
    if compared is None:
        return (
            "amber",
            tr("Audit", "This computer's lines fit together."),
            read
            + " "
            + tr(
                "Audit",
                "The server cannot be asked now: whether lines were cut off at the end stays open.",
            ),
        )
    if compared.missing_from is not None:
        return (
            "danger",
            tr("Audit", "Lines are missing on this computer."),
            tr(
                "Audit",
                "The server was told of line {line} and later ones that are not here any more. It has"
                " kept them; tell whoever looks after the clinic's computers.",
                line=fmt.number(compared.missing_from),
            ),
        )
    if compared.differs_at is not None:
        said = tr("Audit", "This computer's trail was tampered with.")
        return "danger", said, _broken(compared.differs_at)
    return (
        "good",
        tr("Audit", "This computer's trail is whole."),
        read + " " + tr("Audit", "What the server was told of them is the same there."),
    )


def choices(rows: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Everybody first, then each by name."""
    return [("", tr("Audit", "Everybody")), *rows]


def _broken(line: int) -> str:
    return tr(
        "Audit",
        "Line {line} is not the one that was written, or one before it was taken out. What the server"
        " was told of is safe there; tell whoever looks after the clinic's computers.",
        line=fmt.number(line),
    )
