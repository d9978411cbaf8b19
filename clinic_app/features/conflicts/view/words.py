"""Every sentence about a refused draft, in one place: what happened, in plain words, and what is next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from clinic_app.domain.names import display_name
from clinic_app.features.conflicts.model.lines import Line, Trouble, trouble
from clinic_app.features.conflicts.queries import CardRow, ParkedRow
from clinic_app.features.conflicts.queries.names import InTheWay
from clinic_app.features.conflicts.view import rules
from clinic_app.parts.handover import handed_over_by, refused_words
from clinic_app.parts.record_words import Speech as RecordSpeech
from clinic_app.parts.record_words import joined
from clinic_app.parts.why import why_not
from clinic_app.ui import format as fmt
from clinic_app.ui.i18n import tr
from clinic_app.ui.widgets.chip import state_word

_STATES = frozenset(
    {"scheduled", "confirmed", "arrived", "in_progress", "completed", "cancelled", "no_show"}
)


@dataclass(frozen=True, slots=True)
class Speech(RecordSpeech):
    """Speech about cards: knows also who was in the way, and the reader's role for the rule behind a no."""

    role: str = ""
    in_the_way: Mapping[str, InTheWay] = field(default_factory=dict)

    def moment(self, at: datetime) -> str:
        """A moment with its day, as one says it."""
        words = fmt.moment(at, self.zone, self.today)
        return words[:1].upper() + words[1:]

    # What it is about

    def patient(self, card: CardRow | ParkedRow) -> str:
        """Whose record or visit it is."""
        values = card.mention.values
        return self.patient_named(
            card.row_id if card.tbl == "patients" else values.get("patient_id")
        )

    def provider(self, values: Mapping[str, Any]) -> str:
        """Who the visit is with."""
        known = self.names.providers.get(str(values.get("provider_id")))
        return known or tr("Conflicts", "a colleague")

    # The list

    def title(self, card: CardRow, lines: list[Line]) -> str:
        """What happened, in a few words."""
        match trouble(card.status, card.code):
            case Trouble.SLOT:
                return tr("Conflicts", "Appointment slot taken")
            case Trouble.DELETED:
                return tr("Conflicts", "The record is gone")
            case Trouble.FORBIDDEN:
                return tr("Conflicts", "Not allowed")
            case Trouble.OUTDATED:
                return tr("Conflicts", "This program is too old for it")
            case Trouble.INVALID:
                if card.code == "dependency":
                    return tr("Conflicts", "Put away with another draft")
                return tr("Conflicts", "Not accepted")
            case Trouble.CLASH:
                return self._clash_title(card, [line for line in lines if line.is_clash])

    def _clash_title(self, card: CardRow, clashing: list[Line]) -> str:
        state = str((card.theirs or {}).get("status", ""))
        if card.code == "closed" and state in _STATES:
            return tr("Conflicts", "Appointment is {state} now", state=state_word(state).lower())
        if card.code in ("closed", "status_changed"):
            return tr("Conflicts", "The appointment's state changed")
        if card.code == "moved":
            return tr("Conflicts", "Appointment was moved")
        if card.code == "edited":
            return tr("Conflicts", "Changed before it was removed")
        if len(clashing) == 1:
            return tr(
                "Conflicts", "{field} differs", field=rules.line_name(card.tbl, clashing[0].key)
            )
        return tr("Conflicts", "%n field(s) differ", len(clashing))

    def made(self, card: CardRow) -> str:
        """What the person did, and when."""
        at = self.when(card.edited_at)
        if card.author != card.person:
            return tr(
                "Conflicts", "Written by {who}, {time}", who=self.person(card.author), time=at
            )
        if card.kind == "insert" and card.tbl == "appointments":
            return tr("Conflicts", "Booked here at {time}", time=at)
        if card.kind == "insert":
            return tr("Conflicts", "Registered here at {time}", time=at)
        if card.kind == "delete":
            return tr("Conflicts", "Removed here at {time}", time=at)
        return tr("Conflicts", "Edited here at {time}", time=at)

    # The card

    def heading(self, card: CardRow, lines: list[Line]) -> str:
        """The sentence over an open card."""
        patient, values = self.patient(card), {**card.base, **card.mine}
        if trouble(card.status, card.code) is Trouble.SLOT:
            at = self.when(datetime.fromisoformat(values["starts_at"]))
            who = self.provider(values)
            if card.kind == "insert":
                return tr(
                    "Conflicts",
                    "{patient} could not be booked at {time} with {provider}",
                    patient=patient,
                    time=at,
                    provider=who,
                )
            return tr(
                "Conflicts",
                "{patient} could not be put at {time} with {provider}",
                patient=patient,
                time=at,
                provider=who,
            )
        clashing = [line for line in lines if line.is_clash]
        if card.code == "same_field" and clashing:
            return tr(
                "Conflicts",
                "{patient}: two people changed the {fields}",
                patient=patient,
                fields=", ".join(rules.line_name(card.tbl, line.key).lower() for line in clashing),
            )
        return f"{patient}: {self.title(card, lines).lower()}"

    def story(self, card: CardRow) -> str:
        """What happened, in sentences: who else, when, and that nothing is lost."""
        kind = trouble(card.status, card.code)
        if kind is Trouble.SLOT:
            said = [self._taken(card)]
        elif kind is Trouble.CLASH and card.theirs:
            said = [self._theirs(card)]
        else:
            said = [rules.refusal(card), self._rule(card)]
        kept = tr("Conflicts", "The draft is kept here until you decide.")
        return " ".join(each for each in (refused_words(card.body), *said, kept) if each)

    def handed(self, card: CardRow) -> str:
        """Who handed the card over, and what they said; empty where nobody did."""
        return handed_over_by(card.body, self)

    def mine_column(self, card: CardRow) -> str:
        """The head of the draft's column."""
        time = self.when(card.edited_at)
        if card.author == card.person:
            return tr("Conflicts", "Yours, {time}", time=time)
        return joined(self.person(card.author), time)

    def keep_words(self, card: CardRow) -> str:
        """What the button says that takes the draft's side."""
        if card.author == card.person:
            return tr("Conflicts", "Keep mine")
        return tr("Conflicts", "Keep the draft")

    def _rule(self, card: CardRow) -> str:
        """The rule behind a no, from the policy that the server obeys."""
        if not self.role or card.code not in ("not_allowed", "not_visible"):
            return ""
        return why_not(self.role, card.tbl, card.kind, is_seen=card.code == "not_allowed")

    def _taken(self, card: CardRow) -> str:
        blocking = card.blocking
        if blocking is None:
            return tr("Conflicts", "Somebody else has this time now.")
        known = self.in_the_way.get(blocking.appointment_id or "")
        provider = self.provider({**card.base, **card.mine})
        span = fmt.span(blocking.starts_at, blocking.ends_at, self.zone)
        if known is None or not known.patient:
            return tr(
                "Conflicts",
                "Somebody else has {span} with {provider} now.",
                span=span,
                provider=provider,
            )
        who = self.person(known.by)
        if known.at is None:
            return tr(
                "Conflicts",
                "{who} booked {patient} into the same time.",
                who=who[:1].upper() + who[1:],
                patient=known.patient,
            )
        return tr(
            "Conflicts",
            "{who} booked {patient} into the same time at {time}.",
            who=who[:1].upper() + who[1:],
            patient=known.patient,
            time=self.when(known.at),
        )

    def _theirs(self, card: CardRow) -> str:
        theirs = card.theirs or {}
        who = self.person(theirs.get("updated_by"))
        who = who[:1].upper() + who[1:]
        at = theirs.get("updated_at")
        if not at:
            return tr("Conflicts", "{who} changed it before the draft arrived.", who=who)
        return tr(
            "Conflicts",
            "{who} changed it at {time}, before the draft arrived.",
            who=who,
            time=self.when(datetime.fromisoformat(at)),
        )

    def theirs_column(self, card: CardRow) -> str:
        """The head of the server's column."""
        theirs = card.theirs or {}
        at = theirs.get("updated_at")
        if not at:
            return tr("Conflicts", "Server")
        return tr(
            "Conflicts",
            "Server, {time} by {who}",
            time=self.when(datetime.fromisoformat(at)),
            who=self.person(theirs.get("updated_by")),
        )

    # Values

    def side(self, card: CardRow, line: Line, values: Mapping[str, Any] | None) -> str:
        """What one side says on a line; an empty text where it says nothing."""
        if values is None:
            return ""
        part = {name: values.get(name) for name in line.fields}
        if line.key == "time" and part.get("starts_at") and part.get("ends_at"):
            starts, ends = (datetime.fromisoformat(str(part[n])) for n in ("starts_at", "ends_at"))
            day = fmt.day_near(fmt.local(starts, self.zone).date(), self.today)
            who = self.provider(part) if "provider_id" in part else ""
            return joined(f"{day} {fmt.span(starts, ends, self.zone)}", who)
        if line.key == "name":
            return display_name(str(part["given_name"] or ""), str(part["family_name"] or ""))
        return joined(*(self.value(name, value) for name, value in part.items()))
